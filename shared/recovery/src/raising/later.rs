//! What a customer's later judgement does to a resolved case: a rating of average or better verifies it, a misery opens it
//! again. Nobody else can say that a customer was won back, and nobody can say so for a customer without proof: a claim, and
//! what an identity did that was only claimed to be this customer, verify nothing.

use domain::alerting::Topic;
use domain::alerting::{CaseNotice, Message};
use domain::case::Transition;
use domain::case::{Case, Change, LaterJudgement, Step, judge_later};
use domain::identity::Identity;
use domain::moment::Moment;
use domain::rules::Rules;
use domain::vocabulary::{Method, Observer, Outcome};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use store::cases::Raised;
use store::changes::Changing;
use store::error::StoreError;
use store::table::Table;

use crate::changing::{Changed, change_case};
use crate::plan::Plan;
use crate::silences;

/// Lets a judged moment verify or reopen the customer's case. None if it does neither. `proved` are the identities whose case
/// it may verify, of all `identities` that are this customer.
pub(super) async fn judge(
    table: &Table,
    (moment, identities, proved): (&Moment, &[Identity], &[Identity]),
    channels: &[&str],
    word: &(dyn Fn(Transition, &str) -> Message + Sync),
    (rules, plan): (&Rules, &Plan),
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Option<Raised>, StoreError> {
    let looked_at = if moment.outcome == Outcome::Misery { identities } else { proved };
    let own = looked_at.iter().find(|identity| **identity == moment.customer).or(looked_at.first());
    let Some(own) = own else { return Ok(None) };
    let Some(case) = table.latest_case(own, looked_at).await?.0 else { return Ok(None) };
    let is_rated_by_customer =
        !moment.rating.is_empty() && moment.method == Some(Method::Rating) && moment.observed_by == Observer::Customer;
    let later = LaterJudgement {
        outcome: moment.outcome,
        is_rated_by_customer,
        is_proved: proved.contains(&case.customer),
        occurred_at: moment.occurred_at,
    };
    let age_max = SignedDuration::from_hours(rules.critical.alert_age_hours_max);
    // While a silence holds, people are not woken; the clocks begin when it ends, and tell whoever hears of escalations.
    let silence = plan.silenced(silences::about(moment), now);
    let clocks_from = silence.map_or(moment.received_at, |silence| silence.until.max(moment.received_at));
    let change = match judge_later(&case, later) {
        Some(Step::Verify) => Change::Verify,
        // As a critical moment of long ago: counted, and nobody is woken for it.
        Some(Step::Reopen) if now.duration_since(moment.occurred_at) <= age_max => {
            Change::Reopen(Some(plan.deadlines(clocks_from, zone)))
        }
        _ => return Ok(None),
    };
    let names = table.pseudonyms().await?;
    let step = change.step();
    let tell = |case: &Case| -> Vec<(String, Message)> {
        if step == Step::Reopen {
            let told = channels.iter().filter(|name| silence.is_none() || !plan.roster.is_read_by_people(name));
            return told.map(|channel| ((*channel).to_owned(), word(Transition::Reopened, &case.id()))).collect();
        }
        let Some(notice) = CaseNotice::of((case, &names), step, now, None, Some(moment.key())) else {
            return Vec::new();
        };
        let listening = plan.roster.hearing(Topic::Cases);
        listening.map(|channel| (channel.to_owned(), Message::Case(Box::new(notice.clone())))).collect()
    };
    let changing = Changing { touchpoint: Some(moment.key()), ..Changing::by_itself(change, &tell, now, zone) };
    Ok(match change_case(table, &case, &changing).await? {
        Changed::Done(case, deliveries) => {
            tracing::info!(case = case.id(), state = case.state.as_str(), "judged by the customer");
            Some(Raised::Told { deliveries, at: now })
        }
        Changed::Illegal(..) | Changed::Used(_) => None,
    })
}
