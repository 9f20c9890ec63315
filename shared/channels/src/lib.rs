//! How a message reaches the team: one folder a kind of channel (`kinds`), and one place each that posts and that hands in
//! mail.
//!
//! Sends one message once and says what came of it. Knows nothing about DynamoDB, leases or retry schedules: trying
//! again is the caller's decision.

pub mod address;
pub mod channel;
pub(crate) mod check;
pub mod configuration;
pub mod dispatch;
pub mod kinds;
pub(crate) mod layout;
mod lookup;
pub mod outgoing;
pub mod redaction;
pub mod reply;
pub mod request;
pub mod sender;
pub(crate) mod smtp;
pub(crate) mod text;
pub mod tls;

// The test kit, for the tests that a kind keeps in its folder.
#[cfg(test)]
extern crate self as channels;
#[cfg(test)]
#[expect(dead_code, reason = "some of it is for the tests from outside")]
#[path = "../tests/suite/kit/mod.rs"]
mod kit;
