//! The body of a webhook: a CloudEvents 1.0 event. Signs nothing.

use domain::alerting::{
    ActionLink, Alert, CaseNotice, ChannelFault, ChannelNotice, Digest, ErasedNotice, Escalation, Message,
    PromiseNotice, ReportNotice, TestNotice,
};
use domain::case::Step;
use domain::case::Transition;
use domain::vocabulary::Language;
use domain::wording;
use jiff::Timestamp;
use serde::Serialize;

use crate::request::{Delivery, Style};

/// A CloudEvents 1.0 envelope in JSON format. Field order is that of the wire.
#[derive(Serialize)]
pub(super) struct Event<'a> {
    specversion: &'static str,
    id: &'a str,
    source: &'static str,
    r#type: String,
    subject: &'a str,
    time: Timestamp,
    datacontenttype: &'static str,
    data: Data<'a>,
}

/// What happened, a sentence for people, and what can be done about it.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    content: Content<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Alert(Box<Alert>),
    Report(&'a ReportNotice),
    Escalation(Box<Escalation>),
    Case(Box<CaseNotice>),
    Digest(&'a Digest),
    Channel(&'a ChannelNotice),
    Promise(Box<PromiseNotice>),
    Erased(&'a ErasedNotice),
    Test(&'a TestNotice),
    Nothing {},
}

/// The codes of an alert as sentences, for receivers that show them to people.
#[derive(Serialize)]
struct Explanation {
    critical: Vec<&'static str>,
    judged: Vec<String>,
}

/// A link that does something.
#[derive(Serialize)]
struct Link<'a> {
    action: &'static str,
    url: &'a str,
}

/// Tells a delivery as an event.
pub(super) fn event<'a>(delivery: &Delivery<'a>, style: &Style) -> Event<'a> {
    let language = style.language;
    let (name, subject, content, headline) = match delivery.message {
        Message::Alert(alert) => {
            let transition = wording::transition(alert.transition, language);
            let touchpoint = wording::touchpoint_type(&alert.touchpoint_type, language);
            let mut shown = alert.clone();
            shown.customer_id = shown.customer_id.filter(|_| style.show_customer);
            shown.trace = None;
            let headline = format!("{transition}: {touchpoint}");
            (event_name(alert.transition), alert.case_id.as_str(), Content::Alert(shown), Some(headline))
        }
        // It is worded already.
        Message::Report(notice) => ("report.ready", notice.period.as_str(), Content::Report(notice), None),
        Message::Escalation(escalation) => {
            let mut shown = escalation.clone();
            shown.customer_id = shown.customer_id.filter(|_| style.show_customer);
            let headline = wording::overdue(escalation.clock, language).to_owned();
            ("case.escalated", escalation.case_id.as_str(), Content::Escalation(shown), Some(headline))
        }
        Message::Case(notice) => {
            let mut shown = notice.clone();
            shown.customer_id = shown.customer_id.filter(|_| style.show_customer);
            let headline = wording::capitalized(&wording::happened(notice.transition.done(), language));
            (step_name(notice.transition), notice.case_id.as_str(), Content::Case(shown), Some(headline))
        }
        Message::Digest(digest) => {
            let passed_s = digest.until.as_second() - digest.since.as_second();
            let headline = match digest.is_overdue {
                true => wording::gathered_overdue(digest.cases, language),
                false => wording::gathered(digest.cases, u64::try_from(passed_s).unwrap_or_default(), language),
            };
            ("digest.ready", delivery.id, Content::Digest(digest), Some(headline))
        }
        Message::Promise(notice) => {
            let mut shown = notice.clone();
            shown.customer_id = shown.customer_id.filter(|_| style.show_customer);
            let headline = language.message_promise_ends().to_owned();
            let subject = notice.promise_id.as_deref().unwrap_or(&notice.touchpoint.id);
            ("promise.ending", subject, Content::Promise(shown), Some(headline))
        }
        Message::Erased(notice) => {
            let headline = language.message_erased().to_owned();
            ("customer.erased", notice.customer.as_str(), Content::Erased(notice), Some(headline))
        }
        Message::Test(notice) => {
            let headline = language.message_test().to_owned();
            ("channel.test", delivery.id, Content::Test(notice), Some(headline))
        }
        // No program gets a letter: `Channel::render` refuses it. Nothing of it is told here either.
        Message::SignIn(_) => ("sign_in.asked", delivery.id, Content::Nothing {}, None),
        Message::Channel(notice) => {
            let (headline, _) = wording::channel_fault(&notice.channel, notice.what, language);
            (fault_name(notice.what), notice.channel.as_str(), Content::Channel(notice), Some(headline))
        }
    };
    let links = delivery.links.iter().map(link).collect();
    Event {
        specversion: "1.0",
        id: delivery.id,
        source: "/moments",
        r#type: format!("{}.{name}", style.event_prefix),
        subject,
        time: delivery.created_at,
        datacontenttype: "application/json",
        data: Data { content, headline, explanation: explained(delivery.message, language), links },
    }
}

/// Names the event of a critical moment: what it did to the case.
fn event_name(transition: Transition) -> &'static str {
    match transition {
        Transition::Opened => "case.opened",
        Transition::Reopened => "case.reopened",
        Transition::Joined => "moment.critical",
    }
}

/// Names the event of a step.
fn step_name(step: Step) -> &'static str {
    match step {
        Step::Acknowledge => "case.acknowledged",
        Step::Contact => "case.contacted",
        Step::Resolve | Step::Withdraw => "case.resolved",
        Step::Verify => "case.verified",
        Step::Lose => "case.lost",
        Step::Assign => "case.assigned",
        Step::Reopen => "case.reopened",
        Step::Escalate => "case.escalated",
        Step::Undo => "case.undone",
    }
}

fn fault_name(fault: ChannelFault) -> &'static str {
    match fault {
        ChannelFault::Disabled => "channel.disabled",
        ChannelFault::Dead => "delivery.dead",
    }
}

/// Puts the codes of an alert into sentences; other messages have none.
fn explained(message: &Message, language: Language) -> Option<Explanation> {
    let Message::Alert(alert) = message else { return None };
    Some(Explanation {
        critical: alert.clauses.iter().map(|clause| wording::clause(*clause, language)).collect(),
        judged: alert.reasons.iter().map(|code| wording::code(code, language)).collect(),
    })
}

fn link(link: &ActionLink) -> Link<'_> {
    Link { action: link.action.as_str(), url: &link.url }
}
