//! Today: how things are, whom to call first, what was promised, what comes in. Puts together what other rooms know.

use std::time::{Duration, Instant};

use domain::case::{Case, CaseState, UNDO_TIME};
use domain::identity::{Identity, Pseudonyms};
use domain::period::{Every, Period};
use domain::touchpoint::Touchpoint;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp, ToSpan};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use pages::case::Reader;
use pages::console::cases::Row;
use pages::console::promise::Promise;
use pages::console::today::{self, Hour, How, Mood, Plan, Recent, View};
use pages::console::{Section, Shell};
use reporting::promised::Promised;
use reporting::{Answer, Asked};
use reports::monitoring::{Measure, Monitoring};
use reports::{Action, Told};
use runtime::http::problem::Problem;
use store::error::StoreError;

use crate::answer;
use crate::visit::Visit;
use crate::{Desk, What};

/// Cases that are shown.
const CASES_MAX: usize = 12;
/// Promises of each kind that are shown.
pub(crate) const PROMISES_MAX: usize = 6;
/// Moments of the last hour that are shown.
const RECENT_MAX: usize = 6;
/// Touchpoints that are read at once.
const AT_ONCE: usize = 8;
/// How long the series are worked on while somebody waits.
const WORKING_TIME: Duration = Duration::from_secs(3);
/// Hours before a promised time in which it is close.
const CLOSE_HOURS: i64 = 24;

/// Answers a request to look.
pub(crate) async fn show(desk: &Desk, visit: &Visit<'_>, _rest: &[&str]) -> Result<Response<Body>, Problem> {
    // Before anything is read: what changes meanwhile makes another tag.
    let tag = desk.tag_of_today(visit).await.map_err(|error| Problem::of_table(&error))?;
    if let Some(unchanged) = answer::unchanged(visit, &tag) {
        return Ok(unchanged);
    }
    let shell = visit.shell(visit.language.console_nav_today(), Section::Today);
    let html = async { desk.today(visit, shell).await.map_err(|error| Problem::of_table(&error)) };
    // At the same time, and nothing is answered before it is written down.
    let (html, ()) = futures::try_join!(html, desk.audit(visit, What::CasesListed, None))?;
    Ok(answer::tagged(&tag, answer::page(StatusCode::OK, html)))
}

/// Answers a request to act: Today acts by the addresses of its cases.
pub(crate) async fn act(_desk: &Desk, _visit: &Visit<'_>, _rest: &[&str]) -> Result<Response<Body>, Problem> {
    Err(Problem::not_found("no such action"))
}

impl Desk {
    /// Returns the tag of Today without making the page: whoever watches asks every few seconds. Whatever happens to a case or a moment
    /// of the day raises the day's version; everything else waits for the next minute.
    async fn tag_of_today(&self, visit: &Visit<'_>) -> Result<String, StoreError> {
        let today = visit.now.to_zoned(self.zone.clone()).date();
        let version = match self.table.versions_of(&[today]).await?.get(&today) {
            Some(version) => *version,
            // Nobody has looked at this day: from here on its changes are counted.
            None => self.table.version_of(today).await?,
        };
        let (minute, person) = (whole_minute(visit.now), visit.person);
        Ok(answer::tag(&format!("{version} {minute} {person:?} {} {}", visit.language, visit.csrf)))
    }

