//! Importance against performance: which kinds of touchpoint matter and go badly. Tests nothing.

pub(crate) mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rate::{DECIMALS, JUDGED_FOR_PERCENT_MIN, is_rated_by_rule};
use crate::sections::kinds::Kind;
use crate::sections::kinds::facts::KindFacts;
use crate::sections::slices::SliceSum;
use crate::statistics::numbers::{half_up, rounded};
use crate::tally::OTHER;

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

/// Places kinds in the grid, or says why there is none: fewer than two kinds, or nothing that matters more than the rest.
pub(crate) fn grid(
    kinds: &[Kind],
    counted: &BTreeMap<String, KindFacts>,
    customers: &BTreeMap<String, SliceSum>,
) -> Result<Grid, GridRefusal> {
    let is_placed = |kind: &&Kind| !is_rated_by_rule(&kind.kind) && kind.kind != OTHER;
    let place = |kind: &Kind| {
        let worst = customers.get(&kind.kind).map(|slice| slice.all.worst).unwrap_or_default();
        let facts = counted.get(&kind.kind)?;
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
    let stated_too_late = counted.values().map(|kind| kind.stated_late).sum();
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
