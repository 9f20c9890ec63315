//! `GET`: the queue, one case, and the form behind a link. Changes nothing: programs that look at links before people do find
//! a page.

use domain::case::Clock;
use domain::case::{Case, Step};
use domain::code::Code;
use domain::identity::{Identity, Pseudonyms};
use domain::touchpoint::Touchpoint;
use domain::vocabulary::Language;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use pages::case::{Asks, Form, Line, Next, Notice, Reader, Row, View};
use runtime::http::accept::wants_page;
use runtime::http::links::Subject;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::error::StoreError;
use store::histories::Event;

use crate::authorize::Caller;
use crate::order::Action;
use crate::{Asked, Desk, answer, owner};

/// Cases that the queue shows.
const QUEUE_MAX: usize = 200;
/// Hours that the links of a page work that was opened with a key: they act, so for no longer than somebody works with it.
const LINK_HOURS: i64 = 2;

/// Fields and what is said of each.
type Pairs<'a> = &'a [(String, String)];

/// A case as JSON.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CaseSheet")]
pub(crate) struct Sheet<'a> {
    id: String,
    #[serde(flatten)]
    case: &'a Case,
    #[serde(skip_serializing_if = "Option::is_none")]
    overdue: Option<Overdue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Vec<Event>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OverdueStep")]
struct Overdue {
    clock: Clock,
    since: Timestamp,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CaseQueue")]
pub(crate) struct QueueAnswer<'a> {
    cases: Vec<Sheet<'a>>,
    has_more: bool,
}

impl<'a> Sheet<'a> {
    /// Describes a case without its history.
    pub(crate) fn of(case: &'a Case, now: Timestamp) -> Self {
        let overdue = case.overdue(now).map(|(clock, since)| Overdue { clock, since });
        Self { id: case.id(), case, overdue, history: None }
    }
}

impl Desk {
    /// Answers with the open cases.
    pub(crate) async fn queue(&self, request: &Request, asked: Asked<'_>) -> Result<Response<Body>, Problem> {
        let mut queue = self.table.queue(QUEUE_MAX).await.map_err(|error| Problem::of_table(&error))?;
        domain::case::order_queue(&mut queue.cases);
        if matches!(asked.caller, Caller::Key(_)) && !wants_page(request.headers()) {
            let cases = queue.cases.iter().map(|case| Sheet::of(case, asked.now)).collect();
            return runtime::http::answer::json(&QueueAnswer { cases, has_more: queue.has_more });
        }
        let (until, names) = (self.until(asked), self.names().await?);
        let rows: Vec<_> = queue
            .cases
            .iter()
            .map(|case| Row {
                customer: self.name_of(asked, case, &names),
                address: self
                    .query(asked, case, Action::Show, until)
                    .map(|query| format!("cases/{}/show?{query}", case.id())),
                case,
            })
            .collect();
        Ok(answer::page(StatusCode::OK, pages::case::queue(&rows, queue.has_more, self.reader(asked))))
    }

    /// Answers with one case, or with the form of what a link does.
    pub(crate) async fn show(
        &self,
        request: &Request,
        asked: Asked<'_>,
        case: Case,
        action: Action,
    ) -> Result<Response<Body>, Problem> {
        if matches!(asked.caller, Caller::Key(_)) && !wants_page(request.headers()) {
            let history = self.table.events_of(&case).await.map_err(|error| Problem::of_table(&error))?;
            return runtime::http::answer::json(&Sheet { history: Some(history), ..Sheet::of(&case, asked.now) });
        }
        let step = step_of(action);
        let is_allowed = step.is_none_or(|step| step.leads(case.state).is_some());
        let notice = (!is_allowed).then(|| self.why_not(asked, &case, true));
        // A key has no form here: see `authorize`.
        let by_link = matches!(asked.caller, Caller::Link { .. });
        let form = (is_allowed && by_link && action != Action::Show).then_some(action);
        self.page(asked, &case, form, (&[], &[]), notice, StatusCode::OK).await
    }

