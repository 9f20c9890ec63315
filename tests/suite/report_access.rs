//! What a reader of reports can ask for besides the report: the list, a cut, the moments behind a number, and what was
//! promised about it. What takes too long is answered 202 and found by asking again.

use lambda_runtime::Context;
use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{READ_KEY, Setting, Suite};

fn bad(kind: &str, customer: &str, at: &str, more: &Value) -> Value {
    let mut body = json!({"type": kind, "customer_id": customer, "id": format!("{kind}-{customer}-{at}"),
        "occurred_at": at, "rating": {"csat": 1}, "comment": format!("Words of {customer}.")});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// As many as it takes to be named among what to improve.
fn six() -> Vec<Value> {
    (0..6).map(|n| bad("delivery", &format!("c{n}"), "2026-11-18T10:00:00Z", &json!({}))).collect()
}

async fn get(suite: &Suite, path: &str) -> Value {
    let answer = suite.http.get(path).bearer(READ_KEY).send().await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_names_cause_owner_and_words_and_leads_to_its_moments() {
    let suite = Suite::start().await;
    let met = json!({"staff": {"team": "riders"}});
    let many: Vec<_> = (0..6).map(|n| bad("delivery", &format!("c{n}"), "2026-11-18T10:00:00Z", &met)).collect();
    suite.accept(&many).await;
    suite.settle().await;
    let report = get(&suite, "/v1/reports/2026-W47").await;
    let first = &report["improve"][0];
    assert_eq!((&first["kind"], &first["rate"]["count"]), (&json!("delivery"), &json!(6)));
    assert_eq!(first["owner"], json!({"by": "met", "owner": "riders", "at": {"count": 6, "of": 6}}));
    assert_eq!(first["cause"]["by"], "catalogue");
    let words: Vec<_> = first["examples"].as_array().unwrap().iter().map(|example| &example["words"]).collect();
    assert!(
        words.len() == 2 && words.iter().all(|words| words.as_str().unwrap().starts_with("Words of c")),
        "{words:?}"
    );
    let page = suite.http.get("/v1/reports/2026-W47.html").bearer(READ_KEY).send().await.text;
    // Too few for rates: it tells of each customer, in their words.
    assert!(page.contains("2026-W47/moments?outcome=misery") && page.contains("Words of c3."), "{page}");
    assert!(page.contains("6 of 6 customers were unhappy."), "{page}");

    let behind = get(&suite, "/v1/reports/2026-W47/moments?kind=delivery&outcome=misery&voice=unsolicited").await;
    assert_eq!((behind["moments"].as_array().unwrap().len(), &behind["is_cut"]), (6, &json!(false)));
    assert_eq!(get(&suite, "/v1/reports/2026-W47/moments?kind=billing").await["moments"], json!([]));
    let page = suite.http.get("/v1/reports/2026-W47/moments?kind=delivery").header("accept", "text/html");
    let page = page.bearer(READ_KEY).send().await.text;
    assert!(page.contains("../../customers/c0/journey") && page.contains("6 moments"), "{page}");
    // Who, when on the business's clocks, and in which words: not `id:c0` and a time in another zone.
    assert!(page.contains(">c0</a>") && !page.contains("id:c0") && !page.contains("<time>2026"), "{page}");
    assert!(page.contains("Wed 18 Nov") && page.contains("Words of c0."), "{page}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_cut_by_one_dimension_at_a_time() {
    let suite = Suite::start().await;
    let through = |channel: &str, segment: &str| json!({"channel": channel, "segment": segment});
    suite
        .accept(&[
            bad("delivery", "ana", "2026-11-18T10:00:00Z", &through("web", "gold")),
            bad("billing", "ana", "2026-11-18T11:00:00Z", &through("phone", "gold")),
            bad("delivery", "ben", "2026-11-19T10:00:00Z", &through("web", "new")),
            bad("delivery", "ben", "2026-11-11T10:00:00Z", &through("fax", "new")),
        ])
        .await;
    suite.settle().await;
    let names = |answer: &Value| -> Vec<(String, u64, u64)> {
        let slice = |slice: &Value| {
            let count = |name: &str| slice[name].as_u64().unwrap();
            (slice["name"].as_str().unwrap().to_owned(), count("moments"), count("moments_before"))
        };
        answer["slices"].as_array().unwrap().iter().map(slice).collect()
    };
    let by = |by: &'static str| format!("/v1/reports/2026-W47.json?by={by}");
    assert_eq!(names(&get(&suite, &by("channel")).await), [("web".into(), 2, 0), ("phone".into(), 1, 0)]);
    assert_eq!(names(&get(&suite, &by("segment")).await), [("gold".into(), 2, 0), ("new".into(), 1, 1)]);
    assert_eq!(
        names(&get(&suite, &by("touchpoint_type")).await),
        [("delivery".into(), 2, 1), ("billing".into(), 1, 0)]
    );
    let sources = get(&suite, &by("source")).await;
    assert_eq!(sources["slices"][0]["rates"]["unsolicited"]["misery"]["total"], 2, "two customers, each once");
    let csv = suite.http.get("/v1/reports/2026-W47.csv?by=channel").bearer(READ_KEY).send().await;
    assert_eq!(csv.text.lines().next(), Some("channel,moments,customers,critical,voice,total,judged,misery,magic"));
    let unknown = suite.http.get("/v1/reports/2026-W47?by=colour").bearer(READ_KEY).send().await;
    assert_eq!(unknown.status, 400);
    assert!(unknown.text.contains("source, channel, segment, touchpoint_type"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_listed_and_say_which_are_written() {
    let suite = Suite::start().await;
    assert_eq!(get(&suite, "/v1/reports").await["reports"], json!([]), "what has no data is not offered");
    suite.accept(&six()).await;
    suite.settle().await;
    let list = get(&suite, "/v1/reports").await;
    let reports = list["reports"].as_array().unwrap();
    let names: Vec<_> = reports.iter().map(|report| report["period"].as_str().unwrap()).collect();
    assert!(names.contains(&"2026-11-18") && !names.contains(&"2026-11-17") && names.contains(&"2026"), "{names:?}");
    let picked = suite.http.get("/v1/reports?first=2026-11-17&last=2026-11-18").bearer(READ_KEY).send().await;
    assert_eq!((picked.status, picked.header("location")), (303, "reports/2026-11-17..2026-11-19.html"));
    assert!(reports.iter().any(|report| report["every"] == "week" && report["over"] == true));
    assert!(reports.iter().all(|report| report["written"] == false));
    let week = reports.iter().find(|report| report["every"] == "week" && report["over"] == true).unwrap().clone();
    let period = week["period"].as_str().unwrap();
    suite.stack.invoke("report", json!({"period": period}).to_string()).await.unwrap();
    let list = get(&suite, "/v1/reports").await;
    let written: Vec<_> =
        list["reports"].as_array().unwrap().iter().filter(|report| report["written"] == true).collect();
    assert_eq!(written.len(), 1);
    assert_eq!(written[0]["period"], period);
    let page = suite.http.get("/v1/reports").header("accept", "text/html").bearer(READ_KEY).send().await;
    assert!(page.text.contains(&format!("/v1/reports/{period}.html")));
    assert_eq!(suite.http.get("/v1/reports").send().await.status, 401);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_promised_is_held_against_what_happened_since() {
    let suite = Suite::start().await;
    let week = |day: &str, bad_ones: usize| -> Vec<Value> {
        let one = |n: usize| {
            json!({"type": "delivery", "customer_id": format!("{day}-{n}"), "id": format!("{day}-{n}"),
                "occurred_at": format!("{day}T10:00:00Z"), "rating": {"csat": if n < bad_ones { 1 } else { 4 }}})
        };
        (0..40).map(one).collect()
    };
    suite.accept(&week("2026-11-11", 20)).await;
    suite.accept(&week("2026-11-18", 4)).await;
    suite.settle().await;
    let promise = |body: &Value| suite.http.post("/v1/reports/2026-W46/action").bearer(READ_KEY).json(body).send();
    assert_eq!(promise(&json!({"text": "  "})).await.status, 400);
    assert_eq!(promise(&json!({"text": "x".repeat(501)})).await.status, 400);
    let kept = promise(&json!({"text": "Call before we are late", "kind": "delivery", "owner": "riders"})).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    let report = get(&suite, "/v1/reports/2026-W47").await;
    let followed = &report["promised_action"];
    assert_eq!((&followed["text"], &followed["owner"]), (&json!("Call before we are late"), &json!("riders")));
    assert_eq!((&followed["since"]["change"], &followed["since"]["now"]["count"]), (&json!("fell"), &json!(4)));
    // A form of another site, sent by a browser that knows the password.
    let post = suite.http.post("/v1/reports/2026-W46/action").bearer(READ_KEY).header("origin", "https://evil.example");
    assert_eq!(post.json(&json!({"text": "x"})).send().await.status, 403);
    let nobody = suite.http.post("/v1/reports/2026-W46/action").json(&json!({"text": "x"})).send().await;
    assert_eq!(nobody.status, 401);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_of_an_announcement_opens_its_period_and_what_is_behind_it_and_nothing_else() {
    let slack = Receiver::start().await;
    let channels = format!("{}language = 'es'\n", slack.slack("team"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    suite.accept(&six()).await;
    suite.settle().await;
    let alerts = slack.received().len();
    suite.stack.invoke("report", r#"{"every":"week","scheduled_at":"2026-11-23T06:15:00Z"}"#.to_owned()).await.unwrap();
    let text = slack.received()[alerts].json().to_string();
    let link = text.split("/v1/reports/2026-W47?").nth(1).unwrap();
    let query = link.split(['"', '|', '>']).next().unwrap().replace("&amp;", "&");
    let open = async |path: &str| suite.http.get(path).header("accept", "text/html").send().await;

    let page = open(&format!("/v1/reports/2026-W47?{query}")).await;
    assert_eq!((page.status, page.text.contains("lang=\"es\"")), (200, true), "{}", page.text);
    assert!(
        !page.text.contains("<form") && !page.text.contains("2026-W46.html"),
        "what would be refused is not offered"
    );
    let carried = query.replace('&', "&#38;");
    for behind in [
        "2026-W47.json?",
        "2026-W47.csv?",
        "2026-W47.html?by=source&",
        "2026-W47/moments?outcome=misery&",
        "2026-W47.html?view=details&",
    ] {
        let href = format!("{}{carried}", behind.replace('&', "&#38;"));
        assert!(page.text.contains(&format!("href=\"{href}\"")), "{href}: {}", page.text);
        assert_eq!(open(&format!("/v1/reports/{behind}{query}")).await.status, 200, "{behind}");
    }
    let moments = open(&format!("/v1/reports/2026-W47/moments?{query}")).await.text;
    // Who they are stays between the business and whoever has a key.
    let names = suite.table.pseudonyms().await.unwrap();
    let pseudonym = names.of(&domain::identity::Identity::Customer("c0".into()));
    assert!(
        (moments.contains("6 moments") || moments.contains("6 momentos")) && moments.contains(&pseudonym),
        "{moments}"
    );
    for form in ["text/html", "application/json", "text/csv"] {
        for path in ["2026-W47/moments", "2026-W47"] {
            let get = suite.http.get(&format!("/v1/reports/{path}?{query}")).header("accept", form);
            let text = get.send().await.text;
            // A pseudonym may begin so, and goes on.
            let mut named =
                text.split("id:c0").skip(1).map(|rest| rest.starts_with(|next: char| next.is_ascii_hexdigit()));
            assert!(named.all(|goes_on| goes_on) && !text.contains("\"c0\""), "{path} as {form}: {text}");
        }
    }
    assert!(!moments.contains("/journey") && !moments.contains("/touchpoints/"), "{moments}");

    let forged = open(&format!("/v1/reports/2026-W47?{}x", &query[..query.len() - 1])).await;
    assert_eq!(
        (forged.status, forged.text.contains("Este enlace no funciona")),
        (403, false),
        "in the deployment's language"
    );
    assert!(forged.text.contains("This link does not work") && !forged.text.contains("Entrega"), "{}", forged.text);
    for elsewhere in ["/v1/reports/2026-W46", "/v1/reports/2026-11-18"] {
        assert_eq!(open(&format!("{elsewhere}?{query}")).await.status, 403, "{elsewhere}");
    }
    for elsewhere in ["/v1/reports", "/v1/customers/c0/journey", "/v1/touchpoints/back-end/x"] {
        assert_eq!(open(&format!("{elsewhere}?{query}")).await.status, 401, "{elsewhere}");
    }
    let promise =
        suite.http.post(&format!("/v1/reports/2026-W47/action?{query}")).json(&json!({"text": "x"})).send().await;
    assert_eq!(promise.status, 401);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_key_in_the_address_is_carried_on_by_the_links_of_the_page() {
    let suite = Suite::start().await;
    suite.accept(&six()).await;
    suite.settle().await;
    let open = async |path: &str| loop {
        let answer = suite.http.get(path).header("accept", "text/html").send().await;
        // A page that is being added up asks again by itself.
        if answer.status != 202 {
            break answer.text;
        }
    };
    let page = open(&format!("/v1/reports/2026-W47?read_key={READ_KEY}&language=es")).await;
    let href = format!("2026-W47/moments?outcome=misery&#38;language=es&#38;read_key={READ_KEY}");
    assert!(page.contains(&href), "{page}");
    let moments = open(&format!("/v1/reports/{}", href.replace("&#38;", "&"))).await;
    assert!(moments.contains(&format!("../../customers/c0/journey?language=es&#38;read_key={READ_KEY}")), "{moments}");
    for (wrong, why) in [
        ("outcome=miserable", "`outcome` must be one of misery"),
        ("critical=yes", "`critical` must be one of true, false"),
        ("outcom=misery", "moments are chosen by kind, outcome"),
    ] {
        let answer = suite.http.get(&format!("/v1/reports/2026-W47/moments?{wrong}")).bearer(READ_KEY).send().await;
        assert!(answer.status == 400 && answer.text.contains(why), "{wrong}: {}", answer.text);
    }
    let long_ago = suite.http.get("/v1/reports/1999").bearer(READ_KEY).send().await;
    assert_eq!(long_ago.status, 404, "{}", long_ago.text);
    // A key in a header stays there.
    let page = suite.http.get("/v1/reports/2026-W47.html").bearer(READ_KEY).send().await.text;
    assert!(!page.contains(READ_KEY) && page.contains("2026-W46.html"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_too_long_is_answered_202_and_found_by_asking_again() {
    let suite = Suite::start().await;
    suite.accept(&[bad("delivery", "ana", "2026-05-18T10:00:00Z", &json!({}))]).await;
    suite.settle().await;
    // No time at all: each answer adds up a few days, which are kept.
    let read = hurried(&suite).await;
    let ask = async || {
        let request = json!({"version": "2.0", "routeKey": "GET /v1/reports/{period}",
            "rawPath": "/v1/reports/2026-05.json", "rawQueryString": format!("read_key={READ_KEY}"),
            "queryStringParameters": {"read_key": READ_KEY}, "headers": {"host": "x"},
            "pathParameters": {"period": "2026-05.json"}, "isBase64Encoded": false,
            "requestContext": {"http": {"method": "GET", "path": "/v1/reports/2026-05.json", "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1", "userAgent": "x"}, "stage": "$default", "accountId": "1", "apiId": "x",
                "domainName": "x", "domainPrefix": "x", "requestId": "1", "routeKey": "GET /v1/reports/{period}", "time": "x",
                "timeEpoch": 0}});
        let answer = read.invoke(request.to_string(), Context::default()).await.unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        (answer["statusCode"].as_u64().unwrap(), body, answer)
    };
    let (status, body, answer) = ask().await;
    assert_eq!((status, &body["status"]), (202, &json!("underway")), "{body}");
    assert!(answer.to_string().contains("retry-after"), "{answer}");
    let mut far = body;
    let found = loop {
        let (status, body, _) = ask().await;
        if status == 200 {
            break body;
        }
        // Never back, and always of the same whole.
        assert_eq!((status, &body["days"]), (202, &far["days"]), "{body}");
        assert!(body["days_ready"].as_u64() > far["days_ready"].as_u64(), "{body} after {far}");
        assert!(body["days_ready"].as_u64() < body["days"].as_u64(), "{body}");
        far = body;
    };
    assert_eq!(found["coverage"]["moments"], 1);
    // The same as without haste.
    assert_eq!(get(&suite, "/v1/reports/2026-05.json").await["coverage"], found["coverage"]);
    suite.end().await;
}

/// Starts a reader that has no time at all: each answer gets a little further.
async fn hurried(suite: &Suite) -> runtime::function::Function {
    let mut environment: Vec<(String, String)> = suite.environment(&suite.stack.table_endpoint());
    environment.push(("REPORT_WORKING_TIME_MS".into(), "0".into()));
    read::start(environment.into_iter().collect()).await.unwrap()
}

/// Asks it for a path under the reports, and returns status, body and the whole answer.
async fn hurriedly(read: &runtime::function::Function, period: &str, tail: &str, query: &str) -> (u64, String, Value) {
    let query = format!("read_key={READ_KEY}{query}");
    let path = format!("/v1/reports/{period}{tail}");
    let route = format!("GET /v1/reports/{{period}}{tail}");
    let request = json!({"version": "2.0", "routeKey": route, "rawPath": path, "rawQueryString": query,
        "headers": {"host": "x"}, "pathParameters": {"period": period}, "isBase64Encoded": false,
        "requestContext": {"http": {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
            "userAgent": "x"}, "stage": "$default", "accountId": "1", "apiId": "x", "domainName": "x", "domainPrefix": "x",
            "requestId": "1", "routeKey": route, "time": "x", "timeEpoch": 0}});
    let answer = read.invoke(request.to_string(), Context::default()).await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    (answer["statusCode"].as_u64().unwrap(), answer["body"].as_str().unwrap_or_default().to_owned(), answer)
}

/// Moments on each of three days, and a period of them.
async fn three_days(suite: &Suite) -> &'static str {
    let bodies: Vec<_> = (0..30)
        .map(|n| bad("delivery", &format!("c{n}"), &format!("2026-05-{}T10:00:00Z", 18 + n % 3), &json!({})))
        .collect();
    suite.accept(&bodies).await;
    suite.settle().await;
    "2026-05-18..2026-05-21"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_takes_too_long_is_answered_202_and_written_part_by_part() {
    let suite = Suite::start().await;
    let period = three_days(&suite).await;
    let name = format!("{period}.csv");
    let read = hurried(&suite).await;
    let mut asked = 0;
    let mut ready = 0;
    let found = loop {
        let (status, body, answer) = hurriedly(&read, &name, "", "").await;
        if status == 200 {
            break body;
        }
        assert_eq!(status, 202, "{body}");
        assert!(answer.to_string().contains("retry-after"), "{answer}");
        let body: Value = serde_json::from_str(&body).unwrap();
        assert!(body["days_ready"].as_u64().unwrap() >= ready && body["days"] == 3, "{body} after {ready}");
        ready = body["days_ready"].as_u64().unwrap();
        asked += 1;
        assert!(asked < 200, "it never ends");
    };
    assert!(asked >= 2, "{asked}");
    // The same as without haste, byte by byte.
    let whole = suite.http.get(&format!("/v1/reports/{name}")).bearer(READ_KEY).send().await;
    assert_eq!((whole.status, whole.text.lines().count()), (200, 31));
    assert!(whole.text == found, "{found}");
    // And once finished it is given again.
    assert_eq!(hurriedly(&read, &name, "", "").await.0, 200);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moments_that_take_too_long_to_find_are_found_by_following_the_answer() {
    let suite = Suite::start().await;
    let period = three_days(&suite).await;
    let read = hurried(&suite).await;
    let mut found = Vec::new();
    let mut from = String::new();
    for asked in 0.. {
        assert!(asked < 200, "it never ends");
        let (status, body, answer) = hurriedly(&read, period, "/moments", &format!("&outcome=misery{from}")).await;
        assert_eq!(status, 200, "{body}");
        let body: Value = serde_json::from_str(&body).unwrap();
        found.extend(body["moments"].as_array().unwrap().clone());
        let Some(next) = body["next"].as_str() else {
            assert!(asked >= 2, "{asked}");
            break;
        };
        assert_eq!(answer["headers"]["link"], format!("<{next}>; rel=\"next\""));
        assert!(next.starts_with("moments?outcome=misery&from="), "{next}");
        let place = next.split("from=").nth(1).unwrap().split('&').next().unwrap();
        from = format!("&from={place}");
    }
    assert_eq!(found.len(), 30);
    let whole = get(&suite, &format!("/v1/reports/{period}/moments?outcome=misery")).await;
    assert_eq!((whole["moments"].as_array().unwrap().len(), whole.get("next")), (30, None));
    assert_eq!(hurriedly(&read, period, "/moments", "&from=x").await.0, 400);
    suite.end().await;
}
