//! Phrases that tell one set of texts from another. Knows no customer and no language: words are compared as they are given.

use std::collections::{BTreeMap, BTreeSet};

/// Words of a phrase, at most.
const WORDS_MAX: usize = 3;
/// Words of one text that are looked at.
const WORDS_OF_A_TEXT_MAX: usize = 120;
/// How strongly the phrases of all texts together say what to expect: in parts of all that was counted.
const PRIOR: f64 = 0.1;
/// Standard errors that a phrase has to stand out by: chance alone does that to one in two hundred.
const DISTANCE_MIN: f64 = 2.58;
/// Texts of the first set, at least, that hold a phrase.
const TEXTS_MIN: u64 = 3;

/// A phrase, and in how many texts of each set it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Its words.
    pub phrase: String,
    /// Texts of the first set.
    pub here: u64,
    /// Texts of the other.
    pub elsewhere: u64,
}

/// Finds the phrases that the texts of one set have more often than those of another, the clearest first: log-odds with an informative
/// Dirichlet prior (Monroe, Colaresi & Quinn 2008), each text counted once a phrase. `is_telling` says whether a phrase may stand alone.
pub fn telling(
    here: &[Vec<String>],
    elsewhere: &[Vec<String>],
    is_telling: impl Fn(&[String]) -> bool,
) -> Vec<Telling> {
    let (ours, theirs) = (counts(here, &is_telling), counts(elsewhere, &is_telling));
    let [all_ours, all_theirs] = [&ours, &theirs].map(|counts| counts.values().sum::<u64>() as f64);
    let prior_of_all = PRIOR * (all_ours + all_theirs);
    let mut found = Vec::new();
    for (phrase, count) in ours.iter().filter(|(_, count)| **count >= TEXTS_MIN) {
        let other = theirs.get(phrase).copied().unwrap_or_default();
        let prior = PRIOR * (count + other) as f64;
        let odds = |count: f64, all: f64| ((count + prior) / (all + prior_of_all - count - prior)).ln();
        let difference = odds(*count as f64, all_ours) - odds(other as f64, all_theirs);
        let spread = (1.0 / (*count as f64 + prior) + 1.0 / (other as f64 + prior)).sqrt();
        let distance = difference / spread;
        if distance >= DISTANCE_MIN {
            found.push((distance, Telling { phrase: phrase.clone(), here: *count, elsewhere: other }));
        }
    }
    found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.phrase.cmp(&other.phrase)));
    without_parts(found.into_iter().map(|(_, telling)| telling).collect())
}

/// Leaves out phrases that stand in a longer one which nearly as many texts hold, and longer ones that add nothing.
fn without_parts(found: Vec<Telling>) -> Vec<Telling> {
    let mut kept: Vec<Telling> = Vec::new();
    let spaced = |text: &str| format!(" {text} ");
    for one in found {
        let overlaps = |other: &&mut Telling| {
            spaced(&other.phrase).contains(&spaced(&one.phrase)) || spaced(&one.phrase).contains(&spaced(&other.phrase))
        };
        match kept.iter_mut().find(overlaps) {
            // The longer one says more, if most of the texts hold it.
            Some(other) if one.phrase.len() > other.phrase.len() && 3 * one.here >= 2 * other.here => *other = one,
            Some(_) => {}
            None => kept.push(one),
        }
    }
    // One that took another's place may hold a third.
    let holds = |one: &Telling, other: &Telling| one != other && spaced(&one.phrase).contains(&spaced(&other.phrase));
    let parts: Vec<bool> = kept.iter().map(|part| kept.iter().any(|whole| holds(whole, part))).collect();
    kept.into_iter().zip(parts).filter(|(_, is_part)| !is_part).map(|(telling, _)| telling).collect()
}

/// Counts in how many texts each phrase stands.
fn counts(texts: &[Vec<String>], is_telling: &impl Fn(&[String]) -> bool) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for words in texts {
        let words = &words[..words.len().min(WORDS_OF_A_TEXT_MAX)];
        let runs = (1..=WORDS_MAX).flat_map(|length| words.windows(length));
        let phrases: BTreeSet<String> = runs.filter(|run| is_telling(run)).map(|run| run.join(" ")).collect();
        phrases.into_iter().for_each(|phrase| *counts.entry(phrase).or_default() += 1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(of: &[(&str, usize)]) -> Vec<Vec<String>> {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        of.iter().flat_map(|(text, times)| std::iter::repeat_n(words(text), *times)).collect()
    }

    fn long(run: &[String]) -> bool {
        run.iter().any(|word| word.len() > 3)
    }

    #[test]
    fn what_the_unhappy_say_and_the_others_do_not_is_found() {
        let bad =
            texts(&[("ainda não recebi o produto", 12), ("produto veio com defeito", 2), ("não gostei do produto", 6)]);
        let good = texts(&[("recebi o produto antes do prazo", 20), ("produto muito bom", 30)]);
        let found = telling(&bad, &good, long);
        assert_eq!((found[0].here, found[0].elsewhere), (12, 0), "{found:?}");
        assert!(found[0].phrase.contains("não recebi"), "{found:?}");
        assert!(found.iter().all(|one| one.phrase != "produto"), "both say it: {found:?}");
    }

    #[test]
    fn words_that_stand_together_are_one_phrase() {
        let bad = texts(&[("rapid bici again", 6), ("late with rapid bici", 5), ("cold waffles", 3)]);
        let found = telling(&bad, &texts(&[("warm waffles", 20), ("right on time", 20)]), long);
        let found: Vec<_> = found.iter().map(|one| (one.phrase.as_str(), one.here)).collect();
        assert_eq!(found, [("rapid bici", 11)]);
    }

    #[test]
    fn what_both_say_tells_nothing() {
        let same = texts(&[("waited long for the parcel", 20)]);
        assert_eq!(telling(&same, &same, long), []);
        assert_eq!(telling(&texts(&[("never came", 2)]), &texts(&[("all fine", 40)]), long), [], "two are too few");
        assert_eq!(telling(&[], &[], long), []);
    }
}
