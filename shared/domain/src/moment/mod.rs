//! A moment: the judgement of one touchpoint. What later stages (reports, messages) may know of it is listed here
//! and nowhere else.

mod signals;

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identity::{Identity, Pseudonyms, TouchpointKey};
use crate::outcome::corrected::{BLAMED, CORRECTED, Reviewed, SET_ASIDE, TAKEN_BACK, reviewed};
use crate::touchpoint::{Money, Rating};
use crate::vocabulary::{Aside, Attention, Audience, Clause, Method, Observer, Outcome, Stage};

pub use crate::code::Code;
pub use signals::{Due, DueIs, FACETS_TOLD_MAX, Previous, Signals, Stated};

/// The reason of a moment that nothing shows to be this customer's.
pub const CLAIMED: &str = "claimed";

/// The reason of a moment that was brought in as history.
pub(crate) const HISTORY: &str = "history";

/// The reason of a claim that is one too many of its day.
pub(crate) const CLAIMS_FLOOD: &str = "claims_flood";

/// The judgement of one touchpoint: a pure function of the journey up to it and of the rules.
///
/// It looks back only, so days add up. It stays below 1 KB: reasons are codes, the customer's words stay with
/// the touchpoint. Only what people correct may add some hundred bytes to the largest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// The touchpoint's own identity, part of its key.
    pub recorded: Identity,
    /// The customer it counts for: `recorded`, or the known customer that an anonymous identity turned out to be.
    pub customer: Identity,
    /// Source of the touchpoint.
    pub source: String,
    /// Id of the touchpoint.
    pub id: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When it first reached us.
    pub received_at: Timestamp,
    /// The time at which it has its place in the journey, where that is not when it happened
    /// ([`Touchpoint::placed_at`](crate::touchpoint::Touchpoint::placed_at)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<Timestamp>,
    /// Type of the touchpoint itself.
    pub touchpoint_type: String,
    /// Type of the moment it judges: another touchpoint's type where `about` names one (a survey about a delivery),
    /// otherwise its own. Rates are per kind.
    pub kind: String,
    /// The touchpoint it judges, where it is not itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<TouchpointKey>,
    /// Channel as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Segment as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// Values of the properties that `[breakdowns]` declares.
    #[serde(rename = "by", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub breakdowns: BTreeMap<String, String>,
    /// Whether the customer was asked; unknown counts as not asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub solicited: bool,
    /// Who observed it.
    pub observed_by: Observer,
    /// Whether others could watch.
    pub audience: Audience,
    /// Whether the customer wrote something (the words stay with the touchpoint).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub commented: bool,
    /// Where in the journey it lies.
    pub stage: Stage,
    /// How it ended for the customer.
    pub outcome: Outcome,
    /// The rule that decided; none if the outcome is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The deciding rule's score, −1 (worst) to 1 (best).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Two sources disagree strongly (one says misery, another magic); both are among the reasons.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mixed: bool,
    /// Where in the comment the words stand that decided, or that contradict what did: first byte and the one after the
    /// last. The words themselves stay with the touchpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<[u32; 2]>,
    /// Why the stage and the outcome are what they are.
    pub reasons: Vec<Code>,
    /// What was laborious, without being a misery by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub friction: Vec<Code>,
    /// Why the customer was, at this moment, a candidate for silent misery: troubles, and not a word. Never an outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quiet: Vec<Code>,
    /// How much it matters, 1 to 5: as sent, otherwise by its type.
    pub importance: u8,
    /// Every clause that makes it critical; empty if it is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub critical: Vec<Clause>,
    /// How urgent it is, 1 to 5; 0 if it is not critical.
    #[serde(default)]
    pub severity: u8,
    /// What makes it so urgent: every piece of evidence with the points it adds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<Code>,
    /// Whether it is the first contact with service on record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first_contact: bool,
    /// On a purchase: how the first contact of the journey ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_outcome: Option<Outcome>,
    /// On a public bad review: the misery that leaked into it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leak_of: Option<TouchpointKey>,
    /// Whether nothing shows that it is this customer's: what was sent with a publishable key and no valid identity token, or
    /// by a visitor who was only claimed to be this customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub claimed: bool,
    /// Ratings as given, for the series of CSAT, CES and NPS.
    #[serde(default, skip_serializing_if = "Rating::is_empty")]
    pub rating: Rating,
    /// What the business stands to lose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// What reports count beside the judgement.
    #[serde(rename = "sig", default, skip_serializing_if = "Signals::is_empty")]
    pub signals: Signals,
    /// Why the alert function looks at it; absent otherwise, so that a stream filter can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attention: Option<Attention>,
    /// Version of the rules that judged it.
    pub rules_version: u32,
    /// What was known of identity links when it was judged: a number that grows with each revision of a link of its own
    /// identity, and within that with each revision of a link of its customer's.
    #[serde(default)]
    pub links: u64,
    /// What was known when it was judged: touchpoints of the journey at or before it, corrections, and comments of the journey
    /// that were read deeply. With `links` it orders judgements of the same moment: more knowledge replaces less.
    pub basis: u32,
}

