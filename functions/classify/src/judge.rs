//! One customer: read the journey, judge it, and write the moments of the new touchpoints and of every later one whose
//! judgement they change. A long journey leaves later ones that are not stored to their own records, which are still to come:
//! of a backlog, each batch then writes its own moments, and not all that follow.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::{Identity, TouchpointKey};
use domain::journey::{Journey, Judged, Position};
use domain::moment::Moment;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use store::error::StoreError;
use store::journeys::Linked;
use store::moments::{Put, day_of};
use store::partitions::Room;

use crate::Classify;
use crate::group::Group;
use crate::watch::Watch;

/// Moments of one customer that are compared, and then written, at once.
const CHUNK: usize = 200;
/// Moments of one customer that are written at the same time.
const PUTS_AT_ONCE: usize = 8;
/// Times that a journey is judged which grows while it is judged.
const ROUNDS_MAX: usize = 5;

/// What judging one customer did.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Every day that a put was tried on, or found needless.
    pub(crate) days: BTreeSet<Date>,
    /// Moments written.
    pub(crate) written: usize,
    /// Of those, judged before.
    pub(crate) rejudged: usize,
    /// Whether a bound was passed: of links, or of touchpoints that are looked at.
    pub(crate) is_over_bounds: bool,
}

impl Tally {
    /// Adds what an earlier try at the same customer did.
    pub(crate) fn add(&mut self, other: &Self) {
        self.days.extend(&other.days);
        self.written += other.written;
        self.rejudged += other.rejudged;
        self.is_over_bounds |= other.is_over_bounds;
    }
}

/// From where on a journey is judged.
#[derive(Clone, Copy)]
enum From<'a> {
    /// All of it: what a link can change.
    Beginning,
    /// From a place on: what new touchpoints there can change.
    Place(Position<'a>),
}

impl From<'_> {
    fn judge(self, journey: &Journey, rules: &Rules) -> Vec<Judged> {
        match self {
            Self::Beginning => journey.judge(rules),
            Self::Place(position) => journey.judge_since(position, rules),
        }
    }

    /// Tells whether what lies before a run is judged as well.
    fn reaches_before(self, run: &Journey) -> bool {
        match self {
            Self::Beginning => true,
            Self::Place(position) => run.judged_from().is_some_and(|first| position < first),
        }
    }
}

/// A customer being judged.
struct Judging<'a> {
    classify: &'a Classify,
    rules: &'a Rules,
    room: Room,
    watch: &'a Watch,
    /// Whether it is announced that moments are left.
    is_announced: bool,
    new: &'a [Touchpoint],
    tally: &'a mut Tally,
}

impl Classify {
    /// Judges a customer's new touchpoints. Returns whether their journeys fit into the room; otherwise nothing is settled.
    /// `tally` is right as far as it came, also if the judging then fails.
    pub(crate) async fn judge(
        &self,
        customer: &Identity,
        group: &mut Group,
        ((rules, watch), room): ((&Rules, &Watch), Room),
        tally: &mut Tally,
    ) -> Result<bool, StoreError> {
        let parts = std::mem::take(&mut group.parts);
        let new = group.touchpoints.as_slice();
        let Some(linked) = self.table.journey_within(customer, parts, room).await? else { return Ok(false) };
        let mut linked = linked.reading();
        let mut judging = Judging { classify: self, rules, room, watch, is_announced: false, new, tally };
        let unlinked = self.table.unlinked(&linked, new.iter(), Linked::is_link_settled).await?;
        let linking = unlinked.counting;
        judging.tally.is_over_bounds |= unlinked.over_bound > 0;
        let mut gained = Vec::new();
        let read = self.read_deeply(&linked.journey, new, rules).await?;
        if !read.is_empty() || !linking.is_empty() {
            for touchpoint in &linking {
                self.table.link(touchpoint).await?;
            }
            drop(linked);
            match judging.read(customer).await? {
                Some(again) => linked = again,
                None => return Ok(false),
            }
            // An identity that a link brings here moves all its touchpoints: both journeys are judged anew as a whole.
            gained = linking.iter().filter_map(|touchpoint| touchpoint.linked_identity()).collect();
            gained.retain(|other| linked.has_touchpoints_of(other));
        }
        let mut former = linked.former_owners(&gained);
        // What earlier links pushed out is nobody's now.
        former.extend(linked.displaced(linking.len()));
        let strays: BTreeSet<_> =
            new.iter().map(|touchpoint| &touchpoint.recorded).filter(|recorded| !linked.is_member(recorded)).collect();
        let again = said_again(&linked.journey, &read);
        let of_customer = new.iter().filter(|touchpoint| linked.is_member(&touchpoint.recorded));
        let first = of_customer.chain(&again).map(Touchpoint::reaches_from).min();
        let from = if gained.is_empty() { first.map(From::Place) } else { Some(From::Beginning) };
        let mut fits = true;
        if let Some(from) = from {
            fits &= judging.settle(linked, from).await?;
        }
        for other in former {
            fits &= judging.settle_of(&other, From::Beginning).await?;
        }
        for stray in strays {
            // One link too many for the customer it leads to: judged by itself.
            judging.tally.is_over_bounds = true;
            let first =
                new.iter().filter(|touchpoint| touchpoint.recorded == *stray).map(Touchpoint::reaches_from).min();
            fits &= judging.settle_of(stray, first.map_or(From::Beginning, From::Place)).await?;
        }
        Ok(fits)
    }
}

