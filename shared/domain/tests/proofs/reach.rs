//! How far a judgement looks back: no moment depends on what comes later, however long the journey becomes, and what lies
//! too far back to be looked at still counts.

use std::collections::BTreeMap;

use domain::identity::Identity;
use domain::journey::Journey;
use domain::journey::reach::TOUCHPOINTS_MAX;
use domain::moment::{Code, Moment};
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::vocabulary::Language;
use domain::wording;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn touchpoint(number: usize, mut body: Value) -> Touchpoint {
    let sender = Sender { name: "test", is_secret: true };
    body["id"] = format!("t{number:05}").into();
    body["customer_id"] = "ana".into();
    let at = start() + SignedDuration::from_mins(i64::try_from(number).unwrap() * 10);
    body["occurred_at"] = at.to_string().into();
    parse(body, Shape::Json, sender, "2026-11-20T10:00:00Z".parse().unwrap(), || unreachable!()).unwrap().touchpoint
}

/// A life of many kinds: purchases, deliveries, complaints, promises, surveys about others.
fn life(count: usize) -> Vec<Touchpoint> {
    let body = |number: usize| match number % 11 {
        0 => json!({"type": "site_visit"}),
        1 => json!({"type": "purchase", "promise_id": format!("p{number}"), "expectation": {"items": 3}}),
        2 => {
            json!({"type": "delivery", "promise_id": format!("p{}", number - 1), "perception": {"items": 2 + number % 2}})
        }
        3 => json!({"type": "support_contact", "rating": {"csat": number % 5 + 1}}),
        4 => json!({"type": "survey", "about": format!("t{:05}", number - 1), "rating": {"csat": 5 - number % 5}}),
        5 if number.is_multiple_of(3) => json!({"type": "complaint"}),
        _ => json!({"type": "product_use", "rating": {"csat": 4}}),
    };
    (0..count).map(|number| touchpoint(number, body(number))).collect()
}

fn judge(touchpoints: &[Touchpoint]) -> Vec<Moment> {
    let journey = Journey::new(Identity::Customer("ana".into()), touchpoints.to_vec(), BTreeMap::new());
    journey.judge(&Rules::built_in().unwrap()).into_iter().map(|judged| judged.moment).collect()
}

fn says_summarized(moment: &Moment) -> bool {
    moment.reasons.iter().any(|reason| reason.name() == "earlier_summarized")
}

#[test]
fn a_moment_is_the_same_however_long_the_journey_becomes() {
    let life = life(3 * TOUCHPOINTS_MAX + 100);
    let whole = judge(&life);
    assert_eq!(whole.len(), life.len());
    for end in [TOUCHPOINTS_MAX, TOUCHPOINTS_MAX + 1, 2 * TOUCHPOINTS_MAX, 2 * TOUCHPOINTS_MAX + 7] {
        assert!(judge(&life[..end]) == whole[..end], "the journey of {end}");
    }
    let first = whole.iter().position(says_summarized);
    assert_eq!(first, Some(2 * TOUCHPOINTS_MAX), "two blocks are looked at whole");
}

#[test]
fn judging_from_a_place_on_is_the_end_of_judging_all() {
    let life = life(2 * TOUCHPOINTS_MAX + 500);
    let journey = Journey::new(Identity::Customer("ana".into()), life, BTreeMap::new());
    let rules = Rules::built_in().unwrap();
    let whole = journey.judge(&rules);
    for place in [0, 17, TOUCHPOINTS_MAX - 1, TOUCHPOINTS_MAX, 2 * TOUCHPOINTS_MAX, 2 * TOUCHPOINTS_MAX + 499] {
        let since = journey.judge_since(journey.touchpoints[place].position(), &rules);
        assert!(since == whole[place..], "from {place} on");
    }
}

#[test]
fn what_lies_too_far_back_still_counts() {
    // Service, a purchase and an exchange at the beginning; then nothing but visits for more than two blocks.
    let mut touchpoints = vec![
        touchpoint(0, json!({"type": "support_contact", "rating": {"csat": 4}})),
        touchpoint(1, json!({"type": "purchase"})),
        touchpoint(2, json!({"type": "delivery", "rating": {"csat": 4}})),
    ];
    let visits = 2 * TOUCHPOINTS_MAX + 10;
    touchpoints
        .extend((3..visits).map(|number| touchpoint(number, json!({"type": "store_visit", "rating": {"csat": 4}}))));
    touchpoints.push(touchpoint(visits, json!({"type": "support_contact", "rating": {"csat": 1}})));
    touchpoints.push(touchpoint(visits + 1, json!({"type": "purchase"})));
    let moments = judge(&touchpoints);
    let [.., contact, purchase] = moments.as_slice() else { panic!("two at least") };
    assert!(says_summarized(contact));
    assert!(!contact.first_contact, "the first contact lies in the summary");
    assert_eq!(contact.stage.as_str(), "second", "a customer who has bought");
    assert_eq!(purchase.signals.purchase_number, Some(2));
    // The same without the beginning is another story.
    let without = judge(&touchpoints[3..]);
    assert_eq!(without[without.len() - 1].signals.purchase_number, Some(1));
}

#[test]
fn heavy_touchpoints_make_shorter_blocks_and_the_same_holds() {
    let heavy = |number: usize| {
        touchpoint(
            number,
            json!({"type": "product_use", "observed_by": "staff", "comment": "€".repeat(9_000),
            "perception": {"a": number % 3}}),
        )
    };
    let life: Vec<_> = (0..950).map(heavy).collect();
    let whole = judge(&life);
    assert!(whole.iter().any(says_summarized), "950 of 27 KB are more than two blocks of 8 MB");
    for end in [400, 700, 949] {
        assert!(judge(&life[..end]) == whole[..end], "the journey of {end}");
    }
}

#[test]
fn a_reason_of_moments_stored_before_still_has_its_sentence() {
    let code: Code = serde_json::from_value(json!("journey_too_long")).unwrap();
    let sentence = wording::code(&code, Language::English);
    assert!(sentence.contains("judged on its own"), "{sentence}");
}
