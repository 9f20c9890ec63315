//! What is known about a channel from one message to the next: how many went out lately, until when it wants to be left alone,
//! whether it is gone. One item a channel; a change says which revision was looked at.

use domain::pacing::Window;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{StoreError, if_held};
use crate::items::{self, n};
use crate::keys;
use crate::table::Table;

/// The state of a channel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChannelState {
    /// What went out lately.
    #[serde(default)]
    pub window: Window,
    /// Until when the receiver asked not to be sent anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_until: Option<Timestamp>,
    /// That the receiver is gone for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<Gone>,
    /// How often it was changed: a change says which revision was looked at.
    #[serde(default)]
    pub revision: u64,
}

/// A receiver that said that it is gone for good (410).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// When it said so.
    pub at: Timestamp,
    /// A hash of the address that said so: another address is another receiver.
    pub address: String,
}

impl Table {
    /// Reads the state of a channel; one that was never used has none yet.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn channel_state(&self, channel: &str) -> Result<ChannelState, StoreError> {
        let item = self.get(&keys::channel_state(channel), "reading a channel's state").await?;
        Ok(item.map(items::decode).transpose()?.unwrap_or_default())
    }

    /// Changes the state of a channel, unless somebody else did since it was read. Returns it as it stands then, or `None`
    /// if it has to be looked at again.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn put_channel_state(
        &self,
        channel: &str,
        state: &ChannelState,
    ) -> Result<Option<ChannelState>, StoreError> {
        let next = ChannelState { revision: state.revision + 1, ..state.clone() };
        let first = if state.revision == 0 { "attribute_not_exists(revision) OR " } else { "" };
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(items::encode(&keys::channel_state(channel), &next)?))
            .condition_expression(format!("{first}revision = :revision"))
            .expression_attribute_values(":revision", n(state.revision))
            .send()
            .await;
        Ok(if_held("changing a channel's state", put)?.map(|_| next))
    }
}
