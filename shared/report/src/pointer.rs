//! A moment that a report points to, with the customer's words: short enough to read, and with the words marked that decided. Reads
//! nothing: it is given the words.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::example::Example;
use domain::identity::{Identity, TouchpointKey};

/// Characters of a customer's words that a report shows.
pub const WORDS_CHARS_MAX: usize = 280;

/// Points to a moment without telling who the customer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pointer {
    /// The touchpoint.
    #[serde(flatten)]
    pub touchpoint: TouchpointKey,
    /// Pseudonym of the customer ([`domain::identity::Pseudonyms`]).
    pub customer: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// The team that was met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What the customer said. It stays with the touchpoint and is read with the report: what was erased is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Where in the words those stand that decided: first byte (UTF-8) and the one after the last, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<[u32; 2]>,
    /// Language of the words, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The touchpoint's own identity, by which the words are found; never written.
    #[serde(skip)]
    pub recorded: Option<Identity>,
    /// Where the deciding words stand in the whole comment; never written.
    #[serde(skip)]
    pub marks: Vec<[u32; 2]>,
}

impl Pointer {
    /// Points to an example, whose words are not there yet.
    pub(crate) fn of(example: &Example) -> Self {
        Self {
            touchpoint: example.touchpoint.clone(),
            customer: String::new(),
            occurred_at: example.occurred_at,
            team: example.team.clone(),
            words: None,
            marked: Vec::new(),
            language: None,
            recorded: Some(example.recorded.clone()),
            marks: example.marked.clone(),
        }
    }

    /// Takes over what the customer said, shortened at a space, with the marks of its moment.
    pub fn say(&mut self, comment: &str, language: Option<String>) {
        let words = comment.trim();
        let skipped = comment.len() - comment.trim_start().len();
        let end = match words.char_indices().nth(WORDS_CHARS_MAX) {
            None => words.len(),
            Some((end, _)) => words[..words[..end].rfind(char::is_whitespace).unwrap_or(end)].trim_end().len(),
        };
        let shown = &words[..end];
        let place = |mark: &[u32; 2]| {
            let [from, to] = mark.map(|at| usize::try_from(at).ok().and_then(|at| at.checked_sub(skipped)));
            let (from, to) = (from?, to?);
            shown.get(from..to).filter(|marked| !marked.is_empty())?;
            Some([u32::try_from(from).ok()?, u32::try_from(to).ok()?])
        };
        let mut marked: Vec<[u32; 2]> = self.marks.iter().filter_map(place).collect();
        marked.sort_unstable();
        let mut after = 0;
        marked.retain(|[from, to]| {
            *from >= after && {
                after = *to;
                true
            }
        });
        self.marked = marked;
        self.words = Some(if end < words.len() { format!("{shown}…") } else { shown.to_owned() });
        self.language = language;
    }

    /// Cuts the words at their marks: each part with whether it is marked. Nothing if there are no words.
    pub fn parts(&self) -> Vec<(&str, bool)> {
        let Some(words) = self.words.as_deref() else { return Vec::new() };
        let mut parts = Vec::new();
        let mut rest = 0;
        for [from, to] in &self.marked {
            let (Ok(from), Ok(to)) = (usize::try_from(*from), usize::try_from(*to)) else { continue };
            if let (Some(plain), Some(marked)) = (words.get(rest..from), words.get(from..to)) {
                parts.extend([(plain, false), (marked, true)]);
                rest = to;
            }
        }
        parts.extend(words.get(rest..).map(|plain| (plain, false)));
        parts.retain(|(text, _)| !text.is_empty());
        parts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use domain::identity::TouchpointKey;

    fn said(comment: &str, marks: &[[u32; 2]]) -> Pointer {
        let mut pointer = Pointer {
            touchpoint: TouchpointKey { source: "shop".into(), id: "1".into() },
            customer: "ab12".into(),
            occurred_at: Timestamp::UNIX_EPOCH,
            team: None,
            words: None,
            marked: Vec::new(),
            language: None,
            recorded: None,
            marks: marks.to_vec(),
        };
        pointer.say(comment, Some("en".into()));
        pointer
    }

    #[test]
    fn marks_stay_on_their_words_when_the_edges_go() {
        let pointer = said(" \nCold, and so rude! ", &[[15, 19], [2, 6]]);
        assert_eq!(pointer.words.as_deref(), Some("Cold, and so rude!"));
        assert_eq!(pointer.marked, [[0, 4], [13, 17]]);
        assert_eq!(pointer.parts(), [("Cold", true), (", and so ", false), ("rude", true), ("!", false)]);
    }

    #[test]
    fn what_is_long_ends_at_a_space_and_a_mark_behind_the_end_goes() {
        let comment = format!("{} rude", "añade ".repeat(60));
        let place = comment.find("rude").unwrap() as u32;
        let pointer = said(&comment, &[[place, place + 4], [0, 6]]);
        let words = pointer.words.as_deref().unwrap();
        assert!(words.ends_with("añade…") && words.chars().count() <= WORDS_CHARS_MAX + 1, "{words}");
        assert_eq!(pointer.marked, [[0, 6]]);
    }

    #[test]
    fn marks_that_fit_nothing_mark_nothing() {
        for marks in [[[1, 2]], [[9, 90]], [[3, 3]], [[4, 2]]] {
            assert_eq!(said("áé rude", &marks).parts(), [("áé rude", false)], "{marks:?}");
        }
        assert_eq!(said("so rude", &[[3, 7], [5, 7]]).parts(), [("so ", false), ("rude", true)]);
    }

    proptest! {
        #[test]
        fn the_parts_are_the_words_whatever_is_marked(
            comment in "[ a-zé☕\n]{0,400}",
            marks in prop::collection::vec([0u32..500, 0u32..500], 0..6),
        ) {
            let pointer = said(&comment, &marks);
            let joined: String = pointer.parts().iter().map(|(text, _)| *text).collect();
            prop_assert_eq!(Some(joined), pointer.words);
        }
    }
}
