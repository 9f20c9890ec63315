//! What the words around a number say it is: somebody's phone, a card, or the number of an order. Sees where words stand; their
//! kinds are those of `words`.

use std::ops::Range;

use crate::view::{View, plain};
use crate::words::{Word, kind, kind_in_name};

/// What a number is by the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    /// A phone.
    Phone,
    /// Something else that has a number.
    Other,
    /// Nothing says.
    Unsaid,
}

/// Words on either side that are looked at, and those where the sentence goes on with `is`.
const WORDS_MAX: usize = 5;
const WORDS_MAX_IS: usize = 7;
/// Words between `my` and `number`, at most.
const OWN_MAX: usize = 2;
/// Words from `number` to what has it, at most: `número de la suerte`.
const HOLDER_MAX: usize = 3;
/// Letters of a word before a dot that ends a sentence: shorter ones are abbreviated.
const SENTENCE_MIN: usize = 4;
/// Words before a number from where on `… is my order` behind it counts more.
const FAR: usize = 2;
/// Letters of a word that are looked at: more than any known word has.
const LETTERS_MAX: usize = 24;
/// Letters of the name of a mark (`[PHONE]`), at most.
const MARK_MAX: usize = 16;

/// Where the words of a text stand. A mark in the place of what was found says nothing, and how long it is does not matter: so a text is
/// understood as before when it comes again.
pub(crate) struct Context<'a> {
    view: &'a View,
    /// Each word. An empty one ends what words can be about on either side.
    words: Vec<Range<usize>>,
    /// What ends it for the words behind a number.
    pauses: Vec<usize>,
    /// Ends of sentences: an order in the one before says nothing about a number.
    sentences: Vec<usize>,
}

impl<'a> Context<'a> {
    /// Sees the words of a text.
    pub(crate) fn of(view: &'a View) -> Self {
        let (mut words, mut pauses, mut sentences, mut place) = (Vec::new(), Vec::new(), Vec::new(), 0);
        while let Some(letter) = view.at(place) {
            if let Some(end) = mark(view, place) {
                place = end;
                continue;
            }
            let start = place;
            place += 1;
            if letter.is_alphabetic() {
                while view.at(place).is_some_and(char::is_alphabetic) {
                    place += 1;
                }
                let is_sentence = place - start >= SENTENCE_MIN && view.at(place) == Some('.');
                if is_sentence && view.at(place + 1).is_none_or(char::is_whitespace) {
                    sentences.push(place);
                }
                words.push(start..place);
            } else if matches!(letter, '\n' | '!' | '?' | ';' | '¿' | '¡') {
                words.push(start..start);
            } else if matches!(letter, '.' | ',') {
                pauses.push(start);
            }
        }
        Self { view, words, pauses, sentences }
    }

    /// Tells what a number is. `name` is the name of the field that holds it.
    pub(crate) fn meant(&self, at: &Range<usize>, name: &str) -> Meant {
        let (before, behind) = (self.before(at.start), self.behind(at.end));
        let first = |words: &[Word]| words.iter().position(|word| matches!(word, Word::Phone | Word::Other));
        let of = |words: &[Word], place: usize| match words[place] {
            Word::Phone => Meant::Phone,
            _ => Meant::Other,
        };
        let (near, next) = (first(&before), first(&behind));
        // `nobody on the phone could find 07700900 as my order`
        if behind.first() == Some(&Word::Is)
            && next.is_some_and(|place| of(&behind, place) == Meant::Other)
            && near.is_none_or(|place| place >= FAR)
        {
            return Meant::Other;
        }
        if let Some(place) = near {
            return of(&before, place);
        }
        if let Some(place) = next.filter(|place| *place < WORDS_MAX) {
            return of(&behind, place);
        }
        let mut in_order = before;
        in_order.reverse();
        if is_number_of_holder(&in_order) || is_number_of_holder(&behind) {
            return Meant::Other;
        }
        if is_own_number(&in_order) || is_own_number(&behind) {
            return Meant::Phone;
        }
        let named = words_of(name);
        first(&named).map_or(Meant::Unsaid, |place| of(&named, place))
    }

