//! Published content: every moment whose touchpoint names an address, so that a review finds its readers. One item each,
//! which is written again when the moment is; whose it is stands in the key.

use std::collections::BTreeSet;

use domain::identity::Identity;
use domain::moment::Moment;
use domain::vocabulary::Stage;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys;
use crate::table::{Reading, Table};

/// Moments that are looked at to tell a reach.
const READ_MAX: usize = 1_000;

const STAGE: &str = "stage";
const RECORDED: &str = "recorded";

/// Who met a published opinion afterwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reach {
    /// Other people whose research named it, as far as their identities tell them apart.
    pub readers: usize,
    /// Their zero moments that name it.
    pub moments: usize,
    /// Whether there are more than were looked at: then the numbers are the least it can be.
    pub is_at_least: bool,
}

impl Table {
    /// Writes down that a moment's touchpoint names an address.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn name_content(&self, address: &str, moment: &Moment) -> Result<(), StoreError> {
        let mut item = keys::content(address, moment.occurred_at, &moment.recorded, &moment.key()).attributes();
        item.extend([
            (STAGE.to_owned(), s(moment.stage.as_str())),
            (RECORDED.to_owned(), s(moment.recorded.to_string())),
        ]);
        item.extend(self.expiry(moment.received_at));
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item));
        put.send().await.map_err(|error| StoreError::of("naming content", &error))?;
        Ok(())
    }

    /// Tells how many others met an address while they researched, after a time. `own` are the identities of the one
    /// who published there. One query of at most a thousand items.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn reach(&self, address: &str, after: Timestamp, own: &[Identity]) -> Result<Reach, StoreError> {
        let (from, to) = (keys::named_after(after), keys::named_after(Timestamp::MAX));
        let own: BTreeSet<_> = own.iter().map(ToString::to_string).collect();
        let mut readers = BTreeSet::new();
        let mut reach = Reach::default();
        let mut looked_at = 0;
        self.read_range(&keys::content_partition(address), (&from, &to), "reading the reach of content", |item| {
            if looked_at == READ_MAX {
                reach.is_at_least = true;
                return Ok(Reading::Enough);
            }
            looked_at += 1;
            let recorded = items::text(&item, RECORDED).unwrap_or_default();
            if items::text(&item, STAGE) == Some(Stage::Zero.as_str()) && !own.contains(recorded) {
                reach.moments += 1;
                readers.insert(recorded.to_owned());
            }
            Ok(Reading::More)
        })
        .await?;
        reach.readers = readers.len();
        Ok(reach)
    }
}
