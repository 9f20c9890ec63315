//! One series as a report shows it. Decides nothing: it carries what was read, with its sentence.

use std::collections::BTreeMap;

use ::monitoring::{Count, Direction, Finding, Range, Reading};
use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::Part;
use super::super::statistics::numbers::rounded;
use super::facts::{ARRIVED, ASKED, BAD, LATE, PROMISE};
use domain::vocabulary::Language;

/// Weeks of a trend.
pub const TREND_WEEKS: usize = 26;
/// Decimals of shares.
const DECIMALS: i32 = 6;

/// One series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Its name, as a target names it: `delivery.late`.
    pub series: String,
    /// The kind of touchpoint, or the promised facet.
    pub subject: String,
    /// What is counted of it.
    pub measure: Measure,
    /// Names of the same fact, which are not monitored again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
    /// The last week: how many were bad.
    pub last: Part,
    /// Where a week like the last one normally is; absent while too few weeks are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normal: Option<Limits>,
    /// How it left its range; absent if it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Found>,
    /// The target; absent if none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// The declared season of the last week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<String>,
    /// Its last weeks, the earliest first; weeks without anything are left out.
    pub trend: Vec<TrendWeek>,
    /// All of it in one sentence, by language.
    pub sentence: BTreeMap<Language, String>,
}

/// What is counted of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// A promised time was missed, in the week that it was for; what never came included.
    Late,
    /// It came late, in the week in which it came: where much comes late this shows earlier, and what never comes shows not at all.
    Arrived,
    /// A customer who spoke unasked had a bad experience.
    Bad,
    /// A customer who was asked had one.
    Asked,
    /// A promised facet was not kept.
    Promise,
}

/// A range of shares, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Which way a series went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// More are bad.
    Worse,
    /// Fewer are bad.
    Better,
}

/// How a series left its normal range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// Which way.
    pub way: Way,
    /// The Monday of the week in which it began, as far as the counts say.
    pub since: Date,
    /// The Monday of the week in which it was noticed.
    pub noticed: Date,
    /// Everything counted since: the rows behind it.
    pub counted: Part,
    /// The share that was normal before.
    pub before: f64,
    /// How far out it was, in standard deviations.
    pub distance: f64,
    /// Whether the time of the year may explain it.
    pub may_be_seasonal: bool,
}

/// A target, and whether it was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// The share that is to be bad at most.
    pub share: f64,
    /// Whether it was kept.
    pub is: TargetIs,
    /// The Monday since which it is missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The Monday of the week in which that was noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed: Option<Date>,
}

/// Whether a target was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetIs {
    /// The last week kept it.
    Kept,
    /// The last week was above it, which may be chance.
    Above,
    /// It is missed, and not by chance.
    Missed,
}

/// One week of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrendWeek {
    /// Its Monday.
    pub week: Date,
    /// How many were bad.
    pub bad: u64,
    /// Of how many.
    pub of: u64,
}

impl Line {
    pub(super) fn of(reading: &Reading, counts: &[Count], first: Date) -> Self {
        let (subject, measure) = parts(&reading.name);
        let target = reading.target.map(|target| Target {
            share: target.share,
            is: target.state.into(),
            since: target.since,
            noticed: target.noticed,
        });
        Self {
            series: reading.name.clone(),
            subject: subject.to_owned(),
            measure,
            copies: reading.copies.clone(),
            last: part(reading.last),
            normal: reading.normal.map(Limits::from),
            found: reading.finding.map(Found::from),
            target,
            season: reading.season.clone(),
            trend: trend(counts, first),
            sentence: BTreeMap::new(),
        }
    }

    /// Returns whether it is worse and not back yet, or misses its target.
    pub fn is_worse(&self) -> bool {
        self.is_worse_than_target()
            || self.found.as_ref().is_some_and(|found| found.way == Way::Worse && !self.is_back())
    }

    /// Returns whether it is better, or came back just now.
    pub fn is_better(&self) -> bool {
        match self.is_back() {
            true => !self.was_inside(),
            false => self.found.as_ref().is_some_and(|found| found.way == Way::Better),
        }
    }

