//! Hashes of words and word sequences: the same on every machine and in every release, because the weights are stored
//! by them.

/// A running hash: FNV-1a over the bytes, mixed at the end so that its low bits can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(u64);

impl Hash {
    /// Begins the hash of one kind of feature; kinds never share a start.
    pub const fn of_kind(kind: u8) -> Self {
        Self(0xcbf2_9ce4_8422_2325 ^ (kind as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Adds bytes.
    pub fn and(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }

    /// Adds another hash.
    pub fn and_hash(mut self, other: u64) -> Self {
        self.0 = (self.0 ^ other).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        self
    }

    /// Ends it (the finalizer of MurmurHash3).
    pub fn end(self) -> u64 {
        let mut bits = self.0;
        bits = (bits ^ (bits >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        bits = (bits ^ (bits >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        bits ^ (bits >> 33)
    }
}
