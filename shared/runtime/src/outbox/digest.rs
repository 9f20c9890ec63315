//! Gathered messages become one. It is a delivery of its own, written down before the others are settled: a crash in between
//! tells some of them twice and loses none.

use std::collections::BTreeSet;

use domain::alerting::{Digest, Message};
use domain::pacing;
use futures::future::join_all;
use jiff::Timestamp;
use store::Key;
use store::deliveries::{Delivery, Settled};
use store::error::StoreError;
use store::pace::ChannelState;

use super::round::{AT_ONCE, Round};

/// Times that a channel's state is looked at again because somebody else changed it.
const TRIES_MAX: u32 = 8;

impl Round<'_> {
    /// Writes the digest of some deliveries and settles them with it. Returns the delivery of the digest.
    pub(super) async fn tell_together(
        &self,
        state: &mut ChannelState,
        gathered: &[Delivery],
        digest: Digest,
        now: Timestamp,
    ) -> Result<Option<Key>, StoreError> {
        let Some(first) = gathered.first() else { return Ok(None) };
        let name = format!("digest:{}:{}", now.as_millisecond(), first.key.fingerprint());
        let message = Message::Digest(Box::new(digest));
        let key = self.outbox.table.notify(self.channel, &name, self.channel, &message, now).await?;
        let kinds: BTreeSet<String> = gathered.iter().filter_map(|delivery| kind_of(&delivery.message)).collect();
        self.note(state, &kinds, now).await?;
        for some in gathered.chunks(AT_ONCE) {
            let settle = some.iter().map(|delivery| self.outbox.table.settle(delivery, Settled::Listed));
            for outcome in join_all(settle).await {
                match outcome {
                    Ok(()) => self.tally.count(|sent| sent.gathered += 1),
                    Err(error) => self.unsettled(&error),
                }
            }
        }
        tracing::info!(channel = self.channel, messages = gathered.len(), "told together");
        Ok(key)
    }

    /// Takes note that these kinds were told, so that what comes after them is gathered.
    async fn note(&self, state: &mut ChannelState, kinds: &BTreeSet<String>, now: Timestamp) -> Result<(), StoreError> {
        for _ in 0..TRIES_MAX {
            let window = state.window.told_together(kinds, now, &self.outbox.document.recovery.pacing);
            let next = ChannelState { window, ..state.clone() };
            if let Some(kept) = self.outbox.table.put_channel_state(self.channel, &next).await? {
                *state = kept;
                return Ok(());
            }
            *state = self.outbox.table.channel_state(self.channel).await?;
        }
        Ok(())
    }

    /// Decides whether a message of a kind goes out now, and takes note of it if it does.
    pub(super) async fn admit(
        &self,
        state: &mut ChannelState,
        kind: &str,
        now: Timestamp,
    ) -> Result<pacing::Pace, StoreError> {
        for _ in 0..TRIES_MAX {
            match state.window.admit(kind, now, &self.outbox.document.recovery.pacing) {
                pacing::Pace::Gather(until) => return Ok(pacing::Pace::Gather(until)),
                pacing::Pace::Now(window) => {
                    let next = ChannelState { window: window.clone(), ..state.clone() };
                    if let Some(kept) = self.outbox.table.put_channel_state(self.channel, &next).await? {
                        *state = kept;
                        return Ok(pacing::Pace::Now(window));
                    }
                }
            }
            *state = self.outbox.table.channel_state(self.channel).await?;
        }
        // Many are at it: this one can wait.
        Ok(pacing::Pace::Gather(now.checked_add(jiff::SignedDuration::from_mins(1)).unwrap_or(now)))
    }
}

/// Returns the kind by which a message is gathered; none for one that never is.
pub(super) fn kind_of(message: &Message) -> Option<String> {
    match message {
        Message::Alert(alert) => Some(pacing::kind_of(alert)),
        Message::Escalation(escalation) => Some(format!("overdue:{}", escalation.clock.as_str())),
        Message::Digest(_) | Message::Report(_) | Message::Channel(_) => None,
    }
}
