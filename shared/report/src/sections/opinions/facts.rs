//! What customers' opinions are about: a bad review is a thermometer, and what failed is what it names. Counts moments.

use serde::{Deserialize, Serialize};

use crate::fact::{Fact, KINDS_OF_A_DAY_MAX, Seen, add_each};
use crate::tally::Tally;
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::Moment;
use domain::vocabulary::{Method, Outcome, Stage};

/// Bad opinions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OpinionFacts {
    /// All of them.
    pub(crate) bad: u64,
    /// Those that name what failed, by its kind.
    pub(crate) told: Tally,
    /// Rated moments that were bad with words, bad, good with words, good: who writes is not who rates.
    pub(crate) writing: [u64; 4],
}

/// Types of touchpoints with which customers tell what they think of something else.
pub(crate) const OPINIONS: [&str; 6] = ["review", "social_post", "testimonial", "survey", "follow_up", "complaint"];

/// Returns whether a moment is an opinion about something that happened before.
pub(crate) fn is_opinion(moment: &Moment) -> bool {
    moment.stage == Stage::Ultimate || OPINIONS.contains(&moment.touchpoint_type.as_str())
}

impl Fact for OpinionFacts {
    type Sum = Self;

    fn add(sum: &mut Self, seen: &Seen<'_>) {
        let moment = seen.moment;
        if seen.voice != Voice::Staff && moment.method == Some(Method::Rating) {
            let place = if moment.outcome == Outcome::Misery { 0 } else { 2 };
            sum.writing[place] += u64::from(moment.commented);
            sum.writing[place + 1] += 1;
        }
        if seen.voice == Voice::Staff || moment.outcome != Outcome::Misery || !is_opinion(moment) {
            return;
        }
        sum.bad += 1;
        // An opinion that judges another moment counts for the kind of that.
        let judged = moment.about.as_ref().map(|_| &moment.kind);
        if let Some(kind) = moment.signals.tells_of.as_ref().or(judged) {
            sum.told.add(kind, 1);
        }
    }

    fn add_case_event(_: &mut Self, _: &CaseEvent) {}

    fn merge(sum: &mut Self, other: &Self) {
        sum.bad += other.bad;
        sum.told.extend(&other.told);
        add_each(&mut sum.writing, &other.writing);
    }

    fn settle(_: &mut Self, _: usize) {}

    fn bound(sum: &mut Self) {
        sum.told.settle(KINDS_OF_A_DAY_MAX);
    }

    fn forget(_: &mut Self) {}
}
