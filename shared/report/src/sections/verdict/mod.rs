//! What a report comes down to: worse, better, or no change detectable. Words are in [`words`].

pub(crate) mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sections::comparisons::Comparison;
use crate::sections::comparisons::movers::Change;
use crate::voice::Voice;
use domain::vocabulary::Language;

/// Which way things went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More customers met a misery, beyond chance.
    Worse,
    /// Fewer did, beyond chance.
    Better,
    /// Neither can be told with so few: not the same as no change.
    NoChangeDetectable,
    /// Too few customers were judged in one of the periods.
    TooFew,
    /// There is nothing in the period before.
    NothingBefore,
    /// There is nothing in this period.
    NoMoments,
}

/// What a report comes down to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// Which way all customers went.
    pub direction: Direction,
    /// The comparison behind it; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Comparison>,
    /// How those went who were asked, where they moved beyond chance and the verdict rests on the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Comparison>,
    /// Kinds of touchpoint where misery rose, beyond chance.
    pub worse_kinds: Vec<String>,
    /// Kinds of touchpoint where it fell, beyond chance.
    pub better_kinds: Vec<String>,
    /// All of it in one sentence, by language.
    pub sentence: BTreeMap<Language, String>,
    /// The same so short that a child can read it, by language.
    pub plain: BTreeMap<Language, String>,
}

impl Verdict {
    /// Judges by those who spoke unasked; by those who were asked only where the others are too few.
    pub(crate) fn of(moments: u64, moments_before: u64, comparisons: &[Comparison]) -> Self {
        let overall = |voice| {
            let mut all = comparisons.iter();
            all.find(|c| c.is_overall() && c.voice == voice && c.change != Change::TooFew)
        };
        let because = overall(Voice::Unsolicited).or_else(|| overall(Voice::Solicited));
        let direction = match because {
            _ if moments == 0 => Direction::NoMoments,
            _ if moments_before == 0 => Direction::NothingBefore,
            None => Direction::TooFew,
            Some(because) => match because.change {
                Change::Rose => Direction::Worse,
                Change::Fell => Direction::Better,
                Change::CouldBeChance => Direction::NoChangeDetectable,
                Change::TooFew => Direction::TooFew,
            },
        };
        Self {
            direction,
            because: because.cloned(),
            asked: overall(Voice::Solicited)
                .filter(|asked| because.is_some_and(|because| because.voice != asked.voice))
                .filter(|asked| matches!(asked.change, Change::Rose | Change::Fell))
                .cloned(),
            worse_kinds: moved(comparisons, Change::Rose),
            better_kinds: moved(comparisons, Change::Fell),
            sentence: BTreeMap::new(),
            plain: BTreeMap::new(),
        }
    }
}

/// Names the kinds that moved one way, the most certain first, each once.
fn moved(comparisons: &[Comparison], change: Change) -> Vec<String> {
    let mut moved: Vec<_> =
        comparisons.iter().filter(|c| c.is_misery() && c.change == change && c.kind.is_some()).collect();
    moved.sort_by(|a, b| a.p.unwrap_or(1.0).total_cmp(&b.p.unwrap_or(1.0)));
    let mut names: Vec<String> = Vec::new();
    for name in moved.into_iter().filter_map(|c| c.kind.clone()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
