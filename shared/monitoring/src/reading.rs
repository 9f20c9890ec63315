//! From named series to what a report says about each: level, normal range, trend, target, and whether it left its range.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Count;
use crate::copies::copies;
use crate::direction::Direction;
use crate::engine::{Engine, FALSE_ALARMS_A_YEAR, Plan, Signal};
use crate::episode::Episode;
use crate::range::Range;
use crate::season::Season;

/// Weeks that are looked back at most.
pub const WEEKS_MAX: usize = 104;
/// Weeks after which a yearly pattern would have been seen.
const WEEKS_OF_TWO_YEARS: usize = 104;

/// One series by week, the earliest first; a week without anything is `0 of 0`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Its name, such as `delivery.late`.
    pub name: String,
    /// What was counted.
    pub counts: Vec<Count>,
    /// The share that is to be bad at most, if somebody set one.
    pub target: Option<f64>,
}

/// What is to be looked at.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The Monday of the first week.
    pub first: Date,
    /// The series, all of the same length. Of copies the first one stays.
    pub series: &'a [Series],
    /// Whether the last week is still running.
    pub is_partial: bool,
    /// Declared seasons.
    pub seasons: &'a [Season],
}

/// What is to be said of one series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// Names of the same fact, which are not watched again.
    pub copies: Vec<String>,
    /// The last week.
    pub last: Count,
    /// Where a week like the last one normally is; `None` while there are too few weeks.
    pub normal: Option<Range>,
    /// How it left its range, if it did.
    pub finding: Option<Finding>,
    /// The target, if somebody set one.
    pub target: Option<TargetReading>,
    /// The declared season of the last week.
    pub season: Option<String>,
}

/// A series that left its normal range and is not back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Which way.
    pub direction: Direction,
    /// The Monday of the week in which it began, as far as the counts say.
    pub since: Date,
    /// The Monday of the week in which it was noticed.
    pub noticed: Date,
    /// Whether the last week is the one in which it was noticed.
    pub is_new: bool,
    /// Everything counted since.
    pub counted: Count,
    /// The share that was normal before.
    pub before: f64,
    /// How far out, as a standard normal deviate.
    pub distance: f64,
    /// Whether the time of the year may explain it: less than two years are known, and no season is declared.
    pub may_be_seasonal: bool,
}

/// A target and whether it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetReading {
    /// The share that is to be bad at most.
    pub share: f64,
    /// Whether it was kept.
    pub state: TargetState,
    /// The Monday since which it is missed.
    pub since: Option<Date>,
    /// The Monday of the week in which that was noticed.
    pub noticed: Option<Date>,
    /// Everything counted since.
    pub counted: Count,
}

/// Whether a target was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// The last week kept it.
    Kept,
    /// The last week was above it, which may be chance.
    Above,
    /// It is missed, and not by chance.
    Missed,
}

/// Reads all series up to the last week. The same input gives the same readings; copies are left out.
pub fn monitor(input: &Input<'_>) -> Vec<Reading> {
    let all: Vec<&[Count]> = input.series.iter().map(|series| series.counts.as_slice()).collect();
    let copies = copies(&all);
    let is_watched = |place: &usize| copies[*place].is_none() && all[*place].iter().any(|count| count.of > 0);
    let watched: Vec<usize> = (0..all.len()).filter(is_watched).collect();
    // A target of a copy is a target of the fact.
    let target_of = |place: usize| {
        let own_and_copies = (0..all.len()).filter(|other| *other == place || copies[*other] == Some(place));
        own_and_copies.filter_map(|other| input.series[other].target).next()
    };
    let plan = Plan {
        targets: watched.iter().map(|place| target_of(*place)).collect(),
        false_alarms_a_year: FALSE_ALARMS_A_YEAR,
    };
    let mut engine = Engine::new(&plan);
    let weeks = all.first().map_or(0, |counts| counts.len());
    let mut signals = Vec::new();
    let mut counts = vec![Count::default(); watched.len()];
    for week in 0..weeks {
        for (count, place) in counts.iter_mut().zip(&watched) {
            *count = all[*place].get(week).copied().unwrap_or_default();
        }
        let season = Season::of_week(input.seasons, monday(input.first, week));
        match input.is_partial && week + 1 == weeks {
            true => signals = engine.look(&counts, season),
            false => drop(engine.advance(&counts, season)),
        }
    }
    let last = weeks.saturating_sub(1);
    let context = Context { input, engine: &engine, signals: &signals, last };
    let read = |(series, place): (usize, &usize)| Reading {
        copies: (0..all.len())
            .filter(|other| copies[*other] == Some(*place))
            .map(|other| input.series[other].name.clone())
            .collect(),
        ..context.read(series, &input.series[*place])
    };
    watched.iter().enumerate().map(read).collect()
}

