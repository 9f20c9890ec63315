//! The channels from outside: what they send, and what they make of every answer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[expect(dead_code, reason = "some of it is for the tests in the folder of a kind")]
mod kit;
mod limits;
mod mail;
mod post_office;
mod receiver;
mod rendering;
mod replies;
mod sending;
mod signature;
mod silence;
