//! Journeys: one consistent query per linked identity. A known customer's journey holds the touchpoints of every
//! anonymous identity whose link leads to that customer ([`crate::links`]): one hop, never a chain.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::identity::Identity;
use domain::journey::Journey;
use domain::journey::reach::{self, Outline};
use domain::reading::{FastReader, Readings};
use domain::touchpoint::Touchpoint;
use futures::{StreamExt, TryStreamExt, stream};

use crate::error::StoreError;
use crate::links::{self, owner, owning};
use crate::partitions::{Held, Part, Room};
use crate::table::Table;

pub use crate::links::Link;

/// Linked identities that are read at once.
const QUERIES_AT_ONCE: usize = 8;
/// Identities that one customer may be known by besides its own. The earliest links count; what is linked later (a tablet
/// that everybody signs in on, a flood) is judged by itself.
const LINKS_MAX: usize = 100;

/// Customers whose links to one visitor are on record beside the one that counts. Of a device in a shop that thousands sign in on, it
/// has to suffice to know the first.
const OWNERS_MAX: usize = 10;

/// Sorts a customer's links; the first hundred count.
fn ranked(links: &[Link]) -> Vec<&Link> {
    let mut ranked: Vec<_> = links.iter().collect();
    ranked.sort_by(|a, b| a.rank().cmp(&b.rank()));
    ranked
}

/// A journey with what is known of the identities in it.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The journey; its latest run, where the whole is too much to hold at once.
    pub journey: Journey,
    /// Every identity that was read, each with its links.
    pub identities: BTreeMap<Identity, Vec<Link>>,
    /// The identities that are this customer, each with how many touchpoints it has, each telling counted.
    members: BTreeMap<Identity, usize>,
}

impl Linked {
    /// Tells whether an earlier touchpoint already made the link that this one carries. The touchpoint that made it is
    /// not settled by itself: if its judging was interrupted, it has to be judged again as a whole.
    pub fn is_link_settled(&self, touchpoint: &Touchpoint) -> bool {
        touchpoint.linked_identity().is_none() || self.compared(touchpoint).is_some_and(Ordering::is_lt)
    }

    /// Tells whether the link that a touchpoint carries is on record, made by it or by an earlier one.
    pub fn is_linked(&self, touchpoint: &Touchpoint) -> bool {
        touchpoint.linked_identity().is_none() || self.compared(touchpoint).is_some_and(Ordering::is_le)
    }

    fn compared(&self, touchpoint: &Touchpoint) -> Option<Ordering> {
        links::compared(self.identities.get(&touchpoint.recorded)?, touchpoint)
    }

    /// Tells whether the customer of a touchpoint has so many better links that the one it carries would not count, now or
    /// later: a link never falls behind one that it is before.
    fn has_no_room_for(&self, touchpoint: &Touchpoint, other: &Identity) -> bool {
        let links = self.identities.get(&touchpoint.recorded).map_or(&[][..], Vec::as_slice);
        links.iter().filter(|link| link.is_before(touchpoint, other)).count() >= LINKS_MAX
    }

    /// Tells how much is known: more of anything is another value.
    pub fn knowledge(&self) -> (usize, BTreeMap<Identity, u64>) {
        (self.members.values().sum::<usize>() + self.journey.read_deeply(), self.journey.links.clone())
    }

    /// Has its comments read of which nothing is kept.
    #[must_use]
    pub fn reading(mut self) -> Self {
        self.journey.reader = Some(FastReader::BUILT_IN);
        self
    }

    /// Lists the identities that are this customer.
    pub fn members(&self) -> Vec<Identity> {
        self.members.keys().cloned().collect()
    }

    /// Tells whether an identity is this customer.
    pub fn is_member(&self, identity: &Identity) -> bool {
        self.members.contains_key(identity)
    }

    /// Tells whether an identity is this customer and has touchpoints of its own.
    pub fn has_touchpoints_of(&self, identity: &Identity) -> bool {
        self.members.get(identity).is_some_and(|touchpoints| *touchpoints > 0)
    }

