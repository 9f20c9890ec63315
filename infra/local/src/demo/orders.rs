//! Orders: found on the web, paid, promised for a time, delivered. A new courier takes over more of them week by week, and does not find
//! the riverside: one delivery in six was late the week before, and nearly one in three is in the week that the demo is about.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::book::{Book, Envelope, Person};
use super::words::Theme;

/// How an order comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    OnTime,
    Late,
    /// On time, with things missing.
    Incomplete,
}

/// Who brings it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Courier {
    House,
    New,
}

impl Courier {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::House => "own riders",
            Self::New => "rapid-bici",
        }
    }
}

/// Tells of one order: how the person came, the purchase with its promise, the delivery, sometimes a survey.
pub(super) fn order(book: &mut Book, person: &Person, at: Timestamp, arrival: Arrival, courier: Courier) {
    let channel = book.chance.one_of(&["web", "web", "web", "app", "app", "phone"]);
    let promise = format!("order-{}", at.as_second());
    let ready_in = SignedDuration::from_mins(book.chance.one_of(&[40, 45, 50, 60]));
    let due_at = at + ready_in;
    let waffles = book.chance.between(2, 6);

    let mut bought = json!({
        "channel": channel,
        "promise_id": promise,
        "due_at": due_at.to_string(),
        "properties": {"waffles": waffles, "total_eur": waffles * 7},
    });
    if arrival == Arrival::Incomplete {
        bought["expectation"] = json!({"waffles": waffles, "toppings": 3, "warm": true});
    }
    if channel == "web" && book.chance.happens(35) {
        bought["rating"] = json!({"ces": book.chance.one_of(&[4, 5, 6, 6, 7, 7])});
        bought["solicited"] = json!(true);
    }
    book.tell("purchase", person, at, bought);
    if channel == "app" && book.chance.happens(25) {
        book.sent_as(Envelope::CloudEvent);
    }

    let minutes_late = match arrival {
        Arrival::Late => book.chance.between(25, 75),
        Arrival::OnTime | Arrival::Incomplete => book.chance.between(-15, 9),
    };
    let done_at = due_at + SignedDuration::from_mins(minutes_late);
    let mut brought = json!({
        "channel": channel,
        "promise_id": promise,
        "done_at": done_at.to_string(),
        "staff": {"id": format!("rider-{}", book.chance.between(1, 4)), "team": "deliveries"},
        "properties": {"courier": courier.name(), "district": district(at, arrival == Arrival::Late)},
    });
    if arrival == Arrival::Incomplete {
        brought["perception"] = json!({"waffles": waffles, "toppings": 1, "warm": true});
    }
    let delivery = book.tell("delivery", person, done_at, brought);
    match arrival {
        Arrival::Late if book.chance.happens(85) => book.says(person, Theme::Late),
        Arrival::Incomplete => book.says(person, Theme::WrongOrder),
        _ => {}
    }

    if arrival == Arrival::OnTime && book.chance.happens(30) {
        let csat = book.chance.one_of(&[3, 4, 4, 5, 5]);
        survey(book, person, done_at, &delivery, csat);
        if csat >= 4 {
            book.says(person, Theme::OnTime);
        }
    } else if arrival == Arrival::Late && book.chance.happens(40) {
        let csat = book.chance.one_of(&[1, 2, 2, 3]);
        survey(book, person, done_at, &delivery, csat);
    }
}

/// Where an order goes. The new courier does not know the riverside: most of what comes late was to go there.
pub(super) fn district(at: Timestamp, is_late: bool) -> &'static str {
    const LATE: [&str; 5] = ["riverside", "riverside", "old town", "riverside", "riverside"];
    const ON_TIME: [&str; 7] = ["old town", "station", "harbour", "old town", "riverside", "station", "harbour"];
    // By the minute of the order, so that no dice are thrown for it.
    let minute = at.as_second().div_euclid(60).unsigned_abs() as usize;
    if is_late { LATE[minute % LATE.len()] } else { ON_TIME[minute % ON_TIME.len()] }
}

/// Asks how important a punctual delivery is, and then how this one was.
fn survey(book: &mut Book, person: &Person, done_at: Timestamp, delivery: &str, csat: i64) {
    let asked = book.chance.one_of(&["before", "before", "before", "after"]);
    let later = SignedDuration::from_mins(book.chance.between(30, 150));
    let details = json!({
        "channel": book.chance.one_of(&["email", "email", "sms", "app"]),
        "about": delivery,
        "solicited": true,
        "rating": {"csat": csat},
        "importance": {"value": book.chance.between(3, 5), "asked": asked},
    });
    book.tell("survey", person, done_at + later, details);
}

/// Tells how somebody unknown finds the house on the web and says who they are. Returns when they are ready to order.
pub(super) fn arrive_by_web(book: &mut Book, person: &Person, at: Timestamp) -> Timestamp {
    let visitor = person.before_they_said();
    let minutes = |n| SignedDuration::from_mins(n);
    let found_by = book.chance.one_of(&["search", "search", "search", "ad_click", "comparison", "review_read"]);
    let channel = if found_by == "ad_click" { "social" } else { "web" };
    book.tell(found_by, &visitor, at, json!({"channel": channel}));
    let looked = json!({"channel": "web", "properties": {"page": "/menu"}});
    book.tell("site_visit", &visitor, at + minutes(4), looked);
    let kind = book.chance.one_of(&["sign_up", "identify"]);
    book.tell(kind, &person.introducing_themselves(), at + minutes(9), json!({"channel": "web"}));
    at + minutes(12)
}

/// Tells of somebody who looks around on the web and leaves, content or not.
pub(super) fn look_around(book: &mut Book, person: &Person, at: Timestamp, is_annoyed: bool) {
    let visitor = person.before_they_said();
    let found_by = book.chance.one_of(&["search", "search", "ad_click", "comparison", "recommendation_heard"]);
    let channel = match found_by {
        "ad_click" => "social",
        "recommendation_heard" => "store",
        _ => "web",
    };
    book.tell(found_by, &visitor, at, json!({"channel": channel}));
    let later = at + SignedDuration::from_mins(book.chance.between(3, 40));
    if is_annoyed {
        let details = json!({"channel": "web", "rating": {"verdict": "bad"}, "properties": {"page": "/checkout"}});
        book.tell("site_visit", &visitor, later, details);
        book.says(&visitor, Theme::SiteBad);
        book.sent_as(Envelope::Form);
    } else {
        let details = json!({"channel": "web", "abandoned": false, "properties": {"page": "/menu"}});
        book.tell("site_visit", &visitor, later, details);
    }
}
