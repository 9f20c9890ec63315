//! The channels from outside: what they send, and what they make of every answer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod examples;
mod receiver;
mod rendering;
mod sending;
mod silence;
