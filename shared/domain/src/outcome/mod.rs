//! How a moment ended for the customer: rules in order of precedence, each of which may say something or nothing.
//! Sees one touchpoint and the promise it answers, not the rest of the journey.

use crate::code::Code;
use crate::rules::{Rules, TouchpointType};
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Aside, Method, Outcome};

use self::because::Because;
use self::comment::Comment;
use self::promise::{Expiry, Overdue, Promise, Status};

pub(crate) mod because;
pub mod comment;
pub mod corrected;
mod dimensions;
pub(crate) mod friction;
pub(crate) mod gap;
mod operational;
pub mod promise;
pub mod promised;
mod rating;

pub(crate) use gap::shows as gap_shows;
pub(crate) use operational::{COMPLAINT, broke_promise as broke_time, is_in_time_as_moved, late_by_s, minutes};

/// What the rules look at.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    /// The touchpoint.
    pub(crate) touchpoint: &'a Touchpoint,
    /// What the taxonomy says of its type.
    pub(crate) known_type: Option<&'a TouchpointType>,
    /// What had been promised, with its own word on top.
    pub(crate) promise: &'a Promise<'a>,
    /// That a promise it names is overdue and not done.
    pub(crate) overdue: Option<Overdue>,
    /// Of the fact that a promised time passed: what it comes to.
    pub(crate) expiry: Option<Expiry>,
    /// Whether it names, with `about`, a moment on record.
    pub(crate) names_a_moment: bool,
    /// What the customer wrote, read when somebody asks.
    pub(crate) comment: &'a Comment<'a>,
    /// The rules of the deployment.
    pub(crate) rules: &'a Rules,
}

/// What one rule says: never unknown, with its score from −1 (worst) to 1 (best).
type Ruling = (Outcome, f64);

