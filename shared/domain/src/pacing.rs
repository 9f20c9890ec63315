//! How many messages a channel that people read bears: the first of a kind at once, and once a few went out, the rest
//! gathered and told together. Sends nothing and counts nothing: the caller says what went out.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::alerting::Alert;
use crate::identity::fingerprint;

/// The bounds. As they are written: `[pacing]` with `gather_minutes = 5` and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pacing {
    /// Minutes for which further messages of a kind are gathered; 0 sends each by itself.
    #[schemars(example = 5)]
    pub gather_minutes: u16,
    /// Messages of different kinds that go out by themselves in that time.
    #[schemars(example = 3)]
    pub messages_max: u16,
    /// Gathered messages that are still sent one by one; more become one message.
    #[schemars(example = 1)]
    pub single_max: u16,
}

impl Default for Pacing {
    /// 5 minutes, 3 messages, 1 still by itself.
    fn default() -> Self {
        Self { gather_minutes: 5, messages_max: 3, single_max: 1 }
    }
}

/// Bounds that cannot be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("pacing: gather_minutes must be at most 1440, messages_max from 1 to 100, single_max at most messages_max")]
pub struct InvalidPacing;

impl Pacing {
    /// Checks that the bounds can be meant.
    ///
    /// # Errors
    /// More than a day, no message at all or more than a person reads, or more gathered singles than the window bears.
    pub fn check(&self) -> Result<(), InvalidPacing> {
        let is_meant = self.gather_minutes <= 1_440
            && (1..=100).contains(&self.messages_max)
            && self.single_max <= self.messages_max;
        if is_meant { Ok(()) } else { Err(InvalidPacing) }
    }

    /// Tells whether anything is gathered at all.
    pub fn gathers(&self) -> bool {
        self.gather_minutes > 0
    }
}

/// Kinds that are remembered of what was told together, at most.
const KINDS_MAX: usize = 100;

/// What went out on a channel lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Until when messages are gathered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// How many went out since the window opened.
    #[serde(default)]
    pub told: u16,
    /// The kinds of which one went out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<String>,
}

/// What a message does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pace {
    /// It goes out; the window as it is then.
    Now(Window),
    /// It is gathered until then.
    Gather(Timestamp),
}

impl Window {
    /// Decides about one message of a kind. Everything else about the kind is the caller's.
    pub fn admit(&self, kind: &str, now: Timestamp, pacing: &Pacing) -> Pace {
        match self.until.filter(|until| *until > now) {
            None => Pace::Now(Self::opened(1, [kind.to_owned()].into(), now, pacing)),
            Some(until) if self.kinds.contains(kind) || self.told >= pacing.messages_max => Pace::Gather(until),
            Some(_) => {
                let mut window = self.clone();
                window.told += 1;
                window.kinds.insert(kind.to_owned());
                Pace::Now(window)
            }
        }
    }

    /// Returns the window after messages that were gathered before were told together: what comes after them is gathered
    /// again. They do not wait for a window that somebody else opened meanwhile: otherwise they could wait for ever.
    pub fn told_together(&self, kinds: &BTreeSet<String>, now: Timestamp, pacing: &Pacing) -> Self {
        if self.until.is_none_or(|until| until <= now) {
            return Self::opened(1, kinds.clone(), now, pacing);
        }
        let mut window = self.clone();
        window.told = window.told.saturating_add(1);
        window.kinds.extend(kinds.iter().take(KINDS_MAX).cloned());
        window
    }

    fn opened(told: u16, kinds: BTreeSet<String>, now: Timestamp, pacing: &Pacing) -> Self {
        let until = now.checked_add(SignedDuration::from_mins(i64::from(pacing.gather_minutes)));
        Self { until: Some(until.unwrap_or(Timestamp::MAX)), told, kinds }
    }
}

/// Returns the kind of an alert: the rules that made it critical, the type of its touchpoint, who sent it.
pub fn kind_of(alert: &Alert) -> String {
    let clauses: Vec<_> = alert.clauses.iter().map(|clause| clause.as_str()).collect();
    fingerprint(&["kind", &clauses.join(" "), &alert.touchpoint_type, &alert.touchpoint.source], 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    /// Sends messages of kinds at times and returns how many went out.
    fn sent(window: &mut Window, messages: impl Iterator<Item = (i64, String)>) -> usize {
        let pacing = Pacing::default();
        messages
            .filter(|(seconds, kind)| match window.admit(kind, at(*seconds), &pacing) {
                Pace::Now(next) => {
                    *window = next;
                    true
                }
                Pace::Gather(until) => {
                    assert!(until > at(*seconds), "gathered until a time gone by");
                    false
                }
            })
            .count()
    }

    #[test]
    fn the_first_of_a_kind_goes_out_and_the_next_ones_are_gathered_for_five_minutes() {
        let mut window = Window::default();
        assert_eq!(sent(&mut window, (0..300).map(|second| (second, "a".to_owned()))), 1);
        assert_eq!(window.until, Some(at(300)));
        assert_eq!(sent(&mut window, [(300, "a".to_owned())].into_iter()), 1);
    }

    #[test]
    fn a_thousand_kinds_at_once_cost_no_more_than_the_bound() {
        let mut window = Window::default();
        assert_eq!(sent(&mut window, (0..1_000).map(|index| (index / 100, format!("kind {index}")))), 3);
    }

    #[test]
    fn what_was_told_together_opens_a_window_for_what_comes_after_it() {
        let pacing = Pacing::default();
        let kinds: BTreeSet<String> = ["a".to_owned(), "b".to_owned()].into();
        let window = Window::default().told_together(&kinds, at(0), &pacing);
        assert_eq!(window.admit("b", at(10), &pacing), Pace::Gather(at(300)));
        assert!(matches!(window.admit("c", at(10), &pacing), Pace::Now(_)));
        // A window that is open already stays as long as it was.
        let later = window.told_together(&["d".to_owned()].into(), at(200), &pacing);
        assert_eq!((later.until, later.told), (Some(at(300)), 2));
        assert_eq!(later.admit("d", at(299), &pacing), Pace::Gather(at(300)));
    }

    #[test]
    fn bounds_are_checked() {
        assert_eq!(Pacing::default().check(), Ok(()));
        for (gather_minutes, messages_max, single_max) in [(1_441, 3, 1), (5, 0, 0), (5, 101, 1), (5, 3, 4)] {
            let pacing = Pacing { gather_minutes, messages_max, single_max };
            assert_eq!(pacing.check(), Err(InvalidPacing), "{pacing:?}");
        }
        assert_eq!(Pacing { gather_minutes: 0, messages_max: 1, single_max: 0 }.check(), Ok(()));
    }
}
