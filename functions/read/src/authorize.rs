//! Whether a request carries a read key: in the header, as the password a browser asks for, or in the query, where
//! nothing else can be sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lambda_http::http::HeaderMap;
use lambda_http::http::header::AUTHORIZATION;
use lambda_http::{Request, RequestExt};
use runtime::access::{ReadKey, bearer};
use runtime::problem::Problem;

/// Lets a reader in.
pub(crate) fn reader(request: &Request, keys: &[ReadKey]) -> Result<(), Problem> {
    let password = password(request.headers());
    let query = request.query_string_parameters_ref().and_then(|query| query.first("read_key"));
    let Some(presented) = bearer(request.headers()).or(password.as_deref()).or(query) else {
        return Err(Problem::unauthorized(
            "send a read key as `Authorization: Bearer KEY`, as the password of Basic authentication, or as the query \
             parameter `read_key`",
        ));
    };
    // Every key is compared, so that the time does not tell which one came close.
    let known = keys.iter().fold(None, |found, key| if key.key.is(presented) { Some(key) } else { found });
    let key = known.ok_or_else(|| Problem::unauthorized("the read key is not known"))?;
    tracing::info!(reader = key.name, "reading");
    Ok(())
}

/// Returns the password of Basic authentication (RFC 7617); the user name does not matter.
fn password(headers: &HeaderMap) -> Option<String> {
    let (scheme, encoded) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    decoded.split_once(':').map(|(_, password)| password.to_owned())
}
