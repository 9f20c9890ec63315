//! Notes on the data as sentences without their full stop.

use super::Note;
use crate::phrasing::{list, moments, percent};
use crate::statistics::Proportion;
use domain::period::short_day;
use domain::vocabulary::Language;
use jiff::civil::Date;

/// Most days named one by one.
const DAYS_NAMED_MAX: usize = 7;

/// Words a note. The name of a source is a sender's own: escape the text like any other.
pub fn note(note: &Note, language: Language) -> String {
    match note {
        Note::StillOpen { days: 1, .. } => language.report_note_day_open().to_owned(),
        Note::StillOpen { begun, days } => language.report_note_period_open(&begun.to_string(), &days.to_string()),
        Note::ChangedSinceSent { sent, late: 0 } => language.report_note_judged_again(&short_day(*sent, language)),
        Note::ChangedSinceSent { sent, late } => {
            language.report_note_came_late(&moments(*late, language), &short_day(*sent, language))
        }
        Note::DaysWithoutData { dates } => days_without_data(dates, language),
        Note::NothingBefore => language.report_note_nothing_before().to_owned(),
        Note::DaysBeforeWithoutData { days, of } => {
            language.report_note_gaps_before(&days.to_string(), &of.to_string())
        }
        Note::SilentSource { source, last: None, before, .. } => {
            language.report_note_silent(source, &language.count(*before))
        }
        Note::SilentSource { source, last: Some(last), days, before } => {
            let duration = language.duration_days(*days);
            language.report_note_silent_since(source, &short_day(*last, language), &duration, &language.count(*before))
        }
        Note::Sampled { share } => {
            let share = Proportion::new((share * 10_000.0).round() as u64, 10_000);
            language.report_note_sampled(&percent(share, language))
        }
        Note::CorrectedByPeople { moments, not_counted: 0 } => language.report_note_corrected(*moments),
        Note::CorrectedByPeople { moments, not_counted } => {
            language.report_note_corrected_and_void(*moments, &language.count(*not_counted))
        }
        Note::RareKindsTogether { moments: rare } => language.report_note_rare_kinds(&moments(*rare, language)),
    }
}

fn days_without_data(dates: &[Date], language: Language) -> String {
    let days: Vec<_> = dates.iter().take(DAYS_NAMED_MAX).map(|date| short_day(*date, language)).collect();
    match days.first() {
        Some(first) if dates.len() > DAYS_NAMED_MAX => language.report_note_no_data_days(dates.len(), first),
        _ => language.report_note_no_data(&list(&days, language)),
    }
}
