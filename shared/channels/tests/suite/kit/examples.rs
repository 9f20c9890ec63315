//! What the tests of this crate share: a message of each kind, and channels to send it to.

use channels::configuration::{ChannelConfiguration, Options};
use channels::dispatch::Channels;
use domain::alerting::{
    Action, ActionLink, Alert, CaseNotice, ChannelFault, ChannelNotice, Digest, ErasedNotice, Escalation, Group,
    Message, PromiseNotice, ReportNotice, Step, TestNotice, Waited, Worst,
};
use domain::case::{CaseState, Closing, Step as CaseStep};
use domain::case::{Clock, Transition};
use domain::identity::TouchpointKey;
use domain::journey::Promised;
use domain::moment::Code;
use domain::touchpoint::{FacetValue, Money};
use domain::vocabulary::{Clause, Language, Outcome, Stage};
use jiff::Timestamp;
use serde::Deserialize;

/// The base64 of 32 bytes that spell a secret.
pub(crate) const SECRET: &str = "whsec_czNjcjN0LWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=";
/// Another one.
pub(crate) const SECOND_SECRET: &str = "whsec_czNjcjN0LWJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmI=";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn now() -> Timestamp {
    at("2026-11-22T19:53:00Z")
}

/// The third waffle story.
pub(crate) fn alert() -> Alert {
    let code = |name: &str, argument: &str| Code::with(name, argument);
    Alert {
        transition: Transition::Opened,
        case_id: "9f31c0aa-1".to_owned(),
        customer: "9f31c0aa".to_owned(),
        customer_id: Some("C-1042".to_owned()),
        touchpoint: TouchpointKey { source: "shop".to_owned(), id: "visit-7".to_owned() },
        touchpoint_type: "product_use".to_owned(),
        channel: Some("store".to_owned()),
        stage: Stage::Second,
        outcome: Outcome::Misery,
        occurred_at: at("2026-11-22T19:30:00Z"),
        words: Some("The waffles were cold.\nOne scoop of the two you promised!".to_owned()),
        marked: Vec::new(),
        clauses: vec![Clause::FirstExchange, Clause::BrokenPromise],
        reasons: vec![
            Code::of("stage_by_type"),
            code("gap", "-0.4375"),
            Code::with_two("facet_missed", "scoops", "-0.5"),
            code("facet_kept", "waffles"),
            Code::with_two("also", "rating", "magic"),
        ],
        severity: 4,
        promised: vec![
            Promised {
                facet: "scoops".to_owned(),
                expected: FacetValue::Number(2.0),
                perceived: Some(FacetValue::Number(1.0)),
                gap: Some(-0.5),
            },
            Promised {
                facet: "temperature".to_owned(),
                expected: FacetValue::Word("hot".to_owned()),
                perceived: Some(FacetValue::Word("lukewarm".to_owned())),
                gap: Some(-0.375),
            },
            Promised {
                facet: "waffles".to_owned(),
                expected: FacetValue::Number(3.0),
                perceived: Some(FacetValue::Number(3.0)),
                gap: Some(0.0),
            },
            Promised {
                facet: "due_at".to_owned(),
                expected: FacetValue::Word("2026-11-22T19:15:00Z".to_owned()),
                perceived: None,
                gap: None,
            },
        ],
        position: 3,
        before: vec![
            Step {
                touchpoint_type: "search".to_owned(),
                stage: Stage::Zero,
                outcome: Outcome::Unknown,
                occurred_at: at("2026-11-20T18:00:00Z"),
            },
            Step {
                touchpoint_type: "location_visit".to_owned(),
                stage: Stage::First,
                outcome: Outcome::Magic,
                occurred_at: at("2026-11-22T18:45:00Z"),
            },
        ],
        value_at_risk: Some(Money { amount: 1250.0, currency: "EUR".to_owned() }),
        waited: None,
        trace: None,
    }
}

