//! What a journey remembers of the moments before the one being judged.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::identity::TouchpointKey;
use crate::outcome::promise::{self, Promise};
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Audience, Outcome, Stage};

/// A moment already judged.
#[derive(Clone, Debug)]
pub(super) struct PastMoment {
    pub(super) key: TouchpointKey,
    pub(super) kind: String,
    pub(super) stage: Stage,
    pub(super) outcome: Outcome,
    pub(super) occurred_at: Timestamp,
    pub(super) audience: Audience,
    pub(super) importance: u8,
    /// The failure it belongs to, if it is a misery.
    pub(super) episode: usize,
    pub(super) is_first_contact: bool,
    pub(super) is_first_exchange: bool,
    pub(super) promise_id: Option<String>,
}

/// The memory of the fold.
#[derive(Default)]
pub(super) struct Past {
    moments: Vec<PastMoment>,
    by_key: HashMap<TouchpointKey, usize>,
    promises: HashMap<Option<String>, Promise>,
    /// Whether a contact with service is on record.
    pub(super) met_service: bool,
    /// Outcome of the first contact with service.
    pub(super) first_contact_outcome: Option<Outcome>,
    /// Whether the customer has bought.
    pub(super) has_bought: bool,
    /// The earliest time since which the business has known the customer, as sent.
    pub(super) known_since: Option<Timestamp>,
    cycle: Cycle,
}

/// Where the journey stands between an opinion and the next.
#[derive(Default)]
struct Cycle {
    judged_exchange: bool,
    bought: bool,
    past_exchange: bool,
}

impl Past {
    /// Takes a moment into the memory.
    pub(super) fn remember(&mut self, moment: PastMoment) {
        self.by_key.insert(moment.key.clone(), self.moments.len());
        self.moments.push(moment);
    }

    /// Takes what a touchpoint promises into the ledger.
    pub(super) fn note_promise(&mut self, touchpoint: &Touchpoint) {
        if promise::promises(&touchpoint.said) {
            self.promises.entry(touchpoint.said.promise_id.clone()).or_default().add(&touchpoint.said);
        }
    }

    /// Returns what had been promised under the touchpoint's promise id, with its own expectation on top.
    pub(super) fn promise_for(&self, touchpoint: &Touchpoint) -> Promise {
        match self.promises.get(&touchpoint.said.promise_id) {
            Some(promise) => promise.with(&touchpoint.said),
            None => Promise::default().with(&touchpoint.said),
        }
    }

    /// Returns the moment that `about` names: an id of the same source, or `source/id`.
    pub(super) fn about(&self, touchpoint: &Touchpoint) -> Option<&PastMoment> {
        let about = touchpoint.said.about.as_deref()?;
        let own = TouchpointKey { source: touchpoint.source.clone(), id: about.to_owned() };
        let index = self.by_key.get(&own).or_else(|| {
            let (source, id) = about.rsplit_once('/')?;
            self.by_key.get(&TouchpointKey { source: source.to_owned(), id: id.to_owned() })
        })?;
        self.moments.get(*index)
    }

    /// Begins a new purchase cycle where one begins: at a zero moment after an exchange or an opinion, and at a
    /// purchase after a purchase.
    pub(super) fn turn(&mut self, stage: Stage, is_purchase: bool) {
        let begins = (stage == Stage::Zero && self.cycle.past_exchange) || (is_purchase && self.cycle.bought);
        if begins {
            self.cycle = Cycle::default();
        }
        self.cycle.bought |= is_purchase;
        self.cycle.past_exchange |= matches!(stage, Stage::Second | Stage::Ultimate);
        self.has_bought |= is_purchase;
    }

    /// Tells whether an exchange with a known outcome would be the first of its cycle; a known one uses it up.
    pub(super) fn takes_first_exchange(&mut self, is_exchange: bool, outcome: Outcome) -> bool {
        let is_first = is_exchange && outcome.is_known() && !self.cycle.judged_exchange;
        self.cycle.judged_exchange |= is_first;
        is_first
    }

    /// Returns the number that a new failure gets.
    pub(super) fn next_episode(&self) -> usize {
        self.moments.len()
    }

    /// Returns earlier miseries within a window, latest first.
    pub(super) fn miseries(&self, until: Timestamp, days: i64) -> impl Iterator<Item = &PastMoment> {
        let window = SignedDuration::from_hours(days * 24);
        self.moments
            .iter()
            .rev()
            .take_while(move |moment| until.duration_since(moment.occurred_at) <= window)
            .filter(|moment| moment.outcome == Outcome::Misery)
    }
}
