//! The headline: customers by the worst they met anywhere, by voice. Compares nothing.

use std::collections::BTreeMap;

use crate::customers::Counted;
use crate::rate::{Basis, Rates};
use crate::sections::kinds::facts::KindFacts;
use crate::voice::Voice;

/// Counts customers by the worst they met anywhere, with a percentage only where one says what was looked at.
pub(crate) fn headline(
    everybody: &BTreeMap<Voice, Counted>,
    kinds: &BTreeMap<String, KindFacts>,
) -> BTreeMap<Voice, Rates> {
    let rates = |(voice, counted): (&Voice, &Counted)| {
        let mut basis = Basis::default();
        kinds.values().filter_map(|kind| kind.basis.get(voice)).for_each(|more| basis.extend(more));
        (*voice, Rates::of(counted).limited(basis))
    };
    everybody.iter().map(rates).collect()
}
