//! `/sign-in`: how a person signs in. On a laptop by one click; elsewhere by a link that is sent by mail, or with the company's own
//! provider. Tells nobody which addresses may sign in.

use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, RequestExt, Response};
use pages::console::sign_in::{self as pages_, Ways};
use runtime::http::problem::Problem;

use crate::audit::What;
use crate::cookies::Cookie;
use crate::document::Person;
use crate::session::{self, Session};
use crate::visit::Form;
use crate::{Asked, Desk, SESSION_COOKIE_S, answer};

mod browser;
mod link;
mod provider;

use browser::Browser;
pub(crate) use provider::Known;

/// Attempts from one address within a quarter of an hour.
const ATTEMPTS_MAX: u64 = 30;
/// Seconds in which attempts are counted together.
const WINDOW_S: i64 = 900;

/// Sends a browser to sign in, and back to where it is now.
pub(crate) fn ask(asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    if answer::wants_data(asked.request) {
        return Ok(Problem::unauthorized("sign in").response());
    }
    // What was to be done is not done by signing in.
    let to = if asked.request.method() == Method::GET { here(asked) } else { "/".to_owned() };
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("to", &to).finish();
    runtime::http::answer::see_other(&if to == "/" { "/sign-in".to_owned() } else { format!("/sign-in?{query}") })
}

/// Answers a request about signing in.
pub(crate) async fn answer(desk: &Desk, asked: Asked<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    if asked.request.method() == Method::POST {
        runtime::http::forms::refuse_other_sites(asked.request, desk.public_url.as_deref())?;
    }
    match (asked.request.method(), rest) {
        (&Method::GET, []) => ways(asked),
        (&Method::POST, []) => link::send(desk, asked).await,
        (&Method::GET, ["sent"]) => link::sent(asked),
        (&Method::GET, ["link"]) => link::show(asked),
        (&Method::POST, ["link"]) => link::enter(desk, asked).await,
        (&Method::GET, ["provider"]) => provider::start(desk, asked).await,
        (&Method::GET, ["provider", "back"]) => provider::enter(desk, asked).await,
        (&Method::POST, ["local"]) => local(desk, asked).await,
        _ => Err(Problem::not_found("no such page")),
    }
}

/// Shows the ways to sign in, and marks the browser that asks.
fn ways(asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    let console = &asked.document.console;
    let to = safe(asked.request.query_string_parameters().first("to").unwrap_or_default());
    let browser = Browser::of(asked).map_or_else(Browser::new, Ok)?;
    let token = console.key.as_ref().map(|key| session::form_token(key, &browser.name)).unwrap_or_default();
    let local: Vec<(&str, &str)> = match asked.site.is_own_machine() && console.key.is_some() {
        true => asked.document.people.iter().map(|person| (person.email.as_str(), person.name.as_str())).collect(),
        false => Vec::new(),
    };
    let mut shell = asked.shell();
    shell.title = shell.language.console_sign_in().to_owned();
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("to", &to).finish();
    let by_provider = provider::of(asked).map(|provider| (provider.shown_name(), format!("/sign-in/provider?{query}")));
    let provider = by_provider.as_ref().map(|(name, address)| (*name, address.as_str()));
    let ways = Ways { token: &token, local: &local, provider, has_mail: link::is_possible(asked.document), to: &to };
    let mut response = answer::page(StatusCode::OK, pages_::ways(shell, ways));
    browser.mark(&mut response, asked)?;
    Ok(response)
}

/// Signs in by one click, on the machine that everything runs on.
async fn local(desk: &Desk, asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    if !asked.site.is_own_machine() {
        return Err(Problem::not_found("no such page"));
    }
    let form = Form::of(asked.request);
    Browser::with_form(asked, &form)?;
    let person = form.get("email").and_then(|email| asked.document.person(email));
    let person = person.ok_or_else(|| Problem::not_found("no such person"))?;
    enter(desk, asked, person, &safe(form.get("to").unwrap_or_default())).await
}

/// Lets a person in: a new session, and on to where the person wanted to go.
async fn enter(desk: &Desk, asked: Asked<'_>, person: &Person, to: &str) -> Result<Response<Body>, Problem> {
    let key = asked.document.console.key.as_ref().ok_or_else(|| Problem::not_found("nobody can sign in"))?;
    let days = asked.document.audit_days();
    desk.write_down((&person.email, &asked.site.from), What::SignedIn, None, (asked.now, days)).await?;
    let value = Session::begin(&person.email, asked.now)?.sealed(key, asked.site.place());
    let mut response = runtime::http::answer::see_other(to)?;
    Cookie::Session.put(&mut response, &value, SESSION_COOKIE_S, asked.site.is_plain)?;
    Cookie::Asked.remove(&mut response, asked.site.is_plain)?;
    tracing::info!("signed in");
    Ok(response)
}

/// Counts an attempt from an address.
///
/// # Errors
/// There were too many.
async fn count(desk: &Desk, asked: Asked<'_>) -> Result<(), Problem> {
    limit(desk, asked, &["from", &asked.site.from], ATTEMPTS_MAX).await
}

async fn limit(desk: &Desk, asked: Asked<'_>, what: &[&str], most: u64) -> Result<(), Problem> {
    let count = desk.table.count_attempt(what, WINDOW_S, asked.now).await;
    match count.map_err(|error| Problem::of_table(&error))? <= most {
        true => Ok(()),
        false => Err(Problem::too_many("too many attempts to sign in").retry_after_s(WINDOW_S.unsigned_abs())),
    }
}

/// Returns the address of a request, to come back to.
fn here(asked: Asked<'_>) -> String {
    let uri = asked.request.uri();
    safe(uri.path_and_query().map_or("/", |path| path.as_str()))
}

/// Bytes of an address to come back to.
const TO_BYTES_MAX: usize = 600;

/// Returns an address of this site as it is, and the home page for every other: nobody is sent elsewhere by signing in.
pub(crate) fn safe(to: &str) -> String {
    let is_ours = to.starts_with('/')
        && !to.starts_with("//")
        && to.len() <= TO_BYTES_MAX
        && to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !to.starts_with("/sign-");
    if is_ours { to.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for ours in ["/", "/cases/a-1?filter=mine", "/set-up/keys#x"] {
            assert_eq!(safe(ours), ours);
        }
        for other in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nb",
            "/\t/evil.example",
            " /a",
            "/sign-in",
            "/sign-out",
        ] {
            assert_eq!(safe(other), "/", "{other:?}");
        }
        assert_eq!(safe(&format!("/{}", "a".repeat(600))), "/");
    }
}
