//! Opens a case again that a correction had closed, once the correction is taken back. Whoever was told that it closed is told that it
//! is open: the clocks begin now.

use domain::alerting::Message;
use domain::case::{CaseState, Change, Transition};
use domain::moment::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::cases::Raised;
use store::changes::Changing;
use store::error::StoreError;
use store::table::Table;

use crate::changing::{Changed, change_case};
use crate::plan::Plan;

/// Opens the case of a critical moment that closed by itself. None if nobody closed it so: a person's word about the case stands.
pub(super) async fn restore(
    table: &Table,
    moment: &Moment,
    channels: &[&str],
    word: &(dyn Fn(Transition, &str) -> Message + Sync),
    (plan, zone, now): (&Plan, &TimeZone, Timestamp),
) -> Result<Option<Raised>, StoreError> {
    let Some((customer, number)) = table.case_of(moment).await? else { return Ok(None) };
    let Some(case) = table.case(&customer, number).await? else { return Ok(None) };
    // A person who resolves a case says what was done; what closes by itself says nothing.
    if case.state != CaseState::Resolved || case.closing.is_some() {
        return Ok(None);
    }
    let case_id = case.id();
    let tell = |_: &domain::case::Case| -> Vec<(String, Message)> {
        channels.iter().map(|channel| ((*channel).to_owned(), word(Transition::Reopened, &case_id))).collect()
    };
    let changing = Changing {
        change: Change::Reopen(Some(plan.deadlines(now, zone))),
        actor: None,
        by: None,
        medium: None,
        note: Some("taken_back"),
        touchpoint: Some(moment.key()),
        link: None,
        messages: &tell,
        now,
        zone,
    };
    Ok(match change_case(table, &case, &changing).await? {
        Changed::Done(case, deliveries) => {
            tracing::info!(case = case.id(), "opened again: a correction was taken back");
            Some(Raised::Told { deliveries, at: now })
        }
        Changed::Illegal(..) | Changed::Used(_) => None,
    })
}
