//! Which identities are one person. A visitor belongs to the customer of the best link; what a visitor shares with another
//! customer stays the other's.

use std::collections::BTreeSet;

use domain::identity::Identity;

use crate::error::StoreError;
use crate::items;
use crate::keys::{self, LINK};
use crate::links::{LINKED_TO, owner};
use crate::table::{Projection, Reading, Table, prefix_range};

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The identity that the others belong to.
    pub customer: Identity,
    /// Every identity that is this person and nobody else, the customer's own included.
    pub own: BTreeSet<Identity>,
    /// Visitors that belong to this person and that another customer is linked to as well: what they did counts for the person, and
    /// the link to the other stays.
    pub lasting: BTreeSet<Identity>,
    /// Visitors that are linked to the person and belong to somebody else.
    pub shared: BTreeSet<Identity>,
}

impl Person {
    /// Lists the identities whose items are the person's: the customer last, because its links lead to the others.
    pub fn identities(&self) -> Vec<Identity> {
        let visitors = self.own.iter().chain(&self.lasting).filter(|identity| **identity != self.customer);
        visitors.chain(std::iter::once(&self.customer)).cloned().collect()
    }
}

impl Table {
    /// Finds the identities of a person by one of them. `None` if it is a visitor that belongs to a customer: then that customer
    /// has to be named, because a browser may be used by several.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn person(&self, asked: &Identity) -> Result<Option<Person>, StoreError> {
        let others = self.linked_to(asked).await?;
        let own = BTreeSet::from([asked.clone()]);
        let (lasting, shared) = (BTreeSet::new(), BTreeSet::new());
        let mut person = Person { customer: asked.clone(), own, lasting, shared };
        if !asked.is_known() {
            return Ok(others.is_empty().then_some(person));
        }
        for other in others {
            self.add_to_person(&mut person, other).await?;
        }
        Ok(Some(person))
    }

    /// Adds a visitor to a person, or to those that somebody else shares. Returns whether it is the person's and was not known to be.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn add_to_person(&self, person: &mut Person, other: Identity) -> Result<bool, StoreError> {
        if [&person.own, &person.lasting, &person.shared].iter().any(|known| known.contains(&other)) {
            return Ok(false);
        }
        let links = self.links_of(&other).await?;
        // Without any link it is a visitor that the person's own touchpoints name.
        if owner(&links).is_some_and(|owner| *owner != person.customer) {
            person.shared.insert(other);
            return Ok(false);
        }
        let is_lasting = links.iter().any(|link| link.other != person.customer);
        Ok(if is_lasting { person.lasting.insert(other) } else { person.own.insert(other) })
    }

    /// Lists every identity that one is linked to, however many they are.
    async fn linked_to(&self, identity: &Identity) -> Result<BTreeSet<Identity>, StoreError> {
        let (from, to) = prefix_range(LINK);
        let mut others = BTreeSet::new();
        let mut take = |item: items::Item| {
            let other = items::text(&item, LINKED_TO).and_then(|text| text.parse::<Identity>().ok());
            others.extend(other);
            Ok(Reading::More)
        };
        let attributes = Projection::Of(&["pk", "sk", LINKED_TO]);
        self.read_some(&keys::customer(identity), (&from, &to), attributes, "reading links", &mut take).await?;
        Ok(others)
    }

    /// Tells whether the table has anything in an identity's own partition.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn knows(&self, identity: &Identity) -> Result<bool, StoreError> {
        let mut is_known = false;
        let mut take = |_| {
            is_known = true;
            Ok(Reading::Enough)
        };
        let attributes = Projection::Of(&["pk", "sk"]);
        let range = (" ", "\u{10FFFF}");
        self.read_some(&keys::customer(identity), range, attributes, "looking for a customer", &mut take).await?;
        Ok(is_known)
    }
}
