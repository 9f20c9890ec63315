//! Facts that are plain counts.

use std::collections::BTreeMap;

use crate::fact::{Fact, NAMES_OF_A_DAY_MAX, NO_CHANNEL, Seen, add_each, place};
use crate::tally::Tally;
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::vocabulary::{Clause, Method, Outcome, Stage};

/// Moments by voice, stage and outcome.
pub(crate) struct Stages;

impl Fact for Stages {
    type Sum = BTreeMap<Voice, [[u64; 4]; 4]>;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        let stages = sum.entry(seen.voice).or_default();
        stages[place(Stage::ALL, seen.moment.stage)][place(Outcome::ALL, seen.moment.outcome)] += 1;
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        for (voice, stages) in other {
            let sums = sum.entry(*voice).or_default();
            sums.iter_mut().zip(stages).for_each(|(sums, counts)| add_each(sums, counts));
        }
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// Moments that carry a rating.
pub(crate) struct Rated;

impl Fact for Rated {
    type Sum = u64;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        *sum += u64::from(!seen.moment.rating.is_empty());
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        *sum += other;
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// Moments with words of the customer.
pub(crate) struct Commented;

impl Fact for Commented {
    type Sum = u64;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        *sum += u64::from(seen.moment.commented);
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        *sum += other;
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// Critical moments.
pub(crate) struct Critical;

impl Fact for Critical {
    type Sum = u64;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        *sum += u64::from(seen.moment.is_critical());
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        *sum += other;
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// Why moments were critical.
pub(crate) struct Clauses;

impl Fact for Clauses {
    type Sum = BTreeMap<Clause, u64>;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        seen.moment.critical.iter().for_each(|clause| *sum.entry(*clause).or_default() += 1);
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        other.iter().for_each(|(clause, count)| *sum.entry(*clause).or_default() += count);
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// By what moments were judged.
pub(crate) struct Methods;

impl Fact for Methods {
    type Sum = BTreeMap<Method, u64>;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        seen.moment.method.iter().for_each(|method| *sum.entry(*method).or_default() += 1);
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        other.iter().for_each(|(method, count)| *sum.entry(*method).or_default() += count);
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// Moments by channel.
pub(crate) struct Channels;

impl Fact for Channels {
    type Sum = Tally;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        sum.add(seen.moment.channel.as_deref().unwrap_or(NO_CHANNEL), 1);
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        sum.extend(other);
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(sum: &mut Self::Sum) {
        sum.settle(NAMES_OF_A_DAY_MAX);
    }

    fn forget(_: &mut Self::Sum) {}
}

/// Moments by source.
pub(crate) struct Sources;

impl Fact for Sources {
    type Sum = Tally;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        sum.add(&seen.moment.source, 1);
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        sum.extend(other);
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(sum: &mut Self::Sum) {
        sum.settle(NAMES_OF_A_DAY_MAX);
    }

    fn forget(_: &mut Self::Sum) {}
}

/// Steps of cases.
pub(crate) struct Cases;

impl Fact for Cases {
    type Sum = Tally;

    fn add(_: &mut Self::Sum, _: &Seen<'_>) {}

    fn add_case_event(sum: &mut Self::Sum, event: &CaseEvent) {
        sum.add(&event.transition, 1);
    }

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        sum.extend(other);
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}
