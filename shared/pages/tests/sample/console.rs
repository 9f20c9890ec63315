//! The console's pages of a made-up business, to be looked at and tested.

use ::reports::monitoring::{Found, Limits, Line as Watched, Measure, TrendWeek, Way};
use ::reports::{Action, Part, Told};
use domain::case::{Case, CaseState, Clock, ClockHours};
use domain::identity::{Identity, TouchpointKey};
use domain::journey::{Journey, Judged};
use domain::period::Period;
use domain::rules::Rules;
use domain::touchpoint::{Money, Touchpoint};
use domain::vocabulary::{Language, Outcome};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pages::case::{Line, Reader};
use pages::console::cases::{Choice, Row, Tab};
use pages::console::journey::{Happened, Journey as Drawn, Known};
use pages::console::promise::Promise;
use pages::console::{Section, Shell, case, cases, components, customers, journey, reports, today};
use serde_json::{Value, json};

/// Words that a page must never take for markup.
pub(crate) const HOSTILE: &str = "Cold <b>waffles</b>, one scoop of the two, and nobody looked up when we left.";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-30T10:20:00Z")
}

fn shell(language: Language, title: &str, section: Section) -> Shell<'static> {
    Shell {
        language,
        title: title.to_owned(),
        section,
        person: Some("Eva Fuentes"),
        may_act: true,
        is_admin: true,
        csrf: "token".to_owned(),
        is_local: true,
        notice: None,
    }
}

fn touchpoints() -> Vec<Touchpoint> {
    let one = |id: &str, kind: &str, day: &str, more: Value| {
        let mut one = json!({
            "source": "shop", "id": id, "recorded": "id:ana.moreno", "occurred_at": day, "received_at": day,
            "touchpoint_type": kind, "customer_id": "ana.moreno",
        });
        for (name, value) in more.as_object().unwrap() {
            one[name] = value.clone();
        }
        serde_json::from_value(one).unwrap()
    };
    vec![
        one("1", "search", "2026-10-02T18:10:00Z", json!({"channel": "web"})),
        one("3", "purchase", "2026-10-03T09:00:00Z", json!({"channel": "web", "rating": {"csat": 5}})),
        one(
            "4",
            "delivery",
            "2026-10-06T12:00:00Z",
            json!({"rating": {"csat": 5}, "comment": "A day early. Wonderful!"}),
        ),
        one(
            "6",
            "purchase",
            "2026-11-21T09:30:00Z",
            json!({"channel": "web", "promise_id": "w", "expectation": {"waffles": 3, "scoops": 2}}),
        ),
        one("7", "support_contact", "2026-11-27T11:00:00Z", json!({"channel": "phone", "rating": {"csat": 2}})),
        one(
            "8",
            "product_use",
            "2026-11-30T09:40:00Z",
            json!({"channel": "store", "promise_id": "w", "perception": {"waffles": 3, "scoops": 1}, "comment": HOSTILE,
                "value_at_risk": {"amount": 240.0, "currency": "EUR"}}),
        ),
    ]
}

fn case(number: u32, customer: &str, severity: u8, kind: &str, opened: &str) -> Case {
    let opened_by = TouchpointKey { source: "shop".into(), id: "8".into() };
    let zone = TimeZone::get("Europe/Madrid").unwrap();
    let deadlines = ClockHours::default().deadlines(at(opened), &Default::default(), &zone);
    Case {
        severity,
        touchpoint_type: Some(kind.to_owned()),
        name: Some(format!("5f3a9c1e77b04d2{severity}-{number}")),
        value_at_risk: (severity > 3).then(|| Money { amount: 240.0, currency: "EUR".into() }),
        deadlines: Some(deadlines),
        ..Case::opened(Identity::Customer(customer.to_owned()), number, opened_by, at(opened))
    }
}

