//! Sign-in with the company's own provider, by OpenID Connect: code flow with PKCE, state and nonce, bound to the browser that asked.
//! The provider says who somebody is, by a verified e-mail address; the configuration says who may sign in.

use lambda_http::http::StatusCode;
use lambda_http::{Body, RequestExt, Response};
use runtime::http::problem::Problem;

use super::{Browser, answer, safe};
use crate::audit::What;
use crate::document::Provider;
use crate::{Asked, Desk};

mod key;
mod known;
mod ticket;

use known::Failed;
pub(crate) use known::Known;
use known::Way;
use ticket::Ticket;

/// Where a person comes back to: it has to be registered with the provider.
const BACK: &str = "/sign-in/provider/back";

/// Returns the provider, if the configuration has one and somebody can sign in by it.
pub(super) fn of<'a>(asked: Asked<'a>) -> Option<&'a Provider> {
    let can_sign = asked.document.console.key.is_some() && !asked.document.people.is_empty();
    asked.document.console.provider.as_ref().filter(|_| can_sign)
}

/// Sends a person to the provider.
pub(super) async fn start(desk: &Desk, asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    let missing = || Problem::not_found("no such way to sign in");
    let provider = of(asked).ok_or_else(missing)?;
    let key = asked.document.console.key.as_ref().ok_or_else(missing)?;
    let browser = Browser::of(asked).map_or_else(Browser::new, Ok)?;
    let to = safe(asked.request.query_string_parameters().first("to").unwrap_or_default());
    let ticket = Ticket::new(key, &browser, &to, asked.now)?;
    let back = format!("{}{BACK}", asked.site.address);
    let way = Way { provider, https: &desk.https, back: &back, now: asked.now };
    match desk.provider.address(way, &ticket).await {
        Ok(address) => {
            let mut response = runtime::http::answer::see_other(&address)?;
            browser.mark(&mut response, asked)?;
            Ok(response)
        }
        Err(failed) => Ok(page(asked, failed)),
    }
}

/// Signs in whoever comes back from the provider, once for each way there.
pub(super) async fn enter(desk: &Desk, asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    let provider = of(asked).ok_or_else(|| Problem::not_found("no such way to sign in"))?;
    super::count(desk, asked).await?;
    let query = asked.request.query_string_parameters();
    let state = query.first("state").unwrap_or_default();
    let ticket =
        Browser::of(asked).and_then(|browser| Ticket::read(&asked.document.console, &browser, state, asked.now));
    let Some(ticket) = ticket else { return Ok(page(asked, Failed::Refused("the state is not one of this browser"))) };
    let first = desk.table.use_link(&ticket.id, ticket.until).await;
    if !first.map_err(|error| Problem::of_table(&error))? {
        return Ok(page(asked, Failed::Refused("the state was used before")));
    }
    // RFC 9207: an answer of another provider is not taken to this one.
    if query.first("iss").is_some_and(|issuer| issuer != provider.issuer) {
        return Ok(page(asked, Failed::Refused("the answer is another provider's")));
    }
    let Some(code) = query.first("code") else {
        return Ok(page(asked, Failed::Refused("the provider sent no code")));
    };
    let back = format!("{}{BACK}", asked.site.address);
    let way = Way { provider, https: &desk.https, back: &back, now: asked.now };
    match desk.provider.email(way, &ticket, code).await {
        Ok(email) => match asked.document.person(&email) {
            Some(person) => super::enter(desk, asked, person, &ticket.to).await,
            None => unlisted(desk, asked).await,
        },
        Err(failed) => Ok(page(asked, failed)),
    }
}

/// Refuses somebody whom the provider knows and the configuration does not. The address is not kept.
async fn unlisted(desk: &Desk, asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    let days = asked.document.audit_days();
    desk.write_down(("", &asked.site.from), What::Refused, Some("sign-in"), (asked.now, days)).await?;
    let text = asked.document.common.language.console_sign_unlisted();
    Ok(failed(asked, StatusCode::FORBIDDEN, text))
}

/// The page of a failure. The log says why, in fixed words.
fn page(asked: Asked<'_>, why: Failed) -> Response<Body> {
    let language = asked.document.common.language;
    match why {
        Failed::Unavailable(why) => {
            tracing::error!(why, "nobody can sign in with the provider");
            failed(asked, StatusCode::SERVICE_UNAVAILABLE, language.console_sign_provider_unavailable())
        }
        Failed::Refused(why) => {
            tracing::warn!(why, "signing in with the provider failed");
            failed(asked, StatusCode::FORBIDDEN, language.console_sign_provider_refused())
        }
    }
}

fn failed(asked: Asked<'_>, status: StatusCode, text: &str) -> Response<Body> {
    let mut shell = asked.shell();
    shell.title = shell.language.console_sign_failed().to_owned();
    let back = ("/sign-in", shell.language.console_sign_retry());
    answer::page(status, pages::console::failed::html(shell, text, back))
}
