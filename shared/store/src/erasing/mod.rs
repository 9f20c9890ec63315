//! Everything that the table has about one person: found, for an export, and removed, for an erasure. What lies beside the
//! table, in the bucket, is not known here.
//!
//! A person is a customer with every visitor that belongs to the customer ([`person`]). All items of their partitions are the
//! person's, whatever kind they are. What lies elsewhere is found from them ([`everything`]), and goes first ([`removing`]):
//! a partition is the list of what is left, so an erasure that was interrupted goes on where it was. Of what tells of several
//! people only the person's part is taken out ([`told`]). [`KINDS`] says so of every kind of item.

pub mod everything;
pub mod export;
mod kinds;
pub mod late;
pub mod orders;
pub mod person;
pub mod removing;
pub mod told;

pub use kinds::{KINDS, Kind, Treated};
