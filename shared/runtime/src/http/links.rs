//! Links that act or show: `{public address}/v1/cases/{case}/{action}?until={time}&seal={seal}`. The seal is an HMAC-SHA256 over
//! the case, whose it is, the action and the time, so that a link does one thing to one case and ends within three days. A
//! link to a report has its period in the place of the case. A link on a page that was opened with a key (`&by={name}`) is bound
//! to that key too and dies with it. Signs and checks; that a link acts only once is kept in the table.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;
use sha2::Sha256;

use crate::http::access::{KeyText, ReadKey};

/// Hours that a link works, at most.
pub const LINK_HOURS_MAX: i64 = 72;

/// Days that a link to a report works: as long as a report is kept, unless a deployment keeps it for another time. It only shows, and
/// a person with the link sees no customer by name.
pub const REPORT_LINK_DAYS: i64 = 731;

/// Hours for which every try of a message carries the same links; a later one carries fresh ones.
const SAME_LINKS_HOURS: i64 = 24;

/// Bytes of a key that signs, at least.
const KEY_BYTES_MIN: usize = 32;

/// The section `[links]`: the key that signs, the one before while links of it still work, and whether a page behind a link
/// names the customer (`show_customer`).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkKeys {
    /// What signs the links: at least 32 characters that nobody can guess (`openssl rand -base64 32`).
    #[serde(default)]
    #[schemars(example = &"at-least-32-characters-that-nobody-guesses")]
    key: Option<KeyText>,
    /// The key before, whose links still work.
    #[serde(default)]
    #[schemars(example = &"the-key-before-this-one-of-32-characters")]
    previous: Option<KeyText>,
    /// Whether pages behind a link show the customer's identifier instead of a pseudonym.
    #[serde(default)]
    show_customer: bool,
}

/// What a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Name of the case, or of the period of a report; empty for the queue.
    pub case: &'a str,
    /// A name of whose it is that no other customer has; empty where it is about no customer.
    pub owner: &'a str,
    /// The word of the action.
    pub action: &'a str,
}

impl<'a> Subject<'a> {
    /// The subject of a link that shows the report on a period, and what is behind its numbers.
    pub fn report(period: &'a str) -> Self {
        Self { case: period, owner: "", action: READ }
    }
}

impl<'a> Subject<'a> {
    /// The subject of a link with which a person signs in, in one browser.
    pub fn sign_in(browser: &'a str, email: &'a str) -> Self {
        Self { case: browser, owner: email, action: "sign-in" }
    }
}

impl<'a> Subject<'a> {
    /// The subject of a link that shows the journey of the customer of a case.
    pub fn journey(case: &'a str, owner: &'a str) -> Self {
        Self { case, owner, action: "journey" }
    }
}

/// The word of a link that shows a report.
const READ: &str = "read";

/// The subject of the link to the queue.
pub const QUEUE: Subject<'static> = Subject { case: "", owner: "", action: "queue" };

/// Why a link does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLink {
    /// It was not made here, or something in it was changed.
    #[error("the link is not valid")]
    Forged,
    /// Its time is over.
    #[error("the link has expired")]
    Expired,
}

impl LinkKeys {
    /// Returns whether there is a key that signs.
    pub fn can_sign(&self) -> bool {
        self.key.is_some()
    }

    /// Checks that the keys are long enough to be guessed by nobody. Returns the fields that are not, and why.
    pub(crate) fn check(&self) -> Vec<(&'static str, String)> {
        let keys = [("links.key", &self.key), ("links.previous", &self.previous)];
        let is_short = |key: &KeyText| key.reveal().len() < KEY_BYTES_MIN;
        let short = keys.into_iter().filter(|(_, key)| key.as_ref().is_some_and(is_short));
        short.map(|(field, _)| (field, format!("must have at least {KEY_BYTES_MIN} characters"))).collect()
    }

    /// Tells whether the page behind a link may print the business's own customer identifier.
    pub fn shows_customer(&self) -> bool {
        self.show_customer
    }

    /// Seals a text for one purpose, so that it can be shown later that it was made here. None without a key.
    pub fn seal(&self, purpose: &str, text: &str) -> Option<String> {
        Some(self.key.as_ref()?.seal(purpose, &[text]))
    }

    /// Signs a link until a time: the query of its address. None without a key.
    pub fn query(&self, subject: Subject<'_>, until: Timestamp) -> Option<String> {
        self.signed(subject, None, until)
    }

    /// Signs a link on a page that was opened with a key. None without a key that signs.
    pub fn query_by(&self, subject: Subject<'_>, by: &ReadKey, until: Timestamp) -> Option<String> {
        let query = self.signed(subject, Some(by), until)?;
        let mut name = form_urlencoded::Serializer::new(String::new());
        name.append_pair("by", &by.name);
        Some(format!("{query}&{}", name.finish()))
    }

