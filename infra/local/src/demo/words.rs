//! What customers of the waffle house say: short, misspelt, warm, angry, ironic, in English and in Spanish. Written for
//! this demo; nobody ever said it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::vocabulary::Language;
use serde::Deserialize;

/// What a comment is about, and in which mood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Theme {
    Late,
    OnTime,
    WrongOrder,
    SupportBad,
    SupportFair,
    SupportGood,
    HouseBad,
    HouseFair,
    HouseGood,
    SiteBad,
    ReviewBad,
    ReviewGood,
    Complaint,
    Recovered,
    Recommend,
    Doubt,
    Social,
    SocialBad,
    MoneyBad,
    MoneyGood,
    EventBad,
    EventGood,
}

/// Hands out each sentence once: two customers never use the same words.
#[derive(Default)]
pub(super) struct Words {
    used: BTreeMap<(Theme, Language), usize>,
}

impl Words {
    /// Takes the next sentence; `None` once all of them were said, as most customers say nothing.
    pub(super) fn say(&mut self, theme: Theme, language: Language) -> Option<&'static str> {
        let used = self.used.entry((theme, language)).or_default();
        let sentence = sentences(theme, language).get(*used)?;
        *used += 1;
        Some(sentence)
    }
}

/// The sentences of a language, by theme.
type Sentences = BTreeMap<Theme, Vec<String>>;

/// What customers say in each language; those of others speak English.
static SENTENCES: LazyLock<BTreeMap<Language, Sentences>> = LazyLock::new(|| {
    let files =
        [(Language::English, include_str!("words/en.toml")), (Language::Spanish, include_str!("words/es.toml"))];
    // A test reads them all.
    files.map(|(language, text)| (language, toml::from_str(text).unwrap_or_default())).into()
});

fn sentences(theme: Theme, language: Language) -> &'static [String] {
    let of_language = SENTENCES.get(&language).or_else(|| SENTENCES.get(&Language::English));
    of_language.and_then(|sentences| sentences.get(&theme)).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_sentences_are_the_same() {
        for (language, themes) in &*SENTENCES {
            assert_eq!(themes.len(), 22, "{language}");
        }
        let all: Vec<_> = SENTENCES.values().flat_map(BTreeMap::values).flatten().collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert!(all.len() > 130, "{}", all.len());
    }

    #[test]
    fn each_sentence_is_said_once() {
        let mut words = Words::default();
        let said = std::iter::from_fn(|| words.say(Theme::Complaint, Language::English)).count();
        assert_eq!(said, 4);
        assert!(words.say(Theme::Complaint, Language::Spanish).is_some());
    }
}
