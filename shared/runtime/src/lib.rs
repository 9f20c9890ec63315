//! What every function shares on the platform side: its environment, its configuration, its clients, how an event
//! reaches a handler and how an error leaves it. Knows no rule of the domain.

pub mod access;
pub mod aws;
pub mod batch;
pub mod configuration;
pub mod environment;
pub mod escalating;
pub mod forms;
pub mod function;
pub mod identity;
pub mod links;
pub mod objects;
pub mod outbox;
pub mod parts;
pub mod problem;
pub mod raising;
pub mod recovery;
pub mod spans;
pub mod table;
pub mod telemetry;
