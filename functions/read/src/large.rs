//! What is too large to answer at once: it is kept and linked, or it is under way. Keeps nothing itself.

use std::time::Duration;

use runtime::http::problem::Problem;
use runtime::objects::ObjectError;
use schemars::JsonSchema;
use serde::Serialize;

/// Bytes answered directly, at most: Lambda's limit is 6 MB, and text that is not plain grows on its way.
pub(crate) const DIRECT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How long a link to a large file works.
pub(crate) const LINK_VALID_FOR: Duration = Duration::from_secs(300);

/// How far a report has come.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Underway {
    status: &'static str,
    pub(crate) days_ready: usize,
    pub(crate) days: usize,
}

impl Underway {
    pub(crate) fn new(days_ready: usize, days: usize) -> Self {
        Self { status: "underway", days_ready, days }
    }
}

/// Says that a large file could not be kept; the cause goes to the log.
pub(crate) fn not_kept(error: &ObjectError) -> Problem {
    tracing::error!(%error, "large report not linked");
    Problem::unavailable("the report is too large to answer directly and could not be kept")
}
