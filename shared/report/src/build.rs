//! From summaries to a report, part by part. Reads no clock.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::customers::Counted;
use super::facts::{Cut, Facts, KindFacts};
use super::rate::Basis;
use super::sums::{self, Sums};
use super::{
    Cases, Celebrated, ChannelCount, Context, Corrections, Coverage, Critical, DayCounts, DaySummary, Followed,
    Journeys, Kind, Part, Promises, Quiet, REPORT_FORMAT, Rates, Recovery, Report, SliceLine, Span, Staff, StageCounts,
    ToRead, Verdict, Voice, Writing, comparison, details, notes, ranking, ratings, wording, words_read,
};
use crate::statistics::numbers::half_up;
use domain::identity::Pseudonyms;
use domain::period::Period;
use domain::vocabulary::{Outcome, Stage};

const CUSTOMERS_OWN: [Voice; 2] = [Voice::Unsolicited, Voice::Solicited];

impl Report {
    /// Reports on a period from the summaries of its days, and of the days of the period before, each in any order.
    ///
    /// Days outside the two periods only tell what became of earlier customers. A day that is missing is told in the
    /// notes. The same arguments give the same report, and its JSON the same bytes.
    pub fn of(period: Period, zone: &TimeZone, days: &[DaySummary], context: Context<'_>) -> Self {
        let today = zone.to_datetime(context.at).date();
        let [now, before] = [period, period.previous()].map(|period| Sums::of(period, days, today));
        Self::of_sums(period, zone, &now, &before, context)
    }

    /// Reports on a period from its sums and those of the period before.
    pub fn of_sums(period: Period, zone: &TimeZone, now: &Sums, before: &Sums, context: Context<'_>) -> Self {
        let (facts, earlier) = (&now.facts, &before.facts);
        let comparisons = comparison::compare(now, before);
        let kinds = kinds(now, before);
        let grid = details::grid(now, &kinds);
        let span = |period: Period| Span {
            name: period,
            kind: period.every().map_or("range", |every| every.as_str()).to_owned(),
            start: period.start(),
            end: period.end(),
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            over: period.is_over(context.at, zone),
        };
        let today = zone.to_datetime(context.at).date();
        let sent = context.announced.as_ref().map(|told| (zone.to_datetime(told.at).date(), told.outcomes));
        Self {
            format: REPORT_FORMAT,
            period: span(period),
            before: span(period.previous()),
            as_of: context.at,
            verdict: wording::worded(Verdict::of(facts.moments(), earlier.moments(), &comparisons)),
            monitoring: None,
            coverage: coverage(now, before),
            headline: headline(now),
            improve: ranking::improve(now, &kinds, &comparisons, &context),
            to_read: ToRead::all(now, context.recent),
            other_opinions: Vec::new(),
            stories: Vec::new(),
            cases: Cases::of(now, before, (period, today), &context),
            recovery: Recovery::of(period, today, &now.cohort),
            promises: Promises::of(now, before, &comparisons),
            quiet: Quiet::of(period, today, &facts.quiet, &now.quiet_before),
            staff: Staff::of(&facts.staff, context.rules),
            moment_to_celebrate: ranking::moment_to_celebrate(now).map(|(kind, moment)| Celebrated { kind, moment }),
            promised_action: context.action.map(|action| Followed::of(action, &comparisons)),
            celebrate: ranking::celebrate(now, &kinds),
            comparisons,
            stages: stages(facts),
            critical: Critical { moments: facts.critical, before: earlier.critical, clauses: facts.clauses.clone() },
            grid_refused: grid.as_ref().err().copied(),
            grid: grid.ok(),
            kinds,
            journeys: Journeys::of(period, today, now),
            signals: details::signals(facts),
            opinions_linked: Part::of(facts.opinions.told.total(), facts.opinions.bad),
            words: words_read::lines(now),
            writing: Writing::of(now),
            corrections: Corrections::of(facts, context.rules),
            segments: details::slices(&now.segments, &before.segments),
            clocks: details::clocks(facts, earlier),
            drivers: details::drivers(facts),
            channels: channels(facts, earlier),
            ratings: ratings::series(facts, earlier),
            days: days(period, now),
            notes: notes::notes(period, today, now, before, sent),
        }
        .plainly()
    }
}

impl Report {
    /// Names its customers. A report is counted from facts, which know no key; until this is done nobody has a name in it.
    #[must_use]
    pub fn named(mut self, names: &Pseudonyms) -> Self {
        let in_lists = self.improve.iter_mut().chain(&mut self.celebrate).flat_map(|kind| &mut kind.examples);
        let pointers = in_lists.chain(self.moment_to_celebrate.as_mut().map(|celebrated| &mut celebrated.moment));
        let pointers = pointers.map(|one| (&one.recorded, &mut one.customer));
        let quiet = self.quiet.call.iter_mut().map(|one| (&one.recorded, &mut one.customer));
        let missing = self
            .journeys
            .later
            .iter_mut()
            .flat_map(|later| &mut later.missing_follow_ups)
            .map(|one| (&one.recorded, &mut one.customer));
        let thanks = self.staff.thanks_due.iter_mut().map(|one| (&one.recorded, &mut one.customer));
        for (recorded, customer) in pointers.chain(quiet).chain(missing).chain(thanks) {
            if let Some(recorded) = recorded {
                *customer = names.of(recorded);
            }
        }
        self
    }
}

