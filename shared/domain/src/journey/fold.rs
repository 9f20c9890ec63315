//! The fold: one touchpoint after the other, each judged by the past and then taken into it.

use crate::alerting::Promised;
use crate::identity::TouchpointKey;
use crate::moment::{Code, Moment};
use crate::outcome::{self, Question, Verdict, gap};
use crate::rules::{Rules, TouchpointType};
use crate::stage::{self, Place};
use crate::touchpoint::{FacetValue, Touchpoint};
use crate::vocabulary::{Attention, Audience, Clause, Observer, Outcome, Stage};

use super::critical::{self, Facts};
use super::past::{Past, PastMoment};
use super::{Journey, Judged, TOUCHPOINTS_MAX};

/// Touchpoints of this type only say who somebody is; they make no moment.
const IDENTIFY: &str = "identify";

/// Judges every touchpoint of a journey, in order. `identify` makes no moment.
pub(super) fn judge(journey: &Journey, rules: &Rules) -> Vec<Judged> {
    let mut past = Past::default();
    let mut judged = Vec::with_capacity(journey.touchpoints.len());
    for (index, touchpoint) in journey.touchpoints.iter().enumerate() {
        if let Some(since) = touchpoint.said.known_since {
            past.known_since = Some(past.known_since.map_or(since, |known| known.min(since)));
        }
        if touchpoint.touchpoint_type != IDENTIFY {
            let basis = if journey.is_too_long { TOUCHPOINTS_MAX + 1 } else { index + 1 };
            judged.push(judge_next(&mut past, touchpoint, journey, basis, rules));
        }
    }
    judged
}

fn judge_next(past: &mut Past, touchpoint: &Touchpoint, journey: &Journey, basis: usize, rules: &Rules) -> Judged {
    let said = &touchpoint.said;
    let known_type = rules.type_of(&touchpoint.touchpoint_type);
    let about = past.about(touchpoint).cloned();
    let judged_other = about.clone().filter(|_| known_type.is_some_and(|known| known.judges));
    let judged_other = judged_other.as_ref();

    let place = Place { about: judged_other.map(|other| other.stage), has_bought: past.has_bought };
    let (stage, stage_reason) = stage::place(touchpoint, place, rules);
    let promise = past.promise_for(touchpoint);
    let question = Question { touchpoint, promise: &promise, names_a_moment: about.is_some(), rules };
    let verdict = outcome::decide(&question);
    let outcome = verdict.outcome();

    past.turn(stage, known_type.is_some_and(|known| known.purchase));
    let first_contact_outcome = past.first_contact_outcome;
    let is_first_contact = takes_first_contact(past, touchpoint, known_type, outcome)
        || judged_other.is_some_and(|other| other.is_first_contact);
    let is_first_exchange = past.takes_first_exchange(is_exchange(known_type, stage), outcome)
        || judged_other.is_some_and(|other| other.is_first_exchange);
    let audience = said.audience.unwrap_or(known_type.map_or(Audience::Private, |known| known.audience));
    let importance = importance_of(touchpoint, known_type, judged_other);

    let mut reasons = vec![stage_reason];
    reasons.extend(outcome_reasons(&verdict, touchpoint));
    if said.about.is_some() && about.is_none() {
        reasons.push(Code::of("about_missing"));
    }
    if journey.is_too_long {
        reasons.push(Code::of("journey_too_long"));
    }

    let speaks_of = about.or_else(|| echoed(past, touchpoint, known_type, rules));
    let episode = speaks_of.as_ref().map_or(past.next_episode(), |earlier| earlier.episode);
    let mut clauses = Vec::new();
    let mut leak_of = None;
    if outcome == Outcome::Misery {
        let window = past.miseries(touchpoint.occurred_at, rules.critical.repeat_window_days);
        let episodes = window.map(|earlier| earlier.episode).chain([episode]).collect();
        let facts = Facts {
            is_first_contact,
            is_first_exchange,
            broke_promise: verdict.broke_promise,
            importance,
            episodes,
            audience,
        };
        clauses = critical::clauses(&facts, rules);
        leak_of = leaked(past, touchpoint, stage, audience, rules);
        if clauses.contains(&Clause::FirstContact) {
            reasons.push(Code::of("first_on_record"));
        }
        if let Some(earlier) = speaks_of.as_ref().filter(|earlier| earlier.outcome == Outcome::Misery) {
            reasons.push(Code::with("echo", &earlier.key));
        }
    }
    let attention = if !clauses.is_empty() {
        Some(Attention::Critical)
    } else if outcome.is_known()
        && past.miseries(touchpoint.occurred_at, rules.critical.recovery_window_days).next().is_some()
    {
        Some(Attention::AfterMisery)
    } else {
        None
    };

    let kind = judged_other.map_or_else(|| touchpoint.touchpoint_type.clone(), |other| other.kind.clone());
    let moment = Moment {
        recorded: touchpoint.recorded.clone(),
        customer: journey.customer.clone(),
        source: touchpoint.source.clone(),
        id: touchpoint.id.clone(),
        occurred_at: touchpoint.occurred_at,
        received_at: touchpoint.received_at,
        touchpoint_type: touchpoint.touchpoint_type.clone(),
        kind,
        about: judged_other.map(|other| other.key.clone()),
        channel: said.channel.clone(),
        segment: said.segment.clone(),
        solicited: said.solicited.unwrap_or(false),
        observed_by: said.observed_by.unwrap_or(Observer::Customer),
        audience,
        commented: said.comment.is_some(),
        stage,
        outcome,
        method: verdict.decided_by.as_ref().map(|evidence| evidence.method),
        score: verdict.decided_by.as_ref().map(|evidence| evidence.score),
        mixed: !verdict.opposed_by.is_empty(),
        reasons,
        friction: verdict.friction,
        quiet: Vec::new(),
        importance,
        severity: critical::severity(&clauses, rules),
        critical: clauses,
        first_contact: is_first_contact,
        first_contact_outcome: first_contact_outcome.filter(|_| known_type.is_some_and(|known| known.purchase)),
        leak_of,
        rating: said.rating.clone(),
        value_at_risk: said.value_at_risk.clone(),
        attention,
        rules_version: rules.version(),
        links: journey.links.get(&touchpoint.recorded).copied().unwrap_or_default(),
        basis: u32::try_from(basis).unwrap_or(u32::MAX),
    };
    past.note_promise(touchpoint);
    past.remember(PastMoment {
        key: moment.key(),
        kind: moment.kind.clone(),
        stage,
        outcome,
        occurred_at: moment.occurred_at,
        audience,
        importance,
        episode,
        is_first_contact,
        is_first_exchange,
        promise_id: said.promise_id.clone(),
    });
    let promised = promised_of(&promise, touchpoint, rules);
    Judged { moment, promised }
}

