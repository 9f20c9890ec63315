//! Which letters show nothing.

/// Tells whether a letter shows nothing: blanks, controls, and the letters of width zero that editors leave behind.
pub(crate) fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{3164}')
}
