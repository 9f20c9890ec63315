//! An endpoint fails, for a moment or for days: every critical moment reaches it in the end, and what reaches it twice does so under
//! the same `webhook-id`.

use std::time::Duration;

use serde_json::{Value, json};
use tests::receiver::{Receiver, Reply};
use tests::suite::{Setting, Suite};

use crate::cases::complaint;
use crate::deliveries::{let_the_channel_rest, let_time_pass};
use crate::flood::{PACED, deliver, states};
use crate::kills::ids;

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_heals_without_a_flood_and_nothing_is_lost() {
    let team = Receiver::start().await;
    let (channels, more) = (team.slack("team"), PACED.into());
    let suite = Suite::with(Setting { channels, more, reads_fast: true, ..Setting::default() }).await;
    team.reply((0..6).map(|_| Reply::Status(503)));
    let bodies: Vec<_> = (0..30).map(|index| complaint(&format!("c{index}"), &index.to_string(), 60)).collect();
    suite.accept(&bodies).await;
    suite.settle().await;
    for _ in 0..4 {
        let_time_pass(&suite).await;
        deliver(&suite, &json!({})).await;
    }
    assert!(team.received().len() <= 6, "{}", team.received().len());
    let before = team.received().len();
    for _ in 0..6 {
        let_time_pass(&suite).await;
        deliver(&suite, &json!({})).await;
    }
    let healed = &team.received()[before.min(6)..];
    assert!((1..=5).contains(&healed.len()), "{}", healed.len());
    let states = states(&suite).await;
    assert!(states.iter().all(|state| state == "delivered" || state == "listed"), "{states:?}");
    suite.end().await;
}

/// Every fault for the first of three messages, with whether the receiver has it all the same.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_an_endpoint_does_to_a_message_it_comes_again_under_its_id_and_the_others_come_once() {
    let faults = [
        (Reply::Status(429), false),
        (Reply::RetryAfter(429, 600), false),
        (Reply::Status(500), false),
        (Reply::Status(503), false),
        (Reply::Reset, true),
        (Reply::Late(Duration::from_secs(4)), true),
        (Reply::Drip(Duration::from_millis(100)), false),
        (Reply::Flood, false),
    ];
    for (fault, is_unknown) in faults {
        let (crm, duty) = (Receiver::start().await, Receiver::start().await);
        let channels = format!("{}{}", crm.webhook("crm"), duty.webhook("duty"));
        let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
        let takes_it = matches!(fault, Reply::Drip(_) | Reply::Flood);
        crm.reply([fault.clone()]);
        for (index, customer) in ["ana", "eva", "leo"].into_iter().enumerate() {
            suite.accept(&[complaint(customer, &index.to_string(), 60)]).await;
            suite.settle().await;
        }
        for _ in 0..2 {
            let_time_pass(&suite).await;
            let_the_channel_rest(&suite, "crm").await;
            deliver(&suite, &json!({})).await;
        }
        let crm_ids = ids(&crm);
        assert_eq!((crm_ids.len(), ids(&duty).len()), (3, 3), "{fault:?}: {crm_ids:?}");
        assert!(crm_ids.values().all(|ids| ids.len() == 1), "{fault:?}: {crm_ids:?}");
        // It was sent once more where it had failed, or where nobody could know; the other channel noticed nothing.
        assert_eq!(crm.received().len(), if takes_it { 3 } else { 4 }, "{fault:?}, unknown: {is_unknown}");
        assert_eq!(duty.received().len(), 3, "{fault:?}");
        let states = states(&suite).await;
        assert!(states.iter().all(|state| state == "delivered"), "{fault:?}: {states:?}");
        suite.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_two_days_outlasts_every_try_and_a_replay_heals_it() {
    let (crm, boss) = (Receiver::start().await, Receiver::start().await);
    let channels = format!("{}{}receives = ['escalations']\n", crm.webhook("crm"), boss.webhook("boss"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    let began = jiff::Timestamp::now();
    // Three messages, each tried eight times within 28 hours.
    crm.reply((0..3 * 8).map(|_| Reply::Status(503)));
    let bodies: Vec<_> =
        ["ana", "eva", "leo"].iter().enumerate().map(|(index, who)| complaint(who, &index.to_string(), 60)).collect();
    suite.accept(&bodies).await;
    suite.settle().await;
    for _ in 0..10 {
        let_time_pass(&suite).await;
        deliver(&suite, &json!({})).await;
    }
    assert_eq!(crm.received().len(), 3 * 8, "nothing is tried for ever");
    let told: Vec<Value> = boss.wait_for(1).await.iter().map(|one| one.json()["type"].clone()).collect();
    assert_eq!(told, ["org.moments.delivery.dead"], "somebody hears of it, once");
    let letters = deliver(&suite, &json!({"list": {"channel": "crm"}})).await["letters"].clone();
    assert_eq!(letters.as_array().unwrap().len(), 3, "{letters}");

    let healed = deliver(&suite, &json!({"replay": {"channel": "crm", "from": began.to_string()}})).await;
    assert_eq!((healed["replayed"].as_u64(), healed["delivered"].as_u64()), (Some(3), Some(3)), "{healed}");
    let ids = ids(&crm);
    assert_eq!((ids.len(), crm.received().len()), (3, 3 * 9));
    assert!(ids.values().all(|ids| ids.len() == 1), "{ids:?}");
    suite.end().await;
}
