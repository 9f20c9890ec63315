//! Times of the day as people write them: `09:00-14:00, 15:00-18:00`. Knows no day of the week.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

/// Minutes of a day without a change of clocks.
const DAY_MIN: u16 = 24 * 60;

/// The stretches of one day in which it is open, in order, apart from each other.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct OpenHours(Vec<(u16, u16)>);

/// Hours cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected hours such as 09:00-14:00, 15:00-18:00, in order and apart from each other")]
pub struct InvalidHours;

impl TryFrom<String> for OpenHours {
    type Error = InvalidHours;

    fn try_from(text: String) -> Result<Self, InvalidHours> {
        let mut stretches = Vec::new();
        let mut last = None;
        for stretch in text.split(',') {
            let (from, to) = stretch.split_once('-').ok_or(InvalidHours)?;
            let (from, to) = (minute_of_day(from)?, minute_of_day(to)?);
            if from >= to || last.is_some_and(|last| from < last) {
                return Err(InvalidHours);
            }
            last = Some(to);
            stretches.push((from, to));
        }
        Ok(Self(stretches))
    }
}

impl OpenHours {
    /// From 9 to 18 o'clock.
    pub(super) fn office() -> Self {
        Self(vec![(9 * 60, 18 * 60)])
    }

    /// Returns them as times of a date. One that the change of clocks skips begins or ends at the change.
    pub(super) fn on(&self, date: Date, zone: &TimeZone) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        self.0.iter().filter_map(move |(from, to)| Some((at(date, *from, zone)?, at(date, *to, zone)?)))
    }
}

/// Reads `HH:MM`; `24:00` is the end of the day.
pub(super) fn minute_of_day(text: &str) -> Result<u16, InvalidHours> {
    let (hours, minutes) = text.trim().split_once(':').ok_or(InvalidHours)?;
    let two_digits = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u16>().ok()).flatten().ok_or(InvalidHours)
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let minute = hours * 60 + minutes;
    if minutes < 60 && minute <= DAY_MIN { Ok(minute) } else { Err(InvalidHours) }
}

/// Returns a minute of a date as a time; the first after it if the change of clocks skips it.
pub(super) fn at(date: Date, minute: u16, zone: &TimeZone) -> Option<Timestamp> {
    let (date, minute) = if minute == DAY_MIN { (date.tomorrow().ok()?, 0) } else { (date, minute) };
    let hour = i8::try_from(minute / 60).ok()?;
    let minute = i8::try_from(minute % 60).ok()?;
    Some(date.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?.timestamp())
}
