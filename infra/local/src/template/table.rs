//! The table of the template: keys, indexes, stream and TTL. Creates nothing.

use std::collections::BTreeMap;

use super::node::Node;
use crate::error::Error;

/// The table as the template describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableSpec {
    /// Its name in the template.
    pub(crate) id: String,
    /// Its own name.
    pub(crate) name: String,
    /// Type (`S`, `N`, `B`) of each key attribute.
    pub(crate) attributes: BTreeMap<String, String>,
    /// The table's own key.
    pub(crate) key: Key,
    /// Global secondary indexes by name.
    pub(crate) indexes: BTreeMap<String, Index>,
    /// What a stream record shows, such as `NEW_AND_OLD_IMAGES`; no stream if none.
    pub(crate) stream: Option<String>,
    /// The attribute that says when an item expires.
    pub(crate) ttl: Option<String>,
}

/// Partition and sort key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Attribute of the partition key.
    pub(crate) partition: String,
    /// Attribute of the sort key.
    pub(crate) sort: Option<String>,
}

/// A global secondary index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Index {
    /// Its key.
    pub(crate) key: Key,
    /// `KEYS_ONLY` or `ALL`.
    pub(crate) projection: String,
}

impl TableSpec {
    /// Reads the properties of a table resource.
    pub(crate) fn read(id: &str, name: &str, properties: &Node) -> Result<Self, Error> {
        const USED: &[&str] = &[
            "AttributeDefinitions",
            "BillingMode",
            "GlobalSecondaryIndexes",
            "KeySchema",
            "StreamSpecification",
            "TableName",
            "TimeToLiveSpecification",
        ];
        const NOT_SHOWN: &[&str] = &[
            "ContributorInsightsSpecification",
            "DeletionProtectionEnabled",
            "OnDemandThroughput",
            "PointInTimeRecoverySpecification",
            "SSESpecification",
            "TableClass",
            "Tags",
        ];
        properties.only(USED, NOT_SHOWN)?;
        let billing = properties.required("BillingMode")?;
        if billing.text()? != "PAY_PER_REQUEST" {
            return Err(billing.refuse("the local stack has no provisioned capacity"));
        }
        let mut attributes = BTreeMap::new();
        for attribute in properties.required("AttributeDefinitions")?.items()? {
            let name = attribute.required("AttributeName")?.text()?;
            attributes.insert(name, attribute.required("AttributeType")?.text()?);
        }
        let mut indexes = BTreeMap::new();
        for index in properties.get("GlobalSecondaryIndexes").map_or(Ok(Vec::new()), |indexes| indexes.items())? {
            index.only(&["IndexName", "KeySchema", "Projection"], &["ContributorInsightsSpecification"])?;
            let projection = index.required("Projection")?;
            projection.only(&["ProjectionType"], &[])?;
            let key = key(&index.required("KeySchema")?)?;
            let projection = projection.required("ProjectionType")?.text()?;
            indexes.insert(index.required("IndexName")?.text()?, Index { key, projection });
        }
        let stream = properties.get("StreamSpecification").map(|stream| stream.required("StreamViewType")?.text());
        let ttl = match properties.get("TimeToLiveSpecification") {
            Some(ttl) if ttl.required("Enabled")?.flag()? => Some(ttl.required("AttributeName")?.text()?),
            _ => None,
        };
        Ok(Self {
            id: id.to_owned(),
            name: name.to_owned(),
            attributes,
            key: key(&properties.required("KeySchema")?)?,
            indexes,
            stream: stream.transpose()?,
            ttl,
        })
    }
}

fn key(schema: &Node) -> Result<Key, Error> {
    let (mut partition, mut sort) = (None, None);
    for element in schema.items()? {
        let name = element.required("AttributeName")?.text()?;
        let kind = element.required("KeyType")?;
        match kind.text()?.as_str() {
            "HASH" => partition = Some(name),
            "RANGE" => sort = Some(name),
            other => return Err(kind.refuse(format!("not a key type: {other}"))),
        }
    }
    let partition = partition.ok_or_else(|| schema.refuse("without a partition key"))?;
    Ok(Key { partition, sort })
}
