//! Which key a request carries, and whether it may be used from where it comes.

use domain::vocabulary::Proof;
use jiff::Timestamp;
use lambda_http::http::HeaderMap;
use lambda_http::http::header::AUTHORIZATION;
use lambda_http::{Request, RequestExt};
use runtime::http::access::{self, BadKey, KeyKind, Keyed, WriteKey, bearer};
use runtime::http::problem::Problem;
use senders::Delivery;
use senders::proof::{Secrets, check_standard_webhook};
use serde_json::Value;

use crate::form::Form;
use crate::media::{Posted, bytes_of};

/// Returns what would prove the customer of the first touchpoint of a post if its identity token is not looked at.
pub(crate) fn unchecked_proof(key: &WriteKey, posted: &Posted) -> Option<Proof> {
    let names = |body: &Value| ["customer_id", "userId", "user_id"].iter().any(|name| body.get(name).is_some());
    let names_customer = matches!(posted.bodies.first(), Some(Ok(body)) if names(body));
    (key.kind == KeyKind::Publishable && names_customer).then_some(Proof::Claim)
}

/// Finds the key: in the header, else in the form's field, else in the query, where a form can send no header.
pub(crate) fn key<'a>(
    request: &Request,
    form: Option<&Form>,
    keys: &'a [WriteKey],
    (origin, now): (Option<&str>, Timestamp),
) -> Result<&'a WriteKey, Problem> {
    let query = request.query_string_parameters_ref().and_then(|query| query.first("write_key"));
    let in_form = form.and_then(|form| form.write_key.as_deref());
    let basic = basic(request.headers());
    let Some(presented) = bearer(request.headers()).or(in_form).or(query).or(basic.as_deref()) else {
        return Err(Problem::unauthorized(
            "send the write key as `Authorization: Bearer KEY`, or as the field or query parameter `write_key`",
        ));
    };
    known(presented, keys, now).and_then(|key| from_origin(key, origin))
}

/// The header that holds a signature (Standard Webhooks).
const SIGNATURE: &str = "webhook-signature";
/// The header that names what is sent; a retry has the same.
const MESSAGE_ID: &str = "webhook-id";

/// Returns whether a request is signed instead of carrying a key.
pub(crate) fn is_signed(request: &Request) -> bool {
    request.headers().contains_key(SIGNATURE) && !request.headers().contains_key(AUTHORIZATION)
}

/// Finds the key whose signing secret a request is signed with. All are tried, so that the time does not tell which came close.
pub(crate) fn signed<'a>(
    request: &Request,
    keys: &'a [WriteKey],
    received_at: Timestamp,
) -> Result<&'a WriteKey, Problem> {
    let delivery = Delivery {
        method: request.method().as_str(),
        url: "",
        query: "",
        path_secret: None,
        headers: request.headers(),
        body: bytes_of(request),
        received_at,
    };
    let mut found = Err(Problem::unauthorized("no write key has a signing secret"));
    let live = keys.iter().filter(|key| key.term().holds(received_at).is_ok());
    for key in live.filter(|key| !key.signing_secret.is_empty()) {
        let secrets = Secrets { live: key.signing_secrets().map(str::to_owned).collect(), ..Secrets::default() };
        match check_standard_webhook(&delivery, &secrets) {
            Ok(()) => found = Ok(key),
            Err(why) if found.is_err() => found = Err(Problem::unauthorized(why.to_string())),
            Err(_) => {}
        }
    }
    found
}

/// Returns the id of a signed request, for a touchpoint that has none of its own.
pub(crate) fn message_id(request: &Request) -> Option<String> {
    let id = request.headers().get(MESSAGE_ID)?.to_str().ok()?.trim();
    (is_signed(request) && (1..=200).contains(&id.len())).then(|| id.to_owned())
}

/// Finds a key among those of the configuration.
pub(crate) fn known<'a>(presented: &str, keys: &'a [WriteKey], now: Timestamp) -> Result<&'a WriteKey, Problem> {
    access::find(keys, presented, now).map_err(|bad| match bad {
        BadKey::Unknown => Problem::unauthorized("unknown write key"),
        BadKey::Early | BadKey::Expired => Problem::unauthorized(bad.to_string()),
    })
}

/// Checks that a key may be used from where the request comes.
pub(crate) fn from_origin<'a>(key: &'a WriteKey, origin: Option<&str>) -> Result<&'a WriteKey, Problem> {
    match origin {
        // A page that hides where it is (`Referrer-Policy: no-referrer`) sends this.
        Some("null") if key.allow_null_origin => Ok(key),
        Some(origin) if !key.origins.iter().any(|listed| listed == origin) => {
            Err(Problem::forbidden("this write key may not be used from this origin"))
        }
        _ => Ok(key),
    }
}

/// Returns the key of HTTP Basic, where SDKs put it as the user.
pub(crate) fn basic(headers: &HeaderMap) -> Option<String> {
    let (scheme, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let parts = scheme.eq_ignore_ascii_case("basic").then(|| senders::proof::shared::basic(credentials.trim()))?;
    parts.into_iter().next()
}
