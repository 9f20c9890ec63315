//! Reports: read from the summaries of their days; and that the channels are told of one, once a period.

use domain::alerting::Message;
use domain::period::Period;
use domain::report::{AsOf, DaySummary, Report, summarize};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cases::{Race, lost_race};
use crate::error::StoreError;
use crate::items::{s, sortable};
use crate::keys::{self, Key, NOTICE};
use crate::table::Table;

/// Days that are read at once.
const DAYS_AT_ONCE: usize = 16;

impl Table {
    /// Reads the report on a period, compared with the one before. The same facts give the same report.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn report(&self, period: Period, zone: &TimeZone, at: Timestamp) -> Result<Report, StoreError> {
        let now = self.summaries(period, zone, at).await?;
        let before = self.summaries(period.previous(), zone, at).await?;
        let open_cases = Some(self.open_cases().await?);
        Ok(Report::of(period, zone, &now, &before, AsOf { at, open_cases }))
    }

    async fn summaries(&self, period: Period, zone: &TimeZone, at: Timestamp) -> Result<Vec<DaySummary>, StoreError> {
        let today = at.to_zoned(zone.clone()).date();
        stream::iter(period.days())
            .map(|date| async move { self.summary_until(date, today).await })
            .buffered(DAYS_AT_ONCE)
            .try_collect()
            .await
    }

    /// A day to come is empty without being read; tomorrow may hold what a sender's clock put a little ahead.
    async fn summary_until(&self, date: Date, today: Date) -> Result<DaySummary, StoreError> {
        let is_to_come = today.tomorrow().is_ok_and(|tomorrow| date > tomorrow);
        if is_to_come {
            Ok(summarize(date, std::iter::empty::<domain::moment::Moment>()))
        } else {
            self.summary_of(date).await
        }
    }

    /// Writes down that a report is announced, with its deliveries, in one transaction; an announced one stays as it
    /// is. Returns the deliveries.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn announce(
        &self,
        period: &str,
        messages: &[(&str, Message)],
        now: Timestamp,
    ) -> Result<Vec<Key>, StoreError> {
        let partition = keys::report(period);
        let deliveries: Vec<_> =
            messages.iter().map(|(channel, _)| keys::delivery(&partition, "ready", channel)).collect();
        let mut notice = Key { pk: partition.clone(), sk: NOTICE.to_owned() }.attributes();
        notice.insert("announced_at".to_owned(), s(sortable(now)));
        let mut writes = vec![self.put_new(notice)?];
        for (key, (channel, message)) in deliveries.iter().zip(messages) {
            writes.push(self.put_new(self.delivery_item(key, channel, message, now)?)?);
        }
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(deliveries),
            Err(error) if lost_race(&error) == Some(Race::Condition) => Ok(deliveries),
            Err(error) => Err(StoreError::of("announcing a report", &error)),
        }
    }
}
