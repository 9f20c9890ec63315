//! What went wrong for whom in the last weeks, and which comments tell of it. A week has too few failures of a small region, and too few
//! comments, for anything to be said: a short report looks back. Kept week by week; adding weeks gives those of both.

use serde::{Deserialize, Serialize};

use super::customers::{CUSTOMERS_OF_A_DAY_MAX, CUSTOMERS_OF_A_PERIOD_MAX};
use super::fact::Fact;
use super::sections::phrases::facts::SaidFacts;
use super::sections::whom::cross::Cross;
use super::sections::whom::values::ByProperty;
use super::summary::DaySummary;

/// Weeks that a short report looks back, its own included.
pub const RECENT_WEEKS: usize = 13;

/// What failed for whom, and what was said of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recent {
    /// Weeks in which anything was counted.
    pub(crate) weeks: u64,
    pub(crate) cross: <Cross as Fact>::Sum,
    pub(crate) values: <ByProperty as Fact>::Sum,
    pub(crate) said: SaidFacts,
}

impl Recent {
    /// Adds a day of a week; [`Self::end_week`] has to follow.
    pub fn add_day(&mut self, day: &DaySummary) {
        self.weeks = self.weeks.max(u64::from(!day.facts.is_empty()));
        Cross::merge(&mut self.cross, &day.facts.cross);
        ByProperty::merge(&mut self.values, &day.facts.values);
        SaidFacts::merge(&mut self.said, &day.facts.said);
    }

    /// Brings a week into the form in which it is kept.
    pub fn end_week(&mut self) {
        Cross::bound(&mut self.cross);
        ByProperty::bound(&mut self.values);
        SaidFacts::settle(&mut self.said, CUSTOMERS_OF_A_DAY_MAX);
    }

    /// Adds another week.
    pub fn add_week(&mut self, week: &Self) {
        self.weeks += week.weeks;
        Cross::merge(&mut self.cross, &week.cross);
        ByProperty::merge(&mut self.values, &week.values);
        SaidFacts::merge(&mut self.said, &week.said);
    }

    /// Ends the adding of weeks.
    pub fn settle(&mut self) {
        ByProperty::settle(&mut self.values, CUSTOMERS_OF_A_PERIOD_MAX);
        SaidFacts::settle(&mut self.said, CUSTOMERS_OF_A_PERIOD_MAX);
    }
}
