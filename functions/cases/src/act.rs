//! `POST /v1/cases/{id}/{action}`: one step of a case, by a program with a key or by a person with a link, which works once.

use domain::alerting::{CaseNotice, Message, Topic};
use domain::case::{Case, CaseState, Step};
use domain::touchpoint::parse::FieldError;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use recovery::changing::{Changed, change_case};
use runtime::http::forms::Sent;
use runtime::http::problem::Problem;
use store::changes::{Changing, UsedLink};
use store::histories::By;

use crate::authorize::Caller;
use crate::order::{self, Action, Fields};
use crate::show::Sheet;
use crate::{Asked, Desk};

/// Times that the version of the day is raised before giving up: a report could otherwise miss the change until the next.
const TOUCHES_MAX: u32 = 3;

impl Desk {
    /// Takes one step.
    pub(crate) async fn act(
        &self,
        request: &Request,
        asked: Asked<'_>,
        case: Case,
        action: Action,
    ) -> Result<Response<Body>, Problem> {
        let is_form = Sent::of(request)? == Sent::Form;
        let (otherwise, link, fields) = match asked.caller {
            // A page elsewhere can make a browser post a form with the key it remembers, but not JSON. The form of a page that
            // was opened with a key posts to a link, whose seal no other page knows.
            Caller::Key(_) if is_form => return Err(Problem::unsupported("with a key, send application/json")),
            Caller::Key(key) => (Some(key.name.as_str()), None, Fields::of_json(request)?),
            Caller::Link { seal, until, .. } => {
                let link = UsedLink { seal, until: *until };
                let fields = if is_form { Fields::of_form(request)? } else { Fields::of_json(request)? };
                (None, Some(link), fields)
            }
        };
        let by = match asked.caller {
            Caller::Key(key) => By { key: Some(key.name.clone()), link: None },
            Caller::Link { seal, by, .. } => By::link(seal, by.as_ref().map(|key| key.name.clone())),
        };
        let order = match order::read(action, &fields, otherwise, &asked.document.common.rules) {
            Ok(order) => order,
            Err(errors) if is_form => return self.ask_again(asked, &case, action, &fields, errors).await,
            Err(errors) => return Err(Problem::incomplete("").with_errors(errors)),
        };
        let names = self.names().await?;
        let step = order.change.step();
        let told = self.told_of(asked, &case).await?;
        let tell = |case: &Case| -> Vec<(String, Message)> {
            let Some(notice) = CaseNotice::of((case, &names), step, asked.now, Some(&order.actor), None) else {
                return Vec::new();
            };
            let listening = asked.document.plan.roster.hearing(Topic::Cases);
            let hears = listening.chain(told.iter().map(String::as_str));
            hears.map(|channel| (channel.to_owned(), Message::Case(Box::new(notice.clone())))).collect()
        };
        let changing = Changing {
            change: order.change,
            actor: Some(&order.actor),
            by: Some(by),
            medium: order.medium.as_deref(),
            note: order.note.as_deref(),
            touchpoint: None,
            link,
            messages: &tell,
            now: asked.now,
            zone: &self.zone,
        };
        let changed = change_case(&self.table, &case, &changing).await.map_err(|error| Problem::of_table(&error))?;
        self.answer_change(asked, changed, (action, step, &order.actor), is_form).await
    }

    /// Answers with what became of a step: the page goes on to the case, a program gets it as JSON.
    async fn answer_change(
        &self,
        asked: Asked<'_>,
        changed: Changed,
        (action, step, actor): (Action, Step, &str),
        is_form: bool,
    ) -> Result<Response<Body>, Problem> {
        let done = |case: &Case| match is_form {
            true => self.go_on(asked, case, action),
            false => runtime::http::answer::json(&Sheet::of(case, asked.now)),
        };
        match changed {
            Changed::Done(case, _) => {
                tracing::info!(case = case.id(), action = action.as_str(), state = case.state.as_str(), "case changed");
                self.touch_today(asked).await;
                done(&case)
            }
            // The same person pressed twice: it is done, and was done once.
            Changed::Illegal(case, _) | Changed::Used(case) if self.is_done(&case, step, actor).await? => done(&case),
            Changed::Illegal(case, illegal) if is_form => {
                self.refuse(asked, &case, illegal.state == case.state, StatusCode::CONFLICT).await
            }
            Changed::Illegal(_, illegal) => Err(Problem::case_conflict(illegal.to_string())),
            Changed::Used(case) if is_form => self.refuse(asked, &case, false, StatusCode::CONFLICT).await,
            Changed::Used(_) => Err(Problem::case_conflict("the link was already used")),
        }
    }

    /// Returns the channels that people read where an open case was announced by itself: who takes it is announced there too, so
    /// that nobody else calls the customer. None once somebody has it, and none that told of it among many.
    async fn told_of(&self, asked: Asked<'_>, case: &Case) -> Result<Vec<String>, Problem> {
        let roster = &asked.document.plan.roster;
        let has_people = roster.hearing(Topic::Alerts).any(|channel| roster.is_read_by_people(channel));
        if case.state != CaseState::Open || !has_people {
            return Ok(Vec::new());
        }
        let told = self.table.channels_told(case).await.map_err(|error| Problem::of_table(&error))?;
        Ok(told.into_iter().filter(|channel| roster.is_read_by_people(channel)).collect())
    }

    /// Tells whether the last step of a case is this one, by this person.
    async fn is_done(&self, case: &Case, step: Step, actor: &str) -> Result<bool, Problem> {
        let events = self.table.events_of(case).await.map_err(|error| Problem::of_table(&error))?;
        let last = events.iter().rev().find(|event| event.actor.is_some());
        Ok(last.is_some_and(|event| event.transition == step.done() && event.actor.as_deref() == Some(actor)))
    }

    /// Shows the form again with what is wrong in it. The link still works: nothing was done.
    async fn ask_again(
        &self,
        asked: Asked<'_>,
        case: &Case,
        action: Action,
        fields: &Fields,
        errors: Vec<FieldError>,
    ) -> Result<Response<Body>, Problem> {
        let language = asked.document.common.language;
        let errors: Vec<_> = errors.into_iter().map(|error| (error.field, error.complaint.words(language))).collect();
        self.page(asked, case, Some(action), (&errors, fields.list()), None, StatusCode::UNPROCESSABLE_ENTITY).await
    }

    /// Says that somebody was here before, and shows who has the case.
    async fn refuse(
        &self,
        asked: Asked<'_>,
        case: &Case,
        is_too_late: bool,
        status: StatusCode,
    ) -> Result<Response<Body>, Problem> {
        let notice = self.why_not(asked, case, is_too_late);
        self.page(asked, case, None, (&[], &[]), Some(notice), status).await
    }

    /// Lets reports see the change. Best effort after the change is made: the next change of the day does the same.
    async fn touch_today(&self, asked: Asked<'_>) {
        let day = [asked.now.to_zoned(self.zone.clone()).date()].into();
        for _ in 0..TOUCHES_MAX {
            match self.table.touch_days(&day).await {
                Ok(()) => return,
                Err(error) => tracing::warn!(%error, "failed to raise the day's version after a case change"),
            }
        }
    }
}
