//! What a touchpoint is called, and whose it is.

use serde_json::Value;

use super::fields::Fields;
use super::names::ALIASES;
use super::{Said, bounds, digest};
use crate::identity::{Identity, TouchpointKey};

/// Takes the id. One that is too long, or a list, is known again by its digest, so that a retry is no second touchpoint. A mere yes
/// or no would make one of all.
pub(super) fn read_id(fields: &mut Fields) -> Option<String> {
    fields.identifier("id").or_else(|| {
        let sent = fields.refused_value("id").filter(|sent| !sent.is_boolean())?;
        let digest = digest::digest(sent).ok()?;
        Some(format!("sha256-{}", digest.rsplit(':').next()?))
    })
}

/// Returns the id that a sender gave, as far as it can be told of what cannot be read: to be repeated to the sender.
pub fn sent_id(body: &Value) -> Option<String> {
    let (name, aliases) = ALIASES.iter().find(|(name, _)| *name == "id")?;
    let sent = [name].into_iter().chain(*aliases).find_map(|name| body.get(name));
    let text = match sent? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (text.chars().count() <= bounds::ID_CHARS_MAX).then_some(text)
}

/// The known customer wins over the anonymous visitor; with neither, the touchpoint is its own anonymous customer.
pub(super) fn recorded_identity(said: &Said, source: &str, id: &str) -> Identity {
    match (&said.customer_id, &said.anonymous_id) {
        (Some(customer), _) => Identity::Customer(customer.clone()),
        (None, Some(anonymous)) => Identity::Anonymous(anonymous.clone()),
        (None, None) => Identity::of_nobody(&TouchpointKey { source: source.to_owned(), id: id.to_owned() }),
    }
}
