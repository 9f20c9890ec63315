//! What a channel is asked to send, and the forms it is rendered in: a request or a letter. Sends nothing.

use domain::alerting::{ActionLink, Message};
use domain::vocabulary::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lettre::address::Envelope;
use serde::Serialize;

/// One message on its way to one channel.
#[derive(Clone, Copy)]
pub struct Delivery<'a> {
    /// Names the delivery; the same on every attempt, so that a receiver can drop a duplicate. Visible ASCII.
    pub id: &'a str,
    /// What is told.
    pub message: &'a Message,
    /// What can be done from it. They are secrets, and no part of the stored message.
    pub links: &'a [ActionLink],
    /// When the delivery was made, the same on every attempt.
    pub created_at: Timestamp,
    /// The business's zone, in which times are written that a channel cannot show in the reader's own.
    pub zone: &'a TimeZone,
}

impl std::fmt::Debug for Delivery<'_> {
    /// Prints the id only: the message holds a customer's words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Delivery({})", self.id)
    }
}

/// How a channel wants its messages.
#[derive(Clone, Debug)]
pub struct Style {
    /// Language of the words.
    pub language: Language,
    /// Whether the business's own customer identifier may be printed.
    pub show_customer: bool,
    /// Reverse-DNS prefix of event types, such as `org.moments`.
    pub event_prefix: String,
}

/// A rendered message: a JSON body and the headers that belong to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The body, byte for byte as it is sent.
    pub body: Vec<u8>,
    /// Header names in lower case, with their values.
    pub headers: Vec<(&'static str, String)>,
}

impl Request {
    /// Writes a body as JSON with its content type.
    pub(crate) fn json(body: &impl Serialize, content_type: &str) -> Result<Self, Unrenderable> {
        let body = serde_json::to_vec(body).map_err(|_| Unrenderable)?;
        Ok(Self { body, headers: vec![("content-type", content_type.to_owned())] })
    }
}

impl std::fmt::Debug for Request {
    /// Prints the size only: the body holds a customer's words, the headers a signature.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Request({} bytes)", self.body.len())
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

/// The message could not be written as JSON or signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("message could not be rendered")]
pub struct Unrenderable;
