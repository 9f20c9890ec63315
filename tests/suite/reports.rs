//! Reports over HTTP and by the schedule: right numbers, every form, once a period.

use domain::identity::Identity;
use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{READ_KEY, Setting, Suite};

/// A week of deliveries: bad ones and good ones, each of another customer.
fn deliveries(bad: usize, good: usize, day: &str) -> Vec<Value> {
    let one = |index: usize, csat: u8| {
        json!({"type": "delivery", "customer_id": format!("{day}-{index}"), "id": format!("{day}-{index}"),
            "occurred_at": format!("{day}T10:00:00Z"), "rating": {"csat": csat}})
    };
    (0..bad).map(|index| one(index, 1)).chain((bad..bad + good).map(|index| one(index, 4))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_is_counted_compared_and_worded() {
    let suite = Suite::start().await;
    suite.accept(&deliveries(24, 136, "2026-11-11")).await;
    suite.accept(&deliveries(48, 112, "2026-11-18")).await;
    suite.settle().await;
    let report = suite.report("2026-W47").await;
    assert_eq!(report["coverage"]["moments"], 160);
    assert_eq!(report["coverage"]["moments_before"], 160);
    let second = report["stages"].as_array().unwrap().iter().find(|stage| stage["stage"] == "second").unwrap();
    assert_eq!((&second["misery"], &second["average"]), (&json!(48), &json!(112)));
    // 48/160 against 24/160 is the first line of the movers' table of checked values.
    let text = report.to_string();
    assert!(text.contains("delivery"));
    let page = suite.http.get("/v1/reports/2026-W47.html").bearer(READ_KEY).send().await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(page.text.contains("(30%"), "48 of 160 is not on the page");
    suite.end().await;
}

/// Customers whose first contact ended one way, of whom so many buy within a month, and buy again.
fn first_contacts(name: &str, csat: u8, customers: usize, bought: usize, again: usize) -> Vec<Value> {
    let touchpoint = |index: usize, what: &str, kind: &str, at: &str| {
        json!({"type": kind, "id": format!("{name}-{index}-{what}"), "customer_id": format!("{name}-{index}"),
            "occurred_at": format!("{at}T10:00:00Z")})
    };
    let met = (0..customers).map(|index| {
        let mut met = touchpoint(index, "met", "phone_call", "2026-10-19");
        met["rating"] = json!({ "csat": csat });
        met
    });
    let buys = (0..bought).map(|index| touchpoint(index, "bought", "purchase", "2026-10-21"));
    let buys_again = (0..again).map(|index| touchpoint(index, "again", "purchase", "2026-11-10"));
    // The month is over: this one counts for nobody's first contact.
    let too_late = (bought..customers).map(|index| touchpoint(index, "late", "purchase", "2026-11-19"));
    met.chain(buys).chain(buys_again).chain(too_late).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_says_what_first_contacts_of_a_month_ago_were_worth() {
    let suite = Suite::start().await;
    let customers = [first_contacts("charmed", 5, 30, 20, 8), first_contacts("annoyed", 1, 30, 6, 1)].concat();
    for some in customers.chunks(100) {
        suite.accept(some).await;
    }
    // Three of those who bought within the days looked at are asked afterwards.
    let asked = |index: usize| {
        json!({"type": "survey", "id": format!("asked-{index}"), "customer_id": format!("charmed-{index}"),
            "occurred_at": "2026-10-25T10:00:00Z", "rating": {"csat": 4}})
    };
    suite.accept(&(0..3).map(asked).collect::<Vec<_>>()).await;
    suite.settle().await;
    // The customers of the week that lies thirty days before this one.
    let later = suite.report("2026-W47").await["journeys"]["later"].clone();
    assert_eq!((&later["start"], &later["end"]), (&json!("2026-10-17"), &json!("2026-10-24")));
    let contacts = suite.report("2026-W47").await["journeys"]["first_contacts"].clone();
    let worth = |outcome: &str| {
        let one = contacts.as_array().unwrap().iter().find(|contact| contact["outcome"] == outcome).unwrap();
        (one["customers"].as_u64(), ["bought", "bought_again"].map(|what| one[what]["count"].as_u64()))
    };
    // Each was followed for thirty days and more: what was bought after that is not of the thirty.
    assert_eq!(worth("magic"), (Some(30), [Some(20), Some(8)]));
    assert_eq!(worth("misery"), (Some(30), [Some(6), Some(1)]));
    assert_eq!(later["bought_without_follow_up"]["of"], 26, "{later}");
    assert_eq!(later["bought_without_follow_up"]["count"], 23, "{later}");
    let page = suite.http.get("/v1/reports/2026-W47.html?view=details").bearer(READ_KEY).send().await;
    assert!(page.text.contains("within 30 days; half within 2 days"), "{}", page.text);

    // A customer who was not asked is named, and found: from the report to the moments of the day to the journey.
    let missing = later["missing_follow_ups"].as_array().unwrap();
    assert_eq!(missing.len(), 10, "the most urgent of 23: {missing:?}");
    assert_eq!((&missing[0]["after"], &missing[0]["due_on"]), (&json!("purchase"), &json!("2026-11-20")));
    let customer = missing[0]["customer"].as_str().unwrap();
    let names = suite.table.pseudonyms().await.unwrap();
    let asked = (0..3).map(|index| names.of(&Identity::Customer(format!("charmed-{index}"))));
    assert!(missing.iter().all(|one| !asked.clone().any(|asked| one["customer"] == asked)), "{missing:?}");
    assert!(page.text.contains(&format!("href=\"2026-10-21/moments?customer={customer}\"")), "{}", page.text);
    let path = format!("/v1/reports/2026-10-21/moments?customer={customer}");
    let moments = suite.http.get(&path).bearer(READ_KEY).header("accept", "text/html").send().await;
    let start = moments.text.find("../../customers/").unwrap_or_else(|| panic!("no journey in {}", moments.text));
    let journey = moments.text[start + 6..].split('"').next().unwrap();
    let journey = suite.http.get(&format!("/v1/{journey}")).bearer(READ_KEY).send().await;
    assert_eq!((journey.status, journey.json()["touchpoints"].as_array().unwrap().len()), (200, 3));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_cases_are_counted_whenever_they_were_opened_and_joining_one_opens_none() {
    let suite = Suite::start().await;
    let bad = |who: &str, id: &str| json!({"type": "complaint", "customer_id": who, "id": id});
    suite.accept(&[bad("ana", "1"), bad("ben", "2")]).await;
    suite.settle().await;
    suite.accept(&[bad("ana", "3")]).await;
    suite.settle().await;
    // Of a week in which nothing happened: it is about now.
    assert_eq!(suite.report("2026-W02").await["cases"]["open"], 2);
    let ben = suite
        .items_of("CASE#0")
        .await
        .into_iter()
        .find(|case| case["opened_by"].as_m().unwrap()["id"].as_s().unwrap() == "2");
    let key = ben.unwrap().into_iter().filter(|(name, _)| name == "pk" || name == "sk").collect();
    let resolve = suite.stack.table_client().update_item().table_name(suite.stack.table_name()).set_key(Some(key));
    resolve.update_expression("REMOVE work_pk, work_sk").send().await.unwrap();
    assert_eq!(suite.report("2026-W02").await["cases"]["open"], 1);
    let page = suite.http.get("/v1/reports/2026-W02.html").bearer(READ_KEY).send().await;
    assert!(page.text.contains("1 open case"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_follows_the_name_or_the_accept_header() {
    let suite = Suite::start().await;
    suite.accept(&deliveries(1, 1, "2026-11-18")).await;
    suite.settle().await;
    let get = |path: &'static str, accept: &'static str| {
        suite.http.get(path).bearer(READ_KEY).header("accept", accept).send()
    };
    assert_eq!(get("/v1/reports/2026-11-18", "*/*").await.header("content-type"), "application/json");
    assert!(get("/v1/reports/2026-11-18", "text/html").await.text.starts_with("<!"));
    let csv = get("/v1/reports/2026-11.csv", "*/*").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.text.lines().count(), 3);
    assert_eq!(get("/v1/reports/2026-11-18", "image/png").await.status, 406);
    let spanish = get("/v1/reports/2026-W47.html?language=es", "*/*").await;
    assert!(spanish.text.contains("<html lang=\"es\">"));
    assert_eq!(get("/v1/reports/2026-W47.html?language=fr", "*/*").await.status, 400);
    for unknown in ["2026-W54", "2026-13", "yesterday", "2026-02-30"] {
        let answer = suite.http.get(&format!("/v1/reports/{unknown}")).bearer(READ_KEY).send().await;
        assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"), "{unknown}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_read_keys_read() {
    let suite = Suite::start().await;
    let get = || suite.http.get("/v1/reports/2026-W47");
    let nobody = get().header("accept", "text/html").send().await;
    assert_eq!(nobody.status, 401);
    assert!(nobody.header("www-authenticate").starts_with("Basic"));
    assert_eq!(get().send().await.header("www-authenticate"), "Bearer");
    assert_eq!(get().bearer(tests::suite::SECRET_KEY).send().await.status, 401);
    // "anybody:rk-test", as a browser sends a password.
    assert_eq!(get().header("authorization", "Basic YW55Ym9keTpyay10ZXN0").send().await.status, 200);
    let query = suite.http.get(&format!("/v1/reports/2026-W47?read_key={READ_KEY}")).send().await;
    assert_eq!((query.status, query.header("referrer-policy")), (200, "same-origin"));
    assert_eq!(query.header("cache-control"), "private, no-store");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_report_is_written_and_announced_once_however_often_it_fires() {
    let slack = Receiver::start().await;
    let suite = Suite::with(Setting { channels: slack.slack("team"), ..Setting::default() }).await;
    suite.accept(&deliveries(3, 7, "2026-11-18")).await;
    suite.settle().await;
    let alerts = slack.received().len();
    let firing = r#"{"every":"week","scheduled_at":"2026-11-23T06:15:00Z"}"#.to_owned();
    let first = suite.stack.invoke("report", firing.clone()).await.unwrap();
    let written: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(written["period"], "2026-W47");
    let read = |file: &Value| {
        let file = file.as_str().unwrap();
        let found = find(&suite.stack.data().join("objects"), file);
        std::fs::read(found.unwrap_or_else(|| panic!("{file} was not written"))).unwrap()
    };
    let files = written["files"].as_array().unwrap().clone();
    let before: Vec<_> = files.iter().map(read).collect();
    assert_eq!(suite.stack.invoke("report", firing).await.unwrap(), first);
    let after: Vec<_> = files.iter().map(read).collect();
    assert_eq!(before, after, "the same facts give the same bytes");
    let csv = suite.http.get("/v1/reports/2026-W47.csv").bearer(READ_KEY).send().await.text;
    // The file is the same with the customers under their pseudonyms: it is kept for years.
    let file = String::from_utf8(read(&json!("reports/2026-W47.csv"))).unwrap();
    let names = suite.table.pseudonyms().await.unwrap();
    let rows = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    assert_eq!((csv.lines().count(), rows(&file).len()), (11, 11));
    for (asked, kept) in rows(&csv).into_iter().zip(rows(&file)).skip(1) {
        for (asked, kept) in asked.into_iter().zip(kept) {
            match asked.parse::<Identity>() {
                Ok(customer) => assert_eq!(kept, names.hide(&customer).to_string()),
                Err(_) => assert_eq!(kept, asked),
            }
        }
    }
    let announced = slack.received().split_off(alerts);
    assert_eq!(announced.len(), 1);
    assert!(announced[0].json().to_string().contains("2026"));
    // A report somebody asks for is nobody else's news.
    suite.stack.invoke("report", r#"{"period":"2026-11-18"}"#.to_owned()).await.unwrap();
    assert_eq!(slack.received().len(), alerts + 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_after_a_report_was_sent_is_counted_and_said() {
    let slack = Receiver::start().await;
    let suite = Suite::with(Setting { channels: slack.slack("team"), ..Setting::default() }).await;
    suite.accept(&deliveries(3, 7, "2026-11-18")).await;
    suite.settle().await;
    let read = async || {
        let answer = suite.http.get("/v1/reports/2026-W47.json").bearer(READ_KEY).send().await.json();
        let notes = answer["notes"].as_array().unwrap().iter();
        let changed = notes.filter(|note| note["note"] == "changed_since_sent").cloned().collect::<Vec<_>>();
        (answer["coverage"]["moments"].as_u64().unwrap(), changed)
    };
    suite.accept(&[late("early", "2026-11-19T10:00:00Z")]).await;
    suite.settle().await;
    assert_eq!(read().await, (11, vec![]), "nobody was told anything yet");
    suite.stack.invoke("report", r#"{"every":"week","scheduled_at":"2026-11-23T06:15:00Z"}"#.to_owned()).await.unwrap();
    assert_eq!(read().await, (11, vec![]));

    suite.accept(&[late("late", "2026-11-19T11:00:00Z"), late("other-week", "2026-11-24T11:00:00Z")]).await;
    suite.settle().await;
    let note = json!({"note": "changed_since_sent", "sent": "2026-11-23", "late": 1});
    assert_eq!(read().await, (12, vec![note.clone()]));
    let page = suite.http.get("/v1/reports/2026-W47.html?language=es").bearer(READ_KEY).send().await.text;
    assert!(page.contains("(1 momento); estos números ya los incluyen"), "{page}");

    suite.end().await;
}

fn late(customer: &str, at: &str) -> Value {
    json!({"id": customer, "type": "delivery", "customer_id": customer, "occurred_at": at, "rating": {"csat": 4}})
}

fn find(folder: &std::path::Path, file: &str) -> Option<std::path::PathBuf> {
    let direct = folder.join(file);
    if direct.exists() {
        return Some(direct);
    }
    let inner = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    inner.map(|entry| entry.path().join(file)).find(|path| path.exists())
}
