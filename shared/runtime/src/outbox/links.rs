//! The links of a message, made when it is sent: they are secrets, and end.

use domain::alerting::{ActionLink, Message, ReportNotice};
use jiff::Timestamp;
use store::deliveries::Delivery;

use super::Outbox;
use crate::links::end_of_links;

/// Returns the message as it is sent, if it changes, and the links that go with it.
pub(super) fn of(outbox: &Outbox<'_>, delivery: &Delivery, now: Timestamp) -> (Option<Message>, Vec<ActionLink>) {
    let links = &outbox.document.links;
    let until = end_of_links(delivery.created_at, now);
    let owner = delivery.key.partition().fingerprint();
    match &delivery.message {
        Message::Alert(alert) => (None, links.of_case(outbox.public_url, &alert.case_id, &owner, until)),
        Message::Escalation(escalation) => (None, links.of_case(outbox.public_url, &escalation.case_id, &owner, until)),
        Message::Digest(digest) => {
            let mut digest = digest.clone();
            digest.url = links.of_queue(outbox.public_url, until);
            (Some(Message::Digest(digest)), Vec::new())
        }
        Message::Report(notice) => {
            let signed = notice.url.as_deref().and_then(|url| links.of_report(url, &notice.period, until));
            let with_link = signed.map(|url| Message::Report(ReportNotice { url: Some(url), ..notice.clone() }));
            (with_link, Vec::new())
        }
        Message::Case(_) | Message::Channel(_) => (None, Vec::new()),
    }
}
