//! Removes what [`super::everything`] finds: first what a page of a person's items leads to, then the page. Everything here can be
//! done again, and does nothing then.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::{Delete, ReturnValue, TransactWriteItem, Update};
use domain::identity::Identity;
use domain::period::{Every, Period};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;

use super::Kind;
use super::everything::Page;
use super::orders::Erasure;
use super::person::Person;
use crate::cases::{Race, lost_race, unbuilt};
use crate::error::StoreError;
use crate::items::{self, n};
use crate::keys::{self, CRITICAL, DELIVERY, Key, PK, WORK_INDEX, WORK_PK, WORK_SK, Work};
use crate::table::{Projection, Reading, Table, prefix_range};

/// Attribute of a marker: whose case it is.
const CUSTOMER: &str = "customer";
/// Items that are removed at once.
const AT_ONCE: usize = 16;
/// Days before a period on which its sums rest as well, and more.
const BEFORE_DAYS: i64 = 100;

impl Table {
    /// Removes items. Returns how many were there.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn remove_all(&self, keys: impl IntoIterator<Item = Key>) -> Result<u64, StoreError> {
        let keys: Vec<_> = keys.into_iter().collect();
        let removed = stream::iter(keys).map(|key| self.remove_one(key));
        removed.buffer_unordered(AT_ONCE).try_fold(0, |sum, there| async move { Ok(sum + u64::from(there)) }).await
    }

    async fn remove_one(&self, key: Key) -> Result<bool, StoreError> {
        let delete = self
            .client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .return_values(ReturnValue::AllOld)
            .send()
            .await
            .map_err(|error| StoreError::of("removing what is about a customer", &error))?;
        Ok(delete.attributes.is_some_and(|item| !item.is_empty()))
    }

    /// Removes an identity's messages that wait, so that nobody is told of the person any more.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn cancel_messages_of(&self, identity: &Identity) -> Result<u64, StoreError> {
        let (from, to) = prefix_range(DELIVERY);
        let keys = self.keys_between(&keys::customer(identity), (&from, &to)).await?;
        self.remove_all(keys).await
    }

    /// Removes a page of an identity's partition, and before it everything that the page leads to. What links a visitor to somebody
    /// else stays.
    ///
    /// # Errors
    /// Unavailable or refused: some of it may be removed; the rest is found again.
    pub async fn remove_page(
        &self,
        page: Page,
        (identity, person): (&Identity, &Person),
        erasure: &mut Erasure,
    ) -> Result<(), StoreError> {
        for (kind, keys) in page.elsewhere {
            erasure.count(kind, self.remove_all(keys).await?);
        }
        // Before the facts go: they are what says which days these are.
        self.touch_days(&page.days).await?;
        if *identity == person.customer {
            // The others' own ends; those of visitors that are nobody else go with all that is theirs.
            for other in page.links.iter().filter(|other| !person.own.contains(*other)) {
                erasure.count(Kind::Links, u64::from(self.unlink(other, identity).await?));
            }
        }
        let is_lasting = person.lasting.contains(identity);
        let mut keys = Vec::new();
        // Links of a visitor who stays somebody's are removed from the customer's side, which remembers how often they were revised.
        for item in page.items.iter().filter(|item| !is_lasting || !items::key_of(item).sk.starts_with(keys::LINK)) {
            erasure.count(Kind::of_own(item), 1);
            keys.push(items::key_of(item));
        }
        self.remove_all(keys).await?;
        Ok(())
    }

    /// Removes the markers in the partition of a visitor, who is somebody else's, that say that what the visitor did stood in a case of
    /// the person: it is the other's now, who may get a case of their own for it. Returns how many there were.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn remove_markers(&self, visitor: &Identity, customer: &Identity) -> Result<u64, StoreError> {
        let (from, to) = prefix_range(CRITICAL);
        let customer = customer.to_string();
        let mut found = Vec::new();
        let mut take = |item: items::Item| {
            found.extend((items::text(&item, CUSTOMER) == Some(&customer)).then(|| items::key_of(&item)));
            Ok(Reading::More)
        };
        let attributes = Projection::Of(&["pk", "sk", CUSTOMER]);
        self.read_some(&keys::customer(visitor), (&from, &to), attributes, "reading markers", &mut take).await?;
        self.remove_all(found).await
    }

    /// Removes the far end of a link. How often it was revised stays there, once more: who judges the other's journey has to know no
    /// less of links than before, or its moments could not be written again.
    async fn unlink(&self, other: &Identity, erased: &Identity) -> Result<bool, StoreError> {
        let far_end = keys::link(other, erased);
        let Some(link) = self.get(&far_end, "reading a link").await? else { return Ok(false) };
        let revisions = items::number(&link, "revisions").unwrap_or_default();
        let delete = Delete::builder()
            .table_name(&self.name)
            .set_key(Some(far_end.attributes()))
            .condition_expression(format!("attribute_exists({PK})"))
            .build()
            .map_err(unbuilt)?;
        let remember = Update::builder()
            .table_name(&self.name)
            .set_key(Some(keys::erased_links(other).attributes()))
            .update_expression("ADD revisions :more")
            .expression_attribute_values(":more", n(revisions + 1))
            .build()
            .map_err(unbuilt)?;
        let writes = vec![
            TransactWriteItem::builder().delete(delete).build(),
            TransactWriteItem::builder().update(remember).build(),
        ];
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(true),
            Err(error) if lost_race(&error) == Some(Race::Condition) => Ok(false),
            Err(error) => Err(StoreError::of("removing a link", &error)),
        }
    }

    /// Removes what is stored of the sums of some days and of every period that rests on them: it names customers, and is counted
    /// again when somebody asks. The versions of the days are raised before and after.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn remove_sums_of(&self, days: &BTreeSet<Date>) -> Result<u64, StoreError> {
        self.touch_days(days).await?;
        let mut removed = 0;
        for date in days {
            for what in [keys::SUMMARY, "CUT"] {
                let (from, to) = prefix_range(what);
                let keys = self.keys_between(&keys::day(*date, what).pk, (&from, &to)).await?;
                removed += self.remove_all(keys).await?;
            }
        }
        let mut kept = self.sums_that_rest_on(days).await?;
        // Those of before there was a list of them.
        for date in days {
            kept.extend(periods_of(*date).map(|period| keys::of_report(&period.to_string(), keys::SUMS)));
        }
        removed += self.remove_all(kept).await?;
        self.touch_days(days).await?;
        Ok(removed)
    }

    /// Lists the stored sums that may rest on one of some days.
    async fn sums_that_rest_on(&self, days: &BTreeSet<Date>) -> Result<BTreeSet<Key>, StoreError> {
        let mut found = BTreeSet::new();
        for shard in Work::Kept.shards() {
            let query = self.client.query().table_name(&self.name).index_name(WORK_INDEX);
            let query = query
                .key_condition_expression(format!("{WORK_PK} = :shard"))
                .expression_attribute_values(":shard", items::s(shard));
            let mut pages = query.into_paginator().items().send();
            while let Some(item) = pages.next().await {
                let item = item.map_err(|error| StoreError::of("listing sums", &error))?;
                let rests = items::text(&item, WORK_SK).is_none_or(|name| rests_on(name, days));
                found.extend(rests.then(|| items::key_of(&item)));
            }
        }
        Ok(found)
    }
}

