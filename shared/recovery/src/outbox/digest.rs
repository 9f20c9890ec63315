//! Gathered messages become one. It is a delivery of its own, written down with the names of the others before they are settled:
//! a crash in between loses none, and the next one at it finds them told.

use std::collections::BTreeSet;

use domain::alerting::{Digest, Message};
use domain::pacing;
use futures::future::join_all;
use jiff::Timestamp;
use store::Key;
use store::deliveries::{Delivery, Settled};
use store::error::StoreError;
use store::pace::ChannelState;

use super::round::Round;
use super::{AT_ONCE, kind_of};

/// Times that a channel's state is looked at again because somebody else changed it.
const TRIES_MAX: u32 = 8;

impl Round<'_> {
    /// Settles what an earlier digest told before a crash, and returns the rest.
    pub(super) async fn untold(&self, gathered: Vec<Delivery>) -> Result<Vec<Delivery>, StoreError> {
        if gathered.is_empty() {
            return Ok(gathered);
        }
        let told = self.outbox.table.told_by_a_digest(self.channel, &gathered).await?;
        let (told, untold): (Vec<_>, Vec<_>) = gathered.into_iter().partition(|delivery| told.contains(&delivery.key));
        self.settle_listed(&told).await;
        Ok(untold)
    }

    /// Writes the digest of some deliveries and settles them with it. Returns the delivery of the digest.
    pub(super) async fn tell_together(
        &self,
        state: &mut ChannelState,
        gathered: &[Delivery],
        now: Timestamp,
    ) -> Result<Key, StoreError> {
        let messages: Vec<_> = gathered.iter().map(|one| (one.created_at, &one.message)).collect();
        let message = Message::Digest(Box::new(Digest::of(&messages, now)));
        let key = self.outbox.table.put_digest(self.channel, gathered, &message, now).await?;
        let kinds: BTreeSet<String> = gathered.iter().filter_map(|delivery| kind_of(&delivery.message)).collect();
        self.note(state, &kinds, now).await?;
        self.settle_listed(gathered).await;
        tracing::info!(channel = self.channel, messages = gathered.len(), "told together");
        Ok(key)
    }

    async fn settle_listed(&self, told: &[Delivery]) {
        for some in told.chunks(AT_ONCE) {
            let settle = some.iter().map(|delivery| self.outbox.table.settle(delivery, Settled::Listed));
            for outcome in join_all(settle).await {
                match outcome {
                    Ok(()) => self.tally.count(|sent| sent.gathered += 1),
                    Err(error) => self.unsettled(&error),
                }
            }
        }
    }

    /// Takes note of messages that go out by themselves after they waited.
    pub(super) async fn note_each(
        &self,
        state: &mut ChannelState,
        waited: &[Delivery],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for delivery in waited {
            self.note(state, &kind_of(&delivery.message).into_iter().collect(), now).await?;
        }
        Ok(())
    }

    /// Takes note that these kinds were told, so that what comes after them is gathered.
    async fn note(&self, state: &mut ChannelState, kinds: &BTreeSet<String>, now: Timestamp) -> Result<(), StoreError> {
        for _ in 0..TRIES_MAX {
            let window = state.window.told_together(kinds, now, &self.outbox.document.plan.pacing);
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
            match state.window.admit(kind, now, &self.outbox.document.plan.pacing) {
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
