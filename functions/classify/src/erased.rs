//! Touchpoints of people who were erased: they are stored like any other, because ingest makes one call and asks nobody, and removed
//! here before anybody judges them. A visitor who belongs to somebody now is that customer's, whatever was before.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::Identity;
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::batch::Progress;

use crate::Classify;
use crate::batch::Done;
use crate::group::Group;

impl Classify {
    /// Takes those out of a batch who were erased, and removes what they left.
    pub(crate) async fn forget_erased(
        &self,
        groups: &mut BTreeMap<Identity, Group>,
        progress: &mut Progress<'_>,
        days: &mut BTreeSet<Date>,
        now: Timestamp,
    ) {
        let customers: BTreeSet<_> = groups.keys().cloned().collect();
        let erased = match self.table.erased_among(&customers).await {
            Ok(erased) => erased,
            Err(error) => {
                tracing::warn!(%error, "not known who was erased, the batch comes again");
                progress.come_again(0);
                groups.clear();
                return;
            }
        };
        let mut removed = 0;
        for (identity, order) in erased {
            let Some(group) = groups.remove(&identity) else { continue };
            match self.table.forget_late((&identity, &order), &group.touchpoints, &self.zone).await {
                Ok(of_days) => {
                    removed += group.touchpoints.len();
                    days.extend(of_days);
                }
                Err(why) => {
                    for index in group.records {
                        progress.fail(index, &why, now).await;
                    }
                }
            }
        }
        if removed > 0 {
            self.metrics.count("touchpoints of erased customers", &[], &[("TouchpointsOfErased", removed)]);
        }
    }

    /// Lets the records of those come again who were erased while they were judged.
    pub(crate) async fn come_again_if_erased(&self, judged: &[Done], progress: &mut Progress<'_>) {
        let customers: BTreeSet<_> = judged.iter().map(|done| done.customer.clone()).collect();
        match self.table.erased_among(&customers).await {
            Ok(erased) => {
                let of_erased = judged.iter().filter(|done| erased.contains_key(&done.customer));
                of_erased.flat_map(|done| &done.group.records).for_each(|index| progress.come_again(*index));
            }
            Err(error) => {
                tracing::warn!(%error, "not known who was erased, the batch comes again");
                progress.come_again(0);
            }
        }
    }
}
