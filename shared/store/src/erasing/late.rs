//! Touchpoints of people who were erased before: removed with what was made of them, and counted. While an erasure is under way
//! nothing is touched here: it finds everything by the facts.

use std::collections::BTreeSet;

use domain::identity::Identity;
use domain::touchpoint::Touchpoint;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::orders::{LATE, State};
use crate::error::StoreError;
use crate::items::n;
use crate::keys::{self, ANSWER};
use crate::table::{Table, prefix_range};

impl Table {
    /// Removes touchpoints of an erased customer, with their moments and the content that they name. Returns the days on which
    /// something may have been counted; none if the order has not been carried out yet, which then removes them, too.
    ///
    /// # Errors
    /// Unavailable or refused: some of it may be removed; removing it again is harmless.
    pub async fn forget_late(
        &self,
        (customer, order): (&Identity, &str),
        touchpoints: &[Touchpoint],
        zone: &TimeZone,
    ) -> Result<BTreeSet<Date>, StoreError> {
        let erasure = self.erasure(order).await?;
        let Some(mut erasure) = erasure.filter(|erasure| erasure.state != State::Ordered) else {
            return Ok(BTreeSet::new());
        };
        let (mut days, mut derived, mut facts) = (BTreeSet::new(), Vec::new(), Vec::new());
        let (mut recorded, mut places) = (BTreeSet::new(), BTreeSet::new());
        for touchpoint in touchpoints {
            let date = touchpoint.occurred_at.to_zoned(zone.clone()).date();
            days.insert(date);
            if places.insert((date, &touchpoint.recorded)) {
                derived.extend(self.of_identity_on(date, &touchpoint.recorded).await?);
            }
            recorded.insert(&touchpoint.recorded);
            let key = touchpoint.key();
            let address = touchpoint.said.content_url.as_deref();
            let at = touchpoint.occurred_at;
            derived.extend(address.map(|address| keys::content(address, at, &touchpoint.recorded, &key)));
            facts.push(keys::touchpoint(&touchpoint.recorded, &key));
        }
        for identity in recorded {
            let (from, to) = prefix_range(ANSWER);
            derived.extend(self.keys_between(&keys::customer(identity), (&from, &to)).await?);
        }
        if erasure.state == State::Erased && !days.is_subset(&erasure.days) {
            // Somebody may have counted these days in between: the second pass removes the sums.
            erasure.days.extend(&days);
            if !self.keep_erasure(&mut erasure).await? {
                return Err(StoreError::Unavailable { doing: "writing an erasure", code: "contended".to_owned() });
            }
        }
        self.remove_all(derived).await?;
        self.touch_days(&days).await?;
        let late = self.remove_all(facts).await?;
        if late > 0 {
            self.count_late(customer, late).await?;
        }
        Ok(days)
    }

    /// Counts touchpoints of an identity that came after it was erased, and were removed.
    async fn count_late(&self, identity: &Identity, touchpoints: u64) -> Result<(), StoreError> {
        let hash = self.pseudonyms().await?.tombstone(identity);
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::tombstone(&hash).attributes()))
            .update_expression(format!("ADD {LATE} :more"))
            .expression_attribute_values(":more", n(touchpoints));
        update.send().await.map_err(|error| StoreError::of("counting late touchpoints", &error))?;
        Ok(())
    }
}
