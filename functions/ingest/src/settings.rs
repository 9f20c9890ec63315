//! What ingest reads of the configuration: what every function does, and the senders.

use std::ops::Deref;

use domain::touchpoint::privacy::Privacy;
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
            // A name that nobody has would leave somebody's text as it is, without a word.
            let named = document.redacted_senders.iter().enumerate();
            let unknown = named.filter(|(_, name)| senders.get(name).is_none()).map(|(index, _)| {
                let why = "redaction.senders: must be names of [senders]";
                whole.complain(&format!("redaction.senders[{index}]"), why)
            });
            InvalidDocument::unless_empty(unknown.collect())?;
            Ok(Self { document, senders })
        })
    }

    /// Returns the terms by which touchpoints are taken of one who sends.
    pub(crate) fn terms<'a>(&'a self, privacy: &'a Privacy) -> Terms<'a> {
        let (nobody, rules) = (self.nobody.as_deref(), Some(&self.rules));
        Terms { nobody, rules, privacy: Some(privacy), breakdowns: &self.breakdowns }
    }

    /// Returns the terms by which deliveries of a sender are taken.
    pub(crate) fn terms_of_sender(&self, name: &str) -> Terms<'_> {
        let is_redacted = self.redacted_senders.iter().any(|redacted| redacted == name);
        self.terms(if is_redacted { &self.senders_privacy } else { &self.plain_privacy })
    }
}

impl Deref for Settings {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}
