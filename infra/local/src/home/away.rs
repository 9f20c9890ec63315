//! Lets the inbox be away for a while, so that anybody can watch an outage heal: what comes meanwhile is refused, as a channel
//! refuses that is overloaded or down, and Moments tries it again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use super::Rooms;

/// Longest time to be away, in seconds.
const SECONDS_MAX: u64 = 600;

/// Whether the inbox takes what comes.
#[derive(Default)]
pub(super) struct Away(Mutex<Presence>);

#[derive(Default)]
enum Presence {
    #[default]
    There,
    /// The next message finds it away, and so does what comes in this time from then on.
    FromNext(Duration),
    Until(Instant),
}

impl Away {
    /// Is away from the next message on, for `time`.
    pub(super) fn leave(&self, time: Duration) {
        *self.state() = Presence::FromNext(time);
    }

    /// Tells for how many more seconds a message that comes `now` should stay away; `None` if it is taken.
    pub(super) fn refuses(&self, now: Instant) -> Option<u64> {
        let mut state = self.state();
        if let Presence::FromNext(time) = *state {
            *state = Presence::Until(now + time);
        }
        let Presence::Until(until) = *state else { return None };
        let left = until.saturating_duration_since(now);
        if left.is_zero() {
            *state = Presence::There;
            return None;
        }
        Some(left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }

    fn state(&self) -> MutexGuard<'_, Presence> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What `POST /_local/inbox/away` takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Leave {
    seconds: u64,
}

/// Answers `POST /_local/inbox/away`.
pub(super) async fn leave(State(rooms): State<Arc<Rooms>>, body: String) -> (StatusCode, String) {
    match serde_json::from_str::<Leave>(&body) {
        Ok(Leave { seconds }) if (1..=SECONDS_MAX).contains(&seconds) => {
            rooms.inbox.away.leave(Duration::from_secs(seconds));
            (StatusCode::NO_CONTENT, String::new())
        }
        _ => (StatusCode::BAD_REQUEST, format!("seconds: a whole number from 1 to {SECONDS_MAX} is needed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_away_begins_with_the_first_message_that_is_refused() {
        let (away, start) = (Away::default(), Instant::now());
        let refuses = |ms| away.refuses(start + Duration::from_millis(ms));
        assert_eq!(refuses(0), None);
        away.leave(Duration::from_secs(20));
        assert_eq!(
            (refuses(90_000), refuses(109_500), refuses(110_000), refuses(100_000)),
            (Some(20), Some(1), None, None)
        );
    }
}
