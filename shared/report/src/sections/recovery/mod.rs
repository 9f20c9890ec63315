//! What becomes of a failure: the customer is won back, tells everybody, or is never heard of again. Only failures old
//! enough count, because the young ones have had no time.

pub(crate) mod words;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rate::{Part, Rate};
use crate::sections::journeys::cohort::{Cohort, span};
use crate::window::WINDOW_DAYS;
use domain::period::Period;

/// What became of the failures of an earlier period of the same length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recovery {
    /// Days that each of them had.
    pub days: i64,
    /// Their first day.
    pub start: Date,
    /// The day after their last.
    pub end: Date,
    /// Failures, echoes of the same failure left out.
    pub failures: u64,
    /// Of these, those of customers whom the business knows: the others can come back without being recognised.
    pub known: Part,
    /// After how many there was another judged moment within the window.
    pub heard_again: Part,
    /// Of those, how many found that moment average or better.
    pub recovered: Rate,
    /// Of the failures that were first known to the business alone, expired promises among them: how many the customer told everybody of
    /// within the window. A review that was public from the start leaks nothing.
    pub leaked: Rate,
}

impl Recovery {
    /// `None` where there is no failure old enough.
    pub(crate) fn of(period: Period, today: Date, cohort: &Cohort) -> Option<Self> {
        let (start, end) = span(period, today);
        let [again, average, magic] = cohort.followed;
        let heard = again + average + magic;
        (cohort.failures > 0).then(|| Self {
            days: WINDOW_DAYS,
            start,
            end,
            failures: cohort.failures,
            known: Part::of(cohort.failures_known, cohort.failures),
            heard_again: Part::of(heard, cohort.failures),
            recovered: Rate::of(heard, heard, average + magic, None),
            leaked: Rate::of(cohort.known_privately, cohort.known_privately, cohort.leaked, None),
        })
    }
}
