//! Proofs of reports: what must be true of any report, and every formula against statsmodels and scipy.

#![expect(clippy::unwrap_used, reason = "tests: what is not there has failed")]

mod peers;
#[path = "../../../domain/tests/proofs/random.rs"]
mod random;
mod reports;
