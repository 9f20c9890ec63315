//! All series week by week: what is normal, which has left it, and when it is back. Knows no names and no dates.

use std::collections::BTreeMap;

use crate::Count;
use crate::direction::Direction;
use crate::dispersion::Shared;
use crate::episode::{End, Episode};
use crate::limit::{WEEKS_A_YEAR, limit};
use crate::season::as_last_year;
use crate::target::TargetWatch;
use crate::watch::{BEFORE_WEEKS_MIN, Before, Hit, Limits, WEEKS_USUAL, Watch};

/// False alarm episodes a year over all series that a deployment puts up with.
pub const FALSE_ALARMS_A_YEAR: f64 = 0.5;
/// Share of the budget that is for rises; the rest is for falls, which can wait.
const SHARE_FOR_WORSE: f64 = 0.95;

/// Weeks after which the dispersion of all series is estimated again: it changes slowly.
const SHARED_WEEKS: usize = 4;

/// What is watched.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// For each series, the share that is to be bad at most, if somebody set one.
    pub targets: Vec<Option<f64>>,
    /// False alarm episodes a year over all of them.
    pub false_alarms_a_year: f64,
}

/// A series that is out of its range, or over its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signal {
    /// Which series.
    pub series: usize,
    /// Which way.
    pub direction: Direction,
    /// Whether it is over a target, and not out of its own range.
    pub is_target: bool,
    /// Weeks it has lasted, the running one included.
    pub weeks: usize,
    /// How far out, as a standard normal deviate.
    pub distance: f64,
}

/// The state of all series after some weeks.
#[derive(Clone, Debug)]
pub struct Engine {
    states: Vec<State>,
    limits: Limits,
    with_target: Limits,
    shared: Shared,
    week: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct State {
    ordinary: Watch,
    seasons: BTreeMap<usize, Watch>,
    pub(crate) episode: Option<Episode>,
    pub(crate) target: Option<TargetWatch>,
    counts: Vec<Count>,
}

impl Engine {
    /// Begins to watch.
    pub fn new(plan: &Plan) -> Self {
        let of_series = plan.false_alarms_a_year / WEEKS_A_YEAR / plan.targets.len().max(1) as f64;
        let limits =
            |worse: f64| Limits { worse: limit(of_series * worse), better: limit(of_series * (1.0 - SHARE_FOR_WORSE)) };
        let state = |target: &Option<f64>| State {
            ordinary: Watch::new(),
            seasons: BTreeMap::new(),
            episode: None,
            target: target.map(TargetWatch::new),
            counts: Vec::with_capacity(WEEKS_USUAL),
        };
        Self {
            states: plan.targets.iter().map(state).collect(),
            limits: limits(SHARE_FOR_WORSE),
            // A target is a second question about the same series: they share.
            with_target: limits(SHARE_FOR_WORSE / 2.0),
            shared: Shared::default(),
            week: 0,
        }
    }

    /// Looks at the running week, as far as it has come, and changes nothing. Returns what is out of range now and was not
    /// before. `season` is the place of the declared season that the week lies in.
    pub fn look(&self, counts: &[Count], season: Option<usize>) -> Vec<Signal> {
        let mut signals = Vec::new();
        for (series, (state, count)) in self.states.iter().zip(counts).enumerate() {
            let limits = self.limits_of(state);
            if let Some(hit) = state.search(*count, season, &self.shared, limits) {
                signals.push(Signal::of(series, false, &hit));
            }
            if let Some(target) = &state.target
                && let Some(hit) = target.search(*count, &state.ordinary, &self.shared, limits.worse)
            {
                signals.push(Signal::of(series, true, &hit));
            }
        }
        signals
    }

