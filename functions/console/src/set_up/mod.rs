//! The section Set-up, for admins: keys and how to send with them, channels, senders, people, and what could not be taken or sent.
//! Shows no secret. A test and a dead letter are written down for the outbox.

use domain::alerting::{Message, TestNotice};
use domain::period::date_and_time;
use domain::vocabulary::Language;
use domain::wording::{capitalized, words_of};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use pages::console::Section;
use pages::console::set_up::{self as pages_, Channel, Finding, Key, Overview, Page, Row, Sender, Someone};
use runtime::http::access::KeyKind;
use runtime::http::answer::see_other;
use runtime::http::problem::Problem;
use store::dead::DeadLetter;

use crate::audit::What;
use crate::document::{ConsoleDocument, Person, Role};
use crate::visit::Visit;
use crate::{Desk, answer};

mod arrivals;
mod quarantine;
mod send;

/// Rows of one page.
const ROWS_MAX: usize = 200;

/// Answers a request to look.
pub(crate) async fn show(desk: &Desk, visit: &Visit<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    visit.require(Role::Admin)?;
    match rest {
        [] => overview(desk, visit).await,
        ["keys", name] => send::show(desk, visit, name).await,
        ["quarantine"] => quarantine::show(desk, visit).await,
        ["deliveries"] => deliveries(desk, visit).await,
        ["audit"] => audit(desk, visit).await,
        _ => Err(Problem::not_found("no such page")),
    }
}

/// Answers a request to act.
pub(crate) async fn act(desk: &Desk, visit: &Visit<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    visit.require(Role::Admin)?;
    match rest {
        ["channels", name, "test"] => test(desk, visit, name).await,
        ["quarantine"] => quarantine::replay(desk, visit).await,
        ["deliveries"] => deliver_again(desk, visit).await,
        _ => Err(Problem::not_found("no such action")),
    }
}

async fn overview(desk: &Desk, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
    let (language, document) = (visit.language, visit.document);
    let ((held, has_more), letters, latest) =
        futures::try_join!(quarantine::held(desk), letters(desk, visit), arrivals::latest(desk, visit))?;
    let count = |count: usize, has_more: bool| format!("{count}{}", if has_more { "+" } else { "" });
    let quarantine = language.console_set_quarantine(&count(held.len(), has_more));
    let failed = language.console_set_deliveries(&count(letters.len(), letters.len() >= ROWS_MAX));
    let last = |name: &str| {
        let at = latest.get(name)?;
        Some(date_and_time(*at, visit.now, &desk.zone, language))
    };
    let mut shell = visit.shell(language.console_nav_set_up(), Section::SetUp);
    shell.notice = visit
        .query("sent")
        .filter(|name| has_channel(document, name))
        .map(|name| language.console_set_test_sent(&name));
    let keys = document.keys.iter().map(|key| Key {
        name: key.name.clone(),
        kind: match key.kind {
            KeyKind::Publishable => language.console_set_key_public(),
            KeyKind::Secret => language.console_set_key_secret(),
        },
        origins: key.origins.clone(),
        last: last(&key.name),
    });
    let senders = document.senders.iter().map(|name| Sender {
        name: name.clone(),
        address: format!("{}/v1/senders/{name}", visit.site),
        last: last(name),
        held: held.iter().filter(|record| record.source == *name).count() as u64,
    });
    let channels = document.plan.roster.all();
    let channels = channels.map(|channel| Channel { name: channel.name().to_owned(), kind: channel.kind().to_owned() });
    let of = Overview {
        findings: findings(desk, visit),
        keys: keys.collect(),
        channels: channels.collect(),
        senders: senders.collect(),
        people: document.people.iter().map(|person| someone(person, language)).collect(),
        waiting: (quarantine, failed),
    };
    Ok(answer::page(StatusCode::OK, pages_::overview(shell, of)))
}

