//! Watches a simulated world as a deployment does: a look each day, a week added when it is over, a message once an episode.

use monitoring::engine::FALSE_ALARMS_A_YEAR;
use monitoring::{Direction, Engine, Plan};

use crate::world::{DAYS, Run, World};

/// Weeks within which the same series and direction are not told again.
const TOLD_WEEKS: usize = 4;

/// An alarm as the channel got it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alarm {
    pub(crate) series: usize,
    pub(crate) direction: Direction,
    pub(crate) is_target: bool,
    /// Days from the beginning, those of the alarm included.
    pub(crate) day: usize,
}

/// How a world is watched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watching {
    pub(crate) weeks: usize,
    /// Looks each day, or at the end of the week only.
    pub(crate) daily: bool,
    pub(crate) false_alarms_a_year: f64,
    pub(crate) target: Option<f64>,
}

impl Default for Watching {
    fn default() -> Self {
        Self { weeks: 104, daily: true, false_alarms_a_year: FALSE_ALARMS_A_YEAR, target: None }
    }
}

/// Runs one seed and returns what the channel was told. `level` is asked for the level of a series in a week; watching stops
/// when `is_enough` says so.
pub(crate) fn watch(
    world: World,
    watching: Watching,
    seed: u64,
    level: impl Fn(usize, usize) -> f64,
    is_enough: impl Fn(&Alarm) -> bool,
) -> Vec<Alarm> {
    let mut run = Run::new(world, seed);
    let targets = vec![watching.target; world.series];
    let mut engine = Engine::new(&Plan { targets, false_alarms_a_year: watching.false_alarms_a_year });
    let mut told: Vec<Alarm> = Vec::new();
    for week in 0..watching.weeks {
        let days = run.week(|series| level(series, week));
        for (day, counts) in days.iter().enumerate() {
            let signals = match day + 1 {
                DAYS => engine.advance(counts, None),
                _ if watching.daily => engine.look(counts, None),
                _ => continue,
            };
            for signal in signals {
                let alarm = Alarm {
                    series: signal.series,
                    direction: signal.direction,
                    is_target: signal.is_target,
                    day: week * DAYS + day + 1,
                };
                let is_told = told.iter().any(|earlier| {
                    (earlier.series, earlier.direction, earlier.is_target)
                        == (alarm.series, alarm.direction, alarm.is_target)
                        && alarm.day - earlier.day <= TOLD_WEEKS * DAYS
                });
                if !is_told {
                    told.push(alarm);
                    if is_enough(&alarm) {
                        return told;
                    }
                }
            }
        }
    }
    told
}
