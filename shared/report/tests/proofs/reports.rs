//! What is true of any report on anything that can happen: its facts add up in any order and any parts, and its counts are
//! those that somebody gets who counts the moments by hand.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::Identity;
use domain::moment::Moment;
use domain::outcome::promise::Status;
use domain::period::Period;
use domain::rules::Rules;
use domain::vocabulary::{Outcome, Stage};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use reports::{Context, DaySummary, Rate, Report, Summarizer, Sums, Voice, summarize};

use crate::random::{hold, judge_as, touchpoints};

/// Moments of up to five customers, each of whom said and met anything, in any order.
fn moments() -> impl Strategy<Value = Vec<Moment>> {
    let of_customer = |(number, touchpoints): (usize, Vec<_>)| {
        let customer = Identity::Customer(format!("customer {number}"));
        let judged = judge_as(&customer, touchpoints).into_iter().map(|judged| judged.moment);
        judged.map(move |moment| Moment { id: format!("{}-{number}", moment.id), ..moment }).collect::<Vec<_>>()
    };
    prop::collection::vec(touchpoints(30), 1..=5)
        .prop_map(move |all| all.into_iter().enumerate().flat_map(of_customer).collect::<Vec<_>>())
        .prop_shuffle()
}

fn day_of(moment: &Moment) -> Date {
    TimeZone::UTC.to_datetime(moment.occurred_at).date()
}

fn days(moments: &[Moment]) -> Vec<DaySummary> {
    let dates: BTreeSet<Date> = moments.iter().map(day_of).collect();
    let of = |date| summarize(date, &TimeZone::UTC, moments.iter().filter(move |moment| day_of(moment) == date));
    dates.into_iter().map(of).collect()
}

fn context(rules: &Rules) -> Context<'_> {
    let at = "2026-04-20T06:00:00Z".parse().unwrap();
    Context { at, rules, announced: None, action: None, open_cases: None, recent: None }
}

/// Touchpoints lie between January and early April: a month with one before it and one after it.
fn month() -> Period {
    "2026-02".parse().unwrap()
}

fn report(days: &[DaySummary], rules: &Rules) -> Report {
    Report::of(month(), &TimeZone::UTC, days, context(rules))
}

fn json(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
}

fn stored<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

#[test]
fn a_day_is_the_sum_of_its_parts_in_any_order() {
    let rules = Rules::built_in().unwrap();
    hold((moments(), 1..8_usize, 300..6_000_usize), |(moments, shards, bytes_max)| {
        let whole = days(&moments);
        let mut again = Vec::new();
        for day in &whole {
            // Read from several partitions at once, the last first.
            let of_day: Vec<_> = moments.iter().rev().filter(|moment| day_of(moment) == day.date).collect();
            let mut joined = Summarizer::new(day.date, &TimeZone::UTC);
            for shard in 0..shards {
                let mut part = Summarizer::new(day.date, &TimeZone::UTC);
                of_day.iter().skip(shard).step_by(shards).for_each(|moment| part.add(moment));
                joined.join(part);
            }
            let joined = joined.finish();
            prop_assert_eq!(&joined, day);
            // Stored in small parts, read back, and put together.
            let parts: Vec<DaySummary> = joined.split(bytes_max).iter().map(stored).collect();
            let (first, rest) = parts.split_last().unwrap();
            let merged = rest.iter().fold(first.clone(), |sum, part| sum.merge(part));
            prop_assert_eq!(&merged, day);
            again.insert(0, merged);
        }
        prop_assert_eq!(json(&report(&again, &rules)), json(&report(&whole, &rules)));
        Ok(())
    });
}

#[test]
fn a_report_of_stored_sums_is_that_of_the_days() {
    let rules = Rules::built_in().unwrap();
    hold(moments(), |moments| {
        let days = days(&moments);
        let [now, before] = [month(), month().previous()].map(|period| stored(&Sums::of(period, &days, month().end())));
        let of_sums = Report::of_sums(month(), &TimeZone::UTC, &now, &before, context(&rules));
        let of_days = report(&days, &rules);
        prop_assert_eq!(json(&of_sums), json(&of_days));
        prop_assert_eq!(json(&stored(&of_days)), json(&of_days));
        Ok(())
    });
}

/// Customers by the worst that some of their moments were.
fn worst<'m>(moments: impl Iterator<Item = (&'m Moment, Outcome)>) -> BTreeMap<&'m Identity, Outcome> {
    let mut worst = BTreeMap::new();
    for (moment, outcome) in moments {
        let known = worst.entry(&moment.customer).or_insert(outcome);
        *known = (*known).min(outcome);
    }
    worst
}

/// Fails unless a rate counts how many of these customers met an outcome.
fn is_counted(rate: &Rate, worst: &BTreeMap<&Identity, Outcome>, outcome: Outcome) -> Result<(), TestCaseError> {
    let count = |of: Outcome| worst.values().filter(|worst| **worst == of).count() as u64;
    let total = worst.len() as u64;
    prop_assert_eq!((rate.total, rate.judged, rate.count), (total, total - count(Outcome::Unknown), count(outcome)));
    Ok(())
}

