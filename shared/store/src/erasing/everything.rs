//! Everything that the table has about one identity: its own partition, page by page, and the keys of what lies elsewhere, as the
//! items of a page lead to them. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::{Identity, TouchpointKey};
use domain::touchpoint::telling::Telling;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Kind;
use crate::deliveries::CHANNEL;
use crate::error::StoreError;
use crate::items::{self, Item};
use crate::keys::{self, CASE, CRITICAL, DELIVERY, EVENT, Key, LINK, MOMENT, TOUCHPOINT};
use crate::links::LINKED_TO;
use crate::table::{Projection, Reading, Table, prefix_range};

/// Days that are looked at at once.
const DAYS_AT_ONCE: usize = 8;
/// All sort keys.
const ALL: (&str, &str) = (" ", "\u{10FFFF}");

/// A page of an identity's own partition, and what it leads to.
#[derive(Debug, Default)]
pub struct Page {
    /// The items.
    pub items: Vec<Item>,
    /// Keys of what lies elsewhere.
    pub elsewhere: BTreeMap<Kind, BTreeSet<Key>>,
    /// Days on which something of it is counted.
    pub days: BTreeSet<Date>,
    /// Other identities that are named.
    pub named: BTreeSet<Identity>,
    /// Channels that something was told on.
    pub channels: BTreeSet<String>,
    /// The other ends of links.
    pub links: BTreeSet<Identity>,
}

impl Table {
    /// Reads the next page of an identity's partition with everything that it leads to, and where the one after begins.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn everything_of(
        &self,
        identity: &Identity,
        zone: &TimeZone,
        start: Option<Item>,
    ) -> Result<(Page, Option<Item>), StoreError> {
        let partition = keys::customer(identity);
        let (items, next) = self.read_page(&partition, ALL, "reading all of a customer", start).await?;
        let mut page = Page::default();
        let names = self.pseudonyms().await?;
        for item in &items {
            page.add(item, identity, zone);
            if let Some(number) = case_number(item) {
                // A name is written before its case: the next one may be there already.
                for number in [number, number.saturating_add(1)] {
                    let named = keys::case_named(&names.case(identity, number), identity, number);
                    page.elsewhere.entry(Kind::Cases).or_default().insert(named);
                }
            }
        }
        page.items = items;
        let days: Vec<_> = page.days.iter().copied().collect();
        let on_days = stream::iter(days).map(|date| self.of_identity_on(date, identity));
        let found: Vec<Vec<Key>> = on_days.buffer_unordered(DAYS_AT_ONCE).try_collect().await?;
        for key in found.into_iter().flatten() {
            let kind = if key.sk.starts_with(MOMENT) { Kind::Moments } else { Kind::CaseEvents };
            page.elsewhere.entry(kind).or_default().insert(key);
        }
        Ok((page, next))
    }

    /// Lists the moments and case events of an identity on one day.
    pub(super) async fn of_identity_on(&self, date: Date, identity: &Identity) -> Result<Vec<Key>, StoreError> {
        let (partition, prefixes) = keys::of_identity_on(date, identity);
        let mut found = Vec::new();
        for prefix in prefixes {
            let (from, to) = prefix_range(&prefix);
            found.extend(self.keys_between(&partition, (&from, &to)).await?);
        }
        Ok(found)
    }

    /// Lists the keys of a range of a partition.
    pub(super) async fn keys_between(&self, partition: &str, range: (&str, &str)) -> Result<Vec<Key>, StoreError> {
        let mut found = Vec::new();
        let mut take = |item: Item| {
            found.push(items::key_of(&item));
            Ok(Reading::More)
        };
        let attributes = Projection::Of(&["pk", "sk"]);
        self.read_some(partition, range, attributes, "reading what is about a customer", &mut take).await?;
        Ok(found)
    }

    /// Lists the parked records that are about some identities.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn parked_of(&self, identities: &BTreeSet<Identity>) -> Result<Vec<Key>, StoreError> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = self.parked(after.as_ref()).await?;
            let Some(last) = page.last() else { return Ok(found) };
            after = Some(last.key.clone());
            let is_theirs = |record: &Key| identities.iter().any(|identity| keys::is_about(record, identity));
            found.extend(page.into_iter().filter(|parked| is_theirs(&parked.record)).map(|parked| parked.key));
        }
    }
}

impl Page {
    /// Takes note of what one item leads to.
    fn add(&mut self, item: &Item, identity: &Identity, zone: &TimeZone) {
        let sort_key = items::key_of(item).sk;
        let mut at_day = |name: &str| {
            let at = items::text(item, name).and_then(|text| text.parse::<Timestamp>().ok());
            self.days.extend(at.map(|at| at.to_zoned(zone.clone()).date()));
        };
        if sort_key.starts_with(TOUCHPOINT) {
            at_day("occurred_at");
            at_day("received_at");
            self.add_touchpoint(item, identity);
        } else if sort_key.starts_with(CASE) {
            at_day("opened_at");
        } else if sort_key.starts_with(EVENT) || sort_key.starts_with(CRITICAL) {
            at_day("at");
        } else if sort_key.starts_with(DELIVERY) {
            self.channels.extend(items::text(item, CHANNEL).map(str::to_owned));
        } else if sort_key.starts_with(LINK) {
            let other = items::text(item, LINKED_TO).and_then(|text| text.parse().ok());
            self.links.extend(other);
        }
    }

    /// Takes note of the content that a touchpoint names, in whichever telling, and of the visitor.
    fn add_touchpoint(&mut self, item: &Item, identity: &Identity) {
        let text = |name: &str| items::text(item, name);
        if identity.is_known() {
            self.named.extend(text("anonymous_id").map(|id| Identity::Anonymous(id.to_owned())));
        }
        let (Some(source), Some(id)) = (text("source"), text("id")) else { return };
        let Some(at) = text("occurred_at").and_then(|text| text.parse::<Timestamp>().ok()) else { return };
        let key = TouchpointKey { source: source.to_owned(), id: id.to_owned() };
        let tellings = item.get("tellings").and_then(|tellings| tellings.as_m().ok());
        let told = tellings.into_iter().flat_map(|tellings| tellings.values()).filter_map(|told| {
            let telling: Telling = serde_json::from_str(told.as_s().ok()?).ok()?;
            telling.said.content_url
        });
        let addresses = text("content_url").map(str::to_owned).into_iter().chain(told);
        let content = addresses.map(|address| keys::content(&address, at, identity, &key));
        self.elsewhere.entry(Kind::Content).or_default().extend(content);
    }
}

/// Returns the number of a case, if the item is one.
fn case_number(item: &Item) -> Option<u32> {
    items::key_of(item).sk.strip_prefix(CASE)?.parse().ok()
}
