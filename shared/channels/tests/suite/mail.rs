//! What only mail has: that a letter arrives as it was written, and that nothing is said to the wrong server.

use channels::configuration::Options;
use channels::reply::Reply;
use channels::request::Delivery;
use domain::alerting::Message;
use jiff::SignedDuration;

use crate::kit::examples::{alert, at, channels, every_message_saying, links, now};
use crate::kit::opened::{Kind, Letter};
use crate::post_office::{PostOffice, Posted, Step, Trouble};
use jiff::tz::TimeZone;

fn options() -> Options {
    Options { allow_loopback: true, ..Options::default() }
}

async fn posted(messages: &[Message]) -> Vec<Posted> {
    let office = PostOffice::open(None).await;
    let channels = channels(&Kind::named("email").table(office.port), &options());
    let links = links();
    for message in messages {
        let delivery = Delivery {
            id: "dlv_1",
            message,
            links: &links,
            created_at: at("2026-11-22T19:52:00Z"),
            zone: &TimeZone::UTC,
        };
        assert_eq!(channels.send("email", &delivery, now()).await, Reply::Delivered);
    }
    office.posted()
}

#[tokio::test]
async fn a_letter_arrives_as_it_was_written_between_the_addresses_of_the_configuration() {
    let dots = every_message_saying(".\n..\n.hidden\n.", domain::vocabulary::Language::English);
    let posted = posted(&dots).await;
    assert_eq!(posted.len(), dots.len());
    for (posted, message) in posted.iter().zip(&dots) {
        let commands: Vec<&str> = posted.commands.iter().map(String::as_str).collect();
        assert_eq!(commands[0], "EHLO s3cr3t-sender.example");
        assert!(commands[1].starts_with("AUTH PLAIN "));
        let rest = ["MAIL FROM:<alerts@s3cr3t-sender.example>", "RCPT TO:<s3cr3t-reader@example.com>", "DATA"];
        assert_eq!(commands[2..], rest);
        let letter = Letter::open(posted.content.as_bytes());
        assert_eq!(letter.header("From"), "Moments <alerts@s3cr3t-sender.example>");
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        if let Message::Alert(_) = message {
            assert!(letter.text.contains(".hidden"), "{}", letter.text);
        }
    }
}

#[tokio::test]
async fn a_repeated_try_is_recognised_by_its_message_id() {
    let office = PostOffice::open(Some((Step::Taken, Trouble::Says("451 try later")))).await;
    let channels = channels(&Kind::named("email").table(office.port), &options());
    let (message, links) = (crate::kit::examples::message(alert()), links());
    let send = async |id, later_s| {
        let delivery = Delivery {
            id,
            message: &message,
            links: &links,
            created_at: at("2026-11-22T19:52:00Z"),
            zone: &TimeZone::UTC,
        };
        channels.send("email", &delivery, now() + SignedDuration::from_secs(later_s)).await
    };
    for (id, later_s) in [("dlv_1", 0), ("dlv_1", 300), ("dlv_2", 300)] {
        assert!(matches!(send(id, later_s).await, Reply::Retryable { .. }));
    }
    let letters: Vec<Letter> = office.posted().iter().map(|posted| Letter::open(posted.content.as_bytes())).collect();
    let of = |name: &str| letters.iter().map(|letter| letter.header(name).to_owned()).collect::<Vec<_>>();
    let ids = of("Message-ID");
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[1], ids[2]);
    assert!(ids.iter().all(|id| id.ends_with("@s3cr3t-sender.example>") && !id.contains("dlv")), "{ids:?}");
    assert_eq!(of("Date"), ["Sun, 22 Nov 2026 19:52:00 +0000"; 3]);
}

#[tokio::test]
async fn a_server_that_cannot_speak_securely_is_told_nothing() {
    let office = PostOffice::open(None).await;
    let table = Kind::named("email").table(office.port).replace("smtp://", "smtps://");
    let channels = channels(&table, &options());
    let message = crate::kit::examples::message(alert());
    let delivery = Delivery { id: "dlv_1", message: &message, links: &[], created_at: now(), zone: &TimeZone::UTC };
    let reply = channels.send("email", &delivery, now()).await;
    assert!(matches!(&reply, Reply::Retryable { reason, .. } if reason.starts_with("connection failed")), "{reply:?}");
    assert!(office.posted().is_empty() && office.connections() == 1);
}

#[tokio::test]
async fn a_server_that_knows_no_way_to_sign_in_is_refused() {
    let office = PostOffice::open(Some((Step::Hello, Trouble::Says("250 post.example")))).await;
    let channels = channels(&Kind::named("email").table(office.port), &options());
    let message = crate::kit::examples::message(alert());
    let delivery = Delivery { id: "dlv_1", message: &message, links: &[], created_at: now(), zone: &TimeZone::UTC };
    let reply = channels.send("email", &delivery, now()).await;
    let reason = "the server does not offer encryption or a way to sign in".to_owned();
    assert_eq!(reply, Reply::Refused { reason });
}
