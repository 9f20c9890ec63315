//! Many messages in one. Decides nothing: when it is made, and of what, is decided elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Message;
use crate::vocabulary::{Clause, Stage};

/// Critical moments that would have been a flood, told in one message. Each of them has its case all the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// When the first of them was gathered.
    pub since: Timestamp,
    /// When the last of them was gathered.
    pub until: Timestamp,
    /// How many there are.
    pub cases: u32,
    /// What they have in common, the largest group first, a few at most.
    pub groups: Vec<Group>,
    /// How many are in none of the groups.
    #[serde(default)]
    pub others: u32,
    /// The worst of them first, [`WORST_MAX`] at most.
    pub worst: Vec<Worst>,
    /// Why the first of them waited, where somebody decided that it should.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited: Option<Waited>,
    /// Whether they are cases that nobody moved in time, instead of new ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_overdue: bool,
    /// Where all of them are, if the deployment has a public address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Most cases that a digest tells one by one.
pub const WORST_MAX: usize = 5;

/// Critical moments of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Why they are critical.
    pub clauses: Vec<Clause>,
    /// Type of their touchpoints.
    pub touchpoint_type: String,
    /// Who sent them.
    pub source: String,
    /// How many they are.
    pub count: u32,
}

/// One case of a digest, so bad that it is told by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worst {
    /// Names the case.
    pub case_id: String,
    /// How urgent, 1 to 5.
    pub severity: u8,
    /// Type of the touchpoint behind it.
    pub touchpoint_type: String,
    /// Where in the journey.
    pub stage: Stage,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Whose case it is, as links to it name the owner.
    #[serde(default)]
    pub owner: String,
    /// Where the case is shown; made when the digest is sent, never kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The customer's own words, as in [`Alert::words`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Most groups that a digest tells apart.
const GROUPS_MAX: usize = 5;

impl Digest {
    /// Makes the digest of messages, each with the time it was written and whose case it is about; those that are neither alerts nor
    /// escalations are left out. `now` stands for the time of a digest of nothing.
    pub fn of(messages: &[(Timestamp, String, &Message)], now: Timestamp) -> Self {
        let (mut groups, mut worst): (Vec<Group>, Vec<Worst>) = (Vec::new(), Vec::new());
        for (group, one) in messages.iter().filter_map(|(_, owner, message)| told(message, owner)) {
            let is_same = |other: &&mut Group| Group { count: 0, ..(**other).clone() } == group;
            match groups.iter_mut().find(is_same) {
                Some(known) => known.count += 1,
                None => groups.push(Group { count: 1, ..group }),
            }
            worst.push(one);
        }
        let cases = u32::try_from(worst.len()).unwrap_or(u32::MAX);
        let is_overdue = messages.iter().any(|(_, _, message)| matches!(message, Message::Escalation(_)));
        groups.sort_by(|a, b| (b.count, &a.touchpoint_type, &a.source).cmp(&(a.count, &b.touchpoint_type, &b.source)));
        let others = groups.split_off(groups.len().min(GROUPS_MAX)).iter().map(|group| group.count).sum();
        worst.sort_by(|a, b| (b.severity, a.occurred_at, &a.case_id).cmp(&(a.severity, b.occurred_at, &b.case_id)));
        worst.truncate(WORST_MAX);
        Self {
            since: messages.iter().map(|(at, ..)| *at).min().unwrap_or(now),
            until: messages.iter().map(|(at, ..)| *at).max().unwrap_or(now),
            cases,
            groups,
            others,
            worst,
            waited: messages.iter().find_map(|(_, _, message)| waited(message)),
            is_overdue,
            url: None,
        }
    }
}

/// Why a message to people waits for a time that somebody set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waited {
    /// It is milder than what is told at once: the severity from which that is.
    Mild(u8),
    /// The day had brought as many cases as the team can take: how many that is.
    Capacity(u32),
    /// A silence held.
    Silenced {
        /// Why.
        reason: String,
        /// Who had decided so.
        by: String,
    },
}

fn waited(message: &Message) -> Option<Waited> {
    match message {
        Message::Alert(alert) => alert.waited.clone(),
        _ => None,
    }
}

/// What a digest tells of one message: its kind and its case. None for one that is never gathered.
fn told(message: &Message, owner: &str) -> Option<(Group, Worst)> {
    match message {
        Message::Alert(alert) => Some((
            Group {
                clauses: alert.clauses.clone(),
                touchpoint_type: alert.touchpoint_type.clone(),
                source: alert.touchpoint.source.clone(),
                count: 0,
            },
            Worst {
                case_id: alert.case_id.clone(),
                severity: alert.severity,
                touchpoint_type: alert.touchpoint_type.clone(),
                stage: alert.stage,
                occurred_at: alert.occurred_at,
                owner: owner.to_owned(),
                url: None,
                words: alert.words.clone(),
            },
        )),
        Message::Escalation(escalation) => Some((
            Group {
                clauses: Vec::new(),
                touchpoint_type: escalation.touchpoint_type.clone(),
                source: String::new(),
                count: 0,
            },
            Worst {
                case_id: escalation.case_id.clone(),
                severity: escalation.severity,
                touchpoint_type: escalation.touchpoint_type.clone(),
                stage: escalation.stage,
                occurred_at: escalation.opened_at,
                owner: owner.to_owned(),
                url: None,
                words: None,
            },
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerting::Escalation;
    use crate::case::CaseState;
    use crate::case::Clock;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    fn overdue(index: u8) -> Message {
        Message::Escalation(Box::new(Escalation {
            case_id: format!("case-{index}"),
            customer: "1234abcd".into(),
            customer_id: None,
            clock: Clock::Acknowledge,
            due_at: at(0),
            opened_at: at(i64::from(index)),
            state: CaseState::Open,
            assignee: None,
            severity: 1 + index % 5,
            value_at_risk: None,
            touchpoint_type: format!("type_{}", index % 7),
            stage: Stage::First,
        }))
    }

    #[test]
    fn everything_is_counted_once_and_the_worst_come_first() {
        let messages: Vec<_> = (0..100).map(overdue).collect();
        let told: Vec<_> = messages
            .iter()
            .zip(0..)
            .map(|(message, second)| (at(second), format!("owner-{second}"), message))
            .collect();
        let digest = Digest::of(&told, at(500));
        assert_eq!((digest.cases, digest.is_overdue, digest.since, digest.until), (100, true, at(0), at(99)));
        assert_eq!(digest.groups.len(), 5);
        assert_eq!(digest.groups.iter().map(|group| group.count).sum::<u32>() + digest.others, 100);
        assert!(digest.groups.is_sorted_by(|a, b| a.count >= b.count));
        assert_eq!(digest.worst.len(), WORST_MAX);
        assert!(digest.worst.iter().all(|worst| worst.severity == 5));
        assert_eq!(digest.worst[0].case_id, "case-4");
    }

    #[test]
    fn a_digest_of_nothing_is_empty() {
        let digest = Digest::of(&[], at(1));
        assert_eq!((digest.cases, digest.groups.len(), digest.since), (0, 0, at(1)));
    }
}
