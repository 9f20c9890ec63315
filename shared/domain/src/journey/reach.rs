//! How far a judgement looks back. A journey is cut into blocks from its beginning on, and a moment is judged by the
//! touchpoints of its own block and of the one before, and by a summary of all blocks before those. A block depends only on
//! the touchpoints before its end, so the judgement of a moment does not depend on how long the journey becomes later, nor on
//! the order in which its touchpoints came. Stores nothing.

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use super::before::Before;
use super::past::{Turn, is_exchange};
use super::{Journey, Position};
use crate::identity::Identity;
use crate::rules::Rules;
use crate::touchpoint::Touchpoint;
use crate::vocabulary::Stage;

/// Touchpoints of one block: a judgement looks at no more than two blocks.
pub const TOUCHPOINTS_MAX: usize = 5_000;

/// Bytes of one block, by [`Touchpoint::weight`].
pub const BYTES_MAX: usize = 8 * 1024 * 1024;

/// What is kept of a touchpoint that is too far back to be looked at: its place, and what the summary needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// When it has its place.
    pub placed_at: Timestamp,
    /// Its source.
    pub source: Arc<str>,
    /// Its id.
    pub id: Box<str>,
    /// The identity it was recorded under.
    pub recorded: Arc<Identity>,
    /// Its [`Touchpoint::weight`].
    pub weight: usize,
    touchpoint_type: Arc<str>,
    stage: Option<Stage>,
    is_abandoned: bool,
    known_since: Option<Timestamp>,
    beside: u32,
    is_aside: bool,
}

impl Outline {
    /// Keeps of a touchpoint what has to be kept. `shared` returns one copy of a text that many touchpoints have.
    pub fn of(touchpoint: &Touchpoint, recorded: &Arc<Identity>, mut shared: impl FnMut(&str) -> Arc<str>) -> Self {
        Self {
            placed_at: touchpoint.placed_at(),
            source: shared(&touchpoint.source),
            id: touchpoint.id.as_str().into(),
            recorded: recorded.clone(),
            weight: touchpoint.weight(),
            touchpoint_type: shared(&touchpoint.touchpoint_type),
            stage: touchpoint.said.stage,
            is_abandoned: touchpoint.said.abandoned == Some(true),
            known_since: touchpoint.said.known_since,
            beside: u32::try_from(touchpoint.facts_beside()).unwrap_or(u32::MAX),
            is_aside: touchpoint.set_aside().is_some(),
        }
    }

    /// Returns its place in the journey.
    pub fn position(&self) -> Position<'_> {
        (self.placed_at, &self.source, &self.id, &self.recorded)
    }

    fn brief(&self) -> Brief<'_> {
        Brief {
            touchpoint_type: &self.touchpoint_type,
            stage: self.stage,
            is_abandoned: self.is_abandoned,
            known_since: self.known_since,
            beside: self.beside,
            is_aside: self.is_aside,
        }
    }
}

/// What the summary looks at.
struct Brief<'a> {
    touchpoint_type: &'a str,
    stage: Option<Stage>,
    is_abandoned: bool,
    known_since: Option<Timestamp>,
    beside: u32,
    is_aside: bool,
}

impl<'a> Brief<'a> {
    fn of(touchpoint: &'a Touchpoint) -> Self {
        let said = &touchpoint.said;
        Self {
            touchpoint_type: &touchpoint.touchpoint_type,
            stage: said.stage,
            is_abandoned: said.abandoned == Some(true),
            known_since: said.known_since,
            beside: u32::try_from(touchpoint.facts_beside()).unwrap_or(u32::MAX),
            is_aside: touchpoint.set_aside().is_some(),
        }
    }
}

impl Before {
    fn add(&mut self, brief: &Brief<'_>, rules: &Rules) {
        self.count += 1;
        self.beside += brief.beside as usize;
        if brief.is_aside {
            return;
        }
        let known_type = rules.type_of(brief.touchpoint_type);
        let stage = brief.stage.or(known_type.map(|known| known.stage));
        let is_exchange = stage.is_some_and(|stage| is_exchange(known_type, stage));
        let is_purchase = known_type.is_some_and(|known| known.purchase) && !brief.is_abandoned;
        let turn = Turn {
            is_research: known_type.map_or(stage == Some(Stage::Zero), |known| known.research),
            is_purchase,
            shows_bought: known_type.is_some_and(|known| known.bought),
            completes: (is_exchange && !is_purchase) || stage == Some(Stage::Ultimate),
        };
        if (turn.is_research && self.is_cycle_complete) || (turn.is_purchase && self.has_bought_in_cycle) {
            (self.has_bought_in_cycle, self.is_cycle_complete, self.has_exchange_in_cycle) = (false, false, false);
        }
        self.has_met_service |= known_type.is_some_and(|known| known.service);
        self.purchases += u32::from(is_purchase);
        self.known_since = self.known_since.into_iter().chain(brief.known_since).min();
        self.has_bought |= is_purchase || turn.shows_bought;
        self.has_bought_in_cycle |= is_purchase;
        self.is_cycle_complete |= turn.completes;
        self.has_exchange_in_cycle |= is_exchange;
    }
}

