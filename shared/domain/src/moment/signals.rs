//! What a moment carries for reports beside its judgement: what was measured, said and remembered, so that a report is
//! counted from moments alone. Names are short and times are seconds, because every byte is written with every moment.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::outcome::promise::Status;
use crate::vocabulary::{Asked, Dimension, Outcome, Stage};

/// Most promised facets a moment tells of, the worst gaps first.
pub const FACETS_TOLD_MAX: usize = 2;

/// Characters that tell the promises of one customer apart.
const NAME_CHARS: usize = 8;

/// What came of a promised time. As text, because a map would make moments longer: seconds since 1970, a mark, and the hash of the
/// promise's name, if it has one: `1792800000-1f0e3dad`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// When it was promised for, in seconds since 1970: the first time that was promised, or the last one that the customer chose.
    pub at: i64,
    /// What came of it.
    pub is: DueIs,
    /// What tells the promise from others of the same customer: a hash of its name, or nothing if it has none and its time tells it.
    pub promise: String,
}

/// What may come of a promised time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueIs {
    /// It was done by then, or within the tolerance.
    Kept,
    /// It was not.
    Broken,
    /// The order was cancelled.
    Cancelled,
}

impl DueIs {
    const MARKS: [(char, Self); 3] = [('+', Self::Kept), ('-', Self::Broken), ('x', Self::Cancelled)];
}

impl Serialize for Due {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mark = DueIs::MARKS.iter().find(|(_, is)| *is == self.is).map_or('-', |(mark, _)| *mark);
        to.collect_str(&format_args!("{}{mark}{}", self.at, self.promise))
    }
}

impl<'de> Deserialize<'de> for Due {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // A time before 1970 begins with a sign that is no mark.
        let read = || {
            let place = 1 + text.get(1..)?.find(|letter: char| !letter.is_ascii_digit())?;
            let (at, rest) = text.split_at(place);
            let mark = rest.chars().next()?;
            let (_, is) = DueIs::MARKS.into_iter().find(|(of, _)| *of == mark)?;
            Some(Self { at: at.parse().ok()?, is, promise: rest.get(1..)?.to_owned() })
        };
        read().ok_or_else(|| de::Error::custom("not a time, a mark and a name"))
    }
}

impl Due {
    /// Returns what stands for the name of a promise: a moment has no room for a long one.
    pub(crate) fn short(name: &str) -> String {
        let mut hash = format!("{:x}", Sha256::digest(name));
        hash.truncate(NAME_CHARS);
        hash
    }

    /// Returns when it was promised for.
    pub fn at(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.at).ok()
    }
}

/// What reports count beside the judgement. Looks back only, as the moment does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Signals {
    /// The team that the customer met, as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Seconds until the customer was acknowledged.
    #[serde(rename = "ack_s", skip_serializing_if = "Option::is_none")]
    pub acknowledged_after_s: Option<u32>,
    /// Seconds until a person greeted the customer.
    #[serde(rename = "greet_s", skip_serializing_if = "Option::is_none")]
    pub greeted_after_s: Option<u32>,
    /// How much it matters in the customer's own words, 1 to 5, and when that was asked.
    #[serde(rename = "stated", skip_serializing_if = "Option::is_none")]
    pub stated_importance: Option<Stated>,
    /// Sides of the contact, rated 1 to 5.
    #[serde(rename = "sides", with = "sides", skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "String")]
    pub dimensions: BTreeMap<Dimension, u8>,
    /// Promises made here: the expected level of numeric facets.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub expected: BTreeMap<String, f64>,
    /// What this shows of a promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise: Option<Status>,
    /// Gap of promised facets in hundredths, −100 to 100.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facets: BTreeMap<String, i8>,
    /// Minutes after a promised time, begun ones counted; negative if early.
    #[serde(rename = "late_min", skip_serializing_if = "Option::is_none")]
    pub late_by_min: Option<i32>,
    /// What came of a promised time, counted for the day of that time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub due: Option<Due>,
    /// How it ended by the other side where there are both: by what was measured where the customer's word decided, and the other
    /// way round.
    #[serde(rename = "by", skip_serializing_if = "Option::is_none")]
    pub beside: Option<Outcome>,
    /// On a bad opinion: the kind of the failure that it tells of, where that is known and not its own.
    #[serde(rename = "tells", skip_serializing_if = "Option::is_none")]
    pub tells_of: Option<String>,
    /// What the customer's words alone were taken for; unknown if they are not clear. Absent if there are none that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<Outcome>,
    /// Language of those words (ISO 639-1).
    #[serde(rename = "lang", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// On a misery of which nobody of the team said what went wrong: what the words name, the most probable first.
    #[serde(rename = "why", skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<String>,
    /// The moment of the journey before this one.
    #[serde(rename = "prev", skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    /// Whether a new cycle begins here: research after an opinion, or a purchase after a purchase.
    #[serde(rename = "cycle", skip_serializing_if = "std::ops::Not::not")]
    pub begins_cycle: bool,
    /// On the first judged moment after a misery: when that misery happened, in seconds since 1970.
    #[serde(rename = "after", skip_serializing_if = "Option::is_none")]
    pub follows_misery_at: Option<i64>,
    /// On a leak: when the failure behind it was first known, in seconds since 1970.
    #[serde(rename = "leak_at", skip_serializing_if = "Option::is_none")]
    pub leaks_misery_at: Option<i64>,
    /// On a purchase: how many it is of this customer on record, from 1.
    #[serde(rename = "nth", skip_serializing_if = "Option::is_none")]
    pub purchase_number: Option<u32>,
}

