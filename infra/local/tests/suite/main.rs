//! The local stack from outside: real SDK, embedded table, real HTTP. What a module decides by itself is tested beside it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod gateway;
mod home;
mod kill;
mod program;
mod readers;
mod readme;
mod start;
mod support;
mod table;
