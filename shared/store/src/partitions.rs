//! What one identity's partition holds of a journey, read page by page and within bounds. Knows nothing of other identities.

use std::collections::HashSet;
use std::sync::Arc;

use domain::identity::Identity;
use domain::journey::Position;
use domain::journey::reach::Outline;
use domain::reading::Readings;
use domain::touchpoint::Touchpoint;

use crate::error::StoreError;
use crate::items;
use crate::keys::{self, LINK, READING};
use crate::links::{Link, owner};
use crate::readings;
use crate::table::{Projection, Reading, Table, prefix_range};

/// Links of one identity that are read, at most. What is beyond does not count.
const LINKS_READ_MAX: usize = 1_000;

/// Attributes of a touchpoint and of a link that judging needs: all but the sender's own fields, which nobody judges and
/// which may be most of an item.
pub(crate) const JOURNEY_ATTRIBUTES: &[&str] = &[
    "pk",
    "sk",
    "source",
    "id",
    "recorded",
    "occurred_at",
    "received_at",
    "touchpoint_type",
    "trace",
    "customer_id",
    "anonymous_id",
    "channel",
    "stage",
    "outcome",
    "comment",
    "language",
    "audience",
    "solicited",
    "promise_id",
    "about",
    "content_url",
    "segment",
    "rating",
    "expectation",
    "perception",
    "dimensions",
    "importance",
    "due_at",
    "early_is_better",
    "warn_before_s",
    "done_at",
    "acknowledged_after_s",
    "greeted_after_s",
    "resolved",
    "abandoned",
    "reopened",
    "transfers",
    "value_at_risk",
    "staff",
    "observed_by",
    "known_since",
    "proof",
    "history",
    "tellings",
    "corrections",
    "breakdowns",
    "linked_to",
    "linked_at",
    "by_claim",
    "revisions",
    readings::KEPT,
];

/// How much of journeys may be held in memory by one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Beside the journeys of other customers: nearly all journeys fit.
    Shared,
    /// Alone. What does not fit is kept as outlines.
    Alone,
}

impl Room {
    fn touchpoints_max(self) -> usize {
        match self {
            Self::Shared => 1_000,
            Self::Alone => 25_000,
        }
    }

    fn bytes_max(self) -> usize {
        match self {
            Self::Shared => 2 * 1024 * 1024,
            Self::Alone => 20 * 1024 * 1024,
        }
    }

    /// Tells whether so many touchpoints of so many bytes fit.
    pub(crate) fn fits(self, touchpoints: usize, bytes: usize) -> bool {
        touchpoints <= self.touchpoints_max() && bytes <= self.bytes_max()
    }
}

/// Outlines that are kept of one journey, at most; a journey of more cannot be judged.
const OUTLINES_MAX: usize = 1_000_000;

/// Touchpoints as far as there is room for them, otherwise their outlines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    pub(crate) touchpoints: Vec<Touchpoint>,
    pub(crate) outlines: Vec<Outline>,
    is_outlined: bool,
    bytes: usize,
    beside: usize,
    shared: HashSet<Arc<str>>,
}

impl Held {
    /// Counts what is known: the touchpoints, and the further tellings and corrections of them.
    pub(crate) fn facts(&self) -> usize {
        self.len() + self.beside
    }

    /// Counts the touchpoints.
    pub(crate) fn len(&self) -> usize {
        self.touchpoints.len() + self.outlines.len()
    }

    pub(crate) fn is_outlined(&self) -> bool {
        self.is_outlined
    }

    fn take(&mut self, touchpoint: Touchpoint, recorded: &Arc<Identity>) {
        self.bytes += touchpoint.weight();
        self.beside += touchpoint.facts_beside();
        if self.is_outlined {
            self.outline(&touchpoint, recorded);
        } else {
            self.touchpoints.push(touchpoint);
        }
    }

    fn outline(&mut self, touchpoint: &Touchpoint, recorded: &Arc<Identity>) {
        let shared = &mut self.shared;
        let share = |text: &str| match shared.get(text) {
            Some(known) => known.clone(),
            None => {
                let new: Arc<str> = text.into();
                shared.insert(new.clone());
                new
            }
        };
        self.outlines.push(Outline::of(touchpoint, recorded, share));
    }

    /// Keeps only outlines from here on.
    fn outline_all(&mut self) {
        self.is_outlined = true;
        let mut recorded: Option<Arc<Identity>> = None;
        for touchpoint in std::mem::take(&mut self.touchpoints) {
            let known = recorded.take().filter(|known| **known == touchpoint.recorded);
            let known = known.unwrap_or_else(|| Arc::new(touchpoint.recorded.clone()));
            self.outline(&touchpoint, &known);
            recorded = Some(known);
        }
    }

