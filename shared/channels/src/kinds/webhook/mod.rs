//! Standard Webhooks 1.0: a CloudEvents 1.0 body and its signature. The body of a delivery is the same bytes on every
//! attempt, if its links are; only the timestamp and the signature follow the time of sending.

use std::sync::Arc;

use domain::trace::TRACEPARENT;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP};

use super::{About, Configured, Kind, Wrong, fields, web_address};
use crate::outgoing::Outgoing;
use crate::redaction::{ChannelUrl, Secret, SigningSecret};
use crate::request::{Delivery, Request, Style, Unrenderable};

mod event;
#[cfg(test)]
mod tests;

use event::event;

pub(super) static ABOUT: About = About {
    name: "webhook",
    is_program: true,
    writes_letters: false,
    example: r#"[[channels]]
name = "crm"
kind = "webhook"
url = "https://crm.example.com/moments"
secret = "whsec_…"
"#,
    fields: fields::of::<Configuration>,
};

/// An endpoint and the secrets that it knows us by.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Configuration {
    /// Where a program takes signed Standard Webhooks.
    #[schemars(example = &"https://crm.example.com/moments")]
    url: Secret,
    /// What signs the messages: `whsec_…`, or a list of two while one replaces the other.
    #[serde(default)]
    #[schemars(with = "OneOrMany", example = &"whsec_…")]
    secret: Secrets,
}

/// No, one or several signing secrets.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "OneOrMany")]
struct Secrets(Vec<Secret>);

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum OneOrMany {
    One(Secret),
    Many(Vec<Secret>),
}

impl From<OneOrMany> for Secrets {
    fn from(secrets: OneOrMany) -> Self {
        match secrets {
            OneOrMany::One(secret) => Self(vec![secret]),
            OneOrMany::Many(secrets) => Self(secrets),
        }
    }
}

impl Secrets {
    /// Reads the signing secrets: one, or two while one is being replaced.
    fn parse(&self) -> Result<Vec<SigningSecret>, String> {
        if !matches!(self.0.len(), 1 | 2) {
            return Err("must be one text or a list of two".to_owned());
        }
        self.0.iter().map(SigningSecret::parse).collect::<Result<_, _>>().map_err(|invalid| invalid.to_string())
    }
}

impl Configured for Configuration {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn url(&self) -> &Secret {
        &self.url
    }

    fn check(&self, allow_loopback: bool, wrong: &mut Vec<Wrong>) -> Option<Arc<dyn Kind>> {
        let url = web_address(&self.url, allow_loopback, wrong);
        let secrets = self.secret.parse().map_err(|why| wrong.push(("secret", why))).ok();
        Some(Arc::new(Webhook { url: url?, secrets: secrets? }))
    }
}

/// An endpoint, checked.
#[derive(Debug)]
struct Webhook {
    url: ChannelUrl,
    secrets: Vec<SigningSecret>,
}

impl Kind for Webhook {
    fn render(&self, delivery: &Delivery<'_>, style: &Style, now: Timestamp) -> Result<Outgoing<'_>, Unrenderable> {
        let mut request = Request::json(&event(delivery, style), "application/json")?;
        sign(&mut request, delivery, &self.secrets, now)?;
        if let Some((_, step)) = delivery.message.delivery_in_trace(delivery.id) {
            request.headers.push((TRACEPARENT, step.to_string()));
        }
        Ok(Outgoing::post(&self.url, request))
    }
}

/// Signs a request with each secret in turn: a receiver that knows any of them can verify it.
fn sign(
    request: &mut Request,
    delivery: &Delivery<'_>,
    secrets: &[SigningSecret],
    now: Timestamp,
) -> Result<(), Unrenderable> {
    let mut signatures = Vec::new();
    for secret in secrets {
        let signer = standardwebhooks::Webhook::from_bytes(secret.key()).map_err(|_| Unrenderable)?;
        let signature = signer.sign(delivery.id, now.as_second(), &request.body).map_err(|_| Unrenderable)?;
        signatures.push(signature);
    }
    request.headers.push((HEADER_WEBHOOK_ID, delivery.id.to_owned()));
    request.headers.push((HEADER_WEBHOOK_TIMESTAMP, now.as_second().to_string()));
    request.headers.push((HEADER_WEBHOOK_SIGNATURE, signatures.join(" ")));
    Ok(())
}
