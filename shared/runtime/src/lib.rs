//! What every function shares on the platform side: its environment, its configuration, its clients, how an event
//! reaches a handler and how an error leaves it. Knows no rule of the domain.

pub mod audit;
pub mod aws;
pub mod batch;
pub mod configuration;
pub mod environment;
pub mod erasures;
pub mod function;
pub mod http;
pub mod https;
pub mod objects;
pub mod quarantine;
pub mod spans;
pub mod table;
pub mod telemetry;

// For what it asks of crates of others.
use features as _;
