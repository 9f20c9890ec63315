//! What a key may do, and from when to when. Compares no key.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

/// Something that a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Read reports, which name no customer.
    ReadReports,
    /// Read journeys, moments, cases and touchpoints: everything about people.
    ReadPeople,
    /// Take steps of cases and correct judgements.
    Act,
    /// Erase a person and read everything about one.
    Erase,
    /// Read the audit trail.
    ReadAudit,
}

impl Right {
    /// What a read key may do if it does not say.
    pub const OF_READ_KEYS: [Self; 2] = [Self::ReadReports, Self::ReadPeople];
    /// What a case key may do if it does not say.
    pub const OF_CASE_KEYS: [Self; 2] = [Self::ReadPeople, Self::Act];

    /// Returns the word that a configuration and a problem name it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadReports => "read_reports",
            Self::ReadPeople => "read_people",
            Self::Act => "act",
            Self::Erase => "erase",
            Self::ReadAudit => "read_audit",
        }
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// From when to when a key works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The first moment at which it works; always if none.
    pub not_before: Option<Timestamp>,
    /// The last one; for ever if none.
    pub not_after: Option<Timestamp>,
}

/// Why a key that was presented opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadKey {
    /// No such key.
    Unknown,
    /// Its time has not come.
    Early,
    /// Its time is over.
    Expired,
}

impl Term {
    /// Returns whether it works at a time.
    ///
    /// # Errors
    /// It does not yet, or no longer.
    pub fn holds(self, now: Timestamp) -> Result<(), BadKey> {
        match self {
            Self { not_before: Some(from), .. } if now < from => Err(BadKey::Early),
            Self { not_after: Some(until), .. } if now > until => Err(BadKey::Expired),
            _ => Ok(()),
        }
    }

    /// Returns what is wrong with it as it is configured.
    pub(crate) fn wrong(self) -> Option<&'static str> {
        let is_empty = self.not_before.zip(self.not_after).is_some_and(|(from, until)| until < from);
        is_empty.then_some("not_after: lies before not_before, so the key never works")
    }
}

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "unknown",
            Self::Early => "the time of this key has not come",
            Self::Expired => "the time of this key is over",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_works_from_its_first_moment_to_its_last() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let [from, until] = ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"].map(at);
        let term = Term { not_before: Some(from), not_after: Some(until) };
        for (now, holds) in [
            ("2026-10-31T23:59:59Z", Err(BadKey::Early)),
            ("2026-11-01T00:00:00Z", Ok(())),
            ("2026-12-01T00:00:00Z", Ok(())),
            ("2026-12-01T00:00:01Z", Err(BadKey::Expired)),
        ] {
            assert_eq!(term.holds(at(now)), holds, "{now}");
        }
        assert_eq!(Term::default().holds(until), Ok(()));
        assert!(term.wrong().is_none());
        assert!(Term { not_before: Some(until), not_after: Some(from) }.wrong().is_some());
    }
}
