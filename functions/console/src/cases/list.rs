//! The list of cases: whose, which, and how many. All unresolved cases are looked at, so no page ends before the last of them.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::identity::Pseudonyms;
use domain::wording::{self, capitalized};
use jiff::Timestamp;
use lambda_http::{Body, Response};
use pages::case::Reader;
use pages::console::Section;
use pages::console::cases::{self, Choice, Tab, View};
use runtime::http::problem::Problem;
use store::error::StoreError;

use crate::answer;
use crate::today::{PROMISES_MAX, by_urgency, name_of, promise, rows, whole_minute};
use crate::visit::Visit;
use crate::{Desk, Role, What};

/// Cases of one page.
const PAGE: usize = 50;
/// The views, as addresses name them.
const TABS: [&str; 4] = ["mine", "unassigned", "overdue", "all"];

/// What is asked for.
struct Wanted {
    tab: &'static str,
    kind: String,
    segment: String,
    severity: String,
    owner: String,
    search: String,
    page: usize,
}

impl Wanted {
    fn of(visit: &Visit<'_>) -> Self {
        // A form that acts comes back to the list that it was on.
        let form = visit.form.get("to").and_then(|to| to.split_once('?')).map(|(_, query)| query.to_owned());
        let form: BTreeMap<String, String> =
            form.map(|query| form_urlencoded::parse(query.as_bytes()).into_owned().collect()).unwrap_or_default();
        let get = |name: &str| visit.query(name).or_else(|| form.get(name).cloned()).unwrap_or_default();
        let tab = TABS.into_iter().find(|tab| *tab == get("show")).unwrap_or("all");
        Self {
            tab,
            kind: get("type"),
            segment: get("segment"),
            severity: get("severity"),
            owner: get("owner"),
            search: get("q"),
            page: get("page").parse::<usize>().unwrap_or(1).clamp(1, 100_000),
        }
    }

    fn address(&self, tab: &str, page: usize) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let pairs = [
            ("show", tab),
            ("type", &self.kind),
            ("segment", &self.segment),
            ("severity", &self.severity),
            ("owner", &self.owner),
            ("q", &self.search),
            ("page", &page),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
        format!("/cases?{}", query.finish())
    }

    /// Returns whether a case passes the filters, whichever view it is in.
    fn fits(&self, case: &Case, names: &Pseudonyms) -> bool {
        let is = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
        let contains = |text: &str| text.to_lowercase().contains(&self.search.to_lowercase());
        is(&self.kind, case.touchpoint_type.as_deref().unwrap_or_default())
            && is(&self.segment, case.segment.as_deref().unwrap_or_default())
            && is(&self.severity, &case.severity.to_string())
            && is(&self.owner, case.assignee.as_deref().unwrap_or_default())
            && (self.search.is_empty()
                || contains(&case.id())
                || contains(&name_of(&case.customer, names))
                || case.assignee.as_deref().is_some_and(contains))
    }
}

fn is_in(tab: &str, case: &Case, me: &str, now: Timestamp) -> bool {
    match tab {
        "mine" => case.assignee.as_deref() == Some(me),
        "unassigned" => case.assignee.is_none(),
        "overdue" => case.overdue(now).is_some(),
        _ => true,
    }
}

