//! Makes the template's table through the real SDK, or checks that the one in the data folder is the same.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, StreamSpecification, StreamViewType, TableDescription, TimeToLiveSpecification,
    TimeToLiveStatus,
};

use crate::error::Error;
use crate::template::table::{Index, Key, TableSpec};

/// Makes the table if there is none, and returns the ARN of its stream.
///
/// Fails with [`Error::Table`] if there is one of another shape.
pub(crate) async fn ensure(client: &Client, table: &TableSpec) -> Result<String, Error> {
    let described = client.describe_table().table_name(&table.name).send().await;
    let description = match described {
        Ok(described) => described.table,
        Err(error) => {
            let error = error.into_service_error();
            if !error.is_resource_not_found_exception() {
                return Err(Error::failed(format!("table {}", table.name), error));
            }
            create(client, table).await?;
            client
                .describe_table()
                .table_name(&table.name)
                .send()
                .await
                .map_err(|error| Error::failed(format!("table {}", table.name), error.into_service_error()))?
                .table
        }
    };
    let description = description.ok_or_else(|| Error::failed(format!("table {}", table.name), "not described"))?;
    let ttl = ttl(client, table).await?;
    if let Some(why) = difference(table, &description, ttl.as_deref()) {
        return Err(Error::Table { table: table.name.clone(), why });
    }
    description
        .latest_stream_arn
        .ok_or_else(|| Error::Table { table: table.name.clone(), why: "it has no stream".to_owned() })
}

async fn create(client: &Client, table: &TableSpec) -> Result<(), Error> {
    let what = || format!("creating table {}", table.name);
    let mut request = client
        .create_table()
        .table_name(&table.name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_key_schema(Some(key_schema(&table.key)?));
    for (name, kind) in &table.attributes {
        let attribute = AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::from(kind.as_str()))
            .build()
            .map_err(|error| Error::failed(what(), error))?;
        request = request.attribute_definitions(attribute);
    }
    for (name, index) in &table.indexes {
        let projection = Projection::builder().projection_type(ProjectionType::from(index.projection.as_str())).build();
        let index = GlobalSecondaryIndex::builder()
            .index_name(name)
            .set_key_schema(Some(key_schema(&index.key)?))
            .projection(projection)
            .build()
            .map_err(|error| Error::failed(what(), error))?;
        request = request.global_secondary_indexes(index);
    }
    if let Some(view) = &table.stream {
        let stream = StreamSpecification::builder()
            .stream_enabled(true)
            .stream_view_type(StreamViewType::from(view.as_str()))
            .build()
            .map_err(|error| Error::failed(what(), error))?;
        request = request.stream_specification(stream);
    }
    request.send().await.map_err(|error| Error::failed(what(), error.into_service_error()))?;
    if let Some(attribute) = &table.ttl {
        let ttl = TimeToLiveSpecification::builder()
            .attribute_name(attribute)
            .enabled(true)
            .build()
            .map_err(|error| Error::failed(what(), error))?;
        let request = client.update_time_to_live().table_name(&table.name).time_to_live_specification(ttl);
        request.send().await.map_err(|error| Error::failed(what(), error.into_service_error()))?;
    }
    Ok(())
}

async fn ttl(client: &Client, table: &TableSpec) -> Result<Option<String>, Error> {
    let described = client.describe_time_to_live().table_name(&table.name).send().await;
    let described = described.map_err(|error| Error::failed("time to live", error.into_service_error()))?;
    Ok(described.time_to_live_description.and_then(|ttl| {
        let enabled = matches!(ttl.time_to_live_status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling));
        ttl.attribute_name.filter(|_| enabled)
    }))
}

/// Returns the first difference between the table as it should be and as it is, in words.
fn difference(table: &TableSpec, found: &TableDescription, ttl: Option<&str>) -> Option<String> {
    let key = key_of(found.key_schema());
    if key.as_ref() != Some(&table.key) {
        return Some(format!("its key is {key:?} instead of {:?}", table.key));
    }
    let found_indexes = found.global_secondary_indexes();
    for (name, index) in &table.indexes {
        let Some(found) = found_indexes.iter().find(|found| found.index_name() == Some(name)) else {
            return Some(format!("index {name} is missing"));
        };
        let projection = found.projection().and_then(|projection| projection.projection_type());
        let projection = projection.map(|projection| projection.as_str().to_owned()).unwrap_or_default();
        let shape = key_of(found.key_schema()).map(|key| Index { key, projection });
        if shape.as_ref() != Some(index) {
            return Some(format!("index {name} has another shape"));
        }
    }
    if let Some(extra) =
        found_indexes.iter().find(|found| !table.indexes.contains_key(found.index_name().unwrap_or("")))
    {
        return Some(format!("index {} is not in the template", extra.index_name().unwrap_or("?")));
    }
    for (name, kind) in &table.attributes {
        let found = found.attribute_definitions().iter().find(|attribute| attribute.attribute_name() == name);
        if found.map(|attribute| attribute.attribute_type().as_str()) != Some(kind) {
            return Some(format!("key attribute {name} is not of type {kind}"));
        }
    }
    let view = found.stream_specification().and_then(|stream| stream.stream_view_type());
    if view.map(StreamViewType::as_str) != table.stream.as_deref() {
        return Some("its stream shows other images".to_owned());
    }
    if ttl != table.ttl.as_deref() {
        return Some("its items expire by another attribute".to_owned());
    }
    None
}

fn key_schema(key: &Key) -> Result<Vec<KeySchemaElement>, Error> {
    let element = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    let mut schema = vec![element(&key.partition, KeyType::Hash)];
    schema.extend(key.sort.as_deref().map(|sort| element(sort, KeyType::Range)));
    schema.into_iter().collect::<Result<_, _>>().map_err(|error| Error::failed("key schema", error))
}

fn key_of(schema: &[KeySchemaElement]) -> Option<Key> {
    let of = |kind: KeyType| schema.iter().find(|element| *element.key_type() == kind);
    let partition = of(KeyType::Hash)?.attribute_name().to_owned();
    Some(Key { partition, sort: of(KeyType::Range).map(|element| element.attribute_name().to_owned()) })
}
