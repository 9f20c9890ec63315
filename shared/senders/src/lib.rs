//! What senders such as form builders, help desks and shops post, and how it becomes touchpoints: the proof that a delivery is
//! theirs, how its body is read, and a map for each of them, which is data (`maps/*.toml`). Pure: knows no table, no clock and
//! no HTTP server.

pub mod body;
pub mod delivery;
pub mod expression;
pub mod map;
pub mod proof;
pub mod schema;
pub mod senders;
pub mod shipped;
pub mod table;

pub use delivery::Delivery;
pub use senders::{Sender, Senders};
