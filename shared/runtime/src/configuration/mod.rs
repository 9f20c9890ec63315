//! The configuration document: keys, channels, rules. One TOML text or several parts of one, in files on a laptop and in
//! SSM and a bucket on AWS, read at start and again after a minute, so that a change needs no deployment. A wrong document is
//! refused as a whole: the last good one stays in use, also for a function that starts, and a line in the log says why. Knows no
//! channel: those who send read theirs.

mod complaint;
mod document;
mod keys;
mod merge;
mod objects;
mod parts;
mod source;
pub mod split;
#[cfg(test)]
mod tests;
mod written;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

pub use self::complaint::{Complaint, InvalidDocument, Position};
pub use self::document::Document;
pub use self::objects::digest_of;
pub use self::parts::{Parts, Whole};
use self::source::Source;
pub use self::written::{schema, sections};
use crate::environment::{Environment, StartError};

/// How long a document is used before it is looked at again.
const FRESH_FOR: Duration = Duration::from_secs(60);

/// Where a document is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// From a file: the local stack, which listens on this machine only and whose key is `local`.
    Laptop,
    /// From SSM, with an endpoint of AWS that is somebody's own: an emulator on this machine.
    Emulator,
    /// From SSM.
    Aws,
}

/// Takes the value out of a complaint about one; names of fields stay.
fn without_values(message: &str) -> String {
    let about_value = ["invalid type", "invalid value", "unknown variant", "invalid length"];
    match message.split_once("expected ") {
        Some((head, expected)) if about_value.iter().any(|start| head.starts_with(start)) => {
            format!("expected {expected}")
        }
        _ => message.to_owned(),
    }
}

/// The document in use, as `D`: what a function reads of it.
#[derive(Clone)]
pub struct Configuration<D = Document> {
    source: Source,
    read: fn(&Parts) -> Result<D, InvalidDocument>,
    current: Arc<Mutex<InUse<D>>>,
    refused: Arc<Mutex<Option<String>>>,
}

/// A document, and when it was last looked at.
struct InUse<D> {
    document: Arc<D>,
    digest: String,
    read_at: Instant,
}

impl Configuration {
    /// Reads the document for the first time.
    ///
    /// # Errors
    /// It cannot be read, or neither it nor a version before it can be used: the function does not start without one.
    pub async fn load(environment: &Environment) -> Result<Self, StartError> {
        Self::load_as(environment, Document::read).await
    }
}

impl<D> Configuration<D> {
    /// Reads the document for the first time, as `read` makes it of its parts. If the newest is wrong, the newest version that
    /// is right is used.
    ///
    /// # Errors
    /// As [`Configuration::load`].
    pub async fn load_as(
        environment: &Environment,
        read: fn(&Parts) -> Result<D, InvalidDocument>,
    ) -> Result<Self, StartError> {
        let source = Source::of(environment)?;
        let newest = source.read().await.and_then(|parts| Ok((read(&parts)?, parts.digest())));
        let refused = Arc::new(Mutex::new(newest.as_ref().err().map(ToString::to_string)));
        let (document, digest) = match newest {
            Ok(newest) => newest,
            Err(refused) => {
                let (document, digest, steps) =
                    source.last_good(read).await.ok_or_else(|| StartError::invalid("configuration", &refused))?;
                tracing::error!(error = %refused, versions_back = steps, "configuration refused, an earlier one is used");
                (document, digest)
            }
        };
        let in_use = InUse { document: Arc::new(document), digest, read_at: Instant::now() };
        Ok(Self { source, read, current: Arc::new(Mutex::new(in_use)), refused })
    }

    /// Returns a digest of what this function reads of the document in use, secrets included: another document has another.
    pub fn digest(&self) -> String {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).digest.clone()
    }

    /// Returns why the newest document is not the one in use; none if it is. Says where, and quotes no value.
    pub fn refused(&self) -> Option<String> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the document in use, looked at again if a minute has passed.
    pub async fn current(&self) -> Arc<D> {
        if let Some(document) = self.fresh() {
            return document;
        }
        let read = self.source.read().await.and_then(|parts| Ok(((self.read)(&parts)?, parts.digest())));
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = read.as_ref().err().map(ToString::to_string);
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.read_at = Instant::now();
        match read {
            Ok((document, digest)) => (current.document, current.digest) = (Arc::new(document), digest),
            Err(error) => tracing::error!(%error, "configuration refused, the one before stays in use"),
        }
        current.document.clone()
    }

    /// Returns the document in use, unless it has to be looked at again.
    fn fresh(&self) -> Option<Arc<D>> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        (current.read_at.elapsed() < FRESH_FOR).then(|| current.document.clone())
    }
}
