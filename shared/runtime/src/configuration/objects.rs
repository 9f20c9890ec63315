//! Parts of a document that are objects: too large for a parameter, and without secrets. A part names them by their digest, so
//! that one name is one content for ever. Understands nothing of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Table;

use super::InvalidDocument;
use crate::environment::Environment;
use crate::objects::Objects;

/// The key of a part that lists its objects.
#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    objects: Vec<String>,
}

/// Returns the name of a text among the objects: the SHA-256 of it, in hexadecimal.
pub fn digest_of(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns where an object is in its store.
pub fn path_of(digest: &str) -> String {
    format!("configuration/{digest}.toml")
}

/// Says whether a text can be the name of an object.
pub(super) fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Reads objects, each once: what a digest names does not change.
#[derive(Clone)]
pub(super) struct Store {
    environment: Environment,
    known: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Store {
    pub(super) fn new(environment: &Environment) -> Self {
        Self { environment: environment.clone(), known: Arc::default() }
    }

    /// Reads the objects that parts name, in their order.
    ///
    /// # Errors
    /// One is missing, or is not what its name says.
    pub(super) async fn named_in(&self, parts: &[String]) -> Result<Vec<String>, InvalidDocument> {
        let mut texts = Vec::new();
        // What is no TOML, or names no digest, is told when the document is read.
        let tables = parts.iter().filter_map(|part| part.parse::<Table>().ok());
        let named = tables.filter_map(|table| table.try_into::<Named>().ok()).flat_map(|named| named.objects);
        for digest in named.filter(|digest| is_digest(digest)) {
            texts.push(self.read(&digest).await?);
        }
        Ok(texts)
    }

    async fn read(&self, digest: &str) -> Result<String, InvalidDocument> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned();
        if let Some(text) = known {
            return Ok(text);
        }
        let refuse = |why: &str| InvalidDocument::because(format!("objects: {}… {why}", &digest[..8]));
        let address = self.environment.required("CONFIGURATION_OBJECTS");
        let objects = address.and_then(|address| Objects::at(address, &self.environment));
        let objects = objects.map_err(|error| InvalidDocument::because(error.to_string()))?;
        let bytes = objects.read(&path_of(digest)).await.map_err(|error| {
            // The store's own words may be long, and hold names of a deployment only.
            tracing::warn!(%error, "an object of the configuration cannot be read");
            refuse("cannot be read")
        })?;
        let text = String::from_utf8(bytes).map_err(|_| refuse("is not text"))?;
        if digest_of(&text) != digest {
            return Err(refuse("is not what its digest says"));
        }
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(digest.to_owned(), text.clone());
        Ok(text)
    }
}
