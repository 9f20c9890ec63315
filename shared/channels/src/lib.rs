//! How a message reaches the team: one module a channel (rendering and reading the reply, both pure) and one sender.
//!
//! Sends one message once and says what came of it. Knows nothing about DynamoDB, leases or retry schedules: trying
//! again is the caller's decision.

pub mod address;
pub mod channel;
pub mod configuration;
pub mod email;
pub(crate) mod layout;
pub mod redaction;
pub mod reply;
pub mod request;
pub mod sender;
pub mod slack;
pub(crate) mod smtp;
pub mod teams;
pub(crate) mod text;
pub mod webhook;
