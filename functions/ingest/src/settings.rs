//! What ingest reads of the configuration: what every function does, and the senders.

use std::ops::Deref;

use domain::touchpoint::terms::Terms;
use runtime::configuration::{Document, InvalidDocument, Parts, Place};
use senders::Senders;

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
        parts.read_as(|whole| {
            let senders = Senders::of(whole.table(), whole.place() != Place::Laptop).map_err(|wrong| {
                InvalidDocument(wrong.into_iter().map(|wrong| whole.at(wrong.at, wrong.to_string())).collect())
            });
            let (document, senders) = InvalidDocument::both(Document::of(whole), senders)?;
            Ok(Self { document, senders })
        })
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
