//! The house itself: people who come in, sit down, eat, and tell others; parties that are planned; money. The part of
//! the business that is simply well run.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::book::{Book, Envelope, Person};
use super::words::Theme;

/// How a visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    Bad,
    Fair,
    Good,
}

/// Tells of a visit: the door, the counter, and often the smiley at the table.
pub(super) fn visit(book: &mut Book, person: &Person, at: Timestamp, visit: Visit) {
    let minutes = |n| SignedDuration::from_mins(n);
    let counter = json!({"id": format!("counter-{}", book.chance.between(1, 5)), "team": "counter"});
    let mut details = json!({"channel": "store", "staff": counter});
    let (stars, greeted_after_s, theme) = match visit {
        Visit::Bad => (book.chance.between(1, 2), 300, Theme::HouseBad),
        Visit::Fair => (book.chance.between(3, 4), book.chance.between(15, 70), Theme::HouseFair),
        Visit::Good => (5, book.chance.between(3, 20), Theme::HouseGood),
    };
    details["greeted_after_s"] = json!(greeted_after_s);
    if book.chance.happens(60) || visit == Visit::Bad {
        details["rating"] = json!({"stars": stars});
        details["solicited"] = json!(true);
        book.tell("store_visit", person, at, details);
        book.says(person, theme);
    } else {
        book.tell("store_visit", person, at, details);
    }
    if visit == Visit::Good && book.chance.happens(60) {
        eat(book, person, at + minutes(35), visit);
    }
}

/// Tells of a meal, rated by the smiley on the table's own little form.
pub(super) fn eat(book: &mut Book, person: &Person, at: Timestamp, visit: Visit) {
    let (verdict, theme) = match visit {
        Visit::Bad => ("bad", Theme::HouseBad),
        Visit::Fair => ("okay", Theme::HouseFair),
        Visit::Good => ("good", Theme::HouseGood),
    };
    let details = json!({"channel": "store", "rating": {"verdict": verdict}});
    book.tell("product_use", person, at, details);
    if book.chance.happens(50) {
        book.says(person, theme);
    }
    if book.chance.happens(30) {
        book.sent_as(Envelope::Form);
    }
}

/// Tells of somebody seen by the staff, not by themselves: kept apart from what customers say.
pub(super) fn greet(book: &mut Book, person: &Person, at: Timestamp, seemed: &str) {
    let details = json!({
        "channel": "store",
        "observed_by": "staff",
        "rating": {"verdict": seemed},
        "staff": {"id": format!("counter-{}", book.chance.between(1, 5)), "team": "counter"},
    });
    book.tell("greeting", person, at, details);
}

/// Tells of somebody who looks for the door.
pub(super) fn find_the_door(book: &mut Book, person: &Person, at: Timestamp, verdict: &str) {
    book.tell("location_visit", person, at, json!({"channel": "store", "rating": {"verdict": verdict}}));
}

/// Tells of a public review, and of a stranger who reads it: an opinion is somebody else's beginning.
pub(super) fn review(book: &mut Book, person: &Person, at: Timestamp, stars: i64, reader: Option<&Person>) {
    let address = format!("https://reviews.example/waffle-house/{}", at.as_second());
    let details = json!({"channel": "web", "audience": "public", "rating": {"stars": stars}, "content_url": address});
    book.tell("review", person, at, details);
    book.says(person, if stars <= 2 { Theme::ReviewBad } else { Theme::ReviewGood });
    if let Some(reader) = reader {
        let later = at + SignedDuration::from_hours(book.chance.between(2, 9));
        let details = json!({"channel": "web", "content_url": address});
        book.tell("review_read", &reader.before_they_said(), later, details);
    }
}

/// Tells of a post in a social network.
pub(super) fn post(book: &mut Book, person: &Person, at: Timestamp, is_bad: bool) {
    let mut details = json!({"channel": "social", "audience": "public"});
    if is_bad {
        details["rating"] = json!({"verdict": "bad"});
    }
    book.tell("social_post", person, at, details);
    book.says(person, if is_bad { Theme::SocialBad } else { Theme::Social });
}

/// Tells of a party that is planned: a quote with money behind it, and a tasting if the quote was good.
pub(super) fn plan_a_party(book: &mut Book, person: &Person, at: Timestamp, is_answered: bool) {
    let amount = book.chance.one_of(&[380, 540, 900]);
    let mut details = json!({"channel": "email", "value_at_risk": {"amount": amount, "currency": "EUR"}});
    details["rating"] = json!({"csat": if is_answered { 5 } else { 2 }});
    book.tell("quote", person, at, details);
    book.says(person, if is_answered { Theme::EventGood } else { Theme::EventBad });
    if is_answered {
        let details = json!({"channel": "store", "rating": {"csat": 5}, "staff": {"team": "events"}});
        book.tell("demo", person, at + SignedDuration::from_hours(20), details);
    }
}

/// Tells of an invoice or a return, with what the customer thought of it.
pub(super) fn settle(book: &mut Book, person: &Person, at: Timestamp, kind: &str, csat: i64) {
    book.tell(kind, person, at, json!({"channel": "email", "rating": {"csat": csat}}));
    match csat {
        1 | 2 => book.says(person, Theme::MoneyBad),
        5 => book.says(person, Theme::MoneyGood),
        _ => {}
    }
}

/// Tells of a breakfast subscription that begins, with the manager's word on how it went.
pub(super) fn subscribe(book: &mut Book, person: &Person, at: Timestamp, outcome: &str) {
    let details = json!({"channel": "app", "outcome": outcome, "staff": {"team": "events"}});
    book.tell("onboarding", person, at, details);
}

/// Tells of a friend who was brought along.
pub(super) fn refer(book: &mut Book, person: &Person, at: Timestamp) {
    book.tell("referral", person, at, json!({"channel": "app"}));
}

/// Asks a regular how likely they are to recommend the house: about the relation, not about a moment.
pub(super) fn ask_to_recommend(book: &mut Book, person: &Person, at: Timestamp, nps: i64) {
    let details = json!({
        "channel": "email",
        "solicited": true,
        "rating": {"nps": nps},
        "known_since": "2024-05-01T08:00:00Z",
    });
    book.tell("survey", person, at, details);
    book.says(person, if nps >= 9 { Theme::Recommend } else { Theme::Doubt });
}
