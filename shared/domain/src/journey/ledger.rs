//! The ledger of promises: who promised what when, and what came of it at any later stage. A promise is matched by its
//! `promise_id`, a touchpoint's own or that of the moment it names with `about`; without one, by being the latest that
//! was made without one. Judges nothing: it keeps what the outcome rules showed.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::Promised;
use super::past::PastMoment;
use crate::identity::TouchpointKey;
use crate::outcome::gap;
use crate::outcome::promise::{Expiry, Overdue, Promise, promises, reports};
use crate::rules::Rules;
use crate::touchpoint::Touchpoint;
use crate::touchpoint::expiry::Promised as Term;
use crate::vocabulary::{Observer, Stage};

mod clock;
mod due;
pub use crate::outcome::promise::Status;

/// One promise to a customer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PromiseEntry")]
pub struct Entry {
    /// Its name, if it was given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise_id: Option<String>,
    /// The touchpoint that made it.
    pub made_by: TouchpointKey,
    /// When.
    pub made_at: Timestamp,
    /// Stage in which it was made; those of `zero` and `first` are what made the customer come.
    pub stage: Stage,
    /// The promised time, if one was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// What came of it. Once broken, it stays so: what was done about it is the case's to tell.
    pub status: Status,
    /// The promised facets and what came of each, worst gap first.
    pub facets: Vec<Promised>,
    /// The touchpoint that showed what came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<TouchpointKey>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<Timestamp>,
}

/// A promise as the fold keeps it.
struct Line<'a> {
    promise_id: Option<&'a str>,
    promise: Promise<'a>,
    /// Of the touchpoint that made it: its type says by how much the time may pass.
    touchpoint_type: &'a str,
    /// The time that was promised first, or the last one that the customer chose.
    first_due_at: Option<Timestamp>,
    tolerance_s: i64,
    made_by: usize,
    /// When it was made.
    made_at: Timestamp,
    /// The touchpoint that promised the time.
    due_by: Option<usize>,
    status: Status,
    settled_by: Option<usize>,
    /// Every moment that reported on it.
    reported_by: Vec<usize>,
    /// When it was done, by whoever said so, or when what was promised came.
    done_at: Option<Timestamp>,
    /// When it was cancelled: nobody waits for it any more.
    cancelled_at: Option<Timestamp>,
}

impl<'a> Line<'a> {
    fn deadline(&self) -> Option<Timestamp> {
        let tolerance = SignedDuration::from_secs(self.tolerance_s);
        self.promise.due_at.map(|due_at| due_at.saturating_add(tolerance).unwrap_or(Timestamp::MAX))
    }

    /// Returns whether what was promised has come, or was reported on, whatever came.
    fn is_done(&self) -> bool {
        self.done_at.is_some() || matches!(self.status, Status::Kept | Status::Exceeded)
    }

    /// Tells whether it expires at a time unless somebody reports on it: what comes later does not undo that.
    fn expires_at(&self, deadline: Timestamp) -> bool {
        let is_in_time = |at: Option<Timestamp>| at.is_some_and(|at| at <= deadline);
        let is_over = is_in_time(self.done_at) || is_in_time(self.cancelled_at);
        self.status == Status::Open && !is_over && self.deadline() == Some(deadline)
    }

    /// Adds what a touchpoint promises. Another time does not take the place of one that had passed by then.
    fn promise(&mut self, index: usize, touchpoint: &'a Touchpoint) {
        let missed = self.promise.due_at.filter(|_| {
            let has_passed = self.deadline().is_some_and(|deadline| deadline < touchpoint.placed_at());
            has_passed && self.done_at.is_none() && self.promise_id.is_some()
        });
        self.promise.add(&touchpoint.said);
        self.promise.due_at = missed.or(self.promise.due_at);
        if touchpoint.said.due_at.is_some() && missed.is_none() {
            self.due_by = Some(index);
            let is_chosen = touchpoint.said.observed_by == Some(Observer::Customer);
            self.first_due_at = self.first_due_at.filter(|_| !is_chosen).or(touchpoint.said.due_at);
        }
    }
}

