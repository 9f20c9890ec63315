//! Proofs of the rules: journeys that an expert has judged, the rules that each of them holds in place, and what must
//! be true of any journey.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests: what is not there has failed")]

mod bounds;
mod claims;
mod expectation;
mod history;
#[path = "../journeys/mod.rs"]
mod journeys;
mod judgement;
mod properties;
mod random;
mod reach;
mod rules;
mod taxonomy;
mod watch;
