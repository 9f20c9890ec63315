//! The one checksum that the object store may send with what it puts, CRC-64/NVME, in the form of the crate `crc-fast`. That crate
//! carries the tables of every checksum there is, 700 KB in each function, and we use none of them.

/// Which checksum: there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CrcAlgorithm {
    /// CRC-64/NVME, as S3 takes it (NVM Express, NVM Command Set Specification, 5.2.1.3.4).
    Crc64Nvme,
}

/// A checksum under way.
#[derive(Clone, Copy, Debug)]
pub struct Digest(u64);

/// The polynomial, its bits reversed.
const POLYNOMIAL: u64 = 0x9A6C_9329_AC4B_C9B5;

/// What each byte adds.
static TABLE: [u64; 256] = table();

const fn table() -> [u64; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u64;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { value >> 1 ^ POLYNOMIAL } else { value >> 1 };
            bit += 1;
        }
        table[byte] = value;
        byte += 1;
    }
    table
}

impl Digest {
    /// Begins.
    pub fn new(algorithm: CrcAlgorithm) -> Self {
        match algorithm {
            CrcAlgorithm::Crc64Nvme => Self(u64::MAX),
        }
    }

    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let [low, ..] = self.0.to_le_bytes();
            self.0 = self.0 >> 8 ^ TABLE[usize::from(low ^ byte)];
        }
    }

    /// Returns the checksum of all bytes so far.
    pub fn finalize(&self) -> u64 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &[&[u8]]) -> u64 {
        let mut digest = Digest::new(CrcAlgorithm::Crc64Nvme);
        parts.iter().for_each(|part| digest.update(part));
        digest.finalize()
    }

    /// The check value of the catalogue of parametrised CRC algorithms.
    #[test]
    fn it_is_the_checksum_of_the_catalogue_whatever_the_parts() {
        assert_eq!(of(&[b"123456789"]), 0xAE8B_1486_0A79_9888);
        assert_eq!(of(&[b"1234", b"", b"56789"]), 0xAE8B_1486_0A79_9888);
        assert_eq!(of(&[]), 0);
    }
}
