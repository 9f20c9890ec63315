//! A Microsoft Teams channel behind a Power Automate workflow ("when a Teams webhook request is received"): one message
//! with one Adaptive Card, small enough for what a workflow takes. The workflow answers 202.
//!
//! What customers and senders wrote goes into `TextRun`s, which know no markdown; only the values of facts are markdown,
//! and there it is neutralised first ([`card::neutral`]).

use std::sync::Arc;

use domain::alerting::Action;
use domain::vocabulary::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{About, Configured, Kind, Wrong, fields, web_address};
use crate::layout::{self, Layout, Part, local};
use crate::outgoing::Outgoing;
use crate::redaction::{ChannelUrl, Secret};
use crate::request::{Delivery, Request, Style, Unrenderable};

mod card;
#[cfg(test)]
mod tests;

use card::{Element, Link, Payload, Run, harmless, neutral};

pub(super) static ABOUT: About = About {
    name: "teams",
    is_program: false,
    writes_letters: false,
    example: r#"[[channels]]
name = "managers"
kind = "teams"
url = "https://….logic.azure.com/workflows/…"
"#,
    fields: fields::of::<Configuration>,
};

/// The address of a workflow, which is itself the secret.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Configuration {
    /// The address of the workflow "when a Teams webhook request is received".
    #[schemars(example = &"https://….logic.azure.com/workflows/…")]
    url: Secret,
}

impl Configured for Configuration {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn url(&self) -> &Secret {
        &self.url
    }

    fn check(&self, allow_loopback: bool, wrong: &mut Vec<Wrong>) -> Option<Arc<dyn Kind>> {
        Some(Arc::new(Teams(web_address(&self.url, allow_loopback, wrong)?)))
    }
}

/// A workflow, checked.
#[derive(Debug)]
struct Teams(ChannelUrl);

impl Kind for Teams {
    fn render(&self, delivery: &Delivery<'_>, style: &Style, now: Timestamp) -> Result<Outgoing<'_>, Unrenderable> {
        let layout = layout::of(delivery.message, delivery.links, style, now);
        let request = Request::json(&payload(layout, style.language, delivery.zone)?, "application/json")?;
        Ok(Outgoing::post(&self.0, request))
    }
}

fn payload(layout: Layout, language: Language, zone: &TimeZone) -> Result<Payload, Unrenderable> {
    let headline = Element::headline(&format!("{} {}", layout.signal, layout.headline));
    let mut links: Vec<Link> = Vec::new();
    for button in layout.buttons {
        let striking = links.is_empty() && button.action != Action::Show;
        links.push(Link::to(button.label, &button.url, striking));
    }
    let mut sections = vec![vec![headline]];
    for part in layout.parts {
        match part {
            Part::Link { label, url } => links.push(Link::to(label, &url, false)),
            part => sections.push(section(&part, zone)),
        }
    }
    Payload::new(language.message_open_in_app(), sections, links, Element::note(language.message_shortened()))
}

fn section(part: &Part, zone: &TimeZone) -> Vec<Element> {
    let time = |at| local(at, zone);
    match part {
        Part::Note(text) => vec![Element::note(text)],
        Part::Paragraph(text) => Element::paragraph(text),
        Part::Sentence(text) => vec![Element::line(vec![Run::strong(text)])],
        Part::Facts(facts) => {
            vec![Element::facts(facts.iter().map(|(label, value)| (*label, value.write(neutral, time))))]
        }
        Part::List { title, lines } => {
            Element::list(title, lines.iter().map(|line| (line.write(harmless, time), line.link.as_ref())))
        }
        // Links stand with what can be done, below the card.
        Part::Link { .. } => Vec::new(),
    }
}
