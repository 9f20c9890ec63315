//! What the function is asked and what it answers. Nothing here holds a customer's words.

use domain::history::History;
use serde::{Deserialize, Serialize};
use store::Key;

/// What is wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Order {
    /// Whether what differs is put right.
    pub repair: bool,
    /// Whether only what followed each kind of failure is counted. Nothing is compared or put right.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// Seconds that the stream is given to judge what was just received: a journey with a younger touchpoint is pending
    /// where it differs. Five minutes if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_s: Option<u32>,
    /// Where an earlier invocation stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// Where a recount goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cursor {
    /// In the walk over touchpoints and moments, after this item.
    Walk(Key),
    /// Among the parked records, after this one or at the first.
    Parked(Option<Key>),
}

/// What one invocation found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Everything that is not as it should be.
    pub findings: Vec<Finding>,
    /// Counts; those of several invocations add up.
    pub summary: Summary,
    /// What followed each kind of failure, if that was asked; those of several invocations add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<History>,
    /// Present if this is not the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What is wrong.
    pub finding: Kind,
    /// The item it is about.
    #[serde(flatten)]
    pub key: Key,
    /// Fields of a moment that differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// What the error said, for what cannot be read or was parked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Whether it is right now.
    pub repaired: bool,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A stored moment is not what the facts make. Put right by rewriting it.
    Different,
    /// A touchpoint has no moment. Put right by writing it.
    Missing,
    /// A touchpoint carries two identities that are not linked. Put right by linking them and judging both anew.
    Unlinked,
    /// A comment was judged before there was a deep reader, or while it was off. Put right by reading it.
    Unread,
    /// A moment has no touchpoint on its day. Put right by removing it.
    NoTouchpoint,
    /// A recent critical moment has no case. Put right by raising it.
    NoCase,
    /// A parked record whose trouble is over. Put right by removing it.
    Settled,
    /// A parked record that still cannot be processed.
    Parked,
    /// An item that cannot be read; the moments of its journey cannot be told.
    Unreadable,
}

impl Finding {
    pub(crate) fn new(finding: Kind, key: Key) -> Self {
        Self { finding, key, fields: Vec::new(), why: None, repaired: false }
    }

    /// Returns whether a moment was written in the place of another, or where none was.
    pub(crate) fn is_rewritten(&self) -> bool {
        self.repaired && matches!(self.finding, Kind::Different | Kind::Missing)
    }

    pub(crate) fn because(self, why: &str) -> Self {
        Self { why: Some(why.to_owned()), ..self }
    }
}

/// Counts of a recount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Identities whose touchpoints were judged again.
    pub identities: u64,
    /// Moments that the facts make.
    pub moments: u64,
    /// Of those, stored exactly so.
    pub same: u64,
    /// Not stored so because a touchpoint came moments ago; the stream will see to it.
    pub pending: u64,
    /// Stored by newer rules than this function has, or judged with touchpoints that have expired since: left alone.
    pub left: u64,
    /// Findings.
    pub findings: u64,
    /// Findings that were put right.
    pub repaired: u64,
}

impl Summary {
    /// Tells whether something is still not as it should be.
    pub fn has_remaining(&self) -> bool {
        self.findings > self.repaired
    }
}

impl std::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.identities += other.identities;
        self.moments += other.moments;
        self.same += other.same;
        self.pending += other.pending;
        self.left += other.left;
        self.findings += other.findings;
        self.repaired += other.repaired;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_whole_or_refused_and_a_cursor_comes_back_as_it_was_given() {
        assert_eq!(serde_json::from_str::<Order>("{}").unwrap(), Order::default());
        for slip in [r#"{"repiar": true}"#, r#"{"repair": "yes"}"#, r#"{"grace_s": -1}"#, r#"{"cursor": {"walk": 7}}"#]
        {
            assert!(serde_json::from_str::<Order>(slip).is_err(), "{slip}");
        }
        let customer = domain::identity::Identity::Customer("ana".into());
        for cursor in [Cursor::Walk(Key::of_customer(&customer)), Cursor::Parked(None)] {
            let order = Order { repair: true, history: false, grace_s: Some(0), cursor: Some(cursor) };
            let written = serde_json::to_string(&order).unwrap();
            assert_eq!(serde_json::from_str::<Order>(&written).unwrap(), order);
        }
    }

    #[test]
    fn counts_of_several_invocations_add_up() {
        let mut all = Summary { identities: 1, moments: 3, same: 2, findings: 1, ..Summary::default() };
        all += Summary { identities: 2, moments: 4, same: 3, pending: 1, left: 1, findings: 1, repaired: 2 };
        let sum = Summary { identities: 3, moments: 7, same: 5, pending: 1, left: 1, findings: 2, repaired: 2 };
        assert_eq!(all, sum);
        assert!(!all.has_remaining());
        assert!(Summary { findings: 1, ..Summary::default() }.has_remaining());
    }

    #[test]
    fn only_what_was_put_in_the_place_of_a_moment_counts_as_rewritten() {
        let customer = domain::identity::Identity::Customer("ana".into());
        for (kind, is_rewritten) in [
            (Kind::Different, true),
            (Kind::Missing, true),
            (Kind::NoTouchpoint, false),
            (Kind::Unlinked, false),
            (Kind::Unread, false),
            (Kind::NoCase, false),
        ] {
            let found = Finding::new(kind, Key::of_customer(&customer));
            assert!(!found.is_rewritten(), "{kind:?} is only found");
            assert_eq!(Finding { repaired: true, ..found }.is_rewritten(), is_rewritten, "{kind:?}");
        }
    }
}
