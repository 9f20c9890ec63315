//! Which comments to look through for what the unhappy say and the others do not: a sample by hash, the same whatever order they come in.
//! Holds keys, never the words.

use serde::{Deserialize, Serialize};

use crate::customers::{self, CUSTOMERS_OF_A_DAY_MAX};
use crate::fact::{Fact, Seen};
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::identity::{Identity, TouchpointKey};
use domain::vocabulary::Outcome;

/// Comments of each side that a day keeps, some 9 KB, and a period, some 64 KB.
const OF_A_DAY_MAX: usize = 30;
const OF_A_PERIOD_MAX: usize = 200;

/// A comment that may be looked through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Comment {
    hash: u64,
    /// The touchpoint's own identity, part of its key.
    pub(crate) recorded: Identity,
    #[serde(flatten)]
    pub(crate) touchpoint: TouchpointKey,
    /// What it tells of.
    pub(crate) kind: String,
}

/// Comments of the unhappy and of the others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SaidFacts {
    pub(crate) bad: Vec<Comment>,
    pub(crate) others: Vec<Comment>,
}

impl Fact for SaidFacts {
    type Sum = Self;

    fn add(sum: &mut Self, seen: &Seen<'_>) {
        let moment = seen.moment;
        if !moment.commented || seen.voice == Voice::Staff || !moment.outcome.is_known() {
            return;
        }
        let is_bad = moment.outcome == Outcome::Misery;
        let comment = Comment {
            hash: customers::hash_with(&moment.recorded, &moment.key().to_string()),
            recorded: moment.recorded.clone(),
            touchpoint: moment.key(),
            kind: moment.signals.tells_of.as_ref().unwrap_or(&moment.kind).clone(),
        };
        keep(if is_bad { &mut sum.bad } else { &mut sum.others }, comment, OF_A_PERIOD_MAX);
    }

    fn add_case_event(_: &mut Self, _: &CaseEvent) {}

    fn merge(sum: &mut Self, other: &Self) {
        other.bad.iter().for_each(|comment| keep(&mut sum.bad, comment.clone(), OF_A_PERIOD_MAX));
        other.others.iter().for_each(|comment| keep(&mut sum.others, comment.clone(), OF_A_PERIOD_MAX));
    }

    fn settle(sum: &mut Self, customers_max: usize) {
        let max = if customers_max > CUSTOMERS_OF_A_DAY_MAX { OF_A_PERIOD_MAX } else { OF_A_DAY_MAX };
        sum.bad.truncate(max);
        sum.others.truncate(max);
    }

    fn bound(_: &mut Self) {}

    /// They stay: what was said is looked up by their names.
    fn forget(_: &mut Self) {}
}

fn keep(comments: &mut Vec<Comment>, comment: Comment, max: usize) {
    let place = comments.partition_point(|kept| (kept.hash, &kept.touchpoint) < (comment.hash, &comment.touchpoint));
    if place < max && comments.get(place).is_none_or(|next| *next != comment) {
        comments.insert(place, comment);
        comments.truncate(max);
    }
}