/// The promise that a touchpoint makes or answers, looked up once.
#[derive(Clone, Copy)]
pub(super) struct Address<'a> {
    promise_id: Option<&'a str>,
    /// Its line, if it has a name and was made before.
    line: Option<usize>,
}

/// What a promised time has come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clock<'a> {
    /// Nothing waits for it: it was kept, or another time was promised, or the promise is not on record.
    Settled,
    /// It runs, or has run out.
    Running {
        /// The touchpoint that promised it.
        maker: &'a Touchpoint,
        /// What was promised.
        promised: Term<'a>,
        /// Whether it has been done, or cancelled, too late.
        is_done: bool,
    },
}

/// All promises of a journey up to now.
#[derive(Default)]
pub(super) struct Ledger<'a> {
    lines: Vec<Line<'a>>,
    by_id: BTreeMap<&'a str, usize>,
    /// The latest line without a name.
    latest_unnamed: Option<usize>,
    /// What was promised without a name, to compare with: the latest word on each facet counts.
    unnamed: Promise<'a>,
    /// Facets of it that somebody has reported on.
    answered: BTreeSet<&'a str>,
    deadlines: BinaryHeap<Reverse<(Timestamp, usize)>>,
    /// Deadlines that passed, earliest first.
    expired: Vec<(Timestamp, usize)>,
}

