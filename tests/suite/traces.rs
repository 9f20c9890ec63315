//! Traces: a sender's trace goes on through every step to the receiver of the alert, tells nothing of the customer, and is
//! not there unless it is turned on.

use std::net::UdpSocket;
use std::time::Duration;

use serde_json::{Value, json};
use tests::receiver::{Receiver, Reply};
use tests::suite::{SECRET_KEY, Setting, Suite, seconds_from_now};

use crate::deliveries::{let_the_channel_rest, let_time_pass};

const TRACE_ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const SENDER_SPAN: &str = "00f067aa0ba902b7";

fn daemon() -> UdpSocket {
    let daemon = UdpSocket::bind("127.0.0.1:0").unwrap();
    daemon.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    daemon
}

/// Everything that was told to the daemon: whole texts, and the segments in them.
fn told(daemon: &UdpSocket) -> Vec<Value> {
    let mut segments = Vec::new();
    let mut bytes = vec![0; 65_536];
    while let Ok(length) = daemon.recv(&mut bytes) {
        let text = std::str::from_utf8(&bytes[..length]).unwrap();
        for personal in ["ana", "vergüenza", "hidden-path", "back-end"] {
            assert!(!text.contains(personal), "{text}");
        }
        segments.push(serde_json::from_str(text.split_once('\n').unwrap().1).unwrap());
    }
    segments
}

async fn complain(suite: &Suite, traceparent: &str) {
    let body = json!({"type": "complaint", "id": "c1", "customer_id": "ana", "comment": "una vergüenza",
        "occurred_at": seconds_from_now(-60)});
    let post = suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).header("traceparent", traceparent);
    let answer = post.json(&body).send().await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    suite.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_s_trace_goes_on_to_the_receiver_of_the_alert() {
    let (daemon, desk) = (daemon(), Receiver::start().await);
    desk.reply([Reply::Status(500)]);
    let setting = Setting {
        channels: desk.webhook("desk"),
        trace_daemon: Some(daemon.local_addr().unwrap()),
        ..Setting::default()
    };
    let suite = Suite::with(setting).await;
    complain(&suite, &format!("00-{TRACE_ID}-{SENDER_SPAN}-01")).await;
    let_time_pass(&suite).await;
    let_the_channel_rest(&suite, "desk").await;
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();

    let segments = told(&daemon);
    let names: Vec<_> = segments.iter().map(|segment| segment["name"].as_str().unwrap()).collect();
    // The receiver failed once: two tries of one step, and only the first is a fault.
    assert_eq!(names, ["ingest", "judge", "alert", "deliver", "deliver"].map(|step| format!("moments/{step}")));
    let [ingest, judge, alert, failed, delivered] = segments.as_slice() else { panic!("{segments:?}") };
    let x_ray_id = format!("1-{}-{}", &TRACE_ID[..8], &TRACE_ID[8..]);
    assert!(segments.iter().all(|segment| segment["trace_id"] == x_ray_id.as_str()), "{segments:?}");
    let leads_to = |parent: &Value, step: &Value| assert_eq!(step["parent_id"], parent["id"], "{segments:?}");
    assert_eq!(ingest["parent_id"], SENDER_SPAN);
    leads_to(ingest, judge);
    leads_to(ingest, alert);
    leads_to(alert, failed);
    assert_eq!((&failed["id"], &failed["fault"]), (&delivered["id"], &json!(true)));
    assert!([ingest, judge, alert, delivered].iter().all(|segment| segment["fault"] == false), "{segments:?}");

    let received = desk.received();
    assert_eq!(received.len(), 2);
    for message in &received {
        let expected = format!("00-{TRACE_ID}-{}-01", delivered["id"].as_str().unwrap());
        assert_eq!(message.header("traceparent"), expected);
        assert!(!message.json().to_string().contains(TRACE_ID), "it belongs into the header");
    }
    assert_eq!(received[0].body, received[1].body);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_sender_does_not_keep_or_is_no_trace_is_not_told() {
    let (daemon, desk) = (daemon(), Receiver::start().await);
    let setting = Setting {
        channels: desk.webhook("desk"),
        trace_daemon: Some(daemon.local_addr().unwrap()),
        ..Setting::default()
    };
    for traceparent in [format!("00-{TRACE_ID}-{SENDER_SPAN}-00"), "nonsense".to_owned()] {
        let before = desk.received().len();
        let suite = Suite::with(setting.clone()).await;
        complain(&suite, &traceparent).await;
        assert_eq!(told(&daemon), Vec::<Value>::new(), "{traceparent}");
        let received = desk.wait_for(before + 1).await;
        assert_eq!(received.last().unwrap().header("traceparent"), "", "{traceparent}");
        suite.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_traces_nothing_of_one_is_kept() {
    let desk = Receiver::start().await;
    let suite = Suite::with(Setting { channels: desk.webhook("desk"), ..Setting::default() }).await;
    complain(&suite, &format!("00-{TRACE_ID}-{SENDER_SPAN}-01")).await;
    assert_eq!(desk.wait_for(1).await[0].header("traceparent"), "");
    for item in suite.items().await {
        assert!(!format!("{item:?}").contains(TRACE_ID), "{item:?}");
    }
    suite.end().await;
}
