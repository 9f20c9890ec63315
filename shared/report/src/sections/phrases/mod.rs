//! What the unhappy say and the others do not, in the customers' words. Reads no comment: it is given them.

pub(crate) mod facts;
pub(crate) mod words;

use std::sync::LazyLock;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::{Comment, SaidFacts};
use crate::pointer::Pointer;
use crate::rate::Part;
use crate::statistics::phrases::{Telling, telling};
use domain::identity::{Identity, Pseudonyms, TouchpointKey};
use domain::touchpoint::expiry::PROMISE_EXPIRED;

/// Phrases told of one thing.
const PHRASES_MAX: usize = 2;
/// Comments of each side for anything to be said.
const COMMENTS_MIN: usize = 10;
/// Comments that are shown of a phrase, and the words that one has to have to be shown first.
const EXAMPLES_MAX: usize = 2;
const EXAMPLE_WORDS_MIN: usize = 5;

/// A phrase that customers use about a failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// Its words.
    pub phrase: String,
    /// Comments about the failure that have it, of those looked through.
    pub here: Part,
    /// Comments of customers who were not unhappy that have it.
    pub elsewhere: Part,
    /// Weeks that the comments are of, up to the end of the report; absent if they are of its own days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weeks: Option<u64>,
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
    /// Weeks that the comments are of; `None` if they are of the report's own days.
    weeks: Option<u64>,
}

/// What a comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Its words, as they may be shown.
    pub words: String,
    /// When it was said.
    pub occurred_at: Timestamp,
    /// Its language, as sent.
    pub language: Option<String>,
}

/// A comment that was looked through, cut into its words.
pub(crate) struct Said<'a> {
    pub(crate) of: &'a ToRead,
    heard: &'a Heard,
    words: Vec<String>,
}

impl<'a> Said<'a> {
    /// Cuts what a comment says into its words.
    pub(crate) fn new(of: &'a ToRead, heard: &'a Heard) -> Self {
        Self { of, heard, words: words_of(&heard.words) }
    }
}

impl ToRead {
    /// Lists the comments to look through, of so many weeks or of the report's own days. A promised time that passed counts for the
    /// kind that reports such times.
    pub(crate) fn all(said: &SaidFacts, weeks: Option<u64>, reporter: Option<&String>) -> Vec<Self> {
        let sides = [(&said.bad, true), (&said.others, false)];
        let of_side = |(comments, is_bad): (&'_ Vec<_>, bool)| {
            let one = |comment: &Comment| Self {
                recorded: comment.recorded.clone(),
                touchpoint: comment.touchpoint.clone(),
                kind: match reporter {
                    Some(reporter) if comment.kind == PROMISE_EXPIRED => reporter.clone(),
                    _ => comment.kind.clone(),
                },
                is_bad,
                weeks,
            };
            comments.iter().map(one).collect::<Vec<_>>()
        };
        sides.into_iter().flat_map(of_side).collect()
    }
}

/// Finds what the comments about a failure say and the others do not; nothing where there are too few of either.
pub(crate) fn phrases(bad: &[&Said<'_>], others: &[Said<'_>]) -> Vec<Phrase> {
    if bad.len().min(others.len()) < COMMENTS_MIN {
        return Vec::new();
    }
    let weeks = bad.first().and_then(|said| said.of.weeks);
    let bad: Vec<_> = bad.iter().map(|said| said.words.clone()).collect();
    let others: Vec<_> = others.iter().map(|said| said.words.clone()).collect();
    let part = |count: u64, of: &[Vec<String>]| Part::of(count, of.len() as u64);
    let phrase = |one: Telling| Phrase {
        here: part(one.here, &bad),
        elsewhere: part(one.elsewhere, &others),
        phrase: one.phrase,
        weeks,
    };
    telling(&bad, &others, is_telling).into_iter().take(PHRASES_MAX).map(phrase).collect()
}

/// Picks comments that hold the first phrase, the shortest first: they say it and little else.
pub(crate) fn examples(of_it: &[&Said<'_>], phrases: &[Phrase], names: &Pseudonyms) -> Vec<Pointer> {
    let Some(phrase) = phrases.first() else { return Vec::new() };
    let holds = |said: &&&Said<'_>| format!(" {} ", said.words.join(" ")).contains(&format!(" {} ", phrase.phrase));
    let mut holding: Vec<_> = of_it.iter().filter(holds).collect();
    holding.sort_by_key(|said| (said.words.len() < EXAMPLE_WORDS_MIN, said.words.len(), &said.of.touchpoint));
    let pointer = |said: &&&Said<'_>| {
        let mut pointer = Pointer {
            touchpoint: said.of.touchpoint.clone(),
            customer: names.of(&said.of.recorded),
            occurred_at: said.heard.occurred_at,
            team: None,
            words: None,
            marked: Vec::new(),
            language: None,
            recorded: Some(said.of.recorded.clone()),
            marks: Vec::new(),
        };
        pointer.say(&said.heard.words, said.heard.language.clone());
        pointer
    };
    holding.iter().take(EXAMPLES_MAX).map(pointer).collect()
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
    // "I bought" and "came" say nothing by themselves; "did not come" does.
    let is_weak = |word: &String| WEAK.contains(&word.as_str());
    let says_something = run.iter().any(|word| is_denial(word) || is_content(word) && !is_weak(word));
    (is_content(first) || is_denial(first)) && is_content(last) && says_something
}

/// Words that deny, in the languages that reports speak.
const DENIALS: [&str; 15] = [
    "not", "no", "never", "nobody", "nothing", "without", "still", "nunca", "nadie", "nada", "sin", "não", "nao",
    "ainda", "aún",
];

/// Words that any customer uses about anything bought, in the languages that reports speak.
static WEAK: LazyLock<std::collections::BTreeSet<&str>> = LazyLock::new(|| {
    let english = "bought received got came come arrived product products order ordered item store site day days now am buy said told";
    let spanish = "compré compre recibí recibi vino llegó llego producto productos pedido compra tienda página día días ahora estoy dijo";
    let portuguese = "comprei recebi veio vieram chegou produto produtos pedido compra compras loja site dia dias agora estou hoje disse foram";
    [english, spanish, portuguese].into_iter().flat_map(str::split_whitespace).collect()
});

/// Words that hold others together, in the languages that reports speak.
static HOLDING: LazyLock<std::collections::BTreeSet<&str>> = LazyLock::new(|| {
    let english = "the and but for with was were are has had have this that they them their you your our its from very just been \
                   will would when what which who all any can did does get got one out too about after before than then there";
    let spanish = "los las una uno unos unas con por para que del muy más mas pero como este esta esto ese esa eso son fue era han \
                   hay ser ni está estaba les nos sus cuando donde desde hasta entre sobre todo todos porque también";
    let portuguese = "dos das uma uns umas com por para que muito mais mas como este esta isso esse essa são foi era tem ter ser nem está \
                      estava seu sua nos nas pelo pela quando onde até entre sobre tudo todos porque também meu minha ele ela";
    [english, spanish, portuguese].into_iter().flat_map(str::split_whitespace).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_begins_and_ends_with_something() {
        let is = |text: &str| is_telling(&words_of(text));
        for good in
            ["not received", "late", "não recebi", "não chegou", "veio errado", "waited three days", "sin respuesta"]
        {
            assert!(is(good), "{good}");
        }
        for bad in
            ["the parcel", "parcel of the", "not", "muy", "in", "que não", "", "veio", "comprei", "produto veio", "nem"]
        {
            assert!(!is(bad), "{bad}");
        }
    }
}
