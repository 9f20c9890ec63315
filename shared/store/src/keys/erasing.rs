//! The keys of erasures, and the ranges in which something of one person lies outside of the person's own partition.

use jiff::civil::Date;

use super::{CASE, Key, LINK, MOMENT, customer, day_shard, identity_part, part};
use domain::identity::Identity;

/// That an identity was erased, by a keyed hash of it.
pub(crate) fn tombstone(hash: &str) -> Key {
    Key { pk: format!("ERASED#{hash}"), sk: "TOMBSTONE".to_owned() }
}

/// Who is to be erased, until it is done; then what was removed and when.
pub(crate) fn erasure(id: &str) -> Key {
    Key { pk: format!("ERASURE#{}", part(id)), sk: "ORDER".to_owned() }
}

/// How often links to identities were revised that are erased now. Sorts before every link: those name an `id:` or `anon:`.
pub(crate) fn erased_links(identity: &Identity) -> Key {
    Key { pk: customer(identity), sk: format!("{LINK}ERASED") }
}

/// Where the moments and the case events of an identity lie on one day: the partition, and what their sort keys begin with.
pub(crate) fn of_identity_on(date: Date, identity: &Identity) -> (String, [String; 2]) {
    let of = |kind: &str| format!("{kind}{}#", identity_part(identity));
    (day_shard(date, identity), [of(MOMENT), of(CASE)])
}

/// Tells whether the item of a key says in its sort key that it is about an identity.
pub(crate) fn is_about(key: &Key, identity: &Identity) -> bool {
    let (_, prefixes) = of_identity_on(Date::ZERO, identity);
    key.pk == customer(identity) || prefixes.iter().any(|prefix| key.sk.starts_with(prefix.as_str()))
}
