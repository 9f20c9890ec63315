//! The audit trail of what programs and links read and do: a line before anything about people leaves, at a bounded cost. Of one
//! key, thing and place there is one line an hour for reading, and one each time for what is changed. Reads no trail.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::audit::{AuditEntry, Often};
use store::table::Table;

use crate::http::problem::Problem;

/// Days that the trail is kept if the configuration does not say.
pub const DAYS_KEPT: u32 = 400;

/// Lines that one running function writes in an hour about what one key reads of single people. What is more is one line.
const READS_PER_HOUR: usize = 500;

/// Whoever came by a link that a message carried.
pub const LINK: &str = "link";

/// What is written down.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Who: [`LINK`], or [`of_key`].
    pub who: &'a str,
    /// What was done or read, as a word.
    pub what: &'a str,
    /// What it was done to: a pseudonym, a case, a period.
    pub about: Option<&'a str>,
    /// The address that it came from.
    pub from: &'a str,
    /// How often it is written.
    pub often: Often,
}

/// Writes lines, and knows which of this hour are written.
#[derive(Debug, Default)]
pub struct Trail(Mutex<Hour>);

#[derive(Debug, Default)]
struct Hour {
    hour: i64,
    written: HashSet<String>,
    reads: HashMap<String, usize>,
}

/// How a key is named in the trail: by its kind and name, never by its text.
pub fn of_key(kind: &str, name: &str) -> String {
    format!("{kind}:{name}")
}

impl Trail {
    /// Writes a line down, unless it is there for this hour.
    ///
    /// # Errors
    /// The table cannot be reached: then what was asked for must not be answered.
    pub async fn note(
        &self,
        (table, zone): (&Table, &TimeZone),
        line: Line<'_>,
        (now, days_kept): (Timestamp, Option<u32>),
    ) -> Result<(), Problem> {
        let Some(about) = self.wanted(line, now) else { return Ok(()) };
        let entry = AuditEntry {
            at: now,
            who: line.who.to_owned(),
            what: line.what.to_owned(),
            about,
            from: line.from.to_owned(),
        };
        let date = now.to_zoned(zone.clone()).date();
        let put = table.put_audit(&entry, date, line.often, days_kept.unwrap_or(DAYS_KEPT)).await;
        put.map_err(|error| Problem::of_table(&error))?;
        if line.often == Often::Hourly {
            self.hour(now, |hour| hour.written.insert(name_of(line, entry.about.as_deref())));
        }
        Ok(())
    }

    /// Returns about what a line is to be written; none if it need not be.
    fn wanted(&self, line: Line<'_>, now: Timestamp) -> Option<Option<String>> {
        let about = line.about.map(str::to_owned);
        if line.often == Often::Always {
            return Some(about);
        }
        self.hour(now, |hour| {
            if hour.written.contains(&name_of(line, line.about)) {
                return None;
            }
            let reads = hour.reads.entry(line.who.to_owned()).or_default();
            *reads += 1;
            if *reads <= READS_PER_HOUR {
                return Some(about);
            }
            let many = format!("more than {READS_PER_HOUR}");
            let is_written = hour.written.contains(&name_of(line, Some(&many)));
            (!is_written).then_some(Some(many))
        })
    }

    fn hour<T>(&self, now: Timestamp, with: impl FnOnce(&mut Hour) -> T) -> T {
        let mut hour = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let current = now.as_second().div_euclid(3_600);
        if hour.hour != current {
            *hour = Hour { hour: current, ..Hour::default() };
        }
        with(&mut hour)
    }
}

fn name_of(line: Line<'_>, about: Option<&str>) -> String {
    [line.who, line.what, about.unwrap_or_default(), line.from].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'a>(what: &'a str, about: &'a str, often: Often) -> Line<'a> {
        Line { who: "read:desk", what, about: Some(about), from: "192.0.2.1", often }
    }

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_796_000_400 / 3_600 * 3_600 + minute * 60).unwrap()
    }

    #[test]
    fn what_is_read_is_written_once_an_hour_and_what_is_done_each_time() {
        let trail = Trail::default();
        let read = line("journey_read", "5f3a", Often::Hourly);
        assert_eq!(trail.wanted(read, at(0)), Some(Some("5f3a".to_owned())));
        // As the table has it now.
        trail.hour(at(0), |hour| hour.written.insert(name_of(read, read.about)));
        assert_eq!(trail.wanted(read, at(59)), None);
        assert_eq!(trail.wanted(read, at(60)), Some(Some("5f3a".to_owned())));
        let done = line("corrected:spam", "5f3a", Often::Always);
        for minute in 0..3 {
            assert_eq!(trail.wanted(done, at(minute)), Some(Some("5f3a".to_owned())));
        }
    }

    #[test]
    fn a_program_that_reads_everybody_costs_a_bounded_number_of_lines() {
        let trail = Trail::default();
        let mut written = 0;
        let mut last = None;
        for number in 0..5_000 {
            let about = number.to_string();
            let read = line("journey_read", &about, Often::Hourly);
            if let Some(about) = trail.wanted(read, at(1)) {
                trail.hour(at(1), |hour| hour.written.insert(name_of(read, about.as_deref())));
                (written, last) = (written + 1, about);
            }
        }
        assert_eq!((written, last.as_deref()), (READS_PER_HOUR + 1, Some("more than 500")));
    }
}
