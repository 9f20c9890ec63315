//! A comment as the customer wrote it: without the markup, the entities and the quoted mail that programs put around it. What was
//! sent stays stored; this is what is read and shown.

use std::borrow::Cow;

/// Tags that only markup has. `a < b` and `<3` are no markup.
const TAGS: [&str; 24] = [
    "p",
    "br",
    "div",
    "span",
    "b",
    "i",
    "u",
    "a",
    "em",
    "strong",
    "html",
    "body",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "font",
    "img",
    "h1",
    "h2",
    "pre",
];

/// Where mail programs begin what they quote, in small letters, as HTML.
const QUOTES: [&str; 5] =
    ["<blockquote", "<div class=\"gmail_quote", "<div class='gmail_quote", "<div id=\"appendonsend", "<hr tabindex"];

/// Returns a comment as it is read and shown.
pub fn plain(comment: &str) -> Cow<'_, str> {
    let text = if has_markup(comment) {
        Cow::Owned(nanohtml2text::html2text(without_quoted_markup(comment)))
    } else if has_entity(comment) {
        Cow::Owned(decoded(comment))
    } else {
        Cow::Borrowed(comment)
    };
    match without_quote(&text) {
        Some(own) => Cow::Owned(own),
        None if matches!(text, Cow::Owned(_)) => Cow::Owned(text.trim().to_owned()),
        None => text,
    }
}

/// Returns the names of the tags that a text seems to have.
fn has_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let closes = rest[end..].starts_with(['>', ' ', '/', '\n']) && rest.contains('>');
        closes && TAGS.contains(&rest[..end].to_ascii_lowercase().as_str())
    })
}

/// Cuts off what a mail program quotes; all of it if nothing stands before.
fn without_quoted_markup(html: &str) -> &str {
    let small = html.to_ascii_lowercase();
    let first = QUOTES.iter().filter_map(|mark| small.find(mark)).min();
    first.map(|at| &html[..at]).filter(|own| !nanohtml2text::html2text(own).trim().is_empty()).unwrap_or(html)
}

/// Tells whether a text has an entity of HTML: `&#39;`, `&amp;`.
fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = &text[at + 1..];
        let end = rest.find(';').filter(|end| (2..=10).contains(end));
        end.is_some_and(|end| {
            let name = &rest[..end];
            let is_number = name
                .strip_prefix('#')
                .is_some_and(|digits| digits.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, 'x' | 'X')));
            is_number || name.chars().all(|letter| letter.is_ascii_alphabetic())
        })
    })
}

/// Puts letters in the place of entities, and leaves lines and brackets as they are.
fn decoded(text: &str) -> String {
    let lines = text.split('\n').map(|line| nanohtml2text::html2text(&line.replace('<', "&lt;").replace('>', "&gt;")));
    lines.collect::<Vec<_>>().join("\n")
}

/// Takes off the lines that quote another mail; `None` if there are none, or nothing else.
fn without_quote(text: &str) -> Option<String> {
    let mut own: Vec<&str> = Vec::new();
    let mut has_quote = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with('>') {
            has_quote = true;
            continue;
        }
        if begins_quote(trimmed) {
            has_quote = true;
            break;
        }
        own.push(line);
    }
    let own = own.join("\n").trim().to_owned();
    (has_quote && !own.is_empty()).then_some(own)
}

/// Tells whether a line is how a mail program introduces what it quotes.
fn begins_quote(line: &str) -> bool {
    let small = line.to_lowercase();
    let introduces =
        [("on ", " wrote:"), ("el ", " escribió:"), ("am ", " schrieb:"), ("le ", " a écrit :"), ("em ", " escreveu:")];
    introduces.iter().any(|(start, end)| small.starts_with(start) && small.ends_with(end) && small.len() > 15)
        || (small.starts_with("-----") && (small.contains("original message") || small.contains("mensaje original")))
        || small.starts_with("##- please type your reply above this line")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_put_around_words_is_taken_off() {
        for (sent, own) in [
            (
                "Thanks\n\nOn Mon, 23 Nov 2026 at 10:00, Support wrote:\n> We are sorry for the terrible delay\n> It broke",
                "Thanks",
            ),
            ("Gracias\n\nEl lun, 23 nov 2026 a las 10:00, Ayuda escribió:\n> Qué desastre", "Gracias"),
            ("Thanks\n-----Original Message-----\nFrom: x\nAwful", "Thanks"),
            ("> quoted\nMine", "Mine"),
            ("It&#39;s fine &amp; quick", "It's fine & quick"),
            ("<p>Never <b>again</b></p><blockquote>We hope you liked it</blockquote>", "Never again"),
            ("<div>Slow</div><div class=\"gmail_quote\">On Monday … great service</div>", "Slow"),
        ] {
            assert_eq!(plain(sent), own, "{sent}");
        }
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        for text in [
            "5 < 6 and 7 > 3",
            "I <3 it",
            "R&D; AT&T",
            "On time, as she wrote: well done",
            "a\nb",
            "",
            "> only a quote",
            "wait & see;",
        ] {
            assert_eq!(plain(text), text, "{text}");
            assert!(matches!(plain(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
