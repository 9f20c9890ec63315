//! The files of the home page, and the policy under which browsers show them. Everything is in the program; nothing comes
//! from elsewhere.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{self, HeaderName};
use axum::response::IntoResponse;

use domain::vocabulary::Language;
use domain::wording::{capitalized, channel, touchpoint_type};

use super::Rooms;

/// The page's own files and nothing else: no inline script or style, no other host, no frames.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Answers `GET /playground`.
pub(super) async fn page(State(rooms): State<Arc<Rooms>>) -> impl IntoResponse {
    let key = rooms.home.shown_keys.write.as_deref().unwrap_or_default();
    let page = with_names(include_str!("page.html"))
        .replace("{write_key}", &escape(key))
        .replace("{address}", &escape(&rooms.home.address))
        .replace("{version}", env!("CARGO_PKG_VERSION"));
    (own("text/html; charset=utf-8"), page)
}

/// Puts the names of types and channels into the form, as messages and reports have them.
fn with_names(page: &str) -> String {
    let language = Language::English;
    let types = Language::TOUCHPOINT_TYPE_NAMES.iter().map(|name| ("type", name, touchpoint_type(name, language)));
    let channels = Language::CHANNEL_NAMES.iter().map(|name| ("channel", name, channel(name, language)));
    types.chain(channels).fold(page.to_owned(), |page, (what, name, words)| {
        page.replace(&format!("{{{what} {name}}}"), &escape(&capitalized(&words)))
    })
}

/// Answers `GET /_local/home.css`.
pub(super) async fn style() -> impl IntoResponse {
    (own("text/css; charset=utf-8"), include_str!("page.css"))
}

/// Answers `GET /_local/home.js`.
pub(super) async fn script() -> impl IntoResponse {
    (own("text/javascript; charset=utf-8"), include_str!("page.js"))
}

/// Answers `GET /_local/journey.js`.
pub(super) async fn journey_script() -> impl IntoResponse {
    (own("text/javascript; charset=utf-8"), include_str!("journey.js"))
}

/// Answers `GET /_local/slack.js`.
pub(super) async fn slack_script() -> impl IntoResponse {
    (own("text/javascript; charset=utf-8"), include_str!("slack.js"))
}

/// Answers `GET /_local/icon.svg`.
pub(super) async fn icon() -> impl IntoResponse {
    (own("image/svg+xml"), include_str!("icon.svg"))
}

/// Answers `GET /_local/zone` with the name of the time zone by which days are counted.
pub(super) async fn zone(State(rooms): State<Arc<Rooms>>) -> String {
    rooms.home.time_zone.iana_name().unwrap_or("UTC").to_owned()
}

fn own(kind: &'static str) -> [(HeaderName, &'static str); 5] {
    [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not `no-referrer`: a form posted without JavaScript would then come from the origin `null`.
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-cache"),
    ]
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_names_types_and_channels_as_the_catalogue_does() {
        let page = with_names(include_str!("page.html"));
        assert!(page.contains("<option value=\"product_use\">Product use</option>"));
        assert!(page.contains("<option value=\"email\">Email</option>"));
        assert!(!page.contains("{type ") && !page.contains("{channel "));
    }
}