    /// Tells whether the words say that a number is something else than a card. `name` is the name of the field that holds it.
    pub(crate) fn is_no_card(&self, at: &Range<usize>, name: &str) -> bool {
        let first = |words: Vec<Word>| words.into_iter().find(|word| matches!(word, Word::Card | Word::Other));
        let said = first(self.before(at.start)).or_else(|| first(self.behind(at.end)));
        said.or_else(|| first(words_of(name))) == Some(Word::Other)
    }

    /// Tells whether the words are about an e-mail address.
    pub(crate) fn is_about_mail(&self, at: &Range<usize>) -> bool {
        self.before(at.start).contains(&Word::Mail) || self.behind(at.end).contains(&Word::Mail)
    }

    /// Tells whether the word before a place is a month.
    pub(crate) fn is_behind_month(&self, start: usize) -> bool {
        self.before(start).first() == Some(&Word::Month)
    }

    /// The words before a place, the nearest first.
    fn before(&self, start: usize) -> Vec<Word> {
        let end = self.words.partition_point(|word| word.start < start);
        let words = self.words[..end].iter().rev().take_while(|word| !word.is_empty());
        let sentence = self.sentences[..self.sentences.partition_point(|at| *at < start)].last().copied().unwrap_or(0);
        let kind_of = |word: &Range<usize>| match self.kind(word) {
            Word::Other if word.start < sentence => Word::Plain,
            kind => kind,
        };
        words.take(WORDS_MAX).map(kind_of).collect()
    }

    /// The words behind a place, within its part of the sentence.
    fn behind(&self, end: usize) -> Vec<Word> {
        let pause = self.pauses.get(self.pauses.partition_point(|at| *at < end)).copied().unwrap_or(usize::MAX);
        let start = self.words.partition_point(|word| word.start < end);
        let words = self.words[start..].iter().take_while(|word| !word.is_empty() && word.start < pause);
        let kinds = words.take(WORDS_MAX_IS).map(|word| self.kind(word)).take_while(|kind| *kind != Word::And);
        let mut kinds: Vec<_> = kinds.collect();
        if kinds.first() != Some(&Word::Is) {
            kinds.truncate(WORDS_MAX);
        }
        kinds
    }

    fn kind(&self, word: &Range<usize>) -> Word {
        let known = kind(&self.view.word(word.start..word.end.min(word.start + LETTERS_MAX)));
        // Portuguese `é` is, and `e` goes on with something else.
        let is_e = word.len() == 1 && matches!(self.view.at(word.start), Some('e' | 'E'));
        if known == Word::Is && is_e { Word::And } else { known }
    }
}

/// Tells whether words in their order name somebody's number: `my number`, `mi otro número`.
fn is_own_number(words: &[Word]) -> bool {
    words.iter().enumerate().any(|(place, word)| {
        *word == Word::Number && words[place.saturating_sub(OWN_MAX)..place].contains(&Word::Possessive)
    })
}

/// Tells whether words in their order name the number of something else: `customer number`, `número de cliente`, `cuenta no.`
fn is_number_of_holder(words: &[Word]) -> bool {
    words.iter().enumerate().any(|(place, word)| {
        let is_behind = place > 0 && words[place - 1] == Word::Holder;
        let is_before = words[place + 1..].iter().take(HOLDER_MAX).any(|word| *word == Word::Holder);
        (is_behind && matches!(word, Word::Number | Word::No)) || (is_before && *word == Word::Number)
    })
}

/// Returns where a mark ends that begins at a place.
fn mark(view: &View, place: usize) -> Option<usize> {
    if view.at(place) != Some('[') {
        return None;
    }
    let end = (place + 1..=place + 1 + MARK_MAX)
        .find(|end| !view.at(*end).is_some_and(|letter| letter.is_ascii_uppercase()))?;
    (end > place + 1 && view.at(end) == Some(']')).then_some(end + 1)
}

/// The words of the name of a field, the last first: `customerPhone`, `order_id`.
fn words_of(name: &str) -> Vec<Word> {
    let mut letters = String::with_capacity(name.len());
    let mut was_small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && was_small {
            letters.push(' ');
        }
        was_small = letter.is_lowercase();
        letters.push(plain(letter));
    }
    letters.rsplit(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).map(kind_in_name).collect()
}
