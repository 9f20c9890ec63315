//! Times as senders write them, as far as they can be meant in one way only.

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::Value;

use super::blank::is_blank;
use super::bounds;

/// Numbers from here on count milliseconds since 1970, smaller ones seconds: as seconds it is the year 5138, as milliseconds 1973.
const MILLISECONDS_MIN: f64 = 1e11;

/// Reads a time: as RFC 3339 has it, as mails and HTTP headers have it (RFC 2822), or as seconds or milliseconds since 1970, which
/// is what `Date.now()` and `time.time()` return. Returns `None` for what has no zone, and for anything else.
pub(super) fn read(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => since_1970(number.as_f64()?),
        Value::String(text) => {
            let text = text.trim_matches(is_blank);
            let is_number = text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            match is_number {
                true => since_1970(text.parse().ok()?),
                false => text.parse().or_else(|_| rfc2822::DateTimeParser::new().parse_timestamp(text)).ok(),
            }
        }
        _ => None,
    }
}

/// A count from before 2000 is none: somebody's number, not a time.
fn since_1970(count: f64) -> Option<Timestamp> {
    let milliseconds = if count < MILLISECONDS_MIN { count * 1000.0 } else { count };
    let time = Timestamp::from_millisecond(milliseconds.round() as i64).ok()?;
    (time.as_second() >= bounds::OCCURRED_AT_UNIX_S_MIN).then_some(time)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_can_be_meant_in_one_way_only_is_a_time() {
        for (sent, time) in [
            (json!("2026-11-30T10:00:00Z"), Some("2026-11-30T10:00:00Z")),
            (json!(" 2026-11-30 11:00:00+01:00\u{200b}"), Some("2026-11-30T10:00:00Z")),
            (json!("Mon, 30 Nov 2026 10:00:00 GMT"), Some("2026-11-30T10:00:00Z")),
            (json!("Mon, 30 Nov 2026 11:00:00 +0100"), Some("2026-11-30T10:00:00Z")),
            (json!(1_796_032_800), Some("2026-11-30T10:00:00Z")),
            (json!(1_796_032_800_123_i64), Some("2026-11-30T10:00:00.123Z")),
            (json!(1_796_032_800.25), Some("2026-11-30T10:00:00.25Z")),
            (json!("1796032800"), Some("2026-11-30T10:00:00Z")),
            (json!("1796032800123"), Some("2026-11-30T10:00:00.123Z")),
            // No zone, no time, a year, a number of something else, microseconds.
            (json!("2026-11-30 10:00:00"), None),
            (json!("11/30/2026"), None),
            (json!("yesterday"), None),
            (json!(2026), None),
            (json!("20261130"), None),
            (json!(-5), None),
            (json!(1_796_032_800_123_456_i64), None),
            (json!(1e300), None),
            (json!(["2026-11-30T10:00:00Z"]), None),
            (json!(true), None),
        ] {
            assert_eq!(read(&sent), time.map(|time| time.parse().unwrap()), "{sent}");
        }
    }
}
