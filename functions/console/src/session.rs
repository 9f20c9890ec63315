//! Sessions: a sealed cookie that names a person, and nothing that the cookie's owner could change. It ends after twelve hours
//! without a visit and after a week in any case; the configuration ends it at once, by the person, by the key or by a time. It works
//! at the address and with the browser that it was made for. Keeps nothing itself.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::identity::fingerprint;
use jiff::{SignedDuration, Timestamp};
use ring::rand::{SecureRandom, SystemRandom};
use runtime::http::access::KeyText;
use runtime::http::problem::Problem;

use crate::document::Console;

/// How long a session lasts without a visit.
const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// How long it lasts in any case.
const LIFE: SignedDuration = SignedDuration::from_hours(24 * 7);
/// A cookie is written anew when it is this old: not with each answer.
const RENEWED_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// Clocks of two machines may differ by this much.
const SKEW: SignedDuration = SignedDuration::from_mins(1);
const PURPOSE: &str = "moments console session 1";
const FORM: &str = "moments console form 1";
/// Bytes of a random name.
const RANDOM_BYTES: usize = 24;

/// What a cookie says once its seal is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// Names the session.
    pub(crate) id: String,
    /// When the person signed in.
    pub(crate) since: Timestamp,
    /// When the cookie was written.
    pub(crate) seen: Timestamp,
    /// The person's address.
    pub(crate) email: String,
}

/// Where a session belongs: to one address of one deployment and to one browser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The host that was asked for.
    pub(crate) host: &'a str,
    /// What the browser calls itself.
    pub(crate) browser: &'a str,
}

impl Session {
    /// Begins a session.
    pub(crate) fn begin(email: &str, now: Timestamp) -> Result<Self, Problem> {
        Ok(Self { id: random()?, since: now, seen: now, email: email.to_ascii_lowercase() })
    }

    /// Writes the cookie.
    pub(crate) fn sealed(&self, key: &KeyText, place: Place<'_>) -> String {
        let email = URL_SAFE_NO_PAD.encode(&self.email);
        let (since, seen) = (self.since.as_second().to_string(), self.seen.as_second().to_string());
        let seal = key.seal(PURPOSE, &[&self.id, &since, &seen, &email, place.host, &browser(place)]);
        format!("{}.{since}.{seen}.{email}.{seal}", self.id)
    }

    /// Reads a cookie; none if anything about it is not right, or its time is over.
    pub(crate) fn read(cookie: &str, console: &Console, place: Place<'_>, now: Timestamp) -> Option<Self> {
        let parts: Vec<&str> = cookie.split('.').collect();
        let [id, since, seen, email, seal] = parts.as_slice() else { return None };
        let sealed = [*id, since, seen, email, place.host, &browser(place)];
        let mut keys = [&console.key, &console.previous].into_iter().flatten();
        if !keys.any(|key| key.has_sealed(PURPOSE, &sealed, seal)) {
            return None;
        }
        let time = |text: &str| Timestamp::from_second(text.parse().ok()?).ok();
        let (since, seen) = (time(since)?, time(seen)?);
        let email = String::from_utf8(URL_SAFE_NO_PAD.decode(email).ok()?).ok()?;
        let is_over = now.duration_since(seen) >= IDLE
            || now.duration_since(since) >= LIFE
            || seen.duration_since(now) > SKEW
            || console.sessions_from.is_some_and(|from| since < from);
        (!is_over).then(|| Self { id: (*id).to_owned(), since, seen, email })
    }

    /// Returns the session as its next cookie has it, if it is time for one.
    pub(crate) fn renewed(&self, now: Timestamp) -> Option<Self> {
        (now.duration_since(self.seen) >= RENEWED_AFTER).then(|| Self { seen: now, ..self.clone() })
    }

    /// Returns when it is over in any case.
    pub(crate) fn end(&self) -> Timestamp {
        self.since.checked_add(LIFE).unwrap_or(Timestamp::MAX)
    }

    /// Returns the token of the forms that are made for this session.
    pub(crate) fn token(&self, key: &KeyText) -> String {
        form_token(key, &self.id)
    }

    /// Returns whether a form was made for this session.
    pub(crate) fn made(&self, token: &str, console: &Console) -> bool {
        has_made(token, console, &self.id)
    }
}

