//! The comments that are read, each once: deeply those of the touchpoints that are judged here first and of which the fast reader is not
//! sure. What they say is kept before anything is judged by it, so that everybody who judges the journey later judges the same and needs no
//! weights for it.

use std::collections::BTreeSet;

use domain::journey::Journey;
use domain::reading::KeptReading;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use store::error::StoreError;
use store::readings::READINGS_MAX;

use crate::Classify;

/// How long the record of a touchpoint may be on its way, unless something is wrong.
const ON_THE_WAY: SignedDuration = SignedDuration::from_hours(1);

/// Readings of one customer that are kept at the same time.
const PUTS_AT_ONCE: usize = 8;

impl Classify {
    /// Reads the comments of new touchpoints, as far as the journey has no reading of them, and keeps what they say. Returns the
    /// words that were read: the journey has to be read again then, because a reading is knowledge like a touchpoint.
    pub(crate) async fn read_deeply(
        &self,
        journey: &Journey,
        new: &[Touchpoint],
        rules: &Rules,
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut read = BTreeSet::new();
        for touchpoint in new.iter().filter(|_| self.reads_deeply) {
            let unread = journey.unread(touchpoint, rules).filter(|unread| !read.contains(unread.text.as_ref()));
            let Some(unread) = unread else { continue };
            let Some(kept) = deep::deepened(&unread) else { continue };
            self.table.keep_reading(touchpoint, &unread.digest, &kept).await?;
            read.insert(unread.text.into_owned());
        }
        Ok(read)
    }

    /// Keeps what the fast reader says of the comments of a run of which nothing is kept: of those that are new, and of those that were
    /// judged before anybody kept it. What came lately has a record of its own on its way, and may be read deeply then.
    pub(crate) async fn keep_readings(
        &self,
        run: &Journey,
        new: &[Touchpoint],
        rules: &Rules,
    ) -> Result<(), StoreError> {
        let lately = Timestamp::now().saturating_sub(ON_THE_WAY).unwrap_or(Timestamp::MIN);
        let new: BTreeSet<_> = new.iter().map(Touchpoint::position).collect();
        let is_due = |touchpoint: &&Touchpoint| touchpoint.received_at < lately || new.contains(&touchpoint.position());
        let mut kept = BTreeSet::new();
        let unread = run.touchpoints.iter().filter(is_due).filter_map(|touchpoint| {
            // Of a long journey nearly all was read before.
            let unread = if run.is_kept(touchpoint, rules) { None } else { run.unread(touchpoint, rules) }?;
            Some((touchpoint, unread.digest, KeptReading::of(&unread.fast)?))
        });
        let unread =
            unread.filter(|(touchpoint, digest, _)| kept.insert((touchpoint.recorded.clone(), digest.clone())));
        let puts: Vec<_> =
            unread
                .take(READINGS_MAX.saturating_sub(run.readings.len()))
                .map(|(touchpoint, digest, reading)| async move {
                    self.table.keep_reading(touchpoint, &digest, &reading).await
                })
                .collect();
        stream::iter(puts).buffer_unordered(PUTS_AT_ONCE).try_collect().await
    }
}
