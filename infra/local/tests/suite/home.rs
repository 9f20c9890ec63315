//! The home page's doors, with the real functions behind them: what is posted appears, is judged and rings.

use std::time::{Duration, Instant};

use moments::configuration::Source;
use moments::stack::{Options, Stack};
use reqwest::Client;
use serde_json::{Value, json};

async fn post(stack: &Stack, body: &Value) {
    let request = Client::new()
        .post(format!("{}/v1/touchpoints", stack.address()))
        .header("authorization", "Bearer local")
        .header("content-type", "application/json")
        .body(body.to_string());
    assert_eq!(request.send().await.unwrap().status(), 202);
}

/// Connects to the feed and reads until `enough` holds of one of its events.
async fn watch(stack: &Stack, enough: impl Fn(&Value) -> bool) -> Value {
    let mut feed = Client::new().get(format!("{}/_local/feed", stack.address())).send().await.unwrap();
    let mut text = String::new();
    let deadline = Instant::now() + Duration::from_secs(30);
    while let Ok(Ok(Some(chunk))) = tokio::time::timeout_at(deadline.into(), feed.chunk()).await {
        text.push_str(std::str::from_utf8(&chunk).unwrap());
        while let Some((event, rest)) = text.split_once("\n\n").map(|(event, rest)| (event.to_owned(), rest.to_owned()))
        {
            text = rest;
            if let Some(data) = event.strip_prefix("data: ") {
                let event = serde_json::from_str(data).unwrap();
                if enough(&event) {
                    return event;
                }
            }
        }
    }
    panic!("the feed did not say it: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_miserable_first_contact_appears_judged_and_rings_in_the_inbox() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    let watching = watch(&stack, |event| event["messages"].as_array().is_some_and(|messages| !messages.is_empty()));
    let posting = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let body = json!({"id": "1", "customer_id": "ana", "touchpoint_type": "support_contact", "rating": {"csat": 1},
            "comment": "nobody called back"});
        post(&stack, &body).await;
    };
    let (event, ()) = tokio::join!(watching, posting);
    assert_eq!(event["messages"][0]["kind"], "slack");
    assert!(event["messages"][0]["body"]["blocks"].to_string().contains("nobody called back"));

    let everything = watch(&stack, |event| event["anew"] == true && event["entries"][0]["judged"].is_object()).await;
    let entry = &everything["entries"][0];
    assert_eq!((entry["name"].as_str(), entry["known"].as_bool()), (Some("ana"), Some(true)));
    assert_eq!(entry["judged"]["outcome"], "misery");
    assert!(!entry["judged"]["critical"].as_array().unwrap().is_empty());
    stack.shutdown().await;

    // All of it is there again after a restart.
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    watch(&stack, |event| {
        event["entries"][0]["judged"]["outcome"] == "misery"
            && event["messages"].as_array().is_none_or(|m| m.len() == 1)
    })
    .await;
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_allows_nothing_from_elsewhere_and_answers_only_this_machine() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    let client = Client::new();
    let url = |path: &str| format!("{}{path}", stack.address());
    let page = client.get(url("/playground")).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let page = page.text().await.unwrap();
    assert!(page.contains("value=\"local\"") && !page.contains("style=") && !page.contains("{address}"));
    for file in ["/_local/home.css", "/_local/home.js", "/_local/journey.js", "/_local/slack.js", "/_local/icon.svg"] {
        let file = client.get(url(file)).send().await.unwrap();
        assert_eq!(file.status(), 200);
        let text = file.text().await.unwrap().replace("http://www.w3.org/2000/svg", "");
        assert!(!text.contains("http://") && !text.contains("https://"), "something comes from elsewhere");
    }
    for request in [
        client.get(url("/playground")).header("host", "evil.example"),
        client.get(url("/_local/feed")).header("host", "evil.example"),
        client.get(url("/_local/journey?customer=id:ana")).header("host", "evil.example"),
        client.get(url("/v1/reports/schema.json")).header("host", "evil.example"),
        client.get(url("/v1/customers/ana/journey")).header("host", "evil.example").bearer_auth("local"),
        client.post(url("/v1/touchpoints")).header("host", "evil.example").bearer_auth("local").body("{}"),
    ] {
        assert_eq!(request.send().await.unwrap().status(), 421);
    }
    for request in [
        client.post(url("/_local/reports")).header("origin", "https://evil.example").body("{}"),
        client.post(url("/_local/inbox/slack")).header("origin", "null").body(r#"{"text":"x"}"#),
    ] {
        assert_eq!(request.send().await.unwrap().status(), 403);
    }
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_takes_what_a_channel_would_and_refuses_the_rest() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    let send = async |kind: &str, body: &str| {
        let url = format!("{}/_local/inbox/{kind}", stack.address());
        Client::new().post(url).body(body.to_owned()).send().await.unwrap().status().as_u16()
    };
    assert_eq!(send("slack", r#"{"text":"x"}"#).await, 200);
    assert_eq!(send("webhook", r#"{"type":"x"}"#).await, 200);
    assert_eq!(send("slack", r#"{"type":"x"}"#).await, 400);
    assert_eq!(send("slack", "x").await, 400);
    assert_eq!(send("teams", r#"{"text":"x"}"#).await, 404);
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat(300 * 1024));
    assert_eq!(send("slack", &long).await, 413);
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inbox_that_is_away_refuses_and_is_told_later() {
    let data = tempfile::tempdir().unwrap();
    let mut options = Options::new(data.path());
    options.schedules = false;
    let stack = Stack::start(options).await.unwrap();
    let send = async |path: &str, body: &str| {
        let url = format!("{}/_local/{path}", stack.address());
        Client::new().post(url).body(body.to_owned()).send().await.unwrap()
    };
    for wrong in
        ["", "{}", r#"{"seconds":0}"#, r#"{"seconds":601}"#, r#"{"seconds":"1"}"#, r#"{"seconds":1,"minutes":1}"#]
    {
        let answer = send("inbox/away", wrong).await;
        assert_eq!(answer.status(), 400, "{wrong}");
        assert!(answer.text().await.unwrap().starts_with("seconds: "), "{wrong}");
    }
    assert_eq!(send("inbox/away", r#"{"seconds":6}"#).await.status(), 204);
    let body = json!({"id": "1", "customer_id": "ana", "touchpoint_type": "support_contact", "rating": {"csat": 1}});
    post(&stack, &body).await;
    let is_refused = |message: &Value| message["kind"] == "refused";
    let event = watch(&stack, |event| event["messages"].as_array().is_some_and(|all| all.iter().any(is_refused))).await;
    let refused = event["messages"].as_array().unwrap().iter().find(|message| is_refused(message)).unwrap();
    assert_eq!((refused["retry_after_s"].as_u64(), refused.get("body")), (Some(6), None), "{event}");
    let answer = send("inbox/slack", r#"{"text":"too early"}"#).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() <= 6);

    let deadline = Instant::now() + Duration::from_secs(30);
    let told = |event: &Value| event["messages"].to_string().contains("ana");
    loop {
        assert_eq!(send("deliver", "{}").await.status(), 200);
        let everything = watch(&stack, |event| event["anew"] == true).await;
        if told(&everything) {
            let kinds: Vec<_> =
                everything["messages"].as_array().unwrap().iter().map(|it| it["kind"].clone()).collect();
            assert_eq!(kinds, ["refused", "refused", "slack"], "told once: {everything}");
            break;
        }
        assert!(Instant::now() < deadline, "{everything}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_is_worded_for_the_page_with_its_stages_promises_and_cases() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    let at = |minutes: i64| (jiff::Timestamp::now() - jiff::SignedDuration::from_mins(minutes)).to_string();
    let body = json!([
        {"id": "1", "customer_id": "a/na", "type": "search", "occurred_at": at(60), "promise_id": "p",
            "expectation": {"scoops": 2}},
        {"id": "2", "customer_id": "a/na", "type": "identify", "anonymous_id": "b", "occurred_at": at(50)},
        {"id": "3", "customer_id": "a/na", "type": "product_use", "occurred_at": at(40), "promise_id": "p",
            "perception": {"scoops": 1}, "comment": "one scoop"},
    ]);
    post(&stack, &body).await;
    assert!(stack.settle(Duration::from_secs(20)).await.unwrap());
    let ask = async |customer: &str| {
        let url = format!("{}/_local/journey?customer={customer}", stack.address());
        let answer = Client::new().get(url).send().await.unwrap();
        (answer.status().as_u16(), serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap())
    };
    let (status, journey) = ask("id:a%2Fna").await;
    assert_eq!(status, 200);
    let steps = journey["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2, "identify is no moment: {journey}");
    assert_eq!((&steps[1]["entry"]["kind"], &steps[1]["balance"]), (&json!("Product use"), &json!(-1)));
    assert_eq!(steps[1]["entry"]["words"], "one scoop");
    assert_eq!(steps[1]["compared"], json!([{"facet": "Scoops", "expected": "2", "perceived": "1", "tone": "misery"}]));
    assert_eq!(steps[1]["tags"], json!(["First time the customer got what they bought"]));
    assert_eq!(steps[1]["waits"], false);
    assert_eq!(
        (&journey["promises"][0]["status"], &journey["promises"][0]["made_by"]),
        (&json!("Broken"), &json!("Search"))
    );
    assert_eq!(journey["cases"][0]["events"][0]["words"], "New case");
    assert_eq!(journey["cases"][0]["events"][0]["by"], "Product use");
    assert_eq!(journey["lanes"].as_array().unwrap().len(), 4);
    assert_eq!(ask("anon:b").await.1["steps"], journey["steps"], "whoever the visitor turned out to be");
    assert_eq!(ask("id:nobody").await.0, 404);
    assert_eq!(ask("ana").await.0, 400);
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_written_through_the_running_stack() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    let url = format!("{}/_local/reports", stack.address());
    let written = Client::new().post(&url).body(r#"{"period":"2026-W47"}"#).send().await.unwrap();
    let written: Value = serde_json::from_str(&written.text().await.unwrap()).unwrap();
    assert_eq!(written["period"], "2026-W47");
    for file in written["files"].as_array().unwrap() {
        assert!(data.path().join("objects").join(file.as_str().unwrap()).is_file(), "{file}");
    }
    let refused = Client::new().post(&url).body(r#"{"period":"2026-W60"}"#).send().await.unwrap();
    assert_eq!(refused.status(), 502);
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_and_its_feed_give_away_no_key_of_your_own() {
    let data = tempfile::tempdir().unwrap();
    let mut options = Options::new(data.path());
    let keys = "[[write_keys]]\nkey = 'sk-own-of-mine'\nname = 'w'\nkind = 'secret'\n\
                [[read_keys]]\nkey = 'rk-own-of-mine'\nname = 'r'\n[links]\nkey = '0123456789abcdef0123456789abcdef'\n";
    options.configuration = Source::Text(keys.to_owned());
    let stack = Stack::start(options).await.unwrap();
    let page = Client::new().get(stack.address()).send().await.unwrap().text().await.unwrap();
    let everything = watch(&stack, |event| event["anew"] == true).await;
    assert!(everything["reports"].as_array().is_some_and(|reports| !reports.is_empty()));
    for told in [page, everything.to_string()] {
        assert!(!told.contains("own-of-mine"), "{told}");
    }
    stack.shutdown().await;
}

#[tokio::test]
async fn other_machines_are_not_served_with_keys_that_everybody_knows() {
    let data = tempfile::tempdir().unwrap();
    let mut options = Options::new(data.path().join("new"));
    options.listen = "0.0.0.0:0".parse().unwrap();
    let error = Stack::start(options.clone()).await.err().unwrap().to_string();
    assert!(error.contains("0.0.0.0:0") && error.contains("--config") && !error.contains('\n'), "{error}");
    assert!(!data.path().join("new").exists());
    options.configuration = Source::Text(
        "[[read_keys]]\nkey = 'rk-own-of-mine'\nname = 'r'\n\
        [links]\nkey = '0123456789abcdef0123456789abcdef'\n"
            .to_owned(),
    );
    Stack::start(options).await.unwrap().shutdown().await;
}
