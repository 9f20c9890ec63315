//! The audit trail of the console: who did or read what, when, and from where. Entries are added and never changed; they expire
//! by the table's own clock. Names customers by their pseudonym only.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::{Put, TransactWriteItem, Update};
use domain::identity::fingerprint;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cases::{lost_race, unbuilt};
use crate::error::StoreError;
use crate::items::{self, Item, n, s};
use crate::keys::{self, EXPIRES_AT, PK};
use crate::table::{Reading, Table};
use crate::times::sortable;

const DAY_S: i64 = 86_400;
/// Attribute that names a configuration.
const DIGEST: &str = "digest";

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who: the e-mail address of a person; empty if nobody had signed in.
    pub who: String,
    /// What was done or read, as a word.
    pub what: String,
    /// What it was done to: a case, a pseudonym, a channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The address that it came from.
    pub from: String,
}

/// Makes the item of an entry that is found at a time.
fn item_of(entry: &AuditEntry, (date, at): (Date, Timestamp), days_kept: u32) -> Result<Item, StoreError> {
    let about = entry.about.as_deref().unwrap_or_default();
    let name = fingerprint(&[&entry.who, &entry.what, about, &entry.from], 24);
    let key = keys::audit(date, &sortable(at), &name);
    let mut item = items::encode(&key, entry)?;
    let until = entry.at.as_second() + i64::from(days_kept) * DAY_S;
    item.insert(EXPIRES_AT.to_owned(), n(u64::try_from(until).unwrap_or_default()));
    Ok(item)
}

/// How often an entry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Often {
    /// Each time: an action.
    Always,
    /// Once an hour for one person, thing and place: what a page reads again and again.
    Hourly,
}

impl Table {
    /// Adds an entry, kept for some days. What is there stays as it is.
    ///
    /// # Errors
    /// Unavailable or refused: then what was asked for must not happen.
    pub async fn put_audit(
        &self,
        entry: &AuditEntry,
        date: Date,
        often: Often,
        days_kept: u32,
    ) -> Result<(), StoreError> {
        let at = match often {
            Often::Always => entry.at,
            Often::Hourly => Timestamp::from_second(entry.at.as_second() / 3_600 * 3_600).unwrap_or(entry.at),
        };
        self.put_unless_there(item_of(entry, (date, at), days_kept)?, "writing the audit trail").await.map(drop)
    }

    /// Adds an entry if another configuration is in use than the one that was seen last, and remembers this one. Returns whether it
    /// was another.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn note_configuration(
        &self,
        digest: &str,
        (entry, date): (&AuditEntry, Date),
        days_kept: u32,
    ) -> Result<bool, StoreError> {
        let seen = self.get(&keys::configuration(), "reading which configuration was seen").await?;
        if seen.is_some_and(|seen| items::text(&seen, DIGEST) == Some(digest)) {
            return Ok(false);
        }
        let remember = Update::builder()
            .table_name(&self.name)
            .set_key(Some(keys::configuration().attributes()))
            .update_expression(format!("SET {DIGEST} = :digest"))
            .condition_expression(format!("attribute_not_exists({DIGEST}) OR {DIGEST} <> :digest"))
            .expression_attribute_values(":digest", s(digest))
            .build()
            .map_err(unbuilt)?;
        let put = Put::builder().table_name(&self.name).set_item(Some(item_of(entry, (date, entry.at), days_kept)?));
        let put = put.condition_expression(format!("attribute_not_exists({PK})")).build().map_err(unbuilt)?;
        let writes =
            vec![TransactWriteItem::builder().update(remember).build(), TransactWriteItem::builder().put(put).build()];
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(true),
            Err(error) if lost_race(&error).is_some() => Ok(false),
            Err(error) => Err(StoreError::of("writing the audit trail", &error)),
        }
    }

    /// Lists the newest entries of a day, the newest first, `entries_max` at most, and whether there are more.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn audit_of(&self, date: Date, entries_max: usize) -> Result<(Vec<AuditEntry>, bool), StoreError> {
        let partition = keys::audit_partition(date);
        let mut newest: BTreeSet<(Timestamp, usize)> = BTreeSet::new();
        let mut entries: Vec<AuditEntry> = Vec::new();
        self.read_range(&partition, ("0", "~"), "reading the audit trail", |item| {
            let entry: AuditEntry = items::decode(item)?;
            newest.insert((entry.at, entries.len()));
            entries.push(entry);
            Ok(Reading::More)
        })
        .await?;
        let has_more = entries.len() > entries_max;
        let listed = newest.iter().rev().take(entries_max).filter_map(|(_, index)| entries.get(*index).cloned());
        Ok((listed.collect(), has_more))
    }
}
