//! What every function shares on the platform side: its environment, its configuration, its clients, how an event
//! reaches a handler and how an error leaves it. Knows no rule of the domain.

pub mod environment;
pub mod function;
