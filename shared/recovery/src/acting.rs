//! Taking a step of a case, for whoever may: who hears of it, exactly once, and twice by the same person is done once. Sends
//! nothing: the messages are written down for the outbox.

use domain::alerting::{CaseNotice, Message, Topic};
use domain::case::{Case, CaseState, Change, Done, Illegal, Step};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::changes::{Changing, UsedLink};
use store::error::StoreError;
use store::histories::By;
use store::table::Table;

use crate::changing::{Changed, change_case};
use crate::order::Order;
use crate::plan::Plan;

/// Times that the version of the day is raised before giving up: a report could otherwise miss the change until the next.
const TOUCHES_MAX: u32 = 3;

/// Somebody who takes steps, and with what.
pub struct Acting<'a> {
    /// Where the case is.
    pub table: &'a Table,
    /// Who hears of what.
    pub plan: &'a Plan,
    /// Zone of the days.
    pub zone: &'a TimeZone,
    /// With what the person or program acts.
    pub by: By,
    /// The link that is used up by it.
    pub link: Option<UsedLink<'a>>,
    /// When.
    pub now: Timestamp,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken {
    /// The case as it stands now; also if the same person did the same just before.
    Done(Box<Case>),
    /// The case stands where this is not allowed.
    Refused(Box<Case>, Illegal),
    /// The link was used before.
    Used(Box<Case>),
}

impl Acting<'_> {
    /// Takes one step.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable. After an unavailable one the step may have been taken or not.
    pub async fn take(self, case: &Case, order: Order) -> Result<Taken, StoreError> {
        let names = self.table.pseudonyms().await?;
        let step = order.change.step();
        let undone = match &order.change {
            Change::Undo { done, .. } => Some(done.clone()),
            _ => None,
        };
        // Nobody was told that it was handed over.
        let is_silent = undone.as_ref().is_some_and(|done| done.step == Step::Assign);
        let told = self.told_of(case, undone.as_deref()).await?;
        let tell = |case: &Case| -> Vec<(String, Message)> {
            if is_silent {
                return Vec::new();
            }
            let Some(notice) = CaseNotice::of((case, &names), step, self.now, Some(&order.actor), None) else {
                return Vec::new();
            };
            let listening = self.plan.roster.hearing(Topic::Cases);
            let hears = listening.chain(told.iter().map(String::as_str));
            hears.map(|channel| (channel.to_owned(), Message::Case(Box::new(notice.clone())))).collect()
        };
        let changing = Changing {
            change: order.change,
            actor: Some(&order.actor),
            by: Some(self.by.clone()),
            medium: order.medium.as_deref(),
            note: order.note.as_deref(),
            touchpoint: None,
            link: self.link,
            messages: &tell,
            now: self.now,
            zone: self.zone,
        };
        Ok(match change_case(self.table, case, &changing).await? {
            Changed::Done(case, _) => {
                self.touch_days(undone.as_deref()).await;
                Taken::Done(case)
            }
            // The same person pressed twice: it is done, and was done once.
            Changed::Illegal(case, _) | Changed::Used(case) if self.is_done(&case, step, &order.actor).await? => {
                Taken::Done(case)
            }
            Changed::Illegal(case, illegal) => Taken::Refused(case, illegal),
            Changed::Used(case) => Taken::Used(case),
        })
    }

    /// Returns the channels that people read where an open case was announced by itself: who takes it is announced there too, so
    /// that nobody else calls the customer. None once somebody has it, and none that told of it among many.
    /// Where that was announced, it is announced too that the case is open again.
    async fn told_of(&self, case: &Case, undone: Option<&Done>) -> Result<Vec<String>, StoreError> {
        let roster = &self.plan.roster;
        let has_people = roster.hearing(Topic::Alerts).any(|channel| roster.is_read_by_people(channel));
        let was_announced = case.state == CaseState::Open || undone.is_some_and(Done::was_open);
        if !was_announced || !has_people {
            return Ok(Vec::new());
        }
        let told = self.table.channels_told(case).await?;
        Ok(told.into_iter().filter(|channel| roster.is_read_by_people(channel)).collect())
    }

    /// Returns whether the last step of a case is this one, by this person.
    async fn is_done(&self, case: &Case, step: Step, actor: &str) -> Result<bool, StoreError> {
        let events = self.table.events_of(case).await?;
        let last = events.iter().rev().find(|event| event.actor.is_some());
        Ok(last.is_some_and(|event| event.transition == step.done() && event.actor.as_deref() == Some(actor)))
    }

    /// Lets reports see the change. Best effort after the change is made: the next change of the day does the same.
    async fn touch_days(&self, undone: Option<&Done>) {
        let times = [Some(self.now), undone.map(|done| done.at)];
        let days = times.into_iter().flatten().map(|at| at.to_zoned(self.zone.clone()).date()).collect();
        for _ in 0..TOUCHES_MAX {
            match self.table.touch_days(&days).await {
                Ok(()) => return,
                Err(error) => tracing::warn!(%error, "failed to raise the day's version after a case change"),
            }
        }
    }
}
