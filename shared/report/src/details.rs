//! The rest of a report: importance against performance, what was measured beside what was felt, waits, and what the sides
//! of a contact are worth.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::facts::{Clocks, EXACT_WAIT_S_MAX, Facts, KindFacts, Waits};
use super::ranking::is_rated_by_rule;
use super::rate::{DECIMALS, JUDGED_FOR_PERCENT_MIN, Rate, Rates};
use super::sums::{Slice, Sums};
use super::tally::OTHER;
use super::voice::Voice;
use crate::statistics::importance::{self, Answer, Refusal};
use crate::statistics::interval::Interval;
use crate::statistics::numbers::{half_up, rounded};
use domain::vocabulary::{Dimension, Method};

/// Fewest customers who stated an importance before it counts instead of the type's.
pub const STATED_MIN: u64 = 10;

/// Importance against performance (Martilla & James 1977), crosshairs at the means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Grid {
    /// Kinds with at least 10 judged customers.
    pub points: Vec<Point>,
    /// Mean importance of the points.
    pub importance: f64,
    /// Mean performance of the points.
    pub performance: f64,
    /// Answers about importance that were not asked before the opinion, and so are left out.
    pub stated_too_late: u64,
}

/// One kind in the grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// The kind.
    pub kind: String,
    /// 1 to 5: as customers stated it before their opinion if at least 10 did, otherwise of the moments.
    pub importance: f64,
    /// How many stated it so.
    pub stated: u64,
    /// Share of the judged customers, whoever asked, who met no misery.
    pub performance: f64,
    /// n.
    pub judged: u64,
    /// Where it lies.
    pub quadrant: Quadrant,
}

/// What to do with a kind, by where it lies in the grid. On a crosshair counts as above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quadrant {
    /// Important and poor.
    ConcentrateHere,
    /// Important and good.
    KeepItUp,
    /// Unimportant and poor.
    LowPriority,
    /// Unimportant and good.
    PossibleOverkill,
}

/// What was measured beside what was felt, for one kind. Never merged into one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signals {
    /// The kind.
    pub kind: String,
    /// Misery among moments that times, resolution and abandonment decided, or the comparison with a promise.
    pub operational: Rate,
    /// Misery among moments that a rating, the customer's words or the sender's own word decided.
    pub emotional: Rate,
}

/// The two clocks of one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClockLine {
    /// The channel; empty if the senders named none.
    pub channel: String,
    /// Until the customer was acknowledged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Quantiles>,
    /// Until a person greeted the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeted: Option<Quantiles>,
}

/// Waits in seconds: exact to 99, within 5 % beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quantiles {
    /// Moments measured.
    pub n: u64,
    /// The wait that half of them did not exceed; absent below 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p50_s: Option<u32>,
    /// The wait that nine in ten did not exceed; absent below 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90_s: Option<u32>,
    /// The same half in the period before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p50_before_s: Option<u32>,
}

/// What the sides of a contact go together with, or why nothing can be said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Drivers {
    /// Answers that rate all five sides and the whole.
    pub answers: u64,
    /// Answers needed.
    pub needed: u64,
    /// The result, or the reason for none.
    #[serde(flatten)]
    pub reading: DriverReading,
}

/// What may be said of the sides of a contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriverReading {
    /// Each side's share of R² with its bootstrap interval, the largest first.
    Linked {
        /// Share of the variation of the overall rating that the sides account for together.
        r_squared: f64,
        /// The shares; they sum to it.
        shares: Vec<Driver>,
    },
    /// Why nothing is derived.
    Refused(DriverRefusal),
}

/// Why nothing is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriverRefusal {
    /// Fewer than ten answers a side.
    TooFew,
    /// A side, or the whole, was always rated the same.
    NoContrast,
}

/// One side of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Driver {
    /// The side.
    pub side: Dimension,
    /// Its share of R².
    pub share: f64,
    /// Lower limit of the 95 % bootstrap interval.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// Rates of the customers of one name: a segment, a channel, a source, or a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SliceLine {
    /// The name; empty if the senders gave none, `other` for the rarer ones together.
    pub name: String,
    /// Moments.
    pub moments: u64,
    /// Moments of the period before.
    pub moments_before: u64,
    /// Different customers, estimated where they are a sample.
    pub customers: u64,
    /// Critical moments.
    pub critical: u64,
    /// Rates by voice, never pooled.
    pub rates: BTreeMap<Voice, Rates>,
}

/// Places kinds in the grid; `None` if there are fewer than two.
pub(super) fn grid(sums: &Sums, kinds: &[Kind]) -> Option<Grid> {
    let is_placed = |kind: &&Kind| !is_rated_by_rule(&kind.kind) && kind.kind != OTHER;
    let place = |kind: &Kind| {
        let worst = super::ranking::customers_of(sums, &kind.kind).worst;
        let facts = sums.facts.kinds.get(&kind.kind)?;
        let [stated, sum] = facts.stated;
        let mean = half_up(10 * i128::from(sum), stated) as f64 / 10.0;
        (worst.judged() >= JUDGED_FOR_PERCENT_MIN).then(|| Point {
            kind: kind.kind.clone(),
            importance: if stated >= STATED_MIN { mean } else { kind.importance },
            stated,
            performance: rounded((worst.judged() - worst.misery) as f64 / worst.judged() as f64, DECIMALS),
            judged: worst.judged(),
            quadrant: Quadrant::LowPriority,
        })
    };
    let mut points: Vec<_> = kinds.iter().filter(is_placed).filter_map(place).collect();
    if points.len() < 2 {
        return None;
    }
    let mean = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (importance, performance) = (mean(|point| point.importance), mean(|point| point.performance));
    for point in &mut points {
        point.quadrant = match (point.importance >= importance, point.performance >= performance) {
            (true, false) => Quadrant::ConcentrateHere,
            (true, true) => Quadrant::KeepItUp,
            (false, false) => Quadrant::LowPriority,
            (false, true) => Quadrant::PossibleOverkill,
        };
    }
    let stated_too_late = sums.facts.kinds.values().map(|kind| kind.stated_late).sum();
    let (importance, performance) = (rounded(importance, 2), rounded(performance, DECIMALS));
    Some(Grid { points, importance, performance, stated_too_late })
}