    /// Lists the identities whose links are the first that do not count: those that so many new ones may have pushed out.
    pub fn displaced(&self, by: usize) -> Vec<Identity> {
        let links = self.identities.get(&self.journey.customer).map_or(&[][..], Vec::as_slice);
        let ranked = ranked(links).into_iter().skip(LINKS_MAX);
        ranked.take(by).map(|link| link.other.clone()).collect()
    }

    /// Counts the links of the customer that do not count, because too many earlier ones do.
    pub fn links_ignored(&self) -> usize {
        let links = self.identities.get(&self.journey.customer).map_or(&[][..], Vec::as_slice);
        if links.len() < LINKS_MAX {
            return 0;
        }
        // Most of them are not even on record: the touchpoints tell.
        let carried = self.journey.touchpoints.iter().filter_map(Touchpoint::linked_identity);
        let named: BTreeSet<_> = carried.chain(links.iter().map(|link| link.other.clone())).collect();
        named.iter().filter(|identity| !self.identities.contains_key(*identity)).count()
    }

    /// Lists the other customers that these identities are linked to. Any of them may have been judged as their owner
    /// before the link to this one was known, not only the one whose link is the next earliest: what lies between may have
    /// been linked and not judged since.
    pub fn former_owners(&self, gained: &[Identity]) -> BTreeSet<Identity> {
        let customer = &self.journey.customer;
        let links = gained.iter().filter_map(|identity| self.identities.get(identity)).flatten();
        links.map(|link| &link.other).filter(|other| *other != customer).cloned().collect()
    }
}

