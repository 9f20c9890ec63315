//! Customers who met trouble and said nothing: who they may be, the latest first. Whether they still are is looked up when
//! a report is read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::customers;
use crate::fact::{Fact, Seen};
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::identity::{Identity, TouchpointKey};
use domain::moment::{Code, Moment};
use domain::outcome::promise::Status;

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

/// The candidates of a day or a period.
pub(crate) struct Candidates;

impl Fact for Candidates {
    type Sum = Vec<Candidate>;

    fn add(candidates: &mut Self::Sum, seen: &Seen<'_>) {
        let moment = seen.moment;
        let why = why(moment, seen.voice);
        if !why.is_empty() {
            let candidate = Candidate {
                hash: customers::hash(&moment.customer),
                recorded: moment.recorded.clone(),
                touchpoint: moment.key(),
                at: moment.occurred_at,
                quiet: why,
            };
            keep_quiet(candidates, candidate);
        }
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(candidates: &mut Self::Sum, other: &Self::Sum) {
        other.iter().for_each(|candidate| keep_quiet(candidates, candidate.clone()));
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    /// Never more than [`CANDIDATES_MAX`].
    fn bound(_: &mut Self::Sum) {}

    /// They stay: whether they still are quiet is looked up by their names.
    fn forget(_: &mut Self::Sum) {}
}

/// Returns why the customer is a candidate at a moment: troubles and not a word, or a failure that was not the customer's own word.
fn why(moment: &Moment, voice: Voice) -> Vec<Code> {
    let is_word = moment.commented || !moment.rating.is_empty() || moment.touchpoint_type == "complaint";
    if !moment.quiet.is_empty() || is_word || voice == Voice::Staff || !moment.is_failure() {
        return moment.quiet.clone();
    }
    match moment.signals.promise {
        Some(Status::Expired) => vec![Code::of("silent_expired_promise")],
        Some(Status::Broken) => vec![Code::of("silent_broken_promise")],
        _ => Vec::new(),
    }
}

/// Keeps the latest moment of each customer, and the customers of the latest moments: whatever order they come in.
pub(crate) fn keep_quiet(candidates: &mut Vec<Candidate>, candidate: Candidate) {
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
