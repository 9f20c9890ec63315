//! What a journey remembers of the moments before the one being judged. Borrows the touchpoints and looks things up
//! rather than searching: judging a journey takes time in proportion to its length.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use super::before::Before;
use super::episode::Missed;
use super::window::{Trailing, days, is_within};
use crate::rules::{CriticalRule, TouchpointType};
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Audience, Observer, Outcome, Stage};

/// A moment already judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct PastMoment<'a> {
    pub(super) touchpoint: &'a Touchpoint,
    /// Type of the moment it judges, or its own.
    pub(super) kind: &'a str,
    /// Whether it judges another moment.
    pub(super) judges_other: bool,
    pub(super) stage: Stage,
    pub(super) outcome: Outcome,
    pub(super) audience: Audience,
    /// Who tells of it.
    pub(super) observed_by: Observer,
    /// Whether nothing shows that it is this customer's.
    pub(super) is_claimed: bool,
    pub(super) importance: u8,
    /// The failure it belongs to, if it is a misery.
    pub(super) episode: usize,
    /// Distinct failures in the trailing window, this one included; 0 if it is no misery.
    pub(super) repeat: usize,
    /// The purchase cycle it lies in.
    pub(super) cycle: usize,
    /// Whether it speaks of a misery on record rather than being another one.
    pub(super) is_echo: bool,
    pub(super) is_purchase: bool,
    pub(super) is_exchange: bool,
    pub(super) is_first_contact: bool,
    pub(super) is_first_exchange: bool,
    /// The promise it makes or answers, its own or that of the moment it names.
    pub(super) promise_id: Option<&'a str>,
    /// What went wrong, as far as it or the failure it speaks of names it.
    pub(super) missed: Option<Missed>,
    /// Whether a promise was clearly broken, by what it shows or by the failure it speaks of.
    pub(super) broke_promise: bool,
    /// Whether it says how the customer feels about the latest failure.
    pub(super) answers: bool,
    /// Whether the customer tells of a failure with it.
    pub(super) tells: bool,
    /// The misery that leaked into it.
    pub(super) leak_of: Option<&'a Touchpoint>,
}

impl PastMoment<'_> {
    /// Tells whether the customer's own word or behaviour shows it.
    pub(super) fn is_customers(&self) -> bool {
        self.observed_by != Observer::Staff
    }

    /// Returns whether what went wrong may be the same as something else that did.
    pub(super) fn is_same(&self, missed: Option<Missed>) -> bool {
        missed.is_none() || self.missed.is_none() || self.missed == missed
    }

    /// Tells whether it is an opinion that others could watch.
    fn is_public_opinion(&self) -> bool {
        self.stage == Stage::Ultimate && self.audience == Audience::Public
    }
}

/// A type outside the taxonomy counts as an exchange where it lies in the second stage.
pub(super) fn is_exchange(known_type: Option<&TouchpointType>, stage: Stage) -> bool {
    known_type.map_or(stage == Stage::Second, |known| known.exchange)
}

/// The memory of the fold.
#[derive(Default)]
pub(super) struct Past<'a> {
    pub(super) moments: Vec<PastMoment<'a>>,
    /// Moments by source and id, filled when somebody asks for one that lies far back.
    by_key: HashMap<(&'a str, &'a str), usize>,
    indexed: usize,
    /// Whether the customer has met service.
    pub(super) has_met_service: bool,
    /// How the first contact with service ended, if there was one to count.
    pub(super) first_contact_outcome: Option<Outcome>,
    /// Whether the customer has bought.
    pub(super) has_bought: bool,
    /// The earliest time since which the business has known the customer, as sent.
    known_since: Option<Timestamp>,
    /// Per purchase cycle, whether an exchange of it was judged.
    judged_exchange: Vec<bool>,
    cycle: Cycle,
    episodes: Trailing,
    last_misery: Option<usize>,
    /// The latest failure of the customer's own after which nothing else has been judged.
    unanswered: Option<usize>,
    /// The latest moment that is a step of the customer's own, not an opinion about another.
    last_step: Option<usize>,
    /// Purchases so far.
    purchases: u32,
    /// The latest that is not itself a public opinion.
    last_leakable: Option<usize>,
    miseries_of_promise: BTreeMap<&'a str, Vec<usize>>,
    /// How often the customer has told of each failure.
    told: BTreeMap<usize, usize>,
}

/// Moments that are searched one by one, latest first, before any index is built: most opinions are about what
/// happened lately.
const SEARCHED_MAX: usize = 32;