pub(crate) fn notice(language: Language) -> ReportNotice {
    let now = language.report_of_customers("48", "160", &language.whole_percent(30));
    let headline = language.report_verdict_worse(&now, &language.of("24", "160"));
    let cases = language.report_notice_cases(&language.report_notice_open(7_u64));
    ReportNotice {
        period: "2026-W47".to_owned(),
        language,
        headline,
        lines: vec![language.report_moments(1204_u64), cases],
        url: Some("https://moments.example.com/v1/reports/2026-W47?a=1&b=2".to_owned()),
    }
}

/// The same case, an hour and a half later.
pub(crate) fn escalation() -> Escalation {
    Escalation {
        case_id: "9f31c0aa-1".to_owned(),
        customer: "9f31c0aa".to_owned(),
        customer_id: Some("C-1042".to_owned()),
        clock: Clock::Contact,
        due_at: at("2026-11-22T19:30:00Z"),
        opened_at: at("2026-11-21T09:30:00Z"),
        state: CaseState::Acknowledged,
        assignee: Some("Marta".to_owned()),
        severity: 4,
        value_at_risk: Some(Money { amount: 1250.0, currency: "EUR".to_owned() }),
        touchpoint_type: "product_use".to_owned(),
        stage: Stage::Second,
    }
}

/// A bad evening of a delivery service.
pub(crate) fn digest() -> Digest {
    let group = |clauses: &[Clause], touchpoint_type: &str, source: &str, count| Group {
        clauses: clauses.to_vec(),
        touchpoint_type: touchpoint_type.to_owned(),
        source: source.to_owned(),
        count,
    };
    let worst = |case_id: &str, severity, words: Option<&str>| Worst {
        case_id: case_id.to_owned(),
        severity,
        touchpoint_type: "delivery".to_owned(),
        stage: Stage::Second,
        occurred_at: at("2026-11-22T19:46:00Z"),
        owner: "owner".to_owned(),
        url: Some(format!("https://moments.example.com/v1/cases/{case_id}/show?until=1&sig=x")),
        words: words.map(str::to_owned),
    };
    Digest {
        since: at("2026-11-22T19:45:00Z"),
        until: at("2026-11-22T19:50:00Z"),
        cases: 1000,
        groups: vec![
            group(&[Clause::BrokenPromise, Clause::Repeat], "delivery", "shop", 940),
            group(&[Clause::FirstContact], "support_contact", "helpdesk/chat", 57),
        ],
        others: 3,
        waited: None,
        is_overdue: false,
        worst: vec![worst("5b1e77d0-2", 5, Some("Third time late.\nNever again!")), worst("0c44a9f1-1", 4, None)],
        url: Some("https://moments.example.com/v1/cases?a=1&b=2".to_owned()),
    }
}

/// The mild ones of a day.
pub(crate) fn list() -> Digest {
    let digest = digest();
    let worst = digest.worst.iter().cloned().map(|worst| Worst { severity: worst.severity - 3, ..worst }).collect();
    Digest { waited: Some(Waited::Mild(3)), worst, ..digest }
}

/// A promise that was made three weeks ago has not been kept, and the customer has asked for it twice.
pub(crate) fn expired() -> Alert {
    Alert {
        touchpoint_type: "promise_expired".to_owned(),
        channel: None,
        words: None,
        clauses: vec![Clause::BrokenPromise, Clause::Repeat],
        reasons: vec![
            Code::with("promise_expired", "15"),
            Code::with_two("weight_clause", "broken_promise", "+2"),
            Code::with_two("weight_repeat", "2", "+1"),
            Code::with_two("weight_waiting", "90", "+1"),
            Code::with_two("weight_promised", "31680", "+1"),
            Code::with_two("weight_told", "2", "+1"),
            Code::with("weight_silent", "-1"),
            Code::with("weight_value", "+1"),
        ],
        promised: alert().promised.split_off(3),
        severity: 5,
        ..alert()
    }
}

