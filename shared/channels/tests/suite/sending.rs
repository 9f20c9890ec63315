//! Sending to a real receiver: what each of its answers means, and that none of them hurts.

use jiff::tz::TimeZone;
use std::time::{Duration, Instant};

use crate::kit::examples::{SECOND_SECRET, SECRET, alert, at, channels, message, now};
use crate::receiver::{Answer, Receiver};
use channels::configuration::Options;
use channels::dispatch::Channels;
use channels::reply::Reply;
use channels::request::Delivery;
use jiff::Timestamp;
use standardwebhooks::Webhook;

fn options() -> Options {
    Options { allow_loopback: true, time_out: Duration::from_millis(800), ..Options::default() }
}

fn both(url: &str) -> Channels {
    let tables = format!(
        "[[channels]]\nname = 'team'\nkind = 'slack'\nurl = '{url}'\n\
         [[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = '{url}'\nsecret = ['{SECRET}', '{SECOND_SECRET}']\n"
    );
    channels(&tables, &options())
}

async fn send(channels: &Channels, name: &str, now: Timestamp) -> Reply {
    let message = message(alert());
    let delivery = Delivery {
        id: "dlv_1",
        message: &message,
        links: &[],
        created_at: at("2026-11-22T19:52:00Z"),
        zone: &TimeZone::UTC,
    };
    channels.send(name, &delivery, now).await
}

async fn reply_to(answer: Answer) -> (Reply, Duration) {
    let receiver = Receiver::answering([answer]).await;
    let started = Instant::now();
    let reply = send(&both(&receiver.url()), "team", now()).await;
    assert_eq!(receiver.received().len(), 1, "one attempt is one request");
    (reply, started.elapsed())
}

fn retryable(reason: &str, after_s: Option<u64>) -> Reply {
    Reply::Retryable { reason: reason.to_owned(), after: after_s.map(Duration::from_secs) }
}

fn refused(reason: &str) -> Reply {
    Reply::Refused { reason: reason.to_owned() }
}

#[tokio::test]
async fn what_slack_refuses_with_is_repeated_and_nothing_else() {
    for (status, body, reason) in [
        (404, "no_service", "status 404: no_service"),
        (400, "invalid_blocks", "status 400: invalid_blocks"),
        (400, "s3cr3t from the request", "status 400"),
    ] {
        assert_eq!(reply_to(Answer::with(status, "", body)).await.0, refused(reason));
    }
}

#[tokio::test]
async fn silence_is_a_time_out_within_its_bound() {
    let (reply, took) = reply_to(Answer::Silence).await;
    assert_eq!(reply, retryable("timed out", None));
    assert!((Duration::from_millis(700)..Duration::from_millis(1500)).contains(&took), "{took:?}");
}

#[tokio::test]
async fn nonsense_instead_of_http_is_retryable() {
    let (reply, _) = reply_to(Answer::Raw("220 mail.example.com ESMTP\r\n".to_owned())).await;
    assert!(matches!(&reply, Reply::Retryable { reason, .. } if reason.starts_with("connection lost")), "{reply:?}");
}

#[tokio::test]
async fn an_endless_head_is_not_read_for_ever() {
    let head = format!("HTTP/1.1 200 OK\r\nx: {}", "y".repeat(2 << 20));
    let (reply, took) = reply_to(Answer::Raw(head)).await;
    assert!(matches!(reply, Reply::Retryable { .. }), "{reply:?}");
    assert!(took < Duration::from_millis(1500), "{took:?}");
}

#[tokio::test]
async fn a_delivery_for_a_channel_that_this_configuration_does_not_name_may_be_tried_again() {
    let receiver = Receiver::answering([]).await;
    assert_eq!(send(&both(&receiver.url()), "old", now()).await, retryable("no channel of that name", None));
    assert!(receiver.received().is_empty());
}

#[tokio::test]
async fn every_attempt_of_a_delivery_has_the_same_body_and_verifies_with_both_secrets() {
    let receiver = Receiver::answering([Answer::status(500)]).await;
    let channels = both(&receiver.url());
    let first = Timestamp::now();
    let second = first + jiff::SignedDuration::from_secs(5);
    assert_eq!(send(&channels, "crm", first).await, retryable("status 500", None));
    assert_eq!(send(&channels, "crm", second).await, Reply::Delivered);

    let received = receiver.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].body, received[1].body);
    for (request, sent_at) in received.iter().zip([first, second]) {
        assert_eq!(request.path, "/services/s3cr3t-path?token=s3cr3t-token");
        assert_eq!(request.headers["webhook-id"], "dlv_1");
        assert_eq!(request.headers["webhook-timestamp"], sent_at.as_second().to_string());
        assert_eq!(request.headers["content-type"], "application/json");
        for secret in [SECRET, SECOND_SECRET] {
            Webhook::new(secret).unwrap().verify(&request.body, &request.headers).unwrap();
        }
        let stranger = Webhook::new("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap();
        assert!(stranger.verify(&request.body, &request.headers).is_err());
        let mut forged = request.body.clone();
        forged[0] = b' ';
        assert!(Webhook::new(SECRET).unwrap().verify(&forged, &request.headers).is_err());
    }
}