impl<'a> Ledger<'a> {
    /// Finds the promise of a name. Mostly it is the one that was made last.
    pub(super) fn find(&self, promise_id: Option<&'a str>) -> Address<'a> {
        let line = promise_id.and_then(|named| match self.lines.last() {
            Some(latest) if latest.promise_id == promise_id => Some(self.lines.len() - 1),
            _ => self.by_id.get(named).copied(),
        });
        Address { promise_id, line }
    }

    /// Returns what a touchpoint's report has to be compared with: what had been promised, with its own word on top.
    /// Without a report there is nothing to compare.
    pub(super) fn promise_for(&self, touchpoint: &'a Touchpoint, address: Address<'a>) -> Cow<'_, Promise<'a>> {
        static NOTHING: Promise<'static> =
            Promise { facets: BTreeMap::new(), due_at: None, earliest_due_at: None, early_is_better: None };
        let said = &touchpoint.said;
        if !reports(said) {
            return Cow::Borrowed(&NOTHING);
        }
        let mut promise = Cow::Borrowed(match address {
            Address { promise_id: None, .. } => &self.unnamed,
            Address { line, .. } => line.map_or(&NOTHING, |line| &self.lines[line].promise),
        });
        if promises(said) {
            promise.to_mut().add(said);
        }
        promise
    }

    /// Tells whether a promise that has a name is overdue and not done.
    pub(super) fn overdue(&self, address: Address<'_>, at: Timestamp) -> Option<Overdue> {
        let line = self.lines.get(address.line?)?;
        let by_s = at.duration_since(line.promise.due_at?).as_secs();
        let is_awaited = line.done_at.is_none() && line.cancelled_at.is_none();
        (is_awaited && by_s > line.tolerance_s).then_some(Overdue { by_s, tolerance_s: line.tolerance_s })
    }

    /// Returns what the fact that a promised time passed comes to: whether what was promised had not been done by then, as far as it
    /// is known here. `about` is the moment it names.
    pub(super) fn expiry(&self, touchpoint: &Touchpoint, address: Address<'_>, about: Option<usize>) -> Option<Expiry> {
        if !touchpoint.is_expiry() {
            return None;
        }
        let unnamed = || self.lines.iter().rposition(|line| line.promise_id.is_none() && line.due_by == about);
        let line = address.line.or_else(unnamed).and_then(|line| self.lines.get(line));
        Some(match line {
            Some(line) if line.promise.due_at == touchpoint.said.due_at => {
                if line.is_done() {
                    Expiry::Done
                } else if line.cancelled_at.is_some() {
                    Expiry::Cancelled
                } else {
                    Expiry::Passed(Overdue { by_s: line.tolerance_s, tolerance_s: line.tolerance_s })
                }
            }
            _ => Expiry::Moved,
        })
    }

    /// Notes what the fact that a promised time passed shows.
    pub(super) fn note_expiry(&mut self, index: usize, address: Address<'_>, about: Option<usize>) {
        let unnamed = || self.lines.iter().rposition(|line| line.promise_id.is_none() && line.due_by == about);
        let line = address.line.or_else(unnamed).and_then(|line| self.lines.get_mut(line));
        if let Some(line) = line.filter(|line| line.status < Status::Expired) {
            (line.status, line.settled_by) = (Status::Expired, Some(index));
        }
    }

    /// Hears that something promised was done, from a touchpoint that comes later in the journey.
    pub(super) fn hear_early(&mut self, address: Address<'_>, done_at: Timestamp) {
        let line = if address.promise_id.is_none() { self.latest_unnamed } else { address.line };
        if let Some(line) = line.and_then(|line| self.lines.get_mut(line)).filter(|line| line.promise.due_at.is_some())
        {
            line.done_at = line.done_at.or(Some(done_at));
        }
    }

    /// Returns the fact that the time of a promise without a name passed, where a touchpoint reports that this was done.
    pub(super) fn expired_by(&self, touchpoint: &Touchpoint, address: Address<'_>) -> Option<usize> {
        let is_report = address.promise_id.is_none() && touchpoint.said.done_at.is_some();
        let line = self.lines.get(self.latest_unnamed.filter(|_| is_report)?)?;
        line.settled_by.filter(|_| line.status == Status::Expired)
    }

    /// Returns when the promise of an address was made, and the time it had.
    pub(super) fn term(&self, address: Address<'_>) -> Option<(Timestamp, Option<Timestamp>)> {
        let line = self.lines.get(address.line?)?;
        Some((line.made_at, line.promise.due_at))
    }

    /// Takes in what a touchpoint promises and reports. `comes` tells whether the customer gets something with it, and
    /// `shows` what the outcome rules saw in the report.
    pub(super) fn note(
        &mut self,
        index: usize,
        touchpoint: &'a Touchpoint,
        address: Address<'a>,
        comes: bool,
        shows: Option<Status>,
        rules: &Rules,
    ) {
        let said = &touchpoint.said;
        let is_unnamed = address.promise_id.is_none();
        let mut line = if is_unnamed { self.latest_unnamed } else { address.line };
        // Without a name, what is expected and what came in one breath is an opinion, not a promise kept.
        if promises(said) && !(is_unnamed && reports(said)) {
            line = Some(self.make(index, touchpoint, address, rules));
        }
        if reports(said) {
            self.report(index, touchpoint, line, shows);
        }
        if let Some(line) = line.filter(|_| comes && said.due_at.is_none()).and_then(|line| self.lines.get_mut(line)) {
            // It has come, although nobody said when: from now on it is not overdue.
            line.done_at = line.done_at.or(Some(touchpoint.occurred_at));
        }
        if is_unnamed {
            if promises(said) {
                if self.unnamed.add(said) {
                    self.answered.clear();
                }
                self.answered.retain(|facet| !said.expectation.contains_key(*facet));
            }
            let known = said.perception.keys().filter(|facet| self.unnamed.facets.contains_key(facet.as_str()));
            self.answered.extend(known.map(String::as_str));
            if said.done_at.is_some() {
                // It was done: what is done later answers another promise.
                self.unnamed.due_at = None;
            }
        }
    }

    /// Forgets what was promised without a name and has been answered: another purchase has other promises.
    pub(super) fn begin_cycle(&mut self) {
        for facet in std::mem::take(&mut self.answered) {
            self.unnamed.facets.remove(facet);
        }
        let waits = |line: &usize| matches!(self.lines[*line].status, Status::Open | Status::Expired);
        self.latest_unnamed = self.latest_unnamed.filter(waits);
    }

    /// Writes a promise into its line, a new one if there is none; one without a name goes on until it is settled.
    fn make(&mut self, index: usize, touchpoint: &'a Touchpoint, address: Address<'a>, rules: &Rules) -> usize {
        let known_line = match address.promise_id {
            Some(_) => address.line,
            None => self.latest_unnamed.filter(|line| self.lines[*line].status == Status::Open),
        };
        let number = known_line.unwrap_or(self.lines.len());
        if known_line.is_none() {
            self.lines.push(Line {
                promise_id: address.promise_id,
                promise: Promise::default(),
                touchpoint_type: &touchpoint.touchpoint_type,
                tolerance_s: 0,
                first_due_at: None,
                made_by: index,
                made_at: touchpoint.placed_at(),
                due_by: None,
                status: Status::Open,
                settled_by: None,
                reported_by: Vec::new(),
                done_at: None,
                cancelled_at: None,
            });
            match address.promise_id {
                Some(promise_id) => drop(self.by_id.insert(promise_id, number)),
                None => self.latest_unnamed = Some(number),
            }
        }
        let line = &mut self.lines[number];
        line.promise(index, touchpoint);
        line.tolerance_s = rules.tolerance_s(rules.type_of(line.touchpoint_type), line.promise.due_at);
        if let (Some(_), Some(deadline)) = (touchpoint.said.due_at, line.deadline()) {
            self.deadlines.push(Reverse((deadline, number)));
        }
        number
    }

    fn report(&mut self, index: usize, touchpoint: &Touchpoint, line: Option<usize>, shows: Option<Status>) {
        let Some(line) = line.and_then(|line| self.lines.get_mut(line)) else { return };
        if !line.promise.is_reported_by(&touchpoint.said) {
            return;
        }
        line.reported_by.push(index);
        line.done_at = line.done_at.or(touchpoint.said.done_at);
        if let Some(shown) = shows.filter(|shown| *shown > line.status) {
            line.status = shown;
            line.settled_by = Some(index);
        }
    }

    /// Returns when the latest promise expired that nobody has reported on, as of a time. Times never go back.
    pub(super) fn last_expired(&mut self, at: Timestamp) -> Option<Timestamp> {
        while let Some(Reverse((deadline, number))) = self.deadlines.peek().copied()
            && deadline < at
        {
            self.deadlines.pop();
            // One that had passed when it was promised is seen late.
            let place = self.expired.partition_point(|(known, _)| *known <= deadline);
            self.expired.insert(place, (deadline, number));
        }
        let lines = &self.lines;
        while self.expired.pop_if(|(deadline, number)| !lines[*number].expires_at(*deadline)).is_some() {}
        self.expired.last().map(|(deadline, _)| *deadline)
    }

    /// Lists every promise in the order they were made, as of a time.
    pub(super) fn entries(&self, moments: &[PastMoment<'a>], now: Timestamp, rules: &Rules) -> Vec<Entry> {
        let touchpoint = |index: usize| moments.get(index).map(|moment| moment.touchpoint);
        let entry = |line: &Line<'a>| {
            let maker = moments.get(line.made_by)?;
            let settled_by = line.settled_by.and_then(touchpoint);
            let reports = || line.reported_by.iter().rev().filter_map(|index| touchpoint(*index));
            let perceived = |facet: &str| reports().find_map(|report| report.said.perception.get(facet));
            let is_expired = line.deadline().is_some_and(|deadline| deadline < now && line.expires_at(deadline));
            Some(Entry {
                promise_id: line.promise_id.map(str::to_owned),
                made_by: maker.touchpoint.key(),
                made_at: maker.touchpoint.occurred_at,
                stage: maker.stage,
                due_at: line.promise.due_at,
                status: if is_expired { Status::Expired } else { line.status },
                facets: gap::compared(&line.promise, perceived, rules),
                settled_by: settled_by.map(Touchpoint::key),
                settled_at: settled_by.map(|settler| settler.occurred_at),
            })
        };
        self.lines.iter().filter_map(entry).collect()
    }
}