fn open_cases() -> Vec<(Case, &'static str)> {
    let taken = |case: Case, who: &str| Case {
        state: CaseState::Acknowledged,
        assignee: Some(who.to_owned()),
        acknowledged_at: Some(at("2026-11-30T09:00:00Z")),
        ..case
    };
    vec![
        (case(1, "ana.moreno", 5, "product_use", "2026-11-30T09:41:00Z"), HOSTILE),
        (
            case(1, "leo@example.com", 4, "delivery", "2026-11-27T15:00:00Z"),
            "I was told Tuesday. It is Friday, nobody answers, and the birthday is over. I want my money back. Again.",
        ),
        (
            taken(case(2, "customer-20931", 4, "support_contact", "2026-11-30T08:12:00Z"), "Marta Ruiz"),
            "Third call. Third person. Same questions.",
        ),
        (taken(case(1, "j.doe", 3, "billing", "2026-11-30T08:40:00Z"), "Eva Fuentes"), "Charged twice."),
        (case(1, "customer-777", 2, "complaint", "2026-11-30T10:05:00Z"), ""),
    ]
}

fn watched() -> Watched {
    let monday: jiff::civil::Date = "2026-06-08".parse().unwrap();
    let week = |index: i64| TrendWeek {
        week: monday.saturating_add(jiff::ToSpan::weeks(index)),
        bad: if index > 22 { 14 + index as u64 % 3 } else { 5 + (index as u64 * 7) % 4 },
        of: 40,
    };
    let sentence = "34% of deliveries were late (14 of 41), up from a normal 11–20% since the week of Mon 16 Nov.";
    Watched {
        series: "delivery.late".into(),
        subject: "delivery".into(),
        measure: Measure::Late,
        copies: Vec::new(),
        last: Part::of(14, 41),
        normal: Some(Limits { low: 0.11, high: 0.20 }),
        found: Some(Found {
            way: Way::Worse,
            since: "2026-11-16".parse().unwrap(),
            noticed: "2026-11-23".parse().unwrap(),
            counted: Part::of(30, 82),
            before: 0.15,
            distance: 4.1,
            may_be_seasonal: false,
        }),
        target: None,
        season: None,
        trend: (0..26).map(week).collect(),
        sentence: Language::ALL.iter().map(|language| (*language, sentence.to_owned())).collect(),
    }
}

fn recent(name: &str, kind: &str, outcome: Outcome, time: &str) -> today::Recent {
    let (customer, name, touchpoint_type) = (Identity::Customer(name.to_owned()), name.to_owned(), kind.to_owned());
    today::Recent { customer, name, touchpoint_type, outcome, at: at(time) }
}

/// Returns each page with its name.
pub(crate) fn pages(language: Language) -> Vec<(&'static str, String)> {
    let zone = TimeZone::get("Europe/Madrid").unwrap();
    let reader = Reader { language, zone: &zone, now: now() };
    let mut all = vec![("today", today_page(reader)), ("today-empty", today_empty(reader))];
    all.push(("cases", cases::html(&list(reader, rows(&open_cases()), ""))));
    all.push(("cases-empty", cases::html(&list(reader, Vec::new(), "nobody"))));
    all.extend(journey_pages(reader));
    all.push(("customers", customers_page(language)));
    all.push(("reports", reports_page(language)));
    all.push(("components", components::html(&shell(language, "Components", Section::None))));
    all
}

