//! Quiet hours: when a channel is not to be woken, but for the most severe.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

use super::hours::{self, InvalidHours};

/// A stretch of the day, perhaps over midnight, in which a channel is left alone. As it is written:
/// `quiet_hours = { from = "22:00", to = "07:00", except_severity = 5 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "Written")]
#[schemars(with = "Written")]
pub struct QuietHours {
    from: u16,
    to: u16,
    except_severity: u8,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Time of the day from which it is quiet.
    #[schemars(example = &"22:00")]
    from: String,
    /// Time of the day from which it is not, perhaps of the next day.
    #[schemars(example = &"07:00")]
    to: String,
    /// The severity from which it is woken all the same; 6 for no exception.
    #[serde(default = "most_severe")]
    except_severity: u8,
}

fn most_severe() -> u8 {
    5
}

impl TryFrom<Written> for QuietHours {
    type Error = InvalidQuietHours;

    fn try_from(written: Written) -> Result<Self, InvalidQuietHours> {
        let from = hours::minute_of_day(&written.from)?;
        let to = hours::minute_of_day(&written.to)?;
        if from == to {
            return Err(InvalidQuietHours::Empty);
        }
        if !(1..=6).contains(&written.except_severity) {
            return Err(InvalidQuietHours::Severity);
        }
        Ok(Self { from, to, except_severity: written.except_severity })
    }
}

/// Quiet hours cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuietHours {
    /// Not times of the day.
    #[error("quiet_hours: expected times such as 22:00 and 07:00")]
    Hours(#[from] InvalidHours),
    /// They end where they begin.
    #[error("quiet_hours: from and to are the same")]
    Empty,
    /// No severity.
    #[error("quiet_hours.except_severity: must be from 1 to 5, or 6 for no exception")]
    Severity,
}

impl QuietHours {
    /// Returns the time at which a message of this severity may be sent: now, or when the quiet hours end.
    pub fn until(&self, now: Timestamp, severity: u8, zone: &TimeZone) -> Timestamp {
        if severity >= self.except_severity {
            return now;
        }
        let today = now.to_zoned(zone.clone()).date();
        // The stretch that began yesterday may still run.
        for begins_on in [today.yesterday().ok(), Some(today)].into_iter().flatten() {
            let ends_on = if self.from < self.to { Some(begins_on) } else { begins_on.tomorrow().ok() };
            let begins = hours::at(begins_on, self.from, zone);
            let ends = ends_on.and_then(|date| hours::at(date, self.to, zone));
            if let (Some(begins), Some(ends)) = (begins, ends)
                && (begins..ends).contains(&now)
            {
                return ends;
            }
        }
        now
    }
}