fn someone(person: &Person, language: Language) -> Someone {
    let role = match person.role {
        Role::Viewer => language.console_set_role_viewer(),
        Role::Agent => language.console_set_role_agent(),
        Role::Admin => language.console_set_role_admin(),
    };
    Someone { name: person.name.clone(), email: person.email.clone(), role }
}

/// Looks for what is not as it should be in the configuration in use.
fn findings(desk: &Desk, visit: &Visit<'_>) -> Vec<Finding> {
    let (language, document) = (visit.language, visit.document);
    let mut wrong: Vec<String> = Vec::new();
    wrong.extend(desk.configuration.refused().map(|why| language.console_set_refused(&why)));
    if document.keys.is_empty() {
        wrong.push(language.console_set_no_key().to_owned());
    }
    let closed = document.keys.iter().filter(|key| key.kind == KeyKind::Publishable && key.origins.is_empty());
    wrong.extend(closed.map(|key| language.console_set_no_origins(&key.name)));
    if document.plan.roster.all().next().is_none() {
        wrong.push(language.console_set_channels_none().to_owned());
    }
    if !document.common.links.can_sign() {
        wrong.push(language.console_set_no_links().to_owned());
    }
    if document.console.mail.is_none() && !visit.is_local {
        wrong.push(language.console_set_no_mail().to_owned());
    }
    if document.people.iter().filter(|person| person.role == Role::Admin).count() < 2 && !visit.is_local {
        wrong.push(language.console_set_one_admin().to_owned());
    }
    if wrong.is_empty() {
        return vec![Finding { is_good: true, text: language.console_set_good().to_owned() }];
    }
    wrong.into_iter().map(|text| Finding { is_good: false, text }).collect()
}

fn has_channel(document: &ConsoleDocument, name: &str) -> bool {
    document.plan.roster.all().any(|channel| channel.name() == name)
}

/// Has a test sent to a channel by the outbox, which takes up to a minute.
async fn test(desk: &Desk, visit: &Visit<'_>, name: &str) -> Result<Response<Body>, Problem> {
    if !has_channel(visit.document, name) {
        return Err(Problem::not_found("no such channel"));
    }
    desk.audit(visit, What::TestSent, Some(name)).await?;
    let message = Message::Test(TestNotice { by: visit.person.name.clone() });
    // Pressed twice within a second, it is sent once.
    let about = format!("test:{}", visit.now.as_second());
    let told = desk.table.notify(name, &about, name, &message, visit.now).await;
    told.map_err(|error| Problem::of_table(&error))?;
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("sent", name).finish();
    see_other(&format!("/set-up?{query}"))
}

async fn letters(desk: &Desk, visit: &Visit<'_>) -> Result<Vec<DeadLetter>, Problem> {
    let letters = desk.table.dead_letters(Timestamp::UNIX_EPOCH, visit.now, ROWS_MAX).await;
    letters.map_err(|error| Problem::of_table(&error))
}

async fn deliveries(desk: &Desk, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
    let language = visit.language;
    let letters = letters(desk, visit).await?;
    let rows: Vec<Row> = letters
        .into_iter()
        .map(|letter| Row {
            cells: vec![
                date_and_time(letter.died_at, visit.now, &desk.zone, language),
                letter.channel,
                letter.why.unwrap_or_default(),
            ],
            id: letter.id,
        })
        .collect();
    let heads = [language.console_set_when(), language.console_set_channel(), language.console_set_reason()];
    let mut shell = visit.shell(language.console_set_deliveries_title(), Section::SetUp);
    shell.notice = visit.query("again").map(|_| language.console_set_delivered_again().to_owned());
    let texts = (language.console_set_deliveries_text(), language.console_set_deliveries_none());
    let action = ("/set-up/deliveries", language.console_set_deliver_again());
    Ok(answer::page(StatusCode::OK, pages_::rows((shell, Page::Deliveries), texts, &heads, &rows, Some(action))))
}

