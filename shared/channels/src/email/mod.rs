//! E-mail: one message with a text and an HTML part, the same in both. Connects to nothing.
//!
//! Nothing that others wrote is markup in either: the HTML is escaped by its template, and in the text no line of theirs
//! begins at the margin, where ours do.

use domain::identity::fingerprint;
use jiff::Timestamp;
use lettre::Message;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use crate::layout;
use crate::request::{Delivery, Style, Unrenderable};
use crate::text::fit;

mod html;
mod parts;
mod plain;

use parts::Parts;

/// Longest subject, in UTF-16 units.
const SUBJECT_MAX: usize = 150;

/// Who a channel's mail comes from and who reads it.
#[derive(Clone)]
pub struct Readers {
    from: Mailbox,
    to: Vec<Mailbox>,
}

/// Most recipients of one channel: a list of more belongs to the mail server.
const RECIPIENTS_MAX: usize = 20;

/// Who is written to cannot be read. Says the field and the rule, never the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReaders {
    /// The sender.
    #[error("must be an address such as alerts@example.com or Moments <alerts@example.com>")]
    From,
    /// The recipients.
    #[error("must be 1 to 20 addresses such as ana@example.com or Ana <ana@example.com>")]
    To,
}

impl Readers {
    /// Reads addresses as they are written in mail.
    ///
    /// # Errors
    /// One of them is none, is not in ASCII (few servers take others), or there are none or too many recipients.
    pub fn parse(from: &str, to: &[&str]) -> Result<Self, InvalidReaders> {
        let read =
            |text: &str| text.parse::<Mailbox>().ok().filter(|mailbox| AsRef::<str>::as_ref(&mailbox.email).is_ascii());
        let from = read(from).ok_or(InvalidReaders::From)?;
        let to = to.iter().map(|text| read(text)).collect::<Option<Vec<_>>>().ok_or(InvalidReaders::To)?;
        if (1..=RECIPIENTS_MAX).contains(&to.len()) { Ok(Self { from, to }) } else { Err(InvalidReaders::To) }
    }

    /// Returns the domain that the mail comes from, by which the sender introduces itself.
    pub(crate) fn domain(&self) -> &str {
        self.from.email.domain()
    }
}

impl std::fmt::Debug for Readers {
    /// Prints how many there are: who they are is nobody's business.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Readers({})", self.to.len())
    }
}

/// A rendered mail.
#[derive(Clone)]
pub struct Letter {
    /// Who it goes from and to.
    pub envelope: Envelope,
    /// Headers and body, as they are sent.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Letter {
    /// Prints the size only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({} bytes)", self.bytes.len())
    }
}

/// Renders a delivery as it reads at `now`. Its `Message-ID` and `Date` are those of the delivery, the same on every
/// attempt, so that a second copy is recognised as one.
pub fn render(
    delivery: &Delivery<'_>,
    style: &Style,
    readers: &Readers,
    now: Timestamp,
) -> Result<Letter, Unrenderable> {
    let layout = layout::of(delivery.message, delivery.links, style, now);
    let parts = Parts::of(&layout, &style.zone);
    let name = fingerprint(&["message-id", delivery.id], 32);
    let body = MultiPart::alternative()
        .boundary(fingerprint(&["boundary", delivery.id], 32))
        .singlepart(SinglePart::plain(plain::write(&parts)))
        .singlepart(SinglePart::html(html::write(&parts, style.language)?));
    let mut message = Message::builder()
        .from(readers.from.clone())
        .subject(fit(&parts.headline, SUBJECT_MAX, str::to_owned))
        .date(delivery.created_at.into())
        .message_id(Some(format!("<{name}@{}>", readers.domain())))
        // Nobody's holiday should answer (RFC 3834).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    for reader in &readers.to {
        message = message.to(reader.clone());
    }
    let message = message.multipart(body).map_err(|_| Unrenderable)?;
    Ok(Letter { envelope: message.envelope().clone(), bytes: message.formatted() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_addresses_of_a_bounded_number() {
        assert!(
            Readers::parse("Moments <alerts@example.com>", &["ana@example.com", "\"Díaz, Eva\" <eva@example.com>"])
                .is_ok()
        );
        for from in
            ["", "alerts", "alerts@", "a@b\r\nBcc: x@example.com", "ñ@example.com", "a@example.com, b@example.com"]
        {
            assert_eq!(Readers::parse(from, &["ana@example.com"]).unwrap_err(), InvalidReaders::From, "{from}");
        }
        for to in [vec![], vec!["ana"], vec!["ana@example.com", "eva"], vec!["ana@example.com"; 21]] {
            assert_eq!(Readers::parse("a@example.com", &to).unwrap_err(), InvalidReaders::To);
        }
        assert!(Readers::parse("a@example.com", &["ana@example.com"; 20]).is_ok());
    }
}
