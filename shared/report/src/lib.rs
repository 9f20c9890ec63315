//! Reports: what the moments of a period add up to, compared with the period before. Pure: the same facts give the
//! same bytes. Knows nothing about where summaries are stored or how a page looks.

mod build;
mod cause;
mod context;
mod customers;
mod example;
mod fact;
mod facts;
mod hear;
pub mod history;
mod listed;
pub mod monitoring;
mod notice;
mod phrasing;
mod plain;
mod pointer;
mod rate;
mod recent;
pub mod schema;
mod sections;
pub mod statistics;
mod summary;
mod sums;
mod tally;
mod voice;
mod window;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use domain::period::Period;

pub use build::Breakdown;
pub use cause::CauseName;
pub use context::{Action, Announced, Context, Followed};
pub use customers::{CUSTOMERS_OF_A_DAY_MAX, CUSTOMERS_OF_A_PERIOD_MAX, Customers};
pub use domain::case::CaseEvent;
pub use example::EXAMPLES_MAX;
pub use fact::{KINDS_OF_A_DAY_MAX, NAMES_OF_A_DAY_MAX};
pub use listed::Listed;
pub use monitoring::Monitoring;
pub use notice::notice;
pub use plain::STORIES_BELOW;
pub use pointer::{Pointer, WORDS_CHARS_MAX};
pub use rate::{
    JUDGED_FOR_COUNTS_MIN, JUDGED_FOR_PERCENT_MIN, NoRate, Part, Rate, Rates, Reading, TooFew, is_rated_by_rule,
};
pub use recent::{RECENT_WEEKS, Recent};
pub use sections::cases::telling::{NextWeek, SilencedCount, UntoldCount};
pub use sections::cases::{CaseCount, Cases, CauseLine, OVERDUE_MAX, OpenCase, OpenCases, Overdue};
pub use sections::comparisons::movers::{Change, FALSE_DISCOVERY_RATE, JUDGED_TO_TEST_MIN, POOLED_TO_TEST_MIN};
pub use sections::comparisons::{Comparison, Difference, Measure};
pub use sections::corrections::{AgreementLine, Corrections, NamedCause};
pub use sections::counts::{ChannelCount, Coverage, Critical, DayCounts, StageCounts};
pub use sections::drivers::{Driver, DriverReading, DriverRefusal, Drivers};
pub use sections::follow_ups::{After, FOLLOW_UPS_MAX, MissingFollowUp};
pub use sections::grid::{Grid, GridRefusal, Point, Quadrant, STATED_MIN};
pub use sections::journeys::contacts::{Conversion, FirstContact};
pub use sections::journeys::{Break, Journeys, Later, Transition};
pub use sections::kinds::Kind;
pub use sections::notes::{Note, SILENCE_EXPECTED_MIN};
pub use sections::phrases::{Heard, Phrase, ToRead};
pub use sections::priorities::{Cause, Celebrated, Owner, Priority, Sign};
pub use sections::promises::{DuePromises, Expected, FacetLine, OverduePromise, OverduePromises, Promises, Told};
pub use sections::quiet::{CALL_LIST_MAX, Quiet, QuietCustomer, SILENT_DAYS};
pub use sections::ratings::{Scale, Score, ScoreReading, Series};
pub use sections::recovery::Recovery;
pub use sections::signals::Signals;
pub use sections::slices::SliceLine;
pub use sections::slices::facts::{Cut, SLICES_MAX};
pub use sections::staff::{GestureLine, Staff, THANKS_DAYS, THANKS_MAX, TeamCause, TeamLine, ToThank};
pub use sections::stories::{NextMoment, STORIES_MAX, Story};
pub use sections::verdict::{Direction, Verdict};
pub use sections::waits::facts::EXACT_WAIT_S_MAX;
pub use sections::waits::{ClockLine, Quantiles};
pub use sections::whom::{Along, Excess};
pub use sections::words_read::{LanguageLine, RATED_TO_CORRECT_MIN, WordsLine, Writing};
pub use summary::{DaySummary, SUMMARY_VERSION, Summarizer, summarize};
pub use sums::Sums;
pub use tally::{OTHER, Tally};
pub use voice::Voice;
pub use window::WINDOW_DAYS;

/// The words of a report, each beside its section. They decide nothing: each sentence stands for something decided elsewhere.
pub mod wording {
    pub use super::phrasing::{
        cause_name, channel, counts, customers, estimated, interval, kind, kind_title, list, moments, moneys, part,
        percent, rate, rate_with_limits, voice, worst_case,
    };
    pub use super::sections::cases::words::{overdue, transition, waits_for};
    pub use super::sections::comparisons::words::{change, comparison};
    pub use super::sections::corrections::words::agreement;
    pub use super::sections::counts::words::coverage;
    pub use super::sections::grid::words::quadrant;
    pub use super::sections::journeys::words::conversion;
    pub use super::sections::notes::words::note;
    pub use super::sections::phrases::words::phrases;
    pub use super::sections::priorities::words::{
        card, card_rate, card_title, cause, first_step, owner, sign, sign_name,
    };
    pub use super::sections::promises::words::{facet, facet_name};
    pub use super::sections::ratings::words::{scale, score};
    pub use super::sections::recovery::words::recovery;
    pub use super::sections::verdict::words::verdict;
    pub use super::sections::whom::words::whom;
    pub use super::sections::words_read::words::{in_language, writing};
}

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

#[cfg(test)]
mod numbers_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wording_tests;
