//! What a receiver's answer means for the delivery. Pure; schedules nothing.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Longest wait a receiver may ask for; a longer one counts as this.
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// What came of one attempt. Reasons are fixed words: no address, no secret, nothing the receiver wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The receiver took it (2xx).
    Delivered,
    /// It may succeed later: 408, 425, 429, 5xx, a time-out, a lost or refused connection.
    Retryable {
        /// What happened.
        reason: String,
        /// How long the receiver asked to wait, if it did.
        after: Option<Duration>,
    },
    /// It will not succeed as it is: any other status, redirects included, or an address that is not allowed.
    Refused {
        /// What happened.
        reason: String,
    },
    /// The receiver says it is gone for good (410): send nothing there any more.
    Gone,
}

impl Reply {
    /// Makes a retryable reply without a wished wait.
    pub(crate) fn retryable(reason: impl Into<String>) -> Self {
        Self::Retryable { reason: reason.into(), after: None }
    }

    /// Makes a final refusal.
    pub(crate) fn refused(reason: impl Into<String>) -> Self {
        Self::Refused { reason: reason.into() }
    }
}

/// Reads an answer by its status and headers, with a word of the channel's own to add to the reason.
pub(crate) fn classify(status: StatusCode, headers: &HeaderMap, word: Option<&str>, now: Timestamp) -> Reply {
    let reason = match word {
        Some(word) => format!("status {}: {word}", status.as_u16()),
        None => format!("status {}", status.as_u16()),
    };
    match status.as_u16() {
        200..=299 => Reply::Delivered,
        410 => Reply::Gone,
        408 | 425 | 429 | 500..=599 => Reply::Retryable { reason, after: retry_after(headers, now) },
        _ => Reply::Refused { reason },
    }
}

/// Reads `Retry-After` (RFC 9110 §10.2.3): seconds or an HTTP date. A date gone by is no wait; nonsense is no wish.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a very long wait.
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        let date = DateTimeParser::new().parse_timestamp(text).ok()?;
        Duration::try_from(date.duration_since(now)).unwrap_or_default()
    };
    Some(wait.min(RETRY_AFTER_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    fn with_status(status: u16, wait: Option<&str>) -> Reply {
        let mut headers = HeaderMap::new();
        if let Some(wait) = wait {
            headers.insert(RETRY_AFTER, wait.parse().unwrap());
        }
        classify(StatusCode::from_u16(status).unwrap(), &headers, None, now())
    }

    #[test]
    fn every_status_has_one_meaning() {
        for status in 100..=999 {
            let reply = with_status(status, None);
            let expected = match status {
                200..=299 => Reply::Delivered,
                408 | 425 | 429 | 500..=599 => Reply::retryable(format!("status {status}")),
                410 => Reply::Gone,
                _ => Reply::refused(format!("status {status}")),
            };
            assert_eq!(reply, expected);
        }
    }

    #[test]
    fn the_wished_wait_is_read_as_seconds_or_date_and_bounded() {
        for (text, seconds) in [
            ("0", Some(0)),
            ("30", Some(30)),
            (" 30 ", Some(30)),
            ("86401", Some(86400)),
            ("99999999999999999999999", Some(86400)),
            ("Sun, 22 Nov 2026 10:02:00 GMT", Some(120)),
            ("Sun, 22 Nov 2026 09:00:00 GMT", Some(0)),
            ("Sun, 22 Nov 2037 10:00:00 GMT", Some(86400)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            for status in [408, 425, 429, 500, 503] {
                let after = seconds.map(Duration::from_secs);
                let reason = format!("status {status}");
                assert_eq!(with_status(status, Some(text)), Reply::Retryable { reason, after }, "{text}");
            }
        }
        assert_eq!(with_status(400, Some("30")), Reply::refused("status 400"));
    }
}
