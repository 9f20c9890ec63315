//! Nothing is lost and nothing is silently changed: a value that cannot be meant is refused alone, and what can only be meant in one
//! way is read so. Each test is something that was tried by a sender and lost the touchpoint.

use std::io::Write as _;

use serde_json::{Value, json};
use tests::browser::Browser;
use tests::http::Answer;
use tests::page::Page;
use tests::suite::{ORIGIN, PUBLISHABLE_KEY, READ_KEY, SECRET_KEY, Setting, Suite, seconds_from_now};

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

async fn post(suite: &Suite, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
    suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).header("content-type", kind).body(body.into()).send().await
}

/// Posts a touchpoint and returns it as it is stored.
async fn stored(suite: &Suite, body: &Value) -> Value {
    let answer = suite.post(body).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    last(suite, &answer).await
}

/// Returns the touchpoint of the first result, with the sender's own fields.
async fn last(suite: &Suite, answer: &Answer) -> Value {
    let result = answer.json()["results"][0].clone();
    let items = suite.items_of("TOUCHPOINT#").await;
    let item = items.iter().find(|item| item["id"].as_s().ok().map(String::as_str) == result["id"].as_str()).unwrap();
    let mut plain = item.clone();
    plain.remove("properties");
    let mut touchpoint: Value = serde_dynamo::from_item(plain).unwrap();
    let recorded = serde_json::from_value(touchpoint["recorded"].clone()).unwrap();
    let key = domain::identity::TouchpointKey {
        source: touchpoint["source"].as_str().unwrap().to_owned(),
        id: touchpoint["id"].as_str().unwrap().to_owned(),
    };
    let whole = suite.table.touchpoint(&recorded, &key).await.unwrap().unwrap();
    touchpoint["properties"] = whole.said.properties.read().into();
    touchpoint["warnings"] = result["warnings"].clone();
    touchpoint
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beacons_text_and_a_form_in_parts_are_taken() {
    let suite = Suite::paused().await;
    let body = json!({"touchpoint_type": "search", "customer_id": "ana"}).to_string();
    for kind in [
        "text/plain;charset=UTF-8",
        "application/json; charset=utf8",
        "application/vnd.shop+json",
        "application/json;charset=\"UTF-8\"",
    ] {
        assert_eq!(post(&suite, kind, body.clone()).await.status, 202, "{kind}");
    }
    assert_eq!(post(&suite, "application/json", format!("\u{feff}{body}")).await.status, 202, "with a mark before it");
    let untyped = suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).body(body.clone()).send().await;
    assert_eq!(untyped.status, 202, "a Blob without a type: {}", untyped.text);
    let bracketed =
        post(&suite, "application/x-www-form-urlencoded", "touchpoint_type=store_visit&rating%5Bcsat%5D=2").await;
    assert_eq!(bracketed.status, 303, "{}", bracketed.text);
    let parts = "--x\r\nContent-Disposition: form-data; name=\"touchpoint_type\"\r\n\r\nstore_visit\r\n\
        --x\r\nContent-Disposition: form-data; name=\"rating.csat\"\r\n\r\n2\r\n--x--\r\n";
    let posted = async |accept: &str, body: &str| {
        let asking = suite.http.post(&format!("/v1/touchpoints?write_key={PUBLISHABLE_KEY}")).header("accept", accept);
        asking.header("content-type", "multipart/form-data; boundary=x").body(body.to_owned()).send().await
    };
    assert_eq!(posted("application/json", parts).await.status, 202);
    assert_eq!(posted(BROWSER, parts).await.status, 303);
    let broken = posted(BROWSER, "--y").await;
    assert_eq!((broken.status, broken.header("content-type")), (400, "text/html; charset=utf-8"), "{}", broken.text);
    // Before a beacon with JSON the browser asks, and always with credentials.
    let asked = suite.http.ask(reqwest::Method::OPTIONS, "/v1/touchpoints").header("origin", ORIGIN);
    let asked = asked.header("access-control-request-method", "POST").send().await;
    assert_eq!((asked.status, asked.header("access-control-allow-credentials")), (204, "true"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_in_latin_1_is_read_as_it_was_written() {
    let suite = Suite::paused().await;
    for (kind, more) in [
        ("application/x-www-form-urlencoded", ""),
        ("application/x-www-form-urlencoded; charset=ISO-8859-1", ""),
        ("application/x-www-form-urlencoded", "&_charset_=windows-1252"),
    ] {
        let asking = suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).header("accept", "application/json");
        let body = format!("touchpoint_type=review&comment=Fr%FChst%FCck+%80{more}");
        let answer = asking.header("content-type", kind).body(body).send().await;
        assert_eq!(last(&suite, &answer).await["comment"], "Frühstück €", "{kind}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_of_two_and_a_half_is_broken_by_one_and_a_half_however_it_is_written() {
    let suite = Suite::start().await;
    let promise = |customer: &str| json!({"id": customer, "customer_id": customer, "touchpoint_type": "purchase", "promise_id": "p", "expectation": {"scoops": 2.5}});
    suite.accept(&[promise("text"), promise("form")]).await;
    suite.accept(&[json!({"customer_id": "text", "touchpoint_type": "product_use", "promise_id": "p", "perception": {"scoops": "1.5"}})]).await;
    let form = [
        ("touchpoint_type", "product_use"),
        ("customer_id", "form"),
        ("promise_id", "p"),
        ("perception.scoops", "1,5"),
    ];
    let answer = suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).form(&form).send().await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    suite.settle().await;
    for customer in ["text", "form"] {
        let moment = suite.moments(customer).await.pop().unwrap();
        assert_eq!(moment.outcome.to_string(), "misery", "{customer}");
        let journey = suite.http.get(&format!("/v1/customers/{customer}/journey")).bearer(READ_KEY).send().await.json();
        assert_eq!(journey["overview"]["promises"][0]["status"], "broken", "{journey}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_texts_and_words_for_nobody_are_absent() {
    let suite = Suite::paused().await;
    let touchpoint = stored(
        &suite,
        &json!({"touchpoint_type": "review", "userId": "", "anonymousId": "  ", "comment": "\u{200b}", "rating": {"stars": 4}}),
    )
    .await;
    assert!(touchpoint["customer_id"].is_null() && touchpoint["comment"].is_null(), "{touchpoint}");
    let mut identities = Vec::new();
    for nobody in [json!(0), json!("null"), json!("undefined"), json!("Guest"), json!("(null)")] {
        let touchpoint = stored(&suite, &json!({"touchpoint_type": "search", "customer_id": nobody})).await;
        assert!(touchpoint["customer_id"].is_null(), "{touchpoint}");
        assert_eq!(touchpoint["warnings"][0]["field"], "customer_id");
        identities.push(touchpoint["recorded"].to_string());
    }
    identities.dedup();
    assert_eq!(identities.len(), 5, "nobody is not one customer");
    suite.end().await;

    let own = Setting { more: "nobody = ['walk-in']".to_owned(), is_paused: true, ..Setting::default() };
    let suite = Suite::with(own).await;
    let known = stored(&suite, &json!({"touchpoint_type": "search", "customer_id": "guest"})).await;
    let walk_in = stored(&suite, &json!({"touchpoint_type": "search", "customer_id": "Walk-In"})).await;
    assert_eq!((&known["customer_id"], &walk_in["customer_id"]), (&json!("guest"), &Value::Null));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_letter_in_a_batch_spoils_nothing() {
    let suite = Suite::paused().await;
    let mut items: Vec<String> =
        (0..99).map(|_| json!({"touchpoint_type": "search", "customer_id": "ana"}).to_string()).collect();
    items.push(
        r#"{"id": "cut", "touchpoint_type": "review", "customer_id": "ana", "comment": "Great \ud83d"}"#.to_owned(),
    );
    let answer = post(&suite, "application/json", format!("[{}]", items.join(","))).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let items = suite.items_of("TOUCHPOINT#").await;
    assert_eq!(items.len(), 100);
    let cut = items.iter().find(|item| item["id"].as_s().unwrap() == "cut").unwrap();
    assert_eq!(cut["comment"].as_s().unwrap(), "Great \u{fffd}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_ahead_is_put_right_and_noted() {
    let suite = Suite::paused().await;
    let told = json!({"id": "1", "customer_id": "ana", "touchpoint_type": "search", "occurred_at": seconds_from_now(595), "sentAt": seconds_from_now(600)});
    let touchpoint = stored(&suite, &told).await;
    let at: jiff::Timestamp = touchpoint["occurred_at"].as_str().unwrap().parse().unwrap();
    let off = jiff::Timestamp::now().duration_since(at).as_secs();
    assert!((0..60).contains(&off), "{off} s");
    assert_eq!(touchpoint["warnings"][0]["field"], "clock_ahead_s");
    assert!(touchpoint["properties"]["clock_ahead_s"].as_u64().unwrap() >= 595, "{touchpoint}");
    assert_eq!(suite.post(&told).await.json()["results"][0]["status"], "duplicate");
    // Without `sentAt` the time is refused, and not the touchpoint.
    let without = json!({"customer_id": "ana", "touchpoint_type": "search", "occurred_at": seconds_from_now(600)});
    let touchpoint = stored(&suite, &without).await;
    assert_eq!(touchpoint["warnings"][0]["field"], "occurred_at");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_field_twice_the_last_counts_and_a_choice_of_several_is_a_list() {
    let suite = Suite::paused().await;
    let body = "touchpoint_type=review&resolved=false&resolved=true&comment=one&comment=two\
        &properties.shop=north&properties.shop=port&properties.one=x";
    let asking = suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).header("accept", "application/json");
    let answer = asking.header("content-type", "application/x-www-form-urlencoded").body(body).send().await;
    let touchpoint = last(&suite, &answer).await;
    assert_eq!((&touchpoint["resolved"], &touchpoint["comment"]), (&json!(true), &json!("two")));
    assert_eq!(touchpoint["properties"], json!({"shop": ["north", "port"], "one": "x"}));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_only_be_meant_in_one_way_is_read_so() {
    let suite = Suite::paused().await;
    let touchpoint = stored(
        &suite,
        &json!({"touchpoint_type": "delivery", "customer_id": "ana", "language": "en_US", "rating": {"verdict": "Good", "csat": "1"},
            "value_at_risk": {"amount": "59,90", "currency": "eur"}, "resolved": "yes", "transfers": "2", "audience": "Private"}),
    )
    .await;
    assert_eq!(touchpoint["language"], "en-US");
    assert_eq!(touchpoint["rating"], json!({"csat": 1, "verdict": "good"}));
    assert_eq!(touchpoint["value_at_risk"], json!({"amount": 59.9, "currency": "EUR"}));
    assert_eq!((&touchpoint["resolved"], &touchpoint["audience"]), (&json!(true), &json!("private")));
    assert!(touchpoint["warnings"].is_null(), "{touchpoint}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_cannot_be_meant_is_refused_and_kept_and_the_moment_stays() {
    let suite = Suite::paused().await;
    let touchpoint = stored(
        &suite,
        &json!({"touchpoint_type": "delivery", "customer_id": "ana", "rating": {"csat": 9, "nps": 3}, "language": "?", "occurred_at": "yesterday",
            "value_at_risk": {"amount": 5}, "staff": {}, "comment": "x".repeat(10_001), "perception": {"Wrong Name": 1, "scoops": 2}}),
    )
    .await;
    let mut warned: Vec<_> =
        touchpoint["warnings"].as_array().unwrap().iter().map(|w| w["field"].as_str().unwrap()).collect();
    warned.sort_unstable();
    assert_eq!(
        warned,
        [
            "comment",
            "language",
            "occurred_at",
            "perception.Wrong Name",
            "rating.csat",
            "staff",
            "value_at_risk.currency"
        ]
    );
    assert_eq!(touchpoint["rating"], json!({"nps": 3}));
    assert_eq!(touchpoint["properties"]["rating.csat"], 9);
    assert_eq!(touchpoint["comment"].as_str().unwrap().len(), 10_000);
    assert_eq!(touchpoint["perception"], json!({"scoops": 2}));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_again_is_one_and_two_visitors_are_two() {
    let suite = Suite::paused().await;
    let send = async |fields: &[(&str, &str)]| {
        let mut all = vec![("write_key", PUBLISHABLE_KEY), ("touchpoint_type", "store_visit")];
        all.extend(fields);
        let answer = suite.http.post("/v1/touchpoints").header("accept", BROWSER).form(&all).send().await;
        assert_eq!((answer.status, answer.header("location")), (303, "/v1/touchpoints?thanks"), "{}", answer.text);
        suite.items_of("TOUCHPOINT#").await.len()
    };
    assert_eq!(send(&[("nonce", "n1"), ("rating.csat", "5")]).await, 1);
    assert_eq!(send(&[("nonce", "n1"), ("rating.csat", "5")]).await, 1, "the same form again");
    assert_eq!(send(&[("nonce", "n1"), ("rating.csat", "4")]).await, 2, "other words");
    assert_eq!(send(&[("customer_id", "ana"), ("rating.csat", "5")]).await, 3);
    assert_eq!(send(&[("customer_id", "ana"), ("rating.csat", "5")]).await, 3, "the same customer and words");
    assert_eq!(send(&[("rating.csat", "5")]).await, 4);
    assert_eq!(send(&[("rating.csat", "5")]).await, 5, "two visitors who say the same");
    let thanks = suite.http.get("/v1/touchpoints?thanks").header("accept-language", "es").send().await;
    assert_eq!((thanks.status, thanks.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(thanks.text.contains("Gracias"), "{}", thanks.text);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ratings_on_other_scales_are_read_on_them() {
    let more = "[sources.back-end]\nstars = { max = 10, misery_up_to = 4, magic_from = 9 }\n\
        csat = { min = 0, max = 100, misery_up_to = 40, magic_from = 90 }";
    let suite = Suite::with(Setting { more: more.to_owned(), ..Setting::default() }).await;
    for (customer, rating) in [
        ("declared-low", json!({"stars": 3})),
        ("declared-high", json!({"csat": 95})),
        ("own-low", json!({"ces": {"value": 1, "scale": [0, 10]}})),
        ("own-turned", json!({"ces": {"value": 1, "scale": [10, 1]}})),
        ("half", json!({"ces": {"value": "6,5", "scale": [1, 7]}})),
    ] {
        suite.accept(&[json!({"customer_id": customer, "touchpoint_type": "delivery", "rating": rating})]).await;
    }
    suite.settle().await;
    for (customer, outcome) in [
        ("declared-low", "misery"),
        ("declared-high", "magic"),
        ("own-low", "misery"),
        ("own-turned", "magic"),
        ("half", "magic"),
    ] {
        assert_eq!(suite.moments(customer).await[0].outcome.to_string(), outcome, "{customer}");
    }
    let kept = stored(&suite, &json!({"customer_id": "own", "touchpoint_type": "delivery", "rating": {"ces": {"value": 7, "scale": [0, 10]}}})).await;
    assert_eq!(kept["properties"]["rating.ces"], json!({"value": 7, "scale": [0, 10]}));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelt_field_says_what_was_meant() {
    let suite = Suite::paused().await;
    let answer =
        suite.post(&json!({"touchpoint_type": "search", "occured_at": "2026-11-28T09:00:00Z", "colour": 1})).await;
    assert_eq!(answer.status, 422);
    let errors = answer.json()["errors"].clone();
    assert!(errors[1]["message"].as_str().unwrap().contains("did you mean `occurred_at`?"), "{errors}");
    assert!(!errors[0]["message"].as_str().unwrap().contains("did you mean"), "{errors}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quoted_mail_and_markup_are_neither_read_nor_shown() {
    let suite = Suite::start().await;
    let quoted = "Thanks, that was wonderful, the best service ever!\n\nOn Mon, 23 Nov 2026 at 10:00, Support wrote:\n\
        > We are sorry that your parcel was lost and that nobody answered, this is terrible.";
    suite
        .accept(&[json!({"id": "1", "customer_id": "ana", "touchpoint_type": "email_exchange", "comment": quoted})])
        .await;
    suite.settle().await;
    assert_eq!(suite.moments("ana").await[0].outcome.to_string(), "magic");
    let html = "<p>It&#39;s terrible, nobody answers and the parcel is lost.</p><blockquote>Great!</blockquote>";
    suite.accept(&[json!({"id": "2", "customer_id": "bo", "touchpoint_type": "email_exchange", "comment": html, "importance": 5})]).await;
    suite.settle().await;
    let moment = suite.moments("bo").await.pop().unwrap();
    assert_eq!(moment.outcome.to_string(), "misery");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_hides_where_it_is_may_post_if_its_key_says_so() {
    let more = "[[write_keys]]\nkey = 'pk-hidden'\nname = 'hidden'\nkind = 'publishable'\norigins = []\nallow_null_origin = true\n";
    let suite = Suite::with(Setting { more: more.to_owned(), is_paused: true, ..Setting::default() }).await;
    let send = async |key: &str, language: &str| {
        let asking = suite.http.post("/v1/touchpoints").header("accept", BROWSER).header("accept-language", language);
        asking.header("origin", "null").form(&[("write_key", key), ("touchpoint_type", "search")]).send().await
    };
    assert_eq!(send("pk-hidden", "en").await.status, 303);
    let refused = send(PUBLISHABLE_KEY, "es-ES,en;q=0.5").await;
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("no está configurado para este sitio web"), "{}", refused.text);
    assert!(!refused.text.contains("clave") && !refused.text.contains("key"), "{}", refused.text);
    let english = send(PUBLISHABLE_KEY, "en").await;
    assert!(english.text.contains("This form is not set up for this website"), "{}", english.text);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_real_browser_sends_as_beacons_arrives_and_a_reload_posts_nothing() {
    let Some(mut browser) = Browser::start().await else {
        std::io::stderr().write_all(b"SKIPPED: no Chromium: no beacon was sent\n").unwrap();
        return;
    };
    let shop = Page::start().await;
    let origin = &shop.origin;
    let more =
        format!("[[write_keys]]\nkey = 'pk-shop'\nname = 'shop'\nkind = 'publishable'\norigins = ['{origin}']\n");
    let suite = Suite::with(Setting { more, is_paused: true, ..Setting::default() }).await;
    let address = format!("{}/v1/touchpoints?write_key=pk-shop", suite.stack.address());
    browser.open(&format!("{origin}/")).await;
    let script = format!(
        "(async () => {{ const at = {address:?}; const body = id => JSON.stringify({{id, touchpoint_type: 'search', anonymous_id: 'b'}}); \
           const form = new FormData(); form.append('id', 'form'); form.append('touchpoint_type', 'search'); form.append('anonymous_id', 'b'); \
           const sent = [navigator.sendBeacon(at, body('string')), \
             navigator.sendBeacon(at, new Blob([body('blob')], {{type: 'application/json'}})), navigator.sendBeacon(at, form), \
             navigator.sendBeacon(at, new URLSearchParams({{id: 'params', touchpoint_type: 'search', anonymous_id: 'b'}}))]; \
           await new Promise(done => setTimeout(done, 1500)); return sent; }})()"
    );
    assert_eq!(browser.run(&script).await, json!([true, true, true, true]));
    let mut ids: Vec<_> =
        suite.items_of("TOUCHPOINT#").await.iter().map(|item| item["id"].as_s().unwrap().clone()).collect();
    ids.sort();
    assert_eq!(ids, ["blob", "form", "params", "string"]);

    // A person sends a form, and loads the page that thanks once more.
    let script = format!(
        "(() => {{ document.body.innerHTML = '<form method=post action=\"{address}\"><input name=touchpoint_type value=review>\
           <input name=comment value=Hello></form>'; document.forms[0].submit(); return true; }})()"
    );
    browser.run(&script).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert!(browser.text().await.contains("Thank you"), "the page that thanks");
    browser.run("(() => { location.reload(); return true; })()").await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert!(browser.text().await.contains("Thank you"));
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 5, "a reload is no second touchpoint");
    suite.end().await;
}
