//! Critical moments that nobody was woken for, and why: silenced by somebody, brought in as history, one claim too many, or received so
//! long after they happened that alerting is pointless. Says nothing of what waits for the list of the day: that is told.

use domain::case::CaseEvent;
use domain::moment::Moment;
use serde::{Deserialize, Serialize};

use crate::fact::{Fact, NAMES_OF_A_DAY_MAX, Seen};
use crate::tally::Tally;

/// Stands between the reason of a silence and who decided so.
pub(crate) const BY: char = '\u{1F}';

/// Whole days of lateness that are kept apart, at most.
const DAYS_LATE_MAX: i64 = 366;

/// The counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TellingFacts {
    /// Critical moments that a silence held back, by its reason and who decided so.
    pub(crate) silenced: Tally,
    /// Brought in as history.
    pub(crate) history: u64,
    /// Claims beyond those that are alerted.
    pub(crate) claims: u64,
    /// The others that were received a day late or more, by whole days: from how many on nobody is alerted is the deployment's to say.
    pub(crate) days_late: Tally,
}

impl Fact for TellingFacts {
    type Sum = Self;

    fn add(sum: &mut Self, seen: &Seen<'_>) {
        let moment = seen.moment;
        if !moment.is_critical() {
            return;
        }
        if moment.is_history() {
            sum.history += 1;
        } else if moment.is_flood() {
            sum.claims += 1;
        } else if let days @ 1.. = days_late(moment) {
            sum.days_late.add(&days.to_string(), 1);
        }
    }

    fn add_case_event(sum: &mut Self, event: &CaseEvent) {
        if let Some(silenced) = &event.silenced {
            sum.silenced.add(&format!("{}{BY}{}", silenced.reason, silenced.by), 1);
        }
    }

    fn merge(sum: &mut Self, other: &Self) {
        sum.silenced.extend(&other.silenced);
        sum.history += other.history;
        sum.claims += other.claims;
        sum.days_late.extend(&other.days_late);
    }

    fn settle(_: &mut Self, _: usize) {}

    fn bound(sum: &mut Self) {
        sum.silenced.settle(NAMES_OF_A_DAY_MAX);
    }

    fn forget(_: &mut Self) {}
}

/// Whole days between what happened and its receipt.
fn days_late(moment: &Moment) -> i64 {
    (moment.received_at.duration_since(moment.occurred_at).as_hours() / 24).min(DAYS_LATE_MAX)
}