    /// Returns whether it had left its range and the last week shows that it is back.
    pub fn is_back(&self) -> bool {
        self.found.is_some() && self.is_inside() && self.tells()
    }

    /// Returns whether the last week could show that a series is still out of its range. Of few, even what was far out lies in the wide
    /// range of such a week.
    fn tells(&self) -> bool {
        let (Some(found), Some(normal)) = (&self.found, self.normal) else { return true };
        let earlier = self.trend.split_last().map_or(&[][..], |(_, earlier)| earlier);
        let mut shares =
            earlier.iter().filter(|week| week.week >= found.since).map(|week| week.bad as f64 / week.of.max(1) as f64);
        match found.way {
            Way::Worse => shares.any(|share| share > normal.high),
            Way::Better => shares.any(|share| share < normal.low),
        }
    }

    /// Returns whether it misses its target.
    pub fn is_worse_than_target(&self) -> bool {
        self.target.as_ref().is_some_and(|target| target.is == TargetIs::Missed)
    }

    /// Returns whether the last week is in its normal range, or none is known.
    pub fn is_inside(&self) -> bool {
        let share = self.last.count as f64 / self.last.of.max(1) as f64;
        self.normal.is_none_or(|normal| normal.low <= share && share <= normal.high)
    }

    /// Returns whether the week before the last one was in the range too.
    pub(crate) fn was_inside(&self) -> bool {
        let before = self.trend.len().checked_sub(2).and_then(|place| self.trend.get(place));
        let share = before.map(|week| week.bad as f64 / week.of.max(1) as f64);
        self.normal.zip(share).is_none_or(|(normal, share)| normal.low <= share && share <= normal.high)
    }

    /// Returns whether more went wrong in the last week than in nearly all weeks.
    pub(crate) fn is_above(&self) -> bool {
        let share = self.last.count as f64 / self.last.of.max(1) as f64;
        self.normal.is_some_and(|normal| share > normal.high)
    }

    /// What comes first has the least: worse before missed, missed before better, better before the rest; the clearest first.
    pub(super) fn rank(&self) -> f64 {
        match &self.found {
            Some(found) if found.way == Way::Worse => -1_000.0 - found.distance.abs(),
            _ if self.is_worse() => -900.0,
            Some(found) => -100.0 - found.distance.abs(),
            None => 0.0,
        }
    }
}

/// Takes a name apart: `delivery.late`, or `promise.scoops`.
fn parts(name: &str) -> (&str, Measure) {
    if let Some(facet) = name.strip_prefix(PROMISE).and_then(|rest| rest.strip_prefix('.'))
        && ![LATE, BAD, ASKED].contains(&facet)
    {
        return (facet, Measure::Promise);
    }
    match name.rsplit_once('.') {
        Some((kind, LATE)) => (kind, Measure::Late),
        Some((kind, ARRIVED)) => (kind, Measure::Arrived),
        Some((kind, ASKED)) => (kind, Measure::Asked),
        Some((kind, _)) => (kind, Measure::Bad),
        None => (name, Measure::Bad),
    }
}

fn part(count: Count) -> Part {
    Part::of(count.bad, count.of)
}

fn trend(counts: &[Count], first: Date) -> Vec<TrendWeek> {
    let from = counts.len().saturating_sub(TREND_WEEKS);
    let week = |(week, count): (usize, &Count)| TrendWeek {
        week: first.saturating_add((week as i64).weeks()),
        bad: count.bad,
        of: count.of,
    };
    counts.iter().enumerate().skip(from).filter(|(_, count)| count.of > 0).map(week).collect()
}

impl From<Range> for Limits {
    fn from(range: Range) -> Self {
        Self { low: rounded(range.low, DECIMALS), high: rounded(range.high, DECIMALS) }
    }
}

impl From<Finding> for Found {
    fn from(finding: Finding) -> Self {
        Self {
            way: match finding.direction {
                Direction::Worse => Way::Worse,
                Direction::Better => Way::Better,
            },
            since: finding.since,
            noticed: finding.noticed,
            counted: part(finding.counted),
            before: rounded(finding.before, DECIMALS),
            distance: rounded(finding.distance, 3),
            may_be_seasonal: finding.may_be_seasonal,
        }
    }
}
