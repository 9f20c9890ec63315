//! The registry of facts: everything that a report counts, of a part of a day, a day, or a period. Adds up; computes no rate.

mod counts;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::customers::{self, Customers};
use super::fact::{Fact, Seen, add_each};
use super::sections::{
    cases, corrections, drivers, follow_ups, journeys, kinds, opinions, phrases, promises, quiet, ratings, staff,
    waits, whom,
};
use super::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::Moment;

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
                    return corrections::facts::CorrectionFacts::add(&mut self.corrections, &seen);
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
    rated: counts::Number<counts::Rated>,
    commented: counts::Number<counts::Commented>,
    critical: counts::Number<counts::Critical>,
    clauses: counts::Each<counts::Clauses>,
    methods: counts::Each<counts::Methods>,
    channels: counts::Named<counts::Channels>,
    sources: counts::Named<counts::Sources>,
    ratings: ratings::facts::GivenRatings,
    kinds: kinds::facts::Kinds,
    cases: counts::Cases,
    promises: promises::facts::PromiseFacts,
    steps: journeys::facts::StepFacts,
    follow_ups: follow_ups::facts::FollowUpFacts,
    /// By channel.
    clocks: waits::facts::WaitsByChannel,
    quiet: quiet::facts::Candidates,
    opinions: opinions::facts::OpinionFacts,
    said: phrases::facts::SaidFacts,
    /// What failed for whom.
    cross: whom::cross::Cross,
    /// The same by the values of declared properties.
    values: whom::values::ByProperty,
    /// Customers' answers that rate every side of a contact and the whole: digits of [`domain::vocabulary::Dimension::ALL`], 0 for communication where it was not asked, then the
    /// overall rating, 1 to 5.
    answers: drivers::facts::Answers,
    telling: cases::telling::facts::TellingFacts,
    staff: staff::facts::StaffFacts,
    corrections: corrections::facts::CorrectionFacts,
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
