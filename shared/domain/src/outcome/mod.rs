//! How a moment ended for the customer: rules in order of precedence, each of which may say something or nothing.
//! Sees one touchpoint and the promise it answers, not the rest of the journey.

use crate::moment::Code;
use crate::rules::Rules;
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Method, Outcome};

use self::promise::Promise;

pub mod gap;
mod operational;
pub mod promise;
mod rating;

/// What one rule says.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The rule.
    pub method: Method,
    /// What it says; never unknown.
    pub outcome: Outcome,
    /// How strongly, −1 (worst) to 1 (best).
    pub score: f64,
    /// Why.
    pub reasons: Vec<Code>,
}

/// What all rules together say.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The first rule that said something; `None` if nothing says.
    pub decided_by: Option<Evidence>,
    /// Rules that say the opposite (misery against magic): the moment is mixed and keeps them.
    pub opposed_by: Vec<Evidence>,
    /// What was laborious without being a misery by itself.
    pub friction: Vec<Code>,
    /// Whether a promised facet or time was clearly missed.
    pub broke_promise: bool,
}

impl Verdict {
    /// Returns the outcome.
    pub fn outcome(&self) -> Outcome {
        self.decided_by.as_ref().map_or(Outcome::Unknown, |evidence| evidence.outcome)
    }
}

/// What the rules look at.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The touchpoint.
    pub touchpoint: &'a Touchpoint,
    /// What had been promised.
    pub promise: &'a Promise,
    /// Whether it names, with `about`, a moment on record.
    pub names_a_moment: bool,
    /// The rules of the deployment.
    pub rules: &'a Rules,
}

/// One rule: what it says of a touchpoint, if anything.
type Rule = fn(&Question<'_>) -> Option<Evidence>;

/// The rules in order of precedence. A reader of the customer's words would be the last line.
const PRECEDENCE: &[Rule] = &[explicit, rating::judge, gap::judge, operational::judge];

/// Judges how a moment ended.
pub fn decide(question: &Question<'_>) -> Verdict {
    let mut evidence = PRECEDENCE.iter().filter_map(|rule| rule(question));
    let decided_by = evidence.next();
    let opposed_by = match &decided_by {
        Some(first) => evidence.filter(|other| opposes(first.outcome, other.outcome)).collect(),
        None => Vec::new(),
    };
    Verdict {
        decided_by,
        opposed_by,
        friction: operational::friction(question),
        broke_promise: gap::broke_promise(question) || operational::broke_promise(question),
    }
}

/// The sender's own word, which only a secret key may give.
fn explicit(question: &Question<'_>) -> Option<Evidence> {
    let outcome = question.touchpoint.said.outcome?;
    let score = f64::from(outcome.value()?);
    Some(Evidence { method: Method::Explicit, outcome, score, reasons: vec![Code::of("explicit")] })
}

fn opposes(one: Outcome, other: Outcome) -> bool {
    matches!((one, other), (Outcome::Misery, Outcome::Magic) | (Outcome::Magic, Outcome::Misery))
}
