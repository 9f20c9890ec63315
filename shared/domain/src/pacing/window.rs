//! What went out on a channel lately, and what that means for one more message.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Pacing, URGENT};

/// Urgent messages that go out by themselves while messages are gathered; what follows waits for the next minute.
const URGENT_MAX: u16 = 3;

/// Messages that go out by themselves once a storm is known, urgent or not.
const IN_STORM_MAX: u16 = 3;

/// Messages at once that are a storm: nobody reads more of them one by one.
const STORM_MIN: usize = 10;

/// For how long a storm is expected to go on, in seconds.
const STORM_S: i64 = 60;

/// Kinds that are remembered of what was told together, at most.
const KINDS_MAX: usize = 100;

/// What went out on a channel lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Until when messages are gathered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// How many went out since the window opened that were not urgent.
    #[serde(default)]
    pub told: u16,
    /// How many went out since then that were urgent.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub urgent: u16,
    /// The kinds of which one went out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<String>,
    /// Whether gathered messages were told together since then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_told_together: bool,
    /// Until when a storm is expected to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storm_until: Option<Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(count: &u16) -> bool {
    *count == 0
}

/// What a message does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pace {
    /// It goes out; the window as it is then.
    Now(Window),
    /// It is gathered until then; a time that is already here means the next minute.
    Gather(Timestamp),
}

impl Window {
    /// Takes note of how many messages come at once: many are a storm.
    #[must_use]
    pub fn with_arrivals(&self, messages: usize, now: Timestamp) -> Self {
        let mut window = self.clone();
        if messages > STORM_MIN {
            window.storm_until = now.checked_add(SignedDuration::from_secs(STORM_S)).ok();
        }
        window
    }

    /// Decides about one message of a kind. Everything else about the kind is the caller's.
    pub fn admit(&self, kind: &str, severity: u8, now: Timestamp, pacing: &Pacing) -> Pace {
        let is_urgent = severity >= URGENT;
        let Some(until) = self.open_until(now) else {
            let kinds = [kind.to_owned()].into();
            let mut window = self.opened(kinds, now, pacing);
            window.note(is_urgent);
            return Pace::Now(window);
        };
        let is_storm = self.storm_until.is_some_and(|until| until > now);
        let by_itself = self.told.saturating_add(self.urgent);
        let has_room = match (is_storm, is_urgent) {
            (true, true) => by_itself < IN_STORM_MAX,
            (true, false) => false,
            (false, true) => self.urgent < URGENT_MAX,
            (false, false) => self.told < pacing.messages_max && !self.kinds.contains(kind),
        };
        if has_room {
            let mut window = self.clone();
            window.kinds.insert(kind.to_owned());
            window.note(is_urgent);
            return Pace::Now(window);
        }
        // A storm shows within the next minute, and is told then, once; after that only what is urgent does not wait.
        Pace::Gather(if is_urgent || !self.has_told_together { now } else { until })
    }

    /// Returns until when gathered messages go on waiting; `None` if they are told now.
    pub(super) fn waits_until(&self, messages: usize, is_pressing: bool, now: Timestamp) -> Option<Timestamp> {
        let until = self.open_until(now)?;
        let is_storm = messages >= STORM_MIN && !self.has_told_together;
        (!is_pressing && !is_storm).then_some(until)
    }

    /// Returns the window after messages that were gathered before were told together: what comes after them is gathered
    /// again. They do not wait for a window that somebody else opened meanwhile: otherwise they could wait for ever.
    #[must_use]
    pub fn told_together(&self, kinds: &BTreeSet<String>, now: Timestamp, pacing: &Pacing) -> Self {
        let mut window = match self.open_until(now) {
            None => self.opened(kinds.clone(), now, pacing),
            Some(_) => {
                let mut window = self.clone();
                window.kinds.extend(kinds.iter().take(KINDS_MAX).cloned());
                window
            }
        };
        window.note(false);
        window.has_told_together = true;
        window
    }

