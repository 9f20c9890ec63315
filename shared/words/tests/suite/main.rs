//! The files and their functions: what does not build, what is filled in, and that no message is unused.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests: what is not there has failed")]

#[path = "../../build/check.rs"]
mod check;
#[path = "../../build/emit.rs"]
mod emit;
#[path = "../../build/messages.rs"]
mod messages;

mod build;
mod filled;
mod glossary;
mod used;
