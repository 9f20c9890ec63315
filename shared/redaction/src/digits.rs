//! Digits as people group them: `612 345 678`, `(11) 91234-5678`, `4111 1111 1111 1111`. Says where the groups are, and not what
//! they mean.

use std::ops::Range;

use crate::view::View;

/// Letters between two groups, at most: `) - `.
const BETWEEN_MAX: usize = 3;
/// Groups of one run that are looked at.
const GROUPS_MAX: usize = 40;

/// Letters of a word that a number is glued to, at most, and at least before and behind it. Behind it, two are a unit.
const GLUED_MAX: usize = 16;
const GLUED_MIN: usize = 2;
const GLUED_MIN_BEHIND: usize = 3;
/// Digits of a number that a stroke can part from another one, and letters before the stroke that are looked at.
const PARTED_MIN: usize = 7;
const PARTED_MAX: usize = 20;

/// Groups of four that are more than two cards.
const KEY_MIN: usize = 8;
/// Digits of a group beside a stroke.
const STROKE_MIN: usize = 3;
const STROKE_MAX: usize = 4;

/// Groups of digits that stand together.
pub(crate) struct Run {
    pub(crate) groups: Vec<Range<usize>>,
}

impl Run {
    /// Tells whether it is one long number in groups of four, and no row of cards.
    fn is_key(&self) -> bool {
        let count = self.groups.len();
        count > KEY_MIN && !count.is_multiple_of(4) && self.groups.iter().all(|group| group.len() == 4)
    }
}

/// Some neighbouring groups of a run.
#[derive(Clone, Copy)]
pub(crate) struct Window<'a> {
    pub(crate) view: &'a View,
    pub(crate) groups: &'a [Range<usize>],
    /// Digits of the groups of the run that are before it and behind it.
    pub(crate) neighbours: [Option<usize>; 2],
}

/// What is directly beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stands {
    /// Nothing that it could be a part of.
    Alone,
    /// A word without a blank: `tel612345678`, `612345678gracias`.
    Glued,
    /// More of something longer: a letter, a decimal, a price, a code.
    Within,
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

    /// Tells what is beside it.
    pub(crate) fn stands(&self) -> Stands {
        let Range { start, end } = self.range();
        begins(self.view, start).max(ends(self.view, end))
    }
}

/// Tells what is before a number.
fn begins(view: &View, digit: usize) -> Stands {
    // What opens a number belongs to it.
    let mut start = digit;
    while matches!(view.before(start), Some('(' | '+')) {
        start -= 1;
    }
    let Some(letter) = view.before(start) else { return Stands::Alone };
    let before_that = start.checked_sub(2).and_then(|place| view.at(place));
    let is_digit = before_that.is_some_and(|letter| letter.is_ascii_digit());
    let stands_if = |is_alone: bool| if is_alone { Stands::Alone } else { Stands::Within };
    match letter {
        // `call(612345678)`
        letter if letter.is_alphabetic() && view.at(start) == Some('(') => Stands::Alone,
        letter if letter.is_alphabetic() => glued_before(view, start),
        letter if letter.is_alphanumeric() => Stands::Within,
        '#' | '$' | '€' | '£' | '%' | '*' => Stands::Within,
        '-' | '_' | '/' if before_that.is_some_and(char::is_alphabetic) => glued_before(view, start - 1),
        '_' => Stands::Within,
        '/' | ',' if is_digit => stands_if(is_behind_number(view, start - 1)),
        '-' => stands_if(!before_that.is_some_and(char::is_alphanumeric)),
        '.' | ':' | ',' | '/' => stands_if(!is_digit),
        ' ' => stands_if(!matches!(before_that, Some('$' | '€' | '£' | '#'))),
        _ => Stands::Alone,
    }
}

/// Tells what is behind a number.
fn ends(view: &View, end: usize) -> Stands {
    let after_next = view.at(end + 1);
    let is_digit = after_next.is_some_and(|letter| letter.is_ascii_digit());
    let stands_if = |is_alone: bool| if is_alone { Stands::Alone } else { Stands::Within };
    match view.at(end) {
        Some(letter) if letter.is_alphabetic() => {
            let length =
                (0..GLUED_MAX).take_while(|ahead| view.at(end + ahead).is_some_and(char::is_lowercase)).count();
            let goes_on = view.at(end + length).is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
            if length >= GLUED_MIN_BEHIND && !goes_on { Stands::Glued } else { Stands::Within }
        }
        Some(letter) if letter.is_alphanumeric() => Stands::Within,
        Some('_' | '%' | '$' | '€' | '£') => Stands::Within,
        Some('-') => stands_if(!after_next.is_some_and(char::is_alphanumeric)),
        Some(',') if is_digit => stands_if(is_before_number(view, end + 1)),
        Some(':' | ',' | '.') => stands_if(!is_digit),
        Some(' ') => stands_if(!matches!(after_next, Some('$' | '€' | '£' | '%'))),
        _ => Stands::Alone,
    }
}