/// Tells whether the sums of this name may rest on one of some days. What is no period is one of the blocks of weeks.
fn rests_on(name: &str, days: &BTreeSet<Date>) -> bool {
    let Ok(period) = name.parse::<Period>() else { return true };
    let from = period.start().saturating_sub(jiff::ToSpan::days(BEFORE_DAYS));
    days.range(from..period.end()).next().is_some()
}

/// Lists the calendar's periods that hold a day.
pub(super) fn periods_of(date: Date) -> impl Iterator<Item = Period> {
    [Every::Day, Every::Week, Every::Month, Every::Quarter, Every::Year]
        .into_iter()
        .map(move |every| Period::containing(date, every))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_rest_on_the_days_of_their_period_and_on_some_before() {
        let days = BTreeSet::from([jiff::civil::date(2026, 11, 20)]);
        for (name, rests) in [
            ("2026-11-20", true),
            ("2026-11-19", false),
            ("2026-11-21", true),
            ("2026-W47", true),
            ("2026-W46", false),
            ("2026-12", true),
            ("2027", true),
            ("2026-11-01..2026-11-20", false),
            ("2026-11-01..2026-11-21", true),
            ("2026-10", false),
            ("weeks-2026-10-05", true),
        ] {
            assert_eq!(rests_on(name, &days), rests, "{name}");
        }
    }
}
