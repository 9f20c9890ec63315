//! What is printed for people: where things are, and what to try first.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use serde_json::Value;

use crate::configuration::WEBHOOK_SECRET;
use crate::error::Error;
use crate::stack::Stack;

/// Says where a running suite is.
pub(super) fn serving(stack: &Stack, has_webhooks: bool) -> String {
    let address = stack.address();
    let keys = stack.shown_keys();
    let key = keys.write.as_deref().unwrap_or("WRITE_KEY");
    let known = match (&keys.write, &keys.read) {
        (Some(write), Some(read)) => format!("write key {write}, read key {read}"),
        (Some(write), None) => format!("write key {write}; read keys are in your configuration"),
        (None, _) => "the keys are in your configuration".to_owned(),
    };
    let (bold, plain) = if std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<12}{value}");
    };
    line("Console", &format!("{bold}{address}/{plain}"));
    line("Touchpoints", &format!("{address}/v1/touchpoints  ({known})"));
    let credentials = stack.data().join("table.env");
    let opened_by = format!("DynamoDB API, table {}, credentials in {}", stack.table_name(), credentials.display());
    line("Table", &format!("{}  ({opened_by})", stack.table_endpoint()));
    line("Data", &stack.data().display().to_string());
    if has_webhooks {
        line("Webhooks", &format!("signed with {WEBHOOK_SECRET}"));
    }
    format!(
        "\n  {bold}Moments{plain} is running.\n\n{text}\n  Send a bad rating, then open the console:\n\n\
         \u{20}   curl {address}/v1/touchpoints -H 'Authorization: Bearer {key}' \\\n\
         \u{20}     -H 'Content-Type: application/json' \\\n\
         \u{20}     -d '{{\"touchpoint_type\":\"support_contact\",\"customer_id\":\"ana\",\"rating\":{{\"csat\":1}}}}'\n\n\
         \u{20} Press Ctrl-C to stop. Your data is kept.\n"
    )
}

/// Says where a written report is, from the report function's answer.
///
/// A running suite also serves it: `server` is its address, `read_key` what may be shown of its keys; a browser asks for one
/// otherwise.
pub(super) fn written(
    answer: &str,
    data: &Path,
    server: Option<&str>,
    read_key: Option<&str>,
) -> Result<String, Error> {
    let answer: Value = serde_json::from_str(answer).map_err(|error| Error::failed("report", error))?;
    let period = answer["period"].as_str().unwrap_or_default();
    let mut text = format!("\n  Report {period}: {}\n\n", answer["verdict"].as_str().unwrap_or("written"));
    for file in answer["files"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let _ = writeln!(text, "    {}", data.join("objects").join(file).display());
    }
    if let Some(server) = server {
        let query = read_key.map(|key| format!("?read_key={key}")).unwrap_or_default();
        let _ = writeln!(text, "    {server}/v1/reports/{period}{query}");
    }
    Ok(text)
}

/// Counts up while the demo is played, where somebody watches.
pub(super) fn progress(sent: usize, of: usize) {
    let mut out = std::io::stderr();
    if out.is_terminal() {
        let end = if sent == of { "\n" } else { "" };
        let _ = write!(out, "\r  {sent} of {of} touchpoints{end}");
        let _ = out.flush();
    }
}
