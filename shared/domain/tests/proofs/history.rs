//! What followed failures is counted right: journeys are made with a known truth, and the counts find it.

use std::collections::BTreeMap;

use domain::history::History;
use domain::identity::Identity;
use domain::journey::Journey;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

fn touchpoint(body: Value) -> Touchpoint {
    let sender = Sender { name: "shop", is_secret: true };
    let now = "2026-11-30T00:00:00Z".parse().unwrap();
    parse(body, Shape::Json, sender, now, || "unnamed".to_owned()).unwrap().touchpoint
}

/// Which share of late deliveries and of unresolved calls is followed by a bad public review, and how often the customer buys again.
const TRUTH: [(&str, f64, f64); 2] = [("delivery", 0.7, 0.1), ("support_contact", 0.2, 0.5)];

#[test]
fn the_counts_of_simulated_journeys_are_the_truth_they_were_made_with() {
    let rules = Rules::built_in().unwrap();
    let now: Timestamp = "2026-11-30T00:00:00Z".parse().unwrap();
    let mut history = History::default();
    let mut made = BTreeMap::from(TRUTH.map(|(kind, ..)| (kind, [0_u64; 4])));
    for number in 0..2_000 {
        let (kind, bad, again) = TRUTH[number % 2];
        let customer = format!("c{number}");
        let at = now - SignedDuration::from_hours(24 * i64::try_from(40 + number * 53 % 160).unwrap());
        // Every share of a hundred customers, scattered.
        let falls = |share: f64, step: usize| ((number / 2 * step) % 100) as f64 / 100.0 < share - 1e-9;
        let when = |days: i64| (at + SignedDuration::from_hours(24 * days)).to_string();
        let failure = match kind {
            "delivery" => {
                json!({"due_at": (at - SignedDuration::from_hours(100)).to_string(), "done_at": at.to_string()})
            }
            _ => json!({"resolved": false, "importance": 5}),
        };
        let mut bodies = vec![json!({"id": "f", "type": kind, "customer_id": customer, "occurred_at": at.to_string()})];
        bodies[0].as_object_mut().unwrap().extend(failure.as_object().unwrap().clone());
        let (is_bad, is_again) = (falls(bad, 37), falls(again, 61));
        if is_bad {
            // Public by its type, and of this failure or not: it follows it either way.
            bodies.push(json!({"id": "r", "type": "review", "customer_id": customer, "occurred_at": when(3), "rating": {"stars": 1}}));
        }
        if is_again {
            bodies.push(json!({"id": "p", "type": "purchase", "customer_id": customer, "occurred_at": when(20)}));
        }
        // Too late to follow.
        bodies.push(json!({"id": "l", "type": "purchase", "customer_id": customer, "occurred_at": when(31)}));
        let counts = made.get_mut(kind).unwrap();
        counts[0] += 1;
        counts[1] += u64::from(is_bad);
        counts[2] += u64::from(is_again);
        counts[3] += u64::from(!is_bad && !is_again);
        let touchpoints = bodies.into_iter().map(touchpoint).collect();
        let journey = Journey::new(Identity::Customer(customer), touchpoints, BTreeMap::new());
        history += History::of(&journey.judge(&rules), &rules, now);
    }
    assert_eq!(made["delivery"][..3], [1_000, 700, 100], "as the truth says");
    for (kind, counts) in made {
        let found = history.kinds.iter().filter(|(name, _)| name.starts_with(kind)).map(|(_, followed)| *followed);
        let found = found.fold([0; 4], |sum, one| {
            [sum[0] + one.failures, sum[1] + one.public, sum[2] + one.bought, sum[3] + one.silent]
        });
        assert_eq!(found, counts, "{kind}: {:?}", history.kinds);
    }
    assert_eq!(history.all.returned, 0);
    assert_eq!(history.all.harmed, history.all.public);
}

#[test]
fn a_failure_that_has_not_had_its_thirty_days_is_not_counted() {
    let rules = Rules::built_in().unwrap();
    let body = json!({"id": "f", "type": "support_contact", "customer_id": "ana", "resolved": false, "importance": 5,
        "occurred_at": "2026-10-01T00:00:00Z"});
    let journey = Journey::new(Identity::Customer("ana".into()), vec![touchpoint(body)], BTreeMap::new());
    let judged = journey.judge(&rules);
    let counted = |now: &str| History::of(&judged, &rules, now.parse().unwrap()).all.failures;
    assert_eq!((counted("2026-10-30T23:59:59Z"), counted("2026-10-31T00:00:00Z")), (0, 1));
}
