//! The four kinds of channel as the kit sees them: what each renders, opened again, and how each is configured.

use channels::email::Readers;
use channels::request::{Delivery, Style};
use channels::{email, slack, teams, webhook};
use domain::alerting::{ActionLink, Message};
use domain::vocabulary::Language;
use serde_json::Value;

use crate::examples::{SECOND_SECRET, SECRET, at, links, now};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Slack,
    Webhook,
    Teams,
    Email,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Slack, Self::Webhook, Self::Teams, Self::Email];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Webhook => "webhook",
            Self::Teams => "teams",
            Self::Email => "email",
        }
    }

    /// A channel of this kind, named after it, at a port of this machine.
    pub(crate) fn table(self, port: u16) -> String {
        self.table_named(self.name(), port)
    }

    pub(crate) fn table_named(self, name: &str, port: u16) -> String {
        let kind = self.name();
        let own = match self {
            Self::Slack | Self::Teams => String::new(),
            Self::Webhook => format!("secret = ['{SECRET}', '{SECOND_SECRET}']\n"),
            Self::Email => "user = 's3cr3t-user'\npassword = 's3cr3t-password'\n\
                            from = 'Moments <alerts@s3cr3t-sender.example>'\nto = ['s3cr3t-reader@example.com']\n"
                .to_owned(),
        };
        let url = match self {
            Self::Email => format!("smtp://127.0.0.1:{port}"),
            _ => format!("http://127.0.0.1:{port}/services/s3cr3t-path?token=s3cr3t-token"),
        };
        format!("[[channels]]\nname = '{name}'\nkind = '{kind}'\nurl = '{url}'\n{own}")
    }

    /// What this kind of channel would send, opened again.
    pub(crate) fn render(self, message: &Message, style: &Style) -> Rendered {
        let links = links_of(message);
        let delivery = Delivery { id: "dlv_1", message, links: &links, created_at: at("2026-11-22T19:52:00Z") };
        let body = match self {
            Self::Slack => slack::render(&delivery, style, now()).unwrap().body,
            Self::Teams => teams::render(&delivery, style, now()).unwrap().body,
            Self::Webhook => webhook::render(&delivery, style, &[], now()).unwrap().body,
            Self::Email => {
                let readers = Readers::parse("Moments <alerts@example.com>", &["ana@example.com"]).unwrap();
                let letter = email::render(&delivery, style, &readers, now()).unwrap();
                return Rendered::Letter(Letter::open(&letter.bytes), letter.bytes);
            }
        };
        Rendered::Json(serde_json::from_slice(&body).unwrap(), body)
    }
}

/// What was rendered, and its bytes.
pub(crate) enum Rendered {
    Json(Value, Vec<u8>),
    Letter(Letter, Vec<u8>),
}

impl Rendered {
    #[expect(clippy::panic, reason = "a test that asks a mail for JSON is wrong")]
    pub(crate) fn json(self) -> Value {
        match self {
            Self::Json(value, _) => value,
            Self::Letter(..) => panic!("a letter is no JSON"),
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
    Style {
        language,
        show_customer: false,
        event_prefix: "org.moments".to_owned(),
        zone: jiff::tz::TimeZone::get("Europe/Madrid").unwrap(),
    }
}

/// Something can be done about a case, and only about a case.
pub(crate) fn links_of(message: &Message) -> Vec<ActionLink> {
    match message {
        Message::Alert(_) | Message::Escalation(_) => links(),
        Message::Report(_) | Message::Digest(_) | Message::Channel(_) | Message::Case(_) => Vec::new(),
    }
}
