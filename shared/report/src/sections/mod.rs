//! The sections of a report, a folder each: what is counted (`facts.rs`), its lines in the JSON (`mod.rs`) and its sentences
//! (`words.rs`). A section is given what it needs of others; it knows neither the registry of facts nor the report.

pub(crate) mod cases;
pub(crate) mod comparisons;
pub(crate) mod corrections;
pub(crate) mod counts;
pub(crate) mod drivers;
pub(crate) mod follow_ups;
pub(crate) mod grid;
pub(crate) mod headline;
pub(crate) mod journeys;
pub(crate) mod kinds;
pub(crate) mod notes;
pub(crate) mod opinions;
pub(crate) mod phrases;
pub(crate) mod priorities;
pub(crate) mod promises;
pub(crate) mod quiet;
pub(crate) mod ratings;
pub(crate) mod recovery;
pub(crate) mod signals;
pub(crate) mod slices;
pub(crate) mod staff;
pub(crate) mod stories;
pub(crate) mod verdict;
pub(crate) mod waits;
pub(crate) mod whom;
pub(crate) mod words_read;
