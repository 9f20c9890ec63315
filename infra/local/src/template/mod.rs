//! `infra/template.yaml` as a small typed model: the one wiring, which the local stack builds itself from. What it does
//! not understand in the parts it uses it refuses by name. Starts nothing.

use std::collections::BTreeMap;

use serde_norway::Value;

use crate::error::Error;
use function::FunctionSpec;
use node::Node;
use scope::Scope;
use table::TableSpec;

pub(crate) mod events;
pub(crate) mod function;
pub(crate) mod node;
pub(crate) mod scope;
pub(crate) mod table;

/// The template of this repository, as it was when the program was built.
pub const TEMPLATE: &str = include_str!("../../../template.yaml");

/// Resource types that have no local counterpart and need none.
const NOT_SHOWN: &[&str] = &[
    "AWS::CloudWatch::",
    "AWS::IAM::",
    "AWS::KMS::",
    "AWS::Logs::",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::",
    "AWS::SQS::",
    "AWS::SSM::Parameter",
    "AWS::Scheduler::ScheduleGroup",
];

/// What the template says, as far as the local stack shows it.
#[derive(Debug)]
pub(crate) struct Template {
    /// The functions, in the order of the file.
    pub(crate) functions: Vec<FunctionSpec>,
    /// The only table.
    pub(crate) table: TableSpec,
    /// Names of the buckets.
    pub(crate) buckets: Vec<String>,
    /// The parameters with their values.
    pub(crate) parameters: BTreeMap<String, String>,
}

impl Template {
    /// Tells whether a template has a parameter; what cannot be read has none.
    pub(crate) fn has_parameter(text: &str, name: &str) -> bool {
        let root = serde_norway::from_str::<Value>(text).ok();
        root.as_ref().and_then(|root| root.get("Parameters")?.get(name)).is_some()
    }

    /// Reads a template with these parameters in place of its defaults.
    ///
    /// Fails with [`Error::Template`], which names the path of what is not understood.
    pub(crate) fn read(text: &str, parameters: &BTreeMap<String, String>) -> Result<Self, Error> {
        let root: Value = serde_norway::from_str(text).map_err(|error| Error::template("line", error))?;
        let empty = Value::Mapping(serde_norway::Mapping::new());
        let section = |name: &str| root.get(name).unwrap_or(&empty);
        for (name, _) in root.as_mapping().into_iter().flatten() {
            let name = name.as_str().unwrap_or("?");
            let known = ["AWSTemplateFormatVersion", "Transform", "Description", "Metadata", "Outputs"];
            let used = ["Parameters", "Conditions", "Globals", "Resources"];
            if !known.contains(&name) && !used.contains(&name) {
                return Err(Error::template(name, "the local stack does not know it"));
            }
        }

        let mut scope = Scope { parameters: scope::parameters(section("Parameters"), parameters)?, ..Scope::default() };
        for (name, condition) in section("Conditions").as_mapping().into_iter().flatten() {
            scope.conditions.insert(name.as_str().unwrap_or("?").to_owned(), condition.clone());
        }
        let resources = present(section("Resources"), &scope)?;
        for (name, resource) in &resources {
            let physical = physical_name(resource, &scope, name)?;
            scope.resources.insert((*name).to_owned(), physical.unwrap_or_else(|| (*name).to_owned()));
        }

        let globals = Node::resolve(&scope, section("Globals"), "Globals")?;
        let globals = globals.ok_or_else(|| Error::template("Globals", "expected a mapping"))?;
        globals.only(&["Function"], &["HttpApi"])?;
        let defaults = globals.get("Function");

        let mut functions = Vec::new();
        let mut tables = Vec::new();
        let mut buckets = Vec::new();
        for (name, resource) in &resources {
            let path = format!("Resources.{name}");
            let properties = resource.get("Properties").unwrap_or(&empty);
            match resource.get("Type").and_then(Value::as_str).unwrap_or_default() {
                "AWS::Serverless::Function" => {
                    functions.push(FunctionSpec::read(name, resource, defaults.as_ref(), &scope)?);
                }
                "AWS::DynamoDB::Table" => {
                    let node = Node::resolve(&scope, properties, format!("{path}.Properties"))?;
                    let node = node.ok_or_else(|| Error::template(&path, "without properties"))?;
                    tables.push(TableSpec::read(name, &scope.resources[*name], &node)?);
                }
                "AWS::S3::Bucket" => buckets.push(scope.resources[*name].clone()),
                "AWS::Serverless::HttpApi" => http_api(properties, &path)?,
                other if NOT_SHOWN.iter().any(|known| other.starts_with(known)) => {}
                other => {
                    let why = format!("the local stack does not know the resource type {other}");
                    return Err(Error::template(format!("{path}.Type"), why));
                }
            }
        }
        let table: [TableSpec; 1] = tables.try_into().map_err(|tables: Vec<_>| {
            Error::template("Resources", format!("{} tables instead of one", tables.len()))
        })?;
        let [table] = table;
        Ok(Self { functions, table, buckets, parameters: scope.parameters })
    }
}

/// Returns the resources whose condition holds, in the order of the file.
fn present<'a>(resources: &'a Value, scope: &Scope) -> Result<Vec<(&'a str, &'a Value)>, Error> {
    let mut present = Vec::new();
    for (name, resource) in resources.as_mapping().into_iter().flatten() {
        let Some(name) = name.as_str() else { continue };
        let condition = resource.get("Condition").and_then(Value::as_str);
        if condition.map_or(Ok(true), |condition| scope.holds(condition, &format!("Resources.{name}.Condition")))? {
            present.push((name, resource));
        }
    }
    Ok(present)
}

/// Returns the name that the template gives a table or a bucket.
fn physical_name(resource: &Value, scope: &Scope, name: &str) -> Result<Option<String>, Error> {
    let property = match resource.get("Type").and_then(Value::as_str) {
        Some("AWS::DynamoDB::Table") => "TableName",
        Some("AWS::S3::Bucket") => "BucketName",
        _ => return Ok(None),
    };
    let Some(value) = resource.get("Properties").and_then(|properties| properties.get(property)) else {
        return Ok(None);
    };
    let node = Node::resolve(scope, value, format!("Resources.{name}.Properties.{property}"))?;
    node.map(|node| node.text()).transpose()
}

/// Refuses the settings of an HTTP API that would change what a caller sees.
fn http_api(properties: &Value, path: &str) -> Result<(), Error> {
    const NOT_SHOWN: &[&str] = &[
        "AccessLogSettings",
        "DefaultRouteSettings",
        "Description",
        "DisableExecuteApiEndpoint",
        "Name",
        "RouteSettings",
        "Tags",
    ];
    for (name, value) in properties.as_mapping().into_iter().flatten() {
        let name = name.as_str().unwrap_or("?");
        let known = NOT_SHOWN.contains(&name) || (name == "StageName" && value.as_str() == Some("$default"));
        if !known {
            return Err(Error::template(format!("{path}.Properties.{name}"), "the local stack does not show it"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
