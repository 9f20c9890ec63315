//! `route`: says which channels would be told of a touchpoint, and why. Sends nothing and keeps nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use domain::journey::Journey;
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::wording;
use jiff::Timestamp;
use recovery::outbox::SendingDocument;
use runtime::http::access::KeyKind;
use serde_json::Value;

use super::{Common, print};
use crate::configuration::{Configuration, Source};
use crate::error::Error;

/// Reads a touchpoint, or the touchpoints of one customer of which the last counts, and says where its alert would go.
pub(super) fn route(common: &Common, file: &Path) -> Result<(), Error> {
    let source = common.config.clone().map_or(Source::BuiltIn, Source::File);
    let mut configuration = Configuration::load(&source)?;
    configuration.serve_at(&format!("http://{}", common.listen));
    configuration.add_channels(&common.slack_url, &common.webhook_url);
    configuration.take_parameters()?;
    let document = configuration.document()?;
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| Error::file(file, error))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| Error::failed(&name, error))?;
    let touchpoints = read(value, &document, &name)?;
    print(&told(&document, touchpoints))
}

/// Reads the touchpoints as if the first write key that stays on servers had sent them.
fn read(value: Value, document: &SendingDocument, name: &str) -> Result<Vec<Touchpoint>, Error> {
    let secret = document
        .common
        .write_keys
        .iter()
        .find(|key| key.kind == KeyKind::Secret)
        .or(document.common.write_keys.first());
    let sender = Sender { name: secret.map_or("local", |key| &key.name), is_secret: true };
    let bodies = match value {
        Value::Array(bodies) => bodies,
        body => vec![body],
    };
    let now = Timestamp::now();
    let parsed = bodies.into_iter().enumerate().map(|(index, body)| {
        let read = parse(body, Shape::Json, sender, now, || format!("touchpoint-{}", index + 1));
        read.map(|incoming| incoming.touchpoint).map_err(|errors| {
            let errors: Vec<_> = errors.iter().map(|error| format!("{} {}", error.field, error.complaint)).collect();
            Error::failed(name, format!("touchpoint {}: {}", index + 1, errors.join("; ").trim()))
        })
    });
    let touchpoints: Vec<_> = parsed.collect::<Result<_, _>>()?;
    if touchpoints.is_empty() { Err(Error::failed(name, "there is no touchpoint in it")) } else { Ok(touchpoints) }
}

fn told(document: &SendingDocument, touchpoints: Vec<Touchpoint>) -> String {
    let language = document.common.language;
    let said_language = touchpoints.last().and_then(|touchpoint| touchpoint.said.language.clone());
    let customer = touchpoints.last().map(|touchpoint| touchpoint.recorded.clone());
    let judged =
        customer.map(|customer| Journey::new(customer, touchpoints, BTreeMap::new()).judge(&document.common.rules));
    let Some(judged) = judged.and_then(|mut judged| judged.pop()) else {
        return "\n  This makes no moment, so nobody would get an alert.\n".to_owned();
    };
    let moment = &judged.moment;
    let mut text = String::new();
    let _ = writeln!(
        text,
        "\n  {}: {}, stage {}, from {}",
        wording::capitalized(&wording::touchpoint_type(&moment.touchpoint_type, language)),
        moment.outcome,
        moment.stage,
        moment.source
    );
    for reason in &moment.reasons {
        let _ = writeln!(text, "    {}", wording::code(reason, language));
    }
    if moment.is_critical() {
        let clauses: Vec<_> = moment.critical.iter().map(|clause| wording::clause(*clause, language)).collect();
        let _ = writeln!(text, "\n  Critical, severity {} of 5: {}", moment.severity, clauses.join("; "));
    } else {
        text += "\n  Not critical, so nobody would get an alert. If it were critical, with severity 1:\n";
    }
    text + &channels(document, moment, said_language.as_deref())
}

fn channels(document: &SendingDocument, moment: &Moment, language: Option<&str>) -> String {
    let severity = moment.severity.max(1);
    let routed = document.plan.route(&Moment { severity, ..moment.clone() }, language);
    let told = if routed.channels.is_empty() { "nobody".to_owned() } else { routed.channels.join(", ") };
    let because = match routed.because.as_slice() {
        [] => "no route matches, so every channel for alerts".to_owned(),
        [one] => format!("route {one}"),
        several => format!("routes {}", several.join(", ")),
    };
    format!("  Alert goes to: {told}\n  Because: {because}\n")
}
