//! The configuration document: keys, channels, rules. One TOML text or several parts of one, in files on a laptop and in
//! SSM on AWS, read at start and again after a minute, so that a change needs no deployment. A wrong document is refused
//! as a whole: the one before stays in use and a line in the log says why. Knows no channel: those who send read theirs.

mod declared;
mod document;
mod keys;
pub mod merge;
mod source;
#[cfg(test)]
mod tests;
mod written;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use toml::Table;

pub use self::document::Document;
use self::source::Source;
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

/// The document cannot be used. Says where and why, and quotes nothing: the line may hold a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidDocument(pub String);

/// The parts of a document as they were found, and where.
#[derive(Clone)]
pub struct Parts {
    texts: Vec<String>,
    place: Place,
}

impl fmt::Debug for Parts {
    /// Prints nothing of the texts: they hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("count", &self.texts.len()).field("place", &self.place).finish()
    }
}

impl Parts {
    /// Takes the parts of a document.
    pub fn new(texts: Vec<String>, place: Place) -> Self {
        Self { texts, place }
    }

    /// Takes a document of one part, as a laptop uses it.
    pub fn of(text: &str) -> Self {
        Self::new(vec![text.to_owned()], Place::Laptop)
    }

    /// Returns where the document is used.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Reads some sections of the document.
    ///
    /// # Errors
    /// They have another form. Says the part and the line where it has them, and quotes nothing.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, InvalidDocument> {
        self.read_as(|_, read| Ok(read))
    }

    /// Reads some sections and makes something of them and the text they stand in.
    ///
    /// # Errors
    /// As [`Self::read`], and what `make` finds wrong, which quotes nothing either.
    pub fn read_as<T: DeserializeOwned, R>(
        &self,
        make: impl Fn(&str, T) -> Result<R, InvalidDocument>,
    ) -> Result<R, InvalidDocument> {
        let made = |text: &str| make(text, of_text(text)?);
        if let [text] = self.texts.as_slice() {
            return made(text);
        }
        let mut tables = Vec::new();
        for (index, text) in self.texts.iter().enumerate() {
            // By itself first: of the whole nobody knows the lines.
            let part = made(text).and_then(|_| of_text::<Table>(text));
            tables.push(part.map_err(|error| InvalidDocument(format!("part {}: {error}", index + 1)))?);
        }
        let whole = merge::merge(tables).map_err(InvalidDocument)?;
        made(&whole.to_string()).map_err(|InvalidDocument(why)| {
            let numbered = why.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
            InvalidDocument(numbered.map_or(why.clone(), |(_, why)| why.to_owned()))
        })
    }
}

/// Reads a text, and says the line of what is wrong in it.
fn of_text<T: DeserializeOwned>(text: &str) -> Result<T, InvalidDocument> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| format!("line {}: ", line_of(text, span.start))).unwrap_or_default();
        InvalidDocument(format!("{line}{}", without_values(error.message())))
    })
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

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The document in use, as `D`: what a function reads of it.
#[derive(Clone)]
pub struct Configuration<D = Document> {
    source: Source,
    read: fn(&Parts) -> Result<D, InvalidDocument>,
    current: Arc<Mutex<(Arc<D>, Instant)>>,
}

impl Configuration {
    /// Reads the document for the first time.
    ///
    /// # Errors
    /// It cannot be read, or it is wrong: the function does not start without one.
    pub async fn load(environment: &Environment) -> Result<Self, StartError> {
        Self::load_as(environment, Document::read).await
    }
}

impl<D> Configuration<D> {
    /// Reads the document for the first time, as `read` makes it of its parts.
    ///
    /// # Errors
    /// As [`Configuration::load`].
    pub async fn load_as(
        environment: &Environment,
        read: fn(&Parts) -> Result<D, InvalidDocument>,
    ) -> Result<Self, StartError> {
        let source = Source::of(environment)?;
        let document = source.read().await.and_then(|parts| read(&parts));
        let document = document.map_err(|error| StartError::invalid("configuration", error))?;
        Ok(Self { source, read, current: Arc::new(Mutex::new((Arc::new(document), Instant::now()))) })
    }

    /// Returns the document in use, looked at again if a minute has passed.
    pub async fn current(&self) -> Arc<D> {
        let (document, read_at) = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if read_at.elapsed() < FRESH_FOR {
            return document;
        }
        let read = self.source.read().await.and_then(|parts| (self.read)(&parts));
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(fresh) => *current = (Arc::new(fresh), Instant::now()),
            Err(error) => {
                tracing::error!(%error, "configuration refused, the one before stays in use");
                current.1 = Instant::now();
            }
        }
        current.0.clone()
    }
}
