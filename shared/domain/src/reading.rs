//! What a reader said of a comment when it was first judged. It is kept beside the touchpoints, so that nobody reads the comment
//! again, and so that whoever judges the journey later needs no weights for it. Reads nothing itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use text::{Language, Mark, OwnWords, Reading};

use crate::identity::fingerprint;

/// Readings of a journey, by [`digest`].
pub type Readings = BTreeMap<String, KeptReading>;

/// Digits of a digest.
const DIGITS: usize = 32;

/// What a comment said, as it is kept: whole parts of ten thousand, so that it is the same wherever it is read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReading {
    /// Number of the reader; [`FAST`] is the fast one.
    pub reader: u32,
    /// Language of the words (ISO 639-1), if it is one that is read.
    #[serde(rename = "lang", default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether they only ask something.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks: bool,
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

/// Number of the fast reader: whatever another one says counts more.
pub const FAST: u32 = 0;

/// Counts what is known of some comments beyond what anybody finds out with the fast reader.
pub(crate) fn known(readings: &Readings) -> usize {
    readings.values().filter(|reading| reading.reader != FAST).count()
}

/// Reads a comment that no reading is kept of. Whoever only judges again what others judged has none, and needs no weights.
#[derive(Clone, Copy)]
pub struct FastReader(fn() -> Option<text::Reader<'static>>);

impl FastReader {
    /// The one that is built in.
    pub const BUILT_IN: Self = Self(text::reader);

    /// Reads a text, with the words that a deployment added.
    pub(crate) fn read(self, text: &str, language: Option<&str>, own: &OwnWords) -> Option<Reading> {
        (self.0)().map(|reader| reader.read(text, language, own))
    }
}

impl fmt::Debug for FastReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FastReader")
    }
}

impl PartialEq for FastReader {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What a journey knows of its comments: what is kept, and who reads the others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    pub(crate) readings: &'a Readings,
    pub(crate) reader: Option<FastReader>,
}

/// A comment that no reading is kept of, or only that of the fast reader.
#[derive(Clone, Debug)]
pub struct Unread<'a> {
    /// Under which a reading of it is kept.
    pub digest: String,
    /// The customer's words.
    pub text: Cow<'a, str>,
    /// What the fast reader says of them.
    pub fast: Reading,
    /// Whether that is kept already.
    pub is_kept: bool,
    /// Whether a deep reader may say otherwise: not where words decide that a deployment added.
    pub may_be_deepened: bool,
}

impl KeptReading {
    /// Keeps what the fast reader said; none if there was nothing to read.
    pub fn of(fast: &Reading) -> Option<Self> {
        fast.is_read.then(|| Self {
            reader: FAST,
            language: fast.language.map(|language| language.code().to_owned()),
            asks: fast.asks,
            outcome: fast.outcome.map(parts),
            stage: fast.stage.map(parts),
            complaint: parts(fast.complaint),
            marks: places(&fast.marks),
            causes: Vec::new(),
        })
    }

    /// Returns what it says of its text.
    pub(crate) fn says(&self, text: &str) -> Reading {
        let part = |parts: u16| f32::from(parts) / f32::from(WHOLE);
        let mark = |[start, end]: &[u32; 2]| {
            let mark = Mark { start: usize::try_from(*start).ok()?, end: usize::try_from(*end).ok()? };
            text.get(mark.start..mark.end).is_some().then_some(mark)
        };
        Reading {
            language: self.language.as_deref().and_then(Language::from_tag),
            outcome: self.outcome.map(part),
            stage: self.stage.map(part),
            complaint: part(self.complaint),
            asks: self.asks,
            is_read: true,
            gives_orders: false,
            marks: self.marks.iter().filter_map(mark).collect(),
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

/// Says how readings are kept: those that were kept otherwise are not found.
const FORM: &str = "2";

/// Returns what a reading of a text is kept under: another text, the same in another language as sent, or read with other words of a
/// deployment, has another.
pub fn digest(text: &str, language: Option<&str>, own: &OwnWords) -> String {
    fingerprint(&[FORM, text, language.unwrap_or_default(), &own.named()], DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fast(text: &str) -> Reading {
        text::reader().unwrap().read(text, None, &OwnWords::default())
    }

    fn kept() -> KeptReading {
        let cause = KeptCause { cause: "delivery".to_owned(), probability: 9_000, marks: vec![[0, 3]] };
        KeptReading {
            reader: 1,
            language: Some("en".to_owned()),
            asks: true,
            outcome: [8_000, 1_500, 500],
            stage: [0, 0, 10_000, 0],
            complaint: 7_000,
            marks: vec![[4, 10], [11, 900], [1, 2]],
            causes: vec![cause],
        }
    }

    #[test]
    fn a_kept_reading_says_what_was_read_and_marks_words_of_this_text_only() {
        let text = "the fitter é late";
        let says = kept().says(text);
        assert_eq!(says.outcome, [0.8, 0.15, 0.05]);
        assert_eq!(says.stage, [0.0, 0.0, 1.0, 0.0]);
        assert!(says.is_read && says.asks);
        assert_eq!(says.words(text).collect::<Vec<_>>(), ["fitter", "h"]);
        assert_eq!(says.language, Some(Language::English));
    }

    #[test]
    fn what_the_fast_reader_says_is_kept_to_parts_of_ten_thousand() {
        let text = "The fitter was rude and nobody called back";
        let (fast, nothing) = (fast(text), fast("..."));
        let says = KeptReading::of(&fast).unwrap().says(text);
        assert_eq!((says.language, says.asks, &says.marks), (fast.language, fast.asks, &fast.marks));
        for (kept, read) in says.outcome.iter().chain(&says.stage).zip(fast.outcome.iter().chain(&fast.stage)) {
            assert!((kept - read).abs() <= 0.000_05, "{kept} {read}");
        }
        assert_eq!(KeptReading::of(&nothing), None, "there is nothing to read");
        let readings = Readings::from([("1".into(), kept()), ("2".into(), KeptReading::of(&fast).unwrap())]);
        assert_eq!(known(&readings), 1);
    }

    #[test]
    fn the_same_words_in_another_language_have_another_digest() {
        let none = OwnWords::default();
        assert_eq!(digest("no", None, &none), digest("no", None, &none));
        assert_ne!(digest("no", Some("en"), &none), digest("no", Some("es"), &none));
        assert_eq!(digest("no", None, &none).len(), DIGITS);
    }

    #[test]
    fn it_is_kept_as_it_is_read_back() {
        let text = serde_json::to_string(&kept()).unwrap();
        assert_eq!(serde_json::from_str::<KeptReading>(&text).unwrap(), kept());
        assert!(text.len() < 300, "{text}");
        assert_eq!([parts(f32::NAN), parts(0.123_46), parts(2.0)], [0, 1_235, WHOLE]);
    }
}