/// Puts what was measured beside what was felt, for kinds that have both or either.
pub(super) fn signals(facts: &Facts) -> Vec<Signals> {
    let line = |(kind, facts): (&String, &KindFacts)| {
        let rate = |methods: &[Method]| {
            let mut sums = [0; 3];
            for counts in methods.iter().filter_map(|method| facts.methods.get(method)) {
                sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            }
            let all = sums.iter().sum();
            Rate::of(all, all, sums[0], None)
        };
        let operational = rate(&[Method::Operational, Method::Gap]);
        let emotional = rate(&[Method::Explicit, Method::Rating, Method::Text]);
        let is_said = operational.total + emotional.total > 0 && !is_rated_by_rule(kind);
        is_said.then(|| Signals { kind: kind.clone(), operational, emotional })
    };
    let mut lines: Vec<_> = facts.kinds.iter().filter_map(line).collect();
    let n = |line: &Signals| line.operational.total + line.emotional.total;
    lines.sort_by(|a, b| n(b).cmp(&n(a)).then_with(|| a.kind.cmp(&b.kind)));
    lines
}

/// Tells how long customers waited, by channel.
pub(super) fn clocks(now: &Facts, before: &Facts) -> Vec<ClockLine> {
    let quantiles = |waits: &Waits, before: Option<&Waits>| {
        let at =
            |waits: &Waits, hundredths| waits.quantile(hundredths).filter(|_| waits.count() >= JUDGED_FOR_PERCENT_MIN);
        (waits.count() > 0).then(|| Quantiles {
            n: waits.count(),
            p50_s: at(waits, 50),
            p90_s: at(waits, 90),
            p50_before_s: before.and_then(|before| at(before, 50)),
        })
    };
    let line = |(channel, clocks): (&String, &Clocks)| {
        let earlier = before.clocks.get(channel);
        ClockLine {
            channel: channel.clone(),
            acknowledged: quantiles(&clocks.acknowledged, earlier.map(|earlier| &earlier.acknowledged)),
            greeted: quantiles(&clocks.greeted, earlier.map(|earlier| &earlier.greeted)),
        }
    };
    now.clocks.iter().map(line).collect()
}

/// Derives what the sides of a contact go together with; `None` if nobody rated all of them.
pub(super) fn drivers(facts: &Facts) -> Option<Drivers> {
    const SIDES: usize = Dimension::ALL.len();
    let read = |(digits, count): (&str, u64)| {
        let values: Vec<u8> = digits.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
        let (overall, sides) = values.split_last()?;
        Some(Answer::<SIDES> { drivers: sides.try_into().ok()?, overall: *overall, count })
    };
    let answers: Vec<_> = facts.answers.iter().filter_map(read).collect();
    let n = answers.iter().map(|answer| answer.count).sum();
    let reading = match importance::derive(&answers) {
        Err(Refusal::TooFew) => DriverReading::Refused(DriverRefusal::TooFew),
        Err(Refusal::NoContrast) => DriverReading::Refused(DriverRefusal::NoContrast),
        Ok(found) => {
            let limits = importance::bootstrap(&answers);
            let driver = |((side, share), limits): ((&Dimension, f64), Interval)| Driver {
                side: *side,
                share: rounded(share, 4),
                low: rounded(limits.low, 4),
                high: rounded(limits.high, 4),
            };
            let mut shares: Vec<_> = Dimension::ALL.iter().zip(found.shares).zip(limits).map(driver).collect();
            shares.sort_by(|a, b| b.share.total_cmp(&a.share));
            DriverReading::Linked { r_squared: rounded(found.r_squared, 4), shares }
        }
    };
    (n > 0).then(|| Drivers { answers: n, needed: importance::ANSWERS_PER_DRIVER_MIN * SIDES as u64, reading })
}

/// Lists slices beside those of the period before, the most customers first and `other` last.
pub(super) fn slices(now: &BTreeMap<String, Slice>, before: &BTreeMap<String, Slice>) -> Vec<SliceLine> {
    let line = |(name, slice): (&String, &Slice)| SliceLine {
        name: name.clone(),
        moments: slice.moments,
        moments_before: before.get(name).map_or(0, |slice| slice.moments),
        customers: slice.all.population,
        critical: slice.critical,
        rates: slice.voices.iter().map(|(voice, counted)| (*voice, Rates::of(counted))).collect(),
    };
    let mut lines: Vec<_> = now.iter().map(line).collect();
    let is_other = |line: &SliceLine| line.name == OTHER;
    lines.sort_by(|a, b| {
        is_other(a).cmp(&is_other(b)).then(b.customers.cmp(&a.customers)).then_with(|| a.name.cmp(&b.name))
    });
    lines
}

/// Waits are kept to the second up to here; definitions say so.
const _: () = assert!(EXACT_WAIT_S_MAX == 99);