impl Table {
    /// Reads the journey that an identity is part of, however long it is.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn journey(&self, recorded: &Identity) -> Result<Linked, StoreError> {
        let linked = self.journey_within(recorded, BTreeMap::new(), Room::Alone).await?;
        linked.ok_or_else(|| StoreError::Refused { doing: "reading a journey", code: "too long".to_owned() })
    }

    /// Reads the journey that an identity is part of, except for the parts that were read already; none if it does not fit.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn journey_within(
        &self,
        recorded: &Identity,
        mut parts: BTreeMap<Identity, Part>,
        room: Room,
    ) -> Result<Option<Linked>, StoreError> {
        let own = match parts.remove(recorded) {
            Some(own) => own,
            None => match self.part(recorded, room).await? {
                Some(own) => own,
                None => return Ok(None),
            },
        };
        let mut customer = match recorded {
            Identity::Anonymous(_) => owner(&own.links).unwrap_or(recorded).clone(),
            Identity::Customer(_) => recorded.clone(),
        };
        parts.insert(recorded.clone(), own);
        if !parts.contains_key(&customer) {
            match self.part(&customer, room).await? {
                Some(part) => parts.insert(customer.clone(), part),
                None => return Ok(None),
            };
        }
        let counting = |customer: &Identity, parts: &BTreeMap<Identity, Part>| -> Vec<Identity> {
            let links = parts.get(customer).map_or(&[][..], |part| part.links.as_slice());
            ranked(links).into_iter().take(LINKS_MAX).map(|link| link.other.clone()).collect()
        };
        let mut others = counting(&customer, &parts);
        if customer != *recorded && !others.contains(recorded) {
            // Its link is one too many for that customer, so it is judged by itself.
            customer = recorded.clone();
            others = counting(&customer, &parts);
        }
        parts.retain(|identity, _| *identity == customer || others.contains(identity));
        let unread: Vec<_> = others.into_iter().filter(|other| !parts.contains_key(other)).collect();
        let customer_ = &customer;
        let mut read = stream::iter(unread)
            .map(|other| async move {
                // What belongs to somebody else counts for nothing here; only its links are kept.
                let part = self.part_if(&other, room, |links| owner(links) == Some(customer_)).await?;
                Ok::<_, StoreError>((other, part))
            })
            .buffered(QUERIES_AT_ONCE);
        let mut gathered = Gathered::of(&customer, parts, room);
        while let Some((other, part)) = read.try_next().await? {
            let Some(part) = part else { return Ok(None) };
            gathered.add(&customer, other, part, room);
        }
        drop(read);
        if room == Room::Shared && !gathered.held.fits(room) {
            return Ok(None);
        }
        Ok(Some(self.fold(customer, gathered).await?))
    }

    /// Puts what was gathered together; of what is too much to hold, the latest run is read again.
    async fn fold(&self, customer: Identity, gathered: Gathered) -> Result<Linked, StoreError> {
        let mut frame = Journey::unread_of(customer, Vec::new(), gathered.knowledge());
        let Gathered { held, identities, members, claimed, readings, .. } = gathered;
        frame.claimed_identities = claimed;
        frame.readings = readings;
        let journey = if held.is_outlined() {
            let mut outlines = held.outlines;
            outlines.sort_by(|a, b| a.position().cmp(&b.position()));
            let members: Vec<_> = members.keys().cloned().collect();
            self.run_of(&frame, &members, outlines).await?
        } else {
            filled(&frame, held.touchpoints, Vec::new())
        };
        Ok(Linked { journey, identities, members })
    }

    /// Reads the run of a long journey that lies before another; none if that one begins with the first touchpoint. The
    /// block it shares with the later run is judged in it.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn run_before(&self, later: &Journey, members: &[Identity]) -> Result<Option<Journey>, StoreError> {
        if later.earlier.is_empty() {
            return Ok(None);
        }
        let mut outlines = later.earlier.clone();
        let context =
            later.touchpoints.iter().take_while(|touchpoint| Some(touchpoint.position()) < later.judged_from());
        let mut recorded = BTreeMap::new();
        for touchpoint in context {
            let identity =
                recorded.entry(&touchpoint.recorded).or_insert_with(|| Arc::new(touchpoint.recorded.clone()));
            outlines.push(Outline::of(touchpoint, identity, |text| text.into()));
        }
        self.run_of(later, members, outlines).await.map(Some)
    }

    /// Reads the latest of the touchpoints that are outlined, in whole blocks and as far as there is room.
    async fn run_of(
        &self,
        frame: &Journey,
        members: &[Identity],
        mut outlines: Vec<Outline>,
    ) -> Result<Journey, StoreError> {
        let start = start_of_run(&outlines);
        let run = outlines.split_off(start);
        let mut touchpoints = Vec::with_capacity(run.len());
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            for member in members {
                touchpoints.extend(self.touchpoints_between(member, (first.position(), last.position())).await?);
            }
        }
        Ok(filled(frame, touchpoints, outlines))
    }

    /// Lists those of some touchpoints whose links are not on record and would count, for a customer whose journey was read.
    /// A link is one too many where the customer has enough earlier ones, or where enough others were linked to the same visitor
    /// before. A link behind a few others is written, although it does not count yet: the customer before it may be erased.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn unlinked<'a>(
        &self,
        linked: &Linked,
        touchpoints: impl Iterator<Item = &'a Touchpoint>,
        is_settled: impl Fn(&Linked, &Touchpoint) -> bool,
    ) -> Result<Unlinked<'a>, StoreError> {
        let mut unlinked = Unlinked::default();
        let mut links_of: BTreeMap<Identity, Vec<Link>> = BTreeMap::new();
        for touchpoint in touchpoints {
            let Some(other) = touchpoint.linked_identity().filter(|_| !is_settled(linked, touchpoint)) else {
                continue;
            };
            if linked.compared(touchpoint).is_none() {
                if !links_of.contains_key(&other) {
                    let links = match linked.identities.get(&other) {
                        Some(links) => links.clone(),
                        None => self.links_of(&other).await?,
                    };
                    links_of.insert(other.clone(), links);
                }
                let links = links_of.get(&other).map_or(&[][..], Vec::as_slice);
                let better = links.iter().filter(|link| link.is_before(touchpoint, &touchpoint.recorded)).count();
                if better >= OWNERS_MAX {
                    continue;
                }
                if linked.has_no_room_for(touchpoint, &other) {
                    unlinked.over_bound += 1;
                    continue;
                }
            }
            unlinked.counting.push(touchpoint);
        }
        Ok(unlinked)
    }
}

