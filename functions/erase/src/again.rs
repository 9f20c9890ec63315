//! After the table was restored from a backup: everybody is erased again who was erased since. The receipts in the bucket say by keyed
//! hashes who that was; nobody has to know their names.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runtime::erasures::FOLDER;
use runtime::function::Error;
use serde::{Deserialize, Serialize};
use store::Key;
use store::recount::{Met, Walked};
use tokio::time::Instant;

use crate::Eraser;

/// Who orders it.
const BY: &str = "restore";

/// What of a receipt says who it was.
#[derive(Deserialize)]
struct Receipt {
    id: String,
    tombstones: Vec<String>,
}

/// What was found of people who had been erased.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Again {
    /// Receipts in the bucket.
    receipts: usize,
    /// Identities of whom something is in the table, which are erased from now on.
    ordered: u32,
    /// Where the next invocation goes on; nothing when all of the table was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Key>,
}

impl Eraser {
    /// Orders the erasure of everybody in the table whom a receipt in the bucket names, as far as there is time. From its beginning on nobody
    /// judges what comes of them.
    pub(crate) async fn again(
        &self,
        after: Option<Key>,
        (now, deadline): (Timestamp, Instant),
    ) -> Result<Again, Error> {
        let (erased, receipts) = self.tombstones().await?;
        if after.is_none() {
            self.table.remember_erased(&erased, now).await?;
        }
        let names = self.table.pseudonyms().await?;
        let mut again = Again { receipts, after, ..Again::default() };
        loop {
            let Walked { met, next } = self.table.walk(again.after.as_ref(), now).await?;
            for (_, met) in met {
                let Met::Identity(identity) = met else { continue };
                if erased.contains_key(&names.tombstone(&identity)) {
                    self.table.order_erasure(&identity, BY, now).await?;
                    again.ordered += 1;
                }
            }
            again.after = next;
            if again.after.is_none() || Instant::now() >= deadline {
                tracing::info!(receipts, ordered = again.ordered, "erasures are ordered again");
                return Ok(again);
            }
        }
    }

    /// Reads the keyed hashes of all receipts, each with the name of its order, and how many receipts there are.
    async fn tombstones(&self) -> Result<(BTreeMap<String, String>, usize), Error> {
        let paths = self.objects.list_all(FOLDER).await?;
        let mut erased = BTreeMap::new();
        for path in &paths {
            let Some(bytes) = self.objects.find(path).await? else { continue };
            let receipt: Receipt = serde_json::from_slice(&bytes)?;
            erased.extend(receipt.tombstones.into_iter().map(|hash| (hash, receipt.id.clone())));
        }
        Ok((erased, paths.len()))
    }
}
