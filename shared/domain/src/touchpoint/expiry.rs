//! The fact that a promised time passed and nobody had reported it done: the only touchpoint that the suite itself records.
//! Judges nothing; whether the promise was broken is judged from the journey like everything else.

use jiff::Timestamp;

use super::{Said, Touchpoint};
use crate::identity::{Identity, fingerprint};

/// The source of these facts. No write key can have this name, nor can a body: the source of everything that is sent begins
/// with the name of its key, and such a name has no `~`.
pub const SOURCE: &str = "~promises";

/// Their type.
pub const PROMISE_EXPIRED: &str = "promise_expired";

/// Returns the promised time that is part of the id of such a fact, in seconds.
pub fn due_second(id: &str) -> Option<i64> {
    id.rsplit_once('-')?.1.parse().ok()
}

impl Touchpoint {
    /// Returns whether it is the fact that a promised time passed.
    pub fn is_expiry(&self) -> bool {
        self.source == SOURCE
    }

    /// Returns the time from which it counts for promises: when what it reports was done, if that lies before its own place. A
    /// time that nobody trusts (that of a browser) changes nothing that lies before its receipt.
    pub fn counts_from(&self) -> Timestamp {
        let placed_at = self.placed_at();
        let is_trusted = placed_at == self.occurred_at;
        self.said.done_at.filter(|done_at| is_trusted && *done_at < placed_at).unwrap_or(placed_at)
    }

    /// Returns the earliest place in a journey that it can change.
    pub fn reaches_from(&self) -> (Timestamp, &str, &str, &Identity) {
        let counts_from = self.counts_from();
        if counts_from < self.placed_at() { (counts_from, "", "", &self.recorded) } else { self.position() }
    }

    /// Makes the fact that the time passed that this touchpoint promised: at the deadline, or when it was promised if that is later.
    /// It belongs to whoever the promise belongs to, with the same proof or claim, and is the same however often it is made.
    #[must_use]
    pub fn expired(&self, promised: &Promised<'_>, received_at: Timestamp) -> Self {
        let said = &self.said;
        let names: &[&str] = match promised.promise_id {
            Some(promise_id) => &["promise", promise_id],
            None => &["unnamed", &self.source, &self.id],
        };
        Self {
            source: SOURCE.to_owned(),
            id: format!("{}-{}", fingerprint(names, 24), promised.due_at.as_second()),
            recorded: self.recorded.clone(),
            occurred_at: promised.deadline.max(self.placed_at()),
            received_at,
            touchpoint_type: PROMISE_EXPIRED.to_owned(),
            proof: self.proof,
            history: self.history,
            trace: None,
            tellings: 0,
            corrections: Vec::new(),
            breakdowns: self.breakdowns.clone(),
            said: Said {
                customer_id: said.customer_id.clone(),
                anonymous_id: said.anonymous_id.clone().filter(|_| said.customer_id.is_none()),
                channel: said.channel.clone(),
                language: said.language.clone(),
                segment: said.segment.clone(),
                value_at_risk: said.value_at_risk.clone(),
                importance: said.importance,
                promise_id: promised.promise_id.map(str::to_owned),
                about: Some(format!("{}/{}", self.source, self.id)),
                due_at: Some(promised.due_at),
                ..Said::default()
            },
        }
    }
}

/// What a touchpoint promised, as a fact about it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised<'a> {
    /// The name of the promise, if it has one.
    pub promise_id: Option<&'a str>,
    /// The promised time.
    pub due_at: Timestamp,
    /// The latest time that would still have been tolerated.
    pub deadline: Timestamp,
}