    async fn today(&self, visit: &Visit<'_>, shell: Shell<'_>) -> Result<String, StoreError> {
        // The page is the same within a minute unless something happens.
        let now = whole_minute(visit.now);
        let rules = &visit.document.common.rules;
        let close_until = now.checked_add(SignedDuration::from_hours(CLOSE_HOURS)).unwrap_or(now);
        let names = self.table.pseudonyms().await?;
        let (first, monitoring, plan, passed, close, lately) = futures::try_join!(
            self.first_cases(now),
            self.monitoring(visit),
            self.planned(visit.now),
            reporting::promised::passed(&self.table, rules, PROMISES_MAX),
            reporting::promised::close(&self.table, rules, (now, close_until), PROMISES_MAX),
            reporting::lately::lately(&self.table, &self.zone, (visit.now, SignedDuration::from_hours(1)), RECENT_MAX),
        )?;
        let First { open, overdue, cases, openings } = first;
        let rows = rows(visit, &cases, openings, &names);
        let week = Period::containing(visit.now.to_zoned(self.zone.clone()).date(), Every::Week);
        let latest = lately.latest.iter().map(|arrival| Recent {
            customer: arrival.customer.clone(),
            name: name_of(&arrival.customer, &names),
            touchpoint_type: arrival.touchpoint_type.clone(),
            outcome: arrival.outcome,
            at: arrival.received_at,
        });
        let hour = Hour { counts: lately.counts, is_at_least: lately.is_at_least, latest: latest.collect() };
        let monitoring = monitoring.as_ref();
        let is_new = monitoring.is_none() && open == 0 && hour.latest.is_empty() && plan.is_none();
        Ok(today::html(&View {
            reader: Reader { language: visit.language, zone: &self.zone, now },
            how: monitoring.map(|monitoring| how(monitoring, visit, week)),
            is_new,
            open,
            overdue,
            cases: rows,
            passed_others: passed.others as u64,
            passed: passed.promises.into_iter().map(|promised| promise(promised, &names, true)).collect(),
            close: close.into_iter().map(|promised| promise(promised, &names, false)).collect(),
            plan: plan.as_ref().map(|action| Plan { action, since: since(monitoring, action) }),
            hour,
            shell,
        }))
    }

    /// Reads what monitoring says up to the end of yesterday: today is still going on. `None` while it is added up.
    async fn monitoring(&self, visit: &Visit<'_>) -> Result<Option<Monitoring>, StoreError> {
        let today = visit.now.to_zoned(self.zone.clone()).date();
        let yesterday = today.saturating_sub(1.day());
        let at = Period::day(yesterday).bounds(&self.zone).end.checked_sub(SignedDuration::from_secs(1));
        let asked = Asked {
            period: Period::containing(yesterday, Every::Week),
            zone: &self.zone,
            at: at.unwrap_or(visit.now),
            rules: &visit.document.common.rules,
            declared: &visit.document.declared,
            until: Some(Instant::now() + WORKING_TIME),
        };
        Ok(match reporting::outlook(&self.table, &asked).await? {
            Answer::Ready(monitoring) => monitoring,
            Answer::Underway { .. } => None,
        })
    }

    /// Reads what was planned on the report of last week, or else of this one.
    async fn planned(&self, now: Timestamp) -> Result<Option<Action>, StoreError> {
        let week = Period::containing(now.to_zoned(self.zone.clone()).date(), Every::Week);
        match self.table.promised_action(&week.previous().to_string()).await? {
            Some(action) => Ok(Some(action)),
            None => self.table.promised_action(&week.to_string()).await,
        }
    }

    /// Reads the cases to work on first, and counts all.
    async fn first_cases(&self, now: Timestamp) -> Result<First, StoreError> {
        // The largest part of the page by far: on a machine with two cores the other one reads it.
        let table = self.table.clone();
        let read = tokio::spawn(async move { table.unresolved().await }).await;
        let mut cases = read.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
        by_urgency(&mut cases, now);
        let (open, overdue) = (cases.len() as u64, today::overdue(cases.iter(), now));
        cases.truncate(CASES_MAX);
        let openings = self.openings(&cases).await?;
        Ok(First { open, overdue, cases, openings })
    }

    /// Reads the touchpoint that opened each case, as far as it is still there.
    pub(crate) async fn openings(&self, cases: &[Case]) -> Result<Vec<Option<Touchpoint>>, StoreError> {
        let reads: Vec<_> = cases.iter().map(|case| self.table.touchpoint(&case.customer, &case.opened_by)).collect();
        stream::iter(reads).buffered(AT_ONCE).try_collect().await
    }
}

/// The cases to work on first.
struct First {
    /// How many are open.
    open: u64,
    /// How many of these are overdue.
    overdue: u64,
    cases: Vec<Case>,
    /// The touchpoint that opened each.
    openings: Vec<Option<Touchpoint>>,
}

/// Puts cases into rows, each with what its customer said when it was opened.
pub(crate) fn rows<'a>(
    visit: &Visit<'_>,
    cases: &'a [Case],
    openings: Vec<Option<Touchpoint>>,
    names: &Pseudonyms,
) -> Vec<Row<'a>> {
    let row = |(case, opening): (&'a Case, Option<Touchpoint>)| {
        let words = opening.as_ref().and_then(|touchpoint| touchpoint.said.words());
        let is_mine = case.assignee.as_ref() == Some(&visit.person.name) && case.state == CaseState::Acknowledged;
        let taken_for = case.acknowledged_at.map(|at| visit.now.duration_since(at));
        Row {
            case,
            customer: name_of(&case.customer, names),
            words: words.map(std::borrow::Cow::into_owned),
            undo: is_mine && taken_for.is_some_and(|passed| passed <= UNDO_TIME),
        }
    };
    cases.iter().zip(openings).map(row).collect()
}

