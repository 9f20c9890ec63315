//! What was laborious for the customer, one line a kind. Friction is not an outcome: it is listed whatever the moment
//! ended in, and many frictions without a word are silent misery.

use super::operational::{acknowledge_target_s, greet_target_s, minutes};
use super::{Because, Question};

/// Lists what was laborious.
pub(crate) fn friction<'a>(question: &Question<'a>) -> impl Iterator<Item = Because<'a>> + Clone {
    [slow_acknowledgement, slow_greeting, passed_on, overdue_promise, trouble_by_type]
        .into_iter()
        .filter_map(|kind| kind(question))
}

/// Answered past the target.
fn slow_acknowledgement<'a>(question: &Question<'a>) -> Option<Because<'a>> {
    let waited_s = question.touchpoint.said.acknowledged_after_s?;
    slow("slow_acknowledgement", waited_s, acknowledge_target_s(question)?)
}

/// Greeted by a person past the target.
fn slow_greeting<'a>(question: &Question<'a>) -> Option<Because<'a>> {
    slow("slow_greeting", question.touchpoint.said.greeted_after_s?, greet_target_s(question)?)
}

fn slow<'a>(name: &'static str, waited_s: u32, target_s: u32) -> Option<Because<'a>> {
    (waited_s > target_s).then(|| Because::compared(name, waited_s, target_s))
}

/// Passed from one to another; a warm handover is not counted by senders.
fn passed_on<'a>(question: &Question<'a>) -> Option<Because<'a>> {
    let (transfers, from) = (question.touchpoint.said.transfers?, question.rules.operational.friction_transfers_min);
    (transfers >= from).then(|| Because::compared("transferred", transfers, from))
}

/// The customer has to ask for something promised whose time has passed. No misery yet: nobody said that it failed.
fn overdue_promise<'a>(question: &Question<'a>) -> Option<Because<'a>> {
    let overdue = question.overdue.filter(|_| question.touchpoint.said.done_at.is_none())?;
    let asks = question.known_type.is_some_and(|known| known.service);
    asks.then(|| Because::compared("promise_overdue", minutes(overdue.by_s), minutes(overdue.tolerance_s)))
}

/// A type that is trouble in itself, such as an error page.
fn trouble_by_type<'a>(question: &Question<'a>) -> Option<Because<'a>> {
    let is_trouble = question.known_type.is_some_and(|known| known.friction);
    is_trouble.then(|| Because::named("laborious", &question.touchpoint.touchpoint_type))
}
