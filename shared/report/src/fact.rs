//! What every fact of a report is: something counted moment by moment, that adds up. Counts nothing itself.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::Moment;

/// Most kinds of touchpoint a day keeps apart; the rarer ones are counted together as `other`.
pub const KINDS_OF_A_DAY_MAX: usize = 60;

/// Most channels, and most sources, a day keeps apart.
pub const NAMES_OF_A_DAY_MAX: usize = 40;

/// The channel of a moment whose sender named none.
pub(crate) const NO_CHANNEL: &str = "";

/// A moment with what a fact looks at beside it.
pub(crate) struct Seen<'a> {
    pub(crate) moment: &'a Moment,
    pub(crate) voice: Voice,
    pub(crate) date: Date,
    pub(crate) zone: &'a TimeZone,
}

/// What every fact of a report does. Facts of two days merge into those of both, in any order.
pub(crate) trait Fact {
    /// What is counted.
    type Sum;

    /// Adds one moment of a day.
    fn add(sum: &mut Self::Sum, seen: &Seen<'_>);
    /// Adds something that happened to a case.
    fn add_case_event(sum: &mut Self::Sum, event: &CaseEvent);
    /// Adds everything of another; `settle` has to follow.
    fn merge(sum: &mut Self::Sum, other: &Self::Sum);
    /// Brings sets of customers into their final form, `customers_max` each.
    fn settle(sum: &mut Self::Sum, customers_max: usize);
    /// Counts what is rare together, so that a day stays small whatever names senders choose.
    fn bound(sum: &mut Self::Sum);
    /// Forgets who the customers were; the counts stay.
    fn forget(sum: &mut Self::Sum);
}

/// Adds counts to sums, place by place.
pub(crate) fn add_each(sums: &mut [u64], counts: &[u64]) {
    sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
}

/// Returns the place of a value among all of its kind.
pub(crate) fn place<T: Copy + PartialEq>(all: &[T], value: T) -> usize {
    all.iter().position(|other| *other == value).unwrap_or_default()
}
