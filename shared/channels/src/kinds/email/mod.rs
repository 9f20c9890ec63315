//! E-mail: one message with a text and an HTML part, the same in both. Connects to nothing.
//!
//! Nothing that others wrote is markup in either: the HTML is escaped by its template, and in the text no line of theirs
//! begins at the margin, where ours do.

use std::sync::Arc;

use domain::identity::fingerprint;
use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{MultiPart, SinglePart};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{About, Configured, Kind, Wrong, fields};
use crate::layout;
use crate::outgoing::{Mail, Outgoing};
use crate::redaction::Secret;
use crate::request::{Delivery, Letter, Style, Unrenderable};
use crate::smtp::Postbox;
use crate::text::{fit, length, one_line};

mod html;
mod parts;
mod plain;
mod readers;
#[cfg(test)]
mod tests;

use parts::Parts;
use readers::{InvalidReaders, Readers};

/// Longest subject, in UTF-16 units.
const SUBJECT_MAX: usize = 150;

pub(super) static ABOUT: About = About {
    name: "email",
    is_program: false,
    writes_letters: true,
    example: r#"[[channels]]
name = "duty"
kind = "email"
url = "smtp://email-smtp.eu-west-1.amazonaws.com"
user = "…"
password = "…"
from = "Moments <moments@example.com>"
to = ["duty@example.com"]
"#,
    fields: fields::of::<Configuration>,
};

/// A mail server, who signs in there, and who is written to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Configuration {
    /// The mail server: `smtps://host:465`, or `smtp://host:587` with STARTTLS.
    #[schemars(example = &"smtp://email-smtp.eu-west-1.amazonaws.com")]
    url: Secret,
    /// Who signs in at the mail server.
    #[serde(default)]
    #[schemars(example = &"…")]
    user: Option<Secret>,
    /// The password of that user.
    #[serde(default)]
    #[schemars(example = &"…")]
    password: Option<Secret>,
    /// The sender of the mails.
    #[serde(default)]
    #[schemars(example = &"Moments <moments@example.com>")]
    from: Option<Secret>,
    /// Who gets the mails.
    #[serde(default)]
    #[schemars(example = ["duty@example.com"])]
    to: Vec<Secret>,
}

impl Configuration {
    /// Returns who signs in and how; nobody does if neither is given.
    fn credentials(&self, wrong: &mut Vec<Wrong>) -> Option<(Secret, Secret)> {
        match (&self.user, &self.password) {
            (Some(user), Some(password)) => return Some((user.clone(), password.clone())),
            (None, None) => {}
            (Some(_), None) => wrong.push(("password", "is missing: there is a user".to_owned())),
            (None, Some(_)) => wrong.push(("user", "is missing: there is a password".to_owned())),
        }
        None
    }

    fn readers(&self) -> Result<Readers, InvalidReaders> {
        let from = self.from.as_ref().map(Secret::reveal).unwrap_or_default();
        let to: Vec<&str> = self.to.iter().map(Secret::reveal).collect();
        Readers::parse(from, &to)
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
        let credentials = self.credentials(wrong);
        let postbox = Postbox::new(&self.url, credentials, allow_loopback);
        let postbox = postbox.map_err(|invalid| wrong.push(("url", invalid.to_string()))).ok();
        let readers = self.readers().map_err(|invalid| wrong.push((invalid.field(), invalid.to_string()))).ok();
        Some(Arc::new(Email { postbox: postbox?, readers: readers? }))
    }
}

/// A mail server, checked.
#[derive(Debug)]
struct Email {
    postbox: Postbox,
    readers: Readers,
}

impl Kind for Email {
    fn render(&self, delivery: &Delivery<'_>, style: &Style, now: Timestamp) -> Result<Outgoing<'_>, Unrenderable> {
        let letter = match delivery.message {
            // To the one who asked, whoever else reads this channel, and in that person's language.
            domain::alerting::Message::SignIn(notice) => {
                let to = Readers { from: self.readers.from.clone(), to: vec![readers::one(&notice.email)?] };
                write(delivery, &Style { language: notice.language, ..style.clone() }, &to, now)?
            }
            _ => write(delivery, style, &self.readers, now)?,
        };
        Ok(Outgoing::Mail(Mail { postbox: &self.postbox, letter }))
    }
}

/// Returns the subject: what it is, and the case that it is about, so that no two customers share a subject.
fn subject(headline: &str, message: &domain::alerting::Message, style: &Style) -> String {
    let case = message.case_id().map(|case| format!(" · {}", style.language.case_named(&one_line(case))));
    let case = fit(&case.unwrap_or_default(), SUBJECT_MAX / 2, str::to_owned);
    fit(headline, SUBJECT_MAX - length(&case), str::to_owned) + &case
}

/// Writes a delivery as it reads at `now`. Its `Message-ID` and `Date` are those of the delivery, the same on every
/// attempt, so that a second copy is recognised as one.
fn write(delivery: &Delivery<'_>, style: &Style, readers: &Readers, now: Timestamp) -> Result<Letter, Unrenderable> {
    let layout = layout::of(delivery.message, delivery.links, style, now);
    let parts = Parts::of(&layout, delivery.zone);
    let name = fingerprint(&["message-id", delivery.id], 32);
    let body = MultiPart::alternative()
        .boundary(fingerprint(&["boundary", delivery.id], 32))
        .singlepart(SinglePart::plain(plain::write(&parts)))
        .singlepart(SinglePart::html(html::write(&parts, style.language)?));
    let mut message = Message::builder()
        .from(readers.from.clone())
        .subject(subject(&parts.headline, delivery.message, style))
        .date(delivery.created_at.into())
        .message_id(Some(format!("<{name}@{}>", readers.domain())))
        // Nobody's holiday should answer (RFC 3834).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    if let Some(case) = delivery.message.case_id() {
        // One thread a case: nothing else is said about strangers in it.
        message = message.references(format!("<case.{}@{}>", fingerprint(&["thread", case], 32), readers.domain()));
    }
    if matches!(delivery.message, domain::alerting::Message::Report(_)) {
        // What comes regularly can be left (RFC 2369).
        let address = format!("<mailto:{}?subject=unsubscribe>", readers.from.email);
        message = message.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("List-Unsubscribe"), address));
    }
    for reader in &readers.to {
        message = message.to(reader.clone());
    }
    let message = message.multipart(body).map_err(|_| Unrenderable)?;
    Ok(Letter { envelope: message.envelope().clone(), bytes: message.formatted() })
}
