//! Reports: what the moments of a period add up to, compared with the period before. Pure: the same facts give the
//! same bytes. Knows nothing about where summaries are stored or how a page looks.

mod build;
mod comparison;
mod customers;
mod example;
mod facts;
mod movers;
mod notes;
mod notice;
mod ranking;
mod rate;
mod ratings;
mod summary;
mod tally;
mod verdict;
mod voice;
pub mod wording;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::period::Period;
use crate::vocabulary::{Clause, Method, Stage};

pub use crate::case::CaseEvent;
pub use comparison::{Comparison, Difference};
pub use customers::{CUSTOMERS_OF_A_DAY_MAX, CUSTOMERS_OF_A_PERIOD_MAX, Customers};
pub use example::EXAMPLES_MAX;
pub use facts::{KINDS_OF_A_DAY_MAX, NAMES_OF_A_DAY_MAX};
pub use movers::{Change, FALSE_DISCOVERY_RATE, JUDGED_TO_TEST_MIN, POOLED_TO_TEST_MIN};
pub use notes::Note;
pub use notice::notice;
pub use ranking::{Pointer, Priority, is_rated_by_rule};
pub use rate::{JUDGED_FOR_COUNTS_MIN, JUDGED_FOR_PERCENT_MIN, Part, Rate, Rates, Reading, TooFew};
pub use ratings::{Scale, Score, ScoreReading, Series};
pub use summary::{DaySummary, SUMMARY_VERSION, Summarizer, summarize};
pub use tally::{OTHER, Tally};
pub use verdict::{Direction, Verdict};
pub use voice::Voice;

/// Version of the JSON of a report: raised when a field changes its meaning or goes.
pub const REPORT_FORMAT: u32 = 1;

/// What is true at the moment of reading, beside the days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// When the facts were read. For a scheduled report the scheduled time, so that a repeated firing gives the same
    /// bytes.
    pub at: Timestamp,
    /// Cases open then, whenever they were opened; `None` if nobody counted.
    pub open_cases: Option<u64>,
}

/// The report on a period. Every rate carries its N, n and m.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`REPORT_FORMAT`].
    pub format: u32,
    /// What it is about.
    pub period: Span,
    /// What it is compared with.
    pub before: Span,
    /// When the facts were read.
    pub as_of: Timestamp,
    /// What it comes down to.
    pub verdict: Verdict,
    /// How much was seen, and how much of it is known.
    pub coverage: Coverage,
    /// Customers by the worst outcome they met anywhere, by voice. `unsolicited` is the headline.
    pub headline: BTreeMap<Voice, Rates>,
    /// Kinds of touchpoint to improve, the most worthwhile first.
    pub improve: Vec<Priority>,
    /// Kinds of touchpoint that delight, the most first.
    pub celebrate: Vec<Priority>,
    /// Misery now and before: all customers, then each kind. Everything called changed was corrected over this list.
    pub comparisons: Vec<Comparison>,
    /// Customers' moments by stage and outcome.
    pub stages: Vec<StageCounts>,
    /// Every kind of touchpoint, the most customers first.
    pub kinds: Vec<Kind>,
    /// Cases.
    pub cases: Cases,
    /// Critical moments.
    pub critical: Critical,
    /// Moments by channel, the most first.
    pub channels: Vec<ChannelCount>,
    /// Ratings by scale.
    pub ratings: Vec<Series>,
    /// Moments by day.
    pub days: Vec<DayCounts>,
    /// What a reader has to know before relying on the numbers.
    pub notes: Vec<Note>,
}

/// A period with its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Its name.
    pub name: Period,
    /// `day`, `week`, `month`, `quarter`, `year` or `range`.
    pub kind: String,
    /// First day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
    /// Time zone of the days (IANA).
    pub time_zone: String,
    /// Whether it had ended when the facts were read.
    pub over: bool,
}

/// How much was seen, and how much of it is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Moments.
    pub moments: u64,
    /// Moments of the period before.
    pub moments_before: u64,
    /// Different customers. Where a kind had too many to keep, estimated from the sample.
    pub customers: u64,
    /// Different customers of the period before.
    pub customers_before: u64,
    /// Whether either number of customers is an estimate.
    pub customers_estimated: bool,
    /// Moments whose outcome is known.
    pub judged: Part,
    /// Moments the customer was asked for.
    pub asked: Part,
    /// Moments that carry a rating.
    pub rated: Part,
    /// Moments that carry the customer's words.
    pub commented: Part,
    /// Moments observed by staff.
    pub staff_observed: Part,
    /// Judged moments by the rule that decided.
    pub methods: BTreeMap<Method, u64>,
    /// Moments by source.
    pub sources: Tally,
}

/// Customers' moments in one stage. Staff's are counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCounts {
    /// The stage.
    pub stage: Stage,
    /// All of the stage: n.
    pub moments: u64,
    /// Expectation not met.
    pub misery: u64,
    /// Expectation met.
    pub average: u64,
    /// Expectation exceeded.
    pub magic: u64,
    /// Nothing says.
    pub unknown: u64,
    /// Of these, those the customer was asked for.
    pub solicited: u64,
    /// Observed by staff, not among the others.
    pub staff: u64,
}

/// One kind of touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// Its type.
    pub kind: String,
    /// Moments of it, staff's included.
    pub moments: u64,
    /// Moments of it in the period before.
    pub moments_before: u64,
    /// Different customers, estimated where they are a sample.
    pub customers: u64,
    /// Mean importance, 1 to 5, to one decimal.
    pub importance: f64,
    /// Critical moments of it.
    pub critical: u64,
    /// Rates by voice, never pooled.
    pub rates: BTreeMap<Voice, Rates>,
}

/// What happened to cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cases {
    /// Open when the facts were read, whenever they were opened; absent if nobody counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<u64>,
    /// What happened in the period, in the order of a case's life.
    pub events: Vec<CaseCount>,
}

/// How often one thing happened to cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCount {
    /// `opened`, `joined`, …
    pub transition: String,
    /// In the period.
    pub now: u64,
    /// In the period before.
    pub before: u64,
}

/// Critical moments of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Critical {
    /// How many.
    pub moments: u64,
    /// How many in the period before.
    pub before: u64,
    /// By clause; a moment may have several.
    pub clauses: BTreeMap<Clause, u64>,
}

/// Moments through one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelCount {
    /// The channel; empty if the senders named none.
    pub channel: String,
    /// Of all moments.
    pub now: Part,
    /// Of all moments of the period before.
    pub before: Part,
}

/// The moments of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCounts {
    /// The day.
    pub date: Date,
    /// Moments.
    pub moments: u64,
    /// Expectation not met.
    pub misery: u64,
    /// Expectation met.
    pub average: u64,
    /// Expectation exceeded.
    pub magic: u64,
    /// Nothing says.
    pub unknown: u64,
    /// Critical ones.
    pub critical: u64,
}

#[cfg(test)]
mod tests;