/// A period cut one way: by source, channel, segment or kind of touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Breakdown {
    /// Version of this form; it counts up when a program that reads it would have to change.
    pub format: u32,
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub before: Period,
    /// When the facts were read.
    pub as_of: jiff::Timestamp,
    /// By what.
    pub by: Cut,
    /// The slices, the most customers first, the rarest together as `other`.
    pub slices: Vec<SliceLine>,
}

impl Breakdown {
    /// Cuts a period from the summaries of its days and of the days of the period before, in any order.
    pub fn of(by: Cut, period: Period, days: &[DaySummary], as_of: jiff::Timestamp) -> Self {
        let before = period.previous();
        let of = |period: Period| match by {
            Cut::TouchpointType => of_kinds(Sums::of(period, days, period.end())),
            Cut::Source | Cut::Channel | Cut::Segment => sums::cut(by, period, days),
        };
        let slices = details::slices(&of(period), &of(before));
        Self { format: REPORT_FORMAT, period, before, as_of, by, slices }
    }
}

fn of_kinds(sums: Sums) -> BTreeMap<String, sums::Slice> {
    sums.kinds
}

/// Customers by the worst they met anywhere, with a percentage only where one says what was looked at.
fn headline(now: &Sums) -> BTreeMap<Voice, Rates> {
    let rates = |(voice, counted): (&Voice, &Counted)| {
        let mut basis = Basis::default();
        now.facts.kinds.values().filter_map(|kind| kind.basis.get(voice)).for_each(|more| basis.extend(more));
        (*voice, Rates::of(counted).limited(basis))
    };
    now.everybody.iter().map(rates).collect()
}

fn coverage(now: &Sums, before: &Sums) -> Coverage {
    let (facts, earlier) = (&now.facts, &before.facts);
    let moments = facts.moments();
    let of_voice = |voice| facts.outcomes(&[voice]).iter().sum();
    let [misery, average, magic, _] = facts.outcomes(&Voice::ALL);
    Coverage {
        moments,
        moments_before: earlier.moments(),
        customers: now.all.population,
        customers_before: before.all.population,
        judged_customers: now.all.worst.judged(),
        unhappy_customers: now.all.worst.misery,
        customers_estimated: now.all.sampled.or(before.all.sampled).is_some(),
        judged: Part::of(misery + average + magic, moments),
        asked: Part::of(of_voice(Voice::Solicited), moments),
        rated: Part::of(facts.rated, moments),
        commented: Part::of(facts.commented, moments),
        staff_observed: Part::of(of_voice(Voice::Staff), moments),
        methods: facts.methods.clone(),
        sources: facts.sources.clone(),
    }
}

fn stages(facts: &Facts) -> Vec<StageCounts> {
    let counts = |voices: &[Voice], place: usize| {
        let mut sums = [0; 4];
        for stages in voices.iter().filter_map(|voice| facts.stages.get(voice)) {
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

fn kinds(now: &Sums, before: &Sums) -> Vec<Kind> {
    let row = |(name, kind): (&String, &KindFacts)| Kind {
        kind: name.clone(),
        moments: kind.moments,
        moments_before: before.facts.kinds.get(name).map_or(0, |kind| kind.moments),
        customers: ranking::customers_of(now, name).population,
        importance: half_up(10 * i128::from(kind.importance), kind.moments) as f64 / 10.0,
        critical: kind.critical,
        rates: now
            .kinds
            .get(name)
            .map(|slice| {
                let basis = |voice: &Voice| kind.basis.get(voice).copied().unwrap_or_default();
                let rates = |(voice, counted): (&Voice, &Counted)| (*voice, Rates::of(counted).limited(basis(voice)));
                slice.voices.iter().map(rates).collect()
            })
            .unwrap_or_default(),
    };
    // A kind may be there only because a case about it was resolved.
    let met = now.facts.kinds.iter().filter(|(_, kind)| kind.moments > 0);
    let mut kinds: Vec<_> = met.map(row).collect();
    kinds.sort_by(|a, b| b.customers.cmp(&a.customers).then_with(|| a.kind.cmp(&b.kind)));
    kinds
}

fn channels(facts: &Facts, earlier: &Facts) -> Vec<ChannelCount> {
    let count = |(channel, count): (&str, u64)| ChannelCount {
        channel: channel.to_owned(),
        now: Part::of(count, facts.channels.total()),
        before: Part::of(earlier.channels.get(channel), earlier.channels.total()),
    };
    let gone = earlier.channels.iter().filter(|(channel, _)| facts.channels.get(channel) == 0);
    let mut channels: Vec<_> = facts.channels.iter().chain(gone.map(|(channel, _)| (channel, 0))).map(count).collect();
    channels.sort_by(|a, b| b.now.count.cmp(&a.now.count).then_with(|| a.channel.cmp(&b.channel)));
    channels
}

fn days(period: Period, now: &Sums) -> Vec<DayCounts> {
    let row = |date| {
        let day = now.days.iter().find(|day| day.date == date);
        let [misery, average, magic, unknown] = day.map(|day| day.outcomes).unwrap_or_default();
        let (moments, critical) = day.map_or((0, 0), |day| (day.moments(), day.critical));
        DayCounts { date, moments, misery, average, magic, unknown, critical }
    };
    period.days().map(row).collect()
}

/// The outcomes are counted in this order; a new one must be added here.
const _: () = assert!(Outcome::ALL.len() == 4 && Stage::ALL.len() == 4);
