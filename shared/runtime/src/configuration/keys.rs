//! The keys of a document, checked: their form, their kind, and that a deployment has none that is fit for a laptop only.

use std::collections::BTreeMap;

use super::written::Written;
use super::{Complaint, Place, Whole};
use crate::http::access::{KeyKind, KeyText, Keyed, Right, WriteKey, is_origin};

/// Characters of a key in a deployment, at least.
const KEY_CHARS_MIN: usize = 16;

/// Prefixes that tell the kind of a key: publishable, secret, read, case.
const PREFIXES: [&str; 4] = ["pk_", "sk_", "rk_", "ck_"];

/// Requests a minute that one running function takes with a publishable key whose table does not say.
pub(super) const PUBLISHABLE_PER_MINUTE: u32 = 600;

/// Checks the form of each key. Returns all that is wrong.
pub(super) fn check_keys(whole: &Whole<'_>, written: &Written) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    for (index, key) in written.write_keys.iter().enumerate() {
        let mut at =
            |field: &str, why: String| wrong.push(whole.complain(&format!("write_keys[{index}].{field}"), why));
        if key.key.is_empty() {
            at("key", "a write key is empty".into());
        }
        if !is_name(&key.name) {
            at("name", "the name of a write key must be 1 to 40 of a-z, 0-9 and -".into());
        }
        for (place, origin) in key.origins.iter().enumerate().filter(|(_, origin)| !is_origin(origin)) {
            let why = format!("write key {}: `{origin}` is not an exact origin", key.name);
            at(&format!("origins[{place}]"), format!("{why}, such as https://shop.example.com"));
        }
        if let Some(why) = key.term().wrong() {
            at("not_after", format!("write key {}: {why}", key.name));
        }
        if let Err(why) = key.check_signing_secrets() {
            at("signing_secret", format!("write key {}: {why}", key.name));
        }
        if let Err(why) = key.check_identity_secrets() {
            at("identity_secrets", format!("write key {}: {why}", key.name));
        }
    }
    for (list, what) in [(&written.read_keys, "read"), (&written.case_keys, "case")] {
        for (index, _) in list.iter().enumerate().filter(|(_, key)| key.key.is_empty()) {
            wrong.push(whole.complain(&format!("{what}_keys[{index}].key"), format!("a {what} key is empty")));
        }
        for (index, key) in list.iter().enumerate() {
            let mut at = |field: &str, why: String| {
                let why = format!("{what} key {}: {why}", key.name);
                wrong.push(whole.complain(&format!("{what}_keys[{index}].{field}"), why));
            };
            if let Some(why) = key.term().wrong() {
                at("not_after", why.to_owned());
            }
            let other = if what == "read" { Right::Act } else { Right::ReadAudit };
            if key.rights.as_ref().is_some_and(|rights| rights.contains(&other)) {
                at("rights", format!("rights: a {what} key cannot have `{other}`"));
            }
        }
    }
    for key in keys_of(written) {
        let (role, own) = (key.role, key.prefix);
        if key.text.is_broken_hash() {
            let why =
                "after `sha256:` there must be 64 hexadecimal digits in small letters; `moments key new` prints them";
            wrong.push(whole.complain(&key.path, why));
        }
        if let Some(other) = PREFIXES.iter().find(|prefix| **prefix != own && key.text.reveal().starts_with(**prefix)) {
            let why = format!("a {role} key of this kind begins with {own} or with no prefix, not with {other}");
            wrong.push(whole.complain(&key.path, why));
        }
    }
    wrong
}

/// Refuses what is fit for a laptop only: short keys, one key for several roles, channels on the machine itself. By place and
/// not always, so that `cargo run` needs no secrets; what anybody can reach from outside is read from SSM.
pub(super) fn check_place(whole: &Whole<'_>, written: &Written) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    if whole.place() == Place::Laptop {
        return wrong;
    }
    if whole.place() == Place::Aws && written.allow_loopback_channels {
        let why = "allow_loopback_channels: is for a laptop; take it out";
        wrong.push(whole.complain("allow_loopback_channels", why));
    }
    let mut roles: BTreeMap<String, &str> = BTreeMap::new();
    for Key { path, text, role, .. } in keys_of(written) {
        if !text.is_empty() && text.reveal().chars().count() < KEY_CHARS_MIN {
            let why = format!("a {role} key must have at least {KEY_CHARS_MIN} characters that nobody can guess");
            wrong.push(whole.complain(&path, why));
        }
        let first = roles.entry(text.hash()).or_insert(role);
        if *first != role {
            let why = format!("this key is a {first} key and a {role} key; give each its own");
            wrong.push(whole.complain(&path, why));
        }
    }
    wrong
}

/// A key: where it is, what it is, its role, and the prefix that such keys may carry.
struct Key<'w> {
    path: String,
    text: &'w KeyText,
    role: &'static str,
    prefix: &'static str,
}

fn keys_of(written: &Written) -> impl Iterator<Item = Key<'_>> {
    let write = written.write_keys.iter().enumerate().map(|(index, key)| {
        let prefix = if key.kind == KeyKind::Publishable { "pk_" } else { "sk_" };
        Key { path: format!("write_keys[{index}].key"), text: &key.key, role: "write", prefix }
    });
    let others = [(&written.read_keys, "read", "rk_"), (&written.case_keys, "case", "ck_")];
    write.chain(others.into_iter().flat_map(|(list, role, prefix)| {
        list.iter().enumerate().map(move |(index, key)| Key {
            path: format!("{role}_keys[{index}].key"),
            text: &key.key,
            role,
            prefix,
        })
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
