//! Periods and times as people say them. Knows no other words of a report.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{Every, Period, quarter};
use crate::vocabulary::Language;

impl Period {
    /// Says the period in words: `Week 47 of 2026 (16–22 November)`, `1–15 de noviembre de 2026`. A range names its
    /// last day as people do, included.
    pub fn label(&self, language: Language) -> String {
        let start = self.start;
        let (day, year) = (start.day().to_string(), start.year().to_string());
        match self.every {
            Some(Every::Day) => language.date_long(weekday(start, language), &day, month(start, language), &year),
            Some(Every::Week) => {
                let week = start.iso_week_date();
                let days = self.span(language, false);
                language.period_week(&week.week().to_string(), &week.year().to_string(), &days)
            }
            Some(Every::Month) => language.date_of_month(month(start, language), &year),
            Some(Every::Quarter) => language.period_quarter(&quarter(start).to_string(), &year),
            Some(Every::Year) => year,
            None => self.span(language, true),
        }
    }

    /// Writes the first and the last day, with what they share said once.
    fn span(&self, language: Language, with_year: bool) -> String {
        let (first, last) = (self.start, self.end.saturating_sub(1.day()));
        let day = |date: Date, with_year: bool| {
            let (day, month) = (date.day().to_string(), month(date, language));
            match with_year {
                true => language.date_of_day_and_year(&day, month, &date.year().to_string()),
                false => language.date_of_day(&day, month),
            }
        };
        let year_differs = first.year() != last.year();
        let end = day(last, with_year || year_differs);
        if first == last {
            end
        } else if (first.year(), first.month()) == (last.year(), last.month()) {
            language.date_span_of_month(&first.day().to_string(), &end)
        } else {
            language.date_span(&day(first, year_differs), &end)
        }
    }
}

/// Names a day in a chart or a list: `Mon 16 Nov`, `lun 16 nov`.
pub fn short_day(date: Date, language: Language) -> String {
    let [weekday, month] = short(date, language);
    language.date_short(weekday, &date.day().to_string(), month)
}

/// Writes a time as people of a zone read it, with the zone: `Mon 30 Nov, 10:00 (CET)`. The year stands there only if it is
/// not the one of `now`.
pub fn date_and_time(at: Timestamp, now: Timestamp, zone: &TimeZone, language: Language) -> String {
    let local = at.to_zoned(zone.clone());
    let date = local.date();
    let day = match date.year() == zone.to_datetime(now).year() {
        true => short_day(date, language),
        false => {
            let [weekday, month] = short(date, language);
            language.date_short_and_year(weekday, &date.day().to_string(), month, &date.year().to_string())
        }
    };
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    language.date_and_time(&day, &time, &local.strftime("%Z").to_string())
}

fn month(date: Date, language: Language) -> &'static str {
    language.month(name(Language::MONTH_NAMES, date.month() - 1)).unwrap_or_default()
}

fn weekday(date: Date, language: Language) -> &'static str {
    language.weekday(name(Language::WEEKDAY_NAMES, date.weekday().to_monday_zero_offset())).unwrap_or_default()
}

/// The weekday and the month, shortened.
fn short(date: Date, language: Language) -> [&'static str; 2] {
    let weekday = name(Language::WEEKDAY_NAMES, date.weekday().to_monday_zero_offset());
    let month = name(Language::MONTH_NAMES, date.month() - 1);
    [language.weekday_short(weekday).unwrap_or_default(), language.month_short(month).unwrap_or_default()]
}

/// The name in a dictionary whose entries stand in the order of the calendar.
fn name(names: &'static [&'static str], place: i8) -> &'static str {
    usize::try_from(place).ok().and_then(|place| names.get(place)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_of_the_calendar_stand_in_its_order() {
        let days: Vec<_> = (1..=12).map(|month| jiff::civil::date(2026, month, 15)).collect();
        let months: Vec<_> = days.iter().map(|day| day.strftime("%B").to_string().to_lowercase()).collect();
        assert_eq!(Language::MONTH_NAMES, months);
        let days = (16..=22).map(|day| jiff::civil::date(2026, 11, day).strftime("%A").to_string().to_lowercase());
        assert_eq!(Language::WEEKDAY_NAMES, days.collect::<Vec<_>>());
    }

    #[test]
    fn a_time_has_its_zone_and_its_year_only_if_it_is_another_one() {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let at = |now: &str, language| {
            date_and_time("2026-11-30T09:00:00Z".parse().unwrap(), now.parse().unwrap(), &zone, language)
        };
        assert_eq!(at("2026-12-01T00:00:00Z", Language::English), "Mon 30 Nov, 10:00 (CET)");
        assert_eq!(at("2027-01-01T00:00:00Z", Language::Spanish), "lun 30 nov 2026, 10:00 (CET)");
    }
}
