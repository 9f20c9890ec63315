//! Sends what is written down to be sent: claim, send, settle. What is not settled becomes due again.

use std::time::Duration;

use channels::channel::Channels;
use channels::reply::Reply;
use domain::delivery::next_try;
use domain::identity::fingerprint;
use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use store::deliveries::{Delivery, Settled};
use store::error::StoreError;
use store::table::Table;

/// How long a claim holds, in seconds: longer than any function keeps sending, so that two never send the same.
pub const LEASE_S: i64 = 120;

/// Deliveries that are sent at once.
const AT_ONCE: usize = 32;

/// What came of a round of sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The receivers have them.
    pub delivered: u32,
    /// To be tried again later.
    pub due: u32,
    /// Given up.
    pub dead: u32,
    /// The table could not be asked or told; the lease or the next round takes care of them.
    pub unsettled: u32,
}

/// Tries each delivery once, many at a time, for at most `budget`. What the time does not suffice for stays due.
pub async fn send(table: &Table, channels: &Channels, keys: Vec<store::Key>, budget: Duration) -> Sent {
    let mut sent = Sent::default();
    let tries = stream::iter(keys).map(|key| async move { try_once(table, channels, &key).await });
    let mut tries = std::pin::pin!(tries.buffer_unordered(AT_ONCE));
    let all = async {
        while let Some(outcome) = tries.next().await {
            match outcome {
                Ok(Some(Settled::Delivered)) => sent.delivered += 1,
                Ok(Some(Settled::Due(_))) => sent.due += 1,
                Ok(Some(Settled::Dead)) => sent.dead += 1,
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(%error, "delivery not settled");
                    sent.unsettled += 1;
                }
            }
        }
    };
    if tokio::time::timeout(budget, all).await.is_err() {
        tracing::warn!("ran out of time while sending, the rest stays due");
    }
    sent
}

/// Claims, sends, settles. `None` if somebody else has it or it is settled.
async fn try_once(table: &Table, channels: &Channels, key: &store::Key) -> Result<Option<Settled>, StoreError> {
    let now = Timestamp::now();
    let Some(delivery) = table.claim(key, now, SignedDuration::from_secs(LEASE_S)).await? else {
        return Ok(None);
    };
    let id = delivery.id();
    let (message, created_at) = (&delivery.message, delivery.created_at);
    let told = channels::request::Delivery { id: &id, message, links: &[], created_at };
    let reply = channels.send(&delivery.channel, &told, now).await;
    let settled = settle(&delivery, &reply, Timestamp::now());
    match &reply {
        Reply::Delivered => tracing::info!(delivery = id, channel = delivery.channel, "delivered"),
        Reply::Retryable { reason, .. } | Reply::Refused { reason } => {
            tracing::warn!(
                delivery = id,
                channel = delivery.channel,
                attempt = delivery.attempts,
                reason,
                ?settled,
                "not delivered"
            );
        }
        Reply::Gone => tracing::warn!(delivery = id, channel = delivery.channel, "the channel says it is gone"),
    }
    if settled == Settled::Dead {
        // The template counts these words and raises an alarm.
        tracing::error!(delivery = id, channel = delivery.channel, "delivery dead");
    }
    table.settle(&delivery, settled).await?;
    Ok(Some(settled))
}

/// Decides what a reply means for the delivery.
fn settle(delivery: &Delivery, reply: &Reply, now: Timestamp) -> Settled {
    match reply {
        Reply::Delivered => Settled::Delivered,
        Reply::Refused { .. } | Reply::Gone => Settled::Dead,
        Reply::Retryable { after, .. } => {
            let after = after.and_then(|wait| SignedDuration::try_from(wait).ok());
            match next_try(delivery.attempts, after, spread(delivery)) {
                Some(wait) => Settled::Due(now.checked_add(wait).unwrap_or(Timestamp::MAX)),
                None => Settled::Dead,
            }
        }
    }
}

/// A number from 0 to 1 that differs from one delivery to the next: enough to spread retries.
fn spread(delivery: &Delivery) -> f64 {
    let digits = fingerprint(&[&delivery.id(), &delivery.attempts.to_string()], 4);
    f64::from(u16::from_str_radix(&digits, 16).unwrap_or(0)) / f64::from(u16::MAX)
}
