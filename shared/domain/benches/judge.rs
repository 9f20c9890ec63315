//! What judging costs, in time and in allocations: one touchpoint at the end of a journey of 20 that is already read (the
//! fold of the 20 included), the parts of that, and journeys up to the bound, to show that the time is in proportion.
//!
//! `cargo bench -p domain` prints times per call; per touchpoint, divide by the length. Nothing is asserted here.

#![expect(clippy::unwrap_used, reason = "a bench: what is not there has failed")]

use std::collections::BTreeMap;

use divan::{AllocProfiler, Bencher, black_box};
use domain::identity::Identity;
use domain::journey::{Journey, TOUCHPOINTS_MAX};
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

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

fn journey(touchpoints: usize) -> Journey {
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

/// One new touchpoint at the end of a journey: the fold of all, the judgement of the last written out.
#[divan::bench(args = [1, 20, 100, 1_000, TOUCHPOINTS_MAX])]
fn judge_the_last(bencher: Bencher<'_, '_>, touchpoints: usize) {
    let (journey, rules) = (journey(touchpoints), Rules::built_in().unwrap());
    let last = journey.touchpoints.last().unwrap().position();
    bencher.bench(|| black_box(&journey).judge_since(last, &rules));
}

/// Every moment written out: what a link, `verify` or new rules cost.
#[divan::bench(args = [20, 100, 1_000, TOUCHPOINTS_MAX])]
fn judge_all(bencher: Bencher<'_, '_>, touchpoints: usize) {
    let (journey, rules) = (journey(touchpoints), Rules::built_in().unwrap());
    bencher.bench(|| black_box(&journey).judge(&rules));
}

/// The journey as a whole, for the people who look at it.
#[divan::bench(args = [20, 1_000, TOUCHPOINTS_MAX])]
fn overview(bencher: Bencher<'_, '_>, touchpoints: usize) {
    let (journey, rules) = (journey(touchpoints), Rules::built_in().unwrap());
    let now = journey.touchpoints.last().unwrap().occurred_at;
    bencher.bench(|| black_box(&journey).overview(&rules, now));
}

/// The rules of a deployment, read once a cold start and once a minute at most.
#[divan::bench]
fn read_the_rules() -> Rules {
    Rules::with_overrides(black_box("[types.delivery]\nimportance = 5")).unwrap()
}
