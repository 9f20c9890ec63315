//! Digits as people group them: `612 345 678`, `(11) 91234-5678`, `4111 1111 1111 1111`. Says where the groups are, and not what
//! they mean.

use std::ops::Range;

use crate::view::View;

/// Letters between two groups, at most: `) - `.
const BETWEEN_MAX: usize = 3;
/// Groups of one run that are looked at.
const GROUPS_MAX: usize = 40;

/// Groups of digits that stand together.
pub(crate) struct Run {
    pub(crate) groups: Vec<Range<usize>>,
}

/// Some neighbouring groups of a run.
#[derive(Clone, Copy)]
pub(crate) struct Window<'a> {
    pub(crate) view: &'a View,
    pub(crate) groups: &'a [Range<usize>],
}

impl Window<'_> {
    /// Returns all digits.
    pub(crate) fn digits(&self) -> Vec<u8> {
        let groups = self.groups.iter().flat_map(|group| &self.view.letters[group.clone()]);
        groups.filter_map(|letter| u8::try_from(letter.to_digit(10)?).ok()).collect()
    }

    /// Returns how many digits each group has.
    pub(crate) fn lengths(&self) -> Vec<usize> {
        self.groups.iter().map(ExactSizeIterator::len).collect()
    }

    /// Returns where it is, from the first digit to behind the last one.
    pub(crate) fn range(&self) -> Range<usize> {
        match (self.groups.first(), self.groups.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// Tells whether a letter stands between any two groups.
    pub(crate) fn is_parted_by(&self, letter: char) -> bool {
        self.groups.windows(2).any(|pair| self.view.letters[pair[0].end..pair[1].start].contains(&letter))
    }

    /// Tells whether nothing beside it makes it a part of something longer: a letter, a decimal, a price, a code.
    pub(crate) fn stands_alone(&self) -> bool {
        let (view, Range { start, end }) = (self.view, self.range());
        // What opens a number belongs to it.
        let mut start = start;
        while matches!(view.before(start), Some('(' | '+')) {
            start -= 1;
        }
        let before_that = start.checked_sub(2).and_then(|place| view.at(place));
        let begins = match view.before(start) {
            Some(letter) if letter.is_alphanumeric() => false,
            Some('_' | '#' | '$' | '€' | '£' | '%' | '*') => false,
            Some('-' | '/' | ',') => !before_that.is_some_and(char::is_alphanumeric),
            Some('.' | ':') => !before_that.is_some_and(|letter| letter.is_ascii_digit()),
            Some(' ') => !matches!(before_that, Some('$' | '€' | '£' | '#')),
            _ => true,
        };
        let (next, after_next) = (view.at(end), view.at(end + 1));
        let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        let ends = match next {
            Some(letter) if letter.is_alphanumeric() => false,
            Some('_' | '%' | '$' | '€' | '£') => false,
            Some('-') => !after_next.is_some_and(char::is_alphanumeric),
            Some(':' | ',' | '.') => !is_digit(after_next),
            Some(' ') => !matches!(after_next, Some('$' | '€' | '£' | '%')),
            _ => true,
        };
        begins && ends
    }
}

/// Finds every run of digits.
pub(crate) fn runs(view: &View) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut place = 0;
    while let Some(group) = group(view, place) {
        place = group.end;
        match runs.last_mut() {
            Some(run) if run.groups.len() < GROUPS_MAX && is_joined(view, &run.groups, group.start) => {
                run.groups.push(group);
            }
            _ => runs.push(Run { groups: vec![group] }),
        }
    }
    runs
}

/// Finds the next group of digits.
fn group(view: &View, from: usize) -> Option<Range<usize>> {
    let is_digit = |letter: &char| letter.is_ascii_digit();
    let start = from + view.letters[from..].iter().position(is_digit)?;
    let length = view.letters[start..].iter().position(|letter| !is_digit(letter));
    Some(start..length.map_or(view.letters.len(), |length| start + length))
}

/// Tells whether the next group belongs to those before it.
fn is_joined(view: &View, groups: &[Range<usize>], start: usize) -> bool {
    let Some(last) = groups.last() else { return false };
    let between = &view.letters[last.end..start];
    let marks = between.iter().filter(|letter| matches!(letter, '.' | '-')).count();
    between.len() <= BETWEEN_MAX
        && marks <= 1
        && between.iter().all(|letter| matches!(letter, ' ' | '-' | '.' | '(' | ')'))
}

/// Every window of a run that holds some number of digits, the longest first for each beginning, without overlaps: `take` says
/// whether one is what is looked for.
pub(crate) fn windows<'a>(
    view: &'a View,
    run: &'a Run,
    groups_max: usize,
    mut take: impl FnMut(Window<'a>) -> Option<Range<usize>>,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < run.groups.len() {
        let last_max = run.groups.len().min(first + groups_max);
        let hit = (first + 1..=last_max).rev().find_map(|end| {
            let window = Window { view, groups: &run.groups[first..end] };
            let is_cut = (first > 0 && is_tight(view, &run.groups[first - 1..=first]))
                || (end < run.groups.len() && is_tight(view, &run.groups[end - 1..=end]));
            if is_cut { None } else { take(window).map(|at| (end, at)) }
        });
        match hit {
            Some((end, at)) => {
                found.push(at);
                first = end;
            }
            None => first += 1,
        }
    }
    found
}

/// Tells whether two groups are joined more tightly than by a blank: no number begins or ends between them.
fn is_tight(view: &View, pair: &[Range<usize>]) -> bool {
    let between = &view.letters[pair[0].end..pair[1].start];
    between.iter().any(|letter| matches!(letter, '-' | '.')) && !between.contains(&' ')
}