    /// Adds a week that is over. Returns what left its range with it.
    pub fn advance(&mut self, counts: &[Count], season: Option<usize>) -> Vec<Signal> {
        let mut signals = Vec::new();
        for (series, count) in counts.iter().enumerate().take(self.states.len()) {
            let limits = self.limits_of(&self.states[series]);
            let state = &mut self.states[series];
            // The target first: how much the series varies is known from the weeks before this one.
            if let Some(target) = &mut state.target
                && count.of > 0
                && target.advance(self.week, *count, &state.ordinary, &self.shared, limits.worse)
                && let Some(episode) = &target.episode
            {
                let (weeks, distance) = (episode.weeks.len(), episode.distance);
                signals.push(Signal { series, direction: Direction::Worse, is_target: true, weeks, distance });
            }
            if let Some(hit) = state.advance(self.week, *count, season, &self.shared, limits) {
                signals.push(Signal::of(series, false, &hit));
            }
            state.counts.push(*count);
        }
        self.week += 1;
        if self.week <= BEFORE_WEEKS_MIN || self.week.is_multiple_of(SHARED_WEEKS) {
            let owns: Vec<_> = self.states.iter().filter_map(|state| state.ordinary.own()).collect();
            self.shared = Shared::of(&owns);
        }
        signals
    }

    fn limits_of(&self, state: &State) -> Limits {
        if state.target.is_some() { self.with_target } else { self.limits }
    }

    /// Returns what is normal for a series; `None` while it has too few weeks.
    pub(crate) fn normal(&self, series: usize, season: Option<usize>) -> Option<Before> {
        let state = self.states.get(series)?;
        if let Some(episode) = &state.episode {
            return Some(episode.before);
        }
        let watch = state.watch(season)?;
        (watch.len() >= BEFORE_WEEKS_MIN).then(|| watch.before(0, &self.shared))
    }

    pub(crate) fn state(&self, series: usize) -> Option<&State> {
        self.states.get(series)
    }
}

impl Signal {
    fn of(series: usize, is_target: bool, hit: &Hit) -> Self {
        Self { series, direction: hit.direction, is_target, weeks: hit.weeks, distance: hit.distance }
    }
}

impl State {
    fn watch(&self, season: Option<usize>) -> Option<&Watch> {
        match season {
            None => Some(&self.ordinary),
            Some(season) => self.seasons.get(&season),
        }
    }

    fn search(&self, now: Count, season: Option<usize>, shared: &Shared, limits: Limits) -> Option<Hit> {
        if now.of == 0 || self.episode.is_some() {
            return None;
        }
        let hit = self.watch(season)?.search(now, shared, limits)?;
        let limit = if hit.direction == Direction::Worse { limits.worse } else { limits.better };
        // What came at the same time last year is the season.
        let beyond = as_last_year(&self.counts, hit.weeks, now, &hit.before);
        beyond.is_none_or(|beyond| beyond.abs() > limit && (beyond > 0.0) == (hit.distance > 0.0)).then_some(hit)
    }

    fn advance(
        &mut self,
        week: usize,
        now: Count,
        season: Option<usize>,
        shared: &Shared,
        limits: Limits,
    ) -> Option<Hit> {
        if now.of == 0 {
            return None;
        }
        if let Some(mut episode) = self.episode.take() {
            if season.is_some() {
                self.episode = Some(episode);
                return None;
            }
            match episode.add(week, now) {
                None => self.episode = Some(episode),
                Some(End::Back(place)) => {
                    episode.weeks.drain(..place);
                    episode.weeks.iter().for_each(|(week, count)| self.ordinary.push(*week, *count));
                }
                Some(end) => {
                    if end == End::NewNormal {
                        self.ordinary = Watch::new();
                    }
                    episode.weeks.iter().for_each(|(week, count)| self.ordinary.push(*week, *count));
                    self.ordinary.settle();
                }
            }
            return None;
        }
        let hit = self.search(now, season, shared, limits);
        let counts = &self.counts;
        let watch = match season {
            None => &mut self.ordinary,
            Some(season) => self.seasons.entry(season).or_insert_with(Watch::new),
        };
        watch.push(week, now);
        let hit = hit?;
        let weeks = watch.take_back(hit.weeks);
        let weeks =
            weeks.into_iter().map(usize::from).map(|week| (week, counts.get(week).copied().unwrap_or(now))).collect();
        self.episode = Some(Episode::new(hit.direction, week, hit.distance, hit.before, weeks));
        Some(hit)
    }
}
