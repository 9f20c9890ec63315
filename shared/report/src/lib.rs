//! Reports: what the moments of a period add up to, compared with the period before. Pure: the same facts give the
//! same bytes. Knows nothing about where summaries are stored or how a page looks.

mod build;
mod cases;
mod cohort;
mod comparison;
mod contacts;
mod context;
mod corrections;
mod customers;
mod details;
mod example;
mod facts;
mod follow_ups;
pub mod history;
mod journeys;
mod late;
mod listed;
pub mod monitoring;
mod movers;
mod notes;
mod notice;
mod plain;
mod promised;
mod ranking;
mod rate;
mod ratings;
mod recent;
mod recovery;
mod said;
pub mod schema;
mod silent;
mod staff;
pub mod statistics;
mod stories;
mod summary;
mod sums;
mod tally;
mod telling;
mod verdict;
mod voice;
mod whom;
pub mod wording;
mod words;
mod words_read;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use domain::period::Period;
use domain::vocabulary::{Clause, Method, Stage};

pub use build::Breakdown;
pub use cases::{CaseCount, Cases, CauseLine, OVERDUE_MAX, OpenCase, OpenCases, Overdue};
pub use comparison::{Comparison, Difference, Measure};
pub use contacts::{Conversion, FirstContact};
pub use context::{Action, Announced, Context, Followed};
pub use corrections::{AgreementLine, Corrections, NamedCause};
pub use customers::{CUSTOMERS_OF_A_DAY_MAX, CUSTOMERS_OF_A_PERIOD_MAX, Customers};
pub use details::{
    ClockLine, Driver, DriverReading, DriverRefusal, Drivers, Grid, GridRefusal, Point, Quadrant, Quantiles,
    STATED_MIN, Signals, SliceLine,
};
pub use domain::case::CaseEvent;
pub use example::EXAMPLES_MAX;
pub use facts::{Cut, EXACT_WAIT_S_MAX, KINDS_OF_A_DAY_MAX, NAMES_OF_A_DAY_MAX, SLICES_MAX, WINDOW_DAYS};
pub use follow_ups::{After, FOLLOW_UPS_MAX, MissingFollowUp};
pub use journeys::{Break, Journeys, Later, Transition};
pub use listed::Listed;
pub use monitoring::Monitoring;
pub use movers::{Change, FALSE_DISCOVERY_RATE, JUDGED_TO_TEST_MIN, POOLED_TO_TEST_MIN};
pub use notes::{Note, SILENCE_EXPECTED_MIN};
pub use notice::notice;
pub use plain::STORIES_BELOW;
pub use promised::{DuePromises, Expected, FacetLine, OverduePromise, OverduePromises, Promises, Told};
pub use ranking::{Cause, CauseName, Owner, Pointer, Priority, Sign, is_rated_by_rule};
pub use rate::{JUDGED_FOR_COUNTS_MIN, JUDGED_FOR_PERCENT_MIN, NoRate, Part, Rate, Rates, Reading, TooFew};
pub use ratings::{Scale, Score, ScoreReading, Series};
pub use recent::{RECENT_WEEKS, Recent};
pub use recovery::Recovery;
pub use said::{Heard, Phrase, ToRead};
pub use silent::{CALL_LIST_MAX, Quiet, QuietCustomer, SILENT_DAYS};
pub use staff::{GestureLine, Staff, THANKS_DAYS, THANKS_MAX, TeamCause, TeamLine, ToThank};
pub use stories::{NextMoment, STORIES_MAX, Story};
pub use summary::{DaySummary, SUMMARY_VERSION, Summarizer, summarize};
pub use sums::Sums;
pub use tally::{OTHER, Tally};
pub use telling::{NextWeek, SilencedCount, UntoldCount};
pub use verdict::{Direction, Verdict};
pub use voice::Voice;
pub use whom::{Along, Excess};
pub use words::WORDS_CHARS_MAX;
pub use words_read::{LanguageLine, RATED_TO_CORRECT_MIN, WordsLine, Writing};

/// Version of the JSON of a report: raised when a field changes its meaning or goes.
pub const REPORT_FORMAT: u32 = 3;

