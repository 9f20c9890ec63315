//! What ingest reads of the configuration: what every function does, and the senders.

use std::ops::Deref;

use domain::touchpoint::terms::Terms;
use runtime::configuration::{Document, InvalidDocument, Parts, Place};
use senders::Senders;
use serde::de::IgnoredAny;

/// The configuration of this function.
#[derive(Debug)]
pub(crate) struct Settings {
    document: Document,
    /// Whose deliveries are taken.
    pub(crate) senders: Senders,
}

impl Settings {
    /// Reads and checks it.
    pub(crate) fn read(parts: &Parts) -> Result<Self, InvalidDocument> {
        let is_deployed = parts.place() != Place::Laptop;
        let read = |text: &str, _: IgnoredAny| Senders::read(text, is_deployed).map_err(InvalidDocument);
        Ok(Self { document: Document::read(parts)?, senders: parts.read_as(read)? })
    }

    /// Returns the terms by which touchpoints are taken.
    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms { nobody: self.nobody.as_deref(), rules: Some(&self.rules) }
    }
}

impl Deref for Settings {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}