/// Makes a dead letter due again, and its channel one that is tried again.
async fn deliver_again(desk: &Desk, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
    let id = visit.form.get("id").unwrap_or_default();
    let letters = letters(desk, visit).await?;
    let letter = letters.iter().find(|letter| letter.id == id).ok_or_else(|| Problem::not_found("no such message"))?;
    desk.audit(visit, What::LetterReplayed, Some(id)).await?;
    let unreachable = |error| Problem::of_table(&error);
    desk.table.replay(letter, visit.now).await.map_err(unreachable)?;
    let mut state = desk.table.channel_state(&letter.channel).await.map_err(unreachable)?;
    if state.gone.take().is_some() | state.wait_until.take().is_some() {
        desk.table.put_channel_state(&letter.channel, &state).await.map_err(unreachable)?;
    }
    see_other("/set-up/deliveries?again=1")
}

async fn audit(desk: &Desk, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
    desk.audit(visit, What::AuditRead, None).await?;
    let language = visit.language;
    let date = visit.now.to_zoned(desk.zone.clone()).date();
    let entries = desk.table.audit_of(date, ROWS_MAX).await;
    let (entries, _) = entries.map_err(|error| Problem::of_table(&error))?;
    let rows: Vec<Row> = entries
        .into_iter()
        .map(|entry| Row {
            id: String::new(),
            cells: vec![
                date_and_time(entry.at, visit.now, &desk.zone, language),
                named(entry.who, language),
                audited(&entry.what, language),
                entry.about.unwrap_or_default(),
                entry.from,
            ],
        })
        .collect();
    let heads = [
        language.console_set_when(),
        language.console_set_who(),
        language.console_set_what(),
        language.console_set_about(),
        language.console_set_from(),
    ];
    let shell = visit.shell(language.console_set_audit(), Section::SetUp);
    let texts = (language.console_set_audit_text(), language.console_set_audit_none());
    Ok(answer::page(StatusCode::OK, pages_::rows((shell, Page::Audit), texts, &heads, &rows, None)))
}

/// Words who the audit trail says did it: a person by the address, a program by the kind and name of its key, a link as such.
fn named(who: String, language: Language) -> String {
    match who.split_once(':') {
        Some(("read", name)) => language.console_set_audit_read_key(name),
        Some(("case", name)) => language.console_set_audit_case_key(name),
        None if who == runtime::audit::LINK => language.console_set_audit_link().to_owned(),
        _ => who,
    }
}

/// Words what the audit trail says was done: `case_changed:resolved` is "Case changed: resolved". A name that is not known stands
/// for itself.
fn audited(what: &str, language: Language) -> String {
    let (done, how) = what.split_once(':').unwrap_or((what, ""));
    let done = language.console_set_audit_done(done).map_or_else(|| capitalized(&words_of(done)), str::to_owned);
    if how.is_empty() {
        return done;
    }
    let how = language.console_set_audit_how(how).map_or_else(|| words_of(how), str::to_owned);
    format!("{done}: {how}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trail_is_worded_in_the_language_of_the_reader_and_an_unknown_name_stands_for_itself() {
        assert_eq!(audited("signed_in", Language::English), "Signed in");
        assert_eq!(audited("case_changed:resolved", Language::Spanish), "Caso modificado: resuelto");
        assert_eq!(audited("corrected:other_customer", Language::Portuguese), "Correção: outro cliente");
        let named = |who: &str| named(who.to_owned(), Language::Spanish);
        assert_eq!(named("read:dashboard"), "Clave de lectura dashboard");
        assert_eq!(named("case:crm"), "Clave de casos crm");
        assert_eq!(named("link"), "Enlace de un mensaje");
        assert_eq!(named("ana@example.com"), "ana@example.com");
        assert_eq!(audited("wine_tasted:in_the_cellar", Language::Spanish), "Wine tasted: in the cellar");
    }
}
