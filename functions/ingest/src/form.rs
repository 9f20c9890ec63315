//! A plain HTML form: its fields become a touchpoint by their names, where a dot leads into an object
//! (`rating.csat`). A few names are for us and not for the touchpoint.

use domain::touchpoint::complaint::Complaint;
use domain::touchpoint::parse::FieldError;
use domain::touchpoint::privacy::shown;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use runtime::http::access::WriteKey;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use url::Url;

/// Carries the key where a form can send no header.
pub(crate) const WRITE_KEY: &str = "write_key";
/// Where the browser goes afterwards.
const REDIRECT: &str = "redirect";
/// A field that people do not see and bots fill in.
const HONEYPOT: &str = "website";
/// A text that a page makes for each showing of its form: the same again is the same form.
const NONCE: &str = "nonce";

/// What a form says to us.
pub(crate) struct Form {
    pub(crate) write_key: Option<String>,
    redirect: Option<String>,
    /// Whether the honeypot was filled in.
    pub(crate) is_bot: bool,
    nonce: Option<String>,
    /// A digest of everything that the person said, without addresses and numbers.
    words: String,
}

impl Form {
    /// Takes a form apart.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> (Self, Result<Value, Vec<FieldError>>) {
        let mut form = Self { write_key: None, redirect: None, is_bot: false, nonce: None, words: String::new() };
        let mut object = Map::new();
        let mut errors = Vec::new();
        let mut words = Sha256::new();
        for (name, value) in pairs {
            match name.as_str() {
                WRITE_KEY => form.write_key = Some(value),
                REDIRECT => form.redirect = Some(value),
                HONEYPOT => form.is_bot |= !value.is_empty(),
                NONCE if !value.is_empty() => form.nonce = Some(value),
                _ if value.is_empty() => {}
                path => {
                    // The digest becomes part of an id: it must not let anybody find a typed number by trying all of them.
                    for part in [path, &*shown(&value)] {
                        words.update(part.len().to_be_bytes());
                        words.update(part);
                    }
                    if let Err(complaint) = insert(&mut object, path, value) {
                        let field = path.chars().take(64).collect();
                        errors.push(FieldError { field, complaint });
                    }
                }
            }
        }
        form.words = hex::encode(&words.finalize()[..16]);
        let body = if errors.is_empty() { Ok(Value::Object(object)) } else { Err(errors) };
        (form, body)
    }

    /// Returns where to go afterwards, if the key allows the origin: an open redirect would serve phishers.
    pub(crate) fn redirect_for(&self, key: &WriteKey) -> Option<String> {
        let url = Url::parse(self.redirect.as_deref()?).ok()?;
        let origin = url.origin().ascii_serialization();
        key.origins.contains(&origin).then(|| url.to_string())
    }

    /// Returns the id of a form that names none: the same form sent twice is one touchpoint. What makes it the same is its nonce, or
    /// else the customer and the day; two visitors without either who say the same are two.
    pub(crate) fn id_for(&self, body: &Value, received_at: Timestamp) -> Option<String> {
        let words = &self.words;
        if let Some(nonce) = &self.nonce {
            let nonce = hex::encode(&Sha256::digest(nonce)[..8]);
            return Some(format!("form-{nonce}-{words}"));
        }
        let names_customer = ["customer_id", "userId", "user_id"].iter().any(|name| body.get(name).is_some());
        let day = received_at.to_zoned(TimeZone::UTC).date();
        names_customer.then(|| format!("form-{day}-{words}"))
    }
}

/// Puts a value where its name leads; at most two names deep, which is all a touchpoint has. Of a field that is there twice the
/// last value counts, as with a hidden field before its checkbox; the sender's own fields become lists, as of a multiple choice.
fn insert(object: &mut Map<String, Value>, path: &str, value: String) -> Result<(), Complaint> {
    let value = Value::String(value);
    let path = path.strip_suffix("[]").unwrap_or(path);
    match path.split_once('.') {
        None => {
            object.insert(path.to_owned(), value);
        }
        Some((outer, inner)) => match object.entry(outer).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(nested) if outer == "properties" => match nested.get_mut(inner) {
                None => {
                    nested.insert(inner.to_owned(), value);
                }
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            },
            Value::Object(nested) => {
                nested.insert(inner.to_owned(), value);
            }
            _ => return Err(Complaint::WholeAndParts),
        },
    }
    Ok(())
}
