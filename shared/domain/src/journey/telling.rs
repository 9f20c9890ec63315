//! Which failure a touchpoint tells of, whether it answers one, and whether it shows a broken promise. Remembers nothing.

use crate::outcome::Verdict;
use crate::rules::CriticalRule;
use crate::vocabulary::{Audience, Method, Outcome, Stage};

use super::episode::{Missed, Waiting};
use super::past::{Past, PastMoment};
use super::placed::Placed;

/// Which failure a touchpoint tells of.
pub(super) struct Telling<'a> {
    /// The earlier moment it speaks of.
    pub(super) speaks_of: Option<PastMoment<'a>>,
    /// The failure it belongs to, if it is a misery.
    pub(super) episode: usize,
    /// Distinct failures in the trailing window, this one included; 0 if it is no misery.
    pub(super) repeat: usize,
    /// The misery that leaked into it.
    pub(super) leak_of: Option<PastMoment<'a>>,
    /// How often the customer has spoken of the failure, this time included.
    pub(super) told: usize,
}

impl<'a> Telling<'a> {
    /// Returns the earlier misery that it speaks of.
    pub(super) fn misery(&self) -> Option<PastMoment<'a>> {
        self.speaks_of.filter(|earlier| earlier.outcome == Outcome::Misery)
    }
}

impl<'a> Placed<'a> {
    /// Finds which failure it tells of: the one it names, or of the same promise if it names no other cause; an opinion without
    /// either speaks of the latest.
    pub(super) fn telling(&self, past: &mut Past<'a>, rule: &CriticalRule) -> Telling<'a> {
        let at = self.touchpoint.placed_at();
        let is_misery = self.outcome == Outcome::Misery;
        let of_same_promise = self.promise_id.and_then(|promise_id| past.failure_of(promise_id, self.missed));
        let of_same_promise = of_same_promise.or(self.expired);
        let named_failure = self.named.filter(|named| named.outcome == Outcome::Misery);
        let is_opinion = self.known_type.is_some_and(|known| known.echo);
        let asks = self.known_type.is_some_and(|known| known.service);
        // A customer who contacts service about something late speaks of that; what goes wrong with a repair is another failure.
        let is_late = |failure: &PastMoment<'_>| failure.missed == Some(Missed::Time);
        let tells_of_it = is_opinion || self.missed == Some(Missed::Time) || self.touchpoint.is_expiry();
        let tells_of = |failure: &PastMoment<'_>| tells_of_it || asks && is_late(failure);
        let latest = |past: &Past<'a>| past.at(past.echoed(self.promise_id, at, rule.repeat_window_days)?);
        let speaks_of = match (named_failure, of_same_promise) {
            (Some(named), _) if is_opinion || is_misery && tells_of(&named) && named.is_same(self.missed) => {
                Some(named)
            }
            (_, Some(failure)) if tells_of(&failure) => Some(failure),
            _ if is_opinion && self.missed_another(past) => self.named.filter(|named| named.outcome != Outcome::Misery),
            _ if is_opinion && !self.is_call => self.named.or_else(|| latest(past)),
            _ => None,
        };
        let episode = speaks_of.map_or(past.next(), |earlier| earlier.episode);
        let repeat = if is_misery { past.episodes_with(episode, at, rule) } else { 0 };
        let may_leak = is_misery && self.stage == Stage::Ultimate && self.audience == Audience::Public;
        let leak_of = if may_leak { past.leak_of(speaks_of, at, rule.leak_window_days) } else { None };
        let told = past.told(episode) + usize::from(is_misery && (is_opinion || asks));
        Telling { speaks_of, episode, repeat, leak_of, told }
    }

    /// Returns whether it names a cause that is none of the failures of its promise.
    fn missed_another(&self, past: &Past<'a>) -> bool {
        self.promise_id.is_some_and(|promise_id| self.missed.is_some() && past.has_failure_of(promise_id))
    }

    /// Returns whether it says how the customer feels about the latest failure: as its own later rating, or by being about it. What
    /// went well with something else recovers nobody.
    pub(super) fn answers(&self, past: &Past<'a>, decided_by: Option<(Method, f64)>, window_days: i64) -> bool {
        let Some(failure) = past.unanswered(self.touchpoint.placed_at(), window_days) else { return true };
        let is_named = self.named.is_some_and(|named| named.episode == failure.episode);
        let is_promised = self.promise_id.is_some() && self.promise_id == failure.promise_id;
        let names_another = (self.named.is_some() && !is_named)
            || (self.promise_id.is_some() && failure.promise_id.is_some() && !is_promised);
        let is_judgement = decided_by
            .is_some_and(|(method, _)| matches!(method, Method::Explicit | Method::Rating | Method::Text))
            || self.touchpoint.said.resolved == Some(true);
        self.outcome == Outcome::Misery || is_named || is_promised || is_judgement && !names_another
    }

    /// Returns whether a promise was clearly broken: by what it shows, by what the customer is still waiting for, or by the failure
    /// that it tells of.
    pub(super) fn broke_promise(&self, verdict: &Verdict, waiting: &Waiting, telling: &Telling<'_>) -> bool {
        let of_failure = telling.misery().is_some_and(|earlier| earlier.broke_promise);
        self.outcome == Outcome::Misery && (verdict.broke_promise || waiting.is_overdue() || of_failure)
    }
}
