//! Notices that others left moments to their own records while a batch was judged. A long journey leaves what is not stored
//! yet to the record that will judge it ([`crate::judge`]); whoever holds that record and read the journey before has to judge
//! it again. `model::left` shows that this is enough, and that nothing of it can be omitted. The same call says whether somebody was
//! erased meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};

use store::error::StoreError;
use store::left::Meanwhile;
use store::table::Table;

/// How often moments were left, and how often somebody was erased, as far as this process knows.
#[derive(Debug, Default)]
pub(crate) struct Known {
    left: AtomicU64,
    erased: AtomicU64,
}

impl Known {
    /// Begins with what the table says: whoever was erased before this process began is looked up from its first batch on.
    pub(crate) fn new(meanwhile: Meanwhile) -> Self {
        Self { left: meanwhile.left.into(), erased: meanwhile.erased.into() }
    }
}

/// One batch that is watched. It begins before the first journey of the batch is read.
pub(crate) struct Watch<'a> {
    known: &'a Known,
    before: u64,
    erased_before: u64,
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

impl<'a> Watch<'a> {
    /// Begins with what an earlier batch knew, which saves a call. A number that is too old makes a batch be judged twice, and
    /// never once too little.
    pub(crate) fn begin(known: &'a Known) -> Self {
        Self {
            known,
            before: known.left.load(Ordering::SeqCst),
            erased_before: known.erased.load(Ordering::SeqCst),
            own: AtomicU64::new(0),
        }
    }

    /// Returns whether anybody was ever erased, as far as was known when it began.
    pub(crate) fn has_erased(&self) -> bool {
        self.erased_before > 0
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
        self.known.left.fetch_max(now.left, Ordering::SeqCst);
        self.known.erased.fetch_max(now.erased, Ordering::SeqCst);
        Ok(Disturbed {
            by_leaving: now.left > self.before + self.own.load(Ordering::SeqCst),
            by_erasing: now.erased > self.erased_before,
        })
    }
}
