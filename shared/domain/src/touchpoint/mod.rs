//! A touchpoint: one interaction in which a customer forms an impression. An immutable fact; judges nothing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::own::Properties;
use crate::correction::Correction;
use crate::identity::{Identity, TouchpointKey};
use crate::trace::Trace;
use crate::vocabulary::{Asked, Audience, Dimension, Observer, Outcome, Proof, Stage, Verdict};

mod blank;
pub mod bounds;
pub mod breakdowns;
pub mod cloud_event;
pub mod complaint;
mod corrected;
pub mod digest;
pub mod expiry;
mod field_error;
mod fields;
mod ids;
mod names;
pub mod own;
pub mod parse;
pub mod plain;
pub mod privacy;
mod said;
mod scale;
pub mod telling;
pub mod terms;
mod times;

/// What one sender said about one interaction, checked and complete.
///
/// Absent means "not said": no field carries a guess. Defaults that depend on the type of touchpoint
/// (audience, importance, stage) are applied when the moment is judged, not here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Stored")]
pub struct Touchpoint {
    /// Name of the sender: the write key's name, or `{name}/{source in the body}`.
    pub source: String,
    /// The sender's id; together with `source` the idempotency key.
    pub id: String,
    /// Its own identity, which never changes; links are kept apart.
    pub recorded: Identity,
    /// When it happened; the time of receipt if the sender did not say.
    pub occurred_at: Timestamp,
    /// When it first reached us.
    pub received_at: Timestamp,
    /// Kind of interaction, in snake_case. Types outside the taxonomy are kept.
    pub touchpoint_type: String,
    /// What shows that it belongs to the customer whom it names. It is decided once, on receipt, and never looked up in the
    /// configuration afterwards: a key that is removed or replaced later changes no judgement. Absent on what was stored before
    /// there were proofs, which keeps its standing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// Whether it was brought in as history: it is judged and counted like any other, and nobody is told of it. Decided on receipt,
    /// like the proof.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// The step of somebody's trace that stored it, where traces are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    /// How many further tellings of it what it says is made of. Stored beside it, each as it came.
    #[serde(skip)]
    pub tellings: u32,
    /// What people said of it who knew better than the rules, in order of time. Stored beside it, each as it came.
    #[serde(skip)]
    pub corrections: Vec<Correction>,
    /// What it said of the properties that were declared under `[breakdowns]` when it came in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub breakdowns: BTreeMap<String, String>,
    /// What the sender said besides.
    #[serde(flatten)]
    pub said: Said,
}

/// A touchpoint as it is stored: the first telling, and the further ones as texts by their digests.
#[derive(Deserialize, JsonSchema)]
struct Stored {
    source: String,
    id: String,
    recorded: Identity,
    occurred_at: Timestamp,
    received_at: Timestamp,
    touchpoint_type: String,
    #[serde(default)]
    proof: Option<Proof>,
    #[serde(default)]
    history: bool,
    #[serde(default)]
    trace: Option<Trace>,
    #[serde(default)]
    tellings: BTreeMap<String, String>,
    #[serde(default)]
    corrections: BTreeMap<String, String>,
    #[serde(default)]
    breakdowns: BTreeMap<String, String>,
    #[serde(flatten)]
    said: Said,
}

impl From<Stored> for Touchpoint {
    fn from(stored: Stored) -> Self {
        let (tellings, corrections) = (stored.tellings, stored.corrections);
        let first = Self {
            source: stored.source,
            id: stored.id,
            recorded: stored.recorded,
            occurred_at: stored.occurred_at,
            received_at: stored.received_at,
            touchpoint_type: stored.touchpoint_type,
            proof: stored.proof,
            history: stored.history,
            trace: stored.trace,
            tellings: 0,
            corrections: Vec::new(),
            breakdowns: stored.breakdowns,
            said: stored.said,
        };
        if tellings.is_empty() && corrections.is_empty() {
            return first;
        }
        let told = first.told_again(tellings.values().filter_map(|text| serde_json::from_str(text).ok()));
        told.corrected_by(corrections.values().filter_map(|text| serde_json::from_str(text).ok()))
    }
}

impl Touchpoint {
    /// Returns what makes it unique.
    pub fn key(&self) -> TouchpointKey {
        TouchpointKey { source: self.source.clone(), id: self.id.clone() }
    }

    /// Returns the name of the write key that sent it: the source, without what the body adds.
    pub fn key_name(&self) -> &str {
        self.source.split_once('/').map_or(self.source.as_str(), |(name, _)| name)
    }

    /// Returns whether nothing shows that it belongs to the customer whom it names.
    pub fn is_claim(&self) -> bool {
        self.proof == Some(Proof::Claim)
    }

    /// Returns the time at which it has its place in the journey. What came with a publishable key has the time of its receipt:
    /// a browser's clock may be wrong, and whoever reads the key in a page could otherwise date a touchpoint back and so have
    /// everything judged again that happened since.
    pub fn placed_at(&self) -> Timestamp {
        match self.proof {
            _ if self.is_expiry() => self.occurred_at,
            None | Some(Proof::Secret) => self.occurred_at,
            Some(Proof::Token | Proof::Claim | Proof::Visitor) => self.received_at,
        }
    }

