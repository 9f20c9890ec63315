//! Names of customers that say nothing without the key of the deployment, and what was named before there was one.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::identity::Identity;
use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, READ_KEY, Setting, Suite};

use crate::cases::{complaint, link};

fn ana() -> Identity {
    Identity::Customer("ana".into())
}

async fn complained(suite: &Suite, crm: &Receiver) -> Value {
    let before = crm.received().len();
    suite.accept(&[complaint("ana", &format!("c{before}"), 60)]).await;
    suite.settle().await;
    crm.wait_for(before + 1).await.remove(before).json()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_deployments_name_a_customer_differently_and_neither_by_a_plain_digest() {
    let mut told = Vec::new();
    for _ in 0..2 {
        let crm = Receiver::start().await;
        let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
        let event = complained(&suite, &crm).await;
        let day = tests::suite::day(jiff::Timestamp::now());
        let report = suite.http.get(&format!("/v1/reports/{day}.html")).bearer(READ_KEY).send().await.text;
        let message = event.to_string();
        let name = suite.table.pseudonyms().await.unwrap().of(&ana());
        assert!(name.len() >= 16 && message.contains(&name), "{message}");
        for text in [&message, &report] {
            assert!(!text.contains(&ana().old_pseudonym()), "{text}");
        }
        told.push((name, event["subject"].as_str().unwrap().to_owned()));
        suite.end().await;
    }
    assert!(told[0].0 != told[1].0 && told[0].1 != told[1].1, "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_before_gets_one_key_and_its_cases_keep_their_names() {
    let crm = Receiver::start().await;
    let setting = Setting { channels: crm.webhook("crm"), ..Setting::default() };
    let suite = Suite::with(setting.clone()).await;
    complained(&suite, &crm).await;
    as_it_was_before(&suite).await;
    let suite = suite.restarted(&setting).await;

    let old = format!("{}-1", ana().old_pseudonym());
    let shown = suite.http.get(&format!("/v1/cases/{old}")).bearer(CASE_KEY).send().await;
    assert_eq!((shown.status, shown.json()["id"].as_str()), (200, Some(old.as_str())), "{}", shown.text);
    // Another failure joins it: the alert names it as before, and its links act.
    let event = complained(&suite, &crm).await;
    assert_eq!(event["subject"].as_str(), Some(old.as_str()), "{event}");
    let path = link(&event, "acknowledge");
    assert_eq!(suite.http.post(&path).form(&[("actor", "Eva")]).send().await.status, 303);
    // Everybody has the same new key, and customers are named by it.
    let name = suite.table.pseudonyms().await.unwrap().of(&ana());
    let again = store::table::Table::new(suite.stack.table_client(), suite.stack.table_name());
    assert_eq!(again.pseudonyms().await.unwrap().of(&ana()), name);
    assert!(event.to_string().contains(&name), "{event}");
    suite.end().await;
}

/// Makes of the table what a version without keyed names left: no key, the case found by a name of no key.
async fn as_it_was_before(suite: &Suite) {
    let (client, table) = (suite.stack.table_client(), suite.stack.table_name());
    for mut item in suite.items().await {
        let (pk, sk) = (item["pk"].as_s().unwrap().clone(), item["sk"].as_s().unwrap().clone());
        let is_name = sk.starts_with("NAMED#");
        if is_name || item.remove("name").is_some() || item.remove("pseudonym_key").is_some() {
            if is_name {
                let key = [("pk", pk), ("sk", sk)].map(|(name, value)| (name.to_owned(), AttributeValue::S(value)));
                let delete = client.delete_item().table_name(table).set_key(Some(key.into_iter().collect()));
                delete.send().await.unwrap();
                item.insert("pk".into(), AttributeValue::S(format!("CASE#{}-1", ana().old_pseudonym())));
            }
            client.put_item().table_name(table).set_item(Some(item)).send().await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_of_old_reports_find_their_customer_for_whoever_has_a_key_only() {
    let slack = Receiver::start().await;
    let suite = Suite::with(Setting { channels: slack.slack("team"), ..Setting::default() }).await;
    let body = json!({"type": "delivery", "customer_id": "ana", "id": "1", "rating": {"csat": 4},
        "occurred_at": "2026-11-18T10:00:00Z"});
    suite.accept(&[body]).await;
    suite.settle().await;
    let behind = |customer: &str| format!("/v1/reports/2026-W47/moments?customer={customer}");
    let name = suite.table.pseudonyms().await.unwrap().of(&ana());
    let count = |answer: tests::http::Answer| answer.json()["moments"].as_array().unwrap().len();
    for known in [&name, &ana().old_pseudonym()] {
        assert_eq!(count(suite.http.get(&behind(known)).bearer(READ_KEY).send().await), 1, "{known}");
    }
    assert_eq!(count(suite.http.get(&behind("00000000")).bearer(READ_KEY).send().await), 0);

    suite.stack.invoke("report", r#"{"every":"week","scheduled_at":"2026-11-23T06:15:00Z"}"#.to_owned()).await.unwrap();
    let text = slack.wait_for(1).await.remove(0).json().to_string();
    let link = text.split("/v1/reports/2026-W47?").nth(1).unwrap();
    let query = link.split(['"', '|', '>']).next().unwrap().replace("&amp;", "&");
    // A guessed number could be tried on the old ones.
    assert_eq!(count(suite.http.get(&format!("{}&{query}", behind(&name))).send().await), 1);
    assert_eq!(count(suite.http.get(&format!("{}&{query}", behind(&ana().old_pseudonym()))).send().await), 0);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_behind_a_link_shows_a_pseudonym_even_where_pages_show_who_it_is() {
    let crm = Receiver::start().await;
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    let event = complained(&suite, &crm).await;
    let page = suite.http.get(&link(&event, "acknowledge")).header("accept", "text/html").send().await.text;
    let folder = suite.stopped().await;
    // The same links, and the configuration shows customers.
    let (channels, more) = (format!("show_customer = true\n{}", crm.webhook("crm")), "[pacing]\ngather_minutes = 0\n");
    let setting = Setting { channels, more: more.into(), ..Setting::default() };
    let suite = Suite::on(folder, &setting).await;
    let name = suite.table.pseudonyms().await.unwrap().of(&ana());
    let case = suite.http.get(&link(&event, "acknowledge")).header("accept", "text/html").send().await.text;
    assert!(case.contains("customer ana"), "{case}");
    let link = page.split("href=\"../../journey?").nth(1).unwrap_or_else(|| panic!("no journey in {page}"));
    let link = format!("/v1/journey?{}", link.split('"').next().unwrap().replace("&#38;", "&"));
    let journey = suite.http.get(&link).header("accept", "text/html").send().await;
    assert!(journey.status == 200 && journey.text.contains(&name), "{}", journey.text);
    let shown = journey.text.replace(&name, "");
    assert!(!shown.contains(">ana<") && !shown.contains("id:ana") && !shown.contains("ana's"), "{shown}");
    suite.end().await;
}