    /// Puts the page of a case together.
    pub(crate) async fn page(
        &self,
        asked: Asked<'_>,
        case: &Case,
        form: Option<Action>,
        (errors, filled): (Pairs<'_>, Pairs<'_>),
        notice: Option<Notice>,
        status: StatusCode,
    ) -> Result<Response<Body>, Problem> {
        let unreachable = |error| Problem::of_table(&error);
        let history = self.table.events_of(case).await.map_err(unreachable)?;
        let touchpoint = self.table.touchpoint(&case.customer, &case.opened_by).await.map_err(unreachable)?;
        let language = asked.document.common.language;
        let read = match form {
            Some(Action::Resolve) => self.read_in(touchpoint.as_ref()).await.map_err(unreachable)?,
            _ => Vec::new(),
        };
        let kind = case.touchpoint_type.as_deref();
        let [causes, others] = domain::wording::causes_to_choose(&asked.document.common.rules, kind, &read, language);
        let suggested = causes.len();
        let causes: Vec<_> = causes.into_iter().chain(others).collect();
        let currency = case.value_at_risk.as_ref().map(|money| ("currency".to_owned(), money.currency.clone()));
        let prefilled: Vec<_> = if filled.is_empty() { currency.into_iter().collect() } else { filled.to_vec() };
        let form = form.and_then(|action| {
            Some(Form { asks: asks_of(action)?, causes: &causes, suggested, errors, filled: &prefilled })
        });
        let asked_for = form.as_ref().map(|form| form.asks);
        let words = touchpoint.as_ref().and_then(|touchpoint| touchpoint.said.words());
        let view = View {
            reader: self.reader(asked),
            case,
            customer: &self.name_of(asked, case, &self.names().await?),
            words: words.as_deref(),
            notice,
            form,
            journey: self.journey(asked, case),
            next: self.next(asked, case, asked_for),
            history: lines(case, history, asked, language),
        };
        Ok(answer::page(status, pages::case::html(&view)))
    }

    /// Sends a person on to the case after a step.
    pub(crate) fn go_on(&self, asked: Asked<'_>, case: &Case, _: Action) -> Result<Response<Body>, Problem> {
        let query = self
            .query(asked, case, Action::Show, self.until(asked))
            .ok_or_else(|| Problem::internal("a link signs no link"))?;
        runtime::http::answer::see_other(&format!("show?{query}"))
    }

    /// Says why nothing can be done here: what happened before, and who has the case.
    pub(crate) fn why_not(&self, asked: Asked<'_>, case: &Case, is_too_late: bool) -> Notice {
        let language = asked.document.common.language;
        let state = domain::wording::case_state(case.state, language);
        let text = match (case.assignee.as_deref(), is_too_late) {
            (Some(who), true) => language.case_is_of(who, state),
            (None, true) => language.case_is(state),
            (_, false) => language.link_used().to_owned(),
        };
        Notice { text, is_good: false }
    }

    fn reader<'a>(&'a self, asked: Asked<'_>) -> Reader<'a> {
        Reader { language: asked.document.common.language, zone: &self.zone, now: asked.now }
    }

    /// Names the customer as the configuration allows it.
    fn name_of(&self, asked: Asked<'_>, case: &Case, names: &Pseudonyms) -> String {
        match &case.customer {
            Identity::Customer(id) if asked.document.common.links.shows_customer() => id.clone(),
            other => names.of(other),
        }
    }

    /// Returns until when links of this page work: as long as the link that led here, which is at most three days.
    fn until(&self, asked: Asked<'_>) -> Timestamp {
        match asked.caller {
            Caller::Link { until, .. } => *until,
            Caller::Key(_) => asked.now.checked_add(jiff::SignedDuration::from_hours(LINK_HOURS)).unwrap_or(asked.now),
        }
    }

    fn query(&self, asked: Asked<'_>, case: &Case, action: Action, until: Timestamp) -> Option<String> {
        let subject = Subject { case: &case.id(), owner: &owner(case), action: action.as_str() };
        match asked.caller {
            Caller::Key(by) | Caller::Link { by: Some(by), .. } => {
                asked.document.common.links.query_by(subject, by, until)
            }
            Caller::Link { by: None, .. } => asked.document.common.links.query(subject, until),
        }
    }

    /// Returns the link to the customer's journey. It is for who came by a link: a link on a page that a key opened dies with the key,
    /// which whoever shows journeys does not know.
    fn journey(&self, asked: Asked<'_>, case: &Case) -> Option<String> {
        let Caller::Link { until, by: None, .. } = asked.caller else { return None };
        let owner = owner(case);
        let query = asked.document.common.links.query(Subject::journey(&case.id(), &owner), *until)?;
        Some(format!("../../journey?case={}&{query}", case.id()))
    }

