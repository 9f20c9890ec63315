//! One case: what one needs before calling, put together from the case, its customer's journey and the configuration.

use domain::case::{Case, Step, Transition};
use domain::code::Code;
use domain::rules::Rules;
use domain::vocabulary::Language;
use domain::wording::{self, capitalized};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use pages::case::{Line, Reader};
use pages::console::Section;
use pages::console::addresses::{case_address, correct_address};
use pages::console::case::{self, Allowed, Opening, View};
use reporting::journeys::Known;
use runtime::http::problem::Problem;
use store::error::StoreError;
use store::histories::Event;

use super::list::people;
use crate::answer;
use crate::today::{name_of, whole_minute};
use crate::visit::Visit;
use crate::{Desk, What};

/// A form that came back.
#[derive(Default)]
pub(super) struct Sent {
    /// Fields that are not as they should be, and why.
    pub(super) errors: Vec<(String, String)>,
    /// What was filled in.
    pub(super) filled: Vec<(String, String)>,
    /// Whether somebody else was faster.
    pub(super) is_conflict: bool,
}

impl Desk {
    /// Answers with the page of a case.
    pub(super) async fn show_case(
        &self,
        visit: &Visit<'_>,
        case: &Case,
        sent: Sent,
    ) -> Result<Response<Body>, Problem> {
        let unreachable = |error: StoreError| Problem::of_table(&error);
        self.audit(visit, What::CaseRead, Some(&case.id())).await?;
        let rules = &visit.document.common.rules;
        let (names, events, known) = futures::try_join!(
            self.table.pseudonyms(),
            self.table.events_of(case),
            reporting::journeys::known(&self.table, &case.customer, rules, visit.now),
        )
        .map_err(unreachable)?;
        let language = visit.language;
        let reader = Reader { language, zone: &self.zone, now: whole_minute(visit.now) };
        let read = read_in(case, known.as_ref());
        let causes = wording::causes_to_choose(rules, case.touchpoint_type.as_deref(), &read, language);
        let currency = case.value_at_risk.as_ref().map(|money| money.currency.clone());
        let may = |step: Step| step.leads(case.state).is_some();
        let view = View {
            shell: visit.shell(language.case_named(&case.id()), Section::Cases),
            reader,
            case,
            customer: &name_of(&case.customer, &names),
            contact: visit.document.customers.link_to(&case.customer),
            opening: known.as_ref().map(|known| opening(case, known, language)).unwrap_or_default(),
            journey: known.as_ref().map(|known| known.journey(reader)),
            undo: events
                .iter()
                .rev()
                .filter_map(Event::as_done)
                .any(|done| case.can_undo(&done, &visit.person.name, visit.now)),
            history: lines(case, events, rules, language),
            allowed: Allowed {
                take: may(Step::Acknowledge),
                contact: may(Step::Contact),
                assign: may(Step::Assign),
                resolve: may(Step::Resolve),
                lose: may(Step::Lose),
            },
            playbook: playbook(&causes, visit),
            causes,
            people: people(visit),
            currency: currency.or_else(|| visit.document.customers.currency.clone()).unwrap_or_default(),
            sent: case::Sent { errors: &sent.errors, filled: &sent.filled },
        };
        let html = case::html(&view);
        match (sent.errors.is_empty(), sent.is_conflict) {
            (true, _) => Ok(answer::page_or_304(visit, html)),
            (false, true) => Ok(answer::page(StatusCode::CONFLICT, html)),
            (false, false) => Ok(answer::page(StatusCode::UNPROCESSABLE_ENTITY, html)),
        }
    }
}

/// Describes the moment that opened a case.
fn opening(case: &Case, known: &Known, language: Language) -> Opening {
    let found = known.entries().into_iter().find(|(touchpoint, _)| touchpoint.key() == case.opened_by);
    let Some((touchpoint, judged)) = found else { return Opening::default() };
    let moment = judged.map(|judged| &judged.moment);
    let reasons = moment.into_iter().flat_map(|moment| &moment.reasons).filter(|code| code.name() != "stage_by_type");
    Opening {
        at: Some(touchpoint.occurred_at),
        channel: touchpoint.said.channel.as_deref().map(|name| capitalized(&wording::channel(name, language))),
        words: touchpoint
            .said
            .words()
            .map(|words| (words.into_owned(), moment.map(|moment| moment.marked.clone()).unwrap_or_default())),
        promised: judged.map(|judged| judged.promised.clone()).unwrap_or_default(),
        critical: moment
            .into_iter()
            .flat_map(|moment| &moment.critical)
            .map(|clause| wording::clause(*clause, language).to_owned())
            .collect(),
        reasons: reasons.map(|code| wording::code(code, language)).collect(),
        correct: Some(correct_address(touchpoint, Some(&case_address(case)))),
    }
}

/// Lists what was read of the causes in the words of the moment that opened a case.
fn read_in(case: &Case, known: Option<&Known>) -> Vec<String> {
    let entries = known.map(Known::entries).unwrap_or_default();
    let opening = entries.into_iter().find(|(touchpoint, _)| touchpoint.key() == case.opened_by);
    opening
        .and_then(|(_, judged)| judged)
        .map(|judged| judged.moment.causes().map(str::to_owned).collect())
        .unwrap_or_default()
}

/// Lists what the configuration says about the causes, the likely ones first.
fn playbook(causes: &[Vec<(String, String)>; 2], visit: &Visit<'_>) -> Vec<(String, String)> {
    let texts = &visit.document.playbooks;
    let text = |(name, words): &(String, String)| Some((words.clone(), texts.get(name)?.clone()));
    causes.iter().flatten().filter_map(text).collect()
}

/// Writes the history, the newest first, down to the opening.
fn lines(case: &Case, history: Vec<Event>, rules: &Rules, language: Language) -> Vec<Line> {
    let line = |event: Event| Line {
        at: event.at,
        details: details(&event, rules, language),
        transition: event.transition,
        actor: event.actor,
    };
    let opened = Transition::Opened.as_str().to_owned();
    let opening = Line { at: case.opened_at, transition: opened, actor: None, details: Vec::new() };
    history.into_iter().rev().map(line).chain([opening]).collect()
}

fn details(event: &Event, rules: &Rules, language: Language) -> Vec<String> {
    let mut details: Vec<String> = Vec::new();
    details.extend(event.clock.map(|clock| wording::overdue(clock, language).to_owned()));
    if let Some(closing) = &event.closing {
        details.extend(rules.causes.get(&closing.cause).map(|cause| capitalized(cause.name(language))));
        details.extend(closing.action.clone());
        let cost = closing.gesture_cost.as_ref().map(|money| format!(" ({})", wording::money(money, language)));
        details.extend(closing.gesture.as_ref().map(|gesture| format!("🎁 {gesture}{}", cost.unwrap_or_default())));
    }
    let handed = event.assignee.as_ref().filter(|who| event.actor.as_ref() != Some(who));
    details.extend(handed.map(|who| format!("→ {who}")));
    details.extend(event.medium.as_ref().map(|medium| wording::medium(medium, language)));
    // A note of ours is a reason; people's notes are their own words.
    details.extend(event.note.as_ref().map(|note| match (&event.actor, wording::knows(note)) {
        (None, true) => wording::code(&Code::of(note), language),
        _ => note.clone(),
    }));
    details
}
