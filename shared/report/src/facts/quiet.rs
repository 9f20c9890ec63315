//! Customers who met trouble and said nothing: who they may be, the latest first. Whether they still are is looked up when
//! a report is read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::customers;
use domain::identity::{Identity, TouchpointKey};
use domain::moment::{Code, Moment};

/// Most candidates kept, of a day and of a period.
pub(crate) const CANDIDATES_MAX: usize = 40;

/// One candidate: the latest moment at which the customer was one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) hash: u64,
    /// The touchpoint's own identity, part of its key.
    pub(crate) recorded: Identity,
    #[serde(flatten)]
    pub(crate) touchpoint: TouchpointKey,
    pub(crate) at: Timestamp,
    pub(crate) quiet: Vec<Code>,
}

/// Considers a moment.
pub(super) fn add(candidates: &mut Vec<Candidate>, moment: &Moment) {
    if !moment.quiet.is_empty() {
        keep(
            candidates,
            Candidate {
                hash: customers::hash(&moment.customer),
                recorded: moment.recorded.clone(),
                touchpoint: moment.key(),
                at: moment.occurred_at,
                quiet: moment.quiet.clone(),
            },
        );
    }
}

pub(super) fn extend(candidates: &mut Vec<Candidate>, other: &[Candidate]) {
    other.iter().for_each(|candidate| keep(candidates, candidate.clone()));
}

/// Keeps the latest moment of each customer, and the customers of the latest moments: whatever order they come in.
fn keep(candidates: &mut Vec<Candidate>, candidate: Candidate) {
    fn newness(candidate: &Candidate) -> (Timestamp, &TouchpointKey, &Identity) {
        (candidate.at, &candidate.touchpoint, &candidate.recorded)
    }
    if let Some(place) = candidates.iter().position(|kept| kept.hash == candidate.hash) {
        if newness(&candidates[place]) >= newness(&candidate) {
            return;
        }
        candidates.remove(place);
    }
    let place = candidates.partition_point(|kept| newness(kept) > newness(&candidate));
    candidates.insert(place, candidate);
    candidates.truncate(CANDIDATES_MAX);
}
