//! The journey that is judged: as long as one likes, with something of everything in it.

use std::collections::BTreeMap;

use domain::identity::Identity;
use domain::journey::Journey;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// A life as a customer, over and over: research with a promise, first contacts, purchase, late delivery, trouble, a
/// survey about the delivery, a complaint, a public review. Four hours lie between touchpoints, so windows are full.
fn life(index: usize, at: Timestamp) -> Value {
    let promise = format!("order-{}", index / 10);
    let later = |hours| (at + SignedDuration::from_hours(hours)).to_string();
    match index % 10 {
        0 => json!({"touchpoint_type": "search", "promise_id": promise, "expectation": {"waffles": 3, "scoops": 2}}),
        1 => json!({"touchpoint_type": "site_visit", "channel": "web"}),
        2 => json!({"touchpoint_type": "page_error", "channel": "web"}),
        3 => json!({"touchpoint_type": "phone_call", "channel": "phone", "acknowledged_after_s": 90, "transfers": 2}),
        4 => json!({"touchpoint_type": "purchase", "promise_id": promise, "due_at": later(4)}),
        5 => json!({"touchpoint_type": "delivery", "promise_id": promise, "done_at": later(2)}),
        6 => {
            json!({"touchpoint_type": "product_use", "promise_id": promise, "perception": {"waffles": 3, "scoops": 1}})
        }
        7 => json!({"touchpoint_type": "survey", "about": format!("t{}", index - 2), "rating": {"csat": 2}}),
        8 => json!({"touchpoint_type": "complaint", "comment": "one scoop of the two", "promise_id": promise}),
        _ => json!({"touchpoint_type": "review", "rating": {"stars": 1}, "channel": "social"}),
    }
}

/// Returns a journey of so many touchpoints.
pub(crate) fn journey(touchpoints: usize) -> Journey {
    let read = |index: usize| -> Touchpoint {
        let at = "2020-01-01T00:00:00Z".parse::<Timestamp>().unwrap()
            + SignedDuration::from_hours(4 * i64::try_from(index).unwrap());
        let mut body = life(index, at);
        body["id"] = format!("t{index}").into();
        body["customer_id"] = "customer-4711".into();
        body["occurred_at"] = at.to_string().into();
        let sender = Sender { name: "web", is_secret: true };
        let received_at = "2026-11-22T10:00:00Z".parse().unwrap();
        parse(body, Shape::Json, sender, received_at, String::new).unwrap().touchpoint
    };
    Journey::new(Identity::Customer("customer-4711".into()), (0..touchpoints).map(read).collect(), BTreeMap::new())
}
