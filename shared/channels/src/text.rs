//! Making anybody's words fit for a message: bounded on a grapheme boundary, without invisible tricks. Knows no
//! channel's markup.

use unicode_segmentation::UnicodeSegmentation;

/// Stands for what was cut.
pub(crate) const ELLIPSIS: char = '…';

/// Returns the length that channels limit, in UTF-16 units: never less than their count, whichever way they count.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Escapes a text with `escape` and cuts it to `limit`, never inside a grapheme or an escape.
pub(crate) fn fit(text: &str, limit: usize, escape: impl Fn(&str) -> String) -> String {
    let whole = escape(text);
    if length(&whole) <= limit {
        return whole;
    }
    let mut kept = String::new();
    let mut left = limit.saturating_sub(1);
    for grapheme in text.graphemes(true) {
        let escaped = escape(grapheme);
        let size = length(&escaped);
        if size > left {
            break;
        }
        left -= size;
        kept.push_str(&escaped);
    }
    kept.truncate(kept.trim_end().len());
    kept.push(ELLIPSIS);
    kept
}

/// Removes control characters and those that reorder the text around them; keeps line ends.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|letter| *letter == '\n' || !is_trick(*letter)).collect()
}

/// Cleans a text and puts it on one line.
pub(crate) fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells whether a character is a control or a bidirectional override (Unicode UAX #9).
fn is_trick(letter: char) -> bool {
    (letter.is_control() && letter != '\t')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_graphemes_and_only_if_it_must() {
        let same = |text: &str| text.to_owned();
        assert_eq!(fit("abcd", 4, same), "abcd");
        assert_eq!(fit("abcde", 4, same), "abc…");
        assert_eq!(fit("a👩‍👩‍👧‍👦b", 5, same), "a…");
        assert_eq!(fit("ab  cd", 5, same), "ab…");
        assert_eq!(fit(&format!("e{}", "\u{301}".repeat(9)), 5, same), "…");
    }

    #[test]
    fn an_escape_is_never_cut() {
        let escape = |text: &str| text.replace('&', "&amp;");
        assert_eq!(fit("a&b", 7, escape), "a&amp;b");
        assert_eq!(fit("a&bc", 7, escape), "a&amp;…");
        assert_eq!(fit("a&bc", 6, escape), "a…");
    }

    #[test]
    fn tricks_are_removed_and_line_ends_kept() {
        assert_eq!(clean("a\u{202e}b\u{0}\r\nc\u{7}"), "ab\nc");
        assert_eq!(one_line(" a\n\n b\tc "), "a b c");
    }
}