/// Tells whether a word ends at a place that a person wrote, and not the letters of a code: `tel`, `Tel`, but not `AB` or `x`.
fn glued_before(view: &View, end: usize) -> Stands {
    let back = |count: usize| end.checked_sub(count + 1).and_then(|place| view.at(place));
    let small = (0..GLUED_MAX).take_while(|count| back(*count).is_some_and(char::is_lowercase)).count();
    let length = small + usize::from(small > 0 && back(small).is_some_and(char::is_uppercase));
    let goes_on = back(length).is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    if length >= GLUED_MIN && !goes_on { Stands::Glued } else { Stands::Within }
}

/// Tells whether a number ends at a place that is long enough to be one of two: `612 345 678/622 334 455`.
fn is_behind_number(view: &View, end: usize) -> bool {
    is_number(view.letters[end.saturating_sub(PARTED_MAX)..end].iter().rev())
}

/// Tells whether such a number begins at a place.
fn is_before_number(view: &View, start: usize) -> bool {
    is_number(view.letters[start..].iter().take(PARTED_MAX))
}

fn is_number<'a>(letters: impl Iterator<Item = &'a char>) -> bool {
    let number = letters.take_while(|letter| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '.' | '(' | ')'));
    number.filter(|letter| letter.is_ascii_digit()).count() >= PARTED_MIN
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
    // The key of a Brazilian invoice has eleven groups of four: no four of them are a card.
    runs.retain(|run| !run.is_key());
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
    if between == ['/'] {
        return is_parted_by_stroke(view, groups, start);
    }
    let marks = between.iter().filter(|letter| matches!(letter, '.' | '-')).count();
    between.len() <= BETWEEN_MAX
        && marks <= 1
        && between.iter().all(|letter| matches!(letter, ' ' | '-' | '.' | '(' | ')'))
}

/// Tells whether a stroke stands within a number, `202/555-0107`, and not between two of them or in a date.
fn is_parted_by_stroke(view: &View, groups: &[Range<usize>], start: usize) -> bool {
    let is_stroke = |pair: &[Range<usize>]| view.letters[pair[0].end..pair[1].start] == ['/'];
    let next =
        (start..).take(STROKE_MAX + 1).take_while(|place| view.at(*place).is_some_and(|c| c.is_ascii_digit())).count();
    let is_part = |length: usize| (STROKE_MIN..=STROKE_MAX).contains(&length);
    groups.iter().all(|group| is_part(group.len())) && is_part(next) && groups.windows(2).all(is_stroke)
}

/// How sure one has to be of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sure {
    /// Its shape shows what it is.
    Shape,
    /// The words beside it may say so.
    Words,
}

/// Every window of a run, the longest first for each beginning, without overlaps: `take` returns where it is if it is what is looked
/// for. A window whose shape shows it goes before a longer one.
pub(crate) fn windows<'a>(
    view: &'a View,
    run: &'a Run,
    groups_max: usize,
    mut take: impl FnMut(Window<'a>, Sure) -> Option<Range<usize>>,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < run.groups.len() {
        let last_max = run.groups.len().min(first + groups_max);
        let of_each = [Sure::Shape, Sure::Words]
            .into_iter()
            .flat_map(|sure| (first + 1..=last_max).rev().map(move |end| (sure, end)));
        let hit = of_each.into_iter().find_map(|(sure, end)| {
            let length = |place: Option<usize>| run.groups.get(place?).map(ExactSizeIterator::len);
            let neighbours = [length(first.checked_sub(1)), length(Some(end))];
            let window = Window { view, groups: &run.groups[first..end], neighbours };
            let is_cut = (first > 0 && is_tight(view, &run.groups[first - 1..=first]))
                || (end < run.groups.len() && is_tight(view, &run.groups[end - 1..=end]));
            if is_cut { None } else { take(window, sure).map(|at| (end, at)) }
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
    between.iter().any(|letter| matches!(letter, '-' | '.' | '/')) && !between.contains(&' ')
}
