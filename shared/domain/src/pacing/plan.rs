//! What one round of sending does with the messages that wait for a channel that people read: which go out by themselves, which
//! are told together, which wait. Pure: the same messages at the same time get the same plan.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Pace, Pacing, URGENT, Window};

/// What is told together with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Critical moments.
    Alerts,
    /// Cases that nobody moved in time.
    Overdue,
}

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it is told together with, and its kind there; none for what is never gathered.
    pub kind: Option<(Topic, String)>,
    /// How urgent, 1 to 5.
    pub severity: u8,
    /// When it was written.
    pub created_at: Timestamp,
    /// Whether it was gathered before.
    pub is_gathered: bool,
    /// Whether the time came until which it was gathered; otherwise it is only looked at, for a storm shows within the minute.
    pub has_its_time_come: bool,
    /// Whether the receiver refused it before.
    pub is_retry: bool,
}

/// What is done with the messages, each named by its place in the list and in exactly one of the three.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// They go out by themselves, in this order: the worst first, the older before the newer.
    pub singly: Vec<usize>,
    /// They are told together, one list a message.
    pub together: Vec<Vec<usize>>,
    /// They wait until then. A time that is already here means the next minute.
    pub later: Vec<(usize, Timestamp)>,
    /// The channel's window after it.
    pub window: Window,
}

/// Plans a round.
///
/// ```
/// use domain::pacing::{Pacing, Topic, Waiting, Window, plan};
///
/// let now = "2026-11-23T10:00:00Z".parse()?;
/// let alert = |severity| Waiting {
///     kind: Some((Topic::Alerts, "late delivery".into())),
///     severity,
///     created_at: now,
///     is_gathered: false,
///     has_its_time_come: false,
///     is_retry: false,
/// };
/// let plan = plan(&Window::default(), &[alert(2), alert(5)], now, &Pacing::default());
/// assert_eq!(plan.singly, [1], "the worst goes at once");
/// assert_eq!(plan.later, [(0, now)], "the other one waits for the next minute");
/// # Ok::<(), jiff::Error>(())
/// ```
pub fn plan(window: &Window, messages: &[Waiting], now: Timestamp, pacing: &Pacing) -> Plan {
    let mut plan = Plan { window: window.clone(), ..Plan::default() };
    if !pacing.gathers() {
        plan.singly = (0..messages.len()).collect();
    } else {
        for topic in [Topic::Alerts, Topic::Overdue] {
            plan.waited(messages, topic, now, pacing);
        }
        plan.fresh(messages, now, pacing);
    }
    plan.singly.sort_by_key(|index| order(messages, *index));
    plan
}

/// The worst first, the older before the newer.
fn order(messages: &[Waiting], index: usize) -> (Reverse<u8>, Timestamp, usize) {
    messages
        .get(index)
        .map_or((Reverse(0), Timestamp::MAX, index), |message| (Reverse(message.severity), message.created_at, index))
}

fn has_waited(message: &Waiting) -> bool {
    message.kind.is_some() && (message.is_gathered || message.is_retry)
}

impl Plan {
    /// Plans for what waited once, because it was gathered or the receiver refused it.
    fn waited(&mut self, messages: &[Waiting], topic: Topic, now: Timestamp, pacing: &Pacing) {
        let of_topic = |message: &Waiting| message.kind.as_ref().is_some_and(|(other, _)| *other == topic);
        let waited: Vec<(usize, &Waiting)> =
            messages.iter().enumerate().filter(|(_, message)| of_topic(message) && has_waited(message)).collect();
        // What waited until its time does not wait again for a window that another one opened meanwhile.
        let presses = |message: &Waiting| message.is_retry || message.severity >= URGENT || message.has_its_time_come;
        let is_pressing = waited.iter().any(|(_, message)| presses(message));
        if let Some(until) = self.window.waits_until(waited.len(), is_pressing, now) {
            self.later.extend(waited.into_iter().map(|(index, _)| (index, until)));
            return;
        }
        let kinds = waited.iter().filter_map(|(_, message)| message.kind.as_ref().map(|(_, kind)| kind.clone()));
        if waited.len() > usize::from(pacing.single_max) {
            self.window = self.window.told_together(&kinds.collect::<BTreeSet<_>>(), now, pacing);
            let mut indices: Vec<usize> = waited.into_iter().map(|(index, _)| index).collect();
            indices.sort_by_key(|index| messages.get(*index).map(|message| message.created_at));
            self.together.push(indices);
        } else {
            for kind in kinds {
                self.window = self.window.told_together(&[kind].into(), now, pacing);
            }
            self.singly.extend(waited.into_iter().map(|(index, _)| index));
        }
    }

