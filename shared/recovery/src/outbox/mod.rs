//! Sends what is written down to be sent: claim, send, settle. What is not settled becomes due again. Each channel goes at its
//! own pace and in its own time: one that is slow, limited or gone holds up no other.

mod digest;
mod document;
mod links;
mod round;

pub use document::{SendingConfiguration, SendingDocument, schema};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::alerting::Message;
use domain::pacing::{self, Topic, Waiting};
use futures::future::join_all;
use jiff::tz::TimeZone;
use store::Key;
use store::deliveries::Delivery;
use store::table::Table;

use runtime::spans::Spans;

/// How long a claim holds, in seconds: longer than any function keeps sending, so that two never send the same.
pub const LEASE_S: i64 = 120;

/// Calls to the table for one channel at once.
const AT_ONCE: usize = 16;

/// Rounds of one sending: a message, the channel that is told instead, and whoever is told that one does not work.
const ROUNDS_MAX: usize = 4;

/// What sending needs.
#[derive(Clone, Copy)]
pub struct Outbox<'a> {
    /// Where deliveries are kept.
    pub table: &'a Table,
    /// Channels, bounds, and what signs links.
    pub document: &'a SendingDocument,
    /// The zone of quiet hours.
    pub zone: &'a TimeZone,
    /// The address that links lead to, without a slash at the end.
    pub public_url: &'a str,
    /// Where a delivery that is part of a trace is told.
    pub spans: &'a Spans,
}

/// What came of a sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The receivers have them.
    pub delivered: u32,
    /// Told together, in a digest that is counted among the delivered.
    pub gathered: u32,
    /// To be tried later: it failed, or it is not the time.
    pub due: u32,
    /// Given up.
    pub dead: u32,
    /// The table could not be asked or told; the lease or the next round takes care of them.
    pub unsettled: u32,
}

/// Counts what came of it as it goes: the time may run out in the middle.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Sent>);

impl Tally {
    pub(crate) fn count(&self, count: impl FnOnce(&mut Sent)) {
        count(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Tries each delivery once, channel beside channel, for at most `budget`. What the time does not suffice for stays due.
pub async fn send(outbox: &Outbox<'_>, keys: Vec<Key>, budget: Duration) -> Sent {
    let tally = Tally::default();
    let all = async {
        let mut keys = keys;
        for _ in 0..ROUNDS_MAX {
            if keys.is_empty() {
                break;
            }
            let mut by_channel: BTreeMap<String, Vec<Key>> = BTreeMap::new();
            for key in keys {
                by_channel.entry(key.channel().unwrap_or_default().to_owned()).or_default().push(key);
            }
            let rounds = by_channel.iter().map(|(channel, keys)| round::of_channel(outbox, channel, keys, &tally));
            keys = join_all(rounds).await.into_iter().flatten().collect();
        }
    };
    if tokio::time::timeout(budget, all).await.is_err() {
        tracing::warn!("ran out of time while sending, the rest stays due");
    }
    *tally.0.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns what a message is told together with, and its kind there; none for one that is never gathered.
fn kind_of(message: &Message) -> Option<(Topic, String)> {
    match message {
        Message::Alert(alert) => Some((Topic::Alerts, pacing::kind_of(alert))),
        Message::Escalation(escalation) => Some((Topic::Overdue, format!("overdue:{}", escalation.clock.as_str()))),
        Message::Digest(_) | Message::Case(_) | Message::Report(_) | Message::Channel(_) | Message::Promise(_) => None,
        Message::SignIn(_) | Message::Test(_) | Message::Erased(_) => None,
    }
}

/// Returns what the plan of a round looks at.
fn waiting(delivery: &Delivery) -> Waiting {
    Waiting {
        kind: kind_of(&delivery.message),
        severity: delivery.message.severity(),
        created_at: delivery.created_at,
        is_gathered: delivery.is_gathered,
        has_its_time_come: delivery.due_at != delivery.created_at,
        is_retry: delivery.attempts > 1,
    }
}
