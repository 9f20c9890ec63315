//! The index of work: what waits for somebody, found without reading anything else. Holds keys only.

use jiff::Timestamp;

use super::Key;
use crate::times::sortable;

/// Partitions over which due deliveries are spread, and the open cases of each severity as well.
pub(crate) const WORK_SHARDS: u8 = 4;
/// The highest severity.
const SEVERITY_MAX: u8 = 5;

/// What waits in the work index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Deliveries, by the time they are due.
    Due,
    /// Unresolved cases of one severity, by the time their next clock runs out: the queue and the clocks in one entry.
    Open(u8),
    /// Deliveries that were given up, by the time they were.
    Dead,
    /// Promised times, by when somebody has to look at them.
    Promised,
    /// Promised times that passed, by when somebody looks whether what was promised has come.
    Overdue,
    /// Records in quarantine, by the time they were received.
    Held,
    /// Erasures, by when somebody goes on with them.
    Erasing,
    /// Sums of periods, by the name of the period: erasing has to find those that count somebody.
    Kept,
}

impl Work {
    fn partition(self, shard: u64) -> String {
        match self {
            Self::Due => format!("DUE#{shard}"),
            Self::Open(severity) => format!("OPEN#{severity}#{shard}"),
            Self::Dead => format!("DEAD#{shard}"),
            Self::Promised => format!("PROMISED#{shard}"),
            Self::Overdue => format!("OVERDUE#{shard}"),
            Self::Held => format!("HELD#{shard}"),
            Self::Erasing => format!("ERASING#{shard}"),
            Self::Kept => format!("KEPT#{shard}"),
        }
    }

    /// Unresolved cases of each severity, the most severe first.
    pub(crate) fn open() -> impl Iterator<Item = Self> {
        (0..=SEVERITY_MAX).rev().map(Self::Open)
    }

    /// Returns where an unresolved case of a severity waits; one that no scale knows is taken for the nearest that it does.
    pub(crate) fn of_severity(severity: u8) -> Self {
        Self::Open(severity.min(SEVERITY_MAX))
    }

    /// Returns the partition of the work index that an item waits in.
    pub(crate) fn shard(self, key: &Key) -> String {
        let hash = u64::from_str_radix(&key.fingerprint()[..8], 16).unwrap_or(0);
        self.partition(hash % u64::from(WORK_SHARDS))
    }

    /// Lists the partitions of the work index.
    pub(crate) fn shards(self) -> impl Iterator<Item = String> {
        (0..u64::from(WORK_SHARDS)).map(move |shard| self.partition(shard))
    }
}

/// Sort key of the work index for an open case: by the time its next clock runs out, and before all of those a case whose
/// clocks have all run out, by its age.
pub(crate) fn urgency(next_clock: Option<Timestamp>, opened_at: Timestamp) -> String {
    next_clock.map_or_else(|| format!("!{}", sortable(opened_at)), sortable)
}

/// The least sort key of an open case that has a clock.
pub(crate) const CLOCKS_FROM: &str = "0";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_cases_sort_by_the_next_clock_and_those_without_one_come_first_but_are_never_due() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let opened = at("2026-01-01T10:00:00Z");
        let soon = urgency(Some(at("2026-01-01T11:00:00Z")), opened);
        let later = urgency(Some(at("2026-01-02T10:00:00.5Z")), opened);
        let overdue = urgency(None, opened);
        assert!(overdue < soon && soon < later);
        assert!(overdue.as_str() < CLOCKS_FROM && CLOCKS_FROM < soon.as_str());
        assert_eq!(Work::open().next(), Some(Work::Open(5)));
        assert!(
            Work::open().any(|work| work == Work::of_severity(9)) && Work::open().any(|work| work == Work::Open(0))
        );
    }
}
