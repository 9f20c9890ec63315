//! `POST /v1/cases/{id}/{action}`: one step of a case, by a program with a key or by a person with a link, which works once.

use domain::case::Case;
use domain::touchpoint::parse::FieldError;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use recovery::acting::{Acting, Taken};
use runtime::http::forms::Sent;
use runtime::http::problem::Problem;
use store::changes::UsedLink;
use store::histories::By;

use crate::authorize::Caller;
use crate::order::{self, Action, Fields};
use crate::show::Sheet;
use crate::{Asked, Desk};

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
            Caller::Key(key) => (Some(key.name.as_str()), None, order::of_json(request)?),
            Caller::Link { seal, until, .. } => {
                let link = UsedLink { seal, until: *until };
                let fields = if is_form { order::of_form(request)? } else { order::of_json(request)? };
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
        let acting =
            Acting { table: &self.table, plan: &asked.document.plan, zone: &self.zone, by, link, now: asked.now };
        let taken = acting.take(&case, order).await.map_err(|error| Problem::of_table(&error))?;
        self.answer_step(asked, taken, action, is_form).await
    }

    /// Answers with what became of a step: the page goes on to the case, a program gets it as JSON.
    async fn answer_step(
        &self,
        asked: Asked<'_>,
        taken: Taken,
        action: Action,
        is_form: bool,
    ) -> Result<Response<Body>, Problem> {
        match taken {
            Taken::Done(case) => {
                tracing::info!(case = case.id(), action = action.as_str(), state = case.state.as_str(), "case changed");
                match is_form {
                    true => self.go_on(asked, &case, action),
                    false => runtime::http::answer::json(&Sheet::of(&case, asked.now)),
                }
            }
            Taken::Refused(case, illegal) if is_form => {
                self.refuse(asked, &case, illegal.state == case.state, StatusCode::CONFLICT).await
            }
            Taken::Refused(_, illegal) => Err(Problem::case_conflict(illegal.to_string())),
            Taken::Used(case) if is_form => self.refuse(asked, &case, false, StatusCode::CONFLICT).await,
            Taken::Used(_) => Err(Problem::case_conflict("the link was already used")),
        }
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
}
