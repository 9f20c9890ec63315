//! Conversions: of what vendors write into what a touchpoint holds. What cannot be meant is nothing.

use domain::touchpoint::bounds::ID_CHARS_MAX;
use domain::touchpoint::terms::Terms;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use jmespath::Variable;
use serde_json::{Number, Value};
use sha2::{Digest, Sha256};

use crate::expression::json_of;

/// What stands in a hidden field of a form that nobody filled.
const UNFILLED: &str = "xxxxx";

/// The conversions by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convert {
    /// A text or a number as text, every digit kept.
    Id,
    /// The id of somebody. What programs and forms write where they know nobody is none.
    Person,
    /// A text; a list becomes its parts with commas.
    Text,
    /// HTML as text.
    Html,
    /// A time: RFC 3339, RFC 2822, a date with a time, or seconds or milliseconds since 1970.
    Time,
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
    /// A number, also as text, also with a decimal comma.
    Number,
    /// A whole number.
    Whole,
    /// An amount in the smallest unit of its currency.
    MinorUnits,
    /// True or false, also as a word.
    Flag,
    /// A language tag.
    Language,
    /// As it is.
    Any,
}

impl Convert {
    /// Their names in maps.
    pub const NAMES: [(&'static str, Self); 12] = [
        ("id", Self::Id),
        ("text", Self::Text),
        ("html", Self::Html),
        ("time", Self::Time),
        ("seconds", Self::Seconds),
        ("milliseconds", Self::Milliseconds),
        ("number", Self::Number),
        ("whole", Self::Whole),
        ("minor_units", Self::MinorUnits),
        ("flag", Self::Flag),
        ("language", Self::Language),
        ("any", Self::Any),
    ];

    /// Converts a value by the terms of a deployment; `None` if it says nothing.
    pub fn of(self, value: &Variable, terms: &Terms<'_>) -> Option<Value> {
        if self.is_absent(value, terms) {
            return None;
        }
        match self {
            Self::Id | Self::Person => id(value).map(Value::String),
            Self::Text => text(value).map(Value::String),
            Self::Html => text(value).and_then(|html| filled(&without_markup(&html))).map(Value::String),
            Self::Time => time(value).map(|time| Value::String(time.to_string())),
            Self::Seconds => since_1970(value, 1.0).map(|time| Value::String(time.to_string())),
            Self::Milliseconds => since_1970(value, 1e-3).map(|time| Value::String(time.to_string())),
            Self::Number | Self::MinorUnits => number(value).and_then(Number::from_f64).map(Value::Number),
            Self::Whole => {
                number(value).filter(|number| *number >= 0.0).map(|number| Value::from(number.round() as u64))
            }
            Self::Flag => flag(value).map(Value::Bool),
            Self::Language => text(value).map(|tag| Value::String(tag.replace('_', "-"))),
            Self::Any => Some(json_of(value)),
        }
    }

    /// Tells whether a value says nothing as what it should be, so that the next place is looked at.
    pub fn is_absent(self, value: &Variable, terms: &Terms<'_>) -> bool {
        match (self, value) {
            // A condition that does not hold finds false, which names nobody and is no word of anybody's.
            (Self::Id | Self::Person | Self::Html | Self::Time | Self::Language, Variable::Bool(_)) => true,
            (Self::Person, value) => is_nothing(value) || text(value).is_some_and(|text| is_nobody(&text, terms)),
            (_, value) => is_nothing(value),
        }
    }
}

/// Tells whether a text names nobody: a word for it in the deployment, a hidden field that nobody filled, or a placeholder that a
/// template left as it was.
fn is_nobody(text: &str, terms: &Terms<'_>) -> bool {
    terms.is_nobody(text) || text.eq_ignore_ascii_case(UNFILLED) || text.contains("{{") || text.starts_with("*|")
}

/// Tells whether a value says nothing: null, blank, an empty list or object.
pub fn is_nothing(value: &Variable) -> bool {
    match value {
        Variable::Null | Variable::Expref(_) => true,
        Variable::String(text) => text.chars().all(is_blank),
        Variable::Array(values) => values.iter().all(|value| is_nothing(value)),
        Variable::Object(object) => object.is_empty(),
        Variable::Bool(_) | Variable::Number(_) => false,
    }
}

/// Tells whether a letter shows nothing.
pub fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn filled(text: &str) -> Option<String> {
    let trimmed = text.trim_matches(is_blank);
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// Makes text of HTML; the lines of what has no tags stay lines.
fn without_markup(html: &str) -> String {
    let has_tag = html.match_indices('<').any(|(at, _)| {
        let rest = html[at + 1..].trim_start_matches('/');
        rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) && rest.contains('>')
    });
    if has_tag || !html.contains('&') {
        return if has_tag { nanohtml2text::html2text(html) } else { html.to_owned() };
    }
    let lines = html.split('\n').map(|line| nanohtml2text::html2text(&line.replace('<', "&lt;")));
    lines.collect::<Vec<_>>().join("\n")
}

/// Writes an id as text. One that is too long becomes its hash, which names the same as well.
fn id(value: &Variable) -> Option<String> {
    let id = text(value)?;
    if id.chars().count() <= ID_CHARS_MAX {
        return Some(id);
    }
    Some(format!("~{}", hex::encode(Sha256::digest(id))))
}

/// Writes a value as text.
pub fn text(value: &Variable) -> Option<String> {
    match value {
        Variable::String(text) => filled(text),
        Variable::Number(number) => Some(written(number)),
        Variable::Bool(flag) => Some(flag.to_string()),
        Variable::Array(values) => {
            let parts: Vec<_> = values.iter().filter_map(|value| text(value)).collect();
            filled(&parts.join(", "))
        }
        Variable::Object(_) => Some(json_of(value).to_string()),
        Variable::Null | Variable::Expref(_) => None,
    }
}

/// Writes a number without the `.0` that some vendors put behind whole ones.
fn written(number: &Number) -> String {
    let text = number.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Reads a number, also of a text; of a list the first.
pub fn number(value: &Variable) -> Option<f64> {
    match value {
        Variable::Number(number) => number.as_f64(),
        Variable::String(text) => number_in(text),
        Variable::Array(values) => values.iter().find_map(|value| number(value)),
        _ => None,
    }
}

fn number_in(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_blank);
    text.parse().ok().or_else(|| text.replace(',', ".").parse().ok()).filter(|number: &f64| number.is_finite())
}

fn flag(value: &Variable) -> Option<bool> {
    match value {
        Variable::Bool(flag) => Some(*flag),
        Variable::Number(number) => number.as_f64().map(|number| number != 0.0),
        Variable::String(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Reads a time. A number is in seconds, milliseconds or microseconds by its size: no two of them can be meant at once between
/// 1973 and 5138.
fn time(value: &Variable) -> Option<Timestamp> {
    match value {
        Variable::String(text) => time_in(text.trim()),
        Variable::Number(_) => {
            let size = number(value)?.abs();
            since_1970(
                value,
                if size < 1e11 {
                    1.0
                } else if size < 1e14 {
                    1e-3
                } else {
                    1e-6
                },
            )
        }
        Variable::Array(values) => values.iter().find_map(|value| time(value)),
        _ => None,
    }
}

fn time_in(text: &str) -> Option<Timestamp> {
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    if let Some(number) = number_in(text) {
        return time(&Variable::Number(Number::from_f64(number)?));
    }
    // As `Date` prints it in JavaScript, with the name of the zone behind it in brackets.
    let printed = text.split_once(" (").map_or(text, |(time, _)| time);
    if let Ok(time) = Timestamp::strptime("%a %b %d %Y %H:%M:%S GMT%z", printed) {
        return Some(time);
    }
    let plain = text.strip_suffix("UTC").or_else(|| text.strip_suffix("GMT")).unwrap_or(text).trim();
    let utc = |local: DateTime| local.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    if let Some(time) = plain.parse::<DateTime>().ok().or_else(|| civil(plain)).and_then(utc) {
        return Some(time);
    }
    rfc2822::parse(text).ok().map(|zoned| zoned.timestamp()).or_else(|| {
        // `2026-11-28 10:00:00 +0100`
        let (local, offset) = plain.rsplit_once(' ')?;
        format!("{}{offset}", local.replace(' ', "T")).parse().ok()
    })
}

/// Dates as people and spreadsheets write them, as far as one only can be meant: `28/11/2026` and `11/28/2026` look alike on most days.
const DATES: [&str; 6] = ["%d.%m.%Y", "%Y/%m/%d", "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y"];
/// What may follow them.
const CLOCKS: [&str; 5] = ["", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p"];

/// Reads a date as people write it, with a time or without: `28.11.2026 10:00`, `2026/11/28`, `Nov 28, 2026, 10:00 AM`.
pub fn civil(text: &str) -> Option<DateTime> {
    let read = |format: &str| BrokenDownTime::parse(format, text).ok()?.to_datetime().ok();
    DATES.iter().find_map(|date| {
        CLOCKS.iter().find_map(|clock| match *clock {
            "" => read(date),
            clock => read(&format!("{date} {clock}")).or_else(|| read(&format!("{date}, {clock}"))),
        })
    })
}

fn since_1970(value: &Variable, unit_s: f64) -> Option<Timestamp> {
    let micros = (number(value)? * unit_s * 1e6).round();
    // Zero is a clock that nobody set.
    (micros.abs() < 9e15 && micros != 0.0).then_some(())?;
    Timestamp::from_microsecond(micros as i64).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::expression::data;

    fn converted(convert: Convert, value: Value) -> Option<Value> {
        convert.of(&data(value), &Terms::default())
    }

    #[test]
    fn ids_are_texts_with_every_digit() {
        for (sent, id) in
            [(json!(820982911946154508_u64), "820982911946154508"), (json!(" 7 "), "7"), (json!(7.0), "7")]
        {
            assert_eq!(converted(Convert::Id, sent), Some(json!(id)));
        }
        for nothing in [json!(null), json!(""), json!(" \u{200b}"), json!([]), json!([""]), json!({})] {
            assert_eq!(converted(Convert::Id, nothing), None);
        }
        assert_eq!(converted(Convert::Id, json!(false)), None, "a condition that does not hold");
        assert_eq!(converted(Convert::Id, json!(0)), Some(json!("0")));
        let long = converted(Convert::Id, json!("x".repeat(201))).unwrap();
        assert_eq!(long.as_str().unwrap().len(), 65);
    }

    #[test]
    fn what_names_nobody_is_nobody() {
        assert_eq!(converted(Convert::Person, json!(12)), Some(json!("12")));
        for nobody in
            [json!(0), json!("0"), json!("Guest"), json!("xxxxx"), json!("{{customer.id}}"), json!("*|EMAIL|*")]
        {
            assert_eq!(converted(Convert::Person, nobody.clone()), None, "{nobody}");
        }
        // What means nobody to a deployment is said by its configuration, here as everywhere.
        let words = ["walk-in".to_owned()];
        let terms = Terms { nobody: Some(&words), ..Terms::default() };
        assert_eq!(Convert::Person.of(&data(json!(" Walk-In ")), &terms), None);
        assert_eq!(Convert::Person.of(&data(json!("guest")), &terms), Some(json!("guest")));
    }

    #[test]
    fn times_are_read_as_vendors_write_them() {
        let nine = Some(json!("2026-11-28T09:00:00Z"));
        for sent in [
            json!("2026-11-28T09:00:00Z"),
            json!("2026-11-28T10:00:00+01:00"),
            json!("2026-11-28T09:00:00"),
            json!("2026-11-28 09:00:00"),
            json!("2026-11-28 09:00:00 UTC"),
            json!("2026-11-28 10:00:00 +0100"),
            json!("Sat, 28 Nov 2026 09:00:00 +0000"),
            json!("28.11.2026 09:00"),
            json!("2026/11/28 09:00:00"),
            json!("Nov 28, 2026, 9:00 AM"),
            json!("28 November 2026 09:00"),
            json!("Sat Nov 28 2026 10:00:00 GMT+0100 (Central European Standard Time)"),
            json!(1795856400),
            json!("1795856400"),
            json!(1795856400000_u64),
            json!("1795856400000"),
            json!(1795856400000000_u64),
        ] {
            assert_eq!(converted(Convert::Time, sent.clone()), nine, "{sent}");
        }
        assert_eq!(converted(Convert::Seconds, json!("1795856400")), nine);
        assert_eq!(converted(Convert::Milliseconds, json!(1795856400000_u64)), nine);
        assert_eq!(converted(Convert::Time, json!("28.11.2026")), Some(json!("2026-11-28T00:00:00Z")));
        for wrong in
            [json!("soon"), json!(0), json!(true), json!("2026-13-01"), json!("28/11/2026"), json!("31.02.2026")]
        {
            assert_eq!(converted(Convert::Time, wrong.clone()), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_flags_and_html_are_read() {
        assert_eq!(converted(Convert::Number, json!("1,5")), Some(json!(1.5)));
        assert_eq!(converted(Convert::Whole, json!("4100")), Some(json!(4100)));
        assert_eq!(converted(Convert::Flag, json!("Yes")), Some(json!(true)));
        assert_eq!(converted(Convert::Language, json!("en_US")), Some(json!("en-US")));
        assert_eq!(converted(Convert::Text, json!(["a", "b"])), Some(json!("a, b")));
        assert_eq!(converted(Convert::Html, json!("<p>It&#39;s <b>late</b>.</p>")), Some(json!("It's late.")));
        assert_eq!(converted(Convert::Html, json!("<p> </p>")), None);
    }
}
