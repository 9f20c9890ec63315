//! The fold: one touchpoint after the other, each judged by the past and then taken into it. Every touchpoint is
//! weighed, which allocates next to nothing; only the moments that somebody wants are written.

use super::ahead::Ahead;
use super::claims::{Claim, Claims};
use super::episode::{Missed, Waiting};
use super::evidence::Evidence;
use super::ledger::Ledger;
use super::past::{Past, PastMoment, Turn, is_exchange};
use super::placed::Placed;
use super::reach::Span;
use super::silent::{Silent, is_word};
use super::telling::Telling;
use super::write::{Knowledge, Weighed, write};
use super::{IDENTIFY, Journey, Judged};
use crate::moment::Due;
use crate::outcome::because::Because;
use crate::outcome::comment::Comment;
use crate::outcome::friction::friction;
use crate::outcome::promise::Expiry;
use crate::outcome::{self, Question, Verdict};
use crate::reading::Words;
use crate::rules::{Rules, TouchpointType};
use crate::stage::{self, Place};
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Observer, Outcome, Stage};
use jiff::Timestamp;

/// All that the fold remembers.
#[derive(Default)]
pub(super) struct Memory<'a> {
    pub(super) past: Past<'a>,
    pub(super) ledger: Ledger<'a>,
    pub(super) silent: Silent,
    claims: Claims<'a>,
}

/// Folds a run of a journey, and writes the moments of the touchpoints that are wanted.
pub(super) fn fold<'a>(
    journey: &Journey,
    span: &Span<'a>,
    rules: &'a Rules,
    is_wanted: impl Fn(&Touchpoint) -> bool,
) -> (Memory<'a>, Vec<Judged>) {
    let past = Past::after(&span.before, span.touchpoints.len());
    let mut memory = Memory { past, ..Memory::default() };
    let mut judged = Vec::new();
    let mut beside = span.before.beside;
    let mut ahead = Ahead::of(span.touchpoints);
    let deep = journey.read_deeply();
    for (index, touchpoint) in span.touchpoints.iter().enumerate() {
        beside += touchpoint.facts_beside();
        ahead.pass(index, |report| memory.hear_early(report));
        let is_aside = touchpoint.set_aside().is_some();
        memory.past.note_known_since(touchpoint.said.known_since.filter(|_| !is_aside));
        if touchpoint.touchpoint_type != IDENTIFY {
            let claim = memory.claims.note(journey, touchpoint, rules);
            let basis = span.before.count + index + 1 + beside + ahead.known() + deep;
            let knowledge = Knowledge { basis, summarized: span.before.count };
            let writer = |weighed: &Weighed<'_>| write(weighed, journey, knowledge, rules);
            let writer = (index >= span.judged_from && is_wanted(touchpoint)).then_some(writer);
            judged.extend(match is_aside {
                // It is part of nobody's journey: what it says of itself is all there is.
                true => Memory::default().judge((touchpoint, claim), (rules, journey.words()), writer),
                false => memory.judge((touchpoint, claim), (rules, journey.words()), writer),
            });
        }
    }
    (memory, judged)
}

impl<'a> Memory<'a> {
    /// Hears that something promised was done, from a report that has its place later.
    fn hear_early(&mut self, report: &'a Touchpoint) {
        let about = self.past.about(report);
        if report.said.about.is_some() && report.said.promise_id.is_none() && about.is_none() {
            return;
        }
        let named = about.and_then(|about| self.past.at(about)).and_then(|named| named.promise_id);
        let address = self.ledger.find(report.said.promise_id.as_deref().or(named));
        if let Some(done_at) = report.said.done_at {
            self.ledger.hear_early(address, done_at);
        }
    }

