//! Promised times as a measure of their own: late and never come are one failure, and it counts for the kind that reports such times.

use std::collections::BTreeMap;

use super::facts::KindFacts;

/// Returns the kind that reports most promised times: late and never come count there.
pub(crate) fn reporter(kinds: &BTreeMap<String, KindFacts>) -> Option<String> {
    let reported = kinds.iter().filter(|(_, facts)| facts.times[1] > 0);
    reported.max_by_key(|(_, facts)| facts.times[1]).map(|(kind, _)| kind.clone())
}
