//! The files and their functions: what does not build, what is filled in, and that no message is unused.

#[path = "../../build/check.rs"]
mod check;
#[path = "../../build/emit.rs"]
mod emit;
#[path = "../../build/messages.rs"]
mod messages;

mod build;
mod filled;
