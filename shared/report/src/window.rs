//! How long a report waits for what comes after something: a word after a failure, a customer's return. Counts nothing.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days after which what has not come is taken not to come: a failure not answered, a customer not back.
pub const WINDOW_DAYS: i64 = 30;

/// Tells whether a day lies at most [`WINDOW_DAYS`] before another.
pub(crate) fn is_within(earlier: Date, later: Date) -> bool {
    earlier <= later && earlier.saturating_add(WINDOW_DAYS.days()) >= later
}
