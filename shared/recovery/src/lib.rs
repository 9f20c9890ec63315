//! Winning customers back: a critical moment becomes a case, the team is alerted through its channels, cases that nobody
//! moves are escalated, and what a receiver does not take is retried. Judges no touchpoint and answers no request.
//!
//! The feature `outbox` adds what connects to channels; a function that only raises or moves cases does without.

pub mod acting;
pub mod changing;
pub mod correcting;
pub mod document;
pub mod escalating;
pub mod order;
#[cfg(feature = "outbox")]
pub mod outbox;
pub mod plan;
pub mod raising;
pub mod roster;
pub mod routing;
pub mod silences;
