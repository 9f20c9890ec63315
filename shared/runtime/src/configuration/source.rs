//! Where the parts of a document are kept, and how they are read: the newest, or versions before it. Understands nothing of
//! them.

use std::path::PathBuf;

use super::objects::Store;
use super::{InvalidDocument, Parts, Place, merge};
use crate::aws;
use crate::environment::{Environment, StartError};

/// Versions of a parameter that are gone back, at most, to find the last good document.
const VERSIONS_BACK_MAX: usize = 5;

/// Where the parts of the document are kept.
#[derive(Clone)]
pub(super) struct Source {
    parts: Kept,
    objects: Store,
    place: Place,
}

#[derive(Clone)]
enum Kept {
    Files(Vec<PathBuf>),
    Parameters { client: aws_sdk_ssm::Client, names: Vec<String> },
}

impl Source {
    pub(super) fn of(environment: &Environment) -> Result<Self, StartError> {
        let address = environment.required("CONFIGURATION")?;
        let (parts, place) = match address.split_once(':') {
            Some(("file", paths)) => {
                (Kept::Files(merge::addresses(paths).into_iter().map(PathBuf::from).collect()), Place::Laptop)
            }
            Some(("ssm", names)) => {
                let place = if aws::is_emulated(environment) { Place::Emulator } else { Place::Aws };
                (Kept::Parameters { client: aws::ssm(environment)?, names: merge::addresses(names) }, place)
            }
            _ => {
                return Err(StartError::invalid(
                    "CONFIGURATION",
                    "must be ssm:NAME or file:PATH, each with `,/…` for more parts",
                ));
            }
        };
        Ok(Self { parts, objects: Store::new(environment), place })
    }

    /// Reads every part as it is now.
    pub(super) async fn read(&self) -> Result<Parts, InvalidDocument> {
        let mut texts = Vec::new();
        match &self.parts {
            Kept::Files(paths) => {
                for path in paths {
                    texts.push(file(path.clone()).await?);
                }
            }
            Kept::Parameters { client, names } => {
                for name in names {
                    texts.push(parameter(client, name).await?.0);
                }
            }
        }
        self.with_objects(texts).await
    }

    /// Finds the newest document that can be used, and how many versions before the newest it is. A parameter keeps its last
    /// hundred versions, so nobody has to write down which was good. Files have no versions.
    pub(super) async fn last_good<D>(
        &self,
        read: fn(&Parts) -> Result<D, InvalidDocument>,
    ) -> Option<(D, String, usize)> {
        let Kept::Parameters { client, names } = &self.parts else { return None };
        let mut versions = Vec::new();
        for name in names {
            versions.push(before(client, name).await.ok()?);
        }
        for steps in 1..=VERSIONS_BACK_MAX {
            for back in ways_back(names.len(), steps) {
                let texts: Option<Vec<_>> =
                    back.iter().zip(&versions).map(|(back, versions)| versions.get(*back).cloned()).collect();
                let Some(texts) = texts else { continue };
                let Ok(parts) = self.with_objects(texts).await else { continue };
                if let Ok(document) = read(&parts) {
                    return Some((document, parts.digest(), steps));
                }
            }
        }
        None
    }

    async fn with_objects(&self, mut texts: Vec<String>) -> Result<Parts, InvalidDocument> {
        let objects = self.objects.named_in(&texts).await?;
        texts.extend(objects);
        Ok(Parts::new(texts, self.place))
    }
}

/// Lists how many versions each of some parameters can be gone back, to go back so many in all. The first, which everybody reads,
/// goes back before the others do.
fn ways_back(parameters: usize, steps: usize) -> Vec<Vec<usize>> {
    match parameters {
        0 => Vec::new(),
        1 => vec![vec![steps]],
        _ => (0..=steps)
            .rev()
            .flat_map(|first| {
                ways_back(parameters - 1, steps - first).into_iter().map(move |mut rest| {
                    rest.insert(0, first);
                    rest
                })
            })
            .collect(),
    }
}

/// Reads the versions of a parameter, the newest first.
async fn before(client: &aws_sdk_ssm::Client, name: &str) -> Result<Vec<String>, InvalidDocument> {
    let (newest, version) = parameter(client, name).await?;
    let mut versions = vec![newest];
    for back in 1..=VERSIONS_BACK_MAX {
        let earlier = version.saturating_sub(i64::try_from(back).unwrap_or(i64::MAX));
        if earlier < 1 {
            break;
        }
        let Ok((text, _)) = parameter(client, &format!("{name}:{earlier}")).await else { break };
        versions.push(text);
    }
    Ok(versions)
}

async fn file(path: PathBuf) -> Result<String, InvalidDocument> {
    tokio::task::spawn_blocking(move || std::fs::read_to_string(path))
        .await
        .map_err(|error| InvalidDocument::because(error.to_string()))?
        .map_err(|error| InvalidDocument::because(format!("cannot be read: {}", error.kind())))
}

/// Reads a parameter by its name, or by `NAME:VERSION`, and says which version it is. The permission is that of the parameter's ARN for both:
/// AWS calls the version a selector beside the ARN (Systems Manager API Reference, `Parameter`).
async fn parameter(client: &aws_sdk_ssm::Client, name: &str) -> Result<(String, i64), InvalidDocument> {
    use aws_sdk_ssm::error::ProvideErrorMetadata;
    let answer = client.get_parameter().name(name).with_decryption(true).send().await.map_err(|error| {
        let code = error.as_service_error().and_then(|error| error.code().map(str::to_owned));
        InvalidDocument::because(format!("{name} cannot be read: {}", code.unwrap_or_else(|| "unreachable".into())))
    })?;
    let parameter = answer.parameter.unwrap_or_else(|| aws_sdk_ssm::types::Parameter::builder().build());
    Ok((parameter.value.unwrap_or_default(), parameter.version))
}

#[cfg(test)]
mod tests {
    use super::ways_back;

    #[test]
    fn the_first_parameter_goes_back_before_the_others() {
        assert_eq!(ways_back(1, 3), [[3]]);
        assert_eq!(ways_back(2, 1), [[1, 0], [0, 1]]);
        assert_eq!(ways_back(2, 2), [[2, 0], [1, 1], [0, 2]]);
        assert_eq!(ways_back(3, 1), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
    }
}
