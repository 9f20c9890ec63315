//! What a report counts, in a form that adds up: of a part of a day, a day, or a period. Computes no rate.

mod corrections;
mod counts;
mod cross;
mod follow_ups;
mod kinds;
mod opinions;
mod promises;
mod quiet;
mod ratings;
mod read;
mod said;
mod signs;
mod slices;
mod staff;
mod steps;
mod telling;
mod values;
mod waits;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::customers::{self, Customers};
use super::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::Moment;

pub(crate) use corrections::CorrectionFacts;
pub(crate) use cross::{ByKind, Cross};
pub(crate) use follow_ups::{Bought, Closed, FollowUpFacts, Waiting, keep};
pub(crate) use kinds::KindFacts;
pub(crate) use opinions::{OPINIONS, OpinionFacts};
pub(crate) use promises::{DUE, FacetFacts, PromiseFacts};
pub(crate) use quiet::{CANDIDATES_MAX, Candidate, keep_quiet};
pub(crate) use ratings::Ratings;
pub(crate) use read::{InLanguage, ReadByGroup};
pub(crate) use said::{Comment, SaidFacts};
pub use slices::{Cut, SLICES_MAX};
pub(crate) use slices::{Slice, Slices};
pub(crate) use staff::{Given, StaffFacts};
pub use steps::WINDOW_DAYS;
pub(crate) use steps::{Grid, StepFacts, is_within};
pub(crate) use telling::{BY, TellingFacts};
pub(crate) use values::{ByProperty, Values};
pub use waits::EXACT_WAIT_S_MAX;
pub(crate) use waits::{Clocks, Waits};

/// Most kinds of touchpoint a day keeps apart; the rarer ones are counted together as `other`.
pub const KINDS_OF_A_DAY_MAX: usize = 60;

/// Most channels, and most sources, a day keeps apart.
pub const NAMES_OF_A_DAY_MAX: usize = 40;

/// The channel of a moment whose sender named none.
pub(crate) const NO_CHANNEL: &str = "";

/// A moment with what a fact looks at beside it.
pub(crate) struct Seen<'a> {
    pub(crate) moment: &'a Moment,
    pub(crate) voice: Voice,
    pub(crate) date: Date,
    pub(crate) zone: &'a TimeZone,
}

/// What every fact of a report does. Facts of two days merge into those of both, in any order.
pub(crate) trait Fact {
    /// What is counted.
    type Sum;

    /// Adds one moment of a day.
    fn add(sum: &mut Self::Sum, seen: &Seen<'_>);
    /// Adds something that happened to a case.
    fn add_case_event(sum: &mut Self::Sum, event: &CaseEvent);
    /// Adds everything of another; `settle` has to follow.
    fn merge(sum: &mut Self::Sum, other: &Self::Sum);
    /// Brings sets of customers into their final form, `customers_max` each.
    fn settle(sum: &mut Self::Sum, customers_max: usize);
    /// Counts what is rare together, so that a day stays small whatever names senders choose.
    fn bound(sum: &mut Self::Sum);
    /// Forgets who the customers were; the counts stay.
    fn forget(sum: &mut Self::Sum);
}

/// Makes the facts of a list of them: a field each, and every step done to each. A fact that lacks a step does not compile.
macro_rules! facts {
    ($($(#[$doc:meta])* $field:ident: $fact:ty,)+) => {
        /// Everything counted. Adding the facts of two days gives the facts of both.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub(crate) struct Facts {
            $($(#[$doc])* pub(crate) $field: <$fact as Fact>::Sum,)+
        }

        impl Facts {
            /// Adds one moment of a day.
            pub(crate) fn add(&mut self, moment: &Moment, date: Date, zone: &TimeZone) {
                let seen = Seen { moment, voice: Voice::of(moment), date, zone };
                // Nobody's experience, or one that is counted already.
                if moment.is_void() {
                    return CorrectionFacts::add(&mut self.corrections, &seen);
                }
                $(<$fact as Fact>::add(&mut self.$field, &seen);)+
            }

            /// Adds something that happened to a case.
            pub(crate) fn add_case_event(&mut self, event: &CaseEvent) {
                $(<$fact as Fact>::add_case_event(&mut self.$field, event);)+
            }

            /// Adds everything of another; [`Facts::settle`] has to follow.
            pub(crate) fn extend(&mut self, other: &Self) {
                $(<$fact as Fact>::merge(&mut self.$field, &other.$field);)+
            }

            /// Brings the sets of customers into their final form, `max` customers each.
            pub(crate) fn settle(&mut self, max: usize) {
                $(<$fact as Fact>::settle(&mut self.$field, max);)+
            }

            /// Counts what is rare together, so that a day stays small whatever names senders choose.
            pub(crate) fn bound(&mut self) {
                $(<$fact as Fact>::bound(&mut self.$field);)+
            }

            /// Forgets who the customers were; the counts stay.
            pub(crate) fn forget_customers(&mut self) {
                $(<$fact as Fact>::forget(&mut self.$field);)+
            }
        }
    };
}

// The registry: every fact of a report, in the order in which it is stored.
facts! {
    /// Moments by stage and outcome, in the order of [`domain::vocabulary::Stage::ALL`] and [`domain::vocabulary::Outcome::ALL`].
    stages: counts::Stages,
    rated: counts::Rated,
    commented: counts::Commented,
    critical: counts::Critical,
    clauses: counts::Clauses,
    methods: counts::Methods,
    channels: counts::Channels,
    sources: counts::Sources,
    ratings: ratings::GivenRatings,
    kinds: kinds::Kinds,
    cases: counts::Cases,
    promises: PromiseFacts,
    steps: StepFacts,
    follow_ups: FollowUpFacts,
    /// By channel.
    clocks: waits::WaitsByChannel,
    quiet: quiet::Candidates,
    opinions: OpinionFacts,
    said: SaidFacts,
    /// What failed for whom.
    cross: Cross,
    /// The same by the values of declared properties.
    values: ByProperty,
    /// Customers' answers that rate every side of a contact and the whole: digits of [`domain::vocabulary::Dimension::ALL`], 0 for communication where it was not asked, then the
    /// overall rating, 1 to 5.
    answers: ratings::Answers,
    telling: TellingFacts,
    staff: StaffFacts,
    corrections: CorrectionFacts,
}

impl Facts {
    /// Counts moments by outcome, in the order of [`domain::vocabulary::Outcome::ALL`], of the voices given.
    pub(crate) fn outcomes(&self, voices: &[Voice]) -> [u64; 4] {
        let mut sums = [0; 4];
        for stages in voices.iter().filter_map(|voice| self.stages.get(voice)) {
            stages.iter().for_each(|counts| add_each(&mut sums, counts));
        }
        sums
    }

    /// Tells whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.moments() == 0 && self.cases.total() == 0
    }

    /// Counts all moments.
    pub(crate) fn moments(&self) -> u64 {
        self.outcomes(&Voice::ALL).iter().sum()
    }

    /// Joins the customers of all kinds for the voices given: everybody once.
    pub(crate) fn customers(&self, voices: &[Voice]) -> Customers {
        let mut everybody = Customers::default();
        for kind in self.kinds.values() {
            voices.iter().filter_map(|voice| kind.customers.get(voice)).for_each(|some| everybody.extend(some));
        }
        everybody.settle(customers::CUSTOMERS_OF_A_PERIOD_MAX);
        everybody
    }
}

fn add_each(sums: &mut [u64], counts: &[u64]) {
    sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
}

fn place<T: Copy + PartialEq>(all: &[T], value: T) -> usize {
    all.iter().position(|other| *other == value).unwrap_or_default()
}