    /// Plans for what is new, the worst first.
    fn fresh(&mut self, messages: &[Waiting], now: Timestamp, pacing: &Pacing) {
        let mut fresh: Vec<usize> =
            messages.iter().enumerate().filter(|(_, message)| !has_waited(message)).map(|(index, _)| index).collect();
        fresh.sort_by_key(|index| order(messages, *index));
        let gathered = fresh.iter().filter(|index| messages.get(**index).is_some_and(|one| one.kind.is_some())).count();
        self.window = self.window.with_arrivals(gathered, now);
        for index in fresh {
            let Some(message) = messages.get(index) else { continue };
            match message.kind.as_ref().map(|(_, kind)| self.window.admit(kind, message.severity, now, pacing)) {
                Some(Pace::Gather(until)) => self.later.push((index, until)),
                Some(Pace::Now(window)) => {
                    self.window = window;
                    self.singly.push(index);
                }
                None => self.singly.push(index),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    fn alert(kind: &str, severity: u8, created_s: i64) -> Waiting {
        Waiting {
            kind: Some((Topic::Alerts, kind.to_owned())),
            severity,
            created_at: at(created_s),
            is_gathered: false,
            has_its_time_come: false,
            is_retry: false,
        }
    }

    fn gathered(kind: &str, severity: u8, created_s: i64) -> Waiting {
        Waiting { is_gathered: true, ..alert(kind, severity, created_s) }
    }

    fn open() -> Window {
        let Pace::Now(window) = Window::default().admit("a", 2, at(0), &Pacing::default()) else { panic!("the first") };
        window
    }

    #[test]
    fn the_worst_goes_first_and_what_is_no_alert_is_never_gathered() {
        let report = Waiting { kind: None, ..alert("", 1, 0) };
        let messages = [alert("a", 2, 0), alert("b", 5, 1), report, alert("a", 3, 2)];
        let plan = plan(&Window::default(), &messages, at(10), &Pacing::default());
        assert_eq!(plan.singly, [1, 3, 2]);
        assert_eq!(plan.later, [(0, at(10))], "the second of its kind waits for the next minute");
    }

    #[test]
    fn a_few_mild_ones_wait_until_the_window_ends_and_are_told_together_then() {
        let mut messages = [gathered("a", 2, 20), gathered("a", 3, 30)];
        let waits = plan(&open(), &messages, at(60), &Pacing::default());
        assert_eq!(waits.later, [(0, at(300)), (1, at(300))]);
        let told = plan(&open(), &messages, at(300), &Pacing::default());
        assert_eq!((told.together, told.later), (vec![vec![0, 1]], Vec::new()));
        // Also if somebody else opened a window meanwhile.
        messages[0].has_its_time_come = true;
        assert_eq!(plan(&open(), &messages, at(200), &Pacing::default()).together, [[0, 1]]);
    }

    #[test]
    fn what_is_urgent_takes_along_what_waits_and_a_storm_is_told_within_the_minute() {
        let with_urgent = [gathered("a", 2, 20), gathered("a", 5, 30)];
        assert_eq!(plan(&open(), &with_urgent, at(60), &Pacing::default()).together, [[0, 1]]);
        let storm: Vec<_> = (0..1_000).map(|index| gathered("a", 2, index / 100)).collect();
        let told = plan(&open(), &storm, at(60), &Pacing::default());
        assert_eq!((told.together.len(), told.together[0].len(), told.later.len()), (1, 1_000, 0));
        let again = plan(&told.window, &storm, at(120), &Pacing::default());
        assert_eq!((again.together.len(), again.later.len()), (0, 1_000), "once a window");
    }

    #[test]
    fn without_gathering_everything_goes_at_once() {
        let messages: Vec<_> = (0..50).map(|index| alert("a", 1 + (index % 5) as u8, index)).collect();
        let pacing = Pacing { gather_minutes: 0, ..Pacing::default() };
        assert_eq!(plan(&open(), &messages, at(60), &pacing).singly.len(), 50);
    }

    fn some_messages() -> impl Strategy<Value = Vec<Waiting>> {
        let one = (0..4_u8, 1..=5_u8, 0..600_i64, any::<bool>(), any::<bool>(), any::<[bool; 2]>());
        let message = one.prop_map(|(kind, severity, created_s, is_overdue, is_gathered, [time, is_retry])| Waiting {
            kind: (kind > 0).then(|| (if is_overdue { Topic::Overdue } else { Topic::Alerts }, kind.to_string())),
            severity,
            created_at: at(created_s),
            is_gathered,
            has_its_time_come: is_gathered && time,
            is_retry,
        });
        prop::collection::vec(message, 0..60)
    }

    proptest! {
        #[test]
        fn each_message_is_planned_once_and_nothing_urgent_waits_longer_than_the_next_minute(
            messages in some_messages(), opened in prop::option::of(0..600_i64), told in 0..4_u16, urgent in 0..4_u16,
            has_told_together in any::<bool>(),
        ) {
            let pacing = Pacing::default();
            let window = Window {
                until: opened.map(|second| at(second + 300)), told, urgent, has_told_together, ..Window::default()
            };
            let plan = plan(&window, &messages, at(600), &pacing);
            let mut planned: Vec<usize> = plan.singly.iter().chain(plan.together.iter().flatten()).copied().collect();
            planned.extend(plan.later.iter().map(|(index, _)| *index));
            planned.sort_unstable();
            prop_assert_eq!(planned, (0..messages.len()).collect::<Vec<_>>());
            for (index, until) in &plan.later {
                prop_assert!(messages[*index].kind.is_some());
                prop_assert!(messages[*index].severity < URGENT || *until <= at(600));
            }
            let severities: Vec<u8> = plan.singly.iter().map(|index| messages[*index].severity).collect();
            prop_assert!(severities.is_sorted_by(|a, b| a >= b));
            // Whatever comes, few messages go out: those that are never gathered aside.
            let fresh = plan.singly.iter().filter(|index| messages[**index].kind.is_some()).count();
            prop_assert!(fresh + plan.together.len() <= 10, "{}", fresh);
        }
    }
}
