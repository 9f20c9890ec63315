//! The few parts of Block Kit that messages are made of, each within Slack's limits. Knows nothing of cases.

use serde::Serialize;

use crate::text::{clean, fit, length, one_line};

// Slack's limits, in characters and counts.
const BLOCKS_MAX: usize = 50;
const HEADER_MAX: usize = 150;
const SECTION_MAX: usize = 3000;
const FIELDS_MAX: usize = 10;
const FIELD_MAX: usize = 2000;
const FALLBACK_MAX: usize = 3000;

/// Stands between two links.
const BESIDE: &str = "   ";

/// Longest sentence that stands alone, so that its marks fit a section with it.
pub(super) const SENTENCE_MAX: usize = 1000;

/// What is posted. Links and media are never unfurled.
#[derive(Serialize)]
pub(crate) struct Payload {
    text: String,
    blocks: Vec<Block>,
    unfurl_links: bool,
    unfurl_media: bool,
}

impl Payload {
    /// Makes a message of blocks and of the fallback that notifications and screen readers use.
    pub(crate) fn new(fallback: &str, blocks: impl Iterator<Item = Block>) -> Self {
        let text = neutral(fallback, FALLBACK_MAX);
        Self { text, blocks: blocks.take(BLOCKS_MAX).collect(), unfurl_links: false, unfurl_media: false }
    }
}

/// One block.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Block {
    Header {
        text: Text,
    },
    Section {
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<Text>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        fields: Vec<Text>,
    },
    Context {
        elements: Vec<Text>,
    },
}

/// A text object: shown as it stands, or marked up by us.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Text {
    PlainText {
        text: String,
        emoji: bool,
    },
    Mrkdwn {
        text: String,
        /// Keeps Slack from turning addresses and names into links.
        verbatim: bool,
    },
}

impl Text {
    fn plain(text: &str, limit: usize) -> Self {
        Self::PlainText { text: fit(text, limit, str::to_owned), emoji: false }
    }

    fn mrkdwn(text: String) -> Self {
        Self::Mrkdwn { text, verbatim: true }
    }
}

impl Block {
    /// Makes a headline of one line.
    pub(crate) fn header(text: &str) -> Self {
        Self::Header { text: Text::plain(&one_line(text), HEADER_MAX) }
    }

    /// Makes a paragraph that is shown as it stands; none if there is nothing to show.
    pub(crate) fn plain(text: &str) -> Option<Self> {
        let text = clean(text);
        let text = text.trim();
        (!text.is_empty()).then(|| Self::Section { text: Some(Text::plain(text, SECTION_MAX)), fields: Vec::new() })
    }

    /// Makes a paragraph of markup whose foreign parts are [`neutral`]; none if it does not fit whole.
    pub(crate) fn mrkdwn(text: &str) -> Option<Self> {
        (length(text) <= SECTION_MAX)
            .then(|| Self::Section { text: Some(Text::mrkdwn(text.to_owned())), fields: Vec::new() })
    }

    /// Makes a bold title with a list under it; lines that do not fit give way to an ellipsis. None without lines.
    pub(crate) fn list(title: &str, lines: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut text = format!("*{title}*");
        let empty = length(&text);
        for line in lines {
            let line = format!("\n{line}");
            // Room for the line that says that some are missing.
            if length(&text) + length(&line) + 2 > SECTION_MAX {
                text.push_str("\n…");
                break;
            }
            text.push_str(&line);
        }
        if length(&text) > empty { Self::mrkdwn(&text) } else { None }
    }

    /// Makes two columns of bold labels with values; values are markup, their foreign parts [`neutral`].
    pub(crate) fn fields<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let fields = pairs
            .into_iter()
            .map(|(label, value)| format!("*{label}*\n{value}"))
            .filter(|text| length(text) <= FIELD_MAX)
            .take(FIELDS_MAX);
        Self::Section { text: None, fields: fields.map(Text::mrkdwn).collect() }
    }

    /// Makes rows of links, as many beside each other as fit.
    pub(crate) fn links(links: impl IntoIterator<Item = String>) -> Vec<Self> {
        let mut rows: Vec<String> = Vec::new();
        for link in links {
            match rows.last_mut() {
                Some(row) if length(row) + length(&link) + BESIDE.len() <= SECTION_MAX => {
                    row.push_str(BESIDE);
                    row.push_str(&link);
                }
                _ => rows.push(link),
            }
        }
        rows.iter().filter_map(|row| Self::mrkdwn(row)).collect()
    }

    /// Makes a small grey line that is shown as it stands.
    pub(crate) fn context(text: &str) -> Self {
        Self::Context { elements: vec![Text::plain(&one_line(text), FIELD_MAX)] }
    }
}

/// Makes any text safe inside markup: one line, escaped, cut to `limit`.
pub(super) fn neutral(text: &str, limit: usize) -> String {
    let text = one_line(text);
    fit(text.trim_start_matches('>').trim_start(), limit, escape)
}

/// Takes away what would make a quotation of a line of markup: one that begins with `&gt;` still is one.
pub(super) fn unquoted(markup: &str) -> &str {
    markup.trim_start_matches("&gt;").trim_start()
}

/// Escapes a text as Slack asks (`& < >`); formatting marks give way to look-alikes, because Slack has no escape for them.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '*' => escaped.push('∗'),
            '_' => escaped.push('ˍ'),
            '~' => escaped.push('∼'),
            '`' => escaped.push('ˋ'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_can_neither_mention_nor_link_nor_format() {
        assert_eq!(
            neutral("<!channel> & <https://evil.example|x>", 99),
            "&lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;"
        );
        assert_eq!(neutral("*b* _i_ ~s~ `c`\n> q", 99), "∗b∗ ˍiˍ ∼s∼ ˋcˋ &gt; q");
        assert_eq!(neutral(">> q", 99), "q");
        assert_eq!(neutral("a<b", 5), "a…");
    }

    #[test]
    fn a_list_that_does_not_fit_ends_with_an_ellipsis() {
        let Some(Block::Section { text: Some(Text::Mrkdwn { text, .. }), .. }) =
            Block::list("Title", vec!["x".repeat(100); 40])
        else {
            panic!("a list is a section of markup")
        };
        assert!(length(&text) <= SECTION_MAX && length(&text) > SECTION_MAX - 110);
        assert!(text.ends_with("x\n…"));
        assert!(Block::list("Title", Vec::new()).is_none());
    }

    #[test]
    fn paragraphs_fit_to_the_last_character() {
        let long = |size: usize| serde_json::to_value(Block::plain(&"x".repeat(size))).unwrap()["text"]["text"].clone();
        assert_eq!(long(3000), "x".repeat(3000));
        assert_eq!(long(3001), format!("{}…", "x".repeat(2999)));
        assert!(Block::plain(" \n\u{202e} ").is_none());
        assert!(Block::mrkdwn(&"x".repeat(3000)).is_some() && Block::mrkdwn(&"x".repeat(3001)).is_none());
    }
}
