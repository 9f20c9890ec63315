//! The quota of a key: requests a minute that one running function takes. Approximate on purpose: an exact one would
//! cost a write per request. API throttling bounds all keys together.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use runtime::http::access::WriteKey;
use runtime::http::problem::Problem;

/// What each key has used lately.
#[derive(Default)]
pub(crate) struct Quotas(Mutex<HashMap<(String, NonZeroU32), DefaultDirectRateLimiter>>);

impl Quotas {
    /// Takes one request from a key's quota.
    pub(crate) fn take(&self, key: &WriteKey) -> Result<(), Problem> {
        let Some(per_minute) = key.requests_per_minute.and_then(NonZeroU32::new) else { return Ok(()) };
        let mut limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = limits
            .entry((key.name.clone(), per_minute))
            .or_insert_with(|| RateLimiter::direct(Quota::per_minute(per_minute)));
        limit.check().map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            Problem::too_many(format!("this key may send {per_minute} requests a minute"))
                .retry_after_s(wait.as_secs() + 1)
        })
    }
}
