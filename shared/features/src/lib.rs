//! Nothing but a list of dependencies: what one function asks of a crate of others, all functions have, so that all are built from
//! the same crates, each built once. Why, and who asks for what, stands in `Cargo.toml`.
