//! Corrections: what people say of a touchpoint who know better than the rules. Each is a fact with author, time and reason, kept
//! beside the touchpoint; one is taken back by another. What holds depends only on which there are, never on the order in which
//! they came. Judges nothing: the rules look at it first.

use std::collections::BTreeSet;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identity::fingerprint;
use crate::vocabulary::{Aside, Outcome};

/// Corrections of one touchpoint, at most.
pub const CORRECTIONS_MAX: usize = 50;

/// Characters of an id.
const ID_CHARS: usize = 16;

/// What somebody says of one touchpoint, or takes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// When it was said.
    pub at: Timestamp,
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: String,
    /// What is said.
    #[serde(flatten)]
    pub says: Says,
}

/// What a correction says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "says", rename_all = "snake_case")]
pub enum Says {
    /// How it ended. The same as the rules say is a confirmation.
    Outcome {
        /// How.
        outcome: Outcome,
    },
    /// What caused it.
    Cause {
        /// The cause, by its name in the catalogue.
        cause: String,
    },
    /// Nobody's experience: an advertisement, a test, a robot.
    Spam,
    /// The same as another touchpoint, which counts.
    Duplicate {
        /// That one, as `source/id`.
        of: String,
    },
    /// Somebody else's, who is not known.
    OtherCustomer,
    /// An earlier correction does not hold.
    Withdrawn {
        /// Its id.
        correction: String,
    },
}

/// What is said about: of two corrections about one thing the later holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Outcome,
    Cause,
    Place,
}

impl Says {
    fn about(&self) -> Option<About> {
        match self {
            Self::Outcome { .. } => Some(About::Outcome),
            Self::Cause { .. } => Some(About::Cause),
            Self::Spam | Self::Duplicate { .. } | Self::OtherCustomer => Some(About::Place),
            Self::Withdrawn { .. } => None,
        }
    }

