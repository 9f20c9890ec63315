//! Notices that others left moments to their own records while a batch was judged. A long journey leaves what is not stored
//! yet to the record that will judge it ([`crate::judge`]); whoever holds that record and read the journey before has to judge
//! it again. `model::left` shows that this is enough, and that nothing of it can be omitted.

use std::sync::atomic::{AtomicU64, Ordering};

use store::error::StoreError;
use store::table::Table;

/// How often moments were left, as far as this process knows.
#[derive(Debug, Default)]
pub(crate) struct Known(AtomicU64);

/// One batch that is watched. It begins before the first journey of the batch is read.
pub(crate) struct Watch<'a> {
    known: &'a Known,
    before: u64,
    own: AtomicU64,
}

impl<'a> Watch<'a> {
    /// Begins with what an earlier batch knew, which saves a call. A number that is too old makes a batch be judged twice, and
    /// never once too little.
    pub(crate) fn begin(known: &'a Known) -> Self {
        Self { known, before: known.0.load(Ordering::SeqCst), own: AtomicU64::new(0) }
    }

    /// Announces that this batch leaves moments, before it looks which are stored.
    pub(crate) async fn announce(&self, table: &Table) -> Result<(), StoreError> {
        table.announce_leaving().await?;
        self.own.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    /// Returns whether somebody else announced it since this watch began. To be asked once all moments are written.
    pub(crate) async fn is_disturbed(&self, table: &Table) -> Result<bool, StoreError> {
        let now = table.times_left().await?;
        self.known.0.fetch_max(now, Ordering::SeqCst);
        Ok(now > self.before + self.own.load(Ordering::SeqCst))
    }
}
