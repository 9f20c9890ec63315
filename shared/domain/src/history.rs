//! What followed each kind of failure within thirty days, counted from judged journeys: what a deployment's own points can be fitted to.
//! Counts only; what the counts say, and whether they are enough, is said where they are shown.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::journey::Judged;
use crate::journey::ledger::Status;
use crate::moment::Moment;
use crate::rules::Rules;
use crate::vocabulary::{Audience, Observer, Outcome};

/// Days after a failure in which something counts as following it.
pub const FOLLOWED_DAYS: i64 = 30;

/// The type of a touchpoint with which a customer gives something back.
const RETURN: &str = "return";

/// Failures, and after how many of them something came. A failure may be followed by several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// Failures that are old enough to tell.
    pub failures: u64,
    /// By a bad review or post that others can see.
    pub public: u64,
    /// By a return.
    pub returned: u64,
    /// By either of the two.
    pub harmed: u64,
    /// By nothing from the customer at all.
    pub silent: u64,
    /// By another purchase.
    pub bought: u64,
}

impl AddAssign for Followed {
    fn add_assign(&mut self, other: Self) {
        self.failures += other.failures;
        self.public += other.public;
        self.returned += other.returned;
        self.harmed += other.harmed;
        self.silent += other.silent;
        self.bought += other.bought;
    }
}

/// What followed failures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// By kind: the type of the touchpoint, and what came of the promise behind it.
    pub kinds: BTreeMap<String, Followed>,
    /// By piece of evidence, under the key that its points have in the configuration; the failures that have it.
    pub evidence: BTreeMap<String, Weighed>,
    /// All failures.
    pub all: Followed,
}

/// Failures with a piece of evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// The points that it adds now.
    pub points: i8,
    /// What followed.
    pub followed: Followed,
}

impl AddAssign for History {
    fn add_assign(&mut self, other: Self) {
        for (kind, followed) in other.kinds {
            *self.kinds.entry(kind).or_default() += followed;
        }
        for (name, weighed) in other.evidence {
            let mine = self.evidence.entry(name).or_default();
            mine.points = weighed.points;
            mine.followed += weighed.followed;
        }
        self.all += other.all;
    }
}

impl History {
    /// Counts what followed the critical failures of a journey, those that had thirty days by `now`. Echoes are no failures of their own.
    pub fn of(judged: &[Judged], rules: &Rules, now: Timestamp) -> Self {
        let mut history = Self::default();
        let moments: Vec<&Moment> = judged.iter().map(|judged| &judged.moment).collect();
        for (index, moment) in moments.iter().enumerate() {
            let until = moment.occurred_at.saturating_add(SignedDuration::from_hours(24 * FOLLOWED_DAYS));
            let Some(until) = until.ok().filter(|until| moment.is_critical() && moment.is_failure() && *until <= now)
            else {
                continue;
            };
            let later = moments.get(index + 1..).unwrap_or_default().iter().copied();
            let followed = followed(later.filter(|later| later.occurred_at <= until), rules);
            history.all += followed;
            *history.kinds.entry(kind(moment)).or_default() += followed;
            for (name, points) in moment.weights.iter().filter_map(weighed) {
                let weighed = history.evidence.entry(name).or_default();
                weighed.points = points;
                weighed.followed += followed;
            }
        }
        history
    }
}

/// Names the kind of a failure.
fn kind(moment: &Moment) -> String {
    let promise = match moment.signals.promise {
        Some(Status::Broken) => ", late or less than promised",
        Some(Status::Expired) => ", still waiting",
        _ => "",
    };
    format!("{}{promise}", moment.touchpoint_type)
}

fn followed<'a>(later: impl Iterator<Item = &'a Moment>, rules: &Rules) -> Followed {
    let (mut public, mut returned, mut heard, mut bought) = (false, false, false, false);
    for moment in later {
        public |= moment.outcome == Outcome::Misery && moment.audience == Audience::Public;
        returned |= moment.touchpoint_type == RETURN;
        heard |= moment.observed_by == Observer::Customer && moment.source != crate::touchpoint::expiry::SOURCE;
        bought |= rules.type_of(&moment.touchpoint_type).is_some_and(|known| known.purchase);
    }
    Followed {
        failures: 1,
        public: public.into(),
        returned: returned.into(),
        harmed: (public || returned).into(),
        silent: (!heard).into(),
        bought: bought.into(),
    }
}

/// Returns the key of a piece of evidence in the configuration, and its points. None where its points depend on a second number, which
/// these counts do not tell.
fn weighed(code: &Code) -> Option<(String, i8)> {
    let points = code.arguments().last()?.parse().ok()?;
    let name = match code.name() {
        "weight_clause" => format!("severity.{}", code.arguments().next()?),
        "weight_repeat" => "severity.repeat".to_owned(),
        "weight_many" => "evidence.repeat_many".to_owned(),
        "weight_late" | "weight_promised" => return None,
        name => format!("evidence.{}", name.strip_prefix("weight_")?),
    };
    Some((name, points))
}