    fn signed(&self, subject: Subject<'_>, by: Option<&ReadKey>, until: Timestamp) -> Option<String> {
        let seal = sealed(self.key.as_ref()?, subject, by, until.as_second())?.finalize().into_bytes();
        Some(format!("until={}&seal={}", until.as_second(), URL_SAFE_NO_PAD.encode(seal)))
    }

    /// Checks a link.
    ///
    /// # Errors
    /// It was made elsewhere or for something else, or its time is over. An expired link is told apart only if it is
    /// genuine.
    pub fn verify(&self, subject: Subject<'_>, until: &str, seal: &str, now: Timestamp) -> Result<Timestamp, BadLink> {
        self.verify_by(subject, None, (until, seal), now)
    }

    /// Checks a link that may be bound to a key.
    ///
    /// # Errors
    /// As [`Self::verify`], and if it is bound to another key or to none.
    pub fn verify_by(
        &self,
        subject: Subject<'_>,
        by: Option<&ReadKey>,
        (until, seal): (&str, &str),
        now: Timestamp,
    ) -> Result<Timestamp, BadLink> {
        let seconds: i64 = until.parse().map_err(|_| BadLink::Forged)?;
        let until = Timestamp::from_second(seconds).map_err(|_| BadLink::Forged)?;
        let seal = URL_SAFE_NO_PAD.decode(seal).map_err(|_| BadLink::Forged)?;
        let is_ours =
            |key: &KeyText| sealed(key, subject, by, seconds).is_some_and(|mac| mac.verify_slice(&seal).is_ok());
        if ![&self.key, &self.previous].into_iter().flatten().any(is_ours) {
            return Err(BadLink::Forged);
        }
        let longest = if subject.action == READ { 24 * REPORT_LINK_DAYS } else { LINK_HOURS_MAX };
        let longest = SignedDuration::from_hours(longest);
        // A link that would work longer than any is made for was not made by us, whatever its seal.
        match until.duration_since(now) {
            left if left > longest => Err(BadLink::Forged),
            left if left.is_positive() => Ok(until),
            _ => Err(BadLink::Expired),
        }
    }

    /// Returns the address of the report on a period as its announcement carries it: made when the links that act end at a time, it
    /// works for much longer.
    pub fn of_report(&self, url: &str, period: &str, until: Timestamp) -> Option<String> {
        let longer = SignedDuration::from_hours(24 * REPORT_LINK_DAYS - LINK_HOURS_MAX);
        let until = until.checked_add(longer).unwrap_or(Timestamp::MAX);
        let joint = if url.contains('?') { '&' } else { '?' };
        Some(format!("{url}{joint}{}", self.query(Subject::report(period), until)?))
    }

    /// Returns the address of the queue as a digest carries it.
    pub fn of_queue(&self, base: &str, until: Timestamp) -> Option<String> {
        Some(format!("{base}/v1/cases?{}", self.query(QUEUE, until)?))
    }
}

/// Returns when the links of a message end: the same for every try on its first day.
pub fn end_of_links(created_at: Timestamp, now: Timestamp) -> Timestamp {
    let is_fresh = now.duration_since(created_at) < SignedDuration::from_hours(SAME_LINKS_HOURS);
    let from = if is_fresh { created_at.min(now) } else { now };
    from.checked_add(SignedDuration::from_hours(LINK_HOURS_MAX)).unwrap_or(Timestamp::MAX)
}

