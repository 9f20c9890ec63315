//! Standard Webhooks 1.0: a CloudEvents 1.0 body and its signature. The body of a delivery is the same bytes on every
//! attempt; only the timestamp and the signature follow the time of sending.

use domain::alerting::{Alert, Message, ReportNotice, Transition};
use domain::wording;
use jiff::Timestamp;
use serde::Serialize;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook};

use crate::redaction::SigningSecret;
use crate::request::{Delivery, Request, Style, Unrenderable};

/// Renders a delivery, signed with each secret in turn: a receiver that knows any of them can verify it.
pub fn render(
    delivery: &Delivery<'_>,
    style: &Style,
    secrets: &[SigningSecret],
    now: Timestamp,
) -> Result<Request, Unrenderable> {
    let mut request = Request::json(&event(delivery, style), "application/json")?;
    let mut signatures = Vec::new();
    for secret in secrets {
        let webhook = Webhook::from_bytes(secret.key()).map_err(|_| Unrenderable)?;
        let signature = webhook.sign(delivery.id, now.as_second(), &request.body).map_err(|_| Unrenderable)?;
        signatures.push(signature);
    }
    request.headers.push((HEADER_WEBHOOK_ID, delivery.id.to_owned()));
    request.headers.push((HEADER_WEBHOOK_TIMESTAMP, now.as_second().to_string()));
    request.headers.push((HEADER_WEBHOOK_SIGNATURE, signatures.join(" ")));
    Ok(request)
}

/// A CloudEvents 1.0 envelope in JSON format. Field order is that of the wire.
#[derive(Serialize)]
struct Event<'a> {
    specversion: &'static str,
    id: &'a str,
    source: &'static str,
    r#type: String,
    subject: &'a str,
    time: Timestamp,
    datacontenttype: &'static str,
    data: Data<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Data<'a> {
    Alert {
        #[serde(flatten)]
        alert: Box<Alert>,
        headline: String,
        explanation: Explanation,
    },
    Report(&'a ReportNotice),
}

/// The codes of an alert as sentences, for receivers that show them to people.
#[derive(Serialize)]
struct Explanation {
    critical: Vec<&'static str>,
    judged: Vec<String>,
}

fn event<'a>(delivery: &Delivery<'a>, style: &Style) -> Event<'a> {
    let (name, subject, data) = match delivery.message {
        Message::Alert(alert) => (event_name(alert.transition), alert.case_id.as_str(), explained(alert, style)),
        Message::Report(notice) => ("report.ready", notice.period.as_str(), Data::Report(notice)),
    };
    Event {
        specversion: "1.0",
        id: delivery.id,
        source: "/moments",
        r#type: format!("{}.{name}", style.event_prefix),
        subject,
        time: delivery.created_at,
        datacontenttype: "application/json",
        data,
    }
}

/// Names the event of a transition. A reopened case is open again; `data.transition` tells the two apart.
fn event_name(transition: Transition) -> &'static str {
    match transition {
        Transition::Opened | Transition::Reopened => "case.opened",
        Transition::Joined => "moment.critical",
    }
}

fn explained(alert: &Alert, style: &Style) -> Data<'static> {
    let mut shown = Box::new(alert.clone());
    if !style.show_customer {
        shown.customer_id = None;
    }
    let language = style.language;
    let transition = wording::transition(alert.transition, language);
    let touchpoint = wording::touchpoint_type(&alert.touchpoint_type, language);
    Data::Alert {
        alert: shown,
        headline: format!("{transition}: {touchpoint}"),
        explanation: Explanation {
            critical: alert.clauses.iter().map(|clause| wording::clause(*clause, language)).collect(),
            judged: alert.reasons.iter().map(|code| wording::code(code, language)).collect(),
        },
    }
}
