//! How many requests of one caller are refused within a minute before it has to wait: of one address, where the platform tells it, and
//! with one key. Each running function counts for itself, in memory: counting in the table would let whoever is refused cost something.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};

use super::access::shown;
use super::problem::Problem;
use super::route::address_of;
use crate::environment::{Environment, StartError};

/// Refused requests of one address within a minute.
pub const OF_ADDRESS_MAX: u32 = 120;

/// Refused requests with one key within a minute: a program may have a mistake in it, and other programs the same address.
pub const OF_KEY_MAX: u32 = 600;

/// Callers that are counted at once: who has more addresses than that is not held up by counting them.
const CALLERS_MAX: usize = 20_000;

const MINUTE_S: i64 = 60;

/// What of a request is refused because of who asked, or what was asked for. What stands where something cannot be done (409), has been
/// there (410), or was too slow (408) is nobody's attack.
const TROUBLE: [StatusCode; 9] = [
    StatusCode::BAD_REQUEST,
    StatusCode::UNAUTHORIZED,
    StatusCode::FORBIDDEN,
    StatusCode::NOT_FOUND,
    StatusCode::METHOD_NOT_ALLOWED,
    StatusCode::PAYLOAD_TOO_LARGE,
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    StatusCode::MISDIRECTED_REQUEST,
    StatusCode::UNPROCESSABLE_ENTITY,
];

/// Counts what was refused to whom.
#[derive(Debug)]
pub struct Patience {
    counts_addresses: bool,
    names: RandomState,
    minute: Mutex<Minute>,
}

/// What was refused in one minute, by hashes of callers that mean nothing outside of this process.
#[derive(Debug, Default)]
struct Minute {
    number: i64,
    refused: HashMap<u64, u32>,
}

impl Patience {
    /// Makes it as the deployment says: where everything comes through a proxy (`COUNT_ADDRESSES=off`), the address is the proxy's, and only
    /// keys are counted.
    ///
    /// # Errors
    /// The variable is neither `on` nor `off`.
    pub fn of(environment: &Environment) -> Result<Self, StartError> {
        Ok(Self::new(environment.is_on("COUNT_ADDRESSES")?))
    }

    fn new(counts_addresses: bool) -> Self {
        Self { counts_addresses, names: RandomState::new(), minute: Mutex::default() }
    }

    /// Lets in a caller who was not refused too often.
    ///
    /// # Errors
    /// Too many of this caller's requests were refused within this minute.
    pub fn admit(&self, request: &Request, now: Timestamp) -> Result<(), Problem> {
        let minute = self.minute(now);
        let is_over = |(caller, max): &(u64, u32)| minute.refused.get(caller).is_some_and(|count| count >= max);
        match self.callers(request).iter().any(is_over) {
            true => Err(too_many(now)),
            false => Ok(()),
        }
    }

    /// Hears how a request was answered.
    ///
    /// # Errors
    /// It was refused, as were too many of this caller's before: that is all the caller is to be told.
    pub fn hear(&self, request: &Request, status: StatusCode, now: Timestamp) -> Result<(), Problem> {
        if !TROUBLE.contains(&status) {
            return Ok(());
        }
        let mut minute = self.minute(now);
        let mut is_over = false;
        for (caller, max) in self.callers(request) {
            let is_full = minute.refused.len() >= CALLERS_MAX;
            if is_full && !minute.refused.contains_key(&caller) {
                continue;
            }
            let count = minute.refused.entry(caller).or_default();
            is_over |= *count >= max;
            *count = count.saturating_add(1);
        }
        if is_over { Err(too_many(now)) } else { Ok(()) }
    }

    /// Passes an answer on, or says no more than that there were too many, as [`Self::hear`] does.
    ///
    /// # Errors
    /// That of the answer, or that there were too many.
    pub fn after(
        &self,
        request: &Request,
        answered: Result<Response<Body>, Problem>,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let status = answered.as_ref().map_or_else(Problem::status, Response::status);
        self.hear(request, status, now)?;
        answered
    }

    fn minute(&self, now: Timestamp) -> std::sync::MutexGuard<'_, Minute> {
        let number = now.as_second().div_euclid(MINUTE_S);
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        if minute.number != number {
            *minute = Minute { number, refused: HashMap::new() };
        }
        minute
    }

    /// Returns who asks, each with what may be refused to it. On a laptop everybody has the address of the machine, and nobody is counted.
    fn callers(&self, request: &Request) -> Vec<(u64, u32)> {
        let Ok(address) = address_of(request).parse::<IpAddr>() else { return Vec::new() };
        if address.is_loopback() {
            return Vec::new();
        }
        let query = request.query_string_parameters_ref();
        let key = shown(request.headers()).or_else(|| query?.first("write_key").map(str::to_owned));
        let key = key.map(|key| (self.names.hash_one(("key", key)), OF_KEY_MAX));
        let address = (self.names.hash_one(block_of(address)), OF_ADDRESS_MAX);
        self.counts_addresses.then_some(address).into_iter().chain(key).collect()
    }
}