    /// Returns the place in the journey: touchpoints are folded in this order, whatever order they came in.
    pub fn position(&self) -> (Timestamp, &str, &str, &Identity) {
        (self.placed_at(), &self.source, &self.id, &self.recorded)
    }

    /// Returns about how many bytes it takes, the sender's own fields left out. The same touchpoint always has the same.
    pub fn weight(&self) -> usize {
        /// What the numbers, times and flags of any touchpoint take.
        const FIXED: usize = 256;
        let said = &self.said;
        let texts = [
            &said.customer_id,
            &said.anonymous_id,
            &said.channel,
            &said.comment,
            &said.language,
            &said.promise_id,
            &said.about,
            &said.content_url,
            &said.segment,
        ];
        let facets = said.expectation.iter().chain(&said.perception).map(|(facet, value)| {
            facet.len() + if let FacetValue::Word(word) = value { word.len() } else { size_of::<f64>() }
        });
        let breakdowns = self.breakdowns.iter().map(|(name, value)| name.len() + value.len());
        let texts = texts.into_iter().flatten().map(String::len).chain(facets).chain(breakdowns).sum::<usize>();
        FIXED + self.source.len() + self.id.len() + self.touchpoint_type.len() + texts
    }

    /// Returns the other identity it names, if it carries both: the link it makes.
    pub fn linked_identity(&self) -> Option<Identity> {
        match (&self.recorded, &self.said.anonymous_id) {
            (Identity::Customer(_), Some(anonymous)) => Some(Identity::Anonymous(anonymous.clone())),
            _ => None,
        }
    }
}

/// The optional part of a touchpoint, as its sender put it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Said {
    /// The business's own identifier of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// A browser's or form's identifier. With `customer_id` it links the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymous_id: Option<String>,
    /// `web`, `store`, `phone`, `chat`, `sms`, `email`, `social`, … (free, snake_case).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The stage, where the sender knows better than the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The outcome, which only a secret key may send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Language of the comment (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether others could watch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// Whether the customer was asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solicited: Option<bool>,
    /// Names the promise that this touchpoint makes or keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise_id: Option<String>,
    /// The id (of the same source), or `source/id`, of the touchpoint that this one judges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Address of the published content (a review), by which its readers are linked to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_url: Option<String>,
    /// Persona or customer segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// The sender's own fields, kept and never interpreted.
    #[serde(default, skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties,
    /// Ratings given at this touchpoint; several at once are all kept.
    #[serde(default, skip_serializing_if = "Rating::is_empty")]
    pub rating: Rating,
    /// What was promised or expected, by facet.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub expectation: BTreeMap<String, FacetValue>,
    /// What the customer got, by facet.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub perception: BTreeMap<String, FacetValue>,
    /// Sides of the contact, rated 1 to 5.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub dimensions: BTreeMap<Dimension, u8>,
    /// How much the touchpoint matters to this customer, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<Importance>,
    /// The promised time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Whether earlier than promised is better than promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_is_better: Option<bool>,
    /// How many seconds before the promised time runs out its owner is warned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_before_s: Option<u32>,
    /// The time it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// Seconds until somebody or something acknowledged the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_after_s: Option<u32>,
    /// Seconds until a person greeted the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeted_after_s: Option<u32>,
    /// Whether the need was solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<bool>,
    /// Whether the customer gave up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandoned: Option<bool>,
    /// How often it was opened again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened: Option<u32>,
    /// How often the customer was passed on; a warm handover is no transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<u32>,
    /// What the business stands to lose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// Who served the customer; reported per team, never as a league table of people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<Staff>,
    /// Who observed it; the customer if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_by: Option<Observer>,
    /// Since when the business has known this customer, for journeys that began before the suite did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_since: Option<Timestamp>,
}

impl Said {
    /// Returns the customer's own words: the comment without what programs put around it.
    pub fn words(&self) -> Option<Cow<'_, str>> {
        self.comment.as_deref().map(plain::plain)
    }
}

/// The value of one facet of an expectation or a perception.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum FacetValue {
    /// Present or not.
    Flag(bool),
    /// An amount, on the facet's declared scale if it has one.
    Number(f64),
    /// A word of the facet's declared order.
    Word(String),
}

impl std::fmt::Display for FacetValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// Ratings as given, on their own scales.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rating {
    /// Satisfaction, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csat: Option<u8>,
    /// Stars, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stars: Option<u8>,
    /// Effort, 1 to 7, where 7 is easy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ces: Option<u8>,
    /// Likelihood to recommend, 0 to 10: the relation, not a moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nps: Option<u8>,
    /// Good, okay or bad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

impl Rating {
    /// Tells whether nothing was rated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How much a touchpoint matters to the customer, and when that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Importance {
    /// 1 (hardly) to 5 (decisive).
    pub value: u8,
    /// Before or after the opinion; unknown if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
}

/// An amount of money in its own currency; never added to another currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    /// The amount, in whole units of the currency with decimals.
    pub amount: f64,
    /// ISO 4217 code, upper case.
    pub currency: String,
}

/// Who served the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Staff {
    /// The business's identifier of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The team, the smallest unit a report shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}
