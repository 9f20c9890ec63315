//! Claims: touchpoints of a journey that nobody proved to be this customer's. Decides which they are, and which of them are
//! too many; what a claim may do is decided where it is judged.
//!
//! A claim counts for judging and alerting like any other touchpoint, since plain forms must work. It verifies and closes no
//! case, wins nobody back, and speaks for no member of staff. Of the claims that one write key sends about one customer, only
//! so many of one UTC day of receipt are alerted; the others are judged, kept and marked.
//!
//! The time of receipt decides which ones: a claim has its place in the journey by it ([`Touchpoint::placed_at`]), because a
//! sender can choose every other time. So a claim looks back only, like every other touchpoint.

use std::collections::BTreeMap;

use super::{IDENTIFY, Journey};
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
}

/// The claims so far: of each write key, the UTC day of receipt of its latest one, and how many there were on that day.
#[derive(Default)]
pub(super) struct Claims<'a>(BTreeMap<&'a str, (i64, usize)>);

impl<'a> Claims<'a> {
    /// Takes in the next touchpoint of a journey. None if it is no claim.
    pub(super) fn note(&mut self, journey: &Journey, touchpoint: &'a Touchpoint, rules: &Rules) -> Option<Claim> {
        if !journey.is_claimed(touchpoint) {
            return None;
        }
        let Some((key, day)) = day_of(touchpoint) else { return Some(Claim::default()) };
        let (counted, claims) = self.0.entry(key).or_insert((day, 0));
        if *counted != day {
            (*counted, *claims) = (day, 0);
        }
        let is_flood = *claims >= rules.claims.alerted_per_day_max;
        *claims += 1;
        Some(Claim { is_flood })
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
}