    /// Adds those of another identity of the same customer.
    pub(crate) fn add(&mut self, mut other: Self, room: Room) {
        self.bytes += other.bytes;
        self.beside += other.beside;
        self.touchpoints.append(&mut other.touchpoints);
        self.is_outlined |= other.is_outlined || !room.fits(self.len(), self.bytes);
        if self.is_outlined {
            self.outline_all();
        }
        self.outlines.append(&mut other.outlines);
    }

    /// Tells whether there is room for them as they are.
    pub(crate) fn fits(&self, room: Room) -> bool {
        !self.is_outlined && room.fits(self.len(), self.bytes)
    }
}

/// What one identity's partition holds of the journey.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub(crate) held: Held,
    pub(crate) links: Vec<Link>,
    /// How often links were revised that led to people who are erased: what is known of links never becomes less.
    pub(crate) erased_revisions: u64,
    pub(crate) readings: Readings,
}

impl Part {
    /// Returns the identity that this one's touchpoints belong to, if a link gives them to another.
    pub fn owner(&self) -> Option<&Identity> {
        owner(&self.links)
    }

    /// Counts its touchpoints.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Tells whether it has no touchpoints.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn revisions(&self) -> u64 {
        self.links.iter().map(|link| u64::from(link.revisions)).sum::<u64>() + self.erased_revisions
    }
}

impl Table {
    /// Reads one identity's partition; none if it does not fit.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn part(&self, identity: &Identity, room: Room) -> Result<Option<Part>, StoreError> {
        self.part_if(identity, room, |_| true).await
    }

    /// Reads one identity's partition: its links, and its touchpoints if they are wanted by what the links say.
    pub(crate) async fn part_if(
        &self,
        identity: &Identity,
        room: Room,
        is_wanted: impl Fn(&[Link]) -> bool,
    ) -> Result<Option<Part>, StoreError> {
        let partition = keys::customer(identity);
        let attributes = Projection::Of(JOURNEY_ATTRIBUTES);
        let recorded = Arc::new(identity.clone());
        let mut reader = PartReader { part: Part::default(), recorded, room, is_wanted, stopped: Stopped::AtTheEnd };
        let (from, to) = keys::journey_range();
        let take = &mut |item| reader.take(item);
        self.read_some(&partition, (&from, &to), attributes, "reading a journey", take).await?;
        if reader.stopped == Stopped::AtTooManyLinks {
            // The links that follow would only be skipped, however many they are.
            reader.stopped = Stopped::AtTheEnd;
            let (from, to) = prefix_range(keys::TOUCHPOINT);
            let take = &mut |item| reader.take(item);
            self.read_some(&partition, (&from, &to), attributes, "reading a journey", take).await?;
        }
        Ok(if reader.stopped == Stopped::WithoutRoom { None } else { Some(reader.part) })
    }

    /// Reads the links of an identity, and none of its touchpoints.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn links_of(&self, identity: &Identity) -> Result<Vec<Link>, StoreError> {
        let (from, to) = prefix_range(LINK);
        let mut links = Vec::new();
        let erased = keys::erased_links(identity).sk;
        self.read_range(&keys::customer(identity), (&from, &to), "reading links", |item| {
            if items::key_of(&item).sk == erased {
                return Ok(Reading::More);
            }
            links.push(items::decode(item)?);
            Ok(if links.len() == LINKS_READ_MAX { Reading::Enough } else { Reading::More })
        })
        .await?;
        Ok(links)
    }

    /// Reads the touchpoints of an identity between two positions, both included.
    pub(crate) async fn touchpoints_between(
        &self,
        identity: &Identity,
        (first, last): (Position<'_>, Position<'_>),
    ) -> Result<Vec<Touchpoint>, StoreError> {
        let (from, to) = prefix_range(keys::TOUCHPOINT);
        let mut touchpoints = Vec::new();
        let mut take = |item: items::Item| {
            let touchpoint: Touchpoint = items::decode(item)?;
            if (first..=last).contains(&touchpoint.position()) {
                touchpoints.push(touchpoint);
            }
            Ok(Reading::More)
        };
        let attributes = Projection::Of(JOURNEY_ATTRIBUTES);
        self.read_some(&keys::customer(identity), (&from, &to), attributes, "reading a journey", &mut take).await?;
        Ok(touchpoints)
    }
}

/// Why the reading of a partition ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stopped {
    AtTheEnd,
    AtTooManyLinks,
    WithoutRoom,
}

