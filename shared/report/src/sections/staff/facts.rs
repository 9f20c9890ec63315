//! What staff can learn and owe: causes by the team that was met, what was given and what came of it, advocates won after a failure, and
//! who praised. Names no person of the staff.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::customers;
use crate::fact::{Fact, NAMES_OF_A_DAY_MAX, Seen};
use crate::sections::quiet::facts::{Candidate, keep_quiet};
use crate::tally::{OTHER, Tally, least};
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::Moment;
use domain::vocabulary::{Attention, Outcome, Stage};

/// Teams, and gestures, that a day keeps apart.
const NAMES_MAX: usize = 12;
/// Names held while a day is being summarised.
const NAMES_SEEN_MAX: usize = 1_000;

/// What staff can learn and owe.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct StaffFacts {
    /// Causes of resolved cases by the team that was met at the moment that opened them.
    pub(crate) causes: BTreeMap<String, Tally>,
    /// By what was given; an empty name where nothing was.
    pub(crate) gestures: BTreeMap<String, Given>,
    /// Moments at which a customer praised in public after a failure.
    pub(crate) advocates: u64,
    /// Who praised, the latest.
    pub(crate) praised: Vec<Candidate>,
}

/// What was given, and what came of the cases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    /// Cases that were resolved with it.
    pub(crate) resolved: u64,
    /// What it cost in these, by currency, in thousandths.
    pub(crate) cost: BTreeMap<String, i64>,
    /// Cases that ended in the customer's own better rating, and cases that ended lost.
    pub(crate) verified: u64,
    pub(crate) lost: u64,
}

impl Given {
    fn extend(&mut self, other: &Self) {
        self.resolved += other.resolved;
        self.verified += other.verified;
        self.lost += other.lost;
        for (currency, amount) in &other.cost {
            *self.cost.entry(currency.clone()).or_default() += amount;
        }
    }
}

impl StaffFacts {
    fn given(&mut self, name: &str) -> &mut Given {
        let name = if self.gestures.contains_key(name) || self.gestures.len() < NAMES_SEEN_MAX { name } else { OTHER };
        self.gestures.entry(name.to_owned()).or_default()
    }

    fn causes_of(&mut self, team: &str) -> &mut Tally {
        let team = if self.causes.contains_key(team) || self.causes.len() < NAMES_SEEN_MAX { team } else { OTHER };
        self.causes.entry(team.to_owned()).or_default()
    }
}

/// Returns whether a customer told others something good.
fn is_praise(moment: &Moment, voice: Voice) -> bool {
    voice != Voice::Staff && moment.stage == Stage::Ultimate && moment.outcome == Outcome::Magic
}

impl Fact for StaffFacts {
    type Sum = Self;

    fn add(sum: &mut Self, seen: &Seen<'_>) {
        let moment = seen.moment;
        if !is_praise(moment, seen.voice) {
            return;
        }
        let is_after_failure =
            moment.signals.follows_misery_at.is_some() || moment.attention == Some(Attention::AfterMisery);
        sum.advocates += u64::from(is_after_failure);
        let candidate = Candidate {
            hash: customers::hash(&moment.customer),
            recorded: moment.recorded.clone(),
            touchpoint: moment.key(),
            at: moment.occurred_at,
            quiet: Vec::new(),
        };
        keep_quiet(&mut sum.praised, candidate);
    }

    fn add_case_event(sum: &mut Self, event: &CaseEvent) {
        let gesture = event.gesture.as_deref().map(str::trim).unwrap_or_default();
        match event.transition.as_str() {
            "resolved" => {
                if let (Some(team), Some(cause)) = (&event.team, &event.cause) {
                    sum.causes_of(team).add(cause, 1);
                }
                let given = sum.given(gesture);
                given.resolved += 1;
                if let Some(cost) = &event.gesture_cost {
                    *given.cost.entry(cost.currency.clone()).or_default() += (cost.amount * 1_000.0).round() as i64;
                }
            }
            "verified" => sum.given(gesture).verified += 1,
            "lost" => sum.given(gesture).lost += 1,
            _ => {}
        }
    }

    fn merge(sum: &mut Self, other: &Self) {
        other.causes.iter().for_each(|(team, causes)| sum.causes_of(team).extend(causes));
        other.gestures.iter().for_each(|(name, given)| sum.given(name).extend(given));
        sum.advocates += other.advocates;
        other.praised.iter().for_each(|one| keep_quiet(&mut sum.praised, one.clone()));
    }

    fn settle(_: &mut Self, _: usize) {}

    fn bound(sum: &mut Self) {
        sum.causes.values_mut().for_each(|causes| causes.settle(NAMES_OF_A_DAY_MAX));
        for team in least(sum.causes.iter().map(|(team, causes)| (team.as_str(), causes.total())), NAMES_MAX) {
            if sum.causes.len() > NAMES_MAX
                && let Some(causes) = sum.causes.remove(&team)
            {
                sum.causes_of(OTHER).extend(&causes);
            }
        }
        // What nothing was given for stays: it is what the others are compared with.
        let named = sum.gestures.iter().filter(|(name, _)| !name.is_empty());
        let rare = least(named.map(|(name, given)| (name.as_str(), given.resolved + given.verified)), NAMES_MAX);
        for name in rare.into_iter().filter(|_| sum.gestures.len() > NAMES_MAX).collect::<Vec<_>>() {
            if let Some(given) = sum.gestures.remove(&name) {
                sum.given(OTHER).extend(&given);
            }
        }
    }

    /// Who praised stays: whether somebody thanked them is looked up by their names.
    fn forget(_: &mut Self) {}
}
