//! Raising one moment that deserves attention: looked at again with everything now on record, then written down with its case
//! and the messages to the team. Sends nothing.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::alerting::{Alert, Message};
use domain::case::{Skip, Transition};
use domain::identity::Identity;
use domain::journey::Judged;
use domain::moment::Moment;
use domain::pacing;
use domain::rules::Rules;
use domain::trace::Step;
use domain::vocabulary::Attention;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use store::cases::Raised;
use store::error::StoreError;
use store::table::Table;

use self::opening::Critical;
use self::seen::View;
use self::telling::Telling;
use crate::plan::Plan;
use runtime::spans::Spans;

mod later;
mod message;
pub mod opening;
mod outlook;
mod restoring;
mod seen;
mod telling;
mod withdrawing;

pub use outlook::Outlook;
pub use seen::{Gate, Seen};

/// What raising needs.
#[derive(Clone, Copy)]
pub struct Raising<'a> {
    /// Where cases are kept.
    pub table: &'a Table,
    /// How moments are judged.
    pub rules: &'a Rules,
    /// Who is told, and by when somebody has to act.
    pub plan: &'a Plan,
    /// What the channels bear, as the batch has it.
    pub outlook: &'a Outlook,
    /// The zone of days and of office hours.
    pub zone: &'a TimeZone,
    /// Where the step is told, if it is part of a trace.
    pub spans: &'a Spans,
    /// The customer's journey, as the batch has it.
    pub seen: &'a Seen,
}

/// Raises a critical moment, exactly once however often it is asked to, and lets any other verify or reopen the case of its
/// customer. `None` if it does nothing: the journey as it is known now no longer makes it critical, because a touchpoint that
/// came late changed the judgement before anybody was told, or no case waits for it.
///
/// # Errors
/// The table is unavailable, refuses, or holds something unreadable.
pub async fn raise(raising: &Raising<'_>, moment: &Moment, now: Timestamp) -> Result<Option<Raised>, StoreError> {
    let Raising { table, rules, plan, zone, spans, .. } = *raising;
    let may_be_withdrawn = moment.attention == Some(Attention::Withdrawn);
    let raised = table.raised(moment).await?.filter(|_| !may_be_withdrawn);
    if let Some(raised) = raised.clone().filter(|_| !moment.is_restored()) {
        return Ok(Some(raised));
    }
    let age_max = SignedDuration::from_hours(rules.critical.alert_age_hours_max);
    let is_old = now.duration_since(moment.occurred_at) > age_max;
    if is_old && moment.is_critical() {
        // Counted, and told to nobody, whatever else is on record: its journey need not be judged for that.
        return Ok(Some(raised.unwrap_or(Raised::Skipped(Skip::TooOld))));
    }
    let view = raising.seen.look(table, &moment.recorded, rules).await?;
    let View { linked, judged } = view.as_ref();
    let position = judged.iter().position(|judged| judged.moment.position() == moment.position());
    // Only the rules that judged it may take it back: the caller may still have, or already have, others.
    let current = position
        .and_then(|position| judged.get(position))
        .map(|judged| &judged.moment)
        .filter(|judged| judged.rules_version == moment.rules_version)
        .unwrap_or(moment);
    let touchpoint = table.touchpoint(&moment.recorded, &moment.key()).await?;
    if touchpoint.is_none() && table.is_fact_erased(moment.received_at, now).await? {
        tracing::info!("the customer was erased: nobody is told");
        return Ok(None);
    }
    let identities = linked.members();
    let language = touchpoint.as_ref().and_then(|touchpoint| touchpoint.said.language.as_deref());
    let routed = plan.route(current, language);
    let names = table.pseudonyms().await?;
    let word = |transition: Transition, case_id: &str| {
        message::word(transition, case_id, (current, &names), touchpoint.as_ref(), judged, position)
    };
    if current.alerts_nobody() {
        tracing::info!("history, or one claim too many of its customer and day: not alerted");
        return Ok(None);
    }
    if may_be_withdrawn {
        let customer = (current, identities.as_slice(), judged.as_slice());
        return withdrawing::withdraw(table, customer, plan, (zone, now)).await;
    }
    if !current.is_critical() {
        let proved = touchpoint.as_ref().map(|touchpoint| linked.journey.answers_for(touchpoint, &identities));
        let customer = (current, identities.as_slice(), proved.as_deref().unwrap_or_default());
        return later::judge(table, customer, &routed.channels, &word, (rules, plan), (zone, now)).await;
    }
    if let Some(raised) = raised {
        let restored = restoring::restore(table, current, &routed.channels, &word, (plan, zone, now)).await?;
        return Ok(restored.or(Some(raised)));
    }
    tracing::info!(routes = ?routed.because, channels = ?routed.channels, "critical moment routed");
    let of_whom = (identities.as_slice(), judged.as_slice());
    let raised = told(raising, (current, of_whom), &routed.channels, &word, now).await;
    if let Some((trace, step)) = touchpoint.as_ref().and_then(message::raising_step) {
        spans.tell(Step::Alert, (trace, step), now, raised.is_err());
    }
    raised.map(Some)
}

/// Opens, joins or reopens the case of a critical moment, with the messages to the channels that are told now, later or not at all.
async fn told(
    raising: &Raising<'_>,
    (moment, (identities, judged)): (&Moment, (&[Identity], &[Judged])),
    routed: &[&str],
    word: &(dyn Fn(Transition, &str) -> Message + Sync),
    now: Timestamp,
) -> Result<Raised, StoreError> {
    let Raising { table, rules, plan, outlook, zone, .. } = *raising;
    let telling = telling::of((table, outlook), (moment, judged), plan, (zone, now)).await?;
    let mut channels = routed.to_vec();
    let mut gathered_until = match word(Transition::Opened, "") {
        Message::Alert(alert) => {
            outlook.gathered(table, (plan, routed), (&pacing::kind_of(&alert), alert.severity), now).await?
        }
        _ => BTreeMap::new(),
    };
    telling::apply(&telling, &mut channels, &mut gathered_until, plan, (zone, now));
    let silence = match &telling {
        Telling::Silenced(silence) => Some(*silence),
        Telling::AtOnce | Telling::Listed(_) | Telling::Known => None,
    };
    let clocks_from = silence.map_or(moment.received_at, |silence| silence.until.max(moment.received_at));
    let critical = Critical {
        moment,
        identities,
        channels: &channels,
        is_listed: matches!(telling, Telling::Listed(_)),
        silence,
        gathered_until: &gathered_until,
        now,
        age_hours_max: rules.critical.alert_age_hours_max,
        zone,
        deadlines: Some(plan.deadlines(clocks_from, zone)),
    };
    let has_opened = AtomicBool::new(false);
    let message = |transition: Transition, case_id: &str| {
        has_opened.store(transition == Transition::Opened, Ordering::Relaxed);
        match word(transition, case_id) {
            Message::Alert(alert) => Message::Alert(Box::new(Alert { waited: telling.waited(), ..*alert })),
            other => other,
        }
    };
    let raised = opening::open(table, &critical, message).await?;
    if has_opened.into_inner() {
        outlook.note_opened(now.to_zoned(zone.clone()).date()).await;
    }
    Ok(raised)
}
