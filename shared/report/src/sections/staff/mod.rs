//! What staff can learn and owe: causes of each team, what gestures cost and brought, advocates, and thank-yous due. Never per person.

pub(crate) mod facts;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use jiff::Timestamp;

use self::facts::{Given, StaffFacts};
use crate::cause::CauseName;
use crate::rate::{Part, Rate};
use crate::sections::quiet::facts::Candidate;
use crate::tally::{OTHER, most_of};
use domain::identity::{Identity, TouchpointKey};
use domain::rules::Rules;
use domain::touchpoint::Money;

/// Causes named of one team.
const CAUSES_MAX: usize = 5;
/// Thank-yous listed.
pub const THANKS_MAX: usize = 10;
/// Days in which a thank-you is one.
pub const THANKS_DAYS: i64 = 14;

/// What staff can learn and owe.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Staff {
    /// Teams with the causes of the resolved cases that began with them, the most cases first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<TeamLine>,
    /// What was given to customers, the most cases first; the line without a name is where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gestures: Vec<GestureLine>,
    /// Times that a customer praised in public after a failure.
    pub advocates: u64,
    /// Customers who praised in public and heard nothing since, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thanks_due: Vec<ToThank>,
}

/// The causes of one team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TeamLine {
    /// The team that was met, as sent.
    pub team: String,
    /// Resolved cases with a cause.
    pub cases: u64,
    /// The most frequent causes.
    pub causes: Vec<TeamCause>,
}

/// One cause of a team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TeamCause {
    /// The cause.
    #[serde(flatten)]
    pub cause: CauseName,
    /// Of the team's cases.
    pub of: Part,
    /// Whether it is something to coach; absent for a word outside the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<bool>,
}

/// What was given, what it cost, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GestureLine {
    /// As staff wrote it; empty where nothing was given.
    pub gesture: String,
    /// Cases resolved with it.
    pub resolved: u64,
    /// What it cost in these, by currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost: Vec<Money>,
    /// Cases that ended in the customer's own better rating, of all that ended in the period.
    pub verified: Rate,
}

/// A customer to thank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ToThank {
    /// Pseudonym of the customer.
    pub customer: String,
    /// What they said it with.
    #[serde(flatten)]
    pub touchpoint: TouchpointKey,
    /// When.
    pub occurred_at: Timestamp,
    /// The touchpoint's own identity, by which the journey is found; never written.
    #[serde(skip)]
    pub recorded: Option<Identity>,
}

impl Staff {
    /// Words what was counted with the names of causes.
    pub(crate) fn of(facts: &StaffFacts, rules: &Rules) -> Self {
        let mut teams: Vec<TeamLine> = facts
            .causes
            .iter()
            .filter(|(team, _)| *team != OTHER)
            .map(|(team, causes)| {
                let of = causes.total();
                let cause = |(name, count): (String, u64)| TeamCause {
                    staff: rules.causes.get(&name).map(|known| known.staff),
                    cause: CauseName::of(&name, rules),
                    of: Part::of(count, of),
                };
                let causes = most_of(causes).into_iter().take(CAUSES_MAX).map(cause).collect();
                TeamLine { team: team.clone(), cases: of, causes }
            })
            .collect();
        teams.sort_by(|a, b| b.cases.cmp(&a.cases).then_with(|| a.team.cmp(&b.team)));
        let mut gestures: Vec<GestureLine> = facts.gestures.iter().map(GestureLine::of).collect();
        // Without anything given there is nothing to compare.
        gestures.retain(|_| facts.gestures.keys().any(|name| !name.is_empty()));
        gestures.sort_by(|a, b| b.resolved.cmp(&a.resolved).then_with(|| a.gesture.cmp(&b.gesture)));
        let thank = |one: &Candidate| ToThank {
            customer: String::new(),
            touchpoint: one.touchpoint.clone(),
            occurred_at: one.at,
            recorded: Some(one.recorded.clone()),
        };
        Self { teams, gestures, advocates: facts.advocates, thanks_due: facts.praised.iter().map(thank).collect() }
    }
}

impl GestureLine {
    fn of((gesture, given): (&String, &Given)) -> Self {
        let money = |(currency, amount): (&String, &i64)| Money {
            amount: *amount as f64 / 1_000.0,
            currency: currency.clone(),
        };
        let ended = given.verified + given.lost;
        Self {
            gesture: gesture.clone(),
            resolved: given.resolved,
            cost: given.cost.iter().filter(|(_, amount)| **amount > 0).map(money).collect(),
            verified: Rate::of(ended, ended, given.verified, None),
        }
    }
}
