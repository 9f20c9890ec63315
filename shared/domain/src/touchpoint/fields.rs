//! Takes fields out of a JSON object one by one and collects every complaint, so that a sender learns all at once.
//! Knows no field by name.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::bounds;
use super::complaint::Complaint;
use super::parse::{FieldError, Shape};

/// The fields not yet taken, and the complaints so far.
pub(super) struct Fields {
    left: Map<String, Value>,
    shape: Shape,
    prefix: String,
    pub(super) errors: Vec<FieldError>,
}

impl Fields {
    pub(super) fn new(object: Map<String, Value>, shape: Shape) -> Self {
        Self { left: object, shape, prefix: String::new(), errors: Vec::new() }
    }

    /// Tells how the touchpoint was written down.
    pub(super) fn shape(&self) -> Shape {
        self.shape
    }

    /// Complains about a field; `name` is relative to this object.
    pub(super) fn complain(&mut self, name: &str, complaint: Complaint) {
        // A sender chose the name: of any length, of any letters.
        let shown: String = name.chars().filter(|shown| !shown.is_control()).take(bounds::WORD_CHARS_MAX).collect();
        self.errors.push(FieldError { field: format!("{}{shown}", self.prefix), complaint });
    }

    /// Takes a value as it is. A JSON `null`, and an empty form field, count as absent.
    pub(super) fn any(&mut self, name: &str) -> Option<Value> {
        match self.left.remove(name)? {
            Value::Null => None,
            Value::String(text) if self.shape == Shape::Form && text.is_empty() => None,
            value => Some(value),
        }
    }

