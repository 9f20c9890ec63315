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
use domain::vocabulary::Dimension;

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

/// Why there is no grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GridRefusal {
    /// Fewer than two kinds have enough judged customers.
    TooFewKinds,
    /// All kinds matter the same, so none matters more.
    SameImportance,
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
    /// Misery by times, resolution and abandonment, or the comparison with a promise, of all moments that have any of these.
    pub operational: Rate,
    /// Misery by a rating, the customer's words or the sender's own word, of all moments that have any of these.
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

/// Places kinds in the grid, or says why there is none: fewer than two kinds, or nothing that matters more than the rest.
pub(super) fn grid(sums: &Sums, kinds: &[Kind]) -> Result<Grid, GridRefusal> {
    let is_placed = |kind: &&Kind| !is_rated_by_rule(&kind.kind) && kind.kind != OTHER;
    let place = |kind: &Kind| {
        let worst = super::ranking::customers_of(sums, &kind.kind).worst;
        let facts = sums.facts.kinds.get(&kind.kind)?;
        let (stated, (sum, of)) = (facts.stated[0], importance_of(facts));
        (worst.judged() >= JUDGED_FOR_PERCENT_MIN).then(|| {
            let exact = (sum as f64 / of.max(1) as f64, good(worst.judged(), worst.misery));
            let point = Point {
                kind: kind.kind.clone(),
                importance: half_up(10 * i128::from(sum), of) as f64 / 10.0,
                stated,
                performance: rounded(exact.1, DECIMALS),
                judged: worst.judged(),
                quadrant: Quadrant::LowPriority,
            };
            (point, exact)
        })
    };
    let mut placed: Vec<_> = kinds.iter().filter(is_placed).filter_map(place).collect();
    if placed.len() < 2 {
        return Err(GridRefusal::TooFewKinds);
    }
    // What is printed is rounded once, at the end.
    let mean =
        |of: fn(&(f64, f64)) -> f64| placed.iter().map(|(_, exact)| of(exact)).sum::<f64>() / placed.len() as f64;
    let (importance, performance) = (mean(|exact| exact.0), mean(|exact| exact.1));
    if placed.iter().all(|(_, exact)| (exact.0 - importance).abs() < 1e-9) {
        return Err(GridRefusal::SameImportance);
    }
    for (point, (matters, goes_well)) in &mut placed {
        point.quadrant = match (*matters >= importance, *goes_well >= performance) {
            (true, false) => Quadrant::ConcentrateHere,
            (true, true) => Quadrant::KeepItUp,
            (false, false) => Quadrant::LowPriority,
            (false, true) => Quadrant::PossibleOverkill,
        };
    }
    let stated_too_late = sums.facts.kinds.values().map(|kind| kind.stated_late).sum();
    let (importance, performance) = (rounded(importance, 2), rounded(performance, DECIMALS));
    Ok(Grid { points: placed.into_iter().map(|(point, _)| point).collect(), importance, performance, stated_too_late })
}

/// Returns the sum of importances and how many there are: of those that customers stated in time, if they are enough.
fn importance_of(facts: &KindFacts) -> (u64, u64) {
    match facts.stated {
        [stated, sum] if stated >= STATED_MIN => (sum, stated),
        _ => (facts.importance, facts.moments),
    }
}

fn good(judged: u64, misery: u64) -> f64 {
    (judged - misery) as f64 / judged.max(1) as f64
}

/// Puts what was measured beside what was felt, each over all moments that carry it.
pub(super) fn signals(facts: &Facts) -> Vec<Signals> {
    let line = |(kind, facts): (&String, &KindFacts)| {
        let rate = |counts: &[u64; 3]| {
            let all = counts.iter().sum();
            Rate::of(all, all, counts[0], None)
        };
        let (operational, emotional) = (rate(&facts.measured), rate(&facts.felt));
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

/// Derives what the sides of a contact go together with; `None` if nobody rated all of them. Communication is among them where most were
/// asked for it; otherwise it is left out, and everybody's answer counts.
pub(super) fn drivers(facts: &Facts) -> Option<Drivers> {
    let read = |(digits, count): (&str, u64)| {
        let values: Vec<u8> = digits.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
        (values.len() == Dimension::ALL.len() + 1).then_some((values, count))
    };
    let answers: Vec<(Vec<u8>, u64)> = facts.answers.iter().filter_map(read).collect();
    let count = |answers: &[(Vec<u8>, u64)]| answers.iter().map(|(_, count)| count).sum::<u64>();
    let whole: Vec<_> = answers.iter().filter(|(values, _)| !values.contains(&0)).cloned().collect();
    let (n, n_whole) = (count(&answers), count(&whole));
    let is_whole = 2 * n_whole >= n;
    let reading = match is_whole {
        true => reading::<{ Dimension::ALL.len() }>(&whole),
        false => reading::<{ Dimension::ALL.len() - 1 }>(&answers),
    };
    let sides = Dimension::ALL.len() as u64 - u64::from(!is_whole);
    let needed = importance::ANSWERS_PER_DRIVER_MIN * sides;
    (n > 0).then_some(Drivers { answers: if is_whole { n_whole } else { n }, needed, reading })
}

/// Derives it of the first sides, in their order.
fn reading<const SIDES: usize>(answers: &[(Vec<u8>, u64)]) -> DriverReading {
    let read = |(values, count): &(Vec<u8>, u64)| {
        let drivers = values.get(..SIDES)?.try_into().ok()?;
        Some(Answer::<SIDES> { drivers, overall: *values.last()?, count: *count })
    };
    let answers: Vec<_> = answers.iter().filter_map(read).collect();
    match importance::derive(&answers) {
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
    }
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
