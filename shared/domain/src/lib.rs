//! The rules of Moments: what a touchpoint is, how it is judged, what a report counts, what an alert says.
//!
//! Pure: no I/O, no clock, no platform. Time and configuration are arguments. Knows nothing about DynamoDB, HTTP or
//! any channel.

pub mod alerting;
pub mod calendar;
pub mod case;
pub mod code;
pub mod content;
pub mod delivery;
pub mod identity;
pub mod journey;
pub mod moment;
pub mod outcome;
pub mod pacing;
pub mod period;

pub mod rules;
pub mod stage;

pub mod touchpoint;
pub mod trace;
pub mod vocabulary;
pub mod wording;
