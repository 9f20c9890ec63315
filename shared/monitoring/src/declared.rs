//! What a business declares: targets and seasons. Reads no file.

use std::collections::BTreeMap;

use crate::Season;

/// What a business declares, beside what it sends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declared {
    /// By the name of a series, the share that is to be bad at most, 0 to 1.
    pub targets: BTreeMap<String, f64>,
    /// Times of the year that are unlike the rest.
    pub seasons: Vec<Season>,
}