    /// Weighs one touchpoint, has its moment written if there is a writer, and takes it in.
    fn judge(
        &mut self,
        (touchpoint, claim): (&'a Touchpoint, Option<Claim>),
        (rules, words): (&'a Rules, Words<'_>),
        writer: Option<impl FnOnce(&Weighed<'_>) -> Judged>,
    ) -> Option<Judged> {
        let (past, at) = (&mut self.past, touchpoint.placed_at());
        let known_type = rules.type_of(&touchpoint.touchpoint_type);
        let about = past.about(touchpoint);
        let named = about.and_then(|about| past.at(about));
        let judges = named.filter(|_| known_type.is_some_and(|known| known.judges));
        let promise_id = touchpoint.said.promise_id.as_deref().or(named.and_then(|named| named.promise_id));

        let place = Place { about: judges.map(|other| other.stage), has_bought: past.has_bought };
        let comment = &Comment::of(touchpoint, rules, words);
        let (stage, placed_by) = stage::place(touchpoint, known_type, place, comment, rules);
        let address = self.ledger.find(promise_id);
        let promise = self.ledger.promise_for(touchpoint, address);
        let overdue = self.ledger.overdue(address, at);
        let expiry = self.ledger.expiry(touchpoint, address, about);
        let due =
            self.ledger.due(touchpoint, (address, expiry), &promise, rules.tolerance_s(known_type, promise.due_at));
        let names_a_moment = named.is_some();
        let promise = &promise;
        let question = Question { touchpoint, known_type, promise, overdue, expiry, names_a_moment, comment, rules };
        let verdict = outcome::decide(&question);

        let is_call = known_type.is_some_and(|known| known.help) && comment.call_for_help().is_some();
        let placed = Placed::of((touchpoint, known_type), (stage, verdict.outcome, is_call), (named, promise_id));
        let comes = known_type.is_some_and(|known| known.exchange && !known.purchase);
        let waiting = Waiting::of(&question, self.ledger.term(address), comes && touchpoint.said.due_at.is_none());
        let missed = Missed::of(&question, &verdict, &waiting, rules);
        let expired = self.ledger.expired_by(touchpoint, address).and_then(|fact| past.at(fact));
        let placed = Placed { judges, missed, expired, ..placed };
        let step = placed.step(past);
        let telling = placed.telling(past, &rules.critical);
        let mut moment = placed.moment(&step, &telling, claim.is_some(), past.cycle());
        moment.broke_promise = placed.broke_promise(&verdict, &waiting, &telling);
        moment.answers = placed.answers(past, verdict.decided_by, rules.critical.recovery_window_days);
        let judged = writer.map(|write| {
            let origin = (question, verdict, placed_by, claim, due);
            write(&placed.weighed(past, origin, (&step, &telling, moment, waiting), rules))
        });

        self.silent.hear(touchpoint, known_type, moment.observed_by);
        let (index, friction) = (self.past.next(), friction(&question).collect::<Vec<_>>());
        self.silent.note_friction(index, about, at, &friction, &rules.silent);
        if verdict.broke_promise {
            self.silent.note_broken_promise(at);
        }
        if step.begins_cycle {
            self.ledger.begin_cycle();
        }
        match expiry {
            None => {
                self.ledger.note(index, touchpoint, address, comes, verdict.shows, rules);
                self.ledger.note_cancelled(touchpoint, address, about);
            }
            Some(Expiry::Passed(_)) => self.ledger.note_expiry(index, address, about),
            Some(Expiry::Done | Expiry::Moved | Expiry::Cancelled) => {}
        }
        let expired_at = self.ledger.last_expired(at);
        self.past.remember(moment);
        judged.map(|mut judged| {
            judged.moment.quiet = self.silent.look(at, expired_at, &rules.silent).codes();
            judged
        })
    }
}

impl Journey {
    /// Returns whether the customer said anything after a time and up to another: an opinion, a comment, a rating, a complaint.
    pub fn has_spoken(&self, after: Timestamp, until: Timestamp, rules: &Rules) -> bool {
        self.touchpoints.iter().filter(|touchpoint| touchpoint.set_aside().is_none()).any(|touchpoint| {
            let known_type = rules.type_of(&touchpoint.touchpoint_type);
            let at = touchpoint.placed_at();
            after < at && at <= until && is_word(touchpoint, known_type, observer_of(touchpoint, known_type))
        })
    }
}

/// What a touchpoint is as a step of the journey.
struct Step {
    contact: Contact,
    /// Outcome of the first contact, if that lies before it.
    first_contact_before: Option<Outcome>,
    is_purchase: bool,
    is_exchange: bool,
    begins_cycle: bool,
    is_first_exchange: bool,
}

impl<'a> Placed<'a> {
    /// Takes it as a step: first contact with service, purchase cycle, first exchange.
    fn step(&self, past: &mut Past<'a>) -> Step {
        let (known_type, judges) = (self.known_type, self.judges);
        let first_contact_before = past.first_contact_outcome;
        let contact = meet_service(past, self.touchpoint, known_type, self.outcome);
        if self.outcome.is_known() && judges.is_some_and(|other| other.is_first_contact) {
            // What the customer says of the first contact afterwards is how it ended.
            past.first_contact_outcome = Some(self.outcome);
        }
        let abandoned = self.touchpoint.said.abandoned == Some(true);
        let is_purchase = known_type.is_some_and(|known| known.purchase) && !abandoned;
        let is_exchange = is_exchange(known_type, self.stage);
        let turn = Turn {
            is_research: known_type.map_or(self.stage == Stage::Zero, |known| known.research),
            is_purchase,
            shows_bought: judges.is_none() && known_type.is_some_and(|known| known.bought),
            completes: (is_exchange && !is_purchase) || self.stage == Stage::Ultimate,
        };
        let begins_cycle = judges.is_none() && past.turn(turn);
        let is_first_exchange = match judges {
            // An opinion about an exchange that nothing had said anything about is what judges it.
            Some(other) => {
                other.is_first_exchange || past.takes_first_exchange(other.cycle, other.is_exchange, self.outcome)
            }
            None => past.takes_first_exchange(past.cycle(), is_exchange, self.outcome),
        };
        Step { contact, first_contact_before, is_purchase, is_exchange, begins_cycle, is_first_exchange }
    }

    /// Returns it as the journey remembers it.
    fn moment(&self, step: &Step, telling: &Telling<'a>, is_claimed: bool, cycle: usize) -> PastMoment<'a> {
        let judges = self.judges;
        PastMoment {
            touchpoint: self.touchpoint,
            kind: judges.map_or(&self.touchpoint.touchpoint_type, |other| other.kind),
            judges_other: judges.is_some(),
            stage: self.stage,
            outcome: self.outcome,
            audience: self.audience,
            observed_by: observer_of(self.touchpoint, self.known_type),
            is_claimed,
            importance: importance_of(self.touchpoint, self.known_type, judges),
            episode: telling.episode,
            repeat: telling.repeat,
            cycle: judges.map_or(cycle, |other| other.cycle),
            is_echo: self.outcome == Outcome::Misery && telling.misery().is_some(),
            is_purchase: step.is_purchase,
            is_exchange: step.is_exchange,
            is_first_contact: step.contact == Contact::First || judges.is_some_and(|other| other.is_first_contact),
            is_first_exchange: step.is_first_exchange,
            promise_id: self.promise_id,
            missed: self.missed.or(telling.misery().and_then(|earlier| earlier.missed)),
            broke_promise: false,
            answers: true,
            tells: self.known_type.is_some_and(|known| known.echo || known.service),
            leak_of: telling.leak_of.map(|misery| misery.touchpoint),
        }
    }

    /// Puts together what its moment is written from.
    fn weighed<'w>(
        &self,
        past: &Past<'a>,
        (question, verdict, placed_by, claim, due): (Question<'w>, Verdict, Because<'w>, Option<Claim>, Option<Due>),
        (step, telling, moment, waiting): (&Step, &Telling<'a>, PastMoment<'a>, Waiting),
        rules: &Rules,
    ) -> Weighed<'w>
    where
        'a: 'w,
    {
        let at = self.touchpoint.placed_at();
        let follows = past
            .unanswered(at, rules.critical.recovery_window_days)
            .filter(|_| moment.is_customers() && moment.outcome.is_known() && !moment.is_echo)
            .filter(|_| !moment.is_claimed && moment.answers);
        Weighed {
            question,
            verdict,
            moment,
            evidence: Evidence {
                waiting_s: waiting.overdue_s,
                promised_s: waiting.promised_s,
                length_s: waiting.length_s,
                told: telling.told,
            },
            claim,
            due,
            placed_by,
            judges: self.judges.map(|other| other.touchpoint),
            echo_of: telling.misery().map(|earlier| earlier.touchpoint),
            was_known_before: step.contact == Contact::KnownBefore,
            first_contact_before: step.first_contact_before,
            previous: past.previous().filter(|_| moment.is_customers() && !moment.judges_other),
            begins_cycle: step.begins_cycle,
            follows: follows.map(|failure| failure.touchpoint),
            tells_of: telling
                .misery()
                .and_then(|misery| past.at(misery.episode))
                .or(self.named)
                .map(|failure| failure.kind)
                .filter(|_| self.outcome == Outcome::Misery),
            leak_root: telling.leak_of.and_then(|misery| past.at(misery.episode)).map(|root| root.touchpoint),
            purchase_number: step.is_purchase.then(|| past.purchases() + 1),
            is_after_misery: past.has_misery(at, rules.critical.recovery_window_days),
        }
    }
}

/// What a touchpoint is to the first contact with service.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contact {
    /// The first on record.
    First,
    /// The first on record, of a customer whom the business says it knew before.
    KnownBefore,
    /// Neither.
    Other,
}

/// Tells whether this is the first contact with service on record; a mere question uses it up. A customer nobody can
/// name has no record, and one sent as known earlier met service before the record began.
fn meet_service(
    past: &mut Past<'_>,
    touchpoint: &Touchpoint,
    known_type: Option<&TouchpointType>,
    outcome: Outcome,
) -> Contact {
    let is_service = known_type.is_some_and(|known| known.service);
    if !is_service || std::mem::replace(&mut past.has_met_service, true) {
        return Contact::Other;
    }
    let has_name = touchpoint.said.customer_id.is_some() || touchpoint.said.anonymous_id.is_some();
    match (has_name, past.is_known_before(touchpoint.placed_at())) {
        (false, _) => Contact::Other,
        (true, true) => Contact::KnownBefore,
        (true, false) => {
            past.first_contact_outcome = Some(outcome);
            Contact::First
        }
    }
}

/// Returns who observed it: as sent, or else by its type. Nobody without proof speaks for the staff.
fn observer_of(touchpoint: &Touchpoint, known_type: Option<&TouchpointType>) -> Observer {
    let of_type = || known_type.map_or(Observer::Customer, |known| known.observed_by);
    if touchpoint.is_claim() { Observer::Customer } else { touchpoint.said.observed_by.unwrap_or_else(of_type) }
}

/// The sent value wins; then what the judged moment matters; then the type; 3, the middle, for an unknown type.
fn importance_of(touchpoint: &Touchpoint, known_type: Option<&TouchpointType>, judges: Option<PastMoment<'_>>) -> u8 {
    const MIDDLE: u8 = 3;
    let sent = touchpoint.said.importance.map(|importance| importance.value);
    sent.or(judges.map(|other| other.importance)).unwrap_or(known_type.map_or(MIDDLE, |known| known.importance))
}