    /// Returns the word by which it is named.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Outcome { .. } => "outcome",
            Self::Cause { .. } => "cause",
            Self::Spam => "spam",
            Self::Duplicate { .. } => "duplicate",
            Self::OtherCustomer => "other_customer",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

impl Correction {
    /// Returns its id: the same words of the same author at the same time are one correction, however often they come.
    pub fn id(&self) -> String {
        let says = serde_json::to_string(&self.says).unwrap_or_default();
        fingerprint(&["correction", &self.at.to_string(), &self.by, &self.reason, &says], ID_CHARS)
    }
}

/// What holds of the corrections of one touchpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing<'a> {
    /// How it ended, and by whose word.
    pub outcome: Option<(Outcome, &'a Correction)>,
    /// What caused it.
    pub cause: Option<(&'a str, &'a Correction)>,
    /// Why it counts in nobody's journey.
    pub aside: Option<(Aside, &'a Correction)>,
}

impl<'a> Standing<'a> {
    /// Finds what holds: what was not taken back, of each thing the latest.
    pub fn of(corrections: &'a [Correction]) -> Self {
        if corrections.is_empty() {
            return Self::default();
        }
        let withdrawn: BTreeSet<&str> = corrections
            .iter()
            .filter_map(|correction| match &correction.says {
                Says::Withdrawn { correction } => Some(correction.as_str()),
                _ => None,
            })
            .collect();
        let latest = |about: About| {
            let standing = corrections.iter().filter(|correction| correction.says.about() == Some(about));
            let standing = standing.map(|correction| (correction.at, correction.id(), correction));
            let standing = standing.filter(|(_, id, _)| !withdrawn.contains(id.as_str()));
            standing.max_by(|(at, id, _), (other_at, other_id, _)| (at, id).cmp(&(other_at, other_id)))
        };
        let outcome = latest(About::Outcome).and_then(|(_, _, correction)| match correction.says {
            Says::Outcome { outcome } => Some((outcome, correction)),
            _ => None,
        });
        let cause = latest(About::Cause).and_then(|(_, _, correction)| match &correction.says {
            Says::Cause { cause } => Some((cause.as_str(), correction)),
            _ => None,
        });
        let aside = latest(About::Place).and_then(|(_, _, correction)| {
            let aside = match correction.says {
                Says::Spam => Aside::Spam,
                Says::Duplicate { .. } => Aside::Duplicate,
                Says::OtherCustomer => Aside::OtherCustomer,
                _ => return None,
            };
            Some((aside, correction))
        });
        Self { outcome, cause, aside }
    }

    /// Returns whether it says that nothing bad happened to this customer here.
    pub fn clears(&self) -> bool {
        self.aside.is_some() || self.outcome.is_some_and(|(outcome, _)| outcome != Outcome::Misery)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(minute: i64, by: &str, says: Says) -> Correction {
        let at = Timestamp::from_second(1_796_000_000 + minute * 60).unwrap();
        Correction { at, by: by.to_owned(), reason: "as the customer said on the phone".to_owned(), says }
    }

    fn outcome(minute: i64, outcome: Outcome) -> Correction {
        said(minute, "ana", Says::Outcome { outcome })
    }

    fn withdrawn(minute: i64, correction: &Correction) -> Correction {
        said(minute, "eva", Says::Withdrawn { correction: correction.id() })
    }

    #[test]
    fn the_later_word_holds_and_what_is_taken_back_does_not() {
        let (first, second) = (outcome(0, Outcome::Average), outcome(1, Outcome::Magic));
        let of = |all: &[Correction]| Standing::of(all).outcome.map(|(outcome, _)| outcome);
        assert_eq!(of(&[second.clone(), first.clone()]), Some(Outcome::Magic));
        let back = withdrawn(2, &second);
        assert_eq!(of(&[back.clone(), second.clone(), first.clone()]), Some(Outcome::Average));
        assert_eq!(of(&[first.clone(), second, back, withdrawn(3, &first)]), None);
        // Taking back what was never said does nothing.
        assert_eq!(of(&[withdrawn(2, &outcome(9, Outcome::Magic)), first]), Some(Outcome::Average));
    }

    #[test]
    fn outcome_cause_and_place_hold_beside_each_other() {
        let cause = said(1, "ana", Says::Cause { cause: "website".into() });
        let all = [outcome(0, Outcome::Misery), cause, said(2, "eva", Says::Spam), said(3, "eva", Says::OtherCustomer)];
        let standing = Standing::of(&all);
        assert_eq!(standing.outcome.map(|(outcome, _)| outcome), Some(Outcome::Misery));
        assert_eq!(standing.cause.map(|(cause, _)| cause), Some("website"));
        assert_eq!(standing.aside.map(|(aside, _)| aside), Some(Aside::OtherCustomer));
        assert!(standing.clears());
        assert!(!Standing::of(&all[..2]).clears());
    }

    #[test]
    fn a_correction_is_read_as_it_was_written() {
        for says in [
            Says::Outcome { outcome: Outcome::Unknown },
            Says::Cause { cause: "website".into() },
            Says::Spam,
            Says::Duplicate { of: "shop/1".into() },
            Says::OtherCustomer,
            Says::Withdrawn { correction: "0123".into() },
        ] {
            let correction = said(0, "ana", says);
            let text = serde_json::to_string(&correction).unwrap();
            assert_eq!(serde_json::from_str::<Correction>(&text).unwrap(), correction);
            assert!(text.contains(&format!("\"says\":\"{}\"", correction.says.as_str())), "{text}");
        }
    }

    fn any_corrections() -> impl Strategy<Value = Vec<Correction>> {
        let one = (0..6_i64, 0..6_usize, prop::sample::select(Outcome::ALL)).prop_map(|(minute, kind, outcome)| {
            let says = match kind {
                0 | 1 => Says::Outcome { outcome },
                2 => Says::Cause { cause: "website".into() },
                3 => Says::Spam,
                4 => Says::Duplicate { of: "shop/1".into() },
                _ => Says::OtherCustomer,
            };
            said(minute, "ana", says)
        });
        (prop::collection::vec(one, 0..8), prop::collection::vec(any::<prop::sample::Index>(), 0..4)).prop_map(
            |(mut all, back)| {
                if !all.is_empty() {
                    let back: Vec<_> = back.iter().map(|index| withdrawn(9, index.get(&all))).collect();
                    all.extend(back);
                }
                all
            },
        )
    }

    proptest! {
        #[test]
        fn what_holds_does_not_depend_on_order_or_repetition(
            (sent, came) in any_corrections().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        ) {
            let words = |all: &[Correction]| {
                let standing = Standing::of(all);
                (standing.outcome.map(|(_, by)| by.clone()), standing.cause.map(|(_, by)| by.clone()),
                    standing.aside.map(|(_, by)| by.clone()))
            };
            let twice: Vec<_> = came.iter().chain(&came).cloned().collect();
            prop_assert_eq!(words(&sent), words(&came));
            prop_assert_eq!(words(&sent), words(&twice));
        }
    }
}
