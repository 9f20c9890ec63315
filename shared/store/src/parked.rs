//! Parked records: what a function could never process, so that it does not hold up a shard. The fact itself is in the
//! table already; a parked record keeps its key and why.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::items::s;
use crate::keys::{self, Key};
use crate::table::Table;
use crate::times::sortable;

impl Table {
    /// Parks a record. Parking the same one again changes nothing but the time and the reason.
    ///
    /// # Errors
    /// Unavailable or refused: then the record is not parked and must not be passed over.
    pub async fn park(&self, function: &str, record: &Key, why: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut item = keys::parked(function, record).attributes();
        item.extend([
            ("function".to_owned(), s(function)),
            ("record_pk".to_owned(), s(&record.pk)),
            ("record_sk".to_owned(), s(&record.sk)),
            ("why".to_owned(), s(why)),
            ("parked_at".to_owned(), s(sortable(now))),
        ]);
        self.client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .send()
            .await
            .map_err(|error| StoreError::of("parking a record", &error))?;
        Ok(())
    }
}