/// What a customer said of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stated {
    /// 1 to 5.
    #[serde(rename = "v")]
    pub value: u8,
    /// Before or after the opinion; unknown if not said.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
}

/// The moment of the journey before another; written as `first misery 1763632800`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Previous {
    /// Where it lay.
    pub stage: Stage,
    /// How it ended.
    pub outcome: Outcome,
    /// When, in seconds since 1970.
    pub at: i64,
}

impl Serialize for Previous {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{} {} {}", self.stage, self.outcome, self.at))
    }
}

impl<'de> Deserialize<'de> for Previous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut words = text.split(' ');
        let mut read = || {
            let stage = Stage::from_word(words.next()?)?;
            let outcome = Outcome::from_word(words.next()?)?;
            Some(Self { stage, outcome, at: words.next()?.parse().ok()? })
        };
        read().ok_or_else(|| de::Error::custom("not a stage, an outcome and a time"))
    }
}

/// Sides of a contact as digits in the order of [`Dimension::ALL`], 0 where nothing was said.
mod sides {
    use super::{BTreeMap, Deserialize, Deserializer, Dimension, Serializer, de};

    pub(super) fn serialize<S: Serializer>(sides: &BTreeMap<Dimension, u8>, to: S) -> Result<S::Ok, S::Error> {
        let digit = |side: &Dimension| sides.get(side).map_or('0', |value| char::from(b'0' + value.min(&9)));
        to.serialize_str(&Dimension::ALL.iter().map(digit).collect::<String>())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Dimension, u8>, D::Error> {
        let text = String::deserialize(from)?;
        let digits: Option<Vec<u8>> =
            text.bytes().map(|byte| byte.checked_sub(b'0').filter(|digit| *digit <= 9)).collect();
        let digits = digits.ok_or_else(|| de::Error::custom("not digits"))?;
        Ok(Dimension::ALL.iter().copied().zip(digits).filter(|(_, digit)| *digit > 0).collect())
    }
}

impl Signals {
    /// Tells whether there is nothing to carry.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns when the misery that this moment follows happened.
    pub fn follows_misery(&self) -> Option<Timestamp> {
        self.follows_misery_at.and_then(|second| Timestamp::from_second(second).ok())
    }

    /// Returns when the failure that leaked here was first known.
    pub fn leaks_misery(&self) -> Option<Timestamp> {
        self.leaks_misery_at.and_then(|second| Timestamp::from_second(second).ok())
    }
}

impl Previous {
    /// Returns when it happened.
    pub fn at(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.at).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_a_promised_time_is_read_as_it_was_written() {
        for (at, is, promise, text) in [
            (1_792_800_000, DueIs::Broken, Due::short("p"), "\"1792800000-148de9c5\""),
            (1_792_800_000, DueIs::Kept, String::new(), "\"1792800000+\""),
            (-5, DueIs::Cancelled, String::new(), "\"-5x\""),
        ] {
            let due = Due { at, is, promise };
            assert_eq!(serde_json::to_string(&due).unwrap(), text);
            assert_eq!(serde_json::from_str::<Due>(text).unwrap(), due);
        }
        for wrong in ["\"\"", "\"-\"", "\"12\"", "\"12?\"", "\"x12+\"", "\"é+\""] {
            assert!(serde_json::from_str::<Due>(wrong).is_err(), "{wrong}");
        }
    }
}
