//! A touchpoint with what people said of it afterwards. Decides no correction: [`crate::correction`] says what holds.

use super::Touchpoint;
use crate::correction::{Correction, Standing};
use crate::vocabulary::Aside;

impl Touchpoint {
    /// Adds what people said of it. Each correction counts among what is known, like a further telling, so that a judgement with it
    /// replaces one without.
    pub(crate) fn corrected_by(mut self, corrections: impl IntoIterator<Item = Correction>) -> Self {
        self.corrections = corrections.into_iter().collect();
        self.corrections.sort_by_cached_key(|correction| (correction.at, correction.id()));
        self
    }

    /// Returns what holds of its corrections.
    pub fn standing(&self) -> Standing<'_> {
        Standing::of(&self.corrections)
    }

    /// Returns why it counts in nobody's journey, if people say so.
    pub fn set_aside(&self) -> Option<Aside> {
        self.standing().aside.map(|(aside, _)| aside)
    }

    /// Counts the facts beside it: further tellings and corrections.
    pub fn facts_beside(&self) -> usize {
        self.tellings as usize + self.corrections.len()
    }
}
