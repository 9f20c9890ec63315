//! Gathered messages become one. It is a delivery of its own, written down with the names of the others before they are settled:
//! a crash in between loses none, and the next one at it finds them told.

use domain::alerting::{Digest, Message};
use domain::pacing::{self, Plan, Waiting};
use futures::future::join_all;
use jiff::Timestamp;
use store::Key;
use store::deliveries::{Delivery, Settled};
use store::error::StoreError;
use store::pace::ChannelState;

use super::AT_ONCE;
use super::round::Round;

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

    /// Plans the round and takes note of it, before anything is sent: sending may take longer than there is time. Somebody else
    /// may do so at the same time; whoever is later plans again. `None` if many are at it: then all of it can wait.
    pub(super) async fn plan(
        &self,
        state: &mut ChannelState,
        waiting: &[Waiting],
        now: Timestamp,
    ) -> Result<Option<Plan>, StoreError> {
        for _ in 0..TRIES_MAX {
            let plan = pacing::plan(&state.window, waiting, now, &self.outbox.document.plan.pacing);
            if plan.window == state.window {
                return Ok(Some(plan));
            }
            let next = ChannelState { window: plan.window.clone(), ..state.clone() };
            if let Some(kept) = self.outbox.table.put_channel_state(self.channel, &next).await? {
                *state = kept;
                return Ok(Some(plan));
            }
            *state = self.outbox.table.channel_state(self.channel).await?;
        }
        Ok(None)
    }

    /// Writes the digest of some deliveries and settles them with it. Returns the delivery of the digest.
    pub(super) async fn tell_together(&self, gathered: &[Delivery], now: Timestamp) -> Result<Key, StoreError> {
        let messages: Vec<_> =
            gathered.iter().map(|one| (one.created_at, one.key.partition().fingerprint(), &one.message)).collect();
        let message = Message::Digest(Box::new(Digest::of(&messages, now)));
        let key = self.outbox.table.put_digest(self.channel, gathered, &message, now).await?;
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
}
