//! Facts that are plain counts: of moments, of moments by name, and of what happened to cases. Knows no customer.

use std::collections::BTreeMap;
use std::marker::PhantomData;

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

/// How many moments are of a kind.
pub(crate) struct Number<Of>(PhantomData<Of>);

/// What a [`Number`] counts.
pub(crate) trait Counted {
    /// Returns whether a moment counts.
    fn counts(seen: &Seen<'_>) -> bool;
}

impl<Of: Counted> Fact for Number<Of> {
    type Sum = u64;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        *sum += u64::from(Of::counts(seen));
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        *sum += other;
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// Moments that carry a rating.
pub(crate) struct Rated;

impl Counted for Rated {
    fn counts(seen: &Seen<'_>) -> bool {
        !seen.moment.rating.is_empty()
    }
}

/// Moments with words of the customer.
pub(crate) struct Commented;

impl Counted for Commented {
    fn counts(seen: &Seen<'_>) -> bool {
        seen.moment.commented
    }
}

/// Critical moments.
pub(crate) struct Critical;

impl Counted for Critical {
    fn counts(seen: &Seen<'_>) -> bool {
        seen.moment.is_critical()
    }
}

/// How many moments have each of a few things, all of which are known beforehand.
pub(crate) struct Each<Of>(PhantomData<Of>);

/// What an [`Each`] counts.
pub(crate) trait Having {
    /// One of the things.
    type Thing: Copy + Ord;

    /// Returns what a moment has.
    fn of(seen: &Seen<'_>) -> impl Iterator<Item = Self::Thing>;
}

impl<Of: Having> Fact for Each<Of> {
    type Sum = BTreeMap<Of::Thing, u64>;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        Of::of(seen).for_each(|thing| *sum.entry(thing).or_default() += 1);
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        other.iter().for_each(|(thing, count)| *sum.entry(*thing).or_default() += count);
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

/// Why moments were critical.
pub(crate) struct Clauses;

impl Having for Clauses {
    type Thing = Clause;

    fn of(seen: &Seen<'_>) -> impl Iterator<Item = Clause> {
        seen.moment.critical.iter().copied()
    }
}

/// By what moments were judged.
pub(crate) struct Methods;

impl Having for Methods {
    type Thing = Method;

    fn of(seen: &Seen<'_>) -> impl Iterator<Item = Method> {
        seen.moment.method.iter().copied()
    }
}

/// How many moments have each name, of which senders may make up many: the rare ones are counted together.
pub(crate) struct Named<By>(PhantomData<By>);

/// By what a [`Named`] counts.
pub(crate) trait Name {
    /// Returns the name that a moment has.
    fn of<'a>(seen: &'a Seen<'_>) -> &'a str;
}

impl<By: Name> Fact for Named<By> {
    type Sum = Tally;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        sum.add(By::of(seen), 1);
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

/// Through which channel moments came.
pub(crate) struct Channels;

impl Name for Channels {
    fn of<'a>(seen: &'a Seen<'_>) -> &'a str {
        seen.moment.channel.as_deref().unwrap_or(NO_CHANNEL)
    }
}

/// Who sent moments.
pub(crate) struct Sources;

impl Name for Sources {
    fn of<'a>(seen: &'a Seen<'_>) -> &'a str {
        &seen.moment.source
    }
}

/// Steps of cases. Their names are ours and few.
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
