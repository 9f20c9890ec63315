//! Sign-in by a link that is sent by mail. It works once, for a quarter of an hour, in the browser that asked for it; opening it signs
//! nobody in, because programs open links before people do. An address that may not sign in is answered the same.

use domain::alerting::{Message, SignInNotice};
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::StatusCode;
use lambda_http::{Body, RequestExt, Response};
use pages::console::sign_in as pages_;
use runtime::http::links::{BadLink, Subject};
use runtime::http::problem::Problem;
use store::Key;

use super::{Browser, answer, limit, session};
use crate::audit::What;
use crate::document::{ConsoleDocument, Person, is_email};
use crate::visit::Form;
use crate::{Asked, Desk};

/// How long a link works.
const LINK_TIME: SignedDuration = SignedDuration::from_mins(15);
/// Links for one address within a quarter of an hour.
const LINKS_MAX: u64 = 5;

/// Returns whether links are sent: there are people, a channel that writes to them, and keys that sign.
pub(super) fn is_possible(document: &ConsoleDocument) -> bool {
    let can_sign = document.common.links.can_sign() && document.console.key.is_some();
    document.console.mail.is_some() && can_sign && !document.people.is_empty()
}

/// Has a link sent to an address, if it is one that may sign in.
pub(super) async fn send(desk: &Desk, asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    let form = Form::of(asked.request);
    let browser = Browser::with_form(asked, &form)?;
    super::count(desk, asked).await?;
    let email = form.get("email").unwrap_or_default().to_ascii_lowercase();
    if !is_email(&email) || !is_possible(asked.document) {
        return runtime::http::answer::see_other("/sign-in");
    }
    limit(desk, asked, &["email", &email], LINKS_MAX).await?;
    let person = asked.document.person(&email);
    let days = asked.document.audit_days();
    // An address that nobody has is not written down: it may be anything that somebody typed.
    let who = person.map_or("", |person| person.email.as_str());
    let noted = desk.write_down((who, &asked.site.from), What::SignInAsked, None, (asked.now, days));
    // At once and not one after the other, so that an address that may sign in takes no longer than one that may not.
    let (noted, told) = futures::join!(noted, tell(desk, asked, person, &browser));
    noted.and(told)?;
    let mut response = runtime::http::answer::see_other("/sign-in/sent")?;
    browser.mark(&mut response, asked)?;
    Ok(response)
}

/// Writes the letter down for the outbox, which sends it within a minute.
async fn tell(desk: &Desk, asked: Asked<'_>, person: Option<&Person>, browser: &Browser) -> Result<(), Problem> {
    let (Some(person), Some(channel)) = (person, &asked.document.console.mail) else { return Ok(()) };
    let notice = SignInNotice {
        email: person.email.to_ascii_lowercase(),
        browser: browser.public_name(),
        language: person.language.unwrap_or(asked.document.common.language),
        until: asked.now.checked_add(LINK_TIME).unwrap_or(asked.now),
        url: None,
    };
    let name = format!("sign-in:{}:{}", notice.browser, asked.now.as_second());
    let message = Message::SignIn(Box::new(notice));
    let told: Result<Option<Key>, _> = desk.table.notify(channel, &name, channel, &message, asked.now).await;
    told.map(drop).map_err(|error| Problem::of_table(&error))
}

/// Says that a link was sent, if the address may sign in.
pub(super) fn sent(asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    let mut shell = asked.shell();
    shell.title = shell.language.console_sign_sent_title().to_owned();
    Ok(answer::page(StatusCode::OK, pages_::sent(shell)))
}

/// Shows the button behind a link.
pub(super) fn show(asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    let mut shell = asked.shell();
    let Ok((browser, _, _)) = checked(asked) else { return Ok(wrong(asked)) };
    shell.title = shell.language.console_sign_link_title().to_owned();
    let key = asked.document.console.key.as_ref();
    let token = key.map(|key| session::form_token(key, &browser.name)).unwrap_or_default();
    let query = asked.request.uri().query().unwrap_or_default();
    Ok(answer::page(StatusCode::OK, pages_::link(shell, &token, query)))
}

/// Signs in the person who presses the button, once.
pub(super) async fn enter(desk: &Desk, asked: Asked<'_>) -> Result<Response<Body>, Problem> {
    super::count(desk, asked).await?;
    let Ok((_, person, until)) = checked(asked) else { return Ok(wrong(asked)) };
    Browser::with_form(asked, &Form::of(asked.request))?;
    let query = asked.request.query_string_parameters();
    let first = desk.table.use_link(query.first("seal").unwrap_or_default(), until).await;
    if !first.map_err(|error| Problem::of_table(&error))? {
        return Ok(wrong(asked));
    }
    super::enter(desk, asked, person, "/").await
}

/// Checks a link: that it was made here, for a person who may sign in, and for this very browser.
fn checked<'a>(asked: Asked<'a>) -> Result<(Browser, &'a Person, Timestamp), BadLink> {
    let query = asked.request.query_string_parameters();
    let presented = (query.first("until").unwrap_or_default(), query.first("seal").unwrap_or_default());
    let browser = Browser::of(asked).ok_or(BadLink::Forged)?;
    let name = browser.public_name();
    if query.first("browser") != Some(name.as_str()) {
        return Err(BadLink::Forged);
    }
    let mut worst = BadLink::Forged;
    for person in &asked.document.people {
        let email = person.email.to_ascii_lowercase();
        match asked.document.common.links.verify(Subject::sign_in(&name, &email), presented.0, presented.1, asked.now) {
            Ok(until) => return Ok((browser, person, until)),
            Err(bad) if bad == BadLink::Expired => worst = bad,
            Err(_) => {}
        }
    }
    Err(worst)
}

/// The page of a link that does not work here: whatever is wrong with it, the words are the same.
fn wrong(asked: Asked<'_>) -> Response<Body> {
    let mut shell = asked.shell();
    shell.title = shell.language.console_sign_failed().to_owned();
    let text = shell.language.console_sign_link_wrong();
    let back = ("/sign-in", shell.language.console_sign_again());
    answer::page(StatusCode::GONE, pages::console::failed::html(shell, text, back))
}
