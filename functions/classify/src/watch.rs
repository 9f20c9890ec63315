//! Notices that others left moments to their own records while a batch was judged. A long journey leaves what is not stored
//! yet to the record that will judge it ([`crate::judge`]); whoever holds that record and read the journey before has to judge
//! it again. `model::left` shows that this is enough, and that nothing of it can be omitted. The same two calls say whether anybody was
//! erased, before and meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};

use store::error::StoreError;
use store::left::Meanwhile;
use store::table::Table;

/// One batch that is watched. It begins before the first journey of the batch is read.
pub(crate) struct Watch {
    before: Meanwhile,
    own: AtomicU64,
}

/// What happened while a batch was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Disturbed {
    /// Somebody else left moments to their own records.
    pub(crate) by_leaving: bool,
    /// Somebody was erased.
    pub(crate) by_erasing: bool,
}

impl Watch {
    /// Begins with what the table says now: a person who was erased by then is judged by nobody.
    pub(crate) async fn begin(table: &Table) -> Result<Self, StoreError> {
        Ok(Self { before: table.meanwhile().await?, own: AtomicU64::new(0) })
    }

    /// Returns whether anybody was ever erased before it began.
    pub(crate) fn has_erased(&self) -> bool {
        self.before.erased > 0
    }

    /// Announces that this batch leaves moments, before it looks which are stored.
    pub(crate) async fn announce(&self, table: &Table) -> Result<(), StoreError> {
        table.announce_leaving().await?;
        self.own.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    /// Returns what somebody else announced since this watch began. To be asked once all moments are written.
    pub(crate) async fn disturbed(&self, table: &Table) -> Result<Disturbed, StoreError> {
        let now = table.meanwhile().await?;
        Ok(Disturbed {
            by_leaving: now.left > self.before.left + self.own.load(Ordering::SeqCst),
            by_erasing: now.erased > self.before.erased,
        })
    }
}
