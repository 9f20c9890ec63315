//! Links between identities, as each of the two records them. Decides who an anonymous identity belongs to; reads no journey.
//!
//! A proved link outranks every claim, whenever it comes. Of the proved ones the earliest counts, and of claims the earliest,
//! by the place of their touchpoints in the journey: what came with a publishable key has the time of its receipt, because a
//! sender can choose every other time. A link stored before there were proofs counts as proved. So a claim never moves an identity that has a link, and the links of
//! a set of touchpoints are the same in whatever order, and however often, their records come.

use std::cmp::Ordering;

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::identity::Identity;
use domain::touchpoint::Touchpoint;
use jiff::Timestamp;
use serde::Deserialize;

use crate::cases::Race;
use crate::error::StoreError;
use crate::items::{n, s};
use crate::keys::{self, Key};
use crate::table::Table;

/// The attribute of a link that names its other end.
pub(crate) const LINKED_TO: &str = "linked_to";

/// That two identities are the same person, as one of them records it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Link {
    /// The other identity.
    #[serde(rename = "linked_to")]
    pub other: Identity,
    /// When the earliest touchpoint that carries both happened; of a claim, when the first was received.
    pub linked_at: Timestamp,
    /// Whether nobody proved it.
    #[serde(rename = "by_claim", default)]
    pub is_claim: bool,
    /// How often the link was made, moved to an earlier time or proved.
    pub revisions: u32,
}

impl Link {
    /// Returns the place among the links of one identity: the first is the one that counts.
    pub fn rank(&self) -> (bool, Timestamp, &Identity) {
        (self.is_claim, self.linked_at, &self.other)
    }
}

impl Link {
    /// Tells whether it comes before the link that a touchpoint carries, among those of the identity that has both.
    pub(crate) fn is_before(&self, touchpoint: &Touchpoint, other: &Identity) -> bool {
        let (is_claim, at) = carried(touchpoint);
        self.rank() < (is_claim, at, other)
    }
}

/// Returns the link that says whom an anonymous identity belongs to.
pub fn owning(links: &[Link]) -> Option<&Link> {
    links.iter().min_by(|a, b| a.rank().cmp(&b.rank()))
}

/// Returns the identity that an anonymous one belongs to.
pub fn owner(links: &[Link]) -> Option<&Identity> {
    owning(links).map(|link| &link.other)
}

/// Compares the link that is on record with the one that a touchpoint carries: less if an earlier or better one made it, equal
/// if this one did, greater if this one would change it. None if there is no such link.
pub fn compared(links: &[Link], touchpoint: &Touchpoint) -> Option<Ordering> {
    let other = touchpoint.linked_identity()?;
    let link = links.iter().find(|link| link.other == other)?;
    Some((link.is_claim, link.linked_at).cmp(&carried(touchpoint)))
}

/// Returns what a touchpoint's link goes by: whether it is a claim, and its time.
fn carried(touchpoint: &Touchpoint) -> (bool, Timestamp) {
    (touchpoint.is_claim(), touchpoint.placed_at())
}