/// Returns the journey of the same customer with other touchpoints.
fn filled(frame: &Journey, touchpoints: Vec<Touchpoint>, earlier: Vec<Outline>) -> Journey {
    let (claimed_identities, readings) = (frame.claimed_identities.clone(), frame.readings.clone());
    Journey {
        claimed_identities,
        earlier,
        readings,
        reader: frame.reader,
        ..Journey::unread_of(frame.customer.clone(), touchpoints, frame.links.clone())
    }
}

/// Touchpoints whose links are not on record.
#[derive(Debug, Default)]
pub struct Unlinked<'a> {
    /// Those whose links would count.
    pub counting: Vec<&'a Touchpoint>,
    /// How many carry one that would not, because their customer has too many.
    pub over_bound: usize,
}

/// Returns where the latest run of outlined touchpoints begins: whole blocks, as many as there is room for, and at least the
/// last with the one before it.
fn start_of_run(outlines: &[Outline]) -> usize {
    let blocks = reach::blocks(outlines.iter().map(|outline| outline.weight));
    let (mut start, mut touchpoints, mut bytes) = (outlines.len(), 0, 0);
    for (back, block) in blocks.iter().rev().enumerate() {
        touchpoints += block.len();
        bytes += outlines.get(block.clone()).unwrap_or_default().iter().map(|outline| outline.weight).sum::<usize>();
        if back >= 2 && !Room::Alone.fits(touchpoints, bytes) {
            break;
        }
        start = block.start;
    }
    start
}

/// The parts of one customer's journey, as they come in.
#[derive(Default)]
struct Gathered {
    held: Held,
    identities: BTreeMap<Identity, Vec<Link>>,
    members: BTreeMap<Identity, usize>,
    /// Those that only a claim brings here.
    claimed: BTreeSet<Identity>,
    /// What was read deeply of its comments.
    readings: Readings,
    /// How often the links of each identity were revised.
    revisions: BTreeMap<Identity, u64>,
    /// How often the customer's own were.
    own_revisions: u64,
}

impl Gathered {
    fn of(customer: &Identity, parts: BTreeMap<Identity, Part>, room: Room) -> Self {
        let mut gathered = Self::default();
        for (identity, part) in parts {
            gathered.add(customer, identity, part, room);
        }
        gathered
    }

    /// Adds a part. An anonymous identity that belongs to somebody else is left out, but what is known of its links counts
    /// as knowledge of this customer's.
    fn add(&mut self, customer: &Identity, identity: Identity, part: Part, room: Room) {
        self.revisions.insert(identity.clone(), part.revisions());
        if identity == *customer {
            self.own_revisions = part.revisions();
        }
        let brought_by = owning(&part.links).filter(|link| link.other == *customer && identity != *customer);
        if brought_by.is_some_and(|link| link.is_claim) {
            self.claimed.insert(identity.clone());
        }
        if identity == *customer || brought_by.is_some() {
            self.members.insert(identity.clone(), part.held.facts());
            self.held.add(part.held, room);
            self.readings.extend(part.readings);
        }
        self.identities.insert(identity, part.links);
    }

    /// Tells how much is known of the links of each identity, so that a judgement made with more of it replaces one made with
    /// less: first by its own, since an identity that moves takes its moments to a customer who may have fewer; then by the
    /// customer's; then by those of all that are read.
    fn knowledge(&self) -> BTreeMap<Identity, u64> {
        let all: u64 = self.revisions.values().sum();
        let shared = self.own_revisions.min(REVISIONS_MAX - 1) * REVISIONS_MAX + all.min(REVISIONS_MAX - 1);
        let of = |(identity, own): (&Identity, &u64)| (identity.clone(), own * REVISIONS_MAX * REVISIONS_MAX + shared);
        self.revisions.iter().map(of).collect()
    }
}

/// Revisions of one kind that are told apart: the next kind outweighs as many.
const REVISIONS_MAX: u64 = 100_000;
