//! The sentences that say who writes, and how well it is read. Reads nothing.

use super::{LanguageLine, Writing};
use crate::phrasing::part;
use domain::vocabulary::Language;

/// Languages named of those who write.
const LANGUAGES_MAX: usize = 3;

/// Says who writes and how well it is read, beside what rests on words; `None` where nobody rated.
pub fn writing(writing: &Writing, language: Language) -> Option<String> {
    let [unhappy, others] = [&writing.unhappy, &writing.others].map(|of| part(of, language));
    let wrote = (writing.unhappy.of + writing.others.of > 0).then(|| language.front_writing(&unhappy, &others))?;
    let read: Vec<_> = writing.languages.iter().take(LANGUAGES_MAX).map(|of| in_language(of, language)).collect();
    Some(match read.is_empty() {
        true => wrote,
        false => format!("{wrote} {}", language.front_read(&read.join("; "))),
    })
}

/// Says how well words were read in one language: `pt 62 of 85 (73%)`.
pub fn in_language(of: &LanguageLine, language: Language) -> String {
    let name = if of.language.is_empty() { language.words_language_unknown() } else { &of.language };
    format!("{name} {}", part(&of.right, language))
}
