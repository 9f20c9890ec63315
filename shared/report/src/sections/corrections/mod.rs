//! How people and rules agree, rule by rule: what a deployment looks at to see which rule to change. People look at what looks wrong, so
//! it tells of what they looked at, and not of everything that a rule judged.

pub(crate) mod facts;
pub(crate) mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::CorrectionFacts;
use crate::cause::CauseName;
use crate::rate::{Part, printed};
use crate::statistics::interval::{Interval, wilson};
use domain::rules::Rules;
use domain::vocabulary::Method;

/// What people corrected, confirmed or set aside.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Corrections {
    /// Moments of which something that people said holds.
    pub moments: u64,
    /// Of them, spam and duplicates: nothing else in the report counts them.
    pub not_counted: u64,
    /// By the rule that had decided, in order of precedence.
    pub rules: Vec<AgreementLine>,
    /// The causes that people named, the most frequent first.
    pub causes: Vec<NamedCause>,
}

impl Corrections {
    /// Returns whether people said nothing.
    pub fn is_empty(&self) -> bool {
        self.moments == 0
    }

    pub(crate) fn of(counted: &CorrectionFacts, rules: &Rules) -> Self {
        let place = |rule: &str| Method::ALL.iter().position(|method| method.as_str() == rule).unwrap_or(usize::MAX);
        let mut lines: Vec<_> = counted.rules.iter().map(|(rule, counts)| AgreementLine::of(rule, *counts)).collect();
        lines.sort_by_key(|line| place(&line.rule));
        let cause = |(cause, moments): (String, u64)| NamedCause { cause: CauseName::of(&cause, rules), moments };
        Self {
            moments: counted.moments,
            not_counted: counted.void,
            rules: lines,
            causes: {
                let mut causes: Vec<_> =
                    counted.causes.iter().map(|(cause, moments)| (cause.to_owned(), moments)).collect();
                causes.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
                causes.into_iter().map(cause).collect()
            },
        }
    }
}

/// How people and one rule agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgreementLine {
    /// The rule, by its method; `none` where no rule said anything.
    pub rule: String,
    /// Of the moments that it decided and that a person judged: those where both say the same.
    pub agreed: Part,
    /// Likely limits of that share (Wilson, 95 %).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Interval>,
}

impl AgreementLine {
    fn of(rule: &str, [judged, agreed]: [u64; 2]) -> Self {
        let agreed = Part::of(agreed, judged);
        let limits = agreed.share.map(|_| printed(wilson(agreed.proportion())));
        Self { rule: rule.to_owned(), agreed, limits }
    }
}

/// A cause that people named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NamedCause {
    /// The cause.
    #[serde(flatten)]
    pub cause: CauseName,
    /// Of how many moments.
    pub moments: u64,
}
