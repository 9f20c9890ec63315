//! The keys of a document, checked: their form, their kind, and that a deployment has none that is fit for a laptop only.

use std::collections::BTreeMap;

use super::written::Written;
use super::{InvalidDocument, Place, line_of};
use crate::http::access::{KeyKind, WriteKey, is_origin};

/// Characters of a key in a deployment, at least.
const KEY_CHARS_MIN: usize = 16;

/// Prefixes that tell the kind of a key: publishable, secret, read, case.
const PREFIXES: [&str; 4] = ["pk_", "sk_", "rk_", "ck_"];

/// Requests a minute that one running function takes with a publishable key whose table does not say.
pub(super) const PUBLISHABLE_PER_MINUTE: u32 = 600;

/// Checks the form of each key, and says the line of the first that is wrong.
pub(super) fn check_keys(text: &str, written: &Written) -> Result<(), InvalidDocument> {
    let at = |offset: usize, why: String| Err(InvalidDocument(format!("line {}: {why}", line_of(text, offset))));
    for key in &written.write_keys {
        let (start, key) = (key.span().start, key.get_ref());
        if key.key.is_empty() {
            return at(start, "a write key is empty".into());
        }
        if !is_name(&key.name) {
            return at(start, "the name of a write key must be 1 to 40 of a-z, 0-9 and -".into());
        }
        if let Some(origin) = key.origins.iter().find(|origin| !is_origin(origin)) {
            return at(
                start,
                format!("write key {}: `{origin}` is not an exact origin, such as https://shop.example.com", key.name),
            );
        }
        if let Err(why) = key.check_signing_secrets() {
            return at(start, format!("write key {}: {why}", key.name));
        }
        if let Err(why) = key.check_identity_secrets() {
            return at(start, format!("write key {}: {why}", key.name));
        }
    }
    for (list, what) in [(&written.read_keys, "read"), (&written.case_keys, "case")] {
        if let Some(key) = list.iter().find(|key| key.get_ref().key.is_empty()) {
            return at(key.span().start, format!("a {what} key is empty"));
        }
    }
    for (start, key, role, own) in keys_of(written) {
        if let Some(other) = PREFIXES.iter().find(|prefix| **prefix != own && key.starts_with(**prefix)) {
            return at(
                start,
                format!("a {role} key of this kind begins with {own} or with no prefix, not with {other}"),
            );
        }
    }
    Ok(())
}

/// Refuses what is fit for a laptop only: short keys, one key for several roles, channels on the machine itself. By place and
/// not always, so that `cargo run` needs no secrets; what anybody can reach from outside is read from SSM.
pub(super) fn check_place(text: &str, written: &Written, place: Place) -> Result<(), InvalidDocument> {
    if place == Place::Laptop {
        return Ok(());
    }
    if place == Place::Aws && written.allow_loopback_channels {
        return Err(InvalidDocument("allow_loopback_channels: is for a laptop; take it out".into()));
    }
    let mut roles: BTreeMap<&str, &str> = BTreeMap::new();
    for (start, key, role, _) in keys_of(written) {
        let at = |why: String| Err(InvalidDocument(format!("line {}: {why}", line_of(text, start))));
        if key.chars().count() < KEY_CHARS_MIN {
            return at(format!("a {role} key must have at least {KEY_CHARS_MIN} characters that nobody can guess"));
        }
        let first = roles.entry(key).or_insert(role);
        if *first != role {
            return at(format!("this key is a {first} key and a {role} key; give each its own"));
        }
    }
    Ok(())
}

/// Lists where each key begins, the key, its role, and the prefix that such keys may carry.
fn keys_of(written: &Written) -> impl Iterator<Item = (usize, &str, &'static str, &'static str)> {
    let write = written.write_keys.iter().map(|key| {
        let prefix = if key.get_ref().kind == KeyKind::Publishable { "pk_" } else { "sk_" };
        (key.span().start, key.get_ref().key.reveal(), "write", prefix)
    });
    let others = [(&written.read_keys, "read", "rk_"), (&written.case_keys, "case", "ck_")];
    write.chain(others.into_iter().flat_map(|(list, role, prefix)| {
        list.iter().map(move |key| (key.span().start, key.get_ref().key.reveal(), role, prefix))
    }))
}

/// Gives a publishable key that says nothing a quota: anybody may read it in a page. 0 is none.
pub(super) fn with_quota(mut key: WriteKey) -> WriteKey {
    if key.kind == KeyKind::Publishable {
        key.requests_per_minute.get_or_insert(PUBLISHABLE_PER_MINUTE);
    }
    key
}

fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