impl Desk {
    /// Answers with the list. `changed`: the cases that were changed just now, which can be undone.
    pub(super) async fn list(
        &self,
        visit: &Visit<'_>,
        notice: Option<String>,
        changed: &[String],
    ) -> Result<Response<Body>, Problem> {
        let unreachable = |error: StoreError| Problem::of_table(&error);
        let (language, wanted, now) = (visit.language, Wanted::of(visit), whole_minute(visit.now));
        let (names, all) = futures::try_join!(self.table.pseudonyms(), self.table.unresolved()).map_err(unreachable)?;
        let rules = &visit.document.common.rules;
        let passed = reporting::promised::passed(&self.table, rules, PROMISES_MAX).await.map_err(unreachable)?;
        let me = visit.person.name.as_str();
        let fitting: Vec<&Case> = all.iter().filter(|case| wanted.fits(case, &names)).collect();
        let labels = [
            language.console_cases_mine(),
            language.console_cases_unassigned(),
            language.console_cases_overdue(),
            language.console_cases_all(),
        ];
        let tabs = TABS.into_iter().zip(labels).map(|(tab, label)| Tab {
            label,
            count: fitting.iter().filter(|case| is_in(tab, case, me, now)).count() as u64,
            address: wanted.address(tab, 1),
            is_here: tab == wanted.tab,
        });
        let tabs: Vec<Tab> = tabs.collect();
        let mut shown: Vec<Case> =
            fitting.into_iter().filter(|case| is_in(wanted.tab, case, me, now)).cloned().collect();
        by_urgency(&mut shown, now);
        let total = shown.len();
        let page = wanted.page.min(total.div_ceil(PAGE).max(1));
        let of_page: Vec<Case> = shown.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
        let openings = self.openings(&of_page).await.map_err(unreachable)?;
        let rows = rows(visit, &of_page, openings, &names);
        self.audit(visit, What::CasesListed, None).await?;
        let mut shell = visit.shell(language.console_nav_cases(), Section::Cases);
        shell.notice = notice;
        let view = View {
            shell,
            reader: Reader { language, zone: &self.zone, now },
            tabs,
            tab: wanted.tab,
            choices: choices(&all, &wanted, visit),
            search: wanted.search.clone(),
            rows,
            total: total as u64,
            pages: [
                (page > 1).then(|| wanted.address(wanted.tab, page - 1)),
                (page * PAGE < total).then(|| wanted.address(wanted.tab, page + 1)),
            ],
            passed_others: passed.others as u64,
            passed: passed.promises.into_iter().map(|promised| promise(promised, &names, true)).collect(),
            changed: changed.to_vec(),
            here: wanted.address(wanted.tab, page),
            people: people(visit),
        };
        Ok(answer::page_or_304(visit, cases::html(&view)))
    }
}

/// Lists the people to whom a case can be handed.
pub(super) fn people(visit: &Visit<'_>) -> Vec<String> {
    let agents = visit.document.people.iter().filter(|person| person.role >= Role::Agent);
    agents.map(|person| person.name.clone()).collect()
}

/// Lists what the filters can choose: what the open cases have.
fn choices(all: &[Case], wanted: &Wanted, visit: &Visit<'_>) -> Vec<Choice> {
    let language = visit.language;
    let values = |of: &dyn Fn(&Case) -> Option<String>, words: &dyn Fn(&str) -> String, chosen: &str| {
        let mut values: Vec<String> = all.iter().filter_map(of).chain([chosen.to_owned()]).collect();
        values.retain(|value| !value.is_empty());
        values.sort();
        values.dedup();
        values.into_iter().map(|value| (value.clone(), words(&value))).collect::<Vec<_>>()
    };
    let same = |value: &str| value.to_owned();
    let kind = |value: &str| capitalized(&wording::touchpoint_type(value, language));
    let choice = |name, label, values, chosen: &str| Choice {
        name,
        label,
        any: language.console_cases_any(),
        values,
        chosen: chosen.to_owned(),
    };
    let segments = values(&|case| case.segment.clone(), &same, &wanted.segment);
    let mut choices = vec![choice(
        "type",
        language.console_cases_type(),
        values(&|case| case.touchpoint_type.clone(), &kind, &wanted.kind),
        &wanted.kind,
    )];
    if !segments.is_empty() {
        choices.push(choice("segment", language.console_cases_segment(), segments, &wanted.segment));
    }
    let severities = values(&|case| Some(case.severity.to_string()), &same, &wanted.severity);
    choices.push(choice("severity", language.console_cases_severity(), severities, &wanted.severity));
    let owners = values(&|case| case.assignee.clone(), &same, &wanted.owner);
    choices.push(choice("owner", language.console_cases_owner(), owners, &wanted.owner));
    choices
}
