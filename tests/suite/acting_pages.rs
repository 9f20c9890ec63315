//! Pages of other sites, in a browser that remembers the keys of this one. They may post touchpoints and do nothing else.

use std::io::Write as _;

use serde_json::{Value, json};
use tests::browser::Browser;
use tests::page::Page;
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, READ_KEY, Setting, Suite};

use crate::cases::{complaint, link};

const FORM: &str = "application/x-www-form-urlencoded";

/// Starts a suite in which one customer has complained, and returns it with the name of the case and its alert.
async fn with_a_case() -> (Suite, String, Value) {
    let crm = Receiver::start().await;
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let event = crm.wait_for(1).await.remove(0).json();
    let id = event["subject"].as_str().unwrap().to_owned();
    (suite, id, event)
}

async fn state(suite: &Suite, id: &str) -> Value {
    suite.http.get(&format!("/v1/cases/{id}")).bearer(CASE_KEY).send().await.json()["state"].clone()
}

fn basic(key: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!(":{key}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_key_only_json_acts_and_only_if_no_other_site_sent_it() {
    let (suite, id, _) = with_a_case().await;
    let path = format!("/v1/cases/{id}/acknowledge");
    let body = json!({"actor": "Mallory"}).to_string();
    for kind in ["text/plain", FORM, "multipart/form-data; boundary=x", "application/json-seq", ""] {
        let post = suite.http.post(&path).header("authorization", &basic(CASE_KEY)).body(body.clone());
        let post = if kind.is_empty() { post } else { post.header("content-type", kind) };
        let answer = post.send().await;
        assert_eq!((answer.status, state(&suite, &id).await), (415, json!("open")), "{kind}: {}", answer.text);
    }
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        for authorization in [basic(CASE_KEY), format!("Bearer {CASE_KEY}")] {
            let post = suite.http.post(&path).header("authorization", &authorization).header(name, value);
            let answer = post.header("content-type", "application/json").body(body.clone()).send().await;
            assert_eq!((answer.status, state(&suite, &id).await), (403, json!("open")), "{name}: {}", answer.text);
        }
    }
    let own = suite.http.post(&path).header("authorization", &basic(CASE_KEY)).header("sec-fetch-site", "same-origin");
    let own = own.header("origin", suite.stack.address()).json(&json!({"actor": "Eva"})).send().await;
    assert_eq!((own.status, state(&suite, &id).await), (200, json!("acknowledged")), "{}", own.text);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_acts_from_our_own_page_only() {
    let (suite, id, event) = with_a_case().await;
    let path = link(&event, "acknowledge");
    let foreign = suite.http.post(&path).header("origin", "https://evil.example").form(&[("actor", "Mallory")]);
    assert_eq!(foreign.send().await.status, 403);
    let text = suite.http.post(&path).header("content-type", "text/plain").body("{\"actor\":\"Mallory\"}");
    assert_eq!(text.send().await.status, 415);
    assert_eq!(state(&suite, &id).await, "open");
    // Its own page posts with its origin, which it sends because of this.
    let page = suite.http.get(&path).header("accept", "text/html").send().await;
    assert_eq!(page.header("referrer-policy"), "same-origin");
    let own = suite.http.post(&path).header("origin", suite.stack.address()).header("accept", "text/html");
    assert_eq!(own.form(&[("actor", "Eva")]).send().await.status, 303);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_opened_with_a_key_has_links_that_are_bound_to_the_key() {
    let (suite, id, event) = with_a_case().await;
    let open = async |path: &str| {
        let page = suite.http.get(path).header("authorization", &basic(CASE_KEY)).header("accept", "text/html");
        page.send().await
    };
    let page = open(&format!("/v1/cases/{id}")).await;
    assert_eq!((page.status, page.header("referrer-policy")), (200, "same-origin"), "{}", page.text);
    // One level down from the address of the case.
    let start = format!("href=\"{id}/acknowledge?");
    let query = page.text.split(&start).nth(1).expect("a link").split('"').next().unwrap().replace("&#38;", "&");
    assert!(query.contains("&by=crm"), "{query}");
    let path = format!("/v1/cases/{id}/acknowledge?{query}");
    // Neither for another case, nor as a link of a message, nor of another key.
    for other in
        [path.replace("&by=crm", ""), path.replace("&by=crm", "&by=other"), path.replace("/acknowledge", "/lose")]
    {
        assert_eq!(suite.http.post(&other).form(&[("actor", "Mallory")]).send().await.status, 403, "{other}");
    }
    let taken = suite.http.post(&path).header("origin", suite.stack.address()).form(&[("actor", "Eva")]).send().await;
    assert_eq!(taken.status, 303, "{}", taken.text);
    assert!(taken.header("location").contains("&by=crm"), "{}", taken.header("location"));
    let case = suite.http.get(&format!("/v1/cases/{id}")).bearer(CASE_KEY).send().await.json();
    assert_eq!(case["history"][0]["by"]["key"], "crm", "{case}");
    assert_eq!(suite.http.post(&path).form(&[("actor", "Leo")]).send().await.status, 409);
    assert!(!link(&event, "contact").contains("by="));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_on_a_report_takes_json_or_the_form_of_its_own_page() {
    let suite = Suite::start().await;
    let page = suite.http.get("/v1/reports/2026-W46.html").header("authorization", &basic(READ_KEY)).send().await;
    assert_eq!((page.status, page.header("referrer-policy")), (200, "same-origin"), "{}", page.text);
    let token =
        page.text.split("name=\"token\" value=\"").nth(1).expect("a token").split('"').next().unwrap().to_owned();
    let post = async |period: &str, kind: &str, body: &str, more: (&str, &str)| {
        let path = format!("/v1/reports/{period}/action");
        let post = suite.http.post(&path).header("authorization", &basic(READ_KEY)).header("content-type", kind);
        post.header(more.0, more.1).body(body.to_owned()).send().await.status
    };
    let own = suite.stack.address().to_owned();
    let ours = ("origin", own.as_str());
    assert_eq!(post("2026-W46", "text/plain", "{\"text\":\"x\"}", ours).await, 415);
    assert_eq!(post("2026-W46", FORM, "text=x", ours).await, 403);
    assert_eq!(post("2026-W46", FORM, "text=x&token=1.x", ours).await, 403);
    let form = format!("text=Call&token={token}");
    assert_eq!(post("2026-W45", FORM, &form, ours).await, 403, "it is the token of another report");
    assert_eq!(post("2026-W46", FORM, &form, ("sec-fetch-site", "cross-site")).await, 403);
    assert_eq!(post("2026-W46", FORM, &form, ("origin", "null")).await, 403);
    assert_eq!(post("2026-W46", FORM, &form, ours).await, 303);
    assert_eq!(post("2026-W46", "application/json", "{\"text\":\"x\"}", ours).await, 200);
    suite.end().await;
}

/// The attack as it was found, and its siblings, played by a page in a real browser that remembers both keys.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_remembers_keys_is_not_made_to_act_by_another_sites_page() {
    let Some(mut browser) = Browser::start().await else {
        std::io::stderr()
            .write_all(b"SKIPPED: no Chromium: pages of other sites were not opened in a browser\n")
            .unwrap();
        return;
    };
    let (suite, id, _) = with_a_case().await;
    let host = suite.stack.address().strip_prefix("http://").unwrap().to_owned();
    browser.open(&format!("http://me:{CASE_KEY}@{host}/v1/cases/{id}")).await;
    assert!(browser.text().await.contains(&id), "the browser has the key of cases");
    let case = format!("http://{host}/v1/cases/{id}/acknowledge");
    // A text/plain form writes `name=value`: with the name below, that is JSON.
    let plain = format!(
        "<form method=post enctype=text/plain action='{case}'><input name='{{\"actor\":\"Mallory\",\"note\":\"' \
         value='\"}}'><button>A prize</button></form>"
    );
    let encoded =
        format!("<form method=post action='{case}'><input name=actor value=Mallory><button>A prize</button></form>");
    let elsewhere = Page::start().await;
    for page in [plain, encoded] {
        elsewhere.show(page);
        // Another port is the same site to a browser, another name is another site.
        for name in ["localhost", "127.0.0.1"] {
            browser.open(&elsewhere.origin.replace("127.0.0.1", name)).await;
            browser.submit().await;
            let text = browser.text().await;
            assert_eq!(state(&suite, &id).await, "open", "{name}: {text}");
            // It did arrive with the key, and was refused for where it came from.
            assert!(text.contains("another site"), "{name}: {text}");
        }
    }
    // The person's own page does act, by the links that it was given.
    browser.open(&format!("http://me:{CASE_KEY}@{host}/v1/cases/{id}")).await;
    browser.follow("nav a.main").await;
    browser.fill("actor", "Eva").await;
    browser.submit().await;
    assert!(browser.text().await.contains("Eva"));
    assert_eq!(state(&suite, &id).await, "acknowledged");

    promise_in(&mut browser, &suite, &host).await;
    browser.end().await;
    suite.end().await;
}

/// A report's form: another site's does not promise, the page's own does.
async fn promise_in(browser: &mut Browser, suite: &Suite, host: &str) {
    let report = format!("http://me:{READ_KEY}@{host}/v1/reports/2026-W46.html");
    browser.open(&report).await;
    let action = format!("http://{host}/v1/reports/2026-W46/action");
    let elsewhere = Page::start().await;
    elsewhere
        .show(format!("<form method=post action='{action}'><input name=text value=Forged><button>x</button></form>"));
    browser.open(&elsewhere.origin.replace("127.0.0.1", "localhost")).await;
    browser.submit().await;
    let text = browser.text().await;
    assert!(text.contains("another site"), "{text}");
    assert_eq!(suite.report("2026-W47").await.get("promised_action"), None);
    browser.open(&report).await;
    browser.unfold().await;
    browser.fill("text", "Call before we are late").await;
    browser.submit().await;
    assert_eq!(suite.report("2026-W47").await["promised_action"]["text"], "Call before we are late");
}
