//! Words that a deployment adds: what its customers call what delights or fails them, which no general text teaches.

use std::collections::BTreeMap;

use crate::features::{Sink, describe};
use crate::words::{Word, Words};

/// Tokens of an added expression, at most.
pub const TOKENS_MAX: usize = 3;

/// Added words and expressions, by what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    by_hash: BTreeMap<u64, usize>,
}

impl OwnWords {
    /// Takes expressions of up to three words that say misery, and such that say magic. `None` if one is none.
    pub fn new(misery: &[String], magic: &[String]) -> Option<Self> {
        let of = |expressions: &[String], answer: usize| -> Option<Vec<(u64, usize)>> {
            expressions.iter().map(|expression| Some((hash_of(expression)?, answer))).collect()
        };
        let by_hash = of(misery, 0)?.into_iter().chain(of(magic, 2)?).collect();
        Some(Self { by_hash })
    }

    /// Returns a name that other words do not have; nothing without any.
    pub fn named(&self) -> String {
        self.by_hash.iter().map(|(hash, answer)| format!("{hash:x}.{answer} ")).collect()
    }

    /// Returns the answer that a sequence was added for: 0 misery, 2 magic.
    pub(crate) fn find(&self, hash: u64) -> Option<usize> {
        if self.by_hash.is_empty() { None } else { self.by_hash.get(&hash).copied() }
    }
}

/// Returns the hash that the whole of an expression has as a sequence in a longer text.
fn hash_of(expression: &str) -> Option<u64> {
    struct Last {
        tokens: usize,
        whole: Option<u64>,
    }
    impl Sink for Last {
        fn token(&mut self, _: usize, _: usize, _: bool) {
            (self.tokens, self.whole) = (self.tokens + 1, None);
        }
        fn word(&mut self, _: &Word<'_>, _: bool) {}
        fn gram(&mut self, hash: u64, before: usize) {
            // The last that reaches back to the beginning: of three words the triple follows the pair with a gap.
            if before + 1 == self.tokens && (before > 0 || self.whole.is_none()) {
                self.whole = Some(hash);
            }
        }
        fn whole(&mut self, _: u64) {}
    }
    let nothing_known = Words::new(&[0; crate::words::SLOT_BYTES])?;
    let mut last = Last { tokens: 0, whole: None };
    describe(expression, &nothing_known, &mut last);
    last.whole.filter(|_| (1..=TOKENS_MAX).contains(&last.tokens))
}