/// A run of touchpoints that is folded at once.
#[derive(Default)]
pub(super) struct Span<'a> {
    pub(super) before: Before,
    pub(super) touchpoints: &'a [Touchpoint],
    /// The first of them that is judged here; those before it only give the context.
    pub(super) judged_from: usize,
}

impl Span<'_> {
    /// Tells whether it judges anything from a position on.
    pub(super) fn reaches(&self, position: Position<'_>) -> bool {
        self.touchpoints.last().is_some_and(|last| last.position() >= position)
    }
}

/// Cuts a run of weights into blocks, from its beginning on.
pub fn blocks(weights: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let (mut start, mut bytes, mut end) = (0, 0, 0);
    for weight in weights {
        if end > start && (end - start == TOUCHPOINTS_MAX || bytes + weight > BYTES_MAX) {
            blocks.push(start..end);
            (start, bytes) = (end, 0);
        }
        bytes += weight;
        end += 1;
    }
    if end > start {
        blocks.push(start..end);
    }
    blocks
}

/// Returns where the first block of some touchpoints ends.
pub(super) fn first_block_end(touchpoints: &[Touchpoint]) -> usize {
    blocks(touchpoints.iter().map(Touchpoint::weight)).first().map_or(0, |block| block.end)
}

/// Cuts a journey into the runs in which it is folded.
pub(super) fn spans<'a>(journey: &'a Journey, rules: &Rules) -> Vec<Span<'a>> {
    let all = journey.touchpoints.as_slice();
    if journey.earlier.is_empty() && all.len() <= UNWEIGHED_MAX {
        return vec![Span { before: Before::default(), touchpoints: all, judged_from: 0 }];
    }
    let blocks = blocks(all.iter().map(Touchpoint::weight));
    let mut before = Before::default();
    journey.earlier.iter().for_each(|outline| before.add(&outline.brief(), rules));
    let context = if journey.earlier.is_empty() { 0 } else { blocks.first().map_or(0, |block| block.end) };
    let mut spans = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let is_last = number + 1 == blocks.len();
        let Some(next) = blocks.get(number + 1).or(is_last.then_some(block)) else { continue };
        if is_last && number > 0 {
            break;
        }
        let judged_from = if number == 0 { context } else { block.len() };
        spans.push(Span { before: before.clone(), touchpoints: &all[block.start..next.end], judged_from });
        all[block.clone()].iter().for_each(|touchpoint| before.add(&Brief::of(touchpoint), rules));
    }
    spans
}

/// Touchpoints that are one block whatever they weigh: the heaviest that can be stored, so many times.
const UNWEIGHED_MAX: usize = BYTES_MAX / crate::touchpoint::bounds::STORED_BYTES_MAX / 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_ends_at_its_count_or_at_its_bytes() {
        // By where each ends.
        let of =
            |weights: Vec<usize>| -> Vec<usize> { blocks(weights.into_iter()).iter().map(|block| block.end).collect() };
        assert!(of(vec![]).is_empty());
        assert_eq!(of(vec![1; TOUCHPOINTS_MAX]), [TOUCHPOINTS_MAX]);
        assert_eq!(of(vec![1; TOUCHPOINTS_MAX + 1]), [TOUCHPOINTS_MAX, TOUCHPOINTS_MAX + 1]);
        assert_eq!(of(vec![BYTES_MAX / 2, BYTES_MAX / 2]), [2]);
        assert_eq!(of(vec![BYTES_MAX / 2, BYTES_MAX / 2 + 1]), [1, 2]);
        assert_eq!(of(vec![BYTES_MAX * 3, 1]), [1, 2]);
    }

    #[test]
    fn what_comes_later_moves_no_block() {
        let weights: Vec<usize> = (0..20_000).map(|n| 100 + (n * 7_919) % 9_000).collect();
        let whole = blocks(weights.iter().copied());
        for end in [1, 4_999, 5_000, 5_001, 12_345] {
            let part = blocks(weights[..end].iter().copied());
            assert_eq!(part[..part.len() - 1], whole[..part.len() - 1]);
        }
    }
}
