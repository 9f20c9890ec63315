//! What happened to unhappy customers where there are so few moments that a report tells of each. Reads their journeys.

use domain::identity::Pseudonyms;
use domain::moment::Moment;
use domain::touchpoint::privacy;
use domain::vocabulary::{Observer, Outcome};
use futures::{StreamExt, TryStreamExt, stream};
use reports::{NextMoment, Report, STORIES_MAX, Story};
use store::error::StoreError;
use store::table::Table;

use crate::Asked;

/// Journeys that are read at once.
const AT_ONCE: usize = 8;
/// Characters of a customer's words that a story shows.
const WORDS_CHARS_MAX: usize = 400;

/// Adds the stories, the latest first.
pub(crate) async fn add(
    table: &Table,
    report: &mut Report,
    asked: &Asked<'_>,
    names: &Pseudonyms,
) -> Result<(), StoreError> {
    if !report.tells_stories() {
        return Ok(());
    }
    let mut failed: Vec<Moment> = Vec::new();
    for day in report.days.iter().filter(|day| day.misery > 0) {
        let is_told = |moment: &Moment| moment.outcome == Outcome::Misery && moment.observed_by != Observer::Staff;
        table.moments_of(day.date, |moment| failed.extend(Some(moment).filter(|moment| is_told(moment)))).await?;
    }
    failed.sort_by(|a, b| b.position().cmp(&a.position()));
    failed.truncate(STORIES_MAX);
    let told = stream::iter(failed).map(|moment| async move { story(table, &moment, asked, names).await });
    report.stories = told.buffered(AT_ONCE).try_collect().await?;
    Ok(())
}

async fn story(table: &Table, moment: &Moment, asked: &Asked<'_>, names: &Pseudonyms) -> Result<Story, StoreError> {
    let linked = table.journey(&moment.recorded).await?;
    let touchpoint = table.touchpoint(&moment.recorded, &moment.key()).await?;
    let next = linked
        .journey
        .judge(asked.rules)
        .into_iter()
        .map(|judged| judged.moment)
        .find(|next| next.position() > moment.position() && next.observed_by != Observer::Staff);
    let case = match moment.is_critical() {
        true => table.latest_case(&moment.customer, &linked.members()).await?.0,
        false => None,
    };
    let words = touchpoint
        .and_then(|touchpoint| touchpoint.said.words().map(|words| privacy::shown(words.trim()).into_owned()));
    Ok(Story {
        customer: names.of(&moment.customer),
        kind: moment.kind.clone(),
        occurred_at: moment.occurred_at,
        why: moment
            .reasons
            .iter()
            .filter(|of| !of.name().starts_with("stage_") && of.name() != "echo")
            .cloned()
            .collect(),
        words: words.map(|words| words.chars().take(WORDS_CHARS_MAX).collect()),
        next: next.map(|next| NextMoment { kind: next.kind, outcome: next.outcome, occurred_at: next.occurred_at }),
        case_id: case.map(|case| case.id()),
    })
}