/// Where the journey stands in its purchase cycle.
#[derive(Default)]
struct Cycle {
    bought: bool,
    /// Whether the customer has got what was bought, or told others of it.
    is_complete: bool,
}

/// What a moment is to the purchase cycles.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    pub(super) is_research: bool,
    pub(super) is_purchase: bool,
    /// Whether it shows that the customer has bought.
    pub(super) shows_bought: bool,
    /// Whether the customer gets what was acquired, or tells others.
    pub(super) completes: bool,
}

impl<'a> Past<'a> {
    /// Takes a moment into the memory.
    pub(super) fn remember(&mut self, moment: PastMoment<'a>) {
        self.purchases += u32::from(moment.is_purchase);
        if moment.is_customers() {
            let index = self.moments.len();
            if moment.outcome.is_known() {
                self.unanswered = match moment.outcome {
                    Outcome::Misery if moment.is_echo => self.unanswered,
                    Outcome::Misery => Some(index),
                    // A claim answers nothing: it neither wins back nor hides that somebody was won back.
                    Outcome::Average | Outcome::Magic if moment.is_claimed || !moment.answers => self.unanswered,
                    Outcome::Average | Outcome::Magic | Outcome::Unknown => None,
                };
            }
            if !moment.judges_other {
                self.last_step = Some(index);
            }
        }
        if moment.outcome == Outcome::Misery {
            let index = self.moments.len();
            self.episodes.add(moment.touchpoint.placed_at(), moment.episode);
            self.last_misery = Some(index);
            if !moment.is_public_opinion() {
                self.last_leakable = Some(index);
            }
            if let Some(promise_id) = moment.promise_id {
                self.miseries_of_promise.entry(promise_id).or_default().push(index);
            }
            if moment.tells {
                *self.told.entry(moment.episode).or_default() += 1;
            }
        }
        self.moments.push(moment);
    }

    /// Notes since when the business says it has known the customer.
    pub(super) fn note_known_since(&mut self, since: Option<Timestamp>) {
        self.known_since = self.known_since.into_iter().chain(since).min();
    }

    /// Tells whether the customer was known before a time, by what was sent.
    pub(super) fn is_known_before(&self, at: Timestamp) -> bool {
        self.known_since.is_some_and(|since| since < at)
    }

