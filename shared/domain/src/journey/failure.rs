//! Which moments of a judged journey tell of the same failure. Judges nothing: echoes name what they are echoes of.

use std::collections::BTreeMap;

use super::Judged;
use crate::moment::Moment;

/// Returns the moments before a position that tell of the same failure: the failure itself and its earlier echoes. Empty where the moment
/// is no echo.
pub fn earlier_of_failure(judged: &[Judged], position: usize) -> Vec<&Moment> {
    let Some(moment) = judged.get(position).map(|judged| &judged.moment) else { return Vec::new() };
    let Some(echoed) = echoed(moment) else { return Vec::new() };
    // An echo may name another echo: what each leads to is known by the time it is named.
    let mut roots: BTreeMap<String, String> = BTreeMap::new();
    let mut of_root: BTreeMap<String, Vec<&Moment>> = BTreeMap::new();
    for Judged { moment, .. } in judged.iter().take(position) {
        let key = moment.key().to_string();
        let root = self::echoed(moment).and_then(|named| roots.get(named).cloned()).unwrap_or_else(|| key.clone());
        of_root.entry(root.clone()).or_default().push(moment);
        roots.insert(key, root);
    }
    roots.get(echoed).and_then(|root| of_root.remove(root)).unwrap_or_default()
}

/// Returns the key of the moment that one is an echo of.
fn echoed(moment: &Moment) -> Option<&str> {
    moment.reasons.iter().find_map(|reason| reason.as_str().strip_prefix("echo:"))
}
