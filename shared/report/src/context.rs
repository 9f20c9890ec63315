//! What a report has to know besides what was counted: the moment of reading, the rules, and what people promised to do.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Comparison, DayCounts, Report};
use domain::rules::Rules;

/// What is true at the moment of reading, beside the days.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// When the facts were read. For a scheduled report the scheduled time, so that a repeated firing gives the same
    /// bytes.
    pub at: Timestamp,
    /// The rules, which name causes and owners.
    pub rules: &'a Rules,
    /// What the channels were told of this report, if they were.
    pub announced: Option<Announced>,
    /// What the report of the period before promised to do, if somebody wrote it down.
    pub action: Option<Action>,
    /// Cases that nobody has resolved, whenever they were opened; `None` if nobody looked.
    pub open_cases: Option<super::OpenCases>,
    /// What went wrong for whom in the last weeks; `None` for a long report, whose own days suffice.
    pub recent: Option<&'a super::Recent>,
}

/// What a report said when the channels were told of it: what came later is told from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// When.
    #[serde(rename = "announced_at")]
    pub at: Timestamp,
    /// Its moments by outcome: misery, average, magic, unknown.
    pub outcomes: [u64; 4],
}

impl Announced {
    /// What a report says, announced as of the time it was read for.
    pub fn of(report: &Report) -> Self {
        let of_day = |day: &DayCounts| [day.misery, day.average, day.magic, day.unknown];
        let mut outcomes = [0; 4];
        for day in report.days.iter().map(of_day) {
            outcomes.iter_mut().zip(day).for_each(|(sum, count)| *sum += count);
        }
        Self { at: report.as_of, outcomes }
    }
}

/// What somebody promised to do about what a report said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// In their own words.
    pub text: String,
    /// The kind of touchpoint it is about; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who does it, a person or a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it was promised.
    pub at: Timestamp,
}

/// A promised action with what happened since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Followed {
    /// What was promised on the report of the period before.
    #[serde(flatten)]
    pub action: Action,
    /// Misery of what it is about, then and now; absent if either has nothing to compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Comparison>,
}

impl Followed {
    /// Puts an action beside what happened to its kind; to all customers if it names none.
    pub(super) fn of(action: Action, comparisons: &[Comparison]) -> Self {
        let about = |c: &&Comparison| c.is_misery() && c.kind == action.kind;
        // The voice with more judged customers tells more.
        let since = comparisons.iter().filter(about).max_by_key(|c| c.now.judged.min(c.before.judged)).cloned();
        Self { action, since }
    }
}
