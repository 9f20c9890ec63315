//! Ids for rows that have none: made of the row and of how often it was there before, so that the same file makes the same ids each
//! time, and two people who said the same stay two.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

/// The rows without an id so far.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<u64, u32>);

impl Ids {
    /// Makes the id of the next row.
    pub(super) fn of(&mut self, row: &str) -> String {
        let digest = Sha256::digest(row);
        let mut short = [0; 8];
        short.copy_from_slice(&digest[..8]);
        let before = self.0.entry(u64::from_be_bytes(short)).or_insert(0);
        *before += 1;
        let name = hex::encode(&digest[..16]);
        if *before == 1 { format!("row-{name}") } else { format!("row-{name}-{before}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_rows_have_the_same_ids_each_time_and_each_its_own() {
        let rows = ["a", "b", "a", "a"];
        let ids = || {
            let mut ids = Ids::default();
            rows.map(|row| ids.of(row))
        };
        assert_eq!(ids(), ids());
        let distinct: std::collections::BTreeSet<_> = ids().into_iter().collect();
        assert_eq!(distinct.len(), 4);
    }
}
