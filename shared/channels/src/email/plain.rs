//! The text part of a mail.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::html::{LINES_MAX, NOTE_MAX, PARAGRAPH_MAX};
use crate::layout::{Layout, Line, Part};
use crate::text::{clean, fit, one_line};

/// Writes a moment in time in a zone, with the zone's abbreviation.
pub(super) fn time(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// Writes a message as text.
pub(super) fn write(layout: &Layout, zone: &TimeZone) -> String {
    let mut blocks = vec![bounded(&format!("{} {}", layout.signal, layout.headline), NOTE_MAX)];
    blocks.extend(layout.parts.iter().filter_map(|part| block(part, zone)));
    let links = layout.buttons.iter().map(|button| format!("{}: {}", button.label, button.url));
    blocks.push(links.collect::<Vec<_>>().join("\n"));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n") + "\n"
}

fn block(part: &Part, zone: &TimeZone) -> Option<String> {
    let line = |line: &Line| line.write(str::to_owned, |at| time(at, zone));
    match part {
        Part::Note(text) => Some(bounded(text, NOTE_MAX)),
        Part::Sentence(text) => Some(bounded(text, PARAGRAPH_MAX)),
        Part::Paragraph(text) => {
            let text = fit(clean(text).trim(), PARAGRAPH_MAX, str::to_owned);
            (!text.is_empty()).then(|| text.lines().map(str::trim).collect::<Vec<_>>().join("\n    "))
        }
        Part::Facts(facts) => {
            Some(facts.iter().map(|(label, value)| format!("{label}: {}", line(value))).collect::<Vec<_>>().join("\n"))
        }
        Part::List { title, lines } => {
            let mut shown: Vec<String> = lines.iter().take(LINES_MAX).map(line).collect();
            if lines.len() > LINES_MAX {
                shown.push("…".to_owned());
            }
            (!shown.is_empty()).then(|| format!("{title}\n{}", shown.join("\n")))
        }
        Part::Link { label, url } => Some(format!("{label}: {url}")),
    }
}

fn bounded(text: &str, limit: usize) -> String {
    fit(&one_line(text), limit, str::to_owned)
}
