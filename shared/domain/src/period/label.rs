//! Periods as people say them. Knows no other words of a report.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{Every, Period, quarter};
use crate::vocabulary::Language;

impl Period {
    /// Says the period in words: `Week 47 of 2026 (16–22 November)`, `1–15 de noviembre de 2026`. A range names its
    /// last day as people do, included.
    pub fn label(&self, language: Language) -> String {
        let start = self.start;
        let year = start.year();
        match (self.every, language) {
            (Some(Every::Day), Language::English) => {
                format!("{} {} {} {year}", weekday(start, language), start.day(), month(start, language))
            }
            (Some(Every::Day), Language::Spanish) => {
                format!("{} {} de {} de {year}", weekday(start, language), start.day(), month(start, language))
            }
            (Some(Every::Week), _) => {
                let week = start.iso_week_date();
                let days = self.span(language, false);
                match language {
                    Language::English => format!("Week {} of {} ({days})", week.week(), week.year()),
                    Language::Spanish => format!("Semana {} de {} ({days})", week.week(), week.year()),
                }
            }
            (Some(Every::Month), Language::English) => format!("{} {year}", month(start, language)),
            (Some(Every::Month), Language::Spanish) => format!("{} de {year}", month(start, language)),
            (Some(Every::Quarter), Language::English) => format!("Quarter {} of {year}", quarter(start)),
            (Some(Every::Quarter), Language::Spanish) => format!("{}.º trimestre de {year}", quarter(start)),
            (Some(Every::Year), _) => year.to_string(),
            (None, _) => self.span(language, true),
        }
    }

    /// Writes the first and the last day, with what they share said once.
    fn span(&self, language: Language, with_year: bool) -> String {
        let last = self.end.saturating_sub(1.day());
        let (first, of) = (self.start, if language == Language::Spanish { " de " } else { " " });
        let day = |date: Date, with_year: bool| {
            let year = if with_year { format!("{of}{}", date.year()) } else { String::new() };
            format!("{}{of}{}{year}", date.day(), month(date, language))
        };
        let year_differs = first.year() != last.year();
        let end = day(last, with_year || year_differs);
        if first == last {
            end
        } else if (first.year(), first.month()) == (last.year(), last.month()) {
            format!("{}–{end}", first.day())
        } else {
            format!("{} – {end}", day(first, year_differs))
        }
    }
}

/// Names a day in a chart or a list: `Mon 16 Nov`, `lun 16 nov`.
pub fn short_day(date: Date, language: Language) -> String {
    let cut = |word: &str| word.chars().take(3).collect::<String>();
    format!("{} {} {}", cut(weekday(date, language)), date.day(), cut(month(date, language)))
}

fn month(date: Date, language: Language) -> &'static str {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const SPANISH: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let names = if language == Language::English { ENGLISH } else { SPANISH };
    names[usize::from(date.month().unsigned_abs()) - 1]
}

fn weekday(date: Date, language: Language) -> &'static str {
    match (date.weekday(), language) {
        (Weekday::Monday, Language::English) => "Monday",
        (Weekday::Tuesday, Language::English) => "Tuesday",
        (Weekday::Wednesday, Language::English) => "Wednesday",
        (Weekday::Thursday, Language::English) => "Thursday",
        (Weekday::Friday, Language::English) => "Friday",
        (Weekday::Saturday, Language::English) => "Saturday",
        (Weekday::Sunday, Language::English) => "Sunday",
        (Weekday::Monday, Language::Spanish) => "lunes",
        (Weekday::Tuesday, Language::Spanish) => "martes",
        (Weekday::Wednesday, Language::Spanish) => "miércoles",
        (Weekday::Thursday, Language::Spanish) => "jueves",
        (Weekday::Friday, Language::Spanish) => "viernes",
        (Weekday::Saturday, Language::Spanish) => "sábado",
        (Weekday::Sunday, Language::Spanish) => "domingo",
    }
}
