//! Writes a configuration to AWS in parts, so that no function reads the secrets of another. Reads nothing back.

use std::path::Path;

use aws_sdk_ssm::error::ProvideErrorMetadata;
use aws_sdk_ssm::types::{ParameterTier, ParameterType};
use runtime::configuration::split::{Split, path_of};
use runtime::configuration::{Complaint, Place};
use runtime::environment::Environment;
use runtime::objects::Objects;

use super::{Configuration, Source, everything_wrong};
use crate::error::Error;

/// Where it is written.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The bucket of the objects.
    pub bucket: &'a str,
    /// The parameter that every function reads; those of single functions stand below it.
    pub parameter: &'a str,
}

/// Checks a document as AWS would use it, then writes what it is made of; what names the rest is written last, so that nobody
/// reads a name before what it names. Returns what was written.
///
/// # Errors
/// The document is wrong, and nothing is written; or AWS refuses.
pub async fn push(file: &Path, target: Target<'_>, environment: &Environment) -> Result<Vec<String>, Error> {
    let text = std::fs::read_to_string(file).map_err(|error| Error::file(file, error))?;
    let place = if runtime::aws::is_emulated(environment) { Place::Emulator } else { Place::Aws };
    refuse_wrong(file, &everything_wrong(&text, place))?;
    let parts = Configuration::load(&Source::File(file.to_owned()))?.split();
    let failed = |what: &str, error: &dyn std::fmt::Display| Error::failed(what, error);
    let address = format!("s3://{}", target.bucket);
    let objects = Objects::at(&address, environment).map_err(|error| failed("AWS", &error))?;
    let mut written = Vec::new();
    for (digest, text) in &parts.objects {
        let path = path_of(digest);
        let put = objects.put(&path, "application/toml", text.clone().into_bytes()).await;
        put.map_err(|error| failed(target.bucket, &error))?;
        written.push(format!("s3://{}/{path}", target.bucket));
    }
    let client = runtime::aws::ssm(environment).map_err(|error| failed("AWS", &error))?;
    for (name, text) in parameters(&parts, target.parameter) {
        let put = client.put_parameter().name(&name).value(text).overwrite(true);
        // More than 4 KB make an advanced one, up to 8 KB.
        let put = put.r#type(ParameterType::SecureString).tier(ParameterTier::IntelligentTiering);
        put.send().await.map_err(|error| {
            let code = error.as_service_error().and_then(|error| error.code().map(str::to_owned));
            failed(&name, &code.unwrap_or_else(|| "SSM cannot be reached".to_owned()))
        })?;
        written.push(name);
    }
    Ok(written)
}

fn refuse_wrong(file: &Path, wrong: &[Complaint]) -> Result<(), Error> {
    let Some(first) = wrong.first() else { return Ok(()) };
    let file = file.display().to_string();
    let more = match wrong.len() {
        1 => String::new(),
        all => format!(" (and {} more: `moments check --aws {file}`)", all - 1),
    };
    Err(Error::failed(file, format!("{first}{more}; nothing was written")))
}

/// Lists the parameters in the order in which they are written.
fn parameters<'a>(parts: &'a Split, name: &str) -> Vec<(String, &'a str)> {
    let own = parts.own.iter().map(|(function, text)| (format!("{name}/{function}"), text.as_str()));
    own.chain([(name.to_owned(), parts.first.as_str())]).collect()
}
