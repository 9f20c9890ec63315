//! Opinions about something else: which of them say what failed. Judges none.

pub(crate) mod facts;

use self::facts::OpinionFacts;
use crate::rate::Part;

/// Returns how many bad opinions say what failed, of all of them.
pub(crate) fn linked(facts: &OpinionFacts) -> Part {
    Part::of(facts.told.total(), facts.bad)
}
