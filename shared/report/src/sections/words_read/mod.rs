//! What was read from customers' words, by kind: put right where enough of them also rated, counts otherwise. Reads nothing itself.

pub(crate) mod facts;
pub(crate) mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::ReadSum;
use crate::rate::{DECIMALS, Part, printed};
use crate::statistics::interval::Interval;
use crate::statistics::numbers::rounded;
use crate::statistics::prediction::{RATED_MIN, Read, corrected};

/// What was read of the words about one kind, one entry a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WordsLine {
    /// The kind.
    pub kind: String,
    /// Words of customers who did not rate: how many were read as bad.
    pub read_as_bad: Part,
    /// Customers with words who rated too: how many of these were read as bad.
    pub rated_read_as_bad: Part,
    /// Of the same, how many rated it as bad.
    pub rated_as_bad: Part,
    /// The share of bad ones among those who did not rate, put right by those who did. It holds if, within kind, channel, language and
    /// period, having a rating does not depend on how it ended. Absent if a channel and language has fewer than 50 who rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Corrected>,
    /// How well the words of rated moments were read, by language.
    pub languages: Vec<LanguageLine>,
}

/// A share that was put right.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Corrected {
    /// The share, 0 to 1.
    pub share: f64,
    /// Lower limit (95 %).
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// How well words were read in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LanguageLine {
    /// The language (ISO 639-1); empty if it is not known.
    pub language: String,
    /// Customers with words and a rating: how many were read as they rated, bad or not bad.
    pub right: Part,
}

/// Who writes, and how well it is read: what everything that rests on words depends on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Writing {
    /// Bad ratings that came with words.
    pub unhappy: Part,
    /// Other ratings that came with words.
    pub others: Part,
    /// How well words were read, by language, the most first.
    pub languages: Vec<LanguageLine>,
}

impl Writing {
    /// Says it of ratings (bad ones with words, bad ones, others with words, others) and of what was read by kind.
    pub(crate) fn of([bad_with, bad, good_with, good]: [u64; 4], read: &BTreeMap<String, ReadSum>) -> Self {
        let mut all: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
        for (language, found) in read.values().flat_map(|read| &read.languages) {
            let sum = all.entry(language).or_default();
            *sum = [sum[0] + found.right, sum[1] + found.rated];
        }
        let line = |(language, [right, rated]): (&str, [u64; 2])| LanguageLine {
            language: language.to_owned(),
            right: Part::of(right, rated),
        };
        let mut languages: Vec<_> = all.into_iter().map(line).filter(|line| line.right.of > 0).collect();
        languages.sort_by(|a, b| b.right.of.cmp(&a.right.of).then_with(|| a.language.cmp(&b.language)));
        Self { unhappy: Part::of(bad_with, bad), others: Part::of(good_with, good), languages }
    }
}

/// Fewest that rated, in every channel and language, for a share to be put right.
pub const RATED_TO_CORRECT_MIN: u64 = RATED_MIN;

/// Lists the kinds of which words were read, the most first.
pub(crate) fn lines(read: &BTreeMap<String, ReadSum>) -> Vec<WordsLine> {
    let mut lines: Vec<_> = read.iter().map(line).collect();
    let many = |line: &WordsLine| line.read_as_bad.of + line.rated_as_bad.of;
    lines.sort_by(|a, b| many(b).cmp(&many(a)).then_with(|| a.kind.cmp(&b.kind)));
    lines
}

fn line((kind, read): (&String, &ReadSum)) -> WordsLine {
    let mut all = Read::default();
    read.groups.iter().for_each(|group| all.extend(group));
    let [both, only_read, only_rated, _] = all.rated;
    let printed = |found: crate::statistics::prediction::Corrected| {
        let Interval { low, high } = printed(found.limits);
        Corrected { share: rounded(found.share, DECIMALS), low, high }
    };
    let languages: BTreeMap<_, _> = read.languages.iter().filter(|(_, found)| found.rated > 0).collect();
    WordsLine {
        kind: kind.clone(),
        read_as_bad: Part::of(all.unrated[0], all.unrated()),
        rated_read_as_bad: Part::of(both + only_read, all.rated()),
        rated_as_bad: Part::of(both + only_rated, all.rated()),
        corrected: corrected(&read.groups).map(printed),
        languages: languages
            .into_iter()
            .map(|(language, found)| LanguageLine {
                language: language.clone(),
                right: Part::of(found.right, found.rated),
            })
            .collect(),
    }
}
