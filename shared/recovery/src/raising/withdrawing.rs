//! Closes a case by itself whose reason is gone: a promised time had passed without a report, and now it is known that the promise was
//! kept in time, that another time had been promised by then, or that the order had been cancelled; or a person says that nothing bad
//! happened to this customer. A case that anything else critical joined stays as it is.
//! Where the person takes the word back, the case is opened again.

use domain::alerting::{CaseNotice, Message, Topic};
use domain::case::{Case, Change, Step};
use domain::code::Code;
use domain::identity::Identity;
use domain::journey::Judged;
use domain::moment::Moment;
use domain::vocabulary::Attention;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::cases::Raised;
use store::changes::Changing;
use store::error::StoreError;
use store::table::Table;

use crate::changing::{Changed, change_case};
use crate::plan::Plan;

/// The reasons for which a moment is withdrawn; the history keeps the one that holds.
const REASONS: [&str; 5] = ["corrected", "set_aside", "done_in_time", "promise_moved", "promise_cancelled"];

/// Closes the case that the fact of a passed time belongs to, if nothing else keeps it open. None if there is nothing to close.
pub(super) async fn withdraw(
    table: &Table,
    (moment, identities, judged): (&Moment, &[Identity], &[Judged]),
    plan: &Plan,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Option<Raised>, StoreError> {
    if moment.attention != Some(Attention::Withdrawn) {
        // An image that is older than what is known now: the moment's own later image comes as well.
        return table.raised(moment).await;
    }
    let Some((customer, number)) = table.case_of(moment).await? else { return Ok(None) };
    let Some(case) = table.case(&customer, number).await? else { return Ok(None) };
    if !case.state.is_unresolved() {
        return Ok(None);
    }
    let histories = table.histories(identities).await?;
    let history = histories.iter().find(|history| history.case.customer == customer && history.case.number == number);
    let is_critical = |key: &domain::identity::TouchpointKey| {
        judged.iter().any(|judged| judged.moment.key() == *key && judged.moment.is_critical())
    };
    let mut behind =
        history.into_iter().flat_map(|history| &history.events).filter_map(|event| event.touchpoint.as_ref());
    if behind.any(is_critical) {
        tracing::info!(case = case.id(), "what the case was raised for did not happen, something else keeps it open");
        return Ok(None);
    }
    let names = table.pseudonyms().await?;
    let note = moment.reasons.iter().map(Code::name).find(|reason| REASONS.contains(reason));
    // People hear of it where they were told of the case, so that nobody calls the customer.
    let told = table.channels_told(&case).await?;
    let tell = |case: &Case| -> Vec<(String, Message)> {
        let notice = CaseNotice::of((case, &names), Step::Withdraw, now, None, Some(moment.key()));
        let Some(notice) = notice else { return Vec::new() };
        let notice = CaseNotice { reason: note.map(str::to_owned), ..notice };
        let hearing = plan.roster.hearing(Topic::Cases);
        let people = told.iter().map(String::as_str).filter(|channel| plan.roster.is_read_by_people(channel));
        let hearing = hearing.chain(people);
        hearing.map(|channel| (channel.to_owned(), Message::Case(Box::new(notice.clone())))).collect()
    };
    let changing =
        Changing { note, touchpoint: Some(moment.key()), ..Changing::by_itself(Change::Withdraw, &tell, now, zone) };
    Ok(match change_case(table, &case, &changing).await? {
        Changed::Done(case, deliveries) => {
            tracing::info!(case = case.id(), "closed by itself: what it was raised for did not happen");
            Some(Raised::Told { deliveries, at: now })
        }
        Changed::Illegal(..) | Changed::Used(_) => None,
    })
}
