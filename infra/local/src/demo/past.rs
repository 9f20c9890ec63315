//! Eleven weeks of deliveries before the story begins, brought in as history: what is normal is learnt from them, and nobody is alerted.
//! Knows no scene of the story, and takes nothing from its dice.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};

use super::book::{Envelope, Told};
use super::calendar::Calendar;
use super::orders::{Courier, district};

/// Deliveries of a week, and how many of them are late, from the latest week back: the new courier has begun with a few.
const DELIVERIES: usize = 60;
const LATE: [usize; 11] = [8, 2, 1, 2, 1, 2, 2, 1, 2, 1, 2];
/// Weeks before the story, up to this one, in which what is late was brought by the new courier.
const NEW_COURIER_WEEKS_AGO: usize = 2;

/// Writes down the deliveries of the weeks before the story.
pub(super) fn tell(calendar: &Calendar) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    for (weeks_ago, (open, late)) in (2..).zip(calendar.past.iter().zip(LATE)) {
        for number in 0..DELIVERIES {
            let part = (number as f64 + 0.5) / DELIVERIES as f64;
            if let Some(at) = open.at(part) {
                // Late ones are spread over the week.
                let is_late = (number * late) / DELIVERIES != ((number + 1) * late) / DELIVERIES;
                let is_new = is_late && weeks_ago <= NEW_COURIER_WEEKS_AGO;
                let courier = if is_new { Courier::New } else { Courier::House };
                told.push(delivery(&format!("{}-{weeks_ago}-{number:02}", calendar.name), at, is_late, courier));
            }
        }
    }
    told.sort_by_key(|told| told.at);
    told
}

fn delivery(name: &str, at: Timestamp, is_late: bool, courier: Courier) -> Told {
    let minutes_late = if is_late { 40 } else { -5 };
    let body = json!({
        "id": format!("demo-past-{name}"),
        "touchpoint_type": "delivery",
        "customer_id": format!("past-{name}"),
        "occurred_at": at.to_string(),
        "channel": "web",
        "due_at": (at - SignedDuration::from_mins(minutes_late)).to_string(),
        "done_at": at.to_string(),
        "staff": {"team": "deliveries"},
        "properties": {"courier": courier.name(), "district": district(at, is_late)},
        "history": true,
    });
    let body = body.as_object().cloned().unwrap_or_else(Map::new);
    Told { at, body, envelope: Envelope::Json }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::touchpoint::parse::{Sender, Shape, parse};
    use serde_json::Value;

    use super::super::tests::{SUNDAY, zone};
    use super::*;

    #[test]
    fn the_past_ends_before_the_story_and_wakes_nobody() {
        let calendar = Calendar::of(SUNDAY.parse().unwrap(), &zone());
        let story = calendar.name.previous().bounds(&zone()).start;
        let told = tell(&calendar);
        assert_eq!(told.len(), DELIVERIES * LATE.len());
        assert!(told.iter().all(|told| told.at < story && told.body["history"] == json!(true)));
        let ids: BTreeSet<_> = told.iter().map(|told| told.body["id"].to_string()).collect();
        assert_eq!(ids.len(), told.len());
        let sender = Sender { name: "local", is_secret: true };
        for one in told {
            parse(Value::Object(one.body), Shape::Json, sender, one.at, || unreachable!()).unwrap();
        }
    }
}
