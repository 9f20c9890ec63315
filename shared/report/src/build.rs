//! From summaries to a report, part by part. Reads no clock.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::rate::Part;
use super::sections::cases::{Cases, Happened};
use super::sections::comparisons::{self, Compared, Comparison};
use super::sections::corrections::Corrections;
use super::sections::counts::{self, Coverage, Critical};
use super::sections::journeys::Journeys;
use super::sections::kinds::{self, Kind, reporter};
use super::sections::notes::{self, Data};
use super::sections::phrases::ToRead;
use super::sections::priorities::{self, Grounds, Priority};
use super::sections::promises::Promises;
use super::sections::quiet::Quiet;
use super::sections::recovery::Recovery;
use super::sections::slices::facts::Cut;
use super::sections::slices::{self, SliceLine, SliceSum};
use super::sections::staff::Staff;
use super::sections::verdict::Verdict;
use super::sections::verdict::words::worded;
use super::sections::whom::Told;
use super::sections::words_read::{self, Writing};
use super::sections::{drivers, grid, headline, opinions, ratings, signals, waits};
use super::sums::{self, Sums};
use super::tally::{OTHER, Tally};
use super::voice::Voice;
use super::{Context, DaySummary, Followed, REPORT_FORMAT, Report, Span};
use domain::identity::Pseudonyms;
use domain::period::Period;

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
        let comparisons = compared(now, before);
        let kinds = kinds::kinds(&facts.kinds, &earlier.kinds, &now.kinds);
        let grid = grid::grid(&kinds, &facts.kinds, &now.kinds);
        let (improve, to_read) = failures(now, &kinds, &comparisons, &context);
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
            verdict: worded(Verdict::of(facts.moments(), earlier.moments(), &comparisons)),
            monitoring: None,
            coverage: coverage(now, before),
            headline: headline::headline(&now.everybody, &facts.kinds),
            improve,
            to_read,
            other_opinions: Vec::new(),
            stories: Vec::new(),
            cases: Cases::of(
                [&happened(facts), &happened(earlier)],
                (period, today),
                (context.open_cases.as_ref(), context.at),
                context.rules,
            ),
            recovery: Recovery::of(period, today, &now.cohort),
            promises: Promises::of([&facts.promises, &earlier.promises], &now.promised, &now.due, &comparisons),
            quiet: Quiet::of(period, today, &facts.quiet, &now.quiet_before),
            staff: Staff::of(&facts.staff, context.rules),
            moment_to_celebrate: priorities::moment_to_celebrate(&facts.kinds),
            promised_action: context.action.map(|action| Followed::of(action, &comparisons)),
            celebrate: priorities::celebrate(&kinds, &facts.kinds),
            comparisons,
            stages: counts::stages(&facts.stages),
            critical: Critical { moments: facts.critical, before: earlier.critical, clauses: facts.clauses.clone() },
            grid_refused: grid.as_ref().err().copied(),
            grid: grid.ok(),
            kinds,
            journeys: Journeys::of((period, today), &facts.steps, &now.contacts, &now.cohort),
            signals: signals::signals(&facts.kinds),
            opinions_linked: opinions::linked(&facts.opinions),
            words: words_read::lines(&now.read),
            writing: Writing::of(facts.opinions.writing, &now.read),
            corrections: Corrections::of(&facts.corrections, context.rules),
            segments: slices::slices(&now.segments, &before.segments),
            clocks: waits::clocks(&facts.clocks, &earlier.clocks),
            drivers: drivers::drivers(&facts.answers),
            channels: counts::channels(&facts.channels, &earlier.channels),
            ratings: ratings::series(&facts.ratings, &earlier.ratings),
            days: counts::days(period, &now.days),
            notes: notes::notes((period, today), &data(now), &data(before), sent),
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
        let slices = slices::slices(&of(period), &of(before));
        Self { format: REPORT_FORMAT, period, before, as_of, by, slices }
    }
}

fn of_kinds(sums: Sums) -> BTreeMap<String, SliceSum> {
    sums.kinds
}

/// Finds what moved between two periods.
fn compared(now: &Sums, before: &Sums) -> Vec<Comparison> {
    fn of<'a>(sums: &'a Sums, is_read: &'a dyn Fn(&str, Voice) -> bool) -> Compared<'a> {
        let Sums { everybody, kinds, due, promised, .. } = sums;
        Compared { everybody, kinds, is_read, due: &due.counted, promised }
    }
    let [read_now, read_before] = [now, before].map(|sums| |kind: &str, voice| sums.is_read(kind, voice));
    comparisons::compare(&of(now, &read_now), &of(before, &read_before))
}

/// Ranks what failed, and lists the comments that may say why: of the period, and of the last weeks if the report looks back.
fn failures(
    now: &Sums,
    kinds: &[Kind],
    comparisons: &[Comparison],
    context: &Context<'_>,
) -> (Vec<Priority>, Vec<ToRead>) {
    let facts = &now.facts;
    let own = Told { cross: &facts.cross, values: &facts.values, weeks: None };
    let lately = context.recent.map(|of| Told { cross: &of.cross, values: &of.values, weeks: Some(of.weeks) });
    let cuts: Vec<_> = std::iter::once(own).chain(lately).collect();
    let improve = priorities::improve(&Grounds {
        kinds,
        counted: &facts.kinds,
        opinions: &facts.opinions,
        due: &now.due.counted,
        comparisons,
        cuts: &cuts,
        rules: context.rules,
    });
    let (said, weeks) = context.recent.map_or((&facts.said, None), |recent| (&recent.said, Some(recent.weeks)));
    (improve, ToRead::all(said, weeks, reporter(&facts.kinds).as_ref()))
}

fn happened(facts: &Facts) -> Happened<'_> {
    let mut causes = Tally::default();
    facts.kinds.values().for_each(|kind| causes.extend(&kind.causes));
    Happened { events: &facts.cases, causes, telling: &facts.telling }
}

fn data(sums: &Sums) -> Data<'_> {
    Data {
        days: &sums.days,
        first_day: sums.first_day,
        outcomes: sums.facts.outcomes(&Voice::ALL),
        sources: &sums.facts.sources,
        sampled: sums.all.sampled,
        rare: sums.facts.kinds.get(OTHER).map(|other| other.moments),
        corrected: [sums.facts.corrections.moments, sums.facts.corrections.void],
    }
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