/// Takes the items of a partition in the order of their keys: links first, then readings, then touchpoints.
struct PartReader<W> {
    part: Part,
    recorded: Arc<Identity>,
    room: Room,
    is_wanted: W,
    stopped: Stopped,
}

impl<W: Fn(&[Link]) -> bool> PartReader<W> {
    fn take(&mut self, item: items::Item) -> Result<Reading, StoreError> {
        let sort_key = items::key_of(&item).sk;
        if sort_key == keys::erased_links(&self.recorded).sk {
            self.part.erased_revisions = items::number(&item, "revisions").unwrap_or_default();
            return Ok(Reading::More);
        }
        if sort_key.starts_with(LINK) {
            if self.part.links.len() == LINKS_READ_MAX {
                self.stopped = Stopped::AtTooManyLinks;
                return Ok(Reading::Enough);
            }
            self.part.links.push(items::decode(item)?);
            return Ok(Reading::More);
        }
        let held = &mut self.part.held;
        if items::key_of(&item).sk.starts_with(READING) {
            held.bytes += readings::take(&item, &mut self.part.readings)?;
            return Ok(Reading::More);
        }
        if held.len() == 0 && !(self.is_wanted)(&self.part.links) {
            return Ok(Reading::Enough);
        }
        held.take(items::decode(item)?, &self.recorded);
        if held.fits(self.room) {
            return Ok(Reading::More);
        }
        if self.room == Room::Shared {
            self.stopped = Stopped::WithoutRoom;
            return Ok(Reading::Enough);
        }
        if held.len() > OUTLINES_MAX {
            return Err(StoreError::Refused { doing: "reading a journey", code: "too long".to_owned() });
        }
        if !held.is_outlined() {
            held.outline_all();
        }
        Ok(Reading::More)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::touchpoint::parse::{Sender, Shape, parse};
    use serde_json::json;

    use super::*;
    use crate::keys::Key;

    /// A touchpoint that says everything; what cannot be sent together with the rest is put in by hand.
    fn with_everything() -> Touchpoint {
        let body = json!({"id": "1", "type": "review", "customer_id": "ana", "anonymous_id": "b", "channel": "web",
            "stage": "ultimate", "outcome": "misery", "comment": "c", "language": "en", "audience": "public",
            "solicited": true, "promise_id": "p", "about": "0", "content_url": "https://a.example/1", "segment": "s",
            "rating": {"csat": 1, "stars": 1, "ces": 1, "nps": 1, "verdict": "bad"}, "expectation": {"x": 1},
            "perception": {"x": 1}, "dimensions": {"listened": 1}, "importance": 3, "due_at": "2026-11-20T10:00:00Z",
            "early_is_better": true, "warn_before_s": 3600,
            "done_at": "2026-11-20T10:00:00Z", "acknowledged_after_s": 1, "greeted_after_s": 1, "resolved": true,
            "abandoned": false, "reopened": 1, "transfers": 1, "value_at_risk": {"amount": 1, "currency": "EUR"},
            "staff": {"id": "x"}, "observed_by": "staff", "known_since": "2020-01-01T00:00:00Z",
            "history": true, "properties": {"own": [0, 0]}});
        let sender = Sender { name: "test", is_secret: true };
        let at = "2026-11-21T10:00:00Z".parse().unwrap();
        let mut touchpoint = parse(body, Shape::Json, sender, at, || unreachable!()).unwrap().touchpoint;
        touchpoint.breakdowns = [("own".to_owned(), "x".to_owned())].into();
        touchpoint.trace = Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".parse().unwrap());
        touchpoint
    }

    #[test]
    fn a_journey_is_read_with_all_that_a_touchpoint_can_say_but_the_senders_own_fields() {
        let touchpoint = with_everything();
        let key = Key { pk: "p".into(), sk: "s".into() };
        let item = items::encode_touchpoint(&key, &touchpoint).unwrap();
        let written: BTreeSet<_> = item.keys().map(String::as_str).collect();
        let read: BTreeSet<_> = JOURNEY_ATTRIBUTES.iter().copied().collect();
        let not_read: Vec<_> = written.difference(&read).collect();
        assert_eq!(not_read, [&items::PROPERTIES]);
        let not_written: Vec<_> = read.difference(&written).collect();
        assert_eq!(
            not_written,
            [&"by_claim", &"corrections", &"linked_at", &"linked_to", &"reading", &"revisions", &"tellings"],
            "a link and a reading have these, and what is told again or corrected"
        );
        assert_eq!(items::decode_touchpoint(item).unwrap(), touchpoint);
    }
}
