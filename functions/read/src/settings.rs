//! What this function reads of the configuration: what every function does, and what reports are monitored by.

use std::ops::Deref;

use monitoring::Declared;
use runtime::configuration::{Document, InvalidDocument, Parts};

/// The configuration of this function.
#[derive(Debug)]
pub(crate) struct Settings {
    document: Document,
    /// Targets and seasons.
    pub(crate) declared: Declared,
}

impl Settings {
    /// Reads and checks it.
    pub(crate) fn read(parts: &Parts) -> Result<Self, InvalidDocument> {
        parts.read_as(|whole| {
            let (document, declared) = InvalidDocument::both(Document::of(whole), reporting::declared(whole))?;
            Ok(Self { document, declared })
        })
    }
}

impl Deref for Settings {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}