/// Returns the token of a form for the holder of a secret name.
pub(crate) fn form_token(key: &KeyText, holder: &str) -> String {
    key.seal(FORM, &[holder])
}

/// Returns whether a token is the one for the holder of a secret name.
pub(crate) fn has_made(token: &str, console: &Console, holder: &str) -> bool {
    let mut keys = [&console.key, &console.previous].into_iter().flatten();
    keys.any(|key| key.has_sealed(FORM, &[holder], token))
}

/// Returns a name that nobody can guess.
pub(crate) fn random() -> Result<String, Problem> {
    let mut bytes = [0_u8; RANDOM_BYTES];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Problem::internal("no randomness"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn browser(place: Place<'_>) -> String {
    fingerprint(&[place.browser], 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'static> = Place { host: "moments.example.com", browser: "Firefox" };

    fn console(text: &str) -> Console {
        toml::from_str(text).unwrap()
    }

    fn now() -> Timestamp {
        "2026-11-30T10:00:00Z".parse().unwrap()
    }

    const KEYS: &str = "key = '0123456789abcdef0123456789abcdef'";

    #[test]
    fn a_session_is_read_where_it_was_made_and_nowhere_else() {
        let console = console(KEYS);
        let session = Session::begin("Eva@example.com", now()).unwrap();
        let cookie = session.sealed(console.key.as_ref().unwrap(), HERE);
        assert_eq!(Session::read(&cookie, &console, HERE, now()).unwrap().email, "eva@example.com");
        for other in [Place { host: "evil.example.com", ..HERE }, Place { browser: "curl", ..HERE }] {
            assert_eq!(Session::read(&cookie, &console, other, now()), None, "{other:?}");
        }
    }

    #[test]
    fn nothing_of_a_cookie_can_be_changed() {
        let console = console(KEYS);
        let session = Session::begin("eva@example.com", now()).unwrap();
        let cookie = session.sealed(console.key.as_ref().unwrap(), HERE);
        let parts: Vec<&str> = cookie.split('.').collect();
        let admin = URL_SAFE_NO_PAD.encode("admin@example.com");
        for (at, other) in [(0, "x"), (1, "1"), (2, "9999999999"), (3, admin.as_str()), (4, ""), (4, "AAAA")] {
            let mut changed = parts.clone();
            changed[at] = other;
            assert_eq!(Session::read(&changed.join("."), &console, HERE, now()), None, "{at}");
        }
        for other in ["", ".", "....", &cookie[1..], &format!("{cookie}.")] {
            assert_eq!(Session::read(other, &console, HERE, now()), None, "{other}");
        }
    }

    #[test]
    fn it_ends_without_visits_after_a_week_and_by_the_configuration() {
        let keyed = console(KEYS);
        let session = Session::begin("eva@example.com", now()).unwrap();
        let cookie = session.sealed(keyed.key.as_ref().unwrap(), HERE);
        let lives = |console: &Console, cookie: &str, after: SignedDuration| {
            Session::read(cookie, console, HERE, now() + after).is_some()
        };
        let hours = SignedDuration::from_hours;
        assert!(lives(&keyed, &cookie, IDLE - SignedDuration::from_secs(1)) && !lives(&keyed, &cookie, IDLE));
        let kept = Session { seen: now() + hours(167), ..session }.sealed(keyed.key.as_ref().unwrap(), HERE);
        assert!(lives(&keyed, &kept, LIFE - SignedDuration::from_secs(1)) && !lives(&keyed, &kept, LIFE));
        let later = console(&format!("{KEYS}\nsessions_from = '2026-11-30T10:00:01Z'"));
        assert!(!lives(&later, &cookie, hours(0)));
        let rolled =
            console("key = 'another-key-another-key-another-key'\nprevious = '0123456789abcdef0123456789abcdef'");
        assert!(lives(&rolled, &cookie, hours(1)));
        assert!(!lives(&console("key = 'another-key-another-key-another-key'"), &cookie, hours(1)));
        assert!(!lives(&console(""), &cookie, hours(1)));
    }

    #[test]
    fn a_form_is_made_for_one_session() {
        let console = console(KEYS);
        let [one, other] = [1, 2].map(|_| Session::begin("eva@example.com", now()).unwrap());
        let token = one.token(console.key.as_ref().unwrap());
        assert!(one.made(&token, &console) && !other.made(&token, &console) && !one.made("", &console));
    }
}
