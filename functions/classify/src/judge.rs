//! One customer: read the journey, judge it, write the moments of the new touchpoints and of every later one.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::{Identity, TouchpointKey};
use domain::journey::{Journey, Judged};
use domain::moment::Moment;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use store::error::StoreError;
use store::journeys::Linked;
use store::moments::{Put, day_of};

use crate::Classify;
use crate::batch::Group;

/// Moments of one customer that are written at once.
const PUTS_AT_ONCE: usize = 8;

impl Classify {
    /// Judges a customer's new touchpoints and returns how many moments were written. `days` receives every day that a
    /// put was tried on, also if the judging then fails.
    pub(crate) async fn judge(
        &self,
        identity: &Identity,
        group: Group,
        rules: &Rules,
        days: &mut BTreeSet<Date>,
    ) -> Result<usize, StoreError> {
        let new = &group.touchpoints;
        let mut linked = self.table.journey_with(identity, group.parts).await?;
        let linking: Vec<_> = new.iter().filter(|touchpoint| !linked.is_link_settled(touchpoint)).collect();
        if linking.is_empty() {
            return self.write(since(&linked, new, rules), addresses(&linked, new), days).await;
        }
        for touchpoint in &linking {
            self.table.link(touchpoint).await?;
        }
        linked = self.table.journey(identity).await?;
        // An identity that a link brings here moves all its touchpoints: both journeys are judged anew as a whole.
        let gained: Vec<_> = linking
            .iter()
            .filter_map(|touchpoint| touchpoint.linked_identity())
            .filter(|other| linked.members().contains(other))
            .collect();
        if gained.is_empty() {
            return self.write(since(&linked, new, rules), addresses(&linked, new), days).await;
        }
        let mut written = self.write(all(&linked, new, rules), addresses(&linked, new), days).await?;
        for former in linked.former_owners(&gained) {
            let other = self.table.journey(&former).await?;
            written += self.write(all(&other, &[], rules), addresses(&other, &[]), days).await?;
        }
        Ok(written)
    }

    async fn write(
        &self,
        moments: Vec<Moment>,
        addresses: Addresses<'_>,
        days: &mut BTreeSet<Date>,
    ) -> Result<usize, StoreError> {
        days.extend(moments.iter().map(|moment| day_of(moment, &self.zone)));
        tell_floods(&moments);
        let addresses = &addresses;
        let puts: Vec<_> = stream::iter(moments)
            .map(|moment| async move {
                if let Some(address) = addresses.get(&(&moment.recorded, moment.key())) {
                    self.table.name_content(address, &moment).await?;
                }
                self.table.put_moment(&moment, &self.zone).await
            })
            .buffer_unordered(PUTS_AT_ONCE)
            .try_collect()
            .await?;
        Ok(puts.into_iter().filter(|put| *put == Put::Written).count())
    }
}

/// Says in the log how many claims are judged and not alerted because they are too many, by write key.
fn tell_floods(moments: &[Moment]) {
    let mut floods: BTreeMap<&str, usize> = BTreeMap::new();
    for moment in moments.iter().filter(|moment| moment.is_flood()) {
        let key_name = moment.source.split_once('/').map_or(moment.source.as_str(), |(name, _)| name);
        *floods.entry(key_name).or_default() += 1;
    }
    for (key, claims) in floods {
        tracing::warn!(key, claims, "more claims about one customer than are alerted");
    }
}

/// The addresses of published content that touchpoints name.
type Addresses<'a> = BTreeMap<(&'a Identity, TouchpointKey), &'a str>;

/// Those of a journey and of new touchpoints, which a journey that is too long may not have.
fn addresses<'a>(linked: &'a Linked, new: &'a [Touchpoint]) -> Addresses<'a> {
    let address = |touchpoint: &'a Touchpoint| {
        let address = touchpoint.said.content_url.as_deref()?;
        Some(((&touchpoint.recorded, touchpoint.key()), address))
    };
    linked.journey.touchpoints.iter().chain(new).filter_map(address).collect()
}

/// The moments of the new touchpoints and of every later one of the journey: all that the new ones can change.
fn since(linked: &Linked, new: &[Touchpoint], rules: &Rules) -> Vec<Moment> {
    if linked.journey.is_too_long {
        return alone(new, rules);
    }
    moments(linked.journey.judge_changed_by(new, rules))
}

/// Every moment of the journey: what a link can change.
fn all(linked: &Linked, new: &[Touchpoint], rules: &Rules) -> Vec<Moment> {
    if linked.journey.is_too_long { alone(new, rules) } else { moments(linked.journey.judge(rules)) }
}

/// A shared identity with too many touchpoints: each is judged as if it were the only one.
fn alone(new: &[Touchpoint], rules: &Rules) -> Vec<Moment> {
    tracing::warn!(touchpoints = new.len(), "journey too long, judged alone");
    new.iter().flat_map(|touchpoint| moments(Journey::too_long(touchpoint.clone()).judge(rules))).collect()
}

fn moments(judged: Vec<Judged>) -> Vec<Moment> {
    judged.into_iter().map(|judged| judged.moment).collect()
}