/// The report on a period. Every rate carries its N, n and m.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this form; it counts up when a program that reads it would have to change.
    pub format: u32,
    /// What it is about.
    pub period: Span,
    /// What it is compared with.
    pub before: Span,
    /// When the facts were read.
    pub as_of: Timestamp,
    /// What it comes down to.
    pub verdict: Verdict,
    /// What left its normal range, week by week; absent until enough weeks are known and while no target is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitoring: Option<Monitoring>,
    /// How much was seen, and how much of it is known.
    pub coverage: Coverage,
    /// Customers by the worst outcome they met anywhere, by voice. `unsolicited` is the headline.
    pub headline: BTreeMap<Voice, Rates>,
    /// Kinds of touchpoint to improve, the most worthwhile first.
    pub improve: Vec<Priority>,
    /// Comments to look through for what the unhappy say and the others do not; never written.
    #[serde(skip)]
    pub to_read: Vec<ToRead>,
    /// What customers say in bad opinions that name no failure, and others do not: what failed is in their words only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_opinions: Vec<Phrase>,
    /// What happened to unhappy customers, one by one; only where fewer than 30 moments are too few for rates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stories: Vec<Story>,
    /// Cases.
    pub cases: Cases,
    /// What became of failures that are old enough to tell; absent where none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Recovery>,
    /// Promises, kept and broken.
    pub promises: Promises,
    /// Customers who met trouble and said nothing.
    pub quiet: Quiet,
    /// What staff can learn and owe.
    #[serde(default)]
    pub staff: Staff,
    /// The moment to celebrate, with the kind of touchpoint it happened at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment_to_celebrate: Option<Celebrated>,
    /// What the report before promised to do, and what happened since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_action: Option<Followed>,
    /// Kinds of touchpoint that delight, the most first.
    pub celebrate: Vec<Priority>,
    /// Misery now and before: all customers, then each kind. Everything called changed was corrected over this list.
    pub comparisons: Vec<Comparison>,
    /// Customers' moments by stage and outcome.
    pub stages: Vec<StageCounts>,
    /// Every kind of touchpoint, the most customers first.
    pub kinds: Vec<Kind>,
    /// Critical moments.
    pub critical: Critical,
    /// Importance against performance; absent if fewer than two kinds have enough judged customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<Grid>,
    /// Why there is no grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid_refused: Option<GridRefusal>,
    /// How journeys go.
    pub journeys: Journeys,
    /// What was measured beside what was felt, by kind.
    pub signals: Vec<Signals>,
    /// Bad opinions (reviews, surveys, complaints, posts) that say what failed, of all of them.
    pub opinions_linked: Part,
    /// What was read from customers' words, put right where enough of them also rated.
    pub words: Vec<WordsLine>,
    /// Who writes, and how well it is read.
    #[serde(default)]
    pub writing: Writing,
    /// What people corrected, confirmed or set aside, and how they and the rules agree; absent if nothing.
    #[serde(default, skip_serializing_if = "Corrections::is_empty")]
    pub corrections: Corrections,
    /// Customers by segment.
    pub segments: Vec<SliceLine>,
    /// Waits by channel.
    pub clocks: Vec<ClockLine>,
    /// What the sides of a contact go together with; absent if nobody rated them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drivers: Option<Drivers>,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Moments.
    pub moments: u64,
    /// Moments of the period before.
    pub moments_before: u64,
    /// Different customers. Where a kind had too many to keep, estimated from the sample.
    pub customers: u64,
    /// Different customers of the period before.
    pub customers_before: u64,
    /// Customers of whom at least one moment has a known outcome; of a sample where there were too many to keep.
    pub judged_customers: u64,
    /// Of these, those who had a bad experience.
    pub unhappy_customers: u64,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// A moment worth telling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Celebrated {
    /// Kind of touchpoint.
    pub kind: String,
    /// The moment.
    #[serde(flatten)]
    pub moment: Pointer,
}

/// Critical moments of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Critical {
    /// How many.
    pub moments: u64,
    /// How many in the period before.
    pub before: u64,
    /// By clause; a moment may have several.
    pub clauses: BTreeMap<Clause, u64>,
}

/// Moments through one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelCount {
    /// The channel; empty if the senders named none.
    pub channel: String,
    /// Of all moments.
    pub now: Part,
    /// Of all moments of the period before.
    pub before: Part,
}

/// The moments of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
mod numbers_tests;
#[cfg(test)]
mod tests;
