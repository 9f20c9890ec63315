//! What was read deeply of a comment decides instead of the fast reader, and only for these words.

use serde_json::json;
use text::OwnWords;

use super::journey;
use crate::correction::{Correction, Says};
use crate::journey::Journey;
use crate::reading::{FAST, KeptCause, KeptReading, digest};
use crate::rules::Rules;
use crate::vocabulary::Outcome;

/// The fast reader takes it for praise.
const IRONY: &str = "Thank you for your reply, but the wardrobe is still not here.";

fn told(comment: &str) -> Journey {
    journey([(1, json!({"touchpoint_type": "review", "comment": comment}))])
}

fn outcome(journey: &Journey, rules: &Rules) -> Outcome {
    journey.judge(rules).pop().unwrap().moment.outcome
}

fn misery() -> KeptReading {
    KeptReading {
        reader: 1,
        language: Some("en".to_owned()),
        asks: false,
        outcome: [9_500, 300, 200],
        stage: [0, 0, 10_000, 0],
        complaint: 9_000,
        marks: vec![[34, 42]],
        causes: Vec::new(),
    }
}

#[test]
fn a_kept_reading_decides_and_its_words_are_marked() {
    let rules = Rules::built_in().unwrap();
    let mut journey = told(IRONY);
    assert_ne!(outcome(&journey, &rules), Outcome::Misery);
    let unread = journey.unread(&journey.touchpoints[0], &rules).unwrap();
    assert_eq!(unread.digest, digest(IRONY, None, &OwnWords::default()));
    journey.readings.insert(digest(IRONY, None, &OwnWords::default()), misery());
    assert!(journey.unread(&journey.touchpoints[0], &rules).is_none(), "it was read");
    let judged = journey.judge(&rules).pop().unwrap();
    assert_eq!(judged.moment.outcome, Outcome::Misery);
    assert_eq!(judged.moment.marked, [[34, 42]]);
}

#[test]
fn other_words_are_not_decided_by_it() {
    let rules = Rules::built_in().unwrap();
    let mut journey = told("Thank you, all is well and I am delighted.");
    journey.readings.insert(digest(IRONY, None, &OwnWords::default()), misery());
    assert_eq!(outcome(&journey, &rules), Outcome::Magic);
    assert!(journey.unread(&journey.touchpoints[0], &rules).is_some());
}

#[test]
fn words_that_a_deployment_adds_decide_before_it() {
    let rules = Rules::with_overrides("[rules.text]\nmagic_words = [\"wardrobe\"]\n").unwrap();
    let mut journey = told(IRONY);
    let unread = journey.unread(&journey.touchpoints[0], &rules).unwrap();
    assert!(!unread.may_be_deepened);
    assert_eq!(unread.digest, digest(IRONY, None, &rules.text.own));
    let before = outcome(&journey, &rules);
    journey.readings.insert(digest(IRONY, None, &OwnWords::default()), misery());
    assert_eq!(outcome(&journey, &rules), before, "what was read without them is not asked");
}

/// Whoever only judges again says the same by what is kept, and nothing of words that nobody read.
#[test]
fn who_has_no_reader_judges_by_what_is_kept() {
    let rules = Rules::built_in().unwrap();
    let mut judging = told("The fitter was rude and nobody called back.");
    let unread = judging.unread(&judging.touchpoints[0], &rules).unwrap();
    let kept = KeptReading::of(&unread.fast).unwrap();
    let mut again = Journey { reader: None, ..judging.clone() };
    assert_eq!(outcome(&again, &rules), Outcome::Unknown);
    again.readings.insert(unread.digest.clone(), kept.clone());
    assert_eq!(again.judge(&rules), judging.judge(&rules));
    judging.readings.insert(unread.digest, kept);
    assert_eq!(again.judge(&rules), judging.judge(&rules), "what anybody finds out is no knowledge");
    let unread = judging.unread(&judging.touchpoints[0], &rules).unwrap();
    assert!(unread.is_kept && judging.readings.values().all(|kept| kept.reader == FAST));
}

#[test]
fn where_nothing_may_be_read_nothing_is() {
    let off = Rules::with_overrides("[rules.text]\nenabled = false\n").unwrap();
    let mut journey = told(IRONY);
    assert!(journey.unread(&journey.touchpoints[0], &off).is_none());
    journey.readings.insert(digest(IRONY, None, &OwnWords::default()), misery());
    assert_eq!(outcome(&journey, &off), Outcome::Unknown);
}

/// What a person says outranks what was read.
#[test]
fn a_cause_that_a_person_gives_takes_the_place_of_those_that_words_name() {
    let rules = Rules::built_in().unwrap();
    let mut journey = told(IRONY);
    let named = KeptCause { cause: "delivery".to_owned(), probability: 9_000, marks: Vec::new() };
    let kept = KeptReading { causes: vec![named], ..misery() };
    journey.readings.insert(digest(IRONY, None, &OwnWords::default()), kept);
    let causes = |journey: &Journey| {
        let moment = journey.judge(&rules).pop().unwrap().moment;
        moment.causes().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(causes(&journey), ["delivery"]);
    let correction = Correction {
        at: journey.touchpoints[0].received_at,
        by: "Eva".to_owned(),
        reason: "The carrier had the wrong address from us".to_owned(),
        says: Says::Cause { cause: "website".to_owned() },
    };
    journey.touchpoints[0].corrections.push(correction);
    assert_eq!(causes(&journey), ["website"]);
}
