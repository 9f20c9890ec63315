//! The kit of the suite's tests: the whole stack on a temporary folder, receivers that answer as a test wants, batches
//! of stream records cut as a test wants. Asserts nothing itself, except that nothing is left over.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot set itself up has failed")]

pub mod aws;
pub mod batch;
pub mod browser;
pub mod contract;
pub mod http;
pub mod page;
pub mod proxy;
pub mod receiver;
pub mod suite;
