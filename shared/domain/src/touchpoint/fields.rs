//! Takes fields out of a JSON object one by one and collects every complaint, so that a sender learns all at once.
//! Knows no field by name.

use jiff::Timestamp;
use serde_json::{Map, Value};

pub(crate) use super::blank::is_blank;
use super::bounds;
use super::complaint::Complaint;
use super::field_error::{FieldError, Shape};
use super::times;
use crate::snake_case::snake_case;

/// The fields not yet taken, and the complaints so far.
pub(super) struct Fields {
    left: Map<String, Value>,
    shape: Shape,
    prefix: String,
    /// What keeps the touchpoint from being taken.
    pub(super) errors: Vec<FieldError>,
    /// What was refused of a touchpoint that is taken all the same, with the refused values: they may be kept elsewhere.
    pub(super) refused: Vec<Refused>,
}

/// A field that was left out because its value cannot be meant.
#[derive(Debug)]
pub(super) struct Refused {
    /// The field, and what is wrong with it; nothing if it is only kept as it was sent.
    pub(super) field: String,
    pub(super) complaint: Option<Complaint>,
    pub(super) value: Option<Value>,
}

/// Fields without which it would not be known what is told, or by whom.
const NEEDED: [&str; 2] = ["touchpoint_type", "source"];
/// Whole numbers up to which a float is exact: 2^53.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

impl Fields {
    pub(super) fn new(object: Map<String, Value>, shape: Shape) -> Self {
        Self { left: object, shape, prefix: String::new(), errors: Vec::new(), refused: Vec::new() }
    }

    /// Complains about a field; `name` is relative to this object.
    pub(super) fn complain(&mut self, name: &str, complaint: Complaint) {
        let field = self.field(name);
        self.errors.push(FieldError { field, complaint });
    }

    /// Returns the name of a field as it is told: a sender chose it, of any length and of any letters.
    fn field(&self, name: &str) -> String {
        let shown: String = name.chars().filter(|shown| !shown.is_control()).take(bounds::WORD_CHARS_MAX).collect();
        format!("{}{shown}", self.prefix)
    }

    /// Refuses the value of a field. The touchpoint is taken without it, unless it is one that it needs: a customer who said
    /// something should not lose it because a form counts from 0.
    pub(super) fn refuse(&mut self, name: &str, value: Option<Value>, complaint: Complaint) {
        let field = self.field(name);
        if self.prefix.is_empty() && NEEDED.contains(&name) {
            self.errors.push(FieldError { field, complaint });
        } else {
            self.refused.push(Refused { field, complaint: Some(complaint), value });
        }
    }

    /// Keeps what was sent of a field that was read in another way, without a word of complaint.
    pub(super) fn keep(&mut self, field: &str, value: Value) {
        self.refused.push(Refused { field: field.to_owned(), complaint: None, value: Some(value) });
    }

    /// Takes words of at most `chars_max` characters; of more the first ones: what a customer said is not refused for its length.
    pub(super) fn words(&mut self, name: &str, chars_max: usize) -> Option<String> {
        let text = match self.any(name)? {
            // A form writes line breaks as HTTP does; the same words are the same words.
            Value::String(text) if self.shape == Shape::Form => text.replace("\r\n", "\n"),
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            value => {
                self.refuse(name, Some(value), Complaint::NotText);
                return None;
            }
        };
        if text.chars().count() <= chars_max {
            return Some(text);
        }
        self.refuse(name, None, Complaint::Cut(chars_max));
        Some(text.chars().take(chars_max).collect())
    }

    /// Tells whether something is wrong with a field already.
    pub(super) fn is_wrong(&self, name: &str) -> bool {
        let field = format!("{}{name}", self.prefix);
        let refused = self.refused.iter().filter(|refused| refused.complaint.is_some()).map(|refused| &refused.field);
        self.errors.iter().map(|error| &error.field).chain(refused).any(|wrong| *wrong == field)
    }

    /// Takes a value as it is. A JSON `null`, and a text without a letter that shows, count as absent.
    pub(super) fn any(&mut self, name: &str) -> Option<Value> {
        match self.left.remove(name)? {
            Value::Null => None,
            Value::String(text) if text.chars().all(is_blank) => None,
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
            Value::String(text) if text.chars().count() > chars_max => {
                self.refuse(name, Some(Value::String(text)), Complaint::TooLong(chars_max));
            }
            Value::String(text) => return Some(text),
            value => self.refuse(name, Some(value), Complaint::NotText),
        }
        None
    }

