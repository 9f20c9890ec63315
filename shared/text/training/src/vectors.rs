//! What words mean, as a teacher sees it: a short vector a word, made once outside the repository and kept beside the
//! training data (see its README). Used in training only: what the vectors teach ends up in the weights of each word.

use std::fs;
use std::path::Path;

use crate::Failure;

/// Words with their vectors.
#[derive(Default)]
pub(crate) struct Vectors {
    pub(crate) dimensions: usize,
    pub(crate) entries: Vec<Entry>,
}

/// One word.
pub(crate) struct Entry {
    pub(crate) folded: String,
    /// Bits of the languages it is common in.
    pub(crate) languages: u8,
    pub(crate) vector: Vec<f32>,
}

impl Vectors {
    /// Reads a file: the number of dimensions, then of each word its length, its folded letters, its languages and its
    /// vector in 127ths. A missing file is none.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let Ok(bytes) = fs::read(path) else { return Ok(Self::default()) };
        let mut rest = bytes.as_slice();
        let mut take = |length: usize| -> Option<&[u8]> {
            let (taken, left) = rest.split_at_checked(length)?;
            rest = left;
            Some(taken)
        };
        let dimensions = usize::from(take(1).ok_or("vectors.bin is empty")?[0]);
        let mut entries = Vec::new();
        while let Some(length) = take(1) {
            let cut = "vectors.bin ends in the middle of a word";
            let folded = String::from_utf8(take(usize::from(length[0])).ok_or(cut)?.to_vec())?;
            let languages = take(1).ok_or(cut)?[0];
            let vector = take(dimensions).ok_or(cut)?.iter().map(|part| f32::from(*part as i8) / 127.0).collect();
            entries.push(Entry { folded, languages, vector });
        }
        Ok(Self { dimensions, entries })
    }
}
