//! Nobody is flooded and nothing is lost: gathering, digests, quiet hours, gone channels, dead letters.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::receiver::{Receiver, Reply};
use tests::suite::{Setting, Suite};

use crate::cases::complaint;
use crate::deliveries::{let_the_channel_rest, let_time_pass};

pub(crate) const PACED: &str = "[pacing]\ngather_minutes = 5\nmessages_max = 3\nsingle_max = 1\n";

pub(crate) async fn deliver(suite: &Suite, order: &Value) -> Value {
    serde_json::from_str(&suite.stack.invoke("deliver", order.to_string()).await.unwrap()).unwrap()
}

pub(crate) async fn states(suite: &Suite) -> Vec<String> {
    let items = suite.items_of("DELIVERY#").await;
    let mut states: Vec<_> = items.iter().map(|item| item["delivery_state"].as_s().unwrap().clone()).collect();
    states.sort();
    states
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_critical_moments_cost_slack_at_most_five_messages_and_each_has_its_case() {
    let team = Receiver::start().await;
    let setting = Setting { channels: team.slack("team"), more: PACED.into(), ..Setting::default() };
    let suite = Suite::with(setting).await;
    let bodies: Vec<_> = (0..1_000)
        .map(|index| {
            // Forty kinds, so that grouping by kind alone would not do.
            let mut body = complaint(&format!("c{index}"), &index.to_string(), 60);
            body["source"] = format!("shop-{}", index % 40).into();
            body
        })
        .collect();
    suite.accept(&bodies).await;
    suite.settle().await;
    let at_once = team.received().len();
    assert!((1..=3).contains(&at_once), "{at_once} at once");
    // The next minute tells the rest, whatever window is open: within 60 seconds, as one message. After that nothing more.
    let mut gathered = 0;
    for _ in 0..3 {
        gathered += deliver(&suite, &json!({})).await["gathered"].as_u64().unwrap();
    }
    let messages = team.received();
    assert!(messages.len() <= 5, "{} messages", messages.len());
    let text = messages.last().unwrap().json().to_string();
    assert!(text.contains("new cases in") && text.contains("/v1/cases?until="), "{text}");
    // The worst five by name, each with a link of its own.
    let links: BTreeSet<&str> = text.split("/v1/cases/").skip(1).filter_map(|rest| rest.split('?').next()).collect();
    assert!(links.len() == 5 && links.iter().all(|link| link.ends_with("/show")), "{links:?}");
    for link in links {
        assert!(text.contains(&format!("Case {}", link.trim_end_matches("/show"))), "{link}");
    }
    let single =
        messages.iter().filter(|message| !message.json().to_string().contains("Grouped into one message")).count();
    assert_eq!(single as u64 + gathered, 1_000, "by itself or listed");
    assert_eq!(suite.items_of("CASE#0").await.len(), 1_000);
    let states = states(&suite).await;
    assert!(
        states.iter().all(|state| state == "delivered" || state == "listed"),
        "{:?}",
        states.iter().collect::<BTreeSet<_>>()
    );
    // The link of the digest leads to the queue.
    let link = text.split("/v1/cases?").nth(1).unwrap().split(['"', '|', '>']).next().unwrap().replace("&amp;", "&");
    let queue = suite.http.get(&format!("/v1/cases?{link}")).header("accept", "text/html").send().await;
    assert_eq!(queue.status, 200, "{}", queue.text);
    assert!(queue.text.contains("There are more") && queue.text.contains("/show?until="));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_of_a_kind_goes_at_once_and_a_single_one_after_it_by_itself_once_its_time_has_come() {
    let team = Receiver::start().await;
    let (channels, more) = (team.slack("team"), PACED.into());
    let setting = Setting { channels, more, reads_fast: true, ..Setting::default() };
    let suite = Suite::with(setting).await;
    for index in 0..2 {
        suite.accept(&[complaint(&format!("c{index}"), &index.to_string(), 60)]).await;
        suite.settle().await;
    }
    deliver(&suite, &json!({})).await;
    assert_eq!(team.received().len(), 1);
    let_time_pass(&suite).await;
    // Its time has come: it goes by itself, also if another message opened a window meanwhile, or it could wait for ever.
    deliver(&suite, &json!({})).await;
    let messages = team.received();
    assert_eq!(messages.len(), 2);
    assert!(!messages[1].json().to_string().contains("Grouped into one message"));
    assert_eq!(states(&suite).await, ["delivered", "delivered"]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_hold_back_all_but_the_most_severe() {
    let team = Receiver::start().await;
    let hours =
        |severity: u8| format!("quiet_hours = {{ from = \"00:00\", to = \"24:00\", except_severity = {severity} }}\n");
    let setting = Setting { channels: format!("{}{}", team.slack("team"), hours(6)), ..Setting::default() };
    let suite = Suite::with(setting).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    assert!(team.received().is_empty());
    assert_eq!(states(&suite).await, ["pending"]);
    let waits = suite.items_of("DELIVERY#").await.remove(0);
    let until: jiff::Timestamp = waits["work_sk"].as_s().unwrap().parse().unwrap();
    assert!(until > jiff::Timestamp::now());
    assert_eq!(waits["attempts"].as_n().unwrap(), "0", "waiting is no try");
    suite.end().await;

    let setting = Setting { channels: format!("{}{}", team.slack("team"), hours(1)), ..Setting::default() };
    let suite = Suite::with(setting).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    assert_eq!(team.received().len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_asks_to_wait_is_left_alone_by_every_message_and_delays_no_other_channel() {
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    slow.reply([Reply::RetryAfter(429, 600)]);
    let channels = format!("{}{}", slow.webhook("slow"), quick.webhook("quick"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let more: Vec<_> = (0..20).map(|index| complaint(&format!("c{index}"), &format!("m{index}"), 60)).collect();
    suite.accept(&more).await;
    suite.settle().await;
    assert_eq!((slow.received().len(), quick.wait_for(21).await.len()), (1, 21));
    let_time_pass(&suite).await;
    deliver(&suite, &json!({})).await;
    assert_eq!(slow.received().len(), 1, "the wait is not over");
    let_the_channel_rest(&suite, "slow").await;
    deliver(&suite, &json!({})).await;
    assert_eq!(slow.received().len(), 22, "the one that was refused, and all of them");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_gone_is_switched_off_said_so_elsewhere_and_its_fallback_is_told() {
    let (gone, duty) = (Receiver::start().await, Receiver::start().await);
    gone.reply([Reply::Status(410)]);
    let channels =
        format!("{}fallback = 'duty'\n{}receives = ['reports']\n", gone.webhook("team"), duty.webhook("duty"));
    let suite = Suite::with(Setting { channels: channels.clone(), ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let mut types: Vec<_> =
        duty.wait_for(2).await.iter().map(|one| one.json()["type"].as_str().unwrap().to_owned()).collect();
    types.sort();
    assert_eq!(types, ["org.moments.case.opened", "org.moments.channel.disabled"]);
    suite.accept(&[complaint("eva", "2", 60)]).await;
    suite.settle().await;
    assert_eq!((gone.received().len(), duty.wait_for(3).await.len()), (1, 3), "nothing more is sent there");
    // Replaying is trying again: the endpoint is back.
    let dead = deliver(&suite, &json!({"list": {"channel": "team"}})).await;
    assert_eq!(dead["letters"].as_array().unwrap().len(), 2, "{dead}");
    let replayed = deliver(&suite, &json!({"replay": {"channel": "team"}})).await;
    assert_eq!((replayed["replayed"].as_u64(), replayed["delivered"].as_u64()), (Some(2), Some(2)), "{replayed}");
    let ids: BTreeSet<_> = gone.received().iter().map(|one| one.header("webhook-id").to_owned()).collect();
    assert_eq!((gone.received().len(), ids.len()), (3, 2), "with the ids they had");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_listed_and_sent_again_by_id_or_time_and_another_channel_hears_of_them() {
    let (team, boss) = (Receiver::start().await, Receiver::start().await);
    team.reply([Reply::Status(404), Reply::Status(404)]);
    let channels = format!("{}{}receives = ['escalations']\n", team.webhook("team"), boss.webhook("boss"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    let began = jiff::Timestamp::now();
    suite.accept(&[complaint("ana", "1", 60), complaint("eva", "2", 60)]).await;
    suite.settle().await;
    team.wait_for(2).await;
    let told = boss.wait_for(1).await;
    assert_eq!((told.len(), told[0].json()["type"].as_str()), (1, Some("org.moments.delivery.dead")), "once a day");
    let letters = deliver(&suite, &json!({"list": {}})).await["letters"].clone();
    let ids: Vec<_> = letters.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((ids.len(), letters[0]["why"].as_str()), (2, Some("status 404")));
    let text = letters.to_string();
    assert!(!text.contains("waffles") && !text.contains("ana") && !text.contains("hidden-path"), "{text}");

    let none = deliver(&suite, &json!({"replay": {"to": began.to_string()}})).await;
    assert_eq!(none["replayed"], 0);
    let one = deliver(&suite, &json!({"replay": {"ids": [&ids[0]]}})).await;
    assert_eq!((one["replayed"].as_u64(), one["delivered"].as_u64()), (Some(1), Some(1)), "{one}");
    let rest = deliver(&suite, &json!({"replay": {"from": began.to_string()}})).await;
    assert_eq!((rest["replayed"].as_u64(), rest["delivered"].as_u64()), (Some(1), Some(1)), "{rest}");
    assert_eq!(team.received().len(), 4);
    assert!(suite.stack.invoke("deliver", json!({"replay": {}}).to_string()).await.is_err(), "all of them, by mistake");
    assert_eq!(deliver(&suite, &json!({"list": {}})).await["letters"], json!([]));
    suite.end().await;
}
