//! The series: what of a day is monitored, under which name. Counts of one day are those of its summary, so that weeks add up.

use std::collections::BTreeMap;

use ::monitoring::Count;
use jiff::civil::Date;

use super::super::sections::promises::facts::DUE;
use super::super::tally::OTHER;
use super::super::{DaySummary, Voice};
use domain::touchpoint::expiry::PROMISE_EXPIRED;

/// What was counted of each series in a week, or a day.
pub type WeekCounts = BTreeMap<String, Count>;

/// What is monitored of a kind of touchpoint, in the order in which it is the better name of one fact: promised times missed, bad
/// experiences of customers who spoke unasked, and of those who were asked.
pub const MEASURES: [&str; 3] = [LATE, BAD, ASKED];

pub(super) const LATE: &str = "late";
pub(super) const BAD: &str = "bad";
pub(super) const ASKED: &str = "asked";

/// What came late of what came, in the week in which it came.
pub(super) const ARRIVED: &str = "arrived";
/// Promised times that passed without anything, before they are counted for the kind that reports such times.
pub(super) const NEVER_CAME: &str = "promise_expired.late";

/// Stands between the name of a series and the day that a promise was for: it counts in the week of that day, whenever it becomes known
/// what came of it.
const ON: char = '@';

fn on(name: &str, date: Date) -> String {
    format!("{name}{ON}{date}")
}

/// Returns the series and the day that counts are for, if they are for a day.
pub(super) fn day_of(name: &str) -> Option<(&str, Date)> {
    let (name, date) = name.split_once(ON)?;
    Some((name, date.parse().ok()?))
}

/// What the series of promised facets begin with.
pub(super) const PROMISE: &str = "promise";

/// Returns whether a name can be that of a series: `delivery.late`, or `promise.scoops` for what was promised.
pub fn is_series(subject: &str, measure: &str) -> bool {
    subject == PROMISE || (!subject.is_empty() && MEASURES.contains(&measure))
}

/// Returns where a series stands among others that may be the same fact.
pub(super) fn place(name: &str) -> usize {
    match name.rsplit_once('.') {
        Some((PROMISE, _)) => MEASURES.len(),
        Some((_, measure)) => MEASURES.iter().position(|known| *known == measure).unwrap_or(MEASURES.len()),
        None => MEASURES.len(),
    }
}

impl DaySummary {
    /// Adds what is monitored of the day. Kinds that were counted together because there were too many are left out.
    pub fn count_into(&self, week: &mut WeekCounts) {
        let mut add = |name: String, bad: u64, of: u64| {
            if of > 0 {
                let sum = week.entry(name).or_default();
                *sum = *sum + Count::new(bad, of);
            }
        };
        for (kind, facts) in self.facts.kinds.iter().filter(|(kind, _)| kind.as_str() != OTHER) {
            for (date, [missed, all]) in &facts.promised {
                add(on(&format!("{kind}.{LATE}"), *date), *missed, *all);
            }
            let [late, answered] = facts.times;
            add(format!("{kind}.{ARRIVED}"), late, answered);
            // That a promised time passed is no kind of its own to watch: it is always bad.
            if kind == PROMISE_EXPIRED {
                continue;
            }
            for (voice, measure) in [(Voice::Unsolicited, BAD), (Voice::Solicited, ASKED)] {
                if let Some(customers) = facts.customers.get(&voice) {
                    let worst = customers.counted().worst;
                    add(format!("{kind}.{measure}"), worst.misery, worst.judged());
                }
            }
        }
        // The promised time is monitored by kind.
        for (facet, facts) in self.facts.promises.facets.iter().filter(|(facet, _)| *facet != DUE && *facet != OTHER) {
            add(format!("{PROMISE}.{facet}"), facts.came[0], facts.came.iter().sum());
        }
    }
}
