//! How journeys go: from stage to stage, round and round, where they break, and what a first contact is worth.

pub(crate) mod cohort;
pub(crate) mod contacts;
pub(crate) mod facts;
pub(crate) mod words;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::cohort::{Cohort, span};
use self::contacts::{Contacts, FirstContact};
use self::facts::StepFacts;
use crate::rate::{Part, Rate};
use crate::sections::follow_ups::MissingFollowUp;
use crate::window::WINDOW_DAYS;
use domain::period::Period;
use domain::vocabulary::{Outcome, Stage};

/// Journeys of a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Journeys {
    /// Steps by the stage of the one before; only stages that steps came from.
    pub transitions: Vec<Transition>,
    /// Steps that began a new cycle: research after an opinion or a purchase, or another purchase.
    pub new_cycles: u64,
    /// Purchases, and those that were not the customer's first.
    pub bought_again: Part,
    /// What first contacts with service were worth, those of the 30 days before the period included; empty if nobody had one.
    pub first_contacts: Vec<FirstContact>,
    /// What became of an earlier period of the same length; absent where nothing is old enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<Later>,
}

/// Where steps went from one stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Transition {
    /// The stage before.
    pub from: Stage,
    /// Steps from there.
    pub steps: u64,
    /// Of these, to each stage, in the order of the stages.
    pub to: Vec<Part>,
}

/// What became of the steps of an earlier period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Later {
    /// Days that each of them had.
    pub days: i64,
    /// Their first day.
    pub start: Date,
    /// The day after their last.
    pub end: Date,
    /// Steps after which there was no other within the window, by stage and outcome; only what there was.
    pub breaks: Vec<Break>,
    /// Customers who bought and whom nobody asked or called afterwards within the window.
    pub bought_without_follow_up: Part,
    /// Resolved cases whose customer said nothing more within the window: no rating, no word, no new trouble.
    pub resolved_unheard: Part,
    /// Follow-ups that did not come: after the most severe resolved cases, then after the purchases that needed one most.
    pub missing_follow_ups: Vec<MissingFollowUp>,
    /// Where there were too many customers to keep: the share of them that purchases without a follow-up rest on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled: Option<f64>,
}

/// Journeys that ended at one kind of step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Break {
    /// Stage of the step.
    pub stage: Stage,
    /// How it ended.
    pub outcome: Outcome,
    /// Steps that nothing followed.
    pub ended: Rate,
}

impl Journeys {
    /// Says how they went, and what became of an earlier group of customers by now.
    pub(crate) fn of((period, today): (Period, Date), steps: &StepFacts, contacts: &Contacts, cohort: &Cohort) -> Self {
        let transition = |(from, turns): (&Stage, &[[u64; 4]; 4])| {
            let mut to = [0; 4];
            turns.iter().for_each(|counts| to.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count));
            let all = to.iter().sum();
            (all > 0).then(|| Transition {
                from: *from,
                steps: all,
                to: to.into_iter().map(|count| Part::of(count, all)).collect(),
            })
        };
        Self {
            transitions: Stage::ALL.iter().zip(&steps.turns).filter_map(transition).collect(),
            new_cycles: steps.cycles,
            bought_again: Part::of(steps.bought_again, steps.bought),
            first_contacts: contacts.lines(),
            later: Later::of(period, today, cohort),
        }
    }
}

impl Later {
    fn of(period: Period, today: Date, cohort: &Cohort) -> Option<Self> {
        let (start, end) = span(period, today);
        let unasked = &cohort.unasked;
        let mut breaks = Vec::new();
        for (place, stage) in Stage::ALL.iter().enumerate() {
            for (at, outcome) in Outcome::ALL.iter().enumerate() {
                let (steps, went_on) = (cohort.steps[place][at], cohort.went_on[place][at]);
                if steps > 0 {
                    let ended = Rate::of(steps, steps, steps.saturating_sub(went_on), None);
                    breaks.push(Break { stage: *stage, outcome: *outcome, ended });
                }
            }
        }
        (cohort.days > 0).then(|| Self {
            days: WINDOW_DAYS,
            start,
            end,
            breaks,
            bought_without_follow_up: Part::of(
                cohort.bought - cohort.bought_followed_up.min(cohort.bought),
                cohort.bought,
            ),
            resolved_unheard: Part::of(unasked.resolved - unasked.heard_of.min(unasked.resolved), unasked.resolved),
            missing_follow_ups: unasked.list(),
            sampled: cohort.sampled,
        })
    }
}
