//! Where the parts of a document are kept, and how they are read. Understands nothing of them.

use std::path::PathBuf;

use super::{InvalidDocument, Parts, Place, merge};
use crate::aws;
use crate::environment::{Environment, StartError};

/// Where the parts of the document are kept.
#[derive(Clone)]
pub(super) enum Source {
    Files(Vec<PathBuf>),
    Parameters { client: aws_sdk_ssm::Client, names: Vec<String>, place: Place },
}

impl Source {
    pub(super) fn of(environment: &Environment) -> Result<Self, StartError> {
        let address = environment.required("CONFIGURATION")?;
        match address.split_once(':') {
            Some(("file", paths)) => Ok(Self::Files(merge::addresses(paths).into_iter().map(PathBuf::from).collect())),
            Some(("ssm", names)) => Ok(Self::Parameters {
                client: aws::ssm(environment)?,
                names: merge::addresses(names),
                place: if aws::is_emulated(environment) { Place::Emulator } else { Place::Aws },
            }),
            _ => Err(StartError::invalid(
                "CONFIGURATION",
                "must be ssm:NAME or file:PATH, each with `,/…` for more parts",
            )),
        }
    }

    /// Reads every part.
    pub(super) async fn read(&self) -> Result<Parts, InvalidDocument> {
        let mut texts = Vec::new();
        let place = match self {
            Self::Files(paths) => {
                for path in paths {
                    texts.push(file(path.clone()).await?);
                }
                Place::Laptop
            }
            Self::Parameters { client, names, place } => {
                for name in names {
                    texts.push(parameter(client, name).await?);
                }
                *place
            }
        };
        Ok(Parts::new(texts, place))
    }
}

async fn file(path: PathBuf) -> Result<String, InvalidDocument> {
    tokio::task::spawn_blocking(move || std::fs::read_to_string(path))
        .await
        .map_err(|error| InvalidDocument(error.to_string()))?
        .map_err(|error| InvalidDocument(format!("cannot be read: {}", error.kind())))
}

async fn parameter(client: &aws_sdk_ssm::Client, name: &str) -> Result<String, InvalidDocument> {
    use aws_sdk_ssm::error::ProvideErrorMetadata;
    let answer = client.get_parameter().name(name).with_decryption(true).send().await.map_err(|error| {
        let code = error.as_service_error().and_then(|error| error.code().map(str::to_owned));
        InvalidDocument(format!("{name} cannot be read: {}", code.unwrap_or_else(|| "unreachable".into())))
    })?;
    Ok(answer.parameter.and_then(|parameter| parameter.value).unwrap_or_default())
}