/// The case of the third waffle story is resolved.
pub(crate) fn resolved() -> CaseNotice {
    CaseNotice {
        case_id: "9f31c0aa-1".to_owned(),
        customer: "9f31c0aa".to_owned(),
        customer_id: Some("C-1042".to_owned()),
        transition: CaseStep::Resolve,
        at: at("2026-11-22T19:50:00Z"),
        actor: Some("Eva".to_owned()),
        state: CaseState::Resolved,
        assignee: Some("Eva".to_owned()),
        closing: Some(Closing {
            cause: "product".to_owned(),
            controllable: true,
            action: Some("Baked fresh ones.".to_owned()),
            gesture: Some("a free dessert".to_owned()),
            gesture_cost: Some(Money { amount: 4.5, currency: "EUR".to_owned() }),
        }),
        touchpoint: None,
        reason: None,
        opened_at: at("2026-11-22T19:31:00Z"),
        severity: 4,
        value_at_risk: Some(Money { amount: 1250.0, currency: "EUR".to_owned() }),
        touchpoint_type: Some("product_use".to_owned()),
        stage: Some(Stage::Second),
    }
}

/// A case that closed by itself, because the promise behind it was kept.
pub(crate) fn closed_by_itself() -> CaseNotice {
    CaseNotice {
        transition: CaseStep::Withdraw,
        actor: None,
        assignee: None,
        closing: None,
        reason: Some("done_in_time".to_owned()),
        touchpoint_type: Some("promise_expired".to_owned()),
        ..resolved()
    }
}

/// A promise that is about to be broken.
pub(crate) fn warning() -> PromiseNotice {
    PromiseNotice {
        promise_id: Some("order-1042".to_owned()),
        customer: "9f31c0aa".to_owned(),
        customer_id: Some("C-1042".to_owned()),
        touchpoint: TouchpointKey { source: "shop".to_owned(), id: "order-1042".to_owned() },
        touchpoint_type: "purchase".to_owned(),
        due_at: at("2026-11-22T19:30:00Z"),
        owner: Some("Kitchen".to_owned()),
        value_at_risk: Some(Money { amount: 1250.0, currency: "EUR".to_owned() }),
    }
}

pub(crate) fn fault(what: ChannelFault) -> ChannelNotice {
    ChannelNotice { channel: "crm".to_owned(), what }
}

fn erased() -> ErasedNotice {
    ErasedNotice {
        erasure_id: "5c1e8f0a9b2d4c6e7f8091a2".to_owned(),
        customer: "7f3a90c1d2e4b586".to_owned(),
        pseudonyms: vec!["7f3a90c1d2e4b586".to_owned(), "0a1b2c3d4e5f6071".to_owned()],
        erased_at: "2026-11-30T10:00:00Z".parse().unwrap(),
    }
}

/// One message of each kind.
pub(crate) fn every_message(language: Language) -> Vec<(&'static str, Message)> {
    vec![
        ("alert", message(alert())),
        ("report", Message::Report(notice(language))),
        ("escalation", Message::Escalation(Box::new(escalation()))),
        ("digest", Message::Digest(Box::new(digest()))),
        ("list", Message::Digest(Box::new(list()))),
        ("expired", message(expired())),
        ("disabled", Message::Channel(fault(ChannelFault::Disabled))),
        ("test", Message::Test(TestNotice { by: "Eva".to_owned() })),
        ("dead", Message::Channel(fault(ChannelFault::Dead))),
        ("case", Message::Case(Box::new(resolved()))),
        ("closed", Message::Case(Box::new(closed_by_itself()))),
        ("warning", Message::Promise(Box::new(warning()))),
        ("erased", Message::Erased(erased())),
    ]
}