impl Moment {
    /// Returns the key of the touchpoint that was judged.
    pub fn key(&self) -> TouchpointKey {
        TouchpointKey { source: self.source.clone(), id: self.id.clone() }
    }

    /// Returns the place in the journey, as [`Touchpoint::position`](crate::touchpoint::Touchpoint::position) does.
    pub fn position(&self) -> (Timestamp, &str, &str, &Identity) {
        (self.placed_at.unwrap_or(self.occurred_at), &self.source, &self.id, &self.recorded)
    }

    /// Returns it with its customer under the pseudonym that reports use.
    #[must_use]
    pub fn under_pseudonym(self, names: &Pseudonyms) -> Self {
        let [recorded, customer] = [&self.recorded, &self.customer].map(|identity| names.hide(identity));
        Self { recorded, customer, ..self }
    }

    /// Returns the words of a comment that decided, or that contradict what did.
    pub fn marked_in<'t>(&self, comment: &'t str) -> Vec<&'t str> {
        marked_in(&self.marked, comment)
    }

    /// Tells whether it is a failure of its own, not the echo of one already counted.
    pub fn is_failure(&self) -> bool {
        self.outcome == Outcome::Misery && !self.reasons.iter().any(|reason| reason.name() == "echo")
    }

    /// Returns whether it is one of more claims than are alerted. It is judged and counted, and nobody is woken for it.
    pub fn is_flood(&self) -> bool {
        self.reasons.iter().any(|reason| reason.name() == CLAIMS_FLOOD)
    }

    /// Returns whether it was brought in as history. It is judged and counted, and nobody is told of it.
    pub fn is_history(&self) -> bool {
        self.reasons.iter().any(|reason| reason.name() == HISTORY)
    }

    /// Returns whether nobody is told of it, however bad it was.
    pub fn alerts_nobody(&self) -> bool {
        self.is_flood() || self.is_history()
    }

    /// Returns whether people say that it is nobody's experience, or that it is counted already. Nothing counts it.
    pub fn is_void(&self) -> bool {
        matches!(self.aside(), Some(Aside::Spam | Aside::Duplicate))
    }

    /// Returns why it counts in nobody's journey, if people say so.
    pub fn aside(&self) -> Option<Aside> {
        let set_aside = self.reasons.iter().find(|reason| reason.name() == SET_ASIDE)?;
        Aside::from_word(set_aside.arguments().next()?)
    }

    /// Returns whether something that people said of it holds.
    pub fn is_corrected(&self) -> bool {
        self.reasons.iter().any(|reason| [CORRECTED, BLAMED, SET_ASIDE].contains(&reason.name()))
    }

    /// Returns whether people had corrected it and then took their word back, so that the rules decide again.
    pub fn is_restored(&self) -> bool {
        self.reasons.iter().any(|reason| reason.name() == TAKEN_BACK)
    }

    /// Returns what people and the rules said of how it ended; none if no person did.
    pub fn reviewed(&self) -> Option<Reviewed<'_>> {
        reviewed(&self.reasons)
    }

    /// Returns the cause that a person gave.
    pub fn blamed(&self) -> Option<&str> {
        self.reasons.iter().find(|reason| reason.name() == BLAMED)?.arguments().next()
    }

    /// Lists what went wrong: what a person of the team said, or else what the words name, the most probable first.
    pub fn causes(&self) -> impl Iterator<Item = &str> {
        self.blamed().into_iter().chain(self.signals.causes.iter().map(String::as_str))
    }

    /// Tells whether somebody should win the customer back.
    pub fn is_critical(&self) -> bool {
        !self.critical.is_empty()
    }
}

/// Returns the marked words of a comment; marks that do not fit it are left out.
pub fn marked_in<'t>(marks: &[[u32; 2]], comment: &'t str) -> Vec<&'t str> {
    let place = |[start, end]: &[u32; 2]| comment.get(usize::try_from(*start).ok()?..usize::try_from(*end).ok()?);
    marks.iter().filter_map(place).collect()
}