/// Returns what one caller has: an address of version 4, or the block of version 6 that a household is given.
fn block_of(address: IpAddr) -> IpAddr {
    const BLOCK_BITS: u32 = 64;
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> BLOCK_BITS << BLOCK_BITS).into()),
        address => address,
    }
}

fn too_many(now: Timestamp) -> Problem {
    let left = MINUTE_S - now.as_second().rem_euclid(MINUTE_S);
    Problem::too_many("too many requests of this caller were refused within a minute")
        .retry_after_s(left.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequestContext;
    use lambda_http::http;
    use lambda_http::request::RequestContext;

    use super::*;

    fn from(address: &str, key: &str) -> Request {
        let mut context = ApiGatewayV2httpRequestContext::default();
        context.http.source_ip = Some(address.to_owned());
        let request = http::Request::builder().uri("https://api.example.com/v1/cases");
        let request = request.header("authorization", format!("Bearer {key}")).body(Body::Empty).unwrap();
        request.with_request_context(RequestContext::ApiGatewayV2(context))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_020 + second).unwrap()
    }

    /// Refuses so many requests, each with a key of its own.
    fn refuse(patience: &Patience, address: &str, count: u32, second: i64) {
        for number in 0..count {
            let request = from(address, &format!("guess-{number}"));
            let _ = patience.hear(&request, StatusCode::UNAUTHORIZED, at(second));
        }
    }

    #[test]
    fn an_address_that_is_refused_too_often_waits_for_the_next_minute() {
        let patience = Patience::new(true);
        refuse(&patience, "203.0.113.7", OF_ADDRESS_MAX - 1, 0);
        let again = from("203.0.113.7", "another guess");
        assert_eq!(patience.admit(&again, at(1)), Ok(()));
        assert_eq!(patience.hear(&again, StatusCode::OK, at(1)), Ok(()), "a good answer counts for nothing");
        assert_eq!(patience.hear(&again, StatusCode::CONFLICT, at(1)), Ok(()));
        assert_eq!(patience.hear(&again, StatusCode::NOT_FOUND, at(1)), Ok(()), "the last that is told what is wrong");
        let problem = patience.admit(&again, at(20)).unwrap_err();
        assert_eq!(problem.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(problem.response().headers()["retry-after"], "40");
        assert!(patience.hear(&again, StatusCode::UNAUTHORIZED, at(20)).is_err());
        assert_eq!(patience.admit(&from("203.0.113.8", "guess-1"), at(20)), Ok(()), "a neighbour");
        assert_eq!(patience.admit(&again, at(60)), Ok(()), "a minute later");
    }

    #[test]
    fn a_key_is_counted_wherever_it_comes_from() {
        let patience = Patience::new(true);
        for number in 0..OF_KEY_MAX {
            let request = from(&format!("203.0.{}.7", number % 200), "shop");
            patience.hear(&request, StatusCode::UNPROCESSABLE_ENTITY, at(0)).unwrap();
        }
        assert!(patience.admit(&from("198.51.100.1", "shop"), at(0)).is_err());
        assert_eq!(patience.admit(&from("198.51.100.1", "till"), at(0)), Ok(()));
    }

    #[test]
    fn a_proxy_is_not_taken_for_a_caller_where_the_deployment_has_one() {
        let patience = Patience::new(false);
        refuse(&patience, "203.0.113.7", OF_ADDRESS_MAX + 1, 0);
        assert_eq!(patience.admit(&from("203.0.113.7", "shop"), at(0)), Ok(()));
    }

    #[test]
    fn a_household_is_one_caller_and_a_laptop_none() {
        let patience = Patience::new(true);
        for number in 0..OF_ADDRESS_MAX {
            let _ = patience.hear(&from(&format!("2001:db8:7:1::{number:x}"), "x"), StatusCode::FORBIDDEN, at(0));
        }
        assert!(patience.admit(&from("2001:db8:7:1:ffff::9", "y"), at(0)).is_err());
        assert_eq!(patience.admit(&from("2001:db8:7:2::9", "y"), at(0)), Ok(()));
        for address in ["127.0.0.1", "::1", ""] {
            refuse(&patience, address, OF_ADDRESS_MAX + 1, 0);
            assert_eq!(patience.admit(&from(address, "y"), at(0)), Ok(()), "{address}");
        }
    }

    #[test]
    fn callers_that_are_counted_are_bounded() {
        let patience = Patience::new(true);
        for number in 0..30_000_u32 {
            let address = std::net::Ipv4Addr::from_bits(0x0a00_0000 + number).to_string();
            let _ = patience.hear(&from(&address, "one"), StatusCode::NOT_FOUND, at(0));
        }
        assert_eq!(patience.minute(at(0)).refused.len(), CALLERS_MAX);
        assert_eq!(patience.minute(at(60)).refused.len(), 0);
    }
}
