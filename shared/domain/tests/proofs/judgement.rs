//! Every hand-made journey gets the judgement that is written beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::correction::Correction;
use domain::identity::Identity;
use domain::journey::{Journey, Judged};
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::expiry::Promised;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::vocabulary::Language;
use domain::wording;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use crate::expectation;
use crate::journeys::{self, Said, Story, Who, after_start};

/// When the touchpoints reach us: long after they happened.
pub(crate) const RECEIVED_AT: &str = "2026-11-22T10:00:00Z";

/// Returns every hand-made journey.
pub(crate) fn stories() -> Vec<Story> {
    journeys::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys"))
}

/// Reads what is posted as the ingest function does.
pub(crate) fn touchpoints(story: &Story) -> Vec<Touchpoint> {
    let received_at: Timestamp = RECEIVED_AT.parse().unwrap();
    let sender = Sender { name: "test", is_secret: true };
    let read = |body| parse(body, Shape::Json, sender, received_at, || unreachable!());
    let refused = |error| panic!("{}: {error:?}", story.name);
    let posted = story.bodies().into_iter().map(|body| read(body).unwrap_or_else(refused).touchpoint);
    let mut touchpoints: Vec<_> = posted.collect();
    for (step, id) in story.step.iter().zip(story.ids()) {
        if let Some(maker) = &step.expired {
            let maker = touchpoints.iter().find(|touchpoint| touchpoint.id == *maker).unwrap();
            let promise_id = maker.said.promise_id.as_deref();
            let promised = Promised { promise_id, due_at: maker.said.due_at.unwrap(), deadline: after_start(&step.at) };
            let fact = Touchpoint { id, ..maker.expired(&promised, received_at) };
            touchpoints.push(fact);
        }
    }
    for (step, id) in story.step.iter().zip(story.ids()) {
        if let Some(touchpoint) = touchpoints.iter_mut().find(|touchpoint| touchpoint.id == id) {
            touchpoint.corrections = corrections(&step.corrected);
        }
    }
    touchpoints
}

/// Makes what people say, a minute after each other.
fn corrections(said: &[Said]) -> Vec<Correction> {
    let mut minutes = 0;
    let mut make = |mut fields: Map<String, Value>| {
        minutes += 1;
        let at = RECEIVED_AT.parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes);
        fields.extend([
            ("at".to_owned(), json!(at)),
            ("by".to_owned(), json!("Luis")),
            ("reason".to_owned(), json!("asked")),
        ]);
        serde_json::from_value::<Correction>(fields.into()).unwrap()
    };
    let mut corrections = Vec::new();
    for one in said {
        let correction = make(one.fields.clone());
        let back = json!({"says": "withdrawn", "correction": correction.id()});
        let back = one.taken_back.then(|| make(back.as_object().unwrap().clone()));
        corrections.extend([correction].into_iter().chain(back));
    }
    corrections
}

/// Returns the journeys it tells of: one, or with strangers one each. A journey is its customer's or, without one, of
/// whom its touchpoint is recorded for.
pub(crate) fn journeys_of(story: &Story) -> Vec<Journey> {
    let touchpoints = touchpoints(story);
    let of = |customer, touchpoints| Journey::new(customer, touchpoints, BTreeMap::new());
    match story.who {
        Who::Customer => vec![of(Identity::Customer(story.id()), touchpoints)],
        Who::Visitor => vec![of(Identity::Anonymous(story.id()), touchpoints)],
        Who::Nobody | Who::Strangers => {
            touchpoints.into_iter().map(|alone| of(alone.recorded.clone(), vec![alone])).collect()
        }
    }
}

/// One way in which a judgement is not as expected.
pub(crate) struct Difference {
    /// Index of the step; none if it is in the whole.
    pub(crate) step: Option<usize>,
    /// What differs.
    pub(crate) told: String,
}

/// Compares the judgement of a story's journeys with what it expects.
pub(crate) fn differences(story: &Story, journeys: &[Journey], rules: &Rules) -> Vec<Difference> {
    let judged: Vec<_> = journeys.iter().flat_map(|journey| journey.judge(rules)).collect();
    let mut differences = Vec::new();
    for (index, (step, id)) in story.step.iter().zip(story.ids()).enumerate() {
        let found = judged.iter().find(|judged| judged.moment.id == id);
        let told = expectation::of_moment(&step.judged, found);
        differences.extend(told.into_iter().map(|told| Difference { step: Some(index), told }));
    }
    let told = expectation::of_whole(&story.whole, |as_of| journeys[0].overview(rules, as_of));
    differences.extend(told.into_iter().map(|told| Difference { step: None, told }));
    differences
}

/// Returns the built-in rules with what the story's deployment changes.
pub(crate) fn rules_of(story: &Story) -> Rules {
    Rules::with_overrides(&story.rules).unwrap_or_else(|error| panic!("{}: {error}", story.name))
}

#[test]
fn every_journey_is_judged_as_an_expert_judges_it() {
    let mut differences = Vec::new();
    for story in stories() {
        for Difference { step, told } in self::differences(&story, &journeys_of(&story), &rules_of(&story)) {
            let place = step.map_or("as a whole".to_owned(), |step| format!("at {}", story.step[step].at));
            differences.push(format!("{} ({place}): {told}", story.name));
        }
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn there_are_at_least_eighty_journeys_each_with_its_own_names_and_its_source() {
    let stories = stories();
    assert!(stories.len() >= 80, "only {} journeys", stories.len());
    assert!(stories.iter().filter(|story| story.is_watched()).count() >= 10, "promised times pass in few");
    for text in [|story: &Story| story.name.clone(), |story: &Story| story.nombre.clone(), Story::id] {
        let different: BTreeSet<_> = stories.iter().map(text).collect();
        assert_eq!(different.len(), stories.len(), "two journeys have the same name");
    }
    for story in &stories {
        assert!(story.follows.len() > 10 && story.name != story.nombre, "{}", story.name);
        assert!(!expectation::is_empty(story), "{} expects nothing", story.name);
    }
}

#[test]
fn a_judgement_has_a_method_a_score_and_a_reason_unless_nothing_says() {
    for story in stories() {
        let rules = rules_of(&story);
        for Judged { moment, .. } in journeys_of(&story).iter().flat_map(|journey| journey.judge(&rules)) {
            assert_eq!(moment.outcome.is_known(), moment.method.is_some(), "{}", story.name);
            assert_eq!(moment.outcome.is_known(), moment.score.is_some(), "{}", story.name);
            assert!(moment.reasons.len() >= 2, "{}: a reason for the stage and one for the outcome", story.name);
            assert!(moment.is_critical() == (moment.severity > 0), "{}", story.name);
        }
    }
}

#[test]
fn every_reason_is_a_sentence_in_every_language() {
    for story in stories() {
        let rules = rules_of(&story);
        for Judged { moment, .. } in journeys_of(&story).iter().flat_map(|journey| journey.judge(&rules)) {
            for code in moment.reasons.iter().chain(&moment.friction).chain(&moment.quiet).chain(&moment.weights) {
                for language in Language::ALL {
                    assert_ne!(wording::code(code, *language), code.as_str(), "{}: {language}", story.name);
                }
                let [english, spanish] = [Language::English, Language::Spanish].map(|to| wording::code(code, to));
                assert_ne!(english, spanish, "{}", story.name);
            }
        }
    }
}
