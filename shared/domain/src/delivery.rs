//! When a delivery that failed is tried again. Sends nothing.

use jiff::SignedDuration;

/// Waits between the tries of one delivery, in seconds: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h (Svix's schedule). A
/// clock that ticks each minute rounds the first one up. After the last one the delivery is dead.
const WAITS_S: [i64; 7] = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];

/// Part of a wait by which it is spread, so that an endpoint that recovers is not met by everybody at once.
const JITTER: f64 = 0.1;

/// The longest `Retry-After` that is obeyed, in seconds: one day.
const RETRY_AFTER_S_MAX: i64 = 86_400;

/// Returns the wait before the next try after `failed` tries, or `None` if there is none. A `Retry-After` makes the
/// wait longer, never shorter. `spread` is a random number from 0 to 1.
pub fn next_try(failed: u32, retry_after: Option<SignedDuration>, spread: f64) -> Option<SignedDuration> {
    let index = usize::try_from(failed.saturating_sub(1)).ok()?;
    let wait_s = *WAITS_S.get(index)?;
    let spread_s = (wait_s as f64 * JITTER * spread.clamp(0.0, 1.0)) as i64;
    let asked_s = retry_after.map_or(0, |wait| wait.as_secs().clamp(0, RETRY_AFTER_S_MAX));
    Some(SignedDuration::from_secs((wait_s + spread_s).max(asked_s)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_s(failed: u32, retry_after_s: Option<i64>, spread: f64) -> Option<i64> {
        next_try(failed, retry_after_s.map(SignedDuration::from_secs), spread).map(|wait| wait.as_secs())
    }

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<_> = (1..=8).map(|failed| wait_s(failed, None, 0.0)).collect();
        let expected = [Some(5), Some(300), Some(1_800), Some(7_200), Some(18_000), Some(36_000), Some(36_000), None];
        assert_eq!(waits, expected);
    }

    #[test]
    fn retry_after_lengthens_a_wait_within_a_day_and_never_shortens_it() {
        assert_eq!(wait_s(2, Some(600), 0.0), Some(600));
        assert_eq!(wait_s(2, Some(10), 0.0), Some(300));
        assert_eq!(wait_s(1, Some(1_000_000), 0.0), Some(86_400));
    }

    #[test]
    fn jitter_stays_within_a_tenth() {
        assert_eq!(wait_s(2, None, 1.0), Some(330));
        assert_eq!(wait_s(2, None, 7.0), Some(330));
    }
}