fn monday(first: Date, week: usize) -> Date {
    first.saturating_add((week as i64).weeks())
}

struct Context<'a> {
    input: &'a Input<'a>,
    engine: &'a Engine,
    /// Of the running week.
    signals: &'a [Signal],
    last: usize,
}

impl Context<'_> {
    fn read(&self, place: usize, series: &Series) -> Reading {
        let season = Season::of_week(self.input.seasons, monday(self.input.first, self.last));
        let last = series.counts.get(self.last).copied().unwrap_or_default();
        let normal = self.engine.normal(place, season);
        let state = self.engine.state(place);
        let signal = |is_target| self.signals.iter().find(|one| one.series == place && one.is_target == is_target);
        let finding = match state.and_then(|state| state.episode.as_ref()) {
            Some(episode) => Some(self.of_episode(episode, last)),
            None => {
                signal(false).map(|signal| self.of_signal(signal, series, normal.map_or(0.0, |normal| normal.share)))
            }
        };
        let target = state.and_then(|state| state.target.as_ref()).map(|target| {
            let missed = match (&target.episode, signal(true)) {
                (Some(episode), _) => Some((episode.since, episode.noticed, episode.total() + self.running(last))),
                (None, Some(signal)) => {
                    let from = self.last + 1 - signal.weeks;
                    Some((from, self.last, series.counts[from..].iter().copied().sum()))
                }
                (None, None) => None,
            };
            let state = match missed {
                Some(_) => TargetState::Missed,
                None if last.share() > target.share => TargetState::Above,
                None => TargetState::Kept,
            };
            TargetReading {
                share: target.share,
                state,
                since: missed.map(|(week, ..)| monday(self.input.first, week)),
                noticed: missed.map(|(_, week, _)| monday(self.input.first, week)),
                counted: missed.map_or(last, |(.., counted)| counted),
            }
        });
        Reading {
            name: series.name.clone(),
            copies: Vec::new(),
            last,
            normal: normal.map(|before| Range::of(&before, last.of)),
            finding,
            target,
            season: season.and_then(|place| self.input.seasons.get(place)).map(|season| season.name.clone()),
        }
    }

    /// What of the last week is not in an episode yet: the running week.
    fn running(&self, last: Count) -> Count {
        if self.input.is_partial { last } else { Count::default() }
    }

    fn of_episode(&self, episode: &Episode, last: Count) -> Finding {
        Finding {
            direction: episode.direction,
            since: monday(self.input.first, episode.since),
            noticed: monday(self.input.first, episode.noticed),
            is_new: episode.noticed == self.last,
            counted: episode.total() + self.running(last),
            before: episode.before.share,
            distance: episode.distance,
            may_be_seasonal: self.may_be_seasonal(),
        }
    }

    fn of_signal(&self, signal: &Signal, series: &Series, before: f64) -> Finding {
        // Weeks without anything are no part of a window.
        let with_any = series.counts.iter().enumerate().rev().filter(|(_, count)| count.of > 0);
        let window: Vec<_> = with_any.take(signal.weeks).collect();
        Finding {
            direction: signal.direction,
            since: monday(self.input.first, window.last().map_or(self.last, |(week, _)| *week)),
            noticed: monday(self.input.first, self.last),
            is_new: true,
            counted: window.iter().map(|(_, count)| **count).sum(),
            before,
            distance: signal.distance,
            may_be_seasonal: self.may_be_seasonal(),
        }
    }

    fn may_be_seasonal(&self) -> bool {
        self.last + 1 < WEEKS_OF_TWO_YEARS && self.input.seasons.is_empty()
    }
}
