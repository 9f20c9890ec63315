//! What one batch brings of one customer. Judges nothing.

use std::collections::BTreeMap;

use domain::identity::Identity;
use domain::touchpoint::Touchpoint;
use store::partitions::Part;

/// The new touchpoints of one customer, the records they came in, and what was read on the way.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) records: Vec<usize>,
    pub(crate) touchpoints: Vec<Touchpoint>,
    pub(crate) parts: BTreeMap<Identity, Part>,
}
