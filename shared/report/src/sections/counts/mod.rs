//! Plain counts: how much was seen, by stage, by channel, by day. Rates nothing.

pub(crate) mod words;

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rate::Part;
use crate::tally::Tally;
use crate::voice::Voice;
use domain::period::Period;
use domain::vocabulary::{Clause, Method, Outcome, Stage};

/// Whose moments count as customers' own.
const CUSTOMERS_OWN: [Voice; 2] = [Voice::Unsolicited, Voice::Solicited];

/// How much was seen, and how much of it is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Moments.
    pub moments: u64,
    /// Moments of the period before.
    pub moments_before: u64,
    /// Different customers. Where a kind had too many to keep, estimated from the sample.
    pub customers: u64,
    /// Different customers of the period before.
    pub customers_before: u64,
    /// Customers of whom at least one moment has a known outcome; of a sample where there were too many to keep.
    pub judged_customers: u64,
    /// Of these, those who had a bad experience.
    pub unhappy_customers: u64,
    /// Whether either number of customers is an estimate.
    pub customers_estimated: bool,
    /// Moments whose outcome is known.
    pub judged: Part,
    /// Moments the customer was asked for.
    pub asked: Part,
    /// Moments that carry a rating.
    pub rated: Part,
    /// Moments that carry the customer's words.
    pub commented: Part,
    /// Moments observed by staff.
    pub staff_observed: Part,
    /// Judged moments by the rule that decided.
    pub methods: BTreeMap<Method, u64>,
    /// Moments by source.
    pub sources: Tally,
}

/// Customers' moments in one stage. Staff's are counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StageCounts {
    /// The stage.
    pub stage: Stage,
    /// All of the stage: n.
    pub moments: u64,
    /// Expectation not met.
    pub misery: u64,
    /// Expectation met.
    pub average: u64,
    /// Expectation exceeded.
    pub magic: u64,
    /// Nothing says.
    pub unknown: u64,
    /// Of these, those the customer was asked for.
    pub solicited: u64,
    /// Observed by staff, not among the others.
    pub staff: u64,
}

/// Critical moments of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Critical {
    /// How many.
    pub moments: u64,
    /// How many in the period before.
    pub before: u64,
    /// By clause; a moment may have several.
    pub clauses: BTreeMap<Clause, u64>,
}

/// Moments through one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelCount {
    /// The channel; empty if the senders named none.
    pub channel: String,
    /// Of all moments.
    pub now: Part,
    /// Of all moments of the period before.
    pub before: Part,
}

/// The moments of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayCounts {
    /// The day.
    pub date: Date,
    /// Moments.
    pub moments: u64,
    /// Expectation not met.
    pub misery: u64,
    /// Expectation met.
    pub average: u64,
    /// Expectation exceeded.
    pub magic: u64,
    /// Nothing says.
    pub unknown: u64,
    /// Critical ones.
    pub critical: u64,
}

/// What was counted on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DaySum {
    pub(crate) date: Date,
    /// In the order of [`domain::vocabulary::Outcome::ALL`].
    pub(crate) outcomes: [u64; 4],
    pub(crate) critical: u64,
    pub(crate) sources: Tally,
}

impl DaySum {
    /// Adds another part of the same day.
    pub(crate) fn extend(&mut self, part: &Self) {
        self.outcomes.iter_mut().zip(part.outcomes).for_each(|(sum, count)| *sum += count);
        self.critical += part.critical;
        self.sources.extend(&part.sources);
    }

    /// Counts its moments.
    pub(crate) fn moments(&self) -> u64 {
        self.outcomes.iter().sum()
    }
}

/// Counts customers' moments by stage; staff's stand apart.
pub(crate) fn stages(counted: &BTreeMap<Voice, [[u64; 4]; 4]>) -> Vec<StageCounts> {
    let counts = |voices: &[Voice], place: usize| {
        let mut sums = [0; 4];
        for stages in voices.iter().filter_map(|voice| counted.get(voice)) {
            sums.iter_mut().zip(stages[place]).for_each(|(sum, count)| *sum += count);
        }
        sums
    };
    let row = |(place, stage): (usize, &Stage)| {
        let [misery, average, magic, unknown] = counts(&CUSTOMERS_OWN, place);
        StageCounts {
            stage: *stage,
            moments: misery + average + magic + unknown,
            misery,
            average,
            magic,
            unknown,
            solicited: counts(&[Voice::Solicited], place).iter().sum(),
            staff: counts(&[Voice::Staff], place).iter().sum(),
        }
    };
    Stage::ALL.iter().enumerate().map(row).collect()
}

/// Lists channels beside the period before, the most moments first.
pub(crate) fn channels(now: &Tally, before: &Tally) -> Vec<ChannelCount> {
    let count = |(channel, count): (&str, u64)| ChannelCount {
        channel: channel.to_owned(),
        now: Part::of(count, now.total()),
        before: Part::of(before.get(channel), before.total()),
    };
    let gone = before.iter().filter(|(channel, _)| now.get(channel) == 0);
    let mut channels: Vec<_> = now.iter().chain(gone.map(|(channel, _)| (channel, 0))).map(count).collect();
    channels.sort_by(|a, b| b.now.count.cmp(&a.now.count).then_with(|| a.channel.cmp(&b.channel)));
    channels
}

/// Lists every day of a period, those without anything included.
pub(crate) fn days(period: Period, sums: &[DaySum]) -> Vec<DayCounts> {
    let row = |date| {
        let day = sums.iter().find(|day| day.date == date);
        let [misery, average, magic, unknown] = day.map(|day| day.outcomes).unwrap_or_default();
        let (moments, critical) = day.map_or((0, 0), |day| (day.moments(), day.critical));
        DayCounts { date, moments, misery, average, magic, unknown, critical }
    };
    period.days().map(row).collect()
}

/// The outcomes are counted in this order; a new one must be added here.
const _: () = assert!(Outcome::ALL.len() == 4 && Stage::ALL.len() == 4);