    /// Takes an identifier: a text, or a whole number, which many systems use; spreadsheets write 7 as 7.0.
    pub(super) fn identifier(&mut self, name: &str) -> Option<String> {
        if let Some(Value::Number(number)) = self.left.get(name) {
            let whole = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() <= EXACT_MAX);
            let text = match whole {
                _ if number.is_u64() || number.is_i64() => Some(number.to_string()),
                whole => whole.map(|float| format!("{float:.0}")),
            };
            if text.is_some() {
                self.left.remove(name);
                return text;
            }
        }
        self.text(name, bounds::ID_CHARS_MAX)
    }

    /// Returns the value of a field that was refused.
    pub(super) fn refused_value(&self, name: &str) -> Option<&Value> {
        let field = self.field(name);
        self.refused.iter().find(|refused| refused.field == field)?.value.as_ref()
    }

    /// Takes a word and writes it in snake_case, as many systems do not: `Order Completed`, `orderCompleted`.
    pub(super) fn word(&mut self, name: &str) -> Option<String> {
        let text = self.text(name, bounds::WORD_CHARS_MAX)?;
        let word = snake_case(&text);
        if word.is_none() {
            self.refuse(name, Some(Value::String(text)), Complaint::NotName);
        }
        word
    }

    /// Takes one of the words of a closed set.
    pub(super) fn one_of<T: Copy + ToString>(&mut self, name: &str, allowed: &[T]) -> Option<T> {
        let text = self.text(name, bounds::TEXT_CHARS_MAX)?;
        let said = text.trim_matches(is_blank);
        let found = allowed.iter().copied().find(|candidate| candidate.to_string().eq_ignore_ascii_case(said));
        if found.is_none() {
            let words: Vec<_> = allowed.iter().map(ToString::to_string).collect();
            self.refuse(name, Some(Value::String(text)), Complaint::NotOneOf(words.join(", ")));
        }
        found
    }

    /// Takes a whole number between two bounds, both included.
    pub(super) fn whole(&mut self, name: &str, min: u64, max: u64) -> Option<u64> {
        let value = self.any(name)?;
        let number = match &value {
            Value::Number(number) if number.is_u64() => number.as_u64(),
            value => number_of(value).filter(|f| f.fract() == 0.0 && *f >= 0.0).map(|f| f as u64),
        };
        match number {
            Some(number) if (min..=max).contains(&number) => Some(number),
            _ => {
                self.refuse(name, Some(value), Complaint::NotWhole(min, max));
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
        match number_of(&value) {
            Some(number) if number >= min && number <= max => Some(number),
            _ => {
                self.refuse(name, Some(value), Complaint::NotNumber(min.to_string(), max.to_string()));
                None
            }
        }
    }

    /// Takes a yes or no.
    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.any(name)?;
        let word = match &value {
            Value::Bool(flag) => return Some(*flag),
            Value::String(text) => text.trim_matches(is_blank).to_lowercase(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        match word.as_str() {
            "true" | "on" | "yes" | "1" => return Some(true),
            "false" | "off" | "no" | "0" => return Some(false),
            _ => self.refuse(name, Some(value), Complaint::NotFlag),
        }
        None
    }

    /// Takes a time.
    pub(super) fn time(&mut self, name: &str) -> Option<Timestamp> {
        let value = self.any(name)?;
        let time = times::read(&value);
        if time.is_none() {
            self.refuse(name, Some(value), Complaint::NotTime);
        }
        time
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
                    refused: Vec::new(),
                };
                let value = read(&mut inner);
                self.refused.append(&mut inner.refused);
                self.errors.extend(inner.finish(&Complaint::UnknownField, &[]));
                Some(value)
            }
            value => {
                self.refuse(name, Some(value), Complaint::NotObject);
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

    /// Complains about what nobody took, and says which of the known names was probably meant. Returns all complaints.
    pub(super) fn finish(mut self, unknown: &Complaint, known: &[&'static str]) -> Vec<FieldError> {
        for (name, _) in self.rest() {
            self.complain(&name, meant(&name, known).map_or_else(|| unknown.clone(), Complaint::Misspelt));
        }
        self.errors
    }
}

/// Finds the known name that a misspelt one is nearest to, if any is near.
fn meant(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let name: String = name.to_lowercase().chars().take(bounds::WORD_CHARS_MAX).collect();
    let near = known.iter().map(|known| (strsim::damerau_levenshtein(&name, known), *known)).min()?;
    let (distance, known) = near;
    (distance <= 1 + known.len() / 5).then_some(known)
}

/// Reads a number, also one that is written as text, also with a decimal comma. A comma before three digits may part thousands, so
/// that is no number.
pub(super) fn number_of(value: &Value) -> Option<f64> {
    let text = match value {
        Value::Number(number) => return number.as_f64(),
        Value::String(text) => text.trim_matches(is_blank),
        _ => return None,
    };
    let looks_like_one = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ','));
    let number = text.parse().ok().or_else(|| {
        let (whole, decimals) = text.split_once(',')?;
        (decimals.len() != 3).then(|| format!("{whole}.{decimals}").parse().ok())?
    });
    number.filter(|number: &f64| looks_like_one && number.is_finite())
}