impl Judging<'_> {
    async fn read(&self, customer: &Identity) -> Result<Option<Linked>, StoreError> {
        Ok(self.classify.table.journey_within(customer, BTreeMap::new(), self.room).await?.map(Linked::reading))
    }

    async fn settle_of(&mut self, customer: &Identity, from: From<'_>) -> Result<bool, StoreError> {
        match self.read(customer).await? {
            Some(linked) => self.settle(linked, from).await,
            None => Ok(false),
        }
    }

    /// Judges a journey and writes what changes. A write in the place of another judgement looks again before it is
    /// done, and judges again if the journey has grown: somebody who knew more may have found the former judgement right, and
    /// so left it. `model` shows that this ends in the judgement of who knew most.
    async fn settle(&mut self, mut linked: Linked, from: From<'_>) -> Result<bool, StoreError> {
        for _ in 0..ROUNDS_MAX {
            let known = linked.knowledge();
            let customer = linked.journey.customer.clone();
            self.tally.is_over_bounds |= linked.links_ignored() > 0 || !linked.journey.earlier.is_empty();
            if !self.write_runs(linked, from).await? {
                return Ok(true);
            }
            match self.read(&customer).await? {
                Some(again) if again.knowledge() == known => return Ok(true),
                Some(again) => linked = again,
                None => return Ok(false),
            }
        }
        Err(StoreError::Unavailable { doing: "judging a journey", code: "contended".to_owned() })
    }

    /// Judges the runs of a journey, the latest first, and writes what changes. Returns whether any judgement took the place of
    /// another.
    async fn write_runs(&mut self, linked: Linked, from: From<'_>) -> Result<bool, StoreError> {
        let members = linked.members();
        let mut run = linked.journey;
        let mut has_replaced = false;
        loop {
            self.classify.keep_readings(&run, self.new, self.rules).await?;
            let moments: Vec<_> = from.judge(&run, self.rules).into_iter().map(|judged| judged.moment).collect();
            has_replaced |= self.write(moments, &run).await?;
            if !from.reaches_before(&run) {
                return Ok(has_replaced);
            }
            match self.classify.table.run_before(&run, &members).await? {
                Some(before) => run = before,
                None => return Ok(has_replaced),
            }
        }
    }

    /// Writes the moments that are new or not what is stored. Returns whether any took the place of another.
    async fn write(&mut self, mut moments: Vec<Moment>, run: &Journey) -> Result<bool, StoreError> {
        let (table, zone) = (&self.classify.table, &self.classify.zone);
        let addresses = &addresses(run);
        let mut has_replaced = false;
        while !moments.is_empty() {
            let rest = moments.split_off(moments.len().min(CHUNK));
            let chunk = std::mem::replace(&mut moments, rest);
            tell_floods(&chunk);
            let (fresh, later) = self.apart(chunk);
            self.tally.days.extend(fresh.iter().map(|moment| day_of(moment, zone)));
            let changed = self.changed(later).await?;
            let puts: Vec<_> = stream::iter(fresh.into_iter().chain(changed))
                .map(|moment| async move {
                    if let Some(address) = addresses.get(&(&moment.recorded, moment.key())) {
                        table.name_content(address, &moment).await?;
                    }
                    table.put_moment(&moment, zone).await
                })
                .buffer_unordered(PUTS_AT_ONCE)
                .try_collect()
                .await?;
            let count = |wanted: Put| puts.iter().filter(|put| **put == wanted).count();
            self.tally.written += count(Put::Written) + count(Put::Replaced);
            self.tally.rejudged += count(Put::Replaced);
            has_replaced |= count(Put::Replaced) > 0;
        }
        Ok(has_replaced)
    }

    /// Keeps the moments of other touchpoints that have to be written: those that are not what is stored. A moment of a long
    /// journey that is not stored at all is left to its own record, and this is announced before anybody looks. Everything that
    /// made this judging necessary is in the table by then.
    async fn changed(&mut self, later: Vec<Moment>) -> Result<Vec<Moment>, StoreError> {
        let (table, zone) = (&self.classify.table, &self.classify.zone);
        let leaves = self.room == Room::Alone;
        if leaves && !later.is_empty() && !self.is_announced {
            self.watch.announce(table).await?;
            self.is_announced = true;
        }
        let compared = table.compare(&later.iter().collect::<Vec<_>>(), zone).await?;
        let mut changed = Vec::new();
        for (moment, compared) in later.into_iter().zip(compared) {
            if leaves && compared.is_missing() {
                continue;
            }
            // Also of what is not written now: an earlier try may have written it and said so to nobody.
            self.tally.days.insert(day_of(&moment, zone));
            if !compared.is_same() {
                changed.push(moment);
            }
        }
        Ok(changed)
    }

    /// Puts the moments of new touchpoints apart from those of others.
    fn apart(&self, moments: Vec<Moment>) -> (Vec<Moment>, Vec<Moment>) {
        let new: BTreeSet<_> = self.new.iter().map(|touchpoint| (&touchpoint.recorded, touchpoint.key())).collect();
        moments.into_iter().partition(|moment| new.contains(&(&moment.recorded, moment.key())))
    }
}

/// Finds the first of the touchpoints of a journey that say what was just read: they may be of before there was a deep reader.
fn said_again(journey: &Journey, read: &BTreeSet<String>) -> Option<Touchpoint> {
    let is_read = |touchpoint: &&Touchpoint| touchpoint.said.words().is_some_and(|words| read.contains(words.as_ref()));
    let same = journey.touchpoints.iter().filter(|_| !read.is_empty()).filter(is_read);
    same.min_by(|a, b| a.reaches_from().cmp(&b.reaches_from())).cloned()
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
fn addresses(run: &Journey) -> BTreeMap<(&Identity, TouchpointKey), &str> {
    let mut addresses = BTreeMap::new();
    for touchpoint in &run.touchpoints {
        if let Some(address) = touchpoint.said.content_url.as_deref() {
            addresses.insert((&touchpoint.recorded, touchpoint.key()), address);
        }
    }
    addresses
}
