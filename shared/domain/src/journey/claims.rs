//! Claims: touchpoints of a journey that nobody proved to be this customer's. Decides which they are, and which of them are
//! too many; what a claim may do is decided where it is judged.
//!
//! A claim counts for judging and alerting like any other touchpoint, since plain forms must work. It verifies and closes no
//! case, wins nobody back, and speaks for no member of staff. Of the claims that one write key sends about one customer, only
//! so many of one UTC day of receipt are alerted; the others are judged, kept and marked.
//!
//! The time of receipt decides which ones, because a sender can choose every other time: by the time of occurrence, a flood
//! that is dated back would push a true complaint out, and claims that are each dated before the last would never be too many.
//! So a claim looks back in two ways: at what happened before it, and at the claims that were received before it.

use std::collections::{BTreeMap, BTreeSet};

use super::Journey;
use super::fold::IDENTIFY;
use crate::identity::Identity;
use crate::rules::Rules;
use crate::touchpoint::Touchpoint;
use crate::vocabulary::Proof;

/// Seconds of a day.
const DAY_S: i64 = 86_400;

/// What is to be known of a claim besides what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Claim {
    /// Whether as many as are alerted were received before it on its day.
    pub(super) is_flood: bool,
    /// Claims that were received before it and happened after it: it looks back at them, too.
    pub(super) beyond: usize,
}

/// The claims of a journey by the place of their touchpoints; empty if there are none.
pub(super) struct Claims(Vec<Option<Claim>>);

impl Claims {
    /// Finds the claims of a journey.
    pub(super) fn of(journey: &Journey, rules: &Rules) -> Self {
        let touchpoints = &journey.touchpoints;
        let mut claims = Vec::new();
        let mut days: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, touchpoint) in touchpoints.iter().enumerate().filter(|(_, of)| journey.is_claimed(of)) {
            claims.resize(touchpoints.len(), None);
            set(&mut claims, place, Claim::default());
            if let Some(day) = day_of(touchpoint) {
                days.entry(day).or_default().push(place);
            }
        }
        let received =
            |place: &usize| touchpoints.get(*place).map(|touchpoint| (touchpoint.received_at, touchpoint.position()));
        for mut places in days.into_values() {
            places.sort_by(|a, b| received(a).cmp(&received(b)));
            let mut before: Vec<usize> = Vec::with_capacity(places.len());
            for (rank, place) in places.into_iter().enumerate() {
                let happened_before = before.partition_point(|other| *other < place);
                let is_flood = rank >= rules.claims.alerted_per_day_max;
                set(&mut claims, place, Claim { is_flood, beyond: rank - happened_before });
                before.insert(happened_before, place);
            }
        }
        Self(claims)
    }

    /// Returns the claim at a place; none if the touchpoint there is proved.
    pub(super) fn at(&self, place: usize) -> Option<Claim> {
        self.0.get(place).copied().flatten()
    }
}

fn set(claims: &mut [Option<Claim>], place: usize, claim: Claim) {
    if let Some(there) = claims.get_mut(place) {
        *there = Some(claim);
    }
}

/// Returns the key and the day that a claim counts for. None for what only says who somebody is, and for what the business
/// itself sent of a visitor whose link is a claim: no stranger can make those many.
fn day_of(touchpoint: &Touchpoint) -> Option<(&str, i64)> {
    let counts = touchpoint.touchpoint_type != IDENTIFY && touchpoint.proof != Some(Proof::Secret);
    counts.then(|| (touchpoint.key_name(), touchpoint.received_at.as_second().div_euclid(DAY_S)))
}

impl Journey {
    /// Returns whether nothing shows that a touchpoint is this customer's: it claims so itself, or its anonymous identity was
    /// only claimed to be this customer.
    pub fn is_claimed(&self, touchpoint: &Touchpoint) -> bool {
        touchpoint.is_claim() || self.claimed_identities.contains(&touchpoint.recorded)
    }

    /// Lists the identities whose cases a touchpoint may verify, of those that are this customer: none for a claim, its own for
    /// an anonymous visitor who was only claimed to be the customer, otherwise all that were not claimed.
    pub fn answers_for(&self, touchpoint: &Touchpoint, members: &[Identity]) -> Vec<Identity> {
        let of_member = |identity: &&Identity| match self.claimed_identities.contains(&touchpoint.recorded) {
            true => **identity == touchpoint.recorded,
            false => !self.claimed_identities.contains(*identity),
        };
        members.iter().filter(|_| !touchpoint.is_claim()).filter(of_member).cloned().collect()
    }

    /// Finds, before a position, the claims whose count new touchpoints change: those of the same key and day that were
    /// received after one of them.
    pub(super) fn recounted<'a>(&'a self, new: &'a [Touchpoint]) -> BTreeSet<(&'a Identity, &'a str, &'a str)> {
        let mut first_received = BTreeMap::new();
        for touchpoint in new.iter().filter(|touchpoint| self.is_claimed(touchpoint)) {
            let Some(day) = day_of(touchpoint) else { continue };
            let received = (touchpoint.received_at, touchpoint.position());
            first_received.entry(day).and_modify(|first| *first = received.min(*first)).or_insert(received);
        }
        let is_later = |touchpoint: &&Touchpoint| {
            let first = day_of(touchpoint).and_then(|day| first_received.get(&day));
            first.is_some_and(|first| *first < (touchpoint.received_at, touchpoint.position()))
        };
        let claims = self.touchpoints.iter().filter(|_| !first_received.is_empty());
        let later = claims.filter(|touchpoint| self.is_claimed(touchpoint)).filter(is_later);
        later.map(|touchpoint| (&touchpoint.recorded, &*touchpoint.source, &*touchpoint.id)).collect()
    }
}
