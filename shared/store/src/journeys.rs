//! Journeys: one consistent query per linked identity. A known customer's journey holds the touchpoints of every
//! anonymous identity whose link leads to that customer ([`crate::links`]): one hop, never a chain.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use domain::identity::Identity;
use domain::journey::{Journey, TOUCHPOINTS_MAX};
use domain::touchpoint::Touchpoint;
use futures::{StreamExt, TryStreamExt, stream};

use crate::error::StoreError;
use crate::items;
use crate::keys::{self, LINK};
use crate::links::{compared, owner, owning};
use crate::table::{Reading, Table};

pub use crate::links::Link;

/// Linked identities that are read at once.
const QUERIES_AT_ONCE: usize = 8;
/// Identities that one may be linked to. Beyond it (a tablet that everybody signs in on) an anonymous identity belongs to
/// nobody, and touchpoints are judged alone, whichever side is read.
const LINKS_MAX: usize = 100;

/// What one identity's partition holds of the journey.
#[derive(Clone, Debug, Default)]
pub struct Part {
    touchpoints: Vec<Touchpoint>,
    links: Vec<Link>,
    is_too_long: bool,
}

impl Part {
    /// Returns the identity that this one's touchpoints belong to, if a link gives them to another.
    pub fn owner(&self) -> Option<&Identity> {
        owner(&self.links)
    }

    /// Counts its touchpoints.
    pub fn len(&self) -> usize {
        self.touchpoints.len()
    }

    /// Tells whether it has no touchpoints.
    pub fn is_empty(&self) -> bool {
        self.touchpoints.is_empty()
    }

    fn revisions(&self) -> u64 {
        self.links.iter().map(|link| u64::from(link.revisions)).sum()
    }
}

/// A journey with what is known of the identities in it.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The journey; only meaningful if it is not too long.
    pub journey: Journey,
    /// Every identity that was read, each with its links.
    pub identities: BTreeMap<Identity, Vec<Link>>,
}

impl Linked {
    /// Tells whether an earlier touchpoint already made the link that this one carries. The touchpoint that made it is
    /// not settled by itself: if its judging was interrupted, it has to be judged again as a whole.
    pub fn is_link_settled(&self, touchpoint: &Touchpoint) -> bool {
        touchpoint.linked_identity().is_none() || self.compared(touchpoint).is_some_and(Ordering::is_lt)
    }

    /// Tells whether the link that a touchpoint carries is on record, made by it or by an earlier one. An identity with
    /// more links than are looked at has none.
    pub fn is_linked(&self, touchpoint: &Touchpoint) -> bool {
        touchpoint.linked_identity().is_none() || self.compared(touchpoint).is_some_and(Ordering::is_le)
    }

    fn compared(&self, touchpoint: &Touchpoint) -> Option<Ordering> {
        compared(self.identities.get(&touchpoint.recorded)?, touchpoint)
    }

    /// Lists the identities that are this customer.
    pub fn members(&self) -> Vec<Identity> {
        let customer = &self.journey.customer;
        let belongs =
            |(identity, links): &(&Identity, &Vec<Link>)| *identity == customer || owner(links) == Some(customer);
        self.identities.iter().filter(belongs).map(|(identity, _)| identity.clone()).collect()
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
    /// Reads the journey that an identity is part of.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn journey(&self, recorded: &Identity) -> Result<Linked, StoreError> {
        self.journey_with(recorded, BTreeMap::new()).await
    }

