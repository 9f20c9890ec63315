//! For whom something fails more often than for the others: by segment, channel and source, all of them tested together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{ByKind, Cut, Facts};
use super::movers::{FALSE_DISCOVERY_RATE, JUDGED_TO_TEST_MIN};
use super::rate::{DECIMALS, Part};
use super::statistics::Proportion;
use super::statistics::compare::{benjamini_hochberg, chi_squared_p};
use super::statistics::interval::newcombe;
use super::statistics::numbers::rounded;
use super::tally::OTHER;

/// Fewest failures here and elsewhere together for a difference to be tested.
const FAILURES_MIN: u64 = 5;
/// Moments that the mean of all counts for when a share is drawn towards it.
const WEIGHT_OF_MEAN: f64 = 20.0;

/// Somebody for whom something fails more often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Excess {
    /// By what the moments were cut.
    pub by: Cut,
    /// The segment, channel or source.
    pub name: String,
    /// Moments that failed there.
    pub here: Part,
    /// Moments that failed elsewhere.
    pub elsewhere: Part,
    /// The share there, drawn towards that of all, because the highest of many is also the luckiest: what it is ordered by.
    pub shrunken: f64,
}

/// Finds for each of some kinds for whom it fails more often than for the others; nothing where that may be chance.
pub(crate) fn excesses(facts: &Facts, kinds: &[&str]) -> Vec<Option<Excess>> {
    let mut tested: Vec<(usize, f64, Excess, f64)> = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        for (cut, names) in &facts.cross {
            let of = |by_kind: &ByKind| by_kind.get(*kind).copied().unwrap_or_default();
            let all = names.values().map(of).fold([0, 0], |sum: [u64; 2], of| [sum[0] + of[0], sum[1] + of[1]]);
            for (name, by_kind) in names.iter().filter(|(name, _)| *name != OTHER && !name.is_empty()) {
                let here = of(by_kind);
                let elsewhere = [all[0] - here[0], all[1] - here[1]];
                if let Some((p, excess, much)) = excess(*cut, name, here, elsewhere) {
                    tested.push((place, p, excess, much));
                }
            }
        }
    }
    let selected = benjamini_hochberg(&tested.iter().map(|(_, p, ..)| *p).collect::<Vec<_>>(), FALSE_DISCOVERY_RATE);
    let mut found: Vec<Option<(Excess, f64)>> = kinds.iter().map(|_| None).collect();
    for ((place, _, excess, much), _) in tested.into_iter().zip(selected).filter(|(_, selected)| *selected) {
        let is_more = excess.here.proportion().share() > excess.elsewhere.proportion().share();
        if is_more && found[place].as_ref().is_none_or(|(_, most)| much > *most) {
            found[place] = Some((excess, much));
        }
    }
    found.into_iter().map(|found| found.map(|(excess, _)| excess)).collect()
}

/// Tests one name against the others: its p-value, and how many failures it has too many.
fn excess(by: Cut, name: &str, here: [u64; 2], elsewhere: [u64; 2]) -> Option<(f64, Excess, f64)> {
    if here[1].min(elsewhere[1]) < JUDGED_TO_TEST_MIN || here[0] + elsewhere[0] < FAILURES_MIN {
        return None;
    }
    let [one, rest] = [here, elsewhere].map(|[bad, of]| Proportion::new(bad, of));
    let p = chi_squared_p(one, rest)?;
    // The interval has to agree, as for changes.
    let p = if newcombe(one, rest).excludes_zero() { p } else { 1.0 };
    let mean = (here[0] + elsewhere[0]) as f64 / (here[1] + elsewhere[1]) as f64;
    let shrunken = (here[0] as f64 + WEIGHT_OF_MEAN * mean) / (here[1] as f64 + WEIGHT_OF_MEAN);
    let much = (shrunken - rest.share()) * here[1] as f64;
    let excess = Excess {
        by,
        name: name.to_owned(),
        here: Part::of(here[0], here[1]),
        elsewhere: Part::of(elsewhere[0], elsewhere[1]),
        shrunken: rounded(shrunken, DECIMALS),
    };
    Some((p, excess, much))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(of: &[(&str, [u64; 2])]) -> Facts {
        let by_kind = |counts: [u64; 2]| ByKind::from([("delivery".to_owned(), counts)]);
        let names = of.iter().map(|(name, counts)| ((*name).to_owned(), by_kind(*counts))).collect();
        Facts { cross: [(Cut::Segment, names)].into(), ..Facts::default() }
    }

    #[test]
    fn a_region_with_many_late_parcels_is_named_with_its_counts() {
        let found = excesses(&facts(&[("PA", [12, 43]), ("SP", [30, 500]), ("RJ", [12, 200])]), &["delivery"]);
        let excess = found[0].as_ref().unwrap();
        assert_eq!((excess.name.as_str(), excess.here.count, excess.here.of), ("PA", 12, 43));
        assert_eq!((excess.elsewhere.count, excess.elsewhere.of), (42, 700));
        assert!(excess.shrunken < 12.0 / 43.0, "it is drawn towards the mean");
    }

    #[test]
    fn what_may_be_chance_names_nobody() {
        let names: Vec<String> = (0..30).map(|n| format!("s{n:02}")).collect();
        // One of thirty has 6 of 40 where four are to be expected.
        let of: Vec<_> =
            names.iter().enumerate().map(|(n, name)| (name.as_str(), [if n == 7 { 6 } else { 4 }, 40])).collect();
        assert_eq!(excesses(&facts(&of), &["delivery"]), [None]);
        assert_eq!(excesses(&facts(&[("PA", [5, 29]), ("SP", [0, 500])]), &["delivery"]), [None], "too few");
        assert_eq!(excesses(&facts(&[("PA", [12, 43]), ("SP", [30, 500])]), &["billing"]), [None]);
    }

    #[test]
    fn somebody_for_whom_it_goes_better_is_not_named() {
        assert_eq!(
            excesses(&facts(&[("PA", [0, 300]), ("SP", [60, 300])]), &["delivery"])[0].as_ref().unwrap().name,
            "SP"
        );
    }
}
