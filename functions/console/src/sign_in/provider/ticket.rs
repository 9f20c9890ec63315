//! What goes to the provider with a person and has to come back: sealed for one browser and ten minutes. The nonce and the secret of
//! the code follow from it, so that nothing is kept between.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use runtime::http::access::KeyText;
use runtime::http::problem::Problem;

use crate::document::Console;
use crate::session::random;
use crate::sign_in::browser::Browser;
use crate::sign_in::safe;

/// How long a person may take at the provider.
const TIME: SignedDuration = SignedDuration::from_mins(10);
/// Bytes of an address to come back to: providers bound what they carry.
const TO_BYTES_MAX: usize = 300;
const STATE: &str = "moments console provider state 1";
const NONCE: &str = "moments console provider nonce 1";
const SECRET: &str = "moments console provider secret 1";

/// One way to the provider and back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    /// Names it.
    pub(super) id: String,
    /// What the provider sends back as it is.
    pub(super) state: String,
    /// What the provider has to put into the token.
    pub(super) nonce: String,
    /// Proves to the provider that who changes the code asked for it (PKCE).
    pub(super) secret: String,
    /// Where the person wanted to go.
    pub(super) to: String,
    /// Until when it works.
    pub(super) until: Timestamp,
}

impl Ticket {
    /// Makes one for a browser.
    pub(super) fn new(key: &KeyText, browser: &Browser, to: &str, now: Timestamp) -> Result<Self, Problem> {
        let until = now.checked_add(TIME).map_err(Problem::internal)?.as_second().to_string();
        let to = if to.len() <= TO_BYTES_MAX { to } else { "/" };
        let (id, to) = (random()?, URL_SAFE_NO_PAD.encode(to));
        let seal = key.seal(STATE, &[&browser.name, &id, &until, &to]);
        Self::of(key, browser, (&id, &until, &to, &seal)).ok_or_else(|| Problem::internal("a ticket cannot be made"))
    }

    /// Reads what came back; none if it is another browser's, too late, or was changed.
    pub(super) fn read(console: &Console, browser: &Browser, state: &str, now: Timestamp) -> Option<Self> {
        let parts: Vec<&str> = state.split('.').collect();
        let [id, until, to, seal] = parts.as_slice() else { return None };
        let mut keys = [&console.key, &console.previous].into_iter().flatten();
        let key = keys.find(|key| key.has_sealed(STATE, &[&browser.name, id, until, to], seal))?;
        Self::of(key, browser, (id, until, to, seal)).filter(|ticket| now < ticket.until)
    }

    fn of(key: &KeyText, browser: &Browser, (id, until, to, seal): (&str, &str, &str, &str)) -> Option<Self> {
        let place = String::from_utf8(URL_SAFE_NO_PAD.decode(to).ok()?).ok()?;
        Some(Self {
            id: id.to_owned(),
            state: [id, until, to, seal].join("."),
            nonce: key.seal(NONCE, &[&browser.name, id]),
            secret: key.seal(SECRET, &[&browser.name, id]),
            to: safe(&place),
            until: Timestamp::from_second(until.parse().ok()?).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn console(text: &str) -> Console {
        toml::from_str(text).unwrap()
    }

    fn now() -> Timestamp {
        "2026-11-30T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_ticket_comes_back_to_its_own_browser_in_time_and_unchanged() {
        let keyed = console("key = '0123456789abcdef0123456789abcdef'");
        let (browser, other) = (Browser::new().unwrap(), Browser::new().unwrap());
        let ticket = Ticket::new(keyed.key.as_ref().unwrap(), &browser, "/cases?show=mine", now()).unwrap();
        let read = |browser, state: &str, after| Ticket::read(&keyed, browser, state, now() + after);
        let zero = SignedDuration::ZERO;
        assert_eq!(read(&browser, &ticket.state, zero).as_ref(), Some(&ticket));
        assert_eq!(ticket.to, "/cases?show=mine");
        assert_eq!(read(&other, &ticket.state, zero), None);
        assert!(read(&browser, &ticket.state, TIME - SignedDuration::from_secs(1)).is_some());
        assert_eq!(read(&browser, &ticket.state, TIME), None);
        let elsewhere =
            ticket.state.replace(&URL_SAFE_NO_PAD.encode("/cases?show=mine"), &URL_SAFE_NO_PAD.encode("/x"));
        for state in ["", "...", elsewhere.as_str(), &ticket.state[1..], &format!("{}.", ticket.state)] {
            assert_eq!(read(&browser, state, zero), None, "{state}");
        }
        let rolled = console("key = 'fedcba9876543210fedcba9876543210'\nprevious = '0123456789abcdef0123456789abcdef'");
        assert_eq!(Ticket::read(&rolled, &browser, &ticket.state, now()).as_ref(), Some(&ticket));
        assert_eq!(Ticket::read(&console(""), &browser, &ticket.state, now()), None);
    }

    #[test]
    fn each_ticket_has_secrets_of_its_own_that_providers_take() {
        let keyed = console("key = '0123456789abcdef0123456789abcdef'");
        let browser = Browser::new().unwrap();
        let [one, other] =
            [1, 2].map(|_| Ticket::new(keyed.key.as_ref().unwrap(), &browser, &"/".repeat(400), now()).unwrap());
        assert!(one.nonce != other.nonce && one.secret != other.secret && one.nonce != one.secret);
        // RFC 7636: 43 to 128 characters.
        assert!((43..=128).contains(&one.secret.len()) && one.state.len() < 600 && one.to == "/");
    }
}
