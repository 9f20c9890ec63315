//! What the functions that raise cases or name who hears of them read of the configuration, beside what all functions read.

use runtime::configuration::{Configuration, Document, InvalidDocument, Parts};
use runtime::environment::{Environment, StartError};

use crate::plan::Plan;

/// The document of a function that raises or moves cases and sends nothing.
#[derive(Debug)]
pub struct CaseDocument {
    /// What every function reads.
    pub common: Document,
    /// Who is told of what, by when somebody has to act, how much a channel bears.
    pub plan: Plan,
}

impl CaseDocument {
    /// Reads and checks a document. What is wrong with a channel beyond who hears of what is left to those who send.
    ///
    /// # Errors
    /// As [`Document::read`], and what is wrong with a route or a clock.
    pub fn read(parts: &Parts) -> Result<Self, InvalidDocument> {
        parts.read_as(|whole| {
            let (common, plan) = InvalidDocument::both(Document::of(whole), Plan::of(whole))?;
            Ok(Self { common, plan })
        })
    }

    /// Reads the configuration of such a function.
    ///
    /// # Errors
    /// It cannot be read, or it is wrong.
    pub async fn load(environment: &Environment) -> Result<Configuration<Self>, StartError> {
        Configuration::load_as(environment, Self::read).await
    }
}
