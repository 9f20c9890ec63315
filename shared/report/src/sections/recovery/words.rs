//! The sentence about recovery. Counts nothing.

use super::Recovery;
use crate::phrasing::{part, rate};
use crate::window::WINDOW_DAYS;
use domain::vocabulary::Language;

/// Says how many failures were followed by a moment that was average or better.
pub fn recovery(recovery: &Recovery, language: Language) -> String {
    language.report_recovery(
        &language.count(recovery.failures),
        &WINDOW_DAYS.to_string(),
        &part(&recovery.heard_again, language),
        &rate(&recovery.recovered, language),
    )
}
