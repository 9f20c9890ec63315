//! The test kit: a message of each kind, every kind of channel, and what hostile or endless text looks like. The suite uses it,
//! and so do the tests in the folder of a kind.

pub(crate) mod examples;
pub(crate) mod hostile;
pub(crate) mod opened;