/// One rule: what it says of a touchpoint, if anything, and why.
struct Rule {
    method: Method,
    judge: fn(&Question<'_>) -> Option<Ruling>,
    explain: fn(&Question<'_>) -> Vec<Code>,
}

/// The rules in order of precedence.
const PRECEDENCE: [Rule; 5] = [
    Rule { method: Method::Explicit, judge: explicit, explain: |_| vec![Code::of("explicit")] },
    Rule { method: Method::Rating, judge: rating::judge, explain: rating::explain },
    Rule { method: Method::Gap, judge: gap::judge, explain: gap::explain },
    Rule { method: Method::Operational, judge: operational::judge, explain: operational::explain },
    Rule { method: Method::Text, judge: comment::judge, explain: comment::explain },
];

/// What all rules together say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    /// How the moment ended; unknown if nothing says.
    pub(crate) outcome: Outcome,
    /// The first rule that said something, and its score.
    pub(crate) decided_by: Option<(Method, f64)>,
    /// Whether a promised facet or time was clearly missed.
    pub(crate) broke_promise: bool,
    /// What the touchpoint shows of the promise it answers.
    pub(crate) shows: Option<Status>,
}

/// Judges how a moment ended: what people say outranks every rule.
pub(crate) fn decide(question: &Question<'_>) -> Verdict {
    let standing = question.touchpoint.standing();
    let ruled = ruled(question);
    match (standing.aside, standing.outcome) {
        (Some((Aside::Spam | Aside::Duplicate, _)), _) => {
            Verdict { outcome: Outcome::Unknown, decided_by: None, broke_promise: false, shows: None }
        }
        (_, Some((outcome, _))) => Verdict {
            outcome,
            decided_by: outcome.value().map(|value| (Method::Correction, f64::from(value))),
            broke_promise: ruled.broke_promise && outcome == Outcome::Misery,
            shows: ruled.shows,
        },
        _ => ruled,
    }
}

/// Judges how a moment ended by the rules alone.
fn ruled(question: &Question<'_>) -> Verdict {
    let (missed_a_facet, shown) = gap::shows(question);
    let first = PRECEDENCE.iter().find_map(|rule| Some((rule.method, (rule.judge)(question)?)));
    Verdict {
        outcome: first.map_or(Outcome::Unknown, |(_, (outcome, _))| outcome),
        decided_by: first.map(|(method, (_, score))| (method, score)),
        broke_promise: missed_a_facet || operational::broke_promise(question),
        shows: shown.max(operational::shows(question)),
    }
}

/// Tells whether another rule, or another rating, says the opposite: misery against magic. Asked only where a moment is
/// written, for it may have to read what the customer wrote.
pub(crate) fn is_mixed(question: &Question<'_>, verdict: &Verdict) -> bool {
    let is_corrected = corrected::explain(question).is_some();
    !is_corrected && (opposing(question, verdict).next().is_some() || rating::opposing(question).next().is_some())
}

/// Returns whether a rating alone says misery, and clear words say the opposite: somebody clicked the wrong star.
pub(crate) fn is_doubtful(question: &Question<'_>, verdict: &Verdict) -> bool {
    let is_by_rating =
        verdict.outcome == Outcome::Misery && verdict.decided_by.is_some_and(|(method, _)| method == Method::Rating);
    let says_misery = |rule: &Rule| (rule.judge)(question).is_some_and(|(outcome, _)| outcome == Outcome::Misery);
    let others = || PRECEDENCE.iter().filter(|rule| rule.method != Method::Rating);
    is_by_rating && opposing(question, verdict).any(|(method, _)| method == Method::Text) && !others().any(says_misery)
}

/// Returns how it ended by the other side, where that says something too: by what was measured (times, resolution, what came of a
/// promise) where the customer's word or rating decided, and the other way round.
pub(crate) fn beside(question: &Question<'_>, verdict: &Verdict) -> Option<Outcome> {
    let is_measured = |method: Method| matches!(method, Method::Gap | Method::Operational);
    let (decided_by, _) = verdict.decided_by.filter(|(method, _)| *method != Method::Correction)?;
    let others = PRECEDENCE.iter().filter(|rule| is_measured(rule.method) != is_measured(decided_by));
    others.filter_map(|rule| (rule.judge)(question)).map(|(outcome, _)| outcome).next()
}

/// Lists the rules after the deciding one that say the opposite; words only where they are clear.
fn opposing(question: &Question<'_>, verdict: &Verdict) -> impl Iterator<Item = (Method, Outcome)> {
    let decided_by = verdict.decided_by.map(|(method, _)| method);
    let later = PRECEDENCE.iter().skip_while(move |rule| Some(rule.method) != decided_by).skip(1);
    later.filter_map(move |rule| {
        let (other, _) = (rule.judge)(question)?;
        let counts = || rule.method != Method::Text || comment::is_clear(question);
        (opposes(verdict.outcome, other) && counts()).then_some((rule.method, other))
    })
}

/// Gives the reasons: those of the deciding rule, then who says the opposite, then what was told besides. Without a
/// deciding rule it says what is missing.
pub(crate) fn explain(question: &Question<'_>, verdict: &Verdict) -> Vec<Code> {
    let decided_by = verdict.decided_by.map(|(method, _)| method);
    if let Some(reasons) = corrected::explain(question) {
        return reasons;
    }
    let mut reasons = match PRECEDENCE.iter().find(|rule| Some(rule.method) == decided_by) {
        Some(rule) => (rule.explain)(question),
        None if question.expiry == Some(Expiry::Done) => vec![Code::of("done_in_time")],
        None if question.expiry == Some(Expiry::Cancelled) => vec![Code::of("promise_cancelled")],
        None if question.expiry == Some(Expiry::Moved) => vec![Code::of("promise_moved")],
        None if question.touchpoint.said.rating.nps.is_some() => vec![Code::of("nps_only")],
        None => vec![comment::silence(question).unwrap_or_else(|| Code::of("nothing_said"))],
    };
    if is_in_time_as_moved(question) {
        reasons.push(Code::of("promise_moved"));
    }
    reasons.extend(opposing(question, verdict).map(|(method, other)| Code::with_two("also", method, other)));
    reasons.extend(rating::opposing(question).map(|reading| reading.told_as("also_rated")));
    reasons.extend(rating::off_scale(question).map(Code::from));
    reasons.extend(dimensions::low(question).map(Code::from));
    reasons
}

/// The sender's own word, which only a secret key may give.
fn explicit(question: &Question<'_>) -> Option<Ruling> {
    let outcome = question.touchpoint.said.outcome?;
    Some((outcome, f64::from(outcome.value()?)))
}

fn opposes(one: Outcome, other: Outcome) -> bool {
    matches!((one, other), (Outcome::Misery, Outcome::Magic) | (Outcome::Magic, Outcome::Misery))
}
