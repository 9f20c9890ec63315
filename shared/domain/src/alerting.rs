//! What is told to the team: the content of alerts, digests, escalations and notices, before any channel gives it a
//! form. Knows nothing about channels, HTTP or the table.

mod case_notice;
mod digest;
mod escalation;
mod links;
mod topic;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::case::Transition;
use crate::identity::TouchpointKey;
use crate::journey::Promised;
use crate::moment::Code;
use crate::touchpoint::Money;
use crate::trace::{Step as TraceStep, Trace};
use crate::vocabulary::{Clause, Language, Outcome, Stage};

pub use case_notice::CaseNotice;
pub use digest::{Digest, Group, WORST_MAX, Waited, Worst};
pub use escalation::Escalation;
pub use links::{Action, ActionLink};
pub use topic::Topic;

/// One message to the team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// Somebody should win a customer back.
    Alert(Box<Alert>),
    /// A report is ready.
    Report(ReportNotice),
    /// Nobody moved a case in time.
    Escalation(Box<Escalation>),
    /// Many critical moments, told at once.
    Digest(Box<Digest>),
    /// A case took a step: for programs.
    Case(Box<CaseNotice>),
    /// A channel that does not work, told on another one.
    Channel(ChannelNotice),
    /// A promise that is about to be broken, while it can still be kept.
    Promise(Box<PromiseNotice>),
    /// A person was erased: for programs, which may have heard of the person.
    Erased(ErasedNotice),
    /// Somebody asked to sign in to the console: a letter to this one person.
    SignIn(Box<SignInNotice>),
    /// A person looks whether messages arrive.
    Test(TestNotice),
}

/// More urgent than anything that quiet hours hold back.
const AT_ANY_HOUR: u8 = u8::MAX;

impl Message {
    /// Returns how urgent it is, 1 to 5: what quiet hours go by.
    pub fn severity(&self) -> u8 {
        match self {
            Self::Alert(alert) => alert.severity,
            Self::Escalation(escalation) => escalation.severity,
            Self::Case(notice) => notice.severity,
            Self::Digest(digest) => digest.worst.first().map_or(1, |worst| worst.severity),
            Self::Report(_) | Self::Channel(_) | Self::Erased(_) => 1,
            // An owner who sleeps through it cannot keep the promise.
            Self::Promise(_) => 4,
            // Somebody sits there and waits.
            Self::SignIn(_) | Self::Test(_) => AT_ANY_HOUR,
        }
    }

    /// Returns the case that it is about; none if it is about no case or about many.
    pub fn case_id(&self) -> Option<&str> {
        match self {
            Self::Alert(alert) => Some(&alert.case_id),
            Self::Escalation(escalation) => Some(&escalation.case_id),
            Self::Case(notice) => Some(&notice.case_id),
            Self::Report(_) | Self::Digest(_) | Self::Channel(_) | Self::Promise(_) => None,
            Self::SignIn(_) | Self::Test(_) | Self::Erased(_) => None,
        }
    }

    /// Returns the trace that it is part of; none where no trace is kept.
    pub fn trace(&self) -> Option<Trace> {
        match self {
            Self::Alert(alert) => alert.trace,
            _ => None,
        }
    }

    /// Returns its trace, and the step of it that a delivery is.
    pub fn delivery_in_trace(&self, delivery_id: &str) -> Option<(Trace, Trace)> {
        self.trace().map(|trace| (trace, trace.step(TraceStep::Deliver, &[delivery_id])))
    }
}

/// A critical moment, told so that a person can act on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// What happened to the case.
    pub transition: Transition,
    /// Names the case; stable, without personal data.
    pub case_id: String,
    /// Who: a pseudonym ([`crate::identity::Pseudonyms`]), never the identifier itself.
    pub customer: String,
    /// The business's own identifier. Only channels configured to show it may print it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// The touchpoint behind it.
    pub touchpoint: TouchpointKey,
    /// Its type.
    pub touchpoint_type: String,
    /// Its channel (web, phone, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Where in the journey.
    pub stage: Stage,
    /// Always a misery.
    pub outcome: Outcome,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// The customer's own words, already cut to a bounded length; not escaped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Of the customer's words those that decided, as they stand there; empty if something else decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<String>,
    /// Why it is critical.
    pub clauses: Vec<Clause>,
    /// Why it was judged a misery.
    pub reasons: Vec<Code>,
    /// How urgent, 1 to 5.
    pub severity: u8,
    /// What was promised and what came of it, worst gap first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promised: Vec<Promised>,
    /// Which touchpoint of the journey it is, from 1.
    pub position: u32,
    /// The touchpoints before it, oldest first, a few at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Step>,
    /// What the business stands to lose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// The step that raised it, where traces are kept. Told in a header, not among what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    /// Why it waits to be told with others; none if it need not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited: Option<Waited>,
}

/// One earlier touchpoint of the journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its type.
    pub touchpoint_type: String,
    /// Its stage.
    pub stage: Stage,
    /// How it ended.
    pub outcome: Outcome,
    /// When it happened.
    pub occurred_at: Timestamp,
}

/// A report is ready: the few lines a busy reader needs, already worded in the notice's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportNotice {
    /// The period's name, such as `2026-W47`.
    pub period: String,
    /// Language of the lines.
    pub language: Language,
    /// One sentence that says it all.
    pub headline: String,
    /// Up to a handful of plain-text lines.
    pub lines: Vec<String>,
    /// Where the whole report is, if the deployment has a public address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Somebody asked to sign in. The link itself is a secret and made when the letter is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignInNotice {
    /// Who asked: the only one who gets it.
    pub email: String,
    /// Names the browser in which the link works; of no use to a reader.
    pub browser: String,
    /// The language of the letter.
    pub language: Language,
    /// When the link ends.
    pub until: Timestamp,
    /// The link, once it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A person was erased. Names nobody: whoever heard of the person knows the pseudonyms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedNotice {
    /// Names the receipt.
    pub erasure_id: String,
    /// The pseudonym of the customer, as in [`Alert::customer`].
    pub customer: String,
    /// Those of every identity of the customer, the customer's own included.
    pub pseudonyms: Vec<String>,
    /// When everything was removed.
    pub erased_at: Timestamp,
}

/// A test of a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestNotice {
    /// Who sent it.
    pub by: String,
}

/// A promise that is about to be broken. There is no case of it: it may still be kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseNotice {
    /// The name of the promise, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise_id: Option<String>,
    /// Who: a pseudonym, as in [`Alert::customer`].
    pub customer: String,
    /// The business's own identifier. Only channels configured to show it may print it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// The touchpoint that made it.
    pub touchpoint: TouchpointKey,
    /// Its type.
    pub touchpoint_type: String,
    /// The promised time.
    pub due_at: Timestamp,
    /// Whose it is to keep, as the type of touchpoint says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What the business stands to lose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
}

/// A channel that does not work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelNotice {
    /// The channel's name in the configuration.
    pub channel: String,
    /// What is wrong with it.
    pub what: ChannelFault,
}

/// What is wrong with a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelFault {
    /// Its endpoint says that it is gone for good (410): nothing is sent there any more.
    Disabled,
    /// A message to it was given up after the last try. It is said once a day, however many there are.
    Dead,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_of_a_channel_reads_as_it_is_meant() {
        let of = |what| serde_json::to_value(Message::Channel(ChannelNotice { channel: "crm".into(), what })).unwrap();
        assert_eq!(
            of(ChannelFault::Disabled),
            serde_json::json!({"kind": "channel", "channel": "crm", "what": "disabled"})
        );
        assert_eq!(of(ChannelFault::Dead)["what"], "dead");
    }
}
