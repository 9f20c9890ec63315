//! How often people and rules agree, as text. Decides nothing.

use super::AgreementLine;
use crate::phrasing::{counts, with_range};
use domain::vocabulary::Language;

/// Writes how often a person and a rule agree, with its likely range where there are enough.
pub fn agreement(line: &AgreementLine, language: Language) -> String {
    match line.limits {
        Some(limits) => with_range(line.agreed.proportion(), limits.low, limits.high, language),
        None => counts(line.agreed.proportion(), language),
    }
}
