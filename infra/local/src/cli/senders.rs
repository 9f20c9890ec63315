//! `senders` and `try-sender`: which vendors are understood, and what a delivery of one would become. Keeps nothing and checks no
//! signature.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use domain::touchpoint::parse::{Sender as ParsedBy, Shape, parse};
use domain::touchpoint::terms::Terms;
use jiff::Timestamp;
use lambda_http::http::{HeaderMap, HeaderName, HeaderValue};
use senders::map::Told;
use senders::{Delivery, Sender, Senders, body, shipped};

use super::{Common, print};
use crate::error::Error;

/// A delivery in a file.
#[derive(Clone, Debug, Args)]
pub(super) struct Try {
    /// Name of the sender, as `moments senders` lists it
    name: String,
    /// A file with the body of a delivery: JSON, a form, or CSV
    file: PathBuf,
    /// A header of the delivery, such as `X-Shopify-Topic: orders/create`; may be given several times
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,
}

/// Lists the senders, with what each still needs.
pub(super) fn list(common: &Common) -> Result<(), Error> {
    let configured = configured(common)?;
    let mut text = String::from("\n");
    let names = shipped::names().map(str::to_owned).chain(configured.names().map(str::to_owned));
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let own = configured.get(&name).cloned();
        let is_configured = own.is_some();
        let Some(sender) = own.or_else(|| Sender::shipped(&name)) else { continue };
        let mark = if is_configured { "in use" } else { "" };
        let _ = writeln!(text, "  {name:<16}{mark:<8}{}", sender.title());
        if let Some(needs) = sender.needs() {
            let _ = writeln!(text, "  {:<24}needs {needs}", "");
        }
        if let Some(docs) = sender.docs() {
            let _ = writeln!(text, "  {:<24}{docs}", "");
        }
    }
    text +=
        "\n  To use one, add [senders.NAME] with its secret to the configuration. Its address is /v1/senders/NAME.\n";
    print(&text)
}

/// Says what a delivery becomes, and which fields of the map found nothing in it.
pub(super) fn try_sender(common: &Common, order: &Try) -> Result<(), Error> {
    let configured = configured(common)?;
    let found = configured.get(&order.name).cloned().or_else(|| Sender::shipped(&order.name));
    let Some(sender) = found else {
        let names: Vec<_> = shipped::names().collect();
        return Err(Error::failed(&order.name, format!("unknown sender; known senders are {}", names.join(", "))));
    };
    let file = order.file.display().to_string();
    let bytes = std::fs::read(&order.file).map_err(|error| Error::file(&order.file, error))?;
    let headers = headers_of(&order.header)?;
    let given = headers.get("content-type").and_then(|value| value.to_str().ok());
    let read = body::read(given.or_else(|| content_type(&order.file)), &bytes);
    let body = read.map_err(|error| Error::failed(&file, error))?;
    let delivery = Delivery {
        method: "POST",
        url: "",
        query: "",
        path_secret: None,
        headers: &headers,
        body: &bytes,
        received_at: Timestamp::now(),
    };
    let told = sender.read(body, &delivery, &Terms::default());
    if told.is_empty() {
        return print("\n  No touchpoint comes from this delivery.\n");
    }
    let mut text = String::new();
    for told in told {
        tell(&mut text, &sender, told);
    }
    print(&text)
}

fn tell(text: &mut String, sender: &Sender, told: Told) {
    let (body, answer, missing, event) = match told {
        Told::Touchpoint { body, answer, missing, event } => (body, answer, missing, event),
        Told::NotUnderstood { missing, .. } => {
            let looked = if missing.is_empty() { "what happened".to_owned() } else { missing.join(", ") };
            let _ = writeln!(
                text,
                "\n  Not understood: the map found nothing for {looked}. It would be kept in quarantine."
            );
            return;
        }
        Told::Ignored { event } => {
            let event = event.unwrap_or_else(|| "this".to_owned());
            let _ =
                writeln!(text, "\n  Ignored: `{event}` is not a touchpoint. It gets a 2xx answer and is not stored.");
            return;
        }
    };
    let shown = serde_json::to_string_pretty(&body).unwrap_or_default();
    let event = event.map(|event| format!(" of `{event}`")).unwrap_or_default();
    let _ = writeln!(text, "\n  A touchpoint{event}:\n{shown}");
    if let Some(answer) = answer {
        let _ = writeln!(text, "  It adds to earlier deliveries about the answer `{answer}`.");
    }
    if !missing.is_empty() {
        let _ = writeln!(text, "  No value for: {}", missing.join(", "));
    }
    let by = ParsedBy { name: &sender.name, is_secret: true };
    match parse(body, Shape::Json, by, Timestamp::now(), String::new) {
        Ok(incoming) => {
            for warning in incoming.warnings {
                let _ = writeln!(text, "  Left out: {} {}", warning.field, warning.complaint);
            }
        }
        Err(errors) => {
            for error in errors {
                let _ = writeln!(text, "  Wrong: {} {}", error.field, error.complaint);
            }
        }
    }
    if !sender.proves_customer() {
        text.push_str("  The customer is not verified: anybody can type an identifier into a form.\n");
    }
}

fn configured(common: &Common) -> Result<Senders, Error> {
    let Some(path) = &common.config else { return Ok(Senders::default()) };
    let text = std::fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
    Senders::read(&text, false).map_err(|why| Error::failed(path.display().to_string(), why))
}

fn headers_of(lines: &[String]) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for line in lines {
        let pair = line.split_once(':');
        let read = pair.and_then(|(name, value)| {
            Some((name.trim().parse::<HeaderName>().ok()?, HeaderValue::from_str(value.trim()).ok()?))
        });
        let Some((name, value)) = read else { return Err(Error::failed("--header", "must be NAME: VALUE")) };
        headers.insert(name, value);
    }
    Ok(headers)
}

/// Says what is in a file by how its name ends.
fn content_type(file: &Path) -> Option<&'static str> {
    match file.extension()?.to_str()? {
        "json" => Some("application/json"),
        "csv" => Some("text/csv"),
        "form" | "txt" => Some("application/x-www-form-urlencoded"),
        _ => None,
    }
}
