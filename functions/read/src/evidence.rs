//! The form in which a journey is answered: each touchpoint with its moment and why, sentences beside codes.

use domain::identity::Identity;
use domain::journey::Judged;
use domain::journey::Promised;
use domain::journey::overview::Overview;
use domain::moment::{Code, Moment};
use domain::touchpoint::Touchpoint;
use domain::vocabulary::{Clause, Language};
use domain::wording;
use schemars::JsonSchema;
use serde::Serialize;
use store::content::Reach;
use store::histories::History;
use store::journeys::Linked;
use store::recount::compare::Comparison;

/// Everything about one customer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Journey")]
pub(crate) struct Whole {
    customer: Identity,
    /// Every identity that is this customer, the customer's own included.
    identities: Vec<Identity>,
    /// The bounds that this journey passes.
    #[serde(skip_serializing_if = "Limits::are_kept")]
    limits: Limits,
    #[serde(skip_serializing_if = "Option::is_none")]
    overview: Option<Overview>,
    /// Why the customer is a candidate for silent misery, in words; empty if they are none.
    silent: Vec<Reason>,
    /// Touchpoints in the order they happened.
    pub(crate) touchpoints: Vec<Entry>,
    /// Earlier touchpoints that this answer has no room for: `?until=` the time of its first one brings them.
    pub(crate) left_out: usize,
    cases: Vec<History>,
}

/// What does not count of a journey, because a bound is passed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "JourneyLimits")]
pub(crate) struct Limits {
    /// Links to other identities beyond the earliest that count. What was done under those is not part of this journey.
    links_ignored: usize,
    /// Earlier touchpoints of which only a summary is looked at. They are not shown.
    touchpoints_summarized: usize,
}

impl Limits {
    pub(crate) fn of(linked: &Linked) -> Self {
        Self { links_ignored: linked.links_ignored(), touchpoints_summarized: linked.journey.earlier.len() }
    }

    fn are_kept(&self) -> bool {
        *self == Self::default()
    }
}

/// One touchpoint; all of it, the customer's words included.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "JourneyTouchpoint")]
pub(crate) struct Entry {
    pub(crate) touchpoint: Touchpoint,
    /// Its judgement; absent for `identify`, which makes none.
    #[serde(flatten)]
    pub(crate) evidence: Option<Evidence>,
}

/// The judgement of a touchpoint, as the facts and the present rules make it, and why.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Evidence {
    moment: Moment,
    reasons: Vec<Reason>,
    friction: Vec<Reason>,
    quiet: Vec<Reason>,
    critical: Vec<WordedClause>,
    promised: Vec<Promised>,
    /// What the table holds for it, from which reports are made.
    stored: Stored,
    /// Fields of the stored moment that differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differs_in: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reach: Option<Reach>,
}

/// A code with its sentence.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReasonInWords")]
struct Reason {
    code: Code,
    sentence: String,
}

/// A clause with its sentence.
#[derive(Serialize, JsonSchema)]
struct WordedClause {
    clause: Clause,
    sentence: &'static str,
}

/// Whether the stored moment agrees.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StoredMoment")]
pub(crate) enum Stored {
    Same,
    Different,
    Missing,
}

impl Stored {
    pub(crate) fn of(compared: &Comparison) -> Self {
        match (compared.is_missing(), compared.is_same()) {
            (true, _) => Self::Missing,
            (false, true) => Self::Same,
            (false, false) => Self::Different,
        }
    }
}

impl Evidence {
    pub(crate) fn new(
        judged: Judged,
        stored: Stored,
        differs_in: Vec<String>,
        reach: Option<Reach>,
        language: Language,
    ) -> Self {
        let Judged { moment, promised } = judged;
        let clause = |clause: &Clause| WordedClause { clause: *clause, sentence: wording::clause(*clause, language) };
        Self {
            reasons: worded(&moment.reasons, language),
            friction: worded(&moment.friction, language),
            quiet: worded(&moment.quiet, language),
            critical: moment.critical.iter().map(clause).collect(),
            moment,
            promised,
            stored,
            differs_in,
            reach,
        }
    }
}

impl Whole {
    pub(crate) fn new(
        (customer, identities, limits): (Identity, Vec<Identity>, Limits),
        overview: Overview,
        touchpoints: Vec<Entry>,
        cases: Vec<History>,
        language: Language,
    ) -> Self {
        let silent = worded(&overview.silent, language);
        let overview = Some(overview);
        Self { customer, identities, limits, overview, silent, touchpoints, left_out: 0, cases }
    }
}

fn worded(codes: &[Code], language: Language) -> Vec<Reason> {
    codes.iter().map(|code| Reason { code: code.clone(), sentence: wording::code(code, language) }).collect()
}
