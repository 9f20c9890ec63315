//! Every sentence that a person reads, in each language. One file a language in `languages/`, written in [Fluent]; the build
//! script turns each message into a function of [`Language`], so that a missing message or a wrong argument does not compile.
//! Nothing is parsed at run time. Decides nothing: which sentence to say is said elsewhere.
//!
//! ```
//! use words::Language::{English, Spanish};
//! assert_eq!(English.duration_days(2_u64), "2 days");
//! assert_eq!(Spanish.duration_days(1_u64), "1 día");
//! ```
//!
//! [Fluent]: https://projectfluent.org

mod language;
mod numbers;

pub use language::{Count, Language};
