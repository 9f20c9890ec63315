//! Ways to write `@` and a dot in an address: as a sign, in brackets, between underscores, as a word. Knows no address.

use crate::view::View;

/// How an `@` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// As a sign.
    Sign,
    /// In a way that means nothing else: `(at)`, `_arroba_`.
    Marked,
    /// As its name, which is a measure, too: `arroba`.
    Word,
    /// As `at`, which means many things.
    Preposition,
}

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];
const AT: [&str; 3] = ["@", "at", "arroba"];
const DOT: [&str; 4] = [".", "dot", "punto", "ponto"];

/// Words between the parts of a name.
const JOINS: [&str; 9] = ["dot", "punto", "ponto", "underscore", "underline", "guion bajo", "guion", "dash", "hifen"];

/// Reads an `@` at a place: where it ends, and how it is written.
pub(crate) fn at(view: &View, place: usize) -> Option<(usize, Way)> {
    match view.at(place)? {
        '@' => Some((place + 1, Way::Sign)),
        '(' | '[' | '{' | '<' | '_' => marked(view, place, &AT).map(|end| (end, Way::Marked)),
        'a' | 'A' if view.stands(place, "arroba") => Some((place + 6, Way::Word)),
        'a' | 'A' if view.stands(place, "at ") => Some((place + 2, Way::Preposition)),
        _ => None,
    }
}

/// Reads a dot, as a sign or in words, and returns where the next label begins.
pub(crate) fn dot(view: &View, place: usize) -> Option<usize> {
    let is_gap = view.at(place) == Some(' ');
    let start = place + usize::from(is_gap);
    match view.at(start)? {
        '.' if !is_gap => Some(place + 1),
        '(' | '[' | '{' | '<' | '_' => {
            let end = marked(view, start, &DOT)?;
            Some(end + usize::from(view.at(end) == Some(' ')))
        }
        _ if is_gap => {
            let word = DOT[1..].iter().find(|word| view.stands(start, word))?;
            let end = start + word.len();
            (view.at(end) == Some(' ')).then_some(end + 1)
        }
        _ => None,
    }
}

/// Returns where the part of a name ends that a word joins to the part at a place: `ana punto lopez`.
pub(crate) fn joined_before(view: &View, place: usize) -> Option<usize> {
    let end = place.checked_sub(1).filter(|end| view.at(*end) == Some(' '))?;
    JOINS.iter().find_map(|word| {
        let start = end.checked_sub(word.len()).filter(|start| view.stands(*start, word))?;
        start.checked_sub(1).filter(|gap| view.at(*gap) == Some(' '))
    })
}

/// Tells whether a word holds a dot or a line between its letters, as names of mailboxes do: `sam.jones`.
pub(crate) fn is_dot_in_line(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(3).any(|of| of[0].is_alphabetic() && matches!(of[1], '.' | '_') && of[2].is_alphabetic())
        && letters.iter().filter(|letter| letter.is_alphabetic()).count() > 3
}

/// Reads one of some words in brackets or between underscores, and returns where that ends.
fn marked(view: &View, place: usize, words: &[&str]) -> Option<usize> {
    let open = view.at(place)?;
    let close = BRACKETS.iter().find(|(opens, _)| *opens == open).map_or('_', |(_, closes)| *closes);
    let is_bracket = close != '_';
    let gap = |place: usize| usize::from(is_bracket && view.at(place) == Some(' '));
    let start = place + 1 + gap(place + 1);
    // A sign between underscores is one of a name.
    let known = words.iter().filter(|word| is_bracket || word.len() > 1);
    known.map(|word| (start + word.len(), word)).find_map(|(end, word)| {
        let closes = end + gap(end);
        (view.stands(start, word) && view.at(closes) == Some(close)).then_some(closes + 1)
    })
}
