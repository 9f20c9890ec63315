//! Cases in a report: what happened to them, and which nobody has resolved. Money is never summed across currencies.

pub(crate) mod telling;
pub(crate) mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use domain::case::Case;
use domain::case::Clock;
use domain::period::Period;

use self::telling::facts::TellingFacts;
use self::telling::{NextWeek, SilencedCount, UntoldCount};
use crate::cause::CauseName;
use crate::rate::Part;
use crate::tally::{Tally, most_of};
use domain::rules::Rules;
use domain::touchpoint::Money;

/// Most overdue cases named.
pub const OVERDUE_MAX: usize = 10;

/// The life of a case, in order; anything else follows by name.
const TRANSITIONS: [&str; 9] =
    ["opened", "joined", "reopened", "escalated", "acknowledged", "contacted", "resolved", "verified", "lost"];

/// What happened to cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cases {
    /// Open when the facts were read, whenever they were opened; absent if nobody counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<u64>,
    /// Those whose time has passed; absent if nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<Overdue>,
    /// Value of customers with open cases, each case once, by currency; not lost, at risk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value_at_risk: Vec<Money>,
    /// What happened in the period, in the order of a case's life.
    pub events: Vec<CaseCount>,
    /// Causes that resolved cases were closed with, the most frequent first: a Pareto.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<CauseLine>,
    /// Critical moments that a silence held back, by silence. Each has its case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silenced: Vec<SilencedCount>,
    /// Critical moments that have no case, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untold: Vec<UntoldCount>,
    /// How many cases the next seven days bring at this rate; absent where fewer than two weeks are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_week: Option<NextWeek>,
}

/// How often one thing happened to cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaseCount {
    /// `opened`, `joined`, …
    pub transition: String,
    /// In the period.
    pub now: u64,
    /// In the period before.
    pub before: u64,
}

/// One cause of the Pareto.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CauseLine {
    /// The cause.
    #[serde(flatten)]
    pub cause: CauseName,
    /// Of the cases resolved with a cause.
    pub of: Part,
    /// Of them, this cause and all more frequent ones.
    pub cumulated: Part,
    /// In the period before.
    pub before: u64,
    /// Whether the business can change it; absent for a word outside the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controllable: Option<bool>,
}

/// Cases that nobody has resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenCases {
    /// All of them.
    pub open: u64,
    /// Those looked at, which is all unless there were too many.
    pub cases: Vec<OpenCase>,
}

/// One open case as a report sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OpenCase {
    /// The case's id.
    pub case_id: String,
    /// 1 to 5.
    pub severity: u8,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// What it waits for: `acknowledge`, `contact` or `resolve`.
    pub waits_for: String,
    /// When that was due; absent if it is not overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// What the business stands to lose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// Open cases whose time has passed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Overdue {
    /// How many.
    pub count: u64,
    /// Their value, each case once, by currency.
    pub value_at_risk: Vec<Money>,
    /// The most severe of them, of these the longest overdue.
    pub cases: Vec<OpenCase>,
}

impl OpenCases {
    /// Looks at open cases as of a time; `open` counts all of them, `cases` may be fewer.
    pub fn of(open: u64, cases: &[Case], at: Timestamp) -> Self {
        let look = |case: &Case| {
            let overdue = case.overdue(at);
            let waits_for = overdue.map_or(Clock::Resolve, |(clock, _)| clock);
            OpenCase {
                case_id: case.id(),
                severity: case.severity,
                opened_at: case.running_since(),
                waits_for: match waits_for {
                    Clock::Acknowledge => "acknowledge",
                    Clock::Contact => "contact",
                    Clock::Resolve => "resolve",
                }
                .to_owned(),
                due_at: overdue.map(|(_, due_at)| due_at),
                value_at_risk: case.value_at_risk.clone(),
                owner: case.assignee.clone(),
            }
        };
        Self { open, cases: cases.iter().map(look).collect() }
    }
}

/// What was counted of cases in a period.
pub(crate) struct Happened<'a> {
    /// What happened to them.
    pub(crate) events: &'a Tally,
    /// What those that were resolved were closed with.
    pub(crate) causes: Tally,
    /// Of what nobody was woken for.
    pub(crate) telling: &'a TellingFacts,
}

impl Cases {
    /// Says what happened in a period and the one before, and what is open at a time.
    pub(crate) fn of(
        [now, before]: [&Happened<'_>; 2],
        (period, today): (Period, Date),
        (open, at): (Option<&OpenCases>, Timestamp),
        rules: &Rules,
    ) -> Self {
        let count = |transition: &str| CaseCount {
            transition: transition.to_owned(),
            now: now.events.get(transition),
            before: before.events.get(transition),
        };
        let others = now.events.iter().map(|(name, _)| name).filter(|name| !TRANSITIONS.contains(name));
        let all = TRANSITIONS.into_iter().chain(others).map(count);
        Self {
            open: open.map(|open| open.open),
            overdue: open.map(|open| Overdue::of(&open.cases, at)),
            value_at_risk: open.map(|open| value_of(&open.cases)).unwrap_or_default(),
            events: all.filter(|event| event.now + event.before > 0).collect(),
            causes: causes(&now.causes, &before.causes, rules),
            silenced: telling::silenced(now.telling),
            untold: telling::untold(now.telling, rules),
            next_week: telling::next_week(now.events.get("opened") + before.events.get("opened"), period, today),
        }
    }

    /// Returns how often something happened in the period.
    pub fn count(&self, transition: &str) -> u64 {
        self.events.iter().find(|event| event.transition == transition).map_or(0, |event| event.now)
    }
}

impl Overdue {
    fn of(cases: &[OpenCase], at: Timestamp) -> Self {
        let mut late: Vec<_> = cases.iter().filter(|case| case.due_at.is_some_and(|due| due < at)).cloned().collect();
        late.sort_by(|a, b| {
            b.severity.cmp(&a.severity).then(a.due_at.cmp(&b.due_at)).then_with(|| a.case_id.cmp(&b.case_id))
        });
        let value_at_risk = value_of(&late);
        let count = late.len() as u64;
        late.truncate(OVERDUE_MAX);
        Self { count, value_at_risk, cases: late }
    }
}

/// Adds up by currency, in thousandths, so that the order does not matter.
fn value_of(cases: &[OpenCase]) -> Vec<Money> {
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    for money in cases.iter().filter_map(|case| case.value_at_risk.as_ref()) {
        *sums.entry(&money.currency).or_default() += (money.amount * 1_000.0).round() as i128;
    }
    let money = |(currency, sum): (&str, i128)| Money { amount: sum as f64 / 1_000.0, currency: currency.to_owned() };
    sums.into_iter().map(money).collect()
}

fn causes(now: &Tally, before: &Tally, rules: &Rules) -> Vec<CauseLine> {
    let mut cumulated = 0;
    let total = now.total();
    let line = |(cause, count): (String, u64)| {
        cumulated += count;
        CauseLine {
            of: Part::of(count, total),
            cumulated: Part::of(cumulated, total),
            before: before.get(&cause),
            controllable: rules.causes.get(&cause).map(|known| known.controllable),
            cause: CauseName::of(&cause, rules),
        }
    };
    most_of(now).into_iter().map(line).collect()
}
