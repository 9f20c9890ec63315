//! The kinds of channel as the kit sees them: how each is configured, by its own example, and what each renders, opened again.
//! Knows no kind by name: a new one takes part in every test.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use channels::configuration::Options;
use channels::dispatch::Channels;
use channels::kinds::{ALL, About};
use channels::outgoing::Outgoing;
use channels::request::{Delivery, Style};
use domain::alerting::{ActionLink, Message};
use domain::vocabulary::Language;
use jiff::tz::TimeZone;
use serde_json::Value;
use toml::Table;

use super::examples::{SECOND_SECRET, SECRET, at, channels, links, now};

#[derive(Clone, Copy)]
pub(crate) struct Kind(&'static About);

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Kind {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|about| Self(about))
    }

    pub(crate) fn named(name: &str) -> Self {
        Self::all().find(|kind| kind.name() == name).unwrap()
    }

    pub(crate) fn name(self) -> &'static str {
        self.0.name
    }

    /// The name of a channel of this kind.
    pub(crate) fn channel(self) -> String {
        self.name().replace('_', "-")
    }

    pub(crate) fn is_read_by_people(self) -> bool {
        !self.0.is_program
    }

    pub(crate) fn speaks_http(self) -> bool {
        self.example()["url"].as_str().unwrap().starts_with("https://")
    }

    /// The example that it prints, as a table.
    fn example(self) -> Table {
        toml::from_str(self.0.example.strip_prefix("[[channels]]\n").unwrap()).unwrap()
    }

    /// A channel of this kind, named after it, at a port of this machine.
    pub(crate) fn table(self, port: u16) -> String {
        self.table_named(&self.channel(), port)
    }

    /// Its example, at a port of this machine and with a secret wherever something is to be kept secret.
    pub(crate) fn table_named(self, name: &str, port: u16) -> String {
        let from = "Moments <alerts@s3cr3t-sender.example>";
        self.table_with(name, port, from, "s3cr3t-reader@example.com")
    }

    fn table_with(self, name: &str, port: u16, from: &str, to: &str) -> String {
        let mut table = self.example();
        let url = match self.speaks_http() {
            true => format!("http://127.0.0.1:{port}/services/s3cr3t-path?token=s3cr3t-token"),
            false => format!("smtp://127.0.0.1:{port}"),
        };
        let values = [
            ("name", name.into()),
            ("url", url.into()),
            ("secret", vec![SECRET, SECOND_SECRET].into()),
            ("user", "s3cr3t-user".into()),
            ("password", "s3cr3t-password".into()),
            ("from", from.into()),
            ("to", vec![to].into()),
        ];
        for (field, value) in values {
            if table.contains_key(field) {
                table.insert(field.to_owned(), value);
            }
        }
        format!("[[channels]]\n{table}")
    }

    /// What this kind of channel would send, opened again.
    pub(crate) fn render(self, message: &Message, style: &Style) -> Rendered {
        self.render_with(message, &links_of(message), style)
    }

    pub(crate) fn render_with(self, message: &Message, links: &[ActionLink], style: &Style) -> Rendered {
        let zone = madrid();
        let delivery = Delivery { id: "dlv_1", message, links, created_at: at("2026-11-22T19:52:00Z"), zone: &zone };
        let channels = self.styled(style);
        match channels.get(&self.channel()).unwrap().render(&delivery, now()).unwrap() {
            Outgoing::Post(post) => {
                Rendered::Json(serde_json::from_slice(&post.request.body).unwrap(), post.request.body)
            }
            Outgoing::Mail(mail) => Rendered::Letter(Letter::open(&mail.letter.bytes), mail.letter.bytes),
        }
    }

    /// A channel of this kind and style; made once, because each makes a client of HTTP.
    fn styled(self, style: &Style) -> Channels {
        static MADE: LazyLock<Mutex<BTreeMap<String, Channels>>> = LazyLock::new(Mutex::default);
        let table = self.table_with(&self.channel(), 9, "Moments <alerts@example.com>", "ana@example.com");
        let table = format!("{table}language = '{}'\nshow_customer = {}\n", style.language, style.show_customer);
        let event_prefix = style.event_prefix.clone();
        let options = Options { allow_loopback: true, event_prefix, ..Options::default() };
        MADE.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(table)
            .or_insert_with_key(|table| channels(table, &options))
            .clone()
    }
}

