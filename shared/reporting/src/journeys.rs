//! One customer's journey put together for people: what happened, how it is judged by the present rules, and the cases, ready to be
//! drawn. Asks the table; words nothing.

use domain::identity::Identity;
use domain::journey::Judged;
use domain::journey::overview::Overview;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use jiff::Timestamp;
use pages::case::Reader;
use pages::console::journey::{Happened, Journey, Known as Drawn};
use store::error::StoreError;
use store::histories::History;
use store::table::Table;

/// Everything that a page shows of a customer.
#[derive(Clone, Debug)]
pub struct Known {
    /// The customer: the known one, if the journey of a visitor turned out to be theirs.
    pub customer: Identity,
    /// The journey as a whole.
    pub overview: Overview,
    /// The touchpoints, in order.
    pub touchpoints: Vec<Touchpoint>,
    /// Their judgements, in the same order; `identify` makes none.
    pub judged: Vec<Judged>,
    /// The cases with what happened in them, oldest first.
    pub cases: Vec<History>,
    /// Links to other identities beyond the earliest that count.
    pub links_ignored: usize,
}

/// Reads what is known about a customer; `None` if nothing is.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn known(
    table: &Table,
    asked: &Identity,
    rules: &Rules,
    now: Timestamp,
) -> Result<Option<Known>, StoreError> {
    let linked = table.journey(asked).await?;
    if linked.journey.touchpoints.is_empty() {
        return Ok(None);
    }
    let cases = table.histories(&linked.members()).await?;
    let links_ignored = linked.links_ignored();
    let judged = linked.journey.judge(rules);
    let overview = linked.journey.overview(rules, now);
    let journey = linked.journey;
    Ok(Some(Known {
        customer: journey.customer,
        overview,
        touchpoints: journey.touchpoints,
        judged,
        cases,
        links_ignored,
    }))
}

impl Known {
    /// Returns the journey as a page draws it.
    pub fn journey(&self, reader: Reader<'_>) -> Journey {
        let cases = self.cases.iter().map(|history| {
            let events = history.events.iter().map(|event| Happened {
                transition: &event.transition,
                at: event.at,
                touchpoint: event.touchpoint.as_ref(),
                actor: event.actor.as_deref(),
            });
            (&history.case, events.collect())
        });
        let drawn = Drawn {
            overview: &self.overview,
            entries: self.entries(),
            cases: cases.collect(),
            links_ignored: self.links_ignored,
        };
        Journey::of(&drawn, reader)
    }

    /// Returns the touchpoints in order, each with its judgement if it makes one.
    pub fn entries(&self) -> Vec<(&Touchpoint, Option<&Judged>)> {
        let mut judged = self.judged.iter().peekable();
        let entry = |touchpoint| {
            let position = Touchpoint::position(touchpoint);
            (touchpoint, judged.next_if(|judged| judged.moment.position() == position))
        };
        self.touchpoints.iter().map(entry).collect()
    }
}
