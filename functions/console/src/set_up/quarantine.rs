//! The quarantine: what came and could not be used, and its replay. Takes nothing itself: only ingest has the maps and keys, so the
//! browser is sent there with a permit.

use domain::period::date_and_time;
use domain::vocabulary::Language;
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::header::LOCATION;
use lambda_http::http::{HeaderValue, StatusCode};
use lambda_http::{Body, Response};
use pages::console::Section;
use pages::console::set_up::{self as pages_, Page, Row};
use runtime::http::problem::Problem;
use store::quarantine::{Record, Why};

use super::ROWS_MAX;
use crate::audit::What;
use crate::session::random;
use crate::visit::Visit;
use crate::{Desk, answer};

/// Wrong fields of a record that are shown.
const FIELDS_MAX: usize = 3;

/// How long a permit works: the browser goes on by itself.
const PERMIT_TIME: SignedDuration = SignedDuration::from_mins(1);

/// Lists the records that wait, and says whether there are more.
pub(super) async fn held(desk: &Desk) -> Result<(Vec<Record>, bool), Problem> {
    let latest = "9999-01-01T00:00:00Z".parse().unwrap_or(Timestamp::MAX);
    let held = desk.table.all_quarantined((Timestamp::UNIX_EPOCH, latest), None, ROWS_MAX).await;
    held.map_err(|error| Problem::of_table(&error))
}

/// Shows the records, each with a button, and what came of the last replay.
pub(super) async fn show(desk: &Desk, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
    desk.audit(visit, What::QuarantineRead, None).await?;
    let language = visit.language;
    let (held, _) = held(desk).await?;
    let row = |record: Record| Row {
        cells: vec![
            date_and_time(record.received_at, visit.now, &desk.zone, language),
            record.source.clone(),
            reason(&record, language),
            record.id.clone(),
        ],
        id: record.id,
    };
    let rows: Vec<Row> = held.into_iter().map(row).collect();
    let heads = [language.console_set_when(), language.console_set_source(), language.console_set_reason(), "ID"];
    let mut shell = visit.shell(language.console_set_quarantine_title(), Section::SetUp);
    shell.notice = match visit.query("replay").as_deref() {
        Some("taken") => Some(language.console_set_replayed().to_owned()),
        Some("held") => Some(language.console_set_still_held().to_owned()),
        Some("later") => Some(language.console_error_unavailable().to_owned()),
        _ => None,
    };
    let texts = (language.console_set_quarantine_text(), language.console_set_quarantine_none());
    let action = ("/set-up/quarantine", language.console_set_replay());
    Ok(answer::page(StatusCode::OK, pages_::rows((shell, Page::Quarantine), texts, &heads, &rows, Some(action))))
}

/// Words why a record was not taken, with the fields that are wrong as a sender is told of them.
fn reason(record: &Record, language: Language) -> String {
    let why = match record.reason {
        Why::Unreadable => "unreadable",
        Why::Invalid => "invalid",
        Why::NotUnderstood => "not_understood",
        Why::Conflict => "conflict",
        Why::Honeypot => "honeypot",
    };
    let why = language.console_set_quarantine_why(why).unwrap_or(&record.detail);
    let fields = record.errors.iter().take(FIELDS_MAX).map(|wrong| format!("{}: {}", wrong.field, wrong.message));
    std::iter::once(why.to_owned()).chain(fields).collect::<Vec<_>>().join(" · ")
}

/// Sends the browser to ingest, which takes the record again and sends it back.
pub(super) async fn replay(desk: &Desk, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
    let id = visit.form.get("id").unwrap_or_default();
    let record = desk.table.quarantined(id).await.map_err(|error| Problem::of_table(&error))?;
    let record = record.ok_or_else(|| Problem::not_found("no such record"))?;
    desk.audit(visit, What::QuarantineReplayed, Some(&record.id)).await?;
    let (token, until) = (random()?, visit.now.checked_add(PERMIT_TIME).unwrap_or(visit.now));
    let permitted = desk.table.permit_replay(&record.id, &token, until).await;
    permitted.map_err(|error| Problem::of_table(&error))?;
    let address = format!("/v1/quarantine/{}/replay?permit={token}", record.id);
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(&address).map_err(Problem::internal)?);
    Ok(response)
}