    /// Returns a moment by its index.
    pub(super) fn at(&self, index: usize) -> Option<PastMoment<'a>> {
        self.moments.get(index).copied()
    }

    /// Begins after what a summary tells of, with room for so many touchpoints. How that ended is not known, so the first
    /// exchange of the cycle in which it ends may have been one of it.
    pub(super) fn after(before: &Before, touchpoints: usize) -> Self {
        let cycle = Cycle { bought: before.has_bought_in_cycle, is_complete: before.is_cycle_complete };
        Self {
            moments: Vec::with_capacity(touchpoints),
            has_met_service: before.has_met_service,
            has_bought: before.has_bought,
            known_since: before.known_since,
            judged_exchange: if before.count > 0 { vec![before.has_exchange_in_cycle] } else { Vec::new() },
            cycle,
            purchases: before.purchases,
            ..Self::default()
        }
    }

    /// Finds the moment that `about` names: an id of the same source, or `source/id`. Both may have slashes of their own.
    pub(super) fn about(&mut self, touchpoint: &'a Touchpoint) -> Option<usize> {
        let about = touchpoint.said.about.as_deref()?;
        self.find(&touchpoint.source, about).or_else(|| {
            about.rmatch_indices('/').find_map(|(slash, _)| self.find(&about[..slash], &about[slash + 1..]))
        })
    }

    /// Finds the latest moment of a source and id.
    fn find(&mut self, source: &'a str, id: &'a str) -> Option<usize> {
        let is_it = |moment: &PastMoment<'_>| moment.touchpoint.id == id && moment.touchpoint.source == source;
        let searched = self.moments.len().saturating_sub(SEARCHED_MAX);
        let lately = self.moments.iter().skip(searched).rposition(is_it);
        if lately.is_some() || searched == 0 {
            return lately.map(|place| searched + place);
        }
        for (index, moment) in self.moments.iter().enumerate().skip(self.indexed) {
            self.by_key.insert((&moment.touchpoint.source, &moment.touchpoint.id), index);
        }
        self.indexed = self.moments.len();
        self.by_key.get(&(source, id)).copied()
    }

    /// Begins a new purchase cycle where one begins: at a look into buying after the customer got what was bought or told
    /// others, and at a purchase after a purchase. Tells whether one did.
    pub(super) fn turn(&mut self, turn: Turn) -> bool {
        let begins = (turn.is_research && self.cycle.is_complete) || (turn.is_purchase && self.cycle.bought);
        if begins || self.judged_exchange.is_empty() {
            self.cycle = Cycle::default();
            self.judged_exchange.push(false);
        }
        self.cycle.bought |= turn.is_purchase;
        self.cycle.is_complete |= turn.completes;
        self.has_bought |= turn.is_purchase || turn.shows_bought;
        begins
    }

    /// Returns the number of the cycle the journey is in.
    pub(super) fn cycle(&self) -> usize {
        self.judged_exchange.len().saturating_sub(1)
    }

    /// Tells whether an exchange with a known outcome is the first of its cycle; a known one uses it up.
    pub(super) fn takes_first_exchange(&mut self, cycle: usize, is_exchange: bool, outcome: Outcome) -> bool {
        match self.judged_exchange.get_mut(cycle) {
            Some(is_judged) if is_exchange && outcome.is_known() => !std::mem::replace(is_judged, true),
            _ => false,
        }
    }

    /// Returns the index of the moment being judged, which is also the number that a new failure gets.
    pub(super) fn next(&self) -> usize {
        self.moments.len()
    }

    /// Counts distinct failures in the trailing window, with one more.
    pub(super) fn episodes_with(&mut self, episode: usize, at: Timestamp, critical: &CriticalRule) -> usize {
        self.episodes.move_to(at, days(critical.repeat_window_days));
        self.episodes.distinct_with(episode)
    }

    /// Returns the step before the one being judged.
    pub(super) fn previous(&self) -> Option<PastMoment<'a>> {
        self.last_step.and_then(|index| self.at(index))
    }

    /// Finds the failure within the window that the next judged moment follows.
    pub(super) fn unanswered(&self, at: Timestamp, window_days: i64) -> Option<PastMoment<'a>> {
        self.within(self.unanswered, at, window_days).and_then(|index| self.at(index))
    }

    /// Counts the purchases so far.
    pub(super) fn purchases(&self) -> u32 {
        self.purchases
    }

    /// Tells whether there was a misery within a window.
    pub(super) fn has_misery(&self, at: Timestamp, window_days: i64) -> bool {
        self.within(self.last_misery, at, window_days).is_some()
    }

    /// Finds the misery that leaks into a bad public opinion: within a window the one it speaks of, or else the latest; never
    /// another public opinion.
    pub(super) fn leak_of(
        &self,
        speaks_of: Option<PastMoment<'a>>,
        at: Timestamp,
        window_days: i64,
    ) -> Option<PastMoment<'a>> {
        let leaks = |moment: &PastMoment<'_>| {
            let is_lately = is_within(moment.touchpoint.placed_at(), at, days(window_days));
            moment.outcome == Outcome::Misery && !moment.is_public_opinion() && is_lately
        };
        let latest = || self.within(self.last_leakable, at, window_days).and_then(|misery| self.at(misery));
        speaks_of.filter(leaks).or_else(latest)
    }

    /// Finds the misery that an opinion speaks of without naming it: the latest within the window, unless the two are about
    /// different promises.
    pub(super) fn echoed(&self, promise_id: Option<&str>, at: Timestamp, window_days: i64) -> Option<usize> {
        let latest = self.within(self.last_misery, at, window_days)?;
        let other = self.at(latest)?.promise_id;
        (promise_id.is_none() || other.is_none()).then_some(latest)
    }

    /// Finds the latest failure of a promise that may be what went wrong here.
    pub(super) fn failure_of(&self, promise_id: &str, missed: Option<Missed>) -> Option<PastMoment<'a>> {
        let failures = self.miseries_of_promise.get(promise_id)?;
        failures.iter().rev().filter_map(|index| self.at(*index)).find(|failure| failure.is_same(missed))
    }

    /// Returns whether anything went wrong with a promise.
    pub(super) fn has_failure_of(&self, promise_id: &str) -> bool {
        self.miseries_of_promise.contains_key(promise_id)
    }

    /// Counts how often the customer has told of a failure.
    pub(super) fn told(&self, episode: usize) -> usize {
        self.told.get(&episode).copied().unwrap_or_default()
    }

    fn within(&self, index: Option<usize>, at: Timestamp, window_days: i64) -> Option<usize> {
        index.filter(|index| {
            let moment = self.moments.get(*index);
            moment.is_some_and(|moment| is_within(moment.touchpoint.placed_at(), at, days(window_days)))
        })
    }
}