fn rows<'a>(cases: &'a [(Case, &'static str)]) -> Vec<Row<'a>> {
    let row = |(case, words): &'a (Case, &'static str)| Row {
        case,
        customer: case.customer.to_string().trim_start_matches("id:").to_owned(),
        words: (!words.is_empty()).then(|| (*words).to_owned()),
        undo: case.assignee.is_some(),
    };
    cases.iter().map(row).collect()
}

fn today_page(reader: Reader<'_>) -> String {
    let (cases, line) = (open_cases(), watched());
    let promise = |name: &str, due: &str, owner: Option<&str>| Promise {
        customer: Identity::Customer(name.to_owned()),
        name: name.to_owned(),
        touchpoint_type: "purchase".into(),
        due_at: at(due),
        value: Some(Money { amount: 89.9, currency: "EUR".into() }),
        promise_id: Some(format!("order-{}", name.len())),
        told: owner.map(|_| {
            vec![Told {
                at: at("2026-11-28T09:00:00Z"),
                kind: "order_change".into(),
                due_at: Some(at("2026-12-02T17:00:00Z")),
            }]
        }),
        contacted_at: None,
        case: owner.map(|owner| ("5f3a9c1e77b04d24-1".to_owned(), Some(owner.to_owned()))),
    };
    let action = Action {
        text: "Call every customer whose parcel is late before noon.".into(),
        kind: Some("delivery".into()),
        owner: Some("Logistics".into()),
        at: at("2026-11-23T09:00:00Z"),
    };
    today::html(&today::View {
        shell: shell(reader.language, "Today", Section::Today),
        reader,
        how: Some(today::How {
            sentence: "Deliveries got worse.".into(),
            line: Some(&line),
            is: today::Mood::Worse,
            report: "/reports/2026-W49".into(),
        }),
        is_new: false,
        open: 17,
        overdue: 2,
        cases: rows(&cases),
        passed_others: 3,
        passed: vec![promise("leo@example.com", "2026-11-24T17:00:00Z", Some("Marta Ruiz"))],
        close: vec![promise("ines", "2026-11-30T12:00:00Z", None), promise("paul", "2026-12-01T08:00:00Z", None)],
        plan: Some(today::Plan { action: &action, since: Some(&line) }),
        hour: today::Hour {
            counts: [3, 9, 4, 11],
            is_at_least: false,
            latest: vec![
                recent("ana.moreno", "product_use", Outcome::Misery, "2026-11-30T09:41:00Z"),
                recent("paul", "delivery", Outcome::Magic, "2026-11-30T09:39:00Z"),
                recent("ines", "site_visit", Outcome::Unknown, "2026-11-30T09:36:00Z"),
            ],
        },
    })
}

fn today_empty(reader: Reader<'_>) -> String {
    today::html(&today::View {
        shell: shell(reader.language, "Today", Section::Today),
        reader,
        how: None,
        is_new: true,
        open: 0,
        overdue: 0,
        cases: Vec::new(),
        passed_others: 0,
        passed: Vec::new(),
        close: Vec::new(),
        plan: None,
        hour: today::Hour::default(),
    })
}

fn list<'a>(reader: Reader<'a>, rows: Vec<Row<'a>>, search: &str) -> cases::View<'a> {
    let tab = |label, count, is_here| Tab { label, count, address: "/cases?show=all".into(), is_here };
    let choice = |name, label, values: &[&str]| Choice {
        name,
        label,
        any: reader.language.console_cases_any(),
        values: values.iter().map(|value| ((*value).to_owned(), (*value).to_owned())).collect(),
        chosen: String::new(),
    };
    cases::View {
        changed: Vec::new(),
        shell: shell(reader.language, "Cases", Section::Cases),
        reader,
        tabs: vec![
            tab(reader.language.console_cases_mine(), 1, false),
            tab(reader.language.console_cases_unassigned(), 3, false),
            tab(reader.language.console_cases_overdue(), 2, false),
            tab(reader.language.console_cases_all(), 117, true),
        ],
        tab: "all",
        passed: Vec::new(),
        passed_others: 0,
        choices: vec![
            choice("type", reader.language.console_cases_type(), &["Delivery", "Billing"]),
            choice("segment", reader.language.console_cases_segment(), &["regular"]),
            choice("severity", reader.language.console_cases_severity(), &["2", "3", "4", "5"]),
            choice("owner", reader.language.console_cases_owner(), &["Eva Fuentes", "Marta Ruiz"]),
        ],
        search: search.to_owned(),
        total: rows.len() as u64,
        rows,
        pages: [None, Some("/cases?show=all&page=2".into())],
        here: "/cases?show=all".into(),
        people: vec!["Eva Fuentes".into(), "Marta Ruiz".into()],
    }
}

fn journey_pages(reader: Reader<'_>) -> Vec<(&'static str, String)> {
    let rules = Rules::built_in().unwrap();
    let touchpoints = touchpoints();
    let journey = Journey::new(Identity::Customer("ana.moreno".into()), touchpoints, Default::default());
    let judged: Vec<Judged> = journey.judge(&rules);
    let overview = journey.overview(&rules, now());
    let case = open_cases().remove(0).0;
    let known = || Known {
        overview: &overview,
        entries: journey.touchpoints.iter().zip(judged.iter().map(Some)).collect(),
        cases: vec![(
            &case,
            vec![Happened { transition: "opened", at: case.opened_at, touchpoint: Some(&case.opened_by), actor: None }],
        )],
        links_ignored: 0,
    };
    let view = journey::View {
        shell: shell(reader.language, "Customer ana.moreno", Section::Customers),
        reader,
        name: "ana.moreno",
        is_known: true,
        pseudonym: Some("5f3a9c1e77b04d25"),
        contact: Some("https://crm.example.com/contacts/ana.moreno".into()),
        is_linked: true,
        rights: None,
        journey: Drawn::of(&known(), reader),
    };
    let last = judged.last().unwrap();
    let one = case::View {
        shell: shell(reader.language, "Case 5f3a9c1e77b04d25-1", Section::Cases),
        reader,
        case: &case,
        customer: "ana.moreno",
        contact: Some("https://crm.example.com/contacts/ana.moreno".into()),
        opening: case::Opening {
            at: Some(last.moment.occurred_at),
            channel: Some("Store".into()),
            words: Some((HOSTILE.into(), last.moment.marked.clone())),
            promised: last.promised.clone(),
            critical: last
                .moment
                .critical
                .iter()
                .map(|clause| domain::wording::clause(*clause, reader.language).to_owned())
                .collect(),
            correct: Some("/corrections?customer=id:ana&source=shop&id=1".into()),
            reasons: last.moment.reasons.iter().map(|code| domain::wording::code(code, reader.language)).collect(),
        },
        journey: Some(Drawn::of(&known(), reader)),
        undo: true,
        history: history(reader, &case),
        allowed: case::Allowed { take: true, contact: true, assign: true, resolve: true, lose: true },
        causes: [
            vec![("quality".into(), "The product itself".into()), ("staff".into(), "How staff behaved".into())],
            vec![("delivery".into(), "Delivery or a partner".into())],
        ],
        playbook: vec![(
            "The product itself".into(),
            "Say sorry first.\nOffer a new plate today, or the money back.\nAsk whether it was right the second time."
                .into(),
        )],
        people: vec!["Eva Fuentes".into(), "Marta Ruiz".into()],
        currency: "EUR".into(),
        sent: case::Sent::default(),
    };
    vec![("journey", journey::html(&view)), ("case", case::html(&one))]
}

fn history(reader: Reader<'_>, case: &Case) -> Vec<Line> {
    vec![
        Line {
            at: at("2026-11-30T10:00:00Z"),
            transition: "escalated".into(),
            actor: None,
            details: vec![domain::wording::overdue(Clock::Acknowledge, reader.language).into()],
        },
        Line { at: case.opened_at, transition: "opened".into(), actor: None, details: Vec::new() },
    ]
}

fn customers_page(language: Language) -> String {
    let found = |name: &str, about: &str| customers::Found {
        customer: Identity::Customer(name.to_owned()),
        name: name.to_owned(),
        about: about.to_owned(),
    };
    customers::html(&customers::View {
        shell: shell(language, "Customers", Section::Customers),
        search: String::new(),
        found: Vec::new(),
        open: vec![
            found("ana.moreno", "5f3a9c1e77b04d25-1, open"),
            found("leo@example.com", "9a3a9c1e77b04d24-1, open"),
        ],
        days: 0,
    })
}

fn reports_page(language: Language) -> String {
    let row = |period: &str, is_over, numbers: Option<[u64; 5]>| reports::Row {
        period: period.parse::<Period>().unwrap(),
        is_over,
        numbers: numbers.map(|[moments, misery, magic, critical, judged]| reports::Numbers {
            moments,
            misery,
            magic,
            critical,
            judged,
        }),
    };
    reports::html(&reports::View {
        shell: shell(language, "Reports", Section::Reports),
        groups: vec![
            reports::Group {
                title: language.reports_weeks(),
                rows: vec![
                    row("2026-W49", false, Some([61, 12, 9, 3, 40])),
                    row("2026-W48", true, Some([1_402, 131, 204, 31, 902])),
                    row("2026-W47", true, Some([1_377, 98, 190, 22, 880])),
                    row("2026-W46", true, Some([0; 5])),
                ],
            },
            reports::Group {
                title: language.reports_months(),
                rows: vec![row("2026-11", false, None), row("2026-10", true, Some([5_811, 402, 800, 96, 3_420]))],
            },
        ],
        chosen: ("2026-11-01".into(), "2026-11-30".into()),
        error: None,
    })
}
