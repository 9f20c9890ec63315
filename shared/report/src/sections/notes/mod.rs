//! What a reader has to know before relying on the numbers. Words are in [`words`].

pub(crate) mod words;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rate::DECIMALS;
use crate::sections::counts::DaySum;
use crate::statistics::numbers::rounded;
use crate::tally::{OTHER, Tally};
use domain::period::Period;

/// Something that limits what the numbers can say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// The period had not ended when the facts were read.
    StillOpen {
        /// Days begun, the current one included.
        begun: u32,
        /// Days of the period.
        days: u32,
    },
    /// The channels were told other numbers than these.
    ChangedSinceSent {
        /// The day on which they were told.
        sent: Date,
        /// Moments that came in since then; none if others were only judged anew.
        late: u64,
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
    /// A sender has gone silent: by what it sent in the period before, its silence is no chance.
    SilentSource {
        /// Name of the source.
        source: String,
        /// The last day of the period on which it sent anything; absent if it sent nothing in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last: Option<Date>,
        /// Days of silence up to the end of the period, or to yesterday.
        days: u32,
        /// Its moments on the same days of the period before.
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
    /// People corrected judgements, and the numbers follow them.
    CorrectedByPeople {
        /// Moments of which something that people said holds.
        moments: u64,
        /// Of them, spam and duplicates, which nothing counts.
        not_counted: u64,
    },
}

/// Moments that a source sent before, on the days on which it is silent now, for the silence to be told: at this many
/// expected, none at all has a chance below one in a thousand (Poisson, e⁻⁷).
pub const SILENCE_EXPECTED_MIN: u64 = 7;

/// What is known of the data of a period.
pub(crate) struct Data<'a> {
    /// The days that have anything, in order.
    pub(crate) days: &'a [DaySum],
    /// The first day of those looked at on which anything happened.
    pub(crate) first_day: Option<Date>,
    /// All moments by outcome.
    pub(crate) outcomes: [u64; 4],
    /// All moments by source.
    pub(crate) sources: &'a Tally,
    /// Share of the customers that rates rest on, where there were too many to keep.
    pub(crate) sampled: Option<f64>,
    /// Moments of kinds that were counted together because they are rare.
    pub(crate) rare: Option<u64>,
    /// Moments of which something that people said holds, and those of them that count nowhere.
    pub(crate) corrected: [u64; 2],
}

/// Says what limits the numbers of a period.
pub(crate) fn notes(
    (period, today): (Period, Date),
    now: &Data<'_>,
    before: &Data<'_>,
    sent: Option<Sent>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    if today < period.end() {
        let begun = period.days().filter(|date| *date <= today).count();
        notes.push(Note::StillOpen { begun: small(begun), days: small(period.days().count()) });
    }
    notes.extend(sent.and_then(|sent| changed_since(sent, now)));
    // Before anything was sent there are no gaps.
    let begins = now.first_day.into_iter().chain(before.first_day).min();
    let has_begun = |date: &Date| begins.is_some_and(|begins| begins <= *date);
    let dates: Vec<_> = empty_days(period, now).filter(|date| *date <= today).filter(has_begun).collect();
    if !dates.is_empty() {
        notes.push(Note::DaysWithoutData { dates });
    }
    let previous = period.previous();
    let empty_before = empty_days(previous, before).filter(has_begun).count();
    if before.outcomes.iter().sum::<u64>() == 0 {
        notes.push(Note::NothingBefore);
    } else if empty_before > 0 {
        let of = small(previous.days().count());
        notes.push(Note::DaysBeforeWithoutData { days: small(empty_before), of });
    }
    notes.extend(silent_sources(period, today, now, before));
    if let Some(share) = now.sampled {
        notes.push(Note::Sampled { share: rounded(share, DECIMALS) });
    }
    notes.extend(now.rare.map(|moments| Note::RareKindsTogether { moments }));
    let [moments, not_counted] = now.corrected;
    if moments > 0 {
        notes.push(Note::CorrectedByPeople { moments, not_counted });
    }
    notes
}

/// The day on which the channels were told of the report, and the moments by outcome that they were told of.
pub(crate) type Sent = (Date, [u64; 4]);

fn changed_since((sent, outcomes): Sent, now: &Data<'_>) -> Option<Note> {
    let present = now.outcomes;
    let count = |outcomes: &[u64; 4]| outcomes.iter().sum::<u64>();
    let late = count(&present).saturating_sub(count(&outcomes));
    (present != outcomes).then_some(Note::ChangedSinceSent { sent, late })
}

/// Finds the sources that have gone silent. The days of the two periods are paired from their starts, so that a weekly
/// rhythm is allowed for where the periods are weeks.
fn silent_sources(period: Period, today: Date, now: &Data<'_>, before: &Data<'_>) -> Vec<Note> {
    let sent = |data: &Data<'_>, date: Date, source: &str| {
        data.days.iter().find(|day| day.date == date).map_or(0, |day| day.sources.get(source))
    };
    // Today is not over: what has not come may still come.
    let pairs: Vec<_> = period.days().zip(period.previous().days()).filter(|(date, _)| *date < today).collect();
    let note = |(source, _): (&str, u64)| {
        let last = period.days().rfind(|date| sent(now, *date, source) > 0);
        let silent: Vec<_> = pairs.iter().filter(|(date, _)| last.is_none_or(|last| *date > last)).collect();
        let expected = silent.iter().map(|(_, earlier)| sent(before, *earlier, source)).sum();
        let is_silent = source != OTHER && expected >= SILENCE_EXPECTED_MIN;
        is_silent.then(|| Note::SilentSource {
            source: source.to_owned(),
            last,
            days: small(silent.len()),
            before: expected,
        })
    };
    before.sources.iter().filter_map(note).collect()
}

fn empty_days(period: Period, data: &Data<'_>) -> impl Iterator<Item = Date> {
    period.days().filter(|date| !data.days.iter().any(|day| day.date == *date && day.moments() > 0))
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
