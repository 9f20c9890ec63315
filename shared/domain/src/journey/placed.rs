//! A touchpoint with what the rules said of it and what it names, before it is taken into the journey. Remembers nothing.

use crate::rules::TouchpointType;
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Audience, Outcome, Stage};

use super::episode::Missed;
use super::past::PastMoment;

/// A touchpoint with its stage and outcome, and the moments it speaks of.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) touchpoint: &'a Touchpoint,
    pub(super) known_type: Option<&'a TouchpointType>,
    pub(super) stage: Stage,
    pub(super) outcome: Outcome,
    pub(super) audience: Audience,
    /// The moment that it names.
    pub(super) named: Option<PastMoment<'a>>,
    /// That moment, if it judges it.
    pub(super) judges: Option<PastMoment<'a>>,
    /// The promise it makes or answers, its own or that of the moment it names.
    pub(super) promise_id: Option<&'a str>,
    /// Whether it is an opinion by its type that calls for help by its words: then it tells of a failure of its own.
    pub(super) is_call: bool,
    /// What went wrong, as far as it is named.
    pub(super) missed: Option<Missed>,
    /// The fact that the time had passed of a promise without a name that it reports done.
    pub(super) expired: Option<PastMoment<'a>>,
}

impl<'a> Placed<'a> {
    /// Takes what the rules said of a touchpoint, and what it names.
    pub(super) fn of(
        (touchpoint, known_type): (&'a Touchpoint, Option<&'a TouchpointType>),
        (stage, outcome, is_call): (Stage, Outcome, bool),
        (named, promise_id): (Option<PastMoment<'a>>, Option<&'a str>),
    ) -> Self {
        let usual = known_type.map_or(Audience::Private, |known| known.audience);
        Self {
            touchpoint,
            known_type,
            stage,
            outcome,
            audience: touchpoint.said.audience.unwrap_or(usual),
            named,
            judges: None,
            promise_id,
            is_call,
            missed: None,
            expired: None,
        }
    }
}
