//! What the team is told of a critical moment: who, what happened, where in the journey, why it matters, what had been
//! promised. Knows no channel.

use domain::alerting::{Alert, Message, Step};
use domain::case::Transition;
use domain::identity::{Identity, Pseudonyms};
use domain::journey::Judged;
use domain::moment::Moment;
use domain::touchpoint::{Touchpoint, privacy};
use domain::trace::{Step as TraceStep, Trace};
use unicode_segmentation::UnicodeSegmentation;

/// Characters, as people count them, of a customer's words in a message.
const WORDS_MAX: usize = 500;
/// Earlier touchpoints that a message shows.
const BEFORE_MAX: usize = 3;

/// Puts the message together. `position` is the moment's place in the judged journey, if the journey could be judged.
pub(crate) fn word(
    transition: Transition,
    case_id: &str,
    (moment, names): (&Moment, &Pseudonyms),
    touchpoint: Option<&Touchpoint>,
    judged: &[Judged],
    position: Option<usize>,
) -> Message {
    let index = position.unwrap_or(0);
    let before = judged.get(index.saturating_sub(BEFORE_MAX)..index).unwrap_or_default();
    let comment = touchpoint.and_then(|touchpoint| touchpoint.said.words());
    let comment = comment.as_deref();
    let marked = comment.map(|comment| moment.marked_in(comment)).unwrap_or_default();
    let customer_id = match &moment.customer {
        Identity::Customer(id) => Some(id.clone()),
        Identity::Anonymous(_) => None,
    };
    Message::Alert(Box::new(Alert {
        transition,
        case_id: case_id.to_owned(),
        customer: names.of(&moment.customer),
        customer_id,
        touchpoint: moment.key(),
        touchpoint_type: moment.touchpoint_type.clone(),
        channel: moment.channel.clone(),
        stage: moment.stage,
        outcome: moment.outcome,
        occurred_at: moment.occurred_at,
        // What a customer typed reaches no channel, whoever sent it.
        words: comment.map(|comment| shortened(&privacy::shown(comment))),
        marked: marked.into_iter().map(|words| shortened(&privacy::shown(words))).collect(),
        clauses: moment.critical.clone(),
        reasons: moment.reasons.iter().chain(&moment.weights).cloned().collect(),
        severity: moment.severity,
        promised: position
            .and_then(|index| judged.get(index))
            .map(|judged| judged.promised.clone())
            .unwrap_or_default(),
        position: u32::try_from(index + 1).unwrap_or(u32::MAX),
        before: before.iter().map(|judged| step(&judged.moment)).collect(),
        value_at_risk: moment.value_at_risk.clone(),
        trace: touchpoint.and_then(raising_step).map(|(_, step)| step),
    }))
}

/// The trace of a touchpoint, and the step of it that raises its moment.
pub(crate) fn raising_step(touchpoint: &Touchpoint) -> Option<(Trace, Trace)> {
    touchpoint.trace.map(|trace| (trace, trace.step(TraceStep::Alert, &[])))
}

fn step(moment: &Moment) -> Step {
    Step {
        touchpoint_type: moment.touchpoint_type.clone(),
        stage: moment.stage,
        outcome: moment.outcome,
        occurred_at: moment.occurred_at,
    }
}

/// Cuts between characters as people see them, never inside one.
fn shortened(words: &str) -> String {
    match words.grapheme_indices(true).nth(WORDS_MAX) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words.to_owned(),
    }
}
