//! Words in snake_case, as types, facets and names of fields are written. Knows no field.

/// Characters of a word.
pub(crate) const WORD_CHARS_MAX: usize = 64;

/// Writes a name in snake_case; none if it does not begin with a letter, holds letters beyond a-z, or grows too long.
pub(crate) fn snake_case(text: &str) -> Option<String> {
    if is_word(text) {
        return Some(text.to_owned());
    }
    let mut word = String::with_capacity(text.len() + 4);
    let mut before = None;
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() && !letter.is_ascii() {
            return None;
        }
        let follows_small = before.is_some_and(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        let ends_capitals = before.is_some_and(|c: char| c.is_ascii_uppercase())
            && letters.peek().is_some_and(char::is_ascii_lowercase);
        let is_letter = letter.is_ascii_alphanumeric();
        let begins = !is_letter || (letter.is_ascii_uppercase() && (follows_small || ends_capitals));
        if begins && !word.is_empty() && !word.ends_with('_') {
            word.push('_');
        }
        if is_letter {
            word.push(letter.to_ascii_lowercase());
        }
        before = Some(letter);
    }
    word.truncate(word.trim_end_matches('_').len());
    (is_word(&word) && word.len() <= WORD_CHARS_MAX).then_some(word)
}

/// Tells whether a text is a word in snake_case.
pub(crate) fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn names_of_other_systems_become_words() {
        for (sent, word) in [
            ("delivery", "delivery"),
            ("Order Completed", "order_completed"),
            ("orderCompleted", "order_completed"),
            ("Car-Wash!", "car_wash"),
            ("HTTPError", "http_error"),
            ("step2Done", "step2_done"),
            ("a__b", "a__b"),
            (" Phone ", "phone"),
            ("_x", "x"),
        ] {
            assert_eq!(snake_case(sent).as_deref(), Some(word), "{sent}");
        }
        for refused in ["", "2nd visit", "reseña", "名前", "!!"] {
            assert_eq!(snake_case(refused), None, "{refused}");
        }
    }
}