    /// Renames an alias to our name; two of them with different values are a complaint.
    pub(super) fn alias(&mut self, name: &str, aliases: &[&'static str]) {
        for alias in aliases {
            let Some(value) = self.any(alias) else { continue };
            match self.left.get(name) {
                None | Some(Value::Null) => {
                    self.left.insert(name.to_owned(), value);
                }
                Some(ours) if *ours == value => {}
                Some(_) => self.complain(name, Complaint::TwiceAs(alias)),
            }
        }
    }

    /// Takes a non-empty text of at most `chars_max` characters.
    pub(super) fn text(&mut self, name: &str, chars_max: usize) -> Option<String> {
        let value = self.any(name)?;
        match value {
            Value::String(text) if text.trim().is_empty() => self.complain(name, Complaint::Empty),
            Value::String(text) if text.chars().count() > chars_max => {
                self.complain(name, Complaint::TooLong(chars_max));
            }
            Value::String(text) => return Some(text),
            _ => self.complain(name, Complaint::NotText),
        }
        None
    }

    /// Takes an identifier: a text, or a whole number, which many systems use.
    pub(super) fn identifier(&mut self, name: &str) -> Option<String> {
        if let Some(Value::Number(number)) = self.left.get(name)
            && (number.is_u64() || number.is_i64())
        {
            let text = number.to_string();
            self.left.remove(name);
            return Some(text);
        }
        self.text(name, bounds::ID_CHARS_MAX)
    }

    /// Takes a word and writes it in snake_case, as many systems do not: `Order Completed`, `orderCompleted`.
    pub(super) fn word(&mut self, name: &str) -> Option<String> {
        let text = self.text(name, bounds::WORD_CHARS_MAX)?;
        let word = snake_case(&text);
        if word.is_none() {
            self.complain(name, Complaint::NotName);
        }
        word
    }

    /// Takes one of the words of a closed set.
    pub(super) fn one_of<T: Copy + ToString>(&mut self, name: &str, allowed: &[T]) -> Option<T> {
        let text = self.text(name, bounds::TEXT_CHARS_MAX)?;
        let found = allowed.iter().copied().find(|candidate| candidate.to_string() == text);
        if found.is_none() {
            let words: Vec<_> = allowed.iter().map(ToString::to_string).collect();
            self.complain(name, Complaint::NotOneOf(words.join(", ")));
        }
        found
    }

    /// Takes a whole number between two bounds, both included.
    pub(super) fn whole(&mut self, name: &str, min: u64, max: u64) -> Option<u64> {
        let value = self.any(name)?;
        let number = match &value {
            Value::Number(number) => {
                number.as_u64().or_else(|| number.as_f64().filter(|f| f.fract() == 0.0 && *f >= 0.0).map(|f| f as u64))
            }
            Value::String(text) if self.shape == Shape::Form => text.trim().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if (min..=max).contains(&number) => Some(number),
            _ => {
                self.complain(name, Complaint::NotWhole(min, max));
                None
            }
        }
    }

    /// Takes a small whole number.
    pub(super) fn small(&mut self, name: &str, min: u8, max: u8) -> Option<u8> {
        self.whole(name, min.into(), max.into()).and_then(|number| u8::try_from(number).ok())
    }

    /// Takes a number of any kind between two bounds, both included.
    pub(super) fn number(&mut self, name: &str, min: f64, max: f64) -> Option<f64> {
        let value = self.any(name)?;
        let number = match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) if self.shape == Shape::Form => text.trim().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if number >= min && number <= max => Some(number),
            _ => {
                self.complain(name, Complaint::NotNumber(min.to_string(), max.to_string()));
                None
            }
        }
    }

    /// Takes a yes or no.
    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.any(name)?;
        let flag = match (&value, self.shape) {
            (Value::Bool(flag), _) => Some(*flag),
            (Value::String(text), Shape::Form) => match text.as_str() {
                "true" | "on" | "yes" | "1" => Some(true),
                "false" | "off" | "no" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        if flag.is_none() {
            self.complain(name, Complaint::NotFlag);
        }
        flag
    }

    /// Takes a time.
    pub(super) fn time(&mut self, name: &str) -> Option<Timestamp> {
        let text = self.text(name, bounds::TEXT_CHARS_MAX)?;
        match text.parse() {
            Ok(time) => Some(time),
            Err(_) => {
                self.complain(name, Complaint::NotTime);
                None
            }
        }
    }

    /// Takes an object and hands its fields to `read`; fields that `read` leaves are complained about.
    pub(super) fn object<T>(&mut self, name: &str, read: impl FnOnce(&mut Fields) -> T) -> Option<T> {
        match self.any(name)? {
            Value::Object(object) => {
                let mut inner = Fields {
                    left: object,
                    shape: self.shape,
                    prefix: format!("{}{name}.", self.prefix),
                    errors: Vec::new(),
                };
                let value = read(&mut inner);
                self.errors.extend(inner.finish(&Complaint::UnknownField));
                Some(value)
            }
            _ => {
                self.complain(name, Complaint::NotObject);
                None
            }
        }
    }

    /// Tells whether a field is there and is an object.
    pub(super) fn is_object(&self, name: &str) -> bool {
        self.left.get(name).is_some_and(Value::is_object)
    }

    /// Takes every field that is left, in order of their names.
    pub(super) fn rest(&mut self) -> Vec<(String, Value)> {
        let mut rest: Vec<_> = std::mem::take(&mut self.left).into_iter().filter(|(_, v)| !v.is_null()).collect();
        rest.sort_by(|(a, _), (b, _)| a.cmp(b));
        rest
    }

    /// Complains about what nobody took and returns all complaints.
    pub(super) fn finish(mut self, unknown: &Complaint) -> Vec<FieldError> {
        for (name, _) in self.rest() {
            self.complain(&name, unknown.clone());
        }
        self.errors
    }
}

/// Writes a name in snake_case; none if it does not begin with a letter, holds letters beyond a-z, or grows too long.
fn snake_case(text: &str) -> Option<String> {
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
    (is_word(&word) && word.len() <= bounds::WORD_CHARS_MAX).then_some(word)
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
