//! The set-up: what an admin sees of keys, channels and failed messages, and what the page does not know.

use serde_json::json;
use tests::receiver::Receiver;
use tests::suite::{ORIGIN, PUBLISHABLE_KEY, SECRET_KEY, Setting, Suite, WEBHOOK_SECRET};

use super::{KEY, PEOPLE, Visitor, suite, trail};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_shows_how_to_send_with_it_and_turns_green() {
    let suite = suite().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let page = ana.get("/set-up/keys/web").await;
    assert!(page.status == 200 && page.text.contains("Waiting for the first touchpoint"), "{}", page.text);
    let form = format!("name=&quot;write_key&quot; value=&quot;{PUBLISHABLE_KEY}&quot;").replace("&quot;", "&#34;");
    assert!(page.text.contains(&form), "{}", page.text);
    let since = page.text.split("?since=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // Posted as the copied form is, from a page of the website.
    let posted = suite.http.post("/v1/touchpoints").header("origin", ORIGIN);
    let fields = [("write_key", PUBLISHABLE_KEY), ("touchpoint_type", "survey"), ("rating.csat", "5")];
    let posted = posted.form(&fields).send().await;
    assert!((200..400).contains(&posted.status), "{}", posted.text);
    suite.settle().await;
    let address = format!("/set-up/keys/web?since={since}");
    let page = ana.get(&address).await;
    assert!(page.text.contains("It works: Survey") && !page.text.contains("Waiting for"), "{}", page.text);
    // Another key's page still waits.
    let other = ana.get(&format!("/set-up/keys/slow?since={since}")).await;
    assert!(other.text.contains("Waiting for"), "{}", other.text);
    assert_eq!(ana.get("/set-up/keys/nobody").await.status, 404);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_shown_and_none_is_known() {
    let team = Receiver::start().await;
    let setting = Setting {
        channels: team.webhook("team"),
        more: format!("[pacing]\ngather_minutes = 0\n{KEY}{PEOPLE}[senders.typeform]\nsecret = 'a-typeform-secret'\n"),
        ..Setting::default()
    };
    let suite = Suite::with(setting).await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let mut pages = String::new();
    for path in ["/set-up", "/set-up/keys/back-end", "/set-up/quarantine", "/set-up/deliveries", "/set-up/audit"] {
        let page = ana.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        pages += &page.text;
    }
    for shown in ["back-end", "typeform", "team", "leo@example.com", "WRITE_KEY", "Signed in"] {
        assert!(pages.contains(shown), "{shown}");
    }
    let part = std::fs::read_to_string(suite.stack.data().join("configuration/console.toml")).unwrap();
    for secret in [SECRET_KEY, WEBHOOK_SECRET, "a-typeform-secret", "url = "] {
        assert!(!part.contains(secret), "the console is given {secret}");
        assert!(secret == "url = " || !pages.contains(secret), "a page shows {secret}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_arrives_and_is_written_down() {
    let team = Receiver::start().await;
    let setting = Setting {
        channels: team.webhook("team"),
        more: format!("[pacing]\ngather_minutes = 0\n{KEY}{PEOPLE}"),
        ..Setting::default()
    };
    let suite = Suite::with(setting).await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let csrf = ana.csrf("/set-up").await;
    assert_eq!(ana.post("/set-up/channels/team/test", &[("csrf", "x")]).await.status, 400);
    assert_eq!(ana.post("/set-up/channels/nobody/test", &[("csrf", &csrf)]).await.status, 404);
    let sent = ana.post("/set-up/channels/team/test", &[("csrf", &csrf)]).await;
    assert_eq!((sent.status, sent.header("location")), (303, "/set-up?sent=team"), "{}", sent.text);
    assert!(ana.get("/set-up?sent=team").await.text.contains("on its way to team"));
    suite.stack.invoke("deliver", "{}".to_owned()).await.unwrap();
    let event = team.wait_for(1).await.remove(0).json();
    assert_eq!((&event["type"], &event["data"]["by"]), (&json!("org.moments.channel.test"), &json!("Ana")));
    assert!(trail(&suite).await.contains(&("ana@example.com".into(), "test_sent".into(), "team".into())));
    // Only an admin sends one.
    let mut leo = Visitor::signed_in(&suite, "leo@example.com").await;
    let own = leo.csrf("/").await;
    assert_eq!(leo.post("/set-up/channels/team/test", &[("csrf", &own)]).await.status, 403);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_replayed_by_an_admin_with_a_permit_for_it_and_by_nobody_else() {
    let till = "[senders.till]\nsecret = 'a-secret-of-the-till'\nproof = { kind = 'secret', header = 'X-Till' }\n\
                touchpoint_type = 'store_visit'\nid = 'receipt'\n";
    let setting = Setting { more: format!("[pacing]\ngather_minutes = 0\n{KEY}{PEOPLE}{till}"), ..Setting::default() };
    let suite = Suite::with(setting).await;
    for smiley in ["red", "green"] {
        let posted = suite.http.post("/v1/senders/till").header("x-till", "a-secret-of-the-till");
        let posted = posted.json(&json!({ "smiley": smiley })).send().await;
        assert_eq!(posted.status, 202, "{}", posted.text);
    }
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let csrf = ana.csrf("/set-up").await;
    let page = ana.get("/set-up/quarantine").await;
    let ids: Vec<String> = page.text.split("name=\"id\" value=\"").skip(1).map(|rest| rest[..34].to_owned()).collect();
    let [one, other] = ids.as_slice() else { panic!("{}", page.text) };
    let sent_on = ana.post("/set-up/quarantine", &[("csrf", &csrf), ("id", one)]).await;
    let address = sent_on.header("location").to_owned();
    assert!(sent_on.status == 307 && address.starts_with(&format!("/v1/quarantine/{one}/replay?permit=")), "{address}");
    // It cannot be used yet: the browser is sent back, and the record stays.
    let back = ana.post(&address, &[]).await;
    assert_eq!((back.status, back.header("location")), (303, "/set-up/quarantine?replay=held"), "{}", back.text);
    assert!(ana.get("/set-up/quarantine?replay=held").await.text.contains("still cannot use it"));
    // A permit is for its record, is not guessed, and is not what a page of another site may use.
    let permit = address.split("permit=").nth(1).unwrap();
    let elsewhere = ana.post(&format!("/v1/quarantine/{other}/replay?permit={permit}"), &[]).await;
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, "/set-up/quarantine?replay=held"));
    let foreign = suite.http.post(&address).header("origin", "https://evil.example").send().await;
    assert_eq!(foreign.status, 403, "{}", foreign.text);
    let keyless = suite.http.post(&format!("/v1/quarantine/{one}/replay")).send().await;
    assert_eq!(keyless.status, 401, "{}", keyless.text);
    // Who may not see the quarantine gets no permit.
    let mut eva = Visitor::signed_in(&suite, "eva@example.com").await;
    let csrf = eva.csrf("/").await;
    assert_eq!(eva.post("/set-up/quarantine", &[("csrf", &csrf), ("id", one)]).await.status, 403);
    assert!(trail(&suite).await.contains(&("ana@example.com".into(), "quarantine_replayed".into(), one.clone())));
    suite.end().await;
}
