//! What this function reads of the configuration: what every function that sends does, and what reports are monitored by.

use monitoring::Declared;
use recovery::outbox::SendingDocument;
use runtime::configuration::{InvalidDocument, Parts};

/// The configuration of this function.
#[derive(Debug)]
pub(crate) struct Settings {
    /// What every function that sends reads.
    pub(crate) sending: SendingDocument,
    /// Targets and seasons.
    pub(crate) declared: Declared,
}

impl Settings {
    /// Reads and checks it.
    pub(crate) fn read(parts: &Parts) -> Result<Self, InvalidDocument> {
        parts.read_as(|whole| {
            let (sending, declared) = InvalidDocument::both(SendingDocument::of(whole), reporting::declared(whole))?;
            Ok(Self { sending, declared })
        })
    }
}
