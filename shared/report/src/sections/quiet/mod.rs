//! Customers who met trouble and said nothing for two weeks: a call list, not a rate.

pub(crate) mod facts;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::{CANDIDATES_MAX, Candidate};
use domain::identity::{Identity, TouchpointKey};
use domain::moment::Code;
use domain::period::Period;

/// Most customers on the call list.
pub const CALL_LIST_MAX: usize = 10;

/// Full days without a word after which a customer counts as silent.
pub const SILENT_DAYS: i64 = 14;

/// A customer to call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuietCustomer {
    /// Pseudonym of the customer.
    pub customer: String,
    /// The touchpoint at which it was noticed.
    #[serde(flatten)]
    pub touchpoint: TouchpointKey,
    /// When.
    pub occurred_at: Timestamp,
    /// Why: troubles, or a promise broken or expired, and not a word.
    pub why: Vec<Code>,
    /// The touchpoint's own identity, by which the journey is found; never written.
    #[serde(skip)]
    pub recorded: Option<Identity>,
}

/// Customers who said nothing in the [`SILENT_DAYS`] days after a failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quiet {
    /// First day of the failures: those of the period, or, where they are too young to tell, of as many days before.
    pub start: Date,
    /// The day after their last.
    pub end: Date,
    /// The call list, the latest first.
    pub call: Vec<QuietCustomer>,
    /// Whether there are more than were looked at.
    pub is_at_least: bool,
}

impl Quiet {
    /// Lists the candidates, those of the period or of the days before; whether each said something is for the caller to look up.
    pub(crate) fn of(period: Period, today: Date, of_period: &[Candidate], of_before: &[Candidate]) -> Self {
        let [own, earlier] = spans(period);
        let is_old = own.1.saturating_add(SILENT_DAYS.days()) <= today;
        let ((start, end), candidates) = if is_old { (own, of_period) } else { (earlier, of_before) };
        let customer = |candidate: &Candidate| QuietCustomer {
            customer: String::new(),
            touchpoint: candidate.touchpoint.clone(),
            occurred_at: candidate.at,
            why: candidate.quiet.clone(),
            recorded: Some(candidate.recorded.clone()),
        };
        Self {
            start,
            end,
            call: candidates.iter().map(customer).collect(),
            is_at_least: candidates.len() >= CANDIDATES_MAX,
        }
    }
}

/// Returns the days of a period, and as many that end so long before that everybody had time to speak.
pub(crate) fn spans(period: Period) -> [(Date, Date); 2] {
    let earlier = |date: Date| date.saturating_sub(SILENT_DAYS.days());
    [(period.start(), period.end()), (earlier(period.start()), earlier(period.end()))]
}
