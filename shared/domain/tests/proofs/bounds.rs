//! Bounds: what a moment may weigh, whose writing is paid for by the kilobyte.

use std::collections::BTreeMap;

use domain::correction::{Correction, Says};
use domain::identity::Identity;
use domain::journey::Journey;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::vocabulary::Outcome;
use serde_json::{Map, Value, json};

use crate::judgement::RECEIVED_AT;

/// Reads touchpoints of one customer, a minute after each other.
fn touchpoints(bodies: impl IntoIterator<Item = Value>) -> Vec<Touchpoint> {
    let sender = Sender { name: "test", is_secret: true };
    let read = |(index, mut body): (usize, Value)| {
        body["id"] = format!("t{index}").into();
        body["customer_id"] = "ana".into();
        body["occurred_at"] = format!("2026-11-20T10:{index:02}:00Z").into();
        parse(body, Shape::Json, sender, RECEIVED_AT.parse().unwrap(), || unreachable!()).unwrap().touchpoint
    };
    bodies.into_iter().enumerate().map(read).collect()
}

/// Names and values of the two key attributes, for identifiers of a dozen characters.
const KEY_BYTES: usize = 4 + "DAY#2026-11-20#0".len() + "MOMENT#id:0123456789ab#0123456789#0123456789ab".len();

/// Reckons the size of a value as DynamoDB does: a name and a text by their bytes, a number by half its digits and two
/// more, a list or map by three and one for each thing in it.
fn bytes_of(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 1,
        Value::Number(number) => number.to_string().len().div_ceil(2) + 2,
        Value::String(text) => text.len(),
        Value::Array(values) => 3 + values.iter().map(|value| 1 + bytes_of(value)).sum::<usize>(),
        Value::Object(fields) => 3 + fields.iter().map(|(name, value)| 1 + name.len() + bytes_of(value)).sum::<usize>(),
    }
}

/// What corrections may add to a moment.
const CORRECTED_BYTES_MAX: usize = 128;

#[test]
fn a_moment_with_everything_in_it_stays_below_a_kilobyte() {
    let facets: Map<_, _> = (0..50).map(|n| (format!("facet_{n:02}"), json!(n + 1))).collect();
    let less: Map<_, _> = (0..50).map(|n| (format!("facet_{n:02}"), json!(0))).collect();
    let sides =
        json!({"listened": 1, "options": 1, "accompanied": 1, "empathy": 1, "transparency": 1, "communication": 1});
    let bodies = [
        json!({"touchpoint_type": "greeting", "rating": {"csat": 1}}),
        json!({"touchpoint_type": "review", "channel": "social", "segment": "family", "expectation": facets,
            "perception": less, "rating": {"stars": 1, "csat": 5, "ces": 1, "nps": 0}, "dimensions": sides,
            "transfers": 3, "acknowledged_after_s": 99_999, "greeted_after_s": 99_999, "resolved": false,
            "reopened": 2, "abandoned": true, "due_at": "2026-10-20T10:00:00Z", "done_at": "2026-11-20T10:00:00Z",
            "comment": "x".repeat(5_000), "value_at_risk": {"amount": 120.5, "currency": "EUR"}}),
    ];
    let rules = Rules::built_in().unwrap();
    let weighs = |journey: &Journey| {
        let moments = journey.judge(&rules);
        bytes_of(&serde_json::to_value(&moments[1].moment).unwrap()) + KEY_BYTES
    };
    let mut journey = Journey::new(Identity::Customer("ana".into()), touchpoints(bodies), BTreeMap::new());
    let bytes = weighs(&journey);
    assert!(bytes <= 1_024, "{bytes} bytes");
    // What people say of it is told beside what the rules had said, by the longest names there are: that may cost a second write unit.
    let longest = rules.causes.keys().max_by_key(|name| name.len()).unwrap().clone();
    for says in [
        Says::Cause { cause: longest },
        Says::Outcome { outcome: Outcome::Average },
        Says::Outcome { outcome: Outcome::Misery },
        Says::OtherCustomer,
    ] {
        let correction =
            Correction { at: RECEIVED_AT.parse().unwrap(), by: "Eva".into(), reason: "She said so".into(), says };
        journey.touchpoints[1].corrections.push(correction);
        let bytes = weighs(&journey);
        assert!(
            bytes <= 1_024 + CORRECTED_BYTES_MAX,
            "{bytes} bytes, corrected {} times",
            journey.touchpoints[1].corrections.len()
        );
    }
}

/// What is complained about in a touchpoint that says one time.
fn complaints(name: &str, time: &str) -> Vec<String> {
    let sender = Sender { name: "test", is_secret: true };
    let body = json!({"touchpoint_type": "delivery", "id": "1", name: time});
    let received_at = "2026-11-22T10:00:00Z".parse().unwrap();
    let parsed = parse(body, Shape::Json, sender, received_at, || unreachable!());
    // A time that cannot be meant is refused, and the touchpoint is taken without it.
    let errors = parsed.map_or_else(|errors| errors, |incoming| incoming.warnings);
    errors
        .into_iter()
        .filter(|error| error.field == name)
        .map(|error| format!("{} {}", error.field, error.complaint))
        .collect()
}

#[test]
fn every_time_that_a_sender_may_give_has_an_earliest_and_a_latest() {
    let millennium = ("1999-12-31T23:59:59Z", "2000-01-01T00:00:00Z", "is before the year 2000");
    let century = ("1899-12-31T23:59:59Z", "1900-01-01T00:00:00Z", "is before the year 1900");
    let soon = ("2026-11-22T10:05:00Z", "2026-11-22T10:05:01Z", "is more than 5 minutes in the future");
    let far = ("2036-11-19T10:00:00Z", "2036-11-19T10:00:01Z", "is more than 10 years in the future");
    for (name, (before, first, early), (last, after, late)) in [
        ("occurred_at", millennium, soon),
        ("sent_at", millennium, far),
        ("due_at", millennium, far),
        ("done_at", millennium, soon),
        ("known_since", century, soon),
    ] {
        for (time, why) in
            [(before, early), ("0001-01-01T00:00:00Z", early), (after, late), ("9999-12-30T00:00:00Z", late)]
        {
            assert_eq!(complaints(name, time), [format!("{name} {why}")], "{time}");
        }
        for time in [first, "2026-11-22T10:00:00Z", last] {
            assert_eq!(complaints(name, time), Vec::<String>::new(), "{name} {time}");
        }
    }
}