/// Returns the HMAC of a link before it is finished; it takes keys of any length, so there is always one.
fn sealed(key: &KeyText, subject: Subject<'_>, by: Option<&ReadKey>, until_s: i64) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.reveal().as_bytes()).ok()?;
    let until = until_s.to_string();
    let parts = ["moments link 1", subject.case, subject.owner, subject.action, &until];
    let bound = by.map(|by| ["by", by.name.as_str(), by.key.reveal()]);
    for part in parts.into_iter().chain(bound.into_iter().flatten()) {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Subject<'static> = Subject { case: "a1b2c3d4-1", owner: "ana", action: "acknowledge" };

    fn keys(text: &str) -> LinkKeys {
        toml::from_str(text).unwrap()
    }

    fn now() -> Timestamp {
        "2026-11-26T10:00:00Z".parse().unwrap()
    }

    fn parts(query: &str) -> (&str, &str) {
        let (until, seal) = query.split_once('&').unwrap();
        (until.strip_prefix("until=").unwrap(), seal.strip_prefix("seal=").unwrap())
    }

    #[test]
    fn a_link_does_one_thing_to_one_case_of_one_customer_until_its_time() {
        let keys = keys("key = '0123456789abcdef0123456789abcdef'");
        let until = now() + SignedDuration::from_hours(72);
        let query = keys.query(SUBJECT, until).unwrap();
        let (until_text, seal) = parts(&query);
        assert_eq!(keys.verify(SUBJECT, until_text, seal, now()), Ok(until));
        let others = [
            Subject { case: "a1b2c3d4-2", ..SUBJECT },
            Subject { owner: "eva", ..SUBJECT },
            Subject { action: "resolve", ..SUBJECT },
            Subject { case: "a1b2c3d4-1ana", owner: "", ..SUBJECT },
            Subject::report("a1b2c3d4-1"),
            QUEUE,
        ];
        for other in others {
            assert_eq!(keys.verify(other, until_text, seal, now()), Err(BadLink::Forged), "{other:?}");
        }
        for (until_text, seal) in [
            (until_text, "".to_owned()),
            (until_text, seal[1..].to_owned()),
            (until_text, format!("{seal}=")),
            ("1", seal.to_owned()),
            ("", seal.to_owned()),
            ("99999999999999999999", seal.to_owned()),
        ] {
            assert_eq!(keys.verify(SUBJECT, until_text, &seal, now()), Err(BadLink::Forged));
        }
        assert_eq!(keys.verify(SUBJECT, until_text, seal, until), Err(BadLink::Expired));
    }

    #[test]
    fn a_link_made_with_a_key_dies_with_the_key() {
        let keys = keys("key = '0123456789abcdef0123456789abcdef'");
        let key = |text: &str| -> ReadKey {
            serde_json::from_value(serde_json::json!({"key": text, "name": "Desk 1"})).unwrap()
        };
        let (old, new) = (key("ck-the-key-of-the-desk"), key("ck-the-key-that-came-after"));
        let until = now() + SignedDuration::from_hours(1);
        let query = keys.query_by(SUBJECT, &old, until).unwrap();
        let (query, by) = query.split_once("&by=").unwrap();
        assert_eq!(by, "Desk+1");
        let presented = parts(query);
        assert_eq!(keys.verify_by(SUBJECT, Some(&old), presented, now()), Ok(until));
        assert_eq!(keys.verify_by(SUBJECT, Some(&new), presented, now()), Err(BadLink::Forged));
        assert_eq!(keys.verify_by(SUBJECT, None, presented, now()), Err(BadLink::Forged));
        let free = keys.query(SUBJECT, until).unwrap();
        assert_eq!(keys.verify_by(SUBJECT, Some(&old), parts(&free), now()), Err(BadLink::Forged));
    }

    #[test]
    fn the_link_of_a_report_works_as_long_as_a_report_is_kept() {
        let keys = keys("key = '0123456789abcdef0123456789abcdef'");
        let made = now() + SignedDuration::from_hours(LINK_HOURS_MAX);
        let url = keys.of_report("https://moments.example/v1/reports/2026-W47?language=en", "2026-W47", made).unwrap();
        let (until, seal) = parts(url.split_once("language=en&").unwrap().1);
        let verified = |days: i64, period: &str| {
            keys.verify(Subject::report(period), until, seal, now() + SignedDuration::from_hours(24 * days)).map(|_| ())
        };
        assert_eq!(verified(0, "2026-W47"), Ok(()));
        assert_eq!(verified(REPORT_LINK_DAYS - 1, "2026-W47"), Ok(()));
        assert_eq!(verified(REPORT_LINK_DAYS, "2026-W47"), Err(BadLink::Expired));
        assert_eq!(verified(0, "2026-W46"), Err(BadLink::Forged));
    }

    #[test]
    fn nothing_that_acts_works_longer_than_three_days() {
        let keys = keys("key = '0123456789abcdef0123456789abcdef'");
        let query = keys.query(SUBJECT, now() + SignedDuration::from_hours(73)).unwrap();
        let (until, seal) = parts(&query);
        assert_eq!(keys.verify(SUBJECT, until, seal, now()), Err(BadLink::Forged));
    }

    #[test]
    fn links_of_the_key_before_work_until_it_is_taken_out() {
        let until = now() + SignedDuration::from_hours(1);
        let old = keys("key = 'oldoldoldoldoldoldoldoldoldoldold'");
        let query = old.query(SUBJECT, until).unwrap();
        let (until_text, seal) = parts(&query);
        let both = keys("key = 'newnewnewnewnewnewnewnewnewnewnew'\nprevious = 'oldoldoldoldoldoldoldoldoldoldold'");
        assert_eq!(both.verify(SUBJECT, until_text, seal, now()), Ok(until));
        let new = keys("key = 'newnewnewnewnewnewnewnewnewnewnew'");
        assert_eq!(new.verify(SUBJECT, until_text, seal, now()), Err(BadLink::Forged));
        assert_eq!(keys("").verify(SUBJECT, until_text, seal, now()), Err(BadLink::Forged));
        assert_eq!(keys("").query(SUBJECT, until), None);
    }

    #[test]
    fn a_key_does_not_print_itself_and_has_a_length() {
        let keys = keys("key = 'hunter2'");
        assert_eq!(keys.check(), [("links.key", "must have at least 32 characters".to_owned())]);
        assert!(!format!("{keys:?}").contains("hunter2"));
    }

    #[test]
    fn tries_of_a_day_carry_the_same_links_and_later_ones_fresh_ones() {
        let later = |hours| now() + SignedDuration::from_hours(hours);
        assert_eq!(end_of_links(now(), later(23)), later(72));
        assert_eq!(end_of_links(now(), later(24)), later(96));
    }
}
