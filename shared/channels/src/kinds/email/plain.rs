//! The text part of a mail.

use super::parts::{Parts, Row, Shown};

/// Stands before the lines of a paragraph that others may have written, but for its first: only ours begin at the margin.
const INDENT: &str = "    ";

/// Writes a message as text.
pub(super) fn write(parts: &Parts) -> String {
    let mut blocks = vec![parts.headline.clone()];
    blocks.extend(parts.parts.iter().map(block));
    if !parts.buttons.is_empty() {
        blocks.push(lines(parts.buttons.iter().map(|(label, url)| format!("{label}: {url}"))));
    }
    blocks.join("\n\n") + "\n"
}

fn block(part: &Shown) -> String {
    match part {
        Shown::Note(text) | Shown::Sentence(text) => text.clone(),
        Shown::Paragraph(text) => text.lines().map(str::trim).collect::<Vec<_>>().join(&format!("\n{INDENT}")),
        Shown::Facts(facts) => lines(facts.iter().map(|(label, value)| format!("{label}: {value}"))),
        Shown::List(title, rows) => format!("{title}\n{}", lines(rows.iter().map(row))),
        Shown::Link(label, url) => format!("{label}: {url}"),
    }
}

fn row(row: &Row) -> String {
    match &row.link {
        Some((label, url)) => format!("{} {label}: {url}", row.text),
        None => row.text.clone(),
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
