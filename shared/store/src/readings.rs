//! What was read of comments, in the partition of who wrote them and inside the query of their journey.

use domain::reading::{KeptReading, Readings};
use domain::touchpoint::Touchpoint;

use crate::error::StoreError;
use crate::items::{self, Item, s};
use crate::keys::{self, READING};
use crate::table::Table;

/// Attribute that holds a reading.
pub(crate) const KEPT: &str = "reading";
/// Readings of one identity that count, the first by their keys: more would fill the memory. Other comments say nothing to whoever only judges
/// again.
pub const READINGS_MAX: usize = 20_000;

impl Table {
    /// Keeps what was read of a touchpoint's comment, as long as the touchpoint. Who reads the same words again keeps the same.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn keep_reading(
        &self,
        touchpoint: &Touchpoint,
        digest: &str,
        reading: &KeptReading,
    ) -> Result<(), StoreError> {
        let key = keys::reading(&touchpoint.recorded, digest, reading.reader);
        let text = serde_json::to_string(reading).map_err(|_| items::unreadable(&key, "it has no form as an item"))?;
        let mut item: Item = key.attributes();
        item.insert(KEPT.to_owned(), s(text));
        item.extend(self.expiry(touchpoint.received_at));
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await;
        put.map(drop).map_err(|error| StoreError::of("keeping a reading", &error))
    }
}

/// Takes a reading into those of a partition; of two readers, the later one counts. Returns its bytes.
pub(crate) fn take(item: &Item, readings: &mut Readings) -> Result<usize, StoreError> {
    let key = items::key_of(item);
    let text = items::text(item, KEPT).unwrap_or_default();
    let reading: KeptReading = serde_json::from_str(text).map_err(|_| items::unreadable(&key, "it is no reading"))?;
    let digest = key.sk.strip_prefix(READING).and_then(|rest| rest.split('#').next()).unwrap_or_default();
    let is_later = readings.get(digest).is_none_or(|known| known.reader < reading.reader);
    if is_later && (readings.len() < READINGS_MAX || readings.contains_key(digest)) {
        readings.insert(digest.to_owned(), reading);
    }
    Ok(text.len())
}
