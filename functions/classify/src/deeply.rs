//! The comments that are read deeply: those of the touchpoints that are judged here first and of which the fast reader is not sure.
//! What they say is kept before anything is judged by it, so that everybody who judges the journey later judges the same.

use std::collections::BTreeSet;

use domain::journey::Journey;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use store::error::StoreError;

use crate::Classify;

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
}
