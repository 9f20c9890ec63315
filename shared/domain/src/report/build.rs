//! From summaries to a report, part by part. Reads no clock.

use jiff::tz::TimeZone;

use super::customers::CUSTOMERS_OF_A_PERIOD_MAX;
use super::facts::{Facts, KindFacts};
use super::{
    AsOf, CaseCount, Cases, ChannelCount, Coverage, Critical, DayCounts, DaySummary, Kind, Part, REPORT_FORMAT, Rates,
    Report, Span, StageCounts, Verdict, Voice, comparison, notes, ranking, ratings,
};
use crate::period::Period;
use crate::statistics::numbers::half_up;
use crate::vocabulary::{Outcome, Stage};

/// The life of a case, in order; anything else follows by name.
const TRANSITIONS: [&str; 8] =
    ["opened", "joined", "reopened", "acknowledged", "contacted", "resolved", "verified", "lost"];

const CUSTOMERS_OWN: [Voice; 2] = [Voice::Unsolicited, Voice::Solicited];

impl Report {
    /// Reports on a period from the summaries of its days and of the days of the period before, each in any order.
    ///
    /// Days outside the two periods are left out. A day that is missing is told in the notes. The same arguments give
    /// the same report, and its JSON the same bytes.
    pub fn of(period: Period, zone: &TimeZone, now: &[DaySummary], before: &[DaySummary], as_of: AsOf) -> Self {
        let before_period = period.previous();
        let (now, before) = (within(period, now), within(before_period, before));
        let (facts, earlier) = (sum(&now), sum(&before));
        let comparisons = comparison::compare(&facts, &earlier);
        let kinds = kinds(&facts, &earlier);
        let span = |period: Period| Span {
            name: period,
            kind: period.every().map_or("range", |every| every.as_str()).to_owned(),
            start: period.start(),
            end: period.end(),
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            over: period.is_over(as_of.at, zone),
        };
        let today = zone.to_datetime(as_of.at).date();
        Self {
            format: REPORT_FORMAT,
            period: span(period),
            before: span(before_period),
            as_of: as_of.at,
            verdict: Verdict::of(facts.moments(), earlier.moments(), &comparisons),
            coverage: coverage(&facts, &earlier),
            headline: Voice::ALL
                .into_iter()
                .map(|voice| (voice, facts.customers(&[voice])))
                .filter(|(_, customers)| !customers.is_empty())
                .map(|(voice, customers)| (voice, Rates::of(&customers)))
                .collect(),
            improve: ranking::improve(&facts, &kinds),
            celebrate: ranking::celebrate(&facts, &kinds),
            comparisons,
            stages: stages(&facts),
            kinds,
            cases: cases(&facts, &earlier, as_of),
            critical: Critical { moments: facts.critical, before: earlier.critical, clauses: facts.clauses.clone() },
            channels: channels(&facts, &earlier),
            ratings: ratings::series(&facts, &earlier),
            days: days(period, &now),
            notes: notes::notes(period, today, (&now, &facts), (&before, &earlier)),
        }
    }
}

fn within(period: Period, summaries: &[DaySummary]) -> Vec<&DaySummary> {
    let mut days: Vec<_> =
        summaries.iter().filter(|day| period.start() <= day.date && day.date < period.end()).collect();
    days.sort_by_key(|day| day.date);
    days
}

fn sum(days: &[&DaySummary]) -> Facts {
    let mut facts = Facts::default();
    for day in days {
        facts.extend(&day.facts);
    }
    facts.settle(CUSTOMERS_OF_A_PERIOD_MAX);
    facts
}

fn coverage(facts: &Facts, earlier: &Facts) -> Coverage {
    let moments = facts.moments();
    let everybody = facts.customers(&Voice::ALL);
    let everybody_before = earlier.customers(&Voice::ALL);
    let of_voice = |voice| facts.outcomes(&[voice]).iter().sum();
    let [misery, average, magic, _] = facts.outcomes(&Voice::ALL);
    Coverage {
        moments,
        moments_before: earlier.moments(),
        customers: everybody.population(),
        customers_before: everybody_before.population(),
        customers_estimated: everybody.sampled().or(everybody_before.sampled()).is_some(),
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

fn kinds(facts: &Facts, earlier: &Facts) -> Vec<Kind> {
    let row = |(name, kind): (&String, &KindFacts)| Kind {
        kind: name.clone(),
        moments: kind.moments,
        moments_before: earlier.kinds.get(name).map_or(0, |kind| kind.moments),
        customers: kind.everybody().population(),
        importance: half_up(10 * i128::from(kind.importance), kind.moments) as f64 / 10.0,
        critical: kind.critical,
        rates: kind.customers.iter().map(|(voice, customers)| (*voice, Rates::of(customers))).collect(),
    };
    let mut kinds: Vec<_> = facts.kinds.iter().map(row).collect();
    kinds.sort_by(|a, b| b.customers.cmp(&a.customers).then_with(|| a.kind.cmp(&b.kind)));
    kinds
}

fn cases(facts: &Facts, earlier: &Facts, as_of: AsOf) -> Cases {
    let count = |transition: &str| CaseCount {
        transition: transition.to_owned(),
        now: facts.cases.get(transition),
        before: earlier.cases.get(transition),
    };
    let others = facts.cases.iter().map(|(name, _)| name).filter(|name| !TRANSITIONS.contains(name));
    let events = TRANSITIONS.into_iter().chain(others).map(count);
    Cases { open: as_of.open_cases, events: events.filter(|event| event.now + event.before > 0).collect() }
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

fn days(period: Period, now: &[&DaySummary]) -> Vec<DayCounts> {
    let row = |date| {
        let mut counts = DayCounts { date, moments: 0, misery: 0, average: 0, magic: 0, unknown: 0, critical: 0 };
        for day in now.iter().filter(|day| day.date == date) {
            let [misery, average, magic, unknown] = day.facts.outcomes(&Voice::ALL);
            counts.moments += day.facts.moments();
            counts.misery += misery;
            counts.average += average;
            counts.magic += magic;
            counts.unknown += unknown;
            counts.critical += day.facts.critical;
        }
        counts
    };
    period.days().map(row).collect()
}

/// The outcomes are counted in this order; a new one must be added here.
const _: () = assert!(Outcome::ALL.len() == 4 && Stage::ALL.len() == 4);
