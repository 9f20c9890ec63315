//! What a browser may be made to send. It adds the key that it remembers to every request for this host, whichever page made
//! the request, so a key alone does not show that its owner meant it. Everything that acts refuses what another site's page
//! sent, takes JSON with a key (a form cannot send it, and a script of another site may not), and takes a form only with a
//! token that the page of the form was given. Does not guard ingestion: a form of any page may post a touchpoint.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use lambda_http::Request;
use lambda_http::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use sha2::Sha256;

use crate::http::access::KeyText;
use crate::http::problem::Problem;

/// Seconds of one step of a token's end. Within a step a page is the same, byte for byte.
const STEP_S: i64 = 3_600;

/// How a body was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// As `application/json`.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
}

impl Sent {
    /// Reads how a body was sent: its media type, without parameters.
    ///
    /// # Errors
    /// It is another type, or none. A form can send `text/plain` that reads as JSON, and a script nothing at all.
    pub fn of(request: &Request) -> Result<Self, Problem> {
        let value = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = value.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/json") {
            Ok(Self::Json)
        } else if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Ok(Self::Form)
        } else {
            Err(Problem::unsupported("send `Content-Type: application/json`"))
        }
    }
}

/// Refuses what a page of another site sent. Programs send neither header and pass. A page of ours sends the origin of the
/// address it was opened at: the public one, or the host that answers here.
///
/// # Errors
/// `Origin` is another site's, or `null`, or `Sec-Fetch-Site` says that the request came from elsewhere.
pub fn refuse_other_sites(request: &Request, public_url: Option<&str>) -> Result<(), Problem> {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    // `none` is a person who did it without a page, as by a bookmark. `same-site` is another host of the same domain: a shop
    // beside this one, which may carry other people's scripts.
    let came_from_elsewhere = header("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let is_ours = header(ORIGIN.as_str()).is_none_or(|origin| {
        let is_public = public_url.and_then(origin_of).is_some_and(|ours| ours == origin);
        let is_host = origin.split_once("://").is_some_and(|(_, host)| Some(host) == header(HOST.as_str()));
        is_public || is_host
    });
    if came_from_elsewhere || !is_ours {
        return Err(Problem::forbidden("a page of another site sent this; open the page of this site and act there"));
    }
    Ok(())
}

fn origin_of(url: &str) -> Option<String> {
    Some(url::Url::parse(url).ok()?.origin().ascii_serialization())
}

/// Returns the token of a form on a page that was opened with a key: it works for this key and this subject, for one to two
/// hours.
pub fn token(key: &KeyText, subject: &str, now: Timestamp) -> Option<String> {
    let until = (now.as_second() / STEP_S + 2) * STEP_S;
    let seal = sealed(key, subject, until)?.finalize().into_bytes();
    Some(format!("{until}.{}", URL_SAFE_NO_PAD.encode(seal)))
}

/// Checks the token that came with a form.
///
/// # Errors
/// There is none, it was made for another key or subject, or its time is over.
pub fn check_token(key: &KeyText, subject: &str, presented: Option<&str>, now: Timestamp) -> Result<(), Problem> {
    let is_ours = presented.and_then(|text| text.split_once('.')).is_some_and(|(until, seal)| {
        let Ok(until) = until.parse::<i64>() else { return false };
        let (Ok(seal), Some(mac)) = (URL_SAFE_NO_PAD.decode(seal), sealed(key, subject, until)) else { return false };
        mac.verify_slice(&seal).is_ok() && (now.as_second()..=now.as_second() + 2 * STEP_S).contains(&until)
    });
    if is_ours {
        return Ok(());
    }
    Err(Problem::forbidden("the form is too old or of another page; open its page again, or send application/json"))
}

/// Returns the HMAC of a token before it is finished; it takes keys of any length, so there is always one.
fn sealed(key: &KeyText, subject: &str, until_s: i64) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.reveal().as_bytes()).ok()?;
    for part in ["moments form 1", subject, &until_s.to_string()] {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    Some(mac)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use lambda_http::Body;
    use lambda_http::http::Request as HttpRequest;

    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request {
        let made = headers.iter().fold(HttpRequest::post("/"), |made, (name, value)| made.header(*name, *value));
        made.body(Body::Empty).unwrap()
    }

    fn key(text: &str) -> KeyText {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn only_our_own_pages_and_programs_act() {
        let public = Some("https://moments.example.com/x");
        for ours in [
            &[][..],
            &[("origin", "https://moments.example.com")],
            &[("origin", "https://abc.example.net"), ("host", "abc.example.net"), ("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
        ] {
            assert!(refuse_other_sites(&request(ours), public).is_ok(), "{ours:?}");
        }
        for foreign in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "null"), ("host", "null")],
            &[("origin", "http://moments.example.com")],
            &[("origin", "https://moments.example.com.evil.example")],
            &[("origin", "https://moments.example.com:444")],
            &[("origin", "https://moments.example.com"), ("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site")],
            &[("origin", "")],
        ] {
            assert!(refuse_other_sites(&request(foreign), public).is_err(), "{foreign:?}");
        }
    }

    #[test]
    fn a_body_is_json_or_a_form_and_says_so() {
        let sent = |kind: &str| Sent::of(&request(&[("content-type", kind)])).ok();
        assert_eq!(sent("Application/JSON; charset=utf-8"), Some(Sent::Json));
        assert_eq!(sent("application/x-www-form-urlencoded"), Some(Sent::Form));
        for other in
            ["text/plain", "", "application/json-patch+json", "multipart/form-data", "text/plain; application/json"]
        {
            assert_eq!(sent(other), None, "{other}");
        }
        assert!(Sent::of(&request(&[])).is_err());
    }

    #[test]
    fn a_token_works_for_one_key_and_one_subject_and_not_for_long() {
        let now: Timestamp = "2026-11-26T10:20:00Z".parse().unwrap();
        let mine = key("a-key-of-some-length");
        let made = token(&mine, "report 2026-W47", now).unwrap();
        let check = |key: &KeyText, subject: &str, token: &str, at: Timestamp| {
            check_token(key, subject, Some(token), at).is_ok()
        };
        assert!(check(&mine, "report 2026-W47", &made, now));
        assert!(check(&mine, "report 2026-W47", &made, now + SignedDuration::from_mins(60)));
        assert!(!check(&mine, "report 2026-W47", &made, now + SignedDuration::from_mins(121)));
        assert!(!check(&mine, "report 2026-W46", &made, now));
        assert!(!check(&key("another-key-of-some-length"), "report 2026-W47", &made, now));
        let later = made.replacen(made.split('.').next().unwrap(), "1795698000", 1);
        for forged in ["", ".", "1795694400.", &later, &made[..made.len() - 1]] {
            assert!(!check(&mine, "report 2026-W47", forged, now), "{forged}");
        }
        assert!(check_token(&mine, "report 2026-W47", None, now).is_err());
        // A page that is read twice within the hour is the same page.
        assert_eq!(token(&mine, "x", now), token(&mine, "x", now + SignedDuration::from_mins(30)));
    }
}
