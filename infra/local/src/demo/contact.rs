//! Getting in touch: the phone line and the chat, complaints, and what the house does about them. The week before, the
//! phone was a paid number with a menu; now it is free and people answer, and one contact in twelve goes wrong instead
//! of more than one in three.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::book::{Book, Person};
use super::words::Theme;

/// How a contact goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Bad,
    Fair,
    Good,
    /// Nobody asked, nobody said.
    Unrated,
}

/// Tells of one call, chat or message to the house.
pub(super) fn support(book: &mut Book, person: &Person, at: Timestamp, service: Service, channel: &str) {
    let team = if channel == "phone" { "phone line" } else { "messages" };
    let mut details = json!({
        "channel": channel,
        "staff": {"id": format!("agent-{}", book.chance.between(1, 3)), "team": team},
    });
    if service == Service::Unrated {
        details["resolved"] = json!(true);
        book.tell("support_contact", person, at, details);
        return;
    }
    let (ces, felt, theme) = match service {
        Service::Bad => (book.chance.between(1, 3), book.chance.between(1, 2), Theme::SupportBad),
        Service::Good => (7, 5, Theme::SupportGood),
        Service::Fair | Service::Unrated => (book.chance.between(4, 6), 4, Theme::SupportFair),
    };
    details["rating"] = json!({"ces": ces});
    details["solicited"] = json!(true);
    if channel == "phone" {
        details["acknowledged_after_s"] = match service {
            Service::Bad => json!(book.chance.between(150, 900)),
            _ => json!(book.chance.between(8, 45)),
        };
    }
    if service == Service::Bad {
        details["transfers"] = json!(book.chance.between(0, 3));
    }
    if book.chance.happens(30) {
        details["dimensions"] = json!({"listened": felt, "empathy": felt, "transparency": book.chance.between(felt - 1, felt)
            .max(1)});
    }
    book.tell("support_contact", person, at, details);
    if service != Service::Fair || book.chance.happens(40) {
        book.says(person, theme);
    }
}

/// Tells of a complaint, a while after what it is about, and of the call back if the house made one.
pub(super) fn complain(book: &mut Book, person: &Person, at: Timestamp, is_called_back: bool) {
    let channel = book.chance.one_of(&["email", "phone", "web"]);
    let value = book.chance.one_of(&[18, 24, 35, 120]);
    let details = json!({"channel": channel, "value_at_risk": {"amount": value, "currency": "EUR"}});
    let complaint = book.tell("complaint", person, at, details);
    book.says(person, Theme::Complaint);
    if is_called_back {
        let call = at + SignedDuration::from_hours(book.chance.between(2, 5));
        let details = json!({"channel": "phone", "about": complaint, "solicited": true, "rating": {"csat": 4}});
        book.tell("follow_up", person, call, details);
        book.says(person, Theme::Recovered);
    }
}

/// Tells of a customer who meets one small trouble after the other and never says a word about it.
pub(super) fn suffer_in_silence(book: &mut Book, person: &Person, at: Timestamp) {
    let hours = |n| SignedDuration::from_hours(n);
    let staff = json!({"id": "agent-2", "team": "phone line"});
    let slow = json!({"channel": "phone", "acknowledged_after_s": 95, "staff": staff});
    book.tell("support_contact", person, at, slow);
    let passed_on = json!({"channel": "chat", "acknowledged_after_s": 20, "transfers": 3, "resolved": true});
    book.tell("support_contact", person, at + hours(3), passed_on);
    let ignored = json!({"channel": "store", "greeted_after_s": 100, "staff": {"team": "counter"}});
    book.tell("store_visit", person, at + hours(26), ignored);
}
