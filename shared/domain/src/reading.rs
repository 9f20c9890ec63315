//! What a deep reader said of a comment when it was first judged. It is kept beside the touchpoints, so that nobody reads the
//! comment again, and so that whoever judges the journey later needs no weights for it. Reads nothing itself.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use text::{Mark, Reading};

use crate::identity::fingerprint;

/// Readings of a journey, by [`digest`].
pub type Readings = BTreeMap<String, KeptReading>;

/// Digits of a digest.
const DIGITS: usize = 32;

/// What a comment said, as it is kept: whole parts of ten thousand, so that it is the same wherever it is read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReading {
    /// Number of the reader.
    pub reader: u32,
    /// Misery, average and magic.
    pub outcome: [u16; 3],
    /// The stages zero, first, second and ultimate.
    pub stage: [u16; 4],
    /// A complaint; one half is where it begins.
    pub complaint: u16,
    /// Places of the words that decided, in bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<[u32; 2]>,
    /// What went wrong, as far as it is named, the most probable first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<KeptCause>,
}

/// A cause that a comment names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCause {
    /// Its key among the causes.
    pub cause: String,
    /// How probable it is, in parts of ten thousand.
    pub probability: u16,
    /// Places of the words that told, in bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<[u32; 2]>,
}

/// A comment that no reading is kept of.
#[derive(Clone, Debug)]
pub struct Unread<'a> {
    /// Under which a reading of it is kept.
    pub digest: String,
    /// The customer's words.
    pub text: Cow<'a, str>,
    /// What the fast reader says of them.
    pub fast: Reading,
}

impl KeptReading {
    /// Takes the place of what the fast reader said of the same text. Its language and whether it only asks stay.
    pub(crate) fn over(&self, fast: &Reading, text: &str) -> Reading {
        let part = |parts: u16| f32::from(parts) / f32::from(WHOLE);
        let mark = |[start, end]: &[u32; 2]| {
            let mark = Mark { start: usize::try_from(*start).ok()?, end: usize::try_from(*end).ok()? };
            text.get(mark.start..mark.end).is_some().then_some(mark)
        };
        Reading {
            outcome: self.outcome.map(part),
            stage: self.stage.map(part),
            complaint: part(self.complaint),
            is_read: true,
            marks: self.marks.iter().filter_map(mark).collect(),
            ..fast.clone()
        }
    }
}

/// Parts of a whole.
const WHOLE: u16 = 10_000;

/// Returns a probability as it is kept.
pub fn parts(probability: f32) -> u16 {
    (probability.clamp(0.0, 1.0) * f32::from(WHOLE)).round() as u16
}

/// Returns places as they are kept.
pub fn places(marks: &[Mark]) -> Vec<[u32; 2]> {
    let place = |mark: &Mark| Some([u32::try_from(mark.start).ok()?, u32::try_from(mark.end).ok()?]);
    marks.iter().filter_map(place).collect()
}

/// Returns what a reading of a text is kept under: another text, or the same in another language as sent, has another.
pub fn digest(text: &str, language: Option<&str>) -> String {
    fingerprint(&[text, language.unwrap_or_default()], DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fast(text: &str) -> Reading {
        text::reader().unwrap().read(text, None, &text::OwnWords::default())
    }

    fn kept() -> KeptReading {
        let cause = KeptCause { cause: "delivery".to_owned(), probability: 9_000, marks: vec![[0, 3]] };
        KeptReading {
            reader: 1,
            outcome: [8_000, 1_500, 500],
            stage: [0, 0, 10_000, 0],
            complaint: 7_000,
            marks: vec![[4, 10], [11, 900], [1, 2]],
            causes: vec![cause],
        }
    }

    #[test]
    fn a_kept_reading_takes_the_place_of_the_fast_one_and_marks_words_of_this_text_only() {
        let text = "the fitter é late";
        let over = kept().over(&fast(text), text);
        assert_eq!(over.outcome, [0.8, 0.15, 0.05]);
        assert_eq!(over.stage, [0.0, 0.0, 1.0, 0.0]);
        assert!(over.is_read);
        assert_eq!(over.words(text).collect::<Vec<_>>(), ["fitter", "h"]);
        assert_eq!(over.language, fast(text).language);
    }

    #[test]
    fn the_same_words_in_another_language_have_another_digest() {
        assert_eq!(digest("no", None), digest("no", None));
        assert_ne!(digest("no", Some("en")), digest("no", Some("es")));
        assert_eq!(digest("no", None).len(), DIGITS);
    }

    #[test]
    fn it_is_kept_as_it_is_read_back() {
        let text = serde_json::to_string(&kept()).unwrap();
        assert_eq!(serde_json::from_str::<KeptReading>(&text).unwrap(), kept());
        assert!(text.len() < 300, "{text}");
        assert_eq!([parts(f32::NAN), parts(0.123_46), parts(2.0)], [0, 1_235, WHOLE]);
    }
}
