//! Moments: judgements, written again whenever more is known and never with less.

use aws_sdk_dynamodb::types::ReturnValue;
use domain::identity::Identity;
use domain::identity::TouchpointKey;
use domain::moment::Moment;
use futures::{Stream, StreamExt, stream};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::{StoreError, if_held};
use crate::items::{self, n};
use crate::keys::{self, Key, MOMENT, PK};
use crate::table::{Reading, Table, prefix_range};

/// What became of a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is in the table now.
    Written,
    /// It is in the table now, in the place of one made with less knowledge.
    Replaced,
    /// One made with as much or more knowledge is there and stays.
    Kept,
}

/// Returns the day a moment belongs to.
pub fn day_of(moment: &Moment, zone: &TimeZone) -> Date {
    moment.occurred_at.to_zoned(zone.clone()).date()
}

impl Table {
    /// Stores a judgement, unless one by newer rules, or by the same rules with as much knowledge, is there. Nothing
    /// stored is compared: rules, links and basis say which judgement knew more.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn put_moment(&self, moment: &Moment, zone: &TimeZone) -> Result<Put, StoreError> {
        let key = Key::of_moment(moment, zone);
        let mut item = items::encode(&key, moment)?;
        item.extend(self.expiry(moment.received_at));
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(format!(
                "attribute_not_exists({PK}) OR rules_version < :r OR (rules_version = :r AND \
                 (links < :l OR (links = :l AND basis < :b)))"
            ))
            .expression_attribute_values(":r", n(moment.rules_version))
            .expression_attribute_values(":l", n(moment.links))
            .expression_attribute_values(":b", n(moment.basis))
            .return_values(ReturnValue::AllOld)
            .send()
            .await;
        Ok(match if_held("storing a moment", put)? {
            Some(answer) if answer.attributes.as_ref().is_some_and(|before| !before.is_empty()) => Put::Replaced,
            Some(_) => Put::Written,
            None => Put::Kept,
        })
    }

    /// Reads one moment.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn moment(
        &self,
        date: Date,
        recorded: &Identity,
        key: &TouchpointKey,
    ) -> Result<Option<Moment>, StoreError> {
        self.get(&keys::moment(date, recorded, key), "reading a moment").await?.map(items::decode).transpose()
    }

    /// Tells whether there is any moment of a day.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn has_moments(&self, date: Date) -> Result<bool, StoreError> {
        let (from, to) = prefix_range(MOMENT);
        for partition in keys::day_shards(date) {
            let mut is_there = false;
            self.read_range(&partition, (&from, &to), "looking for a day", |_| {
                is_there = true;
                Ok(Reading::Enough)
            })
            .await?;
            if is_there {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads every moment of a day consistently, one partition after the other, in the order of their keys.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn moments_of(&self, date: Date, mut take: impl FnMut(Moment)) -> Result<(), StoreError> {
        let (from, to) = prefix_range(MOMENT);
        for partition in keys::day_shards(date) {
            self.read_range(&partition, (&from, &to), "reading a day", |item| {
                take(items::decode(item)?);
                Ok(Reading::More)
            })
            .await?;
        }
        Ok(())
    }

    /// Reads every moment of some days consistently, a page at a time, so that whoever writes them down holds no more than
    /// that; each day in the order of [`Self::moments_of`].
    pub fn pages_of<D>(&self, days: D) -> impl Stream<Item = Result<Vec<Moment>, StoreError>> + Send
    where
        D: Iterator<Item = Date> + Send,
    {
        stream::iter(parts_of(days)).flat_map(move |part| self.pages_of_part(part))
    }

    /// Reads every moment of one of the parts of [`parts_of`], a page at a time.
    pub fn pages_of_part(&self, part: String) -> impl Stream<Item = Result<Vec<Moment>, StoreError>> + Send {
        stream::try_unfold((part, Some(None)), move |(part, start)| async move {
            let Some(start) = start else { return Ok(None) };
            let (from, to) = prefix_range(MOMENT);
            let (items, next) = self.read_page(&part, (&from, &to), "reading a day", start).await?;
            let moments = items.into_iter().map(items::decode).collect::<Result<Vec<_>, _>>()?;
            Ok(Some((moments, (part, next.map(Some)))))
        })
    }
}

/// Names the parts in which the moments of some days lie, in the order in which they are read: small enough that whoever
/// has little time stops between two of them and goes on there.
pub fn parts_of<D: Iterator<Item = Date>>(days: D) -> impl Iterator<Item = String> {
    days.flat_map(keys::day_shards)
}