/// Puts a promise into words. Only of one that is overdue it matters what the customer has been told.
pub(crate) fn promise(promised: Promised, names: &Pseudonyms, is_overdue: bool) -> Promise {
    let told = |touchpoint: Touchpoint| Told {
        at: touchpoint.placed_at(),
        due_at: touchpoint.said.due_at,
        kind: touchpoint.touchpoint_type,
    };
    let case = promised.case.filter(|case| case.state.is_unresolved());
    Promise {
        name: name_of(&promised.customer, names),
        customer: promised.customer,
        touchpoint_type: promised.touchpoint_type,
        due_at: promised.due_at,
        value: promised.value,
        promise_id: promised.promise_id,
        told: is_overdue.then(|| promised.told.into_iter().map(told).collect()),
        contacted_at: case.as_ref().and_then(|case| case.contacted_at),
        case: case.map(|case| (case.id(), case.assignee)),
    }
}

/// Calls a customer by the identifier of the business; a visitor, whose identifier says nothing, by the pseudonym.
pub(crate) fn name_of(customer: &Identity, names: &Pseudonyms) -> String {
    match customer {
        Identity::Customer(id) => id.clone(),
        Identity::Anonymous(_) => names.of(customer),
    }
}

/// Orders cases by what to do first: the most severe, and of those what is due first.
pub(crate) fn by_urgency(cases: &mut [Case], now: Timestamp) {
    let due = |case: &Case| {
        let overdue = case.overdue(now).map(|(_, at)| at);
        overdue.or(case.next_clock().map(|(_, at)| at)).unwrap_or(Timestamp::MAX)
    };
    cases.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then_with(|| (due(a), a.opened_at, a.id()).cmp(&(due(b), b.opened_at, b.id())))
    });
}

/// Returns the beginning of the minute.
pub(crate) fn whole_minute(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second() - now.as_second().rem_euclid(60)).unwrap_or(now)
}

fn how<'a>(monitoring: &'a Monitoring, visit: &Visit<'_>, week: Period) -> How<'a> {
    How {
        sentence: monitoring.sentence.get(&visit.language).cloned().unwrap_or_default(),
        line: monitoring.lines.first(),
        is: match (monitoring.is_worse(), monitoring.is_better()) {
            (true, _) => Mood::Worse,
            (false, true) => Mood::Better,
            (false, false) => Mood::Same,
        },
        report: format!("/reports/{week}"),
    }
}

/// Finds the series that an action is about.
fn since<'a>(monitoring: Option<&'a Monitoring>, action: &Action) -> Option<&'a reports::monitoring::Line> {
    let kind = action.kind.as_deref()?;
    let lines = || monitoring.into_iter().flat_map(|monitoring| &monitoring.lines).filter(|line| line.subject == kind);
    lines().find(|line| line.measure == Measure::Bad).or_else(|| lines().next())
}

#[cfg(test)]
mod tests {
    use domain::identity::TouchpointKey;

    use super::*;

    #[test]
    fn the_most_severe_comes_first_and_of_those_what_is_due_first() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let case = |number: u32, severity: u8, opened: &str| {
            let opened_by = TouchpointKey { source: "web".into(), id: number.to_string() };
            let case = Case::opened(Identity::Customer("ana".into()), number, opened_by, at(opened));
            Case { severity, ..case }
        };
        let mut cases = [
            case(1, 3, "2026-11-20T10:00:00Z"),
            case(2, 5, "2026-11-20T12:00:00Z"),
            case(3, 5, "2026-11-20T11:00:00Z"),
        ];
        by_urgency(&mut cases, at("2026-11-20T13:00:00Z"));
        assert_eq!(cases.map(|case| case.number), [3, 2, 1]);
    }

    #[test]
    fn a_page_of_one_minute_is_the_same() {
        let at = |text: &str| whole_minute(text.parse().unwrap());
        assert_eq!(at("2026-11-20T10:00:00Z"), at("2026-11-20T10:00:59.9Z"));
        assert_ne!(at("2026-11-20T10:00:00Z"), at("2026-11-20T10:01:00Z"));
    }
}
