//! A deployment's own patterns: regular expressions that are searched in linear time, whatever is sent.

use std::ops::Range;

use regex_lite::{Regex, RegexBuilder};

use crate::view::View;

/// Letters of a name, which is put in the place of what the pattern finds. Readers of comments pass over marks of this length.
const NAME_MAX: usize = 16;
/// Letters of an expression, and bytes that it takes when it is compiled.
const EXPRESSION_MAX: usize = 200;
const COMPILED_BYTES_MAX: usize = 64 * 1024;

/// A pattern and what is put in the place of what it finds.
#[derive(Clone, Debug)]
pub struct Pattern {
    mark: String,
    expression: Regex,
}

/// Why a pattern is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Its name cannot be a mark.
    #[error("name: must be 1 to {NAME_MAX} capital letters, such as DNI")]
    Name,
    /// Its expression is too long.
    #[error("pattern: must have 1 to {EXPRESSION_MAX} characters")]
    Length,
    /// Its expression cannot be read.
    #[error("pattern: must be a regular expression, as the crate regex-lite has them")]
    Expression,
    /// It would find something between any two letters.
    #[error("pattern: must not match the empty text")]
    Empty,
}

impl Pattern {
    /// Makes a pattern. It does not look at the case of letters.
    ///
    /// # Errors
    /// Its name or its expression is none.
    pub fn of(name: &str, expression: &str) -> Result<Self, PatternError> {
        if !(1..=NAME_MAX).contains(&name.len()) || !name.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(PatternError::Name);
        }
        if !(1..=EXPRESSION_MAX).contains(&expression.chars().count()) {
            return Err(PatternError::Length);
        }
        let built = RegexBuilder::new(expression).case_insensitive(true).size_limit(COMPILED_BYTES_MAX).build();
        let expression = built.map_err(|_| PatternError::Expression)?;
        match expression.is_match("") {
            true => Err(PatternError::Empty),
            false => Ok(Self { mark: format!("[{name}]"), expression }),
        }
    }

    /// Returns what is put in the place of what it finds.
    pub(crate) fn mark(&self) -> &str {
        &self.mark
    }

    pub(crate) fn described(&self) -> String {
        format!("{} {}", self.mark, self.expression.as_str())
    }

    /// Finds it in what a text looks like.
    pub(crate) fn find(&self, view: &View) -> Vec<Range<usize>> {
        let text: String = view.letters.iter().collect();
        let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
        let letter = |byte: usize| starts.partition_point(|start| *start < byte);
        let found = self.expression.find_iter(&text).filter(|found| !found.is_empty());
        found.map(|found| letter(found.start())..letter(found.end())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_finds_what_it_says_also_behind_other_letters() {
        let pattern = Pattern::of("DNI", r"\b\d{8}[A-Z]\b").unwrap();
        let text = "señora, DNI １2345678z, gracias";
        let view = View::of(text);
        let found: Vec<_> = pattern.find(&view).into_iter().map(|at| &text[view.bytes(&at)]).collect();
        assert_eq!(found, ["１2345678z"]);
    }

    #[test]
    fn what_cannot_be_a_pattern_says_why() {
        for (name, expression, why) in [
            ("dni", "x", PatternError::Name),
            ("", "x", PatternError::Name),
            ("ABCDEFGHIJKLMNOPQ", "x", PatternError::Name),
            ("A", "", PatternError::Length),
            ("A", "(", PatternError::Expression),
            ("A", "x*", PatternError::Empty),
            ("A", "((a{99}){99}){99}", PatternError::Expression),
        ] {
            assert_eq!(Pattern::of(name, expression).unwrap_err(), why, "{name} {expression}");
        }
    }
}