/// What was rendered, and its bytes.
pub(crate) enum Rendered {
    Json(Value, Vec<u8>),
    Letter(Letter, Vec<u8>),
}

impl Rendered {
    pub(crate) fn json(self) -> Value {
        match self {
            Self::Json(value, _) => value,
            // A letter is no JSON: a test that asks for it has failed.
            Self::Letter(_, bytes) => serde_json::from_slice(&bytes).unwrap(),
        }
    }

    /// Everything in it that a person or a program could read, unescaped.
    pub(crate) fn whole(&self) -> String {
        match self {
            Self::Json(value, _) => value.to_string(),
            Self::Letter(letter, _) => format!("{:?}\n{}\n{}", letter.headers, letter.text, letter.html),
        }
    }

    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Json(_, bytes) | Self::Letter(_, bytes) => bytes.len(),
        }
    }
}

/// A mail, opened: its parts decoded.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl Letter {
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let mail = std::str::from_utf8(bytes).unwrap();
        let (head, body) = mail.split_once("\r\n\r\n").unwrap();
        let headers = headers(head);
        let (_, kind) = headers.iter().find(|(name, _)| name == "Content-Type").unwrap();
        let (_, boundary) = kind.split_once("boundary=\"").unwrap();
        let mark = format!("--{}", boundary.trim_end_matches('"'));
        let mut parts = body.split(&mark).skip(1).take(2).map(decode);
        let (text, html) = (parts.next().unwrap(), parts.next().unwrap());
        Self { headers, text, html }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap()
    }
}

/// Headers with their folded lines joined.
fn headers(head: &str) -> Vec<(String, String)> {
    let unfolded = head.trim_start_matches("\r\n").replace("\r\n ", " ");
    let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
    unfolded.split("\r\n").map(pair).collect()
}

fn decode(part: &str) -> String {
    use base64::Engine;
    let (head, body) = part.split_once("\r\n\r\n").unwrap();
    let headers = headers(head);
    let (_, encoding) = headers.iter().find(|(name, _)| name == "Content-Transfer-Encoding").unwrap();
    let bytes = match encoding.as_str() {
        "base64" => base64::engine::general_purpose::STANDARD.decode(body.replace("\r\n", "")).unwrap(),
        "quoted-printable" => {
            let mut bytes = Vec::new();
            let joined = body.replace("=\r\n", "");
            let mut pieces = joined.split('=');
            bytes.extend(pieces.next().unwrap().as_bytes());
            for piece in pieces {
                bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
                bytes.extend(&piece.as_bytes()[2..]);
            }
            bytes
        }
        _ => body.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n").trim_end().to_owned()
}

pub(crate) fn style(language: Language) -> Style {
    Style { language, show_customer: false, event_prefix: "org.moments".to_owned() }
}

/// The zone of the business.
pub(crate) fn madrid() -> TimeZone {
    TimeZone::get("Europe/Madrid").unwrap()
}

/// Something can be done about a case, and only about a case.
pub(crate) fn links_of(message: &Message) -> Vec<ActionLink> {
    match message {
        Message::Alert(_) | Message::Escalation(_) => links(),
        Message::Report(_)
        | Message::Digest(_)
        | Message::Channel(_)
        | Message::Case(_)
        | Message::Promise(_)
        | Message::Erased(_)
        | Message::SignIn(_)
        | Message::Test(_) => Vec::new(),
    }
}
