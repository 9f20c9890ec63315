//! Sending to a real receiver: what each of its answers means, and that none of them hurts.

use std::time::{Duration, Instant};

use crate::examples::{SECOND_SECRET, SECRET, alert, at, channels, message, now};
use crate::receiver::{Answer, Receiver};
use channels::channel::{Channels, Options};
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
    let delivery = Delivery { id: "dlv_1", message: &message, links: &[], created_at: at("2026-11-22T19:52:00Z") };
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
async fn each_answer_means_one_thing() {
    let rows = [
        (Answer::with(200, "", "ok"), Reply::Delivered),
        (Answer::status(204), Reply::Delivered),
        (Answer::with(429, "retry-after: 30\r\n", ""), retryable("status 429", Some(30))),
        (Answer::with(429, "retry-after: Sun, 22 Nov 2026 19:54:30 GMT\r\n", ""), retryable("status 429", Some(90))),
        (Answer::status(429), retryable("status 429", None)),
        (Answer::status(408), retryable("status 408", None)),
        (Answer::status(500), retryable("status 500", None)),
        (Answer::with(503, "retry-after: 7\r\n", ""), retryable("status 503", Some(7))),
        (Answer::with(404, "", "no_service"), refused("status 404: no_service")),
        (Answer::with(400, "", "s3cr3t from the request"), refused("status 400")),
        (Answer::status(410), Reply::Gone),
    ];
    for (answer, expected) in rows {
        assert_eq!(reply_to(answer).await.0, expected);
    }
}

#[tokio::test]
async fn a_redirect_is_refused_and_not_followed() {
    let elsewhere = Receiver::answering([]).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: {}\r\n", elsewhere.url());
        let (reply, _) = reply_to(Answer::with(status, &location, "")).await;
        assert_eq!(reply, refused(&format!("status {status}")));
    }
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn silence_is_a_time_out_within_its_bound() {
    let (reply, took) = reply_to(Answer::Silence).await;
    assert_eq!(reply, retryable("timed out", None));
    assert!((Duration::from_millis(700)..Duration::from_millis(1500)).contains(&took), "{took:?}");
}

#[tokio::test]
async fn a_reset_is_retryable() {
    let (reply, _) = reply_to(Answer::Reset).await;
    assert!(matches!(&reply, Reply::Retryable { reason, .. } if reason.starts_with("connection lost")), "{reply:?}");
}

#[tokio::test]
async fn nobody_listening_is_retryable() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let reply = send(&both(&format!("http://127.0.0.1:{free}/")), "crm", now()).await;
    assert_eq!(reply, retryable("connection failed: connection refused", None));
}

#[tokio::test]
async fn a_body_without_end_or_measure_changes_nothing() {
    for answer in [Answer::Drip, Answer::Flood] {
        let (reply, took) = reply_to(answer).await;
        assert_eq!(reply, Reply::Delivered);
        assert!(took < Duration::from_millis(1500), "{took:?}");
    }
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
