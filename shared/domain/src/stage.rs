//! Where in the journey a moment lies. A table, with the few exceptions it has; judges no outcome.

use crate::outcome::because::Because;
use crate::outcome::comment::Comment;
use crate::rules::{Rules, TouchpointType};
use crate::touchpoint::Touchpoint;
use crate::vocabulary::Stage;

/// What the journey up to now says about a touchpoint's place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Stage of the moment that `about` names, if it is on record and this touchpoint's type judges others.
    pub(crate) about: Option<Stage>,
    /// Whether the customer had bought before.
    pub(crate) has_bought: bool,
}

/// Places a touchpoint, and says why: the sender's word, then the moment it judges, then the type, which may lie
/// elsewhere once the customer has bought. An opinion that asks for help lies where its words say. A type outside the taxonomy is placed by its channel and the journey, and
/// without a known channel by the journey alone; before any purchase the journey tells nothing, so the customer's words
/// may.
pub(crate) fn place<'a>(
    touchpoint: &'a Touchpoint,
    known_type: Option<&TouchpointType>,
    place: Place,
    comment: &Comment<'_>,
    rules: &Rules,
) -> (Stage, Because<'a>) {
    if let Some(stage) = touchpoint.said.stage {
        return (stage, Because::plain("stage_sent"));
    }
    if let Some(stage) = place.about {
        return (stage, Because::plain("stage_about"));
    }
    if let Some((stage, percent)) = known_type.filter(|known| known.help).and_then(|_| comment.call_for_help()) {
        return (stage, Because::counted("asks_for_help", percent));
    }
    if let Some(known) = known_type {
        return match (known.after_purchase, place.has_bought) {
            (None, _) => (known.stage, Because::plain("stage_by_type")),
            (Some(_), false) => (known.stage, Because::plain("stage_before_purchase")),
            (Some(after), true) => (after, Because::plain("stage_after_purchase")),
        };
    }
    let channel = touchpoint.said.channel.as_deref();
    match channel.and_then(|channel| Some((channel, rules.stage_by_channel.get(channel)?))) {
        Some((channel, stages)) => {
            let stage = if place.has_bought { stages.after } else { stages.before };
            (stage, Because::named("stage_by_channel", channel))
        }
        None if place.has_bought => (Stage::Second, Because::plain("stage_by_journey")),
        None => match comment.stage() {
            Some((stage, percent)) => (stage, Because::counted("stage_by_words", percent)),
            None => (Stage::First, Because::plain("stage_by_journey")),
        },
    }
}
