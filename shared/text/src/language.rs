//! Which language a text is in: by the words it is made of, and where they do not tell, by what the crate `whichlang`
//! makes of its letters. Short comments are the rule here, and letters alone say little about three words.

/// A language that the data carries, in the order of the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// French.
    French,
    /// Italian.
    Italian,
    /// German.
    German,
    /// Catalan.
    Catalan,
    /// Basque.
    Basque,
}

impl Language {
    /// Every language that can be read.
    pub const ALL: [Self; 8] = [
        Self::English,
        Self::Spanish,
        Self::Portuguese,
        Self::French,
        Self::Italian,
        Self::German,
        Self::Catalan,
        Self::Basque,
    ];

    /// Returns its code (ISO 639-1).
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::French => "fr",
            Self::Italian => "it",
            Self::German => "de",
            Self::Catalan => "ca",
            Self::Basque => "eu",
        }
    }

    /// Reads a language tag (BCP 47) by its first part; none for a language that the data does not carry.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(first))
    }

    /// Returns its bit in a set of languages.
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Words seen of each language.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Votes {
    /// Twelfths of a word: one that several languages share is divided among them.
    shares: [u32; 8],
    words: u32,
    known: u32,
}

/// How much a word counts; divisible by 1, 2, 3, 4 and 6.
const WORD: u32 = 12;

impl Votes {
    /// Counts a word that belongs to some languages, perhaps to none.
    pub(crate) fn count(&mut self, languages: u8) {
        self.words += 1;
        if languages == 0 {
            return;
        }
        self.known += 1;
        let share = WORD / languages.count_ones();
        for (language, votes) in self.shares.iter_mut().enumerate() {
            if languages >> language & 1 == 1 {
                *votes += share;
            }
        }
    }

    /// Decides. `None` if hardly a word belongs to any language that can be read.
    pub(crate) fn decide(&self, text: &str) -> Option<Language> {
        let guess = guessed(text);
        if self.words == 0 || self.known * 3 < self.words {
            // Words nobody knows: misspelt, or another language. The letters decide.
            return guess.filter(|_| self.words > 0);
        }
        let by_letters = |language: Language| if Some(language) == guess { WORD } else { 0 };
        let votes = |language: Language| self.shares[language as usize] + by_letters(language);
        // Of equals the first in the order of the weights.
        Language::ALL.into_iter().rev().max_by_key(|language| votes(*language))
    }
}

/// Letters that are looked at: more of them say nothing new.
const LETTERS_MAX: usize = 400;

/// What the letters say; none for a language that the data does not carry.
fn guessed(text: &str) -> Option<Language> {
    let end = text.char_indices().nth(LETTERS_MAX).map_or(text.len(), |(end, _)| end);
    match whichlang::detect_language(text.get(..end).unwrap_or(text)) {
        whichlang::Lang::Eng => Some(Language::English),
        whichlang::Lang::Spa => Some(Language::Spanish),
        whichlang::Lang::Por => Some(Language::Portuguese),
        whichlang::Lang::Fra => Some(Language::French),
        whichlang::Lang::Ita => Some(Language::Italian),
        whichlang::Lang::Deu => Some(Language::German),
        _ => None,
    }
}
