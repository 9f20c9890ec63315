//! What the bucket has about a person: records in quarantine, reports of periods in which the person was counted, large answers, and
//! the files of days. Knows no item of the table but those of the quarantine.

use std::collections::BTreeSet;

use domain::identity::{Identity, Pseudonyms};
use domain::period::Period;
use jiff::civil::Date;
use runtime::function::Error;
use runtime::quarantine::{Raw, path_of};

use crate::Eraser;

impl Eraser {
    /// Removes the records in quarantine that name somebody, with what was sent. What waits and what was replayed alike.
    pub(crate) async fn empty_quarantine(&self, identities: &BTreeSet<Identity>) -> Result<u64, Error> {
        let (table, objects) = (&self.table, &self.objects);
        let ids: Vec<&str> = identities.iter().map(id_of).collect();
        let mut removed = 0;
        for path in objects.list_all("quarantine").await? {
            let Some(id) = id_of_record(&path) else { continue };
            let record = table.quarantined(&id).await?;
            let is_named = record.is_some_and(|record| record.customer_id.is_some_and(|id| ids.contains(&id.as_str())));
            let raw = if is_named { None } else { objects.find(&path).await? };
            let raw: Option<Raw> = raw.and_then(|bytes| serde_json::from_slice(&bytes).ok());
            if is_named || raw.is_some_and(|raw| raw.names(&ids)) {
                // The bytes first: the record leads to them.
                objects.delete(&path_of(&id)).await?;
                table.remove_quarantined(&id).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Removes the files of reports on periods that hold one of some days, and every large answer: they are made again when somebody
    /// asks.
    pub(crate) async fn remove_reports(&self, days: &BTreeSet<Date>) -> Result<u64, Error> {
        let objects = &self.objects;
        let mut removed = 0;
        let reports = objects.list_all("reports").await?;
        let large = objects.list_all("large").await?;
        for path in reports.into_iter().filter(|path| is_about(path, days)).chain(large) {
            objects.delete(&path).await?;
            removed += 1;
        }
        Ok(removed)
    }

    /// Writes the files of some days again, where there are any; of a day on which nothing is left it is removed.
    pub(crate) async fn rewrite_days(&self, days: &BTreeSet<Date>, names: &Pseudonyms) -> Result<u64, Error> {
        let (table, objects) = (&self.table, &self.objects);
        let mut rewritten = 0;
        for date in days {
            let there = objects.list_all(&lake::folder_of(*date)).await?;
            if there.is_empty() {
                continue;
            }
            rewritten += 1;
            if table.has_moments(*date).await? {
                lake::write_day(objects, (table, names), (*date, &self.zone)).await?;
                continue;
            }
            for path in there {
                objects.delete(&path).await?;
            }
        }
        Ok(rewritten)
    }
}

/// Returns the id of an identity as a sender writes it.
fn id_of(identity: &Identity) -> &str {
    match identity {
        Identity::Customer(id) | Identity::Anonymous(id) => id,
    }
}

/// Returns the record of an object in quarantine.
fn id_of_record(path: &str) -> Option<String> {
    Some(path.rsplit('/').next()?.strip_suffix(".json")?.to_owned())
}

/// Tells whether the file of a report is about a period that may tell of one of some days: a report also compares with the period
/// before, and looks at what came of failures of weeks ago. What is no report is taken for one that does.
fn is_about(path: &str, days: &BTreeSet<Date>) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    let Ok(period) = name.parse::<Period>() else { return true };
    let from = period.previous().start().saturating_sub(jiff::ToSpan::days(31));
    days.range(from..period.end()).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_tell_of_their_days_and_of_some_before() {
        let days = BTreeSet::from([jiff::civil::date(2026, 11, 20)]);
        for (path, is_it) in [
            ("reports/2026-11-20.html", true),
            ("reports/2026-W47.json", true),
            ("reports/2026-W48.csv", true),
            ("reports/2026-W46.csv", false),
            ("reports/2026-10.html", false),
            ("reports/2027-06.html", false),
            ("reports/2026-11-01..2026-11-20.html", false),
            ("reports/2026-11-01..2026-11-21.html", true),
            ("reports/something", true),
        ] {
            assert_eq!(is_about(path, &days), is_it, "{path}");
        }
        assert_eq!(id_of_record("quarantine/q_1.json").as_deref(), Some("q_1"));
    }
}