impl Table {
    /// Records that a touchpoint carries two identities, on both sides at once. A link that outranks it stays.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn link(&self, touchpoint: &Touchpoint) -> Result<(), StoreError> {
        let Some(other) = touchpoint.linked_identity() else { return Ok(()) };
        let sides = [(&touchpoint.recorded, &other), (&other, &touchpoint.recorded)];
        let updates = sides.map(|(from, to)| self.link_update(&keys::link(from, to), to, carried(touchpoint)));
        let mut transaction = self.client.transact_write_items();
        for update in updates {
            transaction = transaction.transact_items(TransactWriteItem::builder().update(update?).build());
        }
        match transaction.send().await {
            Ok(_) => Ok(()),
            Err(error) if crate::cases::lost_race(&error) == Some(Race::Condition) => Ok(()),
            Err(error) => Err(StoreError::of("linking identities", &error)),
        }
    }

    fn link_update(
        &self,
        key: &Key,
        other: &Identity,
        (is_claim, at): (bool, Timestamp),
    ) -> Result<Update, StoreError> {
        let (change, condition) = match is_claim {
            true => {
                let earlier = "(by_claim = :claim AND linked_at > :at)";
                ("SET linked_to = :other, linked_at = :at, by_claim = :claim ADD revisions :one", earlier)
            }
            false => {
                let better = "by_claim = :claim OR linked_at > :at";
                ("SET linked_to = :other, linked_at = :at ADD revisions :one REMOVE by_claim", better)
            }
        };
        Update::builder()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .update_expression(change)
            .condition_expression(format!("attribute_not_exists(linked_at) OR {condition}"))
            .expression_attribute_values(":other", s(other.to_string()))
            .expression_attribute_values(":at", s(crate::times::sortable(at)))
            .expression_attribute_values(":claim", aws_sdk_dynamodb::types::AttributeValue::Bool(true))
            .expression_attribute_values(":one", n(1_u8))
            .build()
            .map_err(|error| StoreError::Refused { doing: "linking identities", code: error.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use domain::touchpoint::parse::{Sender, Shape, parse};
    use serde_json::json;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    /// A touchpoint of a customer and a browser that happened and was received at some seconds.
    fn carrier(customer: &str, is_secret: bool, occurred: i64, received: i64) -> Touchpoint {
        let body = json!({"type": "identify", "id": format!("{customer}{is_secret}{occurred}{received}"),
            "customer_id": customer, "anonymous_id": "browser", "occurred_at": at(occurred).to_string()});
        let sender = Sender { name: "web", is_secret };
        parse(body, Shape::Json, sender, at(received), String::new).unwrap().touchpoint
    }

    /// What [`Table::link`] leaves on the anonymous side, in memory: its condition and its change.
    fn link(links: &mut Vec<Link>, touchpoint: &Touchpoint) {
        let (is_claim, linked_at) = carried(touchpoint);
        match links.iter_mut().find(|link| link.other == touchpoint.recorded) {
            None => links.push(Link { other: touchpoint.recorded.clone(), linked_at, is_claim, revisions: 1 }),
            Some(link) => {
                let is_better = match is_claim {
                    true => link.is_claim && link.linked_at > linked_at,
                    false => link.is_claim || link.linked_at > linked_at,
                };
                if is_better {
                    (link.is_claim, link.linked_at) = (is_claim, linked_at);
                }
            }
        }
    }

    fn owner_after(touchpoints: &[&Touchpoint]) -> (Option<String>, bool) {
        let mut links = Vec::new();
        touchpoints.iter().for_each(|touchpoint| link(&mut links, touchpoint));
        let owning = owning(&links);
        (owning.map(|link| link.other.to_string()), owning.is_some_and(|link| link.is_claim))
    }

    /// Calls `see` with every order of some things.
    fn in_every_order<T: Copy>(things: &mut Vec<T>, fixed: usize, see: &mut impl FnMut(&[T])) {
        if fixed == things.len() {
            return see(things);
        }
        for next in fixed..things.len() {
            things.swap(fixed, next);
            in_every_order(things, fixed + 1, see);
            things.swap(fixed, next);
        }
    }

    #[test]
    fn who_an_identity_belongs_to_does_not_depend_on_the_order_of_records() {
        let (first, second) = (carrier("ana", false, 50, 60), carrier("eva", false, -900_000, 61));
        let proved = [carrier("leo", true, 90, 95), carrier("eva", true, 80, 99), carrier("ana", true, 85, 86)];
        for (touchpoints, owner, is_claim) in [
            // Of two claims the one received first, whatever they say of when they happened.
            (vec![&first, &second], "id:ana", true),
            // What is proved outranks them, and of it the earliest counts.
            (vec![&first, &second, &proved[0]], "id:leo", false),
            (vec![&first, &second, &proved[0], &proved[1]], "id:eva", false),
            (vec![&first, &second, &proved[0], &proved[1], &proved[2], &proved[2]], "id:eva", false),
        ] {
            in_every_order(&mut touchpoints.clone(), 0, &mut |order| {
                assert_eq!(owner_after(order), (Some(owner.to_owned()), is_claim), "{order:?}");
            });
        }
    }

    #[test]
    fn what_was_stored_before_there_were_proofs_counts_as_proved() {
        let stored: Link = serde_json::from_value(
            json!({"linked_to": "id:ana", "linked_at": "2026-10-01T10:00:00.000000000Z", "revisions": 1}),
        )
        .unwrap();
        let claim = carrier("eva", false, -99, -99);
        let mut links = vec![stored];
        link(&mut links, &claim);
        assert_eq!(owner(&links), Some(&Identity::Customer("ana".into())));
        let before = Touchpoint { proof: None, ..carrier("leo", true, -40_000_000, 0) };
        link(&mut links, &before);
        assert_eq!(owner(&links), Some(&Identity::Customer("leo".into())));
    }

    #[test]
    fn a_link_is_settled_by_an_earlier_or_better_one_only() {
        let (early, late) = (carrier("ana", false, 10, 10), carrier("ana", false, 0, 20));
        let (proved, later) = (carrier("ana", true, 30, 30), carrier("ana", true, 40, 40));
        let mut links = Vec::new();
        let seen_by = |links: &[Link]| {
            // As the customer's side has them.
            let other = Identity::Anonymous("browser".into());
            let own: Vec<_> = links.iter().map(|link| Link { other: other.clone(), ..link.clone() }).collect();
            [&early, &late, &proved, &later].map(|touchpoint| compared(&own, touchpoint))
        };
        assert_eq!(seen_by(&links), [None; 4]);
        use Ordering::{Equal, Greater, Less};
        for (touchpoint, seen) in [
            (&late, [Greater, Equal, Greater, Greater]),
            (&early, [Equal, Less, Greater, Greater]),
            (&later, [Less, Less, Greater, Equal]),
            (&proved, [Less, Less, Equal, Less]),
        ] {
            link(&mut links, touchpoint);
            assert_eq!(seen_by(&links), seen.map(Some));
        }
    }
}
