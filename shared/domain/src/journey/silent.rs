//! Silent misery: a customer who met trouble after trouble, or a broken promise, and said nothing looks fine in the
//! numbers. The detector lists candidates apart; it never makes a moment a misery.
//!
//! An episode of friction is one occasion: all friction of one touchpoint, of touchpoints about the same moment, and the
//! same kind again within an hour.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::window::{Trailing, days, is_within};
use crate::moment::Code;
use crate::outcome::COMPLAINT;
use crate::outcome::because::Because;
use crate::rules::{SilentRule, TouchpointType};
use crate::touchpoint::Touchpoint;
use crate::vocabulary::Observer;

/// What makes somebody a candidate; nothing if they are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Quiet {
    /// Episodes of friction and their kinds, if there are enough of both.
    friction: Option<(usize, usize)>,
    has_broken_promise: bool,
    has_expired_promise: bool,
}

impl Quiet {
    /// Tells why; empty if they are no candidate.
    pub(super) fn codes(self) -> Vec<Code> {
        let friction = self.friction.map(|(episodes, kinds)| Code::with_two("silent_friction", episodes, kinds));
        let broken = self.has_broken_promise.then(|| Code::of("silent_broken_promise"));
        let expired = self.has_expired_promise.then(|| Code::of("silent_expired_promise"));
        friction.into_iter().chain(broken).chain(expired).collect()
    }
}

/// A kind of friction met before.
struct Kind {
    name: String,
    last_at: Timestamp,
    episode: usize,
}

/// What the detector remembers of a journey.
#[derive(Default)]
pub(super) struct Silent {
    kinds: Vec<Kind>,
    /// Episode of the friction at, or about, a moment.
    episode_of: BTreeMap<usize, usize>,
    next_episode: usize,
    episodes_lately: Trailing,
    kinds_lately: Trailing,
    broken_at: Option<Timestamp>,
    spoke_at: Option<Timestamp>,
}

impl Silent {
    /// Hears whether the customer said something: a complaint, whoever wrote it down, or their own opinion, comment or
    /// rating.
    pub(super) fn hear(&mut self, touchpoint: &Touchpoint, known_type: Option<&TouchpointType>, observed_by: Observer) {
        if is_word(touchpoint, known_type, observed_by) {
            self.spoke_at = Some(touchpoint.placed_at());
        }
    }

    /// Notes a broken promise.
    pub(super) fn note_broken_promise(&mut self, at: Timestamp) {
        self.broken_at = Some(at);
    }

    /// Notes the friction of one touchpoint. `about` is the moment it names.
    pub(super) fn note_friction(
        &mut self,
        index: usize,
        about: Option<usize>,
        at: Timestamp,
        friction: &[Because<'_>],
        rule: &SilentRule,
    ) {
        if friction.is_empty() {
            return;
        }
        let gap = SignedDuration::from_secs(rule.episode_gap_s.into());
        let again = |because: &Because<'_>| {
            let kind = self.kinds.iter().find(|kind| kind.name == because.kind())?;
            is_within(kind.last_at, at, gap).then_some(kind.episode)
        };
        let known = about.and_then(|about| self.episode_of.get(&about)).copied();
        let episode = known.or_else(|| friction.iter().find_map(again)).unwrap_or(self.next_episode);
        self.next_episode = self.next_episode.max(episode + 1);
        self.episodes_lately.add(at, episode);
        self.episode_of.insert(index, episode);
        self.episode_of.extend(about.map(|about| (about, episode)));
        for because in friction {
            let number = self.remember(because.kind(), at, episode);
            self.kinds_lately.add(at, number);
        }
    }

    /// Looks at the customer as of a time. `expired_at` is when the latest promise expired that nobody reported on.
    /// Times never go back.
    pub(super) fn look(&mut self, at: Timestamp, expired_at: Option<Timestamp>, rule: &SilentRule) -> Quiet {
        if self.spoke_at.is_some_and(|spoke_at| is_within(spoke_at, at, days(rule.silence_days))) {
            return Quiet::default();
        }
        let window = days(rule.window_days);
        self.episodes_lately.move_to(at, window);
        self.kinds_lately.move_to(at, window);
        let (episodes, kinds) = (self.episodes_lately.distinct(), self.kinds_lately.distinct());
        let is_lately = |then: Option<Timestamp>| then.is_some_and(|then| is_within(then, at, window));
        Quiet {
            friction: (episodes >= rule.friction_episodes_min && kinds >= rule.friction_kinds_min)
                .then_some((episodes, kinds)),
            has_broken_promise: is_lately(self.broken_at),
            has_expired_promise: is_lately(expired_at),
        }
    }

    /// Takes in when a kind was met last, and returns the kind's number.
    fn remember(&mut self, name: &str, at: Timestamp, episode: usize) -> usize {
        let number = self.kinds.iter().position(|kind| kind.name == name);
        match number.and_then(|number| self.kinds.get_mut(number)) {
            Some(kind) => (kind.last_at, kind.episode) = (at, episode),
            None => self.kinds.push(Kind { name: name.to_owned(), last_at: at, episode }),
        }
        number.unwrap_or(self.kinds.len() - 1)
    }
}

/// Returns whether the customer says something with a touchpoint: a complaint, whoever wrote it down, or their own opinion, comment or
/// rating.
pub(super) fn is_word(touchpoint: &Touchpoint, known_type: Option<&TouchpointType>, observed_by: Observer) -> bool {
    let said = &touchpoint.said;
    let is_opinion = known_type.is_some_and(|known| known.echo);
    let is_own_word = observed_by == Observer::Customer
        && (is_opinion || said.comment.is_some() || !said.rating.is_empty() || !said.dimensions.is_empty());
    is_own_word || touchpoint.touchpoint_type == COMPLAINT
}
