//! One touchpoint and its judgement, worded for the home page. Pure; decides nothing.

use domain::identity::{Identity, TouchpointKey};
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use domain::vocabulary::Language;
use domain::wording;
use serde::Serialize;

/// What the page shows of one touchpoint, judged or not yet.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub(super) struct Entry {
    /// Names the touchpoint, `source/id`.
    pub(super) key: String,
    /// Whose journey it belongs to, as text that is the same for the same customer.
    customer: String,
    /// How the customer is called on the page.
    name: String,
    /// Whether the business knows the customer.
    known: bool,
    /// When it happened, RFC 3339.
    at: String,
    /// Its type in words.
    kind: String,
    /// Its channel in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    /// What the customer said of it, each as one short line.
    said: Vec<String>,
    /// The customer's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// The judgement, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    judged: Option<Judged>,
}

/// The judgement of a touchpoint.
#[derive(Clone, Debug, Serialize, PartialEq)]
struct Judged {
    /// `zero` to `ultimate`.
    stage: &'static str,
    /// The stage in words.
    stage_words: &'static str,
    /// `misery`, `average`, `magic` or `unknown`.
    outcome: &'static str,
    /// The outcome in words.
    outcome_words: String,
    /// Sentences.
    reasons: Vec<String>,
    /// Why it is critical, sentences; empty if it is not.
    critical: Vec<String>,
    /// 1 to 5 if it is critical.
    severity: u8,
}

impl Entry {
    /// Words a touchpoint; keeps the judgement that is known already.
    pub(super) fn of_touchpoint(touchpoint: &Touchpoint, before: Option<&Self>, language: Language) -> Self {
        let said = &touchpoint.said;
        let kept = before.filter(|before| before.judged.is_some());
        let owner = owner(&touchpoint.recorded);
        Self {
            key: touchpoint.key().to_string(),
            customer: kept.map_or_else(|| touchpoint.recorded.to_string(), |before| before.customer.clone()),
            name: kept.map_or(owner.0, |before| before.name.clone()),
            known: kept.map_or(owner.1, |before| before.known),
            at: touchpoint.occurred_at.to_string(),
            kind: wording::capitalized(&wording::touchpoint_type(&touchpoint.touchpoint_type, language)),
            channel: said.channel.as_deref().map(|channel| wording::capitalized(&wording::channel(channel, language))),
            said: told(touchpoint, language),
            words: said.comment.clone(),
            judged: kept.and_then(|before| before.judged.clone()),
        }
    }

    /// Words a judgement; keeps what the touchpoint itself said, if it is known.
    pub(super) fn of_moment(moment: &Moment, before: Option<&Self>, language: Language) -> Self {
        let (name, known) = owner(&moment.customer);
        let judged = Judged {
            stage: moment.stage.as_str(),
            stage_words: wording::stage(moment.stage, language),
            outcome: moment.outcome.as_str(),
            outcome_words: wording::capitalized(wording::outcome(moment.outcome, language)),
            reasons: moment.reasons.iter().chain(&moment.friction).map(|code| wording::code(code, language)).collect(),
            critical: moment.critical.iter().map(|clause| wording::clause(*clause, language).to_owned()).collect(),
            severity: moment.severity,
        };
        let kind = || wording::capitalized(&wording::touchpoint_type(&moment.touchpoint_type, language));
        let channel = || moment.channel.as_deref().map(|name| wording::capitalized(&wording::channel(name, language)));
        Self {
            key: moment.key().to_string(),
            customer: moment.customer.to_string(),
            name,
            known,
            at: moment.occurred_at.to_string(),
            kind: before.map_or_else(kind, |before| before.kind.clone()),
            channel: before.map_or_else(channel, |before| before.channel.clone()),
            said: before.map(|before| before.said.clone()).unwrap_or_default(),
            words: before.and_then(|before| before.words.clone()),
            judged: Some(judged),
        }
    }

    /// Returns the name under which an entry is kept.
    pub(super) fn key_of(key: &TouchpointKey) -> String {
        key.to_string()
    }
}

/// Names a customer: an identifier of the business's own may be shown on its own machine; a visitor's is only noise.
fn owner(identity: &Identity) -> (String, bool) {
    match identity {
        Identity::Customer(id) => (id.clone(), true),
        Identity::Anonymous(_) => (identity.pseudonym(), false),
    }
}

/// What the customer said in ratings, expectations and facts.
fn told(touchpoint: &Touchpoint, language: Language) -> Vec<String> {
    let said = &touchpoint.said;
    let rating = &said.rating;
    let (of, promised, received) = match language {
        Language::English => ("of", "promised", "received"),
        Language::Spanish => ("de", "prometido", "recibido"),
    };
    let mut lines = Vec::new();
    let mut rated = |name: &str, value: Option<u8>, most: u8| {
        lines.extend(value.map(|value| format!("{name} {value} {of} {most}")));
    };
    rated("CSAT", rating.csat, 5);
    rated("★", rating.stars, 5);
    rated("CES", rating.ces, 7);
    rated("NPS", rating.nps, 10);
    lines.extend(rating.verdict.map(|verdict| wording::capitalized(wording::verdict(verdict, language))));
    for (facets, word) in [(&said.expectation, promised), (&said.perception, received)] {
        lines.extend(facets.iter().map(|(facet, value)| {
            let facet = wording::capitalized(&wording::facet(facet, language));
            format!("{facet}: {} {word}", wording::facet_value(value, language))
        }));
    }
    lines.extend(said.value_at_risk.as_ref().map(|money| wording::money(money, language)));
    lines
}
