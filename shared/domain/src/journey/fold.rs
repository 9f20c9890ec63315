//! The fold: one touchpoint after the other, each judged by the past and then taken into it. Every touchpoint is
//! weighed, which allocates next to nothing; only the moments that somebody wants are written.

use super::claims::{Claim, Claims};
use super::ledger::Ledger;
use super::past::{Past, PastMoment, Turn};
use super::reach::Span;
use super::silent::Silent;
use super::write::{Knowledge, Weighed, write};
use super::{Journey, Judged};
use crate::outcome::comment::Comment;
use crate::outcome::friction::friction;
use crate::outcome::{self, Question};
use crate::rules::{Rules, TouchpointType};
use crate::stage::{self, Place};
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Audience, Observer, Outcome, Stage};

/// Touchpoints of this type only say who somebody is; they make no moment.
pub(super) const IDENTIFY: &str = "identify";

/// All that the fold remembers.
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
    let claims = Claims::default();
    let mut memory = Memory { past, ledger: Ledger::default(), silent: Silent::default(), claims };
    let mut judged = Vec::new();
    let mut tellings = span.before.tellings;
    for (index, touchpoint) in span.touchpoints.iter().enumerate() {
        tellings += touchpoint.tellings as usize;
        memory.past.note_known_since(touchpoint.said.known_since);
        if touchpoint.touchpoint_type != IDENTIFY {
            let claim = memory.claims.note(journey, touchpoint, rules);
            let knowledge =
                Knowledge { basis: span.before.count + index + 1 + tellings, summarized: span.before.count };
            let writer = |weighed: &Weighed<'_>| write(weighed, journey, knowledge, rules);
            let writer = (index >= span.judged_from && is_wanted(touchpoint)).then_some(writer);
            judged.extend(memory.judge((touchpoint, claim), rules, writer));
        }
    }
    (memory, judged)
}