#[test]
fn what_a_report_counts_is_what_a_count_by_hand_gives() {
    let rules = Rules::built_in().unwrap();
    hold(moments(), |moments| {
        let report = report(&days(&moments), &rules);
        let bounds = month().bounds(&TimeZone::UTC);
        let counts = |moment: &&Moment| bounds.contains(&moment.occurred_at) && !moment.is_void();
        let inside: Vec<_> = moments.iter().filter(counts).collect();
        let of = |voice: Voice| inside.iter().copied().filter(move |moment| Voice::of(moment) == voice);
        let count = |is: &dyn Fn(&Moment) -> bool| inside.iter().filter(|moment| is(moment)).count() as u64;

        prop_assert_eq!(report.coverage.moments, inside.len() as u64);
        prop_assert_eq!(report.coverage.judged.count, count(&|moment| moment.outcome.is_known()));
        prop_assert_eq!(report.coverage.rated.count, count(&|moment| !moment.rating.is_empty()));
        prop_assert_eq!(report.coverage.commented.count, count(&|moment| moment.commented));
        prop_assert_eq!(report.critical.moments, count(&|moment| moment.is_critical()));
        for (clause, number) in &report.critical.clauses {
            prop_assert_eq!(*number, count(&|moment| moment.critical.contains(clause)));
        }
        for (method, number) in &report.coverage.methods {
            prop_assert_eq!(*number, count(&|moment| moment.method == Some(*method)));
        }
        for row in &report.stages {
            let customers = |moment: &Moment| moment.stage == row.stage && Voice::of(moment) != Voice::Staff;
            let ended = |outcome| count(&|moment| customers(moment) && moment.outcome == outcome);
            let [misery, average] = [ended(Outcome::Misery), ended(Outcome::Average)];
            let counted = [misery, average, ended(Outcome::Magic), ended(Outcome::Unknown), count(&customers)];
            prop_assert_eq!([row.misery, row.average, row.magic, row.unknown, row.moments], counted);
        }
        prop_assert_eq!(report.stages.len(), Stage::ALL.len());

        for (voice, rates) in &report.headline {
            let worst = worst(of(*voice).map(|moment| (moment, moment.outcome)));
            is_counted(&rates.misery, &worst, Outcome::Misery)?;
            is_counted(&rates.magic, &worst, Outcome::Magic)?;
        }
        let kinds: BTreeSet<_> = inside.iter().map(|moment| moment.kind.as_str()).collect();
        prop_assert_eq!(report.kinds.iter().map(|kind| kind.kind.as_str()).collect::<BTreeSet<_>>(), kinds);
        for kind in &report.kinds {
            for (voice, rates) in &kind.rates {
                let own = of(*voice).filter(|moment| moment.kind == kind.kind);
                is_counted(&rates.misery, &worst(own.map(|moment| (moment, moment.outcome))), Outcome::Misery)?;
            }
        }
        // A broken promise is the worst that can come of one; one that nobody reported on tells nothing.
        for (voice, rate) in &report.promises.broken {
            let is_of_facets = |moment: &Moment| moment.signals.due.is_none() || !moment.signals.facets.is_empty();
            let came = |moment: &Moment| match moment.signals.promise.filter(|_| is_of_facets(moment))? {
                Status::Broken | Status::Expired => Some(Outcome::Misery),
                Status::Kept => Some(Outcome::Average),
                Status::Exceeded => Some(Outcome::Magic),
                Status::Open => None,
            };
            let worst = worst(of(*voice).filter_map(|moment| came(moment).map(|outcome| (moment, outcome))));
            is_counted(rate, &worst, Outcome::Misery)?;
        }
        for clock in &report.clocks {
            let own = |moment: &&Moment| moment.channel.as_deref().unwrap_or("") == clock.channel;
            let own = || Voice::ALL.into_iter().filter(|voice| *voice != Voice::Staff).flat_map(of).filter(own);
            let acknowledged = own().filter(|moment| moment.signals.acknowledged_after_s.is_some()).count() as u64;
            let greeted = own().filter(|moment| moment.signals.greeted_after_s.is_some()).count() as u64;
            prop_assert_eq!(clock.acknowledged.map_or(0, |waits| waits.n), acknowledged);
            prop_assert_eq!(clock.greeted.map_or(0, |waits| waits.n), greeted);
        }
        Ok(())
    });
}

#[test]
fn days_add_up_to_their_month() {
    let rules = Rules::built_in().unwrap();
    hold(moments(), |moments| {
        let days = days(&moments);
        let whole = report(&days, &rules);
        let of_day = |date| Report::of(Period::day(date), &TimeZone::UTC, &days, context(&rules));
        let single: Vec<Report> = month().days().map(of_day).collect();
        let sum = |count: &dyn Fn(&Report) -> u64| single.iter().map(count).sum::<u64>();
        prop_assert_eq!(sum(&|report| report.coverage.moments), whole.coverage.moments);
        prop_assert_eq!(sum(&|report| report.critical.moments), whole.critical.moments);
        for (index, row) in whole.stages.iter().enumerate() {
            prop_assert_eq!(sum(&|report| report.stages[index].misery), row.misery);
            prop_assert_eq!(sum(&|report| report.stages[index].unknown), row.unknown);
        }
        Ok(())
    });
}
