//! The suite of tests: the whole stack through its front doors. One file a promise.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a failed expectation is a failed test")]

mod acting_pages;
mod alerts;
mod backlogs;
mod batches;
mod bill;
mod bounds;
mod case_events;
mod cases;
mod claims;
mod configuration;
mod costs;
mod deliveries;
mod faults;
mod flood;
mod foreign_pages;
mod forms;
mod garbage;
mod house;
mod idempotency;
mod ingest;
mod journey;
mod journeys;
mod kills;
mod links;
mod monitoring;
mod nothing_lost;
mod outages;
mod pseudonyms;
mod queue;
mod recounts;
mod recovery;
mod report_access;
mod report_schema;
mod reports;
mod restart;
mod senders;
mod summaries;
mod template;
mod traces;
mod upgrade;
mod verify;
mod waffles;
mod words;
