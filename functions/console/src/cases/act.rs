//! Steps of cases: one with a form, or many at once. What is allowed is the case's to say.

use domain::case::{Case, Change};
use lambda_http::{Body, Response};
use recovery::acting::{Acting, Taken};
use recovery::order::{self, Action, Fields, Order};
use runtime::http::answer::see_other;
use runtime::http::problem::Problem;
use store::histories::By;

use super::one::Sent;
use crate::visit::Visit;
use crate::{Desk, What};

/// Cases that are changed at once.
const MANY_MAX: usize = 100;

impl Desk {
    /// Takes one step of one case.
    pub(super) async fn act_on_one(
        &self,
        visit: &Visit<'_>,
        id: &str,
        action: &str,
    ) -> Result<Response<Body>, Problem> {
        let action = Action::from_word(action).filter(|action| *action != Action::Show);
        let action = action.ok_or_else(|| Problem::not_found("no such action"))?;
        let case = self.case(visit, id).await?;
        let names = action.fields().iter().filter(|name| **name != "actor");
        let sent: Vec<(String, String)> =
            names.filter_map(|name| Some(((*name).to_owned(), visit.form.get(name)?.to_owned()))).collect();
        let fields = Fields::of(sent.clone());
        let order = order::read(action, &fields, Some(&visit.person.name), &visit.document.common.rules);
        let order = match order {
            Ok(order) => order,
            Err(errors) => {
                let worded = errors.into_iter().map(|error| (error.field, error.complaint.words(visit.language)));
                let sent = Sent { errors: worded.collect(), filled: sent, ..Sent::default() };
                return self.show_case(visit, &case, sent).await;
            }
        };
        match self.take(visit, &case, order).await? {
            Taken::Done(_) => see_other(&self.back(visit, id)),
            Taken::Refused(case, _) | Taken::Used(case) => {
                let state = domain::wording::case_state(case.state, visit.language);
                let why = match case.assignee.as_deref() {
                    Some(who) => visit.language.case_is_of(who, state),
                    None => visit.language.case_is(state),
                };
                let sent = Sent { errors: vec![(String::new(), why)], is_conflict: true, ..Sent::default() };
                self.show_case(visit, &case, sent).await
            }
        }
    }

    /// Takes back the person's own last step of a case.
    pub(super) async fn undo_one(&self, visit: &Visit<'_>, id: &str) -> Result<Response<Body>, Problem> {
        let case = self.case(visit, id).await?;
        if self.undo(visit, &case).await? {
            return see_other(&self.back(visit, id));
        }
        let why = visit.language.console_undo_late().to_owned();
        let case = self.case(visit, id).await?;
        self.show_case(visit, &case, Sent { errors: vec![(String::new(), why)], is_conflict: true, ..Sent::default() })
            .await
    }

    /// Returns whether the person's own last step of a case is taken back.
    async fn undo(&self, visit: &Visit<'_>, case: &Case) -> Result<bool, Problem> {
        let events = self.table.events_of(case).await.map_err(|error| Problem::of_table(&error))?;
        let by = visit.person.name.clone();
        let mine = events.iter().rev().filter_map(|event| event.as_done()).find(|done| done.by == by);
        let Some(done) = mine.map(Box::new) else { return Ok(false) };
        let change = Change::Undo { by: by.clone(), done };
        let order = Order { actor: by, medium: None, note: None, change };
        Ok(matches!(self.take(visit, case, order).await?, Taken::Done(_)))
    }

    /// Takes back the person's own last step of many cases.
    async fn undo_many(&self, visit: &Visit<'_>, chosen: Vec<&str>) -> Result<Response<Body>, Problem> {
        let (mut done, mut refused) = (0_u64, 0_u64);
        for id in chosen {
            let case = self.case(visit, id).await?;
            match self.undo(visit, &case).await? {
                true => done += 1,
                false => refused += 1,
            }
        }
        let said = [
            (done > 0).then(|| visit.language.console_cases_undone(done)),
            (refused > 0).then(|| visit.language.console_cases_not_undone(refused)),
        ];
        let notice = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
        self.list(visit, Some(notice), &[]).await
    }

    /// Takes one step of many cases. Each is changed or not by itself.
    pub(super) async fn act_on_many(&self, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
        let language = visit.language;
        if visit.form.get("do") == Some("undo") {
            return self.undo_many(visit, visit.form.all("case").take(MANY_MAX).collect()).await;
        }
        let action = visit.form.get("do").and_then(Action::from_word);
        let action = action.filter(|action| matches!(action, Action::Acknowledge | Action::Assign));
        let action = action.ok_or_else(|| Problem::not_found("no such action"))?;
        let assignee = visit.form.get("assignee").map(str::to_owned);
        let chosen: Vec<&str> = visit.form.all("case").take(MANY_MAX).collect();
        let wrong = match (chosen.is_empty(), action, &assignee) {
            (true, ..) => Some(language.console_cases_choose_some()),
            (_, Action::Assign, None) => Some(language.console_cases_name_owner()),
            _ => None,
        };
        if let Some(wrong) = wrong {
            return self.list(visit, Some(wrong.to_owned()), &[]).await;
        }
        let (mut done, mut refused) = (Vec::new(), 0_u64);
        for id in chosen {
            let case = self.case(visit, id).await?;
            let fields = match (&assignee, action) {
                (Some(assignee), Action::Assign) => Fields::of([("assignee".to_owned(), assignee.clone())]),
                _ => Fields::default(),
            };
            let order = order::read(action, &fields, Some(&visit.person.name), &visit.document.common.rules)
                .map_err(|errors| Problem::incomplete("").with_errors(errors))?;
            match self.take(visit, &case, order).await? {
                Taken::Done(_) => done.push(id.to_owned()),
                Taken::Refused(..) | Taken::Used(_) => refused += 1,
            }
        }
        let said = [
            (!done.is_empty()).then(|| language.console_cases_done(done.len() as u64)),
            (refused > 0).then(|| language.console_cases_not_done(refused)),
        ];
        self.list(visit, Some(said.into_iter().flatten().collect::<Vec<_>>().join(" ")), &done).await
    }

    /// Takes a step in the name of the person who signed in, and writes down that it was tried.
    async fn take(&self, visit: &Visit<'_>, case: &Case, order: Order) -> Result<Taken, Problem> {
        let step = order.change.step();
        self.audit(visit, What::CaseChanged(step.done()), Some(&case.id())).await?;
        let acting = Acting {
            table: &self.table,
            plan: &visit.document.plan,
            zone: &self.zone,
            by: By::default(),
            link: None,
            now: visit.now,
        };
        let taken = acting.take(case, order).await.map_err(|error| Problem::of_table(&error))?;
        tracing::info!(case = case.id(), step = step.done(), "case changed in the console");
        Ok(taken)
    }

    /// Returns where to go after a step: back to the list or to Today, otherwise to the case.
    fn back(&self, visit: &Visit<'_>, id: &str) -> String {
        let to = visit.form.get("to").filter(|to| *to == "/" || to.starts_with("/cases?") || *to == "/cases");
        to.map_or_else(|| format!("/cases/{id}"), str::to_owned)
    }
}
