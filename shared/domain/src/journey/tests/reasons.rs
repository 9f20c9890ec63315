use serde_json::json;

use super::*;
use crate::vocabulary::{Outcome, Stage};

fn moment(body: Value) -> crate::moment::Moment {
    last([(0, body)]).moment
}

#[test]
fn a_type_outside_the_taxonomy_is_placed_by_channel_then_by_journey() {
    let placed = |bought: bool, channel: Option<&str>| {
        let tasting = json!({"touchpoint_type": "tasting", "channel": channel});
        let before = bought.then(|| (0, json!({"touchpoint_type": "purchase"})));
        let moment = last(before.into_iter().chain([(1, tasting)])).moment;
        (moment.stage, moment.reasons[0].to_string())
    };
    assert_eq!(placed(false, Some("phone")), (Stage::First, "stage_by_channel:phone".into()));
    assert_eq!(placed(true, Some("phone")), (Stage::Second, "stage_by_channel:phone".into()));
    assert_eq!(placed(false, Some("social")), (Stage::Zero, "stage_by_channel:social".into()));
    assert_eq!(placed(true, Some("social")), (Stage::Ultimate, "stage_by_channel:social".into()));
    assert_eq!(placed(false, Some("telegraph")), (Stage::First, "stage_by_journey".into()));
    assert_eq!(placed(true, None), (Stage::Second, "stage_by_journey".into()));
}

#[test]
fn opposing_ratings_of_one_touchpoint_are_mixed_and_both_are_told() {
    let rated = |rating: Value| moment(json!({"touchpoint_type": "delivery", "rating": rating}));
    let opposed = rated(json!({"csat": 5, "ces": 1}));
    assert_eq!((opposed.outcome, opposed.mixed), (Outcome::Magic, true));
    assert_eq!(words(&opposed.reasons), ["stage_by_type", "csat:5", "also_rated:ces:1"]);
    assert_eq!(words(&rated(json!({"stars": 1, "verdict": "good"})).reasons)[2], "also_rated:verdict:good");
    for agreed in [json!({"csat": 5, "ces": 4}), json!({"csat": 4, "ces": 1}), json!({"csat": 1, "nps": 10})] {
        assert!(!rated(agreed.clone()).mixed, "{agreed}");
    }
}

#[test]
fn low_sides_of_a_contact_are_told_and_decide_nothing() {
    let rated =
        moment(json!({"touchpoint_type": "phone_call", "dimensions": {"listened": 2, "options": 3, "empathy": 1}}));
    assert_eq!(rated.outcome, Outcome::Unknown);
    assert_eq!(
        words(&rated.reasons),
        ["stage_before_purchase", "nothing_said", "dimension:listened:2", "dimension:empathy:1"]
    );
}

#[test]
fn a_rating_outside_its_sources_scale_says_nothing() {
    let rules = Rules::with_overrides("[sources.test]\npreset = 'effort_1_to_5'").unwrap();
    let rated = |ces: u8| {
        let body = json!({"touchpoint_type": "delivery", "rating": {"ces": ces}});
        journey([(0, body)]).judge(&rules).pop().unwrap().moment
    };
    assert_eq!((rated(5).outcome, rated(5).score), (Outcome::Magic, Some(1.0)));
    assert_eq!(rated(6).outcome, Outcome::Unknown);
    assert!(words(&rated(6).reasons).contains(&"off_scale:ces"));
}

#[test]
fn a_threshold_written_in_tenths_is_on_the_threshold() {
    let compared = |expected: f64, perceived: f64| {
        moment(json!({"touchpoint_type": "product_use", "expectation": {"a": expected, "b": 1, "c": 1},
            "perception": {"a": perceived, "b": 1, "c": 1}}))
        .outcome
    };
    // A mean of −0.375 / 3 and one a little above.
    assert_eq!(compared(0.8, 0.5), Outcome::Misery);
    assert_eq!(compared(0.8, 0.501), Outcome::Average);
}

#[test]
fn every_reason_that_a_judgement_gives_has_a_sentence() {
    let rules = Rules::built_in().unwrap();
    let bodies = [
        json!({"touchpoint_type": "phone_call", "channel": "phone", "acknowledged_after_s": 61, "greeted_after_s": 500,
            "transfers": 4, "reopened": 2, "resolved": false, "abandoned": true, "due_at": hour(0).to_string(),
            "done_at": hour(9).to_string(), "dimensions": {"empathy": 1}}),
        json!({"touchpoint_type": "delivery", "rating": {"csat": 5, "ces": 1, "verdict": "bad"}, "abandoned": false,
            "expectation": {"a": 2, "b": "x", "c": 1}, "perception": {"a": 1, "b": "y", "d": true}}),
        json!({"touchpoint_type": "tasting", "channel": "phone", "known_since": "2020-01-01T00:00:00Z"}),
        json!({"touchpoint_type": "page_error", "about": "nowhere"}),
    ];
    for judged in journey(bodies.into_iter().enumerate().map(|(at, body)| (at as i64, body))).judge(&rules) {
        for code in judged.moment.reasons.iter().chain(&judged.moment.friction) {
            for language in crate::vocabulary::Language::ALL {
                assert_ne!(crate::wording::code(code, *language), code.as_str());
            }
        }
    }
}