    /// Lists what else can be done where the case stands, as links that end when this one does.
    fn next(&self, asked: Asked<'_>, case: &Case, asked_for: Option<Asks>) -> Vec<Next> {
        let until = self.until(asked);
        let mut is_main = asked_for.is_none();
        let mut next = Vec::new();
        for action in [Action::Acknowledge, Action::Contact, Action::Resolve, Action::Assign, Action::Lose] {
            let Some(step) = step_of(action).filter(|step| step.leads(case.state).is_some()) else { continue };
            // The owner resolves it; handing a case to oneself is taking it.
            let is_offered = asks_of(action) != asked_for
                && !(action == Action::Assign && step.leads(case.state) != Some(case.state));
            let query = self.query(asked, case, action, until).filter(|_| is_offered);
            if let Some(query) = query {
                let address = format!("{}{}?{query}", asked.steps, action.as_str());
                next.push(Next { label: label(action, asked.document.common.language), address, is_main });
                is_main = false;
            }
        }
        next
    }

    /// Lists what was read of the causes in the words of the moment that opened a case.
    async fn read_in(&self, touchpoint: Option<&Touchpoint>) -> Result<Vec<String>, StoreError> {
        let Some(touchpoint) = touchpoint else { return Ok(Vec::new()) };
        let date = touchpoint.occurred_at.to_zoned(self.zone.clone()).date();
        let moment = self.table.moment(date, &touchpoint.recorded, &touchpoint.key()).await?;
        Ok(moment.map(|moment| moment.causes().map(str::to_owned).collect()).unwrap_or_default())
    }
}

fn step_of(action: Action) -> Option<Step> {
    match action {
        Action::Show => None,
        Action::Acknowledge => Some(Step::Acknowledge),
        Action::Contact => Some(Step::Contact),
        Action::Resolve => Some(Step::Resolve),
        Action::Lose => Some(Step::Lose),
        Action::Assign => Some(Step::Assign),
    }
}

fn asks_of(action: Action) -> Option<Asks> {
    match action {
        Action::Show => None,
        Action::Acknowledge => Some(Asks::Acknowledge),
        Action::Contact => Some(Asks::Contact),
        Action::Resolve => Some(Asks::Resolve),
        Action::Lose => Some(Asks::Lose),
        Action::Assign => Some(Asks::Assign),
    }
}

fn label(action: Action, language: Language) -> &'static str {
    match action {
        Action::Show => language.action_show(),
        Action::Acknowledge => language.action_acknowledge(),
        Action::Contact => language.action_contact(),
        Action::Resolve => language.action_resolve(),
        Action::Lose => language.action_lose(),
        Action::Assign => language.action_assign(),
    }
}

/// Writes the history, the newest first, down to the opening.
fn lines(case: &Case, history: Vec<Event>, asked: Asked<'_>, language: Language) -> Vec<Line> {
    let mut lines: Vec<_> = history
        .into_iter()
        .rev()
        .map(|event| {
            let cause =
                event.closing.as_ref().and_then(|closing| asked.document.common.rules.causes.get(&closing.cause));
            let mut details: Vec<String> = Vec::new();
            details.extend(event.clock.map(|clock| domain::wording::overdue(clock, language).to_owned()));
            details.extend(cause.map(|cause| domain::wording::capitalized(cause.name(language))));
            if let Some(closing) = event.closing {
                let cost = closing.gesture_cost.map(|money| format!(" ({})", domain::wording::money(&money, language)));
                details.extend(closing.action);
                details.extend(closing.gesture.map(|gesture| format!("🎁 {gesture}{}", cost.unwrap_or_default())));
            }
            let handed = event.assignee.filter(|who| event.actor.as_ref() != Some(who));
            details.extend(handed.map(|who| format!("→ {who}")));
            details.extend(event.medium.map(|medium| domain::wording::medium(&medium, language)));
            // A note of ours is a reason; people's notes are their own words.
            let own = |note: String| match (&event.actor, domain::wording::knows(&note)) {
                (None, true) => domain::wording::code(&Code::of(&note), language),
                _ => note,
            };
            details.extend(event.note.map(own));
            Line { at: event.at, transition: event.transition, actor: event.actor, details }
        })
        .collect();
    let opened = domain::case::Transition::Opened.as_str().to_owned();
    lines.push(Line { at: case.opened_at, transition: opened, actor: None, details: Vec::new() });
    lines
}
