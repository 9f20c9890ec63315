//! One touchpoint and its judgement, worded for the home page. Pure; decides nothing.

use std::collections::BTreeMap;

use domain::identity::{Identity, TouchpointKey};
use domain::moment::Moment;
use domain::touchpoint::{FacetValue, Touchpoint};
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
    /// Ratings and amounts, each as one short text.
    said: Vec<String>,
    /// What was promised or expected, facet by facet; empty if nothing was.
    #[serde(skip_serializing_if = "String::is_empty")]
    promised: String,
    /// What the customer got, facet by facet; empty if nobody said.
    #[serde(skip_serializing_if = "String::is_empty")]
    received: String,
    /// The customer's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// Of these the ones that decided, as they stand there and in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marked: Vec<String>,
    /// Where they stand, for when the touchpoint comes after its moment.
    #[serde(skip)]
    marks: Vec<[u32; 2]>,
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
            promised: facets(&said.expectation, language),
            received: facets(&said.perception, language),
            marked: kept.map(|before| marked(&before.marks, said.words().as_deref())).unwrap_or_default(),
            marks: kept.map(|before| before.marks.clone()).unwrap_or_default(),
            words: said.words().map(std::borrow::Cow::into_owned),
            judged: kept.and_then(|before| before.judged.clone()),
        }
    }

    /// Words a judgement; keeps what the touchpoint itself said, if it is known.
    pub(super) fn of_moment(moment: &Moment, before: Option<&Self>, language: Language) -> Self {
        let (name, known) = owner(&moment.customer);
        // That the type decides the stage goes without saying.
        let mut reasons: Vec<_> = moment.reasons.iter().filter(|code| code.name() != "stage_by_type").collect();
        // What was laborious may have decided the outcome too: said once.
        reasons.extend(moment.friction.iter().filter(|code| !moment.reasons.contains(code)));
        let judged = Judged {
            stage: moment.stage.as_str(),
            stage_words: wording::stage(moment.stage, language),
            outcome: moment.outcome.as_str(),
            outcome_words: wording::capitalized(wording::outcome(moment.outcome, language)),
            reasons: reasons.into_iter().map(|code| wording::code(code, language)).collect(),
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
            promised: before.map(|before| before.promised.clone()).unwrap_or_default(),
            received: before.map(|before| before.received.clone()).unwrap_or_default(),
            marked: marked(&moment.marked, before.and_then(|before| before.words.as_deref())),
            marks: moment.marked.clone(),
            words: before.and_then(|before| before.words.clone()),
            judged: Some(judged),
        }
    }

    /// Returns the name under which an entry is kept.
    pub(super) fn key_of(key: &TouchpointKey) -> String {
        key.to_string()
    }
}

/// The marked words of a comment.
fn marked(marks: &[[u32; 2]], comment: Option<&str>) -> Vec<String> {
    let Some(comment) = comment else { return Vec::new() };
    domain::moment::marked_in(marks, comment).into_iter().map(str::to_owned).collect()
}

/// Names a customer: an identifier of the business's own may be shown on its own machine; a visitor's is only noise.
fn owner(identity: &Identity) -> (String, bool) {
    match identity {
        Identity::Customer(id) => (id.clone(), true),
        Identity::Anonymous(_) => (identity.old_pseudonym(), false),
    }
}

/// What the customer said in ratings and amounts.
fn told(touchpoint: &Touchpoint, language: Language) -> Vec<String> {
    let said = &touchpoint.said;
    let rating = &said.rating;
    // On which scale is its source's to say: the sentence of the judgement knows.
    let numbers = [("CSAT", rating.csat), ("★", rating.stars), ("CES", rating.ces), ("NPS", rating.nps)];
    let mut told: Vec<String> =
        numbers.iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value}"))).collect();
    told.extend(rating.verdict.map(|verdict| wording::capitalized(wording::verdict(verdict, language))));
    told.extend(said.value_at_risk.as_ref().map(|money| wording::money(money, language)));
    told
}

/// Lists facets with their values.
fn facets(facets: &BTreeMap<String, FacetValue>, language: Language) -> String {
    let one = |(facet, value): (&String, &FacetValue)| {
        format!("{} {}", wording::facet(facet, language), wording::facet_value(value, language))
    };
    facets.iter().map(one).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn touchpoint() -> Touchpoint {
        serde_json::from_value(json!({
            "source": "local", "id": "7", "recorded": "anon:visitor", "occurred_at": "2026-11-22T10:00:00Z",
            "received_at": "2026-11-22T10:00:01Z", "touchpoint_type": "product_use", "comment": "cold",
            "rating": {"stars": 2}, "perception": {"scoops": 1.0}, "channel": "store",
        }))
        .unwrap()
    }

    fn moment() -> Moment {
        serde_json::from_value(json!({
            "recorded": "anon:visitor", "customer": "id:ana", "source": "local", "id": "7",
            "occurred_at": "2026-11-22T10:00:00Z", "received_at": "2026-11-22T10:00:01Z", "touchpoint_type": "product_use",
            "kind": "product_use", "observed_by": "customer", "audience": "private", "stage": "second",
            "outcome": "misery", "reasons": ["stage_by_type", "stars:2"], "friction": ["stars:2"], "importance": 3,
            "critical": ["broken_promise"], "severity": 3, "rules_version": 1, "basis": 1,
        }))
        .unwrap()
    }

    #[test]
    fn touchpoint_and_moment_make_the_same_entry_in_either_order() {
        let english = Language::English;
        let told = Entry::of_touchpoint(&touchpoint(), None, english);
        let judged = Entry::of_moment(&moment(), None, english);
        let one = Entry::of_moment(&moment(), Some(&told), english);
        assert_eq!(one, Entry::of_touchpoint(&touchpoint(), Some(&judged), english));
        assert_eq!((one.customer.as_str(), one.name.as_str(), one.known), ("id:ana", "ana", true));
        assert_eq!(one.words.as_deref(), Some("cold"));
        assert_eq!((one.said, one.received.as_str()), (vec!["★ 2".to_owned()], "scoops 1"));
    }

    #[test]
    fn an_identifier_of_a_visitor_is_not_shown() {
        let told = Entry::of_touchpoint(&touchpoint(), None, Language::English);
        assert!(!told.known && !told.name.contains("visitor"));
        assert_eq!(told.judged, None);
    }

    #[test]
    fn reasons_are_sentences_said_once_without_the_one_that_goes_without_saying() {
        let judged = Entry::of_moment(&moment(), None, Language::English).judged.unwrap();
        assert_eq!(judged.reasons.len(), 1);
        assert!(judged.reasons[0].contains('2') && !judged.reasons[0].contains("stars:2"), "{:?}", judged.reasons);
        assert_eq!(judged.critical, ["A promise was clearly broken"]);
    }
}
