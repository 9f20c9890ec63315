//! What a report takes from facts that no sum keeps: the customers' words, and who has been quiet since.

use std::borrow::Cow;

use domain::identity::Pseudonyms;
use domain::touchpoint::{Touchpoint, privacy};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::SignedDuration;
use reports::{CALL_LIST_MAX, Heard, Pointer, QuietCustomer, Report, SILENT_DAYS};
use store::error::StoreError;
use store::table::Table;

use crate::Asked;

/// Kinds of touchpoint of which customers' words are read: what the first screen shows.
const KINDS_WITH_WORDS_MAX: usize = 3;
/// Customers' words of one kind.
const WORDS_MAX: usize = 2;
/// Journeys that are read at once to see who is quiet still.
const JOURNEYS_AT_ONCE: usize = 8;

/// Reads the customers' words for what the first screen shows. They stay with their touchpoints.
pub(crate) async fn add(table: &Table, report: &mut Report) -> Result<(), StoreError> {
    for priority in report.improve.iter_mut().take(KINDS_WITH_WORDS_MAX) {
        for example in &mut priority.examples {
            add_to(table, example).await?;
        }
        // Two that can be read, if there are two; the others only point.
        priority.examples.sort_by_key(|example| example.words.is_none());
        priority.examples.truncate(WORDS_MAX);
    }
    if let Some(celebrated) = &mut report.moment_to_celebrate {
        add_to(table, &mut celebrated.moment).await?;
    }
    Ok(())
}

/// Looks through a sample of comments for what the unhappy say and the others do not.
pub(crate) async fn hear(table: &Table, report: &mut Report, names: &Pseudonyms) -> Result<(), StoreError> {
    let wanted: Vec<_> = report.to_read.iter().map(|of| (&of.recorded, of.touchpoint.clone())).collect();
    let found = table.touchpoints(&wanted).await?;
    let heard = |touchpoint: Touchpoint| {
        let words = touchpoint.said.words().map(|words| privacy::shown(&words).into_owned())?;
        Some(Heard { words, occurred_at: touchpoint.occurred_at, language: touchpoint.said.language })
    };
    let comments: Vec<Option<Heard>> = found.into_iter().map(|found| found.and_then(heard)).collect();
    report.hear(&comments, names);
    Ok(())
}

async fn add_to(table: &Table, pointer: &mut Pointer) -> Result<(), StoreError> {
    let Some(recorded) = &pointer.recorded else { return Ok(()) };
    let found = table.touchpoint(recorded, &pointer.touchpoint).await?;
    if let Some(said) = found.map(|found| found.said)
        && let Some(comment) = said.words()
    {
        let shown = privacy::shown(&comment);
        if matches!(shown, Cow::Owned(_)) {
            // Places in the words as they were typed.
            pointer.marks.clear();
        }
        pointer.say(&shown, said.language.clone());
    }
    Ok(())
}

/// Keeps those on the call list who said nothing in the full days after their failure.
pub(crate) async fn keep_quiet_ones(
    table: &Table,
    report: &mut Report,
    asked: &Asked<'_>,
    names: &Pseudonyms,
) -> Result<(), StoreError> {
    let candidates = std::mem::take(&mut report.quiet.call);
    let looked: Vec<_> = stream::iter(candidates)
        .map(|mut candidate| async move {
            let Some(recorded) = &candidate.recorded else { return Ok::<_, StoreError>(None) };
            let until = candidate.occurred_at + SignedDuration::from_hours(24 * SILENT_DAYS);
            let linked = table.journey(recorded).await?;
            let has_spoken = linked.journey.has_spoken(candidate.occurred_at, until, asked.rules);
            candidate.customer = names.of(&linked.journey.customer);
            Ok(Some(candidate).filter(|_| until <= asked.at && !has_spoken))
        })
        .buffered(JOURNEYS_AT_ONCE)
        .try_collect()
        .await?;
    let mut call: Vec<QuietCustomer> = Vec::new();
    for candidate in looked.into_iter().flatten() {
        if !call.iter().any(|other| other.customer == candidate.customer) {
            call.push(candidate);
        }
    }
    report.quiet.is_at_least |= call.len() > CALL_LIST_MAX;
    call.truncate(CALL_LIST_MAX);
    report.quiet.call = call;
    Ok(())
}