impl<'a> Memory<'a> {
    /// Weighs one touchpoint, has its moment written if there is a writer, and takes it in.
    fn judge(
        &mut self,
        (touchpoint, claim): (&'a Touchpoint, Option<Claim>),
        rules: &'a Rules,
        writer: Option<impl FnOnce(&Weighed<'_>) -> Judged>,
    ) -> Option<Judged> {
        let (past, at) = (&mut self.past, touchpoint.placed_at());
        let (said, index) = (&touchpoint.said, past.next());
        let known_type = rules.type_of(&touchpoint.touchpoint_type);
        let about = past.about(touchpoint);
        let named = about.and_then(|about| past.at(about));
        let judges = named.filter(|_| known_type.is_some_and(|known| known.judges));
        let promise_id = said.promise_id.as_deref().or(named.and_then(|named| named.promise_id));

        let place = Place { about: judges.map(|other| other.stage), has_bought: past.has_bought };
        let comment = Comment::of(touchpoint, rules);
        let (stage, placed_by) = stage::place(touchpoint, known_type, place, &comment, rules);
        let address = self.ledger.find(promise_id);
        let promise = self.ledger.promise_for(touchpoint, address);
        let overdue = self.ledger.overdue(address, at);
        let names_a_moment = named.is_some();
        let comment = &comment;
        let question = Question { touchpoint, known_type, promise: &promise, overdue, names_a_moment, comment, rules };
        let verdict = outcome::decide(&question);

        let first_contact_before = past.first_contact_outcome;
        let contact = meet_service(past, touchpoint, known_type, verdict.outcome);
        if verdict.outcome.is_known() && judges.is_some_and(|other| other.is_first_contact) {
            // What the customer says of the first contact afterwards is how it ended.
            past.first_contact_outcome = Some(verdict.outcome);
        }
        let is_purchase = known_type.is_some_and(|known| known.purchase) && said.abandoned != Some(true);
        let is_exchange = is_exchange(known_type, stage);
        let turn = Turn {
            is_research: known_type.map_or(stage == Stage::Zero, |known| known.research),
            is_purchase,
            completes: (is_exchange && !is_purchase) || stage == Stage::Ultimate,
        };
        let begins_cycle = judges.is_none() && past.turn(turn);
        let is_first_exchange = match judges {
            // An opinion about an exchange that nothing had said anything about is what judges it.
            Some(other) => {
                other.is_first_exchange || past.takes_first_exchange(other.cycle, other.is_exchange, verdict.outcome)
            }
            None => past.takes_first_exchange(past.cycle(), is_exchange, verdict.outcome),
        };
        let audience = said.audience.unwrap_or(known_type.map_or(Audience::Private, |known| known.audience));
        let observed_by = observer_of(touchpoint, known_type);

        let echoed = || past.echoed(promise_id, at, rules.critical.repeat_window_days);
        let speaks_of = match known_type {
            Some(known) if known.echo => named.or_else(|| echoed().and_then(|misery| past.at(misery))),
            _ => None,
        };
        let episode = speaks_of.map_or(index, |earlier| earlier.episode);
        let (mut repeat, mut leak_of) = (0, None);
        if verdict.outcome == Outcome::Misery {
            repeat = past.episodes_with(episode, at, &rules.critical);
            if stage == Stage::Ultimate && audience == Audience::Public {
                leak_of = past.leak_of(speaks_of, at, rules.critical.leak_window_days);
            }
        }

        let moment = PastMoment {
            touchpoint,
            kind: judges.map_or(&touchpoint.touchpoint_type, |other| other.kind),
            judges_other: judges.is_some(),
            stage,
            outcome: verdict.outcome,
            audience,
            observed_by,
            is_claimed: claim.is_some(),
            importance: importance_of(touchpoint, known_type, judges),
            episode,
            repeat,
            cycle: judges.map_or(past.cycle(), |other| other.cycle),
            is_echo: verdict.outcome == Outcome::Misery
                && speaks_of.is_some_and(|earlier| earlier.outcome == Outcome::Misery),
            is_purchase,
            is_exchange,
            is_first_contact: contact == Contact::First || judges.is_some_and(|other| other.is_first_contact),
            is_first_exchange,
            promise_id,
            leak_of: leak_of.map(|misery| misery.touchpoint),
        };
        let judged = writer.map(|write| {
            let follows = past
                .unanswered(at, rules.critical.recovery_window_days)
                .filter(|_| moment.is_customers() && moment.outcome.is_known() && !moment.is_echo)
                .filter(|_| !moment.is_claimed);
            write(&Weighed {
                question,
                verdict,
                moment,
                claim,
                placed_by,
                judges: judges.map(|other| other.touchpoint),
                echo_of: speaks_of
                    .filter(|earlier| earlier.outcome == Outcome::Misery)
                    .map(|earlier| earlier.touchpoint),
                was_known_before: contact == Contact::KnownBefore,
                first_contact_before,
                previous: past.previous().filter(|_| moment.is_customers() && !moment.judges_other),
                begins_cycle,
                follows: follows.map(|failure| failure.touchpoint),
                leak_of: leak_of.map(|misery| misery.touchpoint),
                purchase_number: is_purchase.then(|| past.purchases() + 1),
                is_after_misery: past.has_misery(at, rules.critical.recovery_window_days),
            })
        });

        self.silent.hear(touchpoint, known_type, observed_by);
        let friction: Vec<_> = friction(&question).collect();
        self.silent.note_friction(index, about, at, &friction, &rules.silent);
        if verdict.broke_promise {
            self.silent.note_broken_promise(at);
        }
        if begins_cycle {
            self.ledger.begin_cycle();
        }
        let comes = known_type.is_some_and(|known| known.exchange && !known.purchase);
        self.ledger.note(index, touchpoint, address, comes, verdict.shows, rules);
        let expired_at = self.ledger.last_expired(at);
        self.past.remember(moment);
        judged.map(|mut judged| {
            judged.moment.quiet = self.silent.look(at, expired_at, &rules.silent).codes();
            judged
        })
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

/// A type outside the taxonomy counts as an exchange where it lies in the second stage.
pub(super) fn is_exchange(known_type: Option<&TouchpointType>, stage: Stage) -> bool {
    known_type.map_or(stage == Stage::Second, |known| known.exchange)
}

/// The sent value wins; then what the judged moment matters; then the type; 3, the middle, for an unknown type.
fn importance_of(touchpoint: &Touchpoint, known_type: Option<&TouchpointType>, judges: Option<PastMoment<'_>>) -> u8 {
    const MIDDLE: u8 = 3;
    let sent = touchpoint.said.importance.map(|importance| importance.value);
    sent.or(judges.map(|other| other.importance)).unwrap_or(known_type.map_or(MIDDLE, |known| known.importance))
}
