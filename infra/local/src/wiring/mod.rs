//! Puts the local things in the places that the template leaves for AWS's: folders for buckets, a file for the parameter
//! store, the embedded table's address and credentials.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use runtime::environment::Environment;

use crate::configuration::FIRST_PART;
use crate::engine::REGION;
use crate::engine::guard::TableCredentials;
use crate::error::Error;
use crate::template::Template;
use crate::template::function::FunctionSpec;

pub(crate) mod table;

/// Where the local things are.
#[derive(Clone, Debug)]
pub(crate) struct Places<'a> {
    /// Address of the embedded table.
    pub(crate) table_endpoint: &'a str,
    /// What requests to it are signed with.
    pub(crate) table_credentials: &'a TableCredentials,
    /// The effective configuration, whole.
    pub(crate) configuration: &'a Path,
    /// The folder of its parts, if each function reads only its own, as with `SplitConfiguration` on AWS.
    pub(crate) parts: Option<&'a Path>,
    /// The folder that stands for every bucket.
    pub(crate) objects: &'a Path,
    /// Where steps of traces are told, if anywhere.
    pub(crate) trace_daemon: Option<SocketAddr>,
}

/// Returns the variables of one function: the template's, with local places, and what Lambda itself would add.
pub(crate) fn environment(
    function: &FunctionSpec,
    template: &Template,
    places: &Places<'_>,
) -> Result<Environment, Error> {
    let mut variables = BTreeMap::new();
    for (name, value) in &function.environment {
        let path = format!("Resources.{}.Properties.Environment.Variables.{name}", function.id);
        variables.insert(name.clone(), localize(value, template, places).map_err(|why| Error::template(path, why))?);
    }
    // Nobody collects metrics here: their lines are ordinary ones of the log.
    variables.remove("METRICS");
    for (name, value) in [
        ("AWS_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", places.table_credentials.key_id()),
        ("AWS_SECRET_ACCESS_KEY", places.table_credentials.secret()),
        ("AWS_ENDPOINT_URL_DYNAMODB", places.table_endpoint),
        ("AWS_LAMBDA_FUNCTION_NAME", function.id.as_str()),
    ] {
        variables.insert(name.to_owned(), value.to_owned());
    }
    variables.extend(places.trace_daemon.map(|daemon| ("AWS_XRAY_DAEMON_ADDRESS".to_owned(), daemon.to_string())));
    Ok(variables.into_iter().collect())
}

/// Replaces what names a bucket or a parameter; everything else stays as it is.
fn localize(value: &str, template: &Template, places: &Places<'_>) -> Result<String, String> {
    if let Some(names) = value.strip_prefix("ssm:") {
        // The first parameter is everybody's; another one ends with the name of the function whose it is.
        let mut names = names.split(",/").skip(1);
        let own = names.next().and_then(|name| name.rsplit('/').next());
        return Ok(match (places.parts, own) {
            (None, _) => format!("file:{}", places.configuration.display()),
            (Some(parts), None) => format!("file:{}", parts.join(FIRST_PART).display()),
            (Some(parts), Some(own)) => {
                format!("file:{},{}", parts.join(FIRST_PART).display(), parts.join(format!("{own}.toml")).display())
            }
        });
    }
    let Some(bucket) = value.strip_prefix("s3://") else { return Ok(value.to_owned()) };
    let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
    if !template.buckets.iter().any(|known| known == bucket) {
        return Err(format!("{bucket} is not a bucket of this template"));
    }
    Ok(format!("file://{}", places.objects.join(prefix).display()).trim_end_matches('/').to_owned())
}