    /// Reads the journey that an identity is part of, except for the parts that were read already.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn journey_with(
        &self,
        recorded: &Identity,
        mut parts: BTreeMap<Identity, Part>,
    ) -> Result<Linked, StoreError> {
        let own = match parts.remove(recorded) {
            Some(own) => own,
            None => self.part(recorded).await?,
        };
        let customer = match recorded {
            Identity::Anonymous(_) => owner(&own.links).unwrap_or(recorded).clone(),
            Identity::Customer(_) => recorded.clone(),
        };
        parts.insert(recorded.clone(), own);
        if !parts.contains_key(&customer) {
            parts.insert(customer.clone(), self.part(&customer).await?);
        }
        let links = parts.get(&customer).map(|part| part.links.clone()).unwrap_or_default();
        let others: Vec<_> =
            links.into_iter().map(|link| link.other).filter(|other| !parts.contains_key(other)).collect();
        // What belongs to somebody else counts for nothing here; only its links are kept.
        let belongs = |identity: &Identity, part: &Part| *identity == customer || part.owner() == Some(&customer);
        let mut touchpoints = 0;
        for (identity, part) in &mut parts {
            if belongs(identity, part) {
                touchpoints += part.touchpoints.len();
            } else {
                part.touchpoints = Vec::new();
            }
        }
        let mut read = stream::iter(others)
            .map(|other| async move { Ok::<_, StoreError>((other.clone(), self.part(&other).await?)) })
            .buffered(QUERIES_AT_ONCE);
        while let Some((other, mut part)) = read.try_next().await? {
            if belongs(&other, &part) {
                touchpoints += part.touchpoints.len();
            } else {
                part.touchpoints = Vec::new();
            }
            parts.insert(other, part);
            // Enough to know that it is too long: what is beyond would only fill the memory.
            if touchpoints > TOUCHPOINTS_MAX {
                break;
            }
        }
        drop(read);
        Ok(fold(customer, parts))
    }

    /// Reads one identity's partition, to the bound and not beyond.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn part(&self, identity: &Identity) -> Result<Part, StoreError> {
        let (from, to) = keys::journey_range();
        let mut part = Part::default();
        self.read_range(&keys::customer(identity), (&from, &to), "reading a journey", |item| {
            if items::key_of(&item).sk.starts_with(LINK) {
                if part.links.len() == LINKS_MAX {
                    part.is_too_long = true;
                    part.links.clear();
                    return Ok(Reading::Enough);
                }
                part.links.push(items::decode(item)?);
            } else if part.touchpoints.len() == TOUCHPOINTS_MAX {
                part.is_too_long = true;
                return Ok(Reading::Enough);
            } else {
                part.touchpoints.push(items::decode(item)?);
            }
            Ok(Reading::More)
        })
        .await?;
        Ok(part)
    }
}

/// How much one revision of an identity's own link outweighs those of all the customer's links together.
const OWN_REVISION: u64 = 1_000_000;

/// Puts the parts together. An anonymous identity that belongs to somebody else is left out, but what is known of its
/// links counts as knowledge of this customer's, so that a judgement made after it moved replaces one made before. An
/// identity that moves takes its moments to a customer who may have fewer links; that its own links were revised comes
/// first, so those judgements replace the former customer's too.
fn fold(customer: Identity, parts: BTreeMap<Identity, Part>) -> Linked {
    let all: u64 = parts.values().map(Part::revisions).sum();
    let mut touchpoints = Vec::new();
    let mut is_too_long = false;
    let mut links = BTreeMap::new();
    let mut claimed_identities = BTreeSet::new();
    let mut identities = BTreeMap::new();
    for (identity, part) in parts {
        links.insert(identity.clone(), part.revisions() * OWN_REVISION + all.min(OWN_REVISION - 1));
        let brought_by = owning(&part.links).filter(|link| link.other == customer && identity != customer);
        if brought_by.is_some_and(|link| link.is_claim) {
            claimed_identities.insert(identity.clone());
        }
        if identity == customer || brought_by.is_some() {
            is_too_long |= part.is_too_long;
            touchpoints.extend(part.touchpoints);
        }
        identities.insert(identity, part.links);
    }
    is_too_long |= touchpoints.len() > TOUCHPOINTS_MAX;
    let mut journey = Journey::new(customer, touchpoints, links);
    journey.is_too_long = is_too_long;
    journey.claimed_identities = claimed_identities;
    Linked { journey, identities }
}