    fn open_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.until.filter(|until| *until > now)
    }

    fn note(&mut self, is_urgent: bool) {
        let count = if is_urgent { &mut self.urgent } else { &mut self.told };
        *count = count.saturating_add(1);
    }

    fn opened(&self, kinds: BTreeSet<String>, now: Timestamp, pacing: &Pacing) -> Self {
        let until = now.checked_add(SignedDuration::from_mins(i64::from(pacing.gather_minutes)));
        let storm_until = self.storm_until.filter(|until| *until > now);
        Self { until: Some(until.unwrap_or(Timestamp::MAX)), kinds, storm_until, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    /// Sends messages of kinds and severities at times and returns the severities of those that went out.
    fn sent(window: &mut Window, messages: impl IntoIterator<Item = (i64, String, u8)>) -> Vec<u8> {
        let pacing = Pacing::default();
        let mut sent = Vec::new();
        for (seconds, kind, severity) in messages {
            match window.admit(&kind, severity, at(seconds), &pacing) {
                Pace::Now(next) => {
                    *window = next;
                    sent.push(severity);
                }
                Pace::Gather(until) => assert!(until >= at(seconds), "gathered until a time gone by"),
            }
        }
        sent
    }

    fn kind(index: usize) -> String {
        format!("kind {index}")
    }

    #[test]
    fn the_first_of_a_kind_goes_out_and_the_next_ones_are_gathered_for_five_minutes() {
        let mut window = Window::default();
        assert_eq!(sent(&mut window, (0..300).map(|second| (second, kind(0), 2))).len(), 1);
        assert_eq!(window.until, Some(at(300)));
        assert_eq!(sent(&mut window, [(300, kind(0), 2)]).len(), 1);
    }

    #[test]
    fn a_thousand_kinds_at_once_cost_no_more_than_the_bound() {
        let mut window = Window::default();
        assert_eq!(sent(&mut window, (0..1_000).map(|index| (0, kind(index), 2))).len(), 3);
    }

    #[test]
    fn what_is_urgent_never_waits_behind_what_is_milder() {
        let mut window = Window::default();
        let messages = [1, 2, 3, 3, 5, 5, 5].into_iter().zip(0..);
        let went = sent(&mut window, messages.map(|(severity, second)| (second, "a".to_owned(), severity)));
        assert_eq!(went, [1, 5, 5, 5], "of one kind, and the mild ones after the first are gathered");
        // The fourth urgent one within five minutes waits for the next minute and no longer.
        assert_eq!(window.admit("b", 5, at(9), &Pacing::default()), Pace::Gather(at(9)));
        let told = window.told_together(&["a".to_owned()].into(), at(60), &Pacing::default());
        assert_eq!(told.admit("b", 5, at(61), &Pacing::default()), Pace::Gather(at(61)));
        assert_eq!(told.admit("a", 3, at(61), &Pacing::default()), Pace::Gather(at(300)));
    }

    #[test]
    fn in_a_storm_three_go_by_themselves_whatever_they_are() {
        for severities in [vec![1, 5], vec![5], vec![2, 3, 4]] {
            let mut window = Window::default().with_arrivals(100, at(0));
            let messages = (0..100).map(|index| (0, kind(index), severities[index % severities.len()]));
            let went = sent(&mut window, messages).len();
            assert!((1..=3).contains(&went), "{went} of {severities:?}");
        }
        let quiet = Window::default().with_arrivals(STORM_MIN, at(0));
        assert_eq!(quiet.storm_until, None);
    }

    #[test]
    fn a_storm_is_told_at_once_and_after_that_only_what_is_urgent() {
        let pacing = Pacing::default();
        let mut window = Window::default();
        sent(&mut window, [(0, kind(0), 2)]);
        assert_eq!(window.waits_until(9, false, at(30)), Some(at(300)));
        assert_eq!(window.waits_until(10, false, at(30)), None);
        assert_eq!(window.waits_until(1, true, at(30)), None);
        let window = window.told_together(&["a".to_owned()].into(), at(30), &pacing);
        assert_eq!(window.waits_until(1_000, false, at(60)), Some(at(300)));
        assert_eq!(window.waits_until(1_000, true, at(60)), None);
        assert_eq!(window.waits_until(1, false, at(300)), None);
    }

    #[test]
    fn what_was_told_together_opens_a_window_for_what_comes_after_it() {
        let pacing = Pacing::default();
        let kinds: BTreeSet<String> = ["a".to_owned(), "b".to_owned()].into();
        let window = Window::default().told_together(&kinds, at(0), &pacing);
        assert_eq!(window.admit("b", 2, at(10), &pacing), Pace::Gather(at(300)));
        assert!(matches!(window.admit("c", 2, at(10), &pacing), Pace::Now(_)));
        // A window that is open already stays as long as it was.
        let later = window.told_together(&["d".to_owned()].into(), at(200), &pacing);
        assert_eq!((later.until, later.told), (Some(at(300)), 2));
        assert_eq!(later.admit("d", 2, at(299), &pacing), Pace::Gather(at(300)));
    }
}
