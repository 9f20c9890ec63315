//! What the unhappy say and the others do not, in the customers' words. Reads no comment: it is given them.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::Comment;
use super::ranking::Priority;
use super::rate::Part;
use super::statistics::phrases::telling;
use super::{Measure, Report};
use domain::identity::{Identity, TouchpointKey};
use domain::touchpoint::expiry::PROMISE_EXPIRED;

/// Phrases told of one thing.
const PHRASES_MAX: usize = 2;
/// Comments of each side for anything to be said.
const COMMENTS_MIN: usize = 10;

/// A phrase that customers use about a failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// Its words.
    pub phrase: String,
    /// Comments about the failure that have it, of those looked through.
    pub here: Part,
    /// Comments of customers who were not unhappy that have it.
    pub elsewhere: Part,
}

/// A comment to look through.
#[derive(Clone, Debug, PartialEq)]
pub struct ToRead {
    /// The touchpoint's own identity, by which it is found.
    pub recorded: Identity,
    /// The touchpoint.
    pub touchpoint: TouchpointKey,
    /// What it tells of.
    pub kind: String,
    /// Whether the customer was unhappy.
    pub is_bad: bool,
}

impl ToRead {
    pub(crate) fn of(comments: &[Comment], is_bad: bool) -> impl Iterator<Item = Self> + '_ {
        comments.iter().map(move |comment| Self {
            recorded: comment.recorded.clone(),
            touchpoint: comment.touchpoint.clone(),
            kind: comment.kind.clone(),
            is_bad,
        })
    }
}

impl Report {
    /// Takes in what the comments to look through say, in their order; none where nothing is there any more.
    pub fn hear(&mut self, comments: &[Option<String>]) {
        let said: Vec<(&ToRead, Vec<String>)> = self
            .to_read
            .iter()
            .zip(comments)
            .filter_map(|(of, comment)| Some((of, words_of(comment.as_deref()?))))
            .collect();
        let others: Vec<Vec<String>> =
            said.iter().filter(|(of, _)| !of.is_bad).map(|(_, words)| words.clone()).collect();
        for priority in &mut self.improve {
            let is_of_it = |of: &ToRead| {
                let is_never_come = priority.measure == Measure::MissedTime && of.kind == PROMISE_EXPIRED;
                of.is_bad && (of.kind == priority.kind || is_never_come)
            };
            let bad: Vec<_> = said.iter().filter(|(of, _)| is_of_it(of)).map(|(_, words)| words.clone()).collect();
            if bad.len().min(others.len()) >= COMMENTS_MIN {
                priority.phrases = phrases(&bad, &others);
            }
        }
    }
}

impl Priority {
    /// Returns whether the customers' own words say why it failed.
    pub fn is_explained(&self) -> bool {
        !self.phrases.is_empty()
    }
}

fn phrases(bad: &[Vec<String>], others: &[Vec<String>]) -> Vec<Phrase> {
    let found = telling(bad, others, is_telling).into_iter().take(PHRASES_MAX);
    let part = |count: u64, of: &[Vec<String>]| Part::of(count, of.len() as u64);
    let phrase = |one: super::statistics::phrases::Telling| Phrase {
        here: part(one.here, bad),
        elsewhere: part(one.elsewhere, others),
        phrase: one.phrase,
    };
    found.map(phrase).collect()
}

/// Cuts a comment into its words, in lower case.
fn words_of(comment: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '\'';
    comment.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A phrase may stand alone if it neither begins nor ends with a word that only holds others together, unless that denies: "not received"
/// says something, "the parcel of" does not. Two letters alone say nothing.
fn is_telling(run: &[String]) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
    let is_denial = |word: &String| DENIALS.contains(&word.as_str());
    let is_content = |word: &String| word.chars().count() > 2 && !HOLDING.contains(&word.as_str()) && !is_denial(word);
    (is_content(first) || is_denial(first)) && is_content(last)
}

/// Words that deny, in the languages that reports speak.
const DENIALS: [&str; 15] = [
    "not", "no", "never", "nobody", "nothing", "without", "still", "nunca", "nadie", "nada", "sin", "não", "nao",
    "ainda", "aún",
];

/// Words that hold others together, in the languages that reports speak.
static HOLDING: LazyLock<std::collections::BTreeSet<&str>> = LazyLock::new(|| {
    let english = "the and but for with was were are has had have this that they them their you your our its from very just been \
                   will would when what which who all any can did does get got one out too about after before than then there";
    let spanish = "los las una uno unos unas con por para que del muy más mas pero como este esta esto ese esa eso son fue era han \
                   hay ser está estaba les nos sus cuando donde desde hasta entre sobre todo todos porque también";
    let portuguese = "dos das uma uns umas com por para que muito mais mas como este esta isso esse essa são foi era tem ter ser está \
                      estava seu sua nos nas pelo pela quando onde até entre sobre tudo todos porque também meu minha ele ela";
    [english, spanish, portuguese].into_iter().flat_map(str::split_whitespace).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_begins_and_ends_with_something() {
        let is = |text: &str| is_telling(&words_of(text));
        for good in ["not received", "late", "não recebi", "waited three days", "sin respuesta"] {
            assert!(is(good), "{good}");
        }
        for bad in ["the parcel", "parcel of the", "not", "muy", "in", "que não", ""] {
            assert!(!is(bad), "{bad}");
        }
    }
}
