//! What a reader has to know before relying on the numbers. Words are in [`super::wording`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::DaySummary;
use super::facts::Facts;
use super::rate::DECIMALS;
use super::tally::OTHER;
use super::voice::Voice;
use crate::period::Period;
use crate::statistics::numbers::rounded;

/// Something that limits what the numbers can say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// The period had not ended when the facts were read.
    StillOpen {
        /// Days begun, the current one included.
        begun: u32,
        /// Days of the period.
        days: u32,
    },
    /// Days of the period, begun already, without a single moment.
    DaysWithoutData {
        /// Which.
        dates: Vec<Date>,
    },
    /// There is nothing in the period before to compare with.
    NothingBefore,
    /// The period before has days without a single moment: a comparison leans on the others.
    DaysBeforeWithoutData {
        /// How many.
        days: u32,
        /// Of how many.
        of: u32,
    },
    /// A sender of the period before sent nothing in this one.
    SilentSource {
        /// Name of the source.
        source: String,
        /// Its moments in the period before.
        before: u64,
    },
    /// Where there were too many customers to keep them all, rates rest on a random sample of them.
    Sampled {
        /// The smallest share of customers that a rate rests on.
        share: f64,
    },
    /// So many kinds of touchpoint were sent that the rarest are counted together as `other`.
    RareKindsTogether {
        /// Moments of them.
        moments: u64,
    },
}

type Side<'a> = (&'a [&'a DaySummary], &'a Facts);

pub(crate) fn notes(
    period: Period,
    today: Date,
    now: (&Vec<&DaySummary>, &Facts),
    before: (&Vec<&DaySummary>, &Facts),
) -> Vec<Note> {
    let (now, before): (Side<'_>, Side<'_>) = ((now.0, now.1), (before.0, before.1));
    let mut notes = Vec::new();
    if today < period.end() {
        let begun = period.days().filter(|date| *date <= today).count();
        notes.push(Note::StillOpen { begun: small(begun), days: small(period.days().count()) });
    }
    let dates: Vec<_> = empty_days(period, now.0).filter(|date| *date <= today).collect();
    if !dates.is_empty() {
        notes.push(Note::DaysWithoutData { dates });
    }
    let previous = period.previous();
    let empty_before = empty_days(previous, before.0).count();
    if before.1.moments() == 0 {
        notes.push(Note::NothingBefore);
    } else if empty_before > 0 {
        let of = small(previous.days().count());
        notes.push(Note::DaysBeforeWithoutData { days: small(empty_before), of });
    }
    for (source, count) in before.1.sources.iter() {
        if now.1.sources.get(source) == 0 && source != OTHER {
            notes.push(Note::SilentSource { source: source.to_owned(), before: count });
        }
    }
    if let Some(share) = now.1.customers(&Voice::ALL).sampled() {
        notes.push(Note::Sampled { share: rounded(share, DECIMALS) });
    }
    if let Some(other) = now.1.kinds.get(OTHER) {
        notes.push(Note::RareKindsTogether { moments: other.moments });
    }
    notes
}

fn empty_days<'a>(period: Period, summaries: &'a [&'a DaySummary]) -> impl Iterator<Item = Date> + 'a {
    period.days().filter(|date| !summaries.iter().any(|day| day.date == *date && day.moments() > 0))
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
