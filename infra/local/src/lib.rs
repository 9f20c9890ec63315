//! The local stack: the suite in one process, wired from `infra/template.yaml`, on an embedded table. The same functions
//! as on AWS, reached by the same JSON. Knows nothing about the rules of the domain.

pub mod cli;
pub mod configuration;
pub mod demo;
mod engine;
pub mod error;
pub mod functions;
mod gateway;
mod home;
pub mod import;
mod invoke;
mod load;
mod lock;
mod private;
mod pump;
mod schedule;
pub mod stack;
mod template;
mod wiring;

pub use pump::ReaderStatus;
pub use template::TEMPLATE;