/// Tells whether this is the first contact with service on record; a mere question uses it up. A customer nobody can
/// name has no record, and one sent as known earlier met service before the record began.
fn takes_first_contact(
    past: &mut Past,
    touchpoint: &Touchpoint,
    known_type: Option<&TouchpointType>,
    outcome: Outcome,
) -> bool {
    if !known_type.is_some_and(|known| known.service) || past.met_service {
        return false;
    }
    past.met_service = true;
    past.first_contact_outcome = Some(outcome);
    let has_name = touchpoint.said.customer_id.is_some() || touchpoint.said.anonymous_id.is_some();
    let known_before = past.known_since.is_some_and(|since| since < touchpoint.occurred_at);
    has_name && !known_before
}

/// A type outside the taxonomy counts as an exchange where it lies in the second stage.
fn is_exchange(known_type: Option<&TouchpointType>, stage: Stage) -> bool {
    known_type.map_or(stage == Stage::Second, |known| known.exchange)
}

/// The sent value wins; then what the judged moment matters; then the type; 3, the middle, for an unknown type.
fn importance_of(touchpoint: &Touchpoint, known_type: Option<&TouchpointType>, other: Option<&PastMoment>) -> u8 {
    const MIDDLE: u8 = 3;
    let sent = touchpoint.said.importance.map(|importance| importance.value);
    sent.or(other.map(|other| other.importance)).unwrap_or(known_type.map_or(MIDDLE, |known| known.importance))
}

fn outcome_reasons(verdict: &Verdict, touchpoint: &Touchpoint) -> Vec<Code> {
    let Some(decided_by) = &verdict.decided_by else {
        let why = if touchpoint.said.rating.nps.is_some() { "nps_only" } else { "nothing_said" };
        return vec![Code::of(why)];
    };
    let opposed = verdict.opposed_by.iter().map(|other| Code::with_two("also", other.method, other.outcome));
    decided_by.reasons.iter().cloned().chain(opposed).collect()
}

/// Returns the earlier misery that a complaint, survey or review speaks of without naming it: one of the same promise,
/// or else the latest in the window.
fn echoed(
    past: &Past,
    touchpoint: &Touchpoint,
    known_type: Option<&TouchpointType>,
    rules: &Rules,
) -> Option<PastMoment> {
    if !known_type.is_some_and(|known| known.echo) {
        return None;
    }
    let window = || past.miseries(touchpoint.occurred_at, rules.critical.repeat_window_days);
    let promise_id = &touchpoint.said.promise_id;
    let same_promise = window().find(|earlier| promise_id.is_some() && earlier.promise_id == *promise_id);
    same_promise.or_else(|| window().next()).cloned()
}

/// Returns the misery that leaked into a public bad opinion, if there was one lately.
fn leaked(
    past: &Past,
    touchpoint: &Touchpoint,
    stage: Stage,
    audience: Audience,
    rules: &Rules,
) -> Option<TouchpointKey> {
    if stage != Stage::Ultimate || audience != Audience::Public {
        return None;
    }
    past.miseries(touchpoint.occurred_at, rules.critical.leak_window_days)
        .find(|earlier| !(earlier.stage == Stage::Ultimate && earlier.audience == Audience::Public))
        .map(|earlier| earlier.key.clone())
}

/// What had been promised and what came, for people: facets where something was perceived, and the promised time.
fn promised_of(promise: &outcome::promise::Promise, touchpoint: &Touchpoint, rules: &Rules) -> Vec<Promised> {
    let said = &touchpoint.said;
    let mut told = if said.perception.is_empty() { Vec::new() } else { gap::explain(promise, &said.perception, rules) };
    if let (Some(due_at), Some(done_at)) = (promise.due_at, said.done_at) {
        told.push(Promised {
            facet: "due_at".into(),
            expected: FacetValue::Word(due_at.to_string()),
            perceived: Some(FacetValue::Word(done_at.to_string())),
            gap: None,
        });
    }
    told
}
