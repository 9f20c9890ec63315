//! The links of a message, made when it is sent: they are secrets, and end.

use domain::alerting::{Action, ActionLink, Message, ReportNotice, SignInNotice};
use jiff::Timestamp;
use store::deliveries::Delivery;

use super::Outbox;
use runtime::http::links::{LinkKeys, Subject, end_of_links};

/// Returns the message as it is sent, if it changes, and the links that go with it.
pub(super) fn of(outbox: &Outbox<'_>, delivery: &Delivery, now: Timestamp) -> (Option<Message>, Vec<ActionLink>) {
    let links = &outbox.document.common.links;
    let until = end_of_links(delivery.created_at, now);
    let of_case = |case: &str, owner: &str| case_links(links, outbox.public_url, (case, owner), until);
    let owner = delivery.key.partition().fingerprint();
    match &delivery.message {
        Message::Alert(alert) => (None, of_case(&alert.case_id, &owner)),
        Message::Escalation(escalation) => (None, of_case(&escalation.case_id, &owner)),
        Message::Digest(digest) => {
            let mut digest = digest.clone();
            digest.url = links.of_queue(outbox.public_url, until);
            for worst in &mut digest.worst {
                worst.url = case_link(links, outbox.public_url, (&worst.case_id, &worst.owner), Action::Show, until);
            }
            (Some(Message::Digest(digest)), Vec::new())
        }
        Message::Report(notice) => {
            let signed = notice.url.as_deref().and_then(|url| links.of_report(url, &notice.period, until));
            let with_link = signed.map(|url| Message::Report(ReportNotice { url: Some(url), ..notice.clone() }));
            (with_link, Vec::new())
        }
        Message::SignIn(notice) => {
            let url = sign_in_link(links, outbox.public_url, notice);
            (Some(Message::SignIn(Box::new(SignInNotice { url, ..(**notice).clone() }))), Vec::new())
        }
        Message::Case(_) | Message::Channel(_) | Message::Promise(_) | Message::Erased(_) | Message::Test(_) => {
            (None, Vec::new())
        }
    }
}

/// Returns the link with which a person signs in: it names the browser in which it works, and not the person.
fn sign_in_link(links: &LinkKeys, base: &str, notice: &SignInNotice) -> Option<String> {
    let query = links.query(Subject::sign_in(&notice.browser, &notice.email), notice.until)?;
    Some(format!("{base}/sign-in/link?browser={}&{query}", notice.browser))
}

/// Returns the links that a message about a case of an owner carries.
fn case_links(links: &LinkKeys, base: &str, (case, owner): (&str, &str), until: Timestamp) -> Vec<ActionLink> {
    let link = |action: Action| Some(ActionLink { action, url: case_link(links, base, (case, owner), action, until)? });
    Action::ALL.into_iter().filter_map(link).collect()
}

/// Returns the link that does one thing with a case of an owner.
fn case_link(
    links: &LinkKeys,
    base: &str,
    (case, owner): (&str, &str),
    action: Action,
    until: Timestamp,
) -> Option<String> {
    let query = links.query(Subject { case, owner, action: action.as_str() }, until)?;
    Some(format!("{base}/v1/cases/{case}/{}?{query}", action.as_str()))
}