/// One message of each kind with the same text wherever somebody else may have written something, and more of it than
/// there ever is.
pub(crate) fn every_message_saying(text: &str, language: Language) -> Vec<Message> {
    let all = |count: usize| vec![text.to_owned(); count];
    let mut alert = alert();
    alert.words = Some(text.to_owned());
    alert.case_id = text.to_owned();
    alert.customer = text.to_owned();
    alert.customer_id = Some(text.to_owned());
    alert.touchpoint_type = text.to_owned();
    alert.channel = Some(text.to_owned());
    alert.value_at_risk = Some(Money { amount: 1.0, currency: text.to_owned() });
    alert.severity = 255;
    alert.clauses = [Clause::ALL; 40].concat();
    alert.promised[0].facet = text.to_owned();
    alert.promised[1].expected = FacetValue::Word(text.to_owned());
    alert.promised[1].perceived = Some(FacetValue::Word(text.to_owned()));
    alert.promised[3].expected = FacetValue::Word(text.to_owned());
    alert.promised = [alert.promised.as_slice(); 50].concat();
    alert.before[0].touchpoint_type = text.to_owned();
    alert.before = [alert.before.as_slice(); 50].concat();
    alert.reasons.extend([Code::with("extra", text), Code::of(text)]);
    alert.reasons = [alert.reasons.as_slice(); 50].concat();

    let mut notice = notice(language);
    notice.period = text.to_owned();
    notice.headline = text.to_owned();
    notice.lines = all(200);
    notice.url = Some("https://evil.example/|<!channel>\"><script>&x".to_owned());

    let mut escalation = escalation();
    escalation.case_id = text.to_owned();
    escalation.customer = text.to_owned();
    escalation.customer_id = Some(text.to_owned());
    escalation.assignee = Some(text.to_owned());
    escalation.touchpoint_type = text.to_owned();
    escalation.value_at_risk = Some(Money { amount: 1.0, currency: text.to_owned() });

    let mut digest = digest();
    digest.url = notice.url.clone();
    digest.groups[0].touchpoint_type = text.to_owned();
    digest.groups[0].source = text.to_owned();
    digest.groups[0].clauses = alert.clauses.clone();
    digest.groups = [digest.groups.as_slice(); 100].concat();
    digest.worst[0].case_id = text.to_owned();
    digest.worst[0].touchpoint_type = text.to_owned();
    digest.worst[0].words = Some(text.to_owned());
    digest.worst = [digest.worst.as_slice(); 100].concat();

    let mut resolved = resolved();
    resolved.case_id = text.to_owned();
    resolved.customer = text.to_owned();
    resolved.customer_id = Some(text.to_owned());
    resolved.actor = Some(text.to_owned());
    resolved.assignee = Some(text.to_owned());
    resolved.touchpoint_type = Some(text.to_owned());

    let mut warning = warning();
    warning.promise_id = Some(text.to_owned());
    warning.customer = text.to_owned();
    warning.customer_id = Some(text.to_owned());
    warning.touchpoint_type = text.to_owned();
    warning.owner = Some(text.to_owned());
    warning.value_at_risk = Some(Money { amount: 1.0, currency: text.to_owned() });

    let erased =
        ErasedNotice { customer: text.to_owned(), pseudonyms: all(20), erasure_id: text.to_owned(), ..erased() };
    let channel = ChannelNotice { channel: text.to_owned(), what: ChannelFault::Disabled };
    vec![
        Message::Case(Box::new(resolved)),
        Message::Promise(Box::new(warning)),
        message(alert),
        Message::Report(notice),
        Message::Escalation(Box::new(escalation)),
        Message::Digest(Box::new(digest)),
        Message::Channel(channel),
        Message::Erased(erased),
        Message::Test(TestNotice { by: text.to_owned() }),
    ]
}

/// What can be done from a message about a case.
pub(crate) fn links() -> Vec<ActionLink> {
    let link = |action: Action| ActionLink {
        action,
        url: format!("https://moments.example.com/v1/act/{}?t=s3cr3t-link&a=1", action.as_str()),
    };
    Action::ALL.map(link).to_vec()
}

pub(crate) fn message(alert: Alert) -> Message {
    Message::Alert(Box::new(alert))
}

/// Reads `[[channels]]` tables as the configuration document has them.
pub(crate) fn channels(tables: &str, options: &Options) -> Channels {
    #[derive(Deserialize)]
    struct Document {
        channels: Vec<ChannelConfiguration>,
    }
    let document: Document = toml::from_str(tables).unwrap();
    Channels::new(&document.channels, options).unwrap()
}
