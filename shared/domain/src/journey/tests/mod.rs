//! Journeys as senders write them, for the tests of what the fold remembers.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Journey, Judged};
use crate::identity::Identity;
use crate::moment::Code;
use crate::rules::Rules;
use crate::touchpoint::parse::{Sender, Shape, parse};

mod deep;
mod due;
mod evidence;
mod first;
mod ledger;
mod overview;
mod reasons;
mod silent;
mod since;

/// Hours after the journey's beginning, as a time.
fn hour(hours: i64) -> Timestamp {
    "2026-11-01T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

/// A journey of touchpoints at hours after its beginning. Ids are `t0`, `t1`, … unless said.
fn journey(touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Journey {
    let mut read = Vec::new();
    for (index, (at, mut body)) in touchpoints.into_iter().enumerate() {
        let object = body.as_object_mut().unwrap();
        object.entry("id").or_insert(format!("t{index}").into());
        object.entry("customer_id").or_insert("ana".into());
        object.entry("occurred_at").or_insert(hour(at).to_string().into());
        let sender = Sender { name: "test", is_secret: true };
        read.push(parse(body, Shape::Json, sender, hour(10_000), || unreachable!()).unwrap().touchpoint);
    }
    Journey::new(Identity::Customer("ana".into()), read, BTreeMap::new())
}

fn judged(touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Vec<Judged> {
    journey(touchpoints).judge(&Rules::built_in().unwrap())
}

fn last(touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Judged {
    judged(touchpoints).pop().unwrap()
}

fn words(codes: &[Code]) -> Vec<&str> {
    codes.iter().map(Code::as_str).collect()
}
