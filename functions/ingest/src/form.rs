//! A plain HTML form: its fields become a touchpoint by their names, where a dot leads into an object
//! (`rating.csat`). A few names are for us and not for the touchpoint.

use domain::touchpoint::complaint::Complaint;
use domain::touchpoint::parse::FieldError;
use runtime::http::access::WriteKey;
use runtime::http::problem::Problem;
use serde_json::{Map, Value};
use url::Url;

/// Fields of one form, at most.
const FIELDS_MAX: usize = 300;
/// Carries the key where a form can send no header.
const WRITE_KEY: &str = "write_key";
/// Where the browser goes afterwards.
const REDIRECT: &str = "redirect";
/// A field that people do not see and bots fill in.
const HONEYPOT: &str = "website";

/// What a form says to us.
pub(crate) struct Form {
    pub(crate) write_key: Option<String>,
    redirect: Option<String>,
    /// Whether the honeypot was filled in.
    pub(crate) is_bot: bool,
}

impl Form {
    /// Takes a form apart.
    pub(crate) fn read(bytes: &[u8]) -> Result<(Self, Result<Value, Vec<FieldError>>), Problem> {
        let mut form = Self { write_key: None, redirect: None, is_bot: false };
        let mut object = Map::new();
        let mut errors = Vec::new();
        for (index, (name, value)) in form_urlencoded::parse(bytes).enumerate() {
            if index == FIELDS_MAX {
                return Err(Problem::too_large(format!("a form may have {FIELDS_MAX} fields")));
            }
            match name.as_ref() {
                WRITE_KEY => form.write_key = Some(value.into_owned()),
                REDIRECT => form.redirect = Some(value.into_owned()),
                HONEYPOT => form.is_bot |= !value.is_empty(),
                _ if value.is_empty() => {}
                path => {
                    if let Err(complaint) = insert(&mut object, path, value.into_owned()) {
                        let field = path.chars().take(64).collect();
                        errors.push(FieldError { field, complaint });
                    }
                }
            }
        }
        let body = if errors.is_empty() { Ok(Value::Object(object)) } else { Err(errors) };
        Ok((form, body))
    }

    /// Returns where to go afterwards, if the key allows the origin: an open redirect would serve phishers.
    pub(crate) fn redirect_for(&self, key: &WriteKey) -> Option<String> {
        let url = Url::parse(self.redirect.as_deref()?).ok()?;
        let origin = url.origin().ascii_serialization();
        key.origins.contains(&origin).then(|| url.to_string())
    }
}

/// Puts a value where its name leads; at most two names deep, which is all a touchpoint has.
fn insert(object: &mut Map<String, Value>, path: &str, value: String) -> Result<(), Complaint> {
    match path.split_once('.') {
        None => match object.insert(path.to_owned(), Value::String(value)) {
            None => Ok(()),
            Some(_) => Err(Complaint::Twice),
        },
        Some((outer, inner)) => match object.entry(outer).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(nested) => match nested.insert(inner.to_owned(), Value::String(value)) {
                None => Ok(()),
                Some(_) => Err(Complaint::Twice),
            },
            _ => Err(Complaint::WholeAndParts),
        },
    }
}
