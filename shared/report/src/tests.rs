use jiff::ToSpan;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use domain::identity::Identity;
use domain::moment::Moment;
use domain::period::Period;
use domain::rules::Rules;
use domain::touchpoint::{Money, Rating};
use domain::vocabulary::{Audience, Clause, Language, Method, Observer, Outcome, Stage};

/// One moment, with a name that is used as its id.
pub(super) fn moment(id: &str, day: Date, kind: &str, customer: &str, outcome: Outcome) -> Moment {
    let at = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    Moment {
        recorded: Identity::Customer(customer.into()),
        customer: Identity::Customer(customer.into()),
        source: "shop".into(),
        id: id.into(),
        occurred_at: at,
        received_at: at,
        touchpoint_type: kind.into(),
        kind: kind.into(),
        about: None,
        channel: Some("web".into()),
        segment: None,
        breakdowns: BTreeMap::new(),
        solicited: false,
        observed_by: Observer::Customer,
        audience: Audience::Private,
        commented: false,
        stage: Stage::Second,
        outcome,
        method: outcome.is_known().then_some(Method::Rating),
        score: outcome.value().map(f64::from),
        mixed: false,
        marked: Vec::new(),
        reasons: Vec::new(),
        friction: Vec::new(),
        quiet: Vec::new(),
        importance: 3,
        critical: Vec::new(),
        severity: 0,
        weights: Vec::new(),
        first_contact: false,
        first_contact_outcome: None,
        leak_of: None,
        signals: Default::default(),
        rating: Rating::default(),
        value_at_risk: None,
        claimed: false,
        placed_at: None,
        attention: None,
        rules_version: 1,
        links: 0,
        basis: 1,
    }
}

pub(super) fn week() -> Period {
    "2026-W47".parse().unwrap()
}

pub(super) fn rules() -> &'static Rules {
    static RULES: std::sync::LazyLock<Rules> = std::sync::LazyLock::new(|| Rules::built_in().unwrap());
    &RULES
}

pub(super) fn as_of() -> Context<'static> {
    let open_cases = Some(OpenCases { open: 4, cases: Vec::new() });
    Context {
        at: "2026-11-23T05:15:00Z".parse().unwrap(),
        rules: rules(),
        announced: None,
        action: None,
        open_cases,
        recent: None,
    }
}

fn monday() -> Date {
    week().start()
}

/// A day on which `miseries` of `customers` met a misery and the others an average delivery.
fn deliveries(day: Date, miseries: usize, customers: usize) -> DaySummary {
    let outcome = |n| if n < miseries { Outcome::Misery } else { Outcome::Average };
    summarize(
        day,
        &TimeZone::UTC,
        (0..customers).map(|n| moment(&n.to_string(), day, "delivery", &format!("c{n}"), outcome(n))),
    )
}

fn report(now: &[DaySummary], before: &[DaySummary]) -> Report {
    Report::of(week(), &TimeZone::UTC, &[now, before].concat(), as_of())
}

fn last_week(day: Date) -> Date {
    day.saturating_sub(7.days())
}

#[test]
fn a_customer_with_two_moments_of_a_kind_counts_once_with_the_worse() {
    let tuesday = monday().tomorrow().unwrap();
    let report = report(
        &[
            summarize(monday(), &TimeZone::UTC, [moment("1", monday(), "delivery", "ana", Outcome::Misery)].iter()),
            summarize(
                tuesday,
                &TimeZone::UTC,
                [
                    moment("2", tuesday, "delivery", "ana", Outcome::Magic),
                    moment("3", tuesday, "billing", "ana", Outcome::Magic),
                    moment("4", tuesday, "delivery", "bea", Outcome::Unknown),
                ]
                .iter(),
            ),
        ],
        &[],
    );
    let delivery = report.kinds.iter().find(|kind| kind.kind == "delivery").unwrap();
    let misery = delivery.rates[&Voice::Unsolicited].misery;
    assert_eq!((misery.total, misery.judged, misery.count), (2, 1, 1));
    let overall = report.headline[&Voice::Unsolicited];
    assert_eq!((overall.misery.total, overall.misery.count, overall.magic.count), (2, 1, 0));
    assert_eq!((report.coverage.moments, report.coverage.customers), (4, 2));
}

#[test]
fn voices_are_kept_apart() {
    let mut asked = moment("1", monday(), "delivery", "ana", Outcome::Misery);
    asked.solicited = true;
    let mut staff = moment("2", monday(), "delivery", "ana", Outcome::Magic);
    staff.observed_by = Observer::Staff;
    let unasked = moment("3", monday(), "delivery", "ana", Outcome::Average);
    let report = report(&[summarize(monday(), &TimeZone::UTC, [asked, staff, unasked].iter())], &[]);
    let misery = |voice| report.headline[&voice].misery.count;
    assert_eq!([misery(Voice::Unsolicited), misery(Voice::Solicited), misery(Voice::Staff)], [0, 1, 0]);
    assert_eq!(report.headline[&Voice::Staff].magic.count, 1);
    assert_eq!((report.coverage.asked.count, report.coverage.staff_observed.count), (1, 1));
    let second = report.stages.iter().find(|row| row.stage == Stage::Second).unwrap();
    assert_eq!((second.moments, second.magic, second.solicited, second.staff), (2, 0, 1, 1));
}

#[test]
fn a_real_change_is_called_worse_and_chance_is_not() {
    let before = deliveries(last_week(monday()), 24, 160);
    let worse = report(&[deliveries(monday(), 48, 160)], std::slice::from_ref(&before));
    assert_eq!(worse.verdict.direction, Direction::Worse);
    assert_eq!(
        worse.verdict.sentence[&Language::English],
        "Worse. 48 of 160 customers (30%) had a bad experience, 24 of 160 (15%) in the previous period. Delivery got \
         worse."
    );
    let chance = report(&[deliveries(monday(), 28, 160)], std::slice::from_ref(&before));
    assert_eq!(chance.verdict.direction, Direction::NoChangeDetectable);
    assert_eq!(
        chance.verdict.sentence[&Language::Spanish],
        "Sin cambios claros. 28 de 160 clientes (18\u{a0}%) tuvieron una mala experiencia; en el periodo anterior, 24 de \
         160 (15\u{a0}%). Puede deberse al azar."
    );
    let better = report(&[deliveries(monday(), 8, 160)], &[before]);
    assert_eq!(better.verdict.direction, Direction::Better);
    assert_eq!(better.verdict.better_kinds, ["delivery"]);
}

#[test]
fn a_real_change_among_those_asked_is_said_beside_the_others() {
    let day = |date: Date, asked_miseries: usize| {
        let of = |n: usize, miseries: usize, asked: bool| {
            let outcome = if n < miseries { Outcome::Misery } else { Outcome::Average };
            let id = format!("{asked}-{n}");
            let mut one = moment(&id, date, "delivery", &id, outcome);
            one.solicited = asked;
            one
        };
        let unasked = (0..160).map(|n| of(n, 24, false));
        let all: Vec<_> = unasked.chain((0..160).map(|n| of(n, asked_miseries, true))).collect();
        summarize(date, &TimeZone::UTC, all.iter())
    };
    let verdict = report(&[day(monday(), 8)], &[day(last_week(monday()), 48)]).verdict;
    assert_eq!(verdict.direction, Direction::NoChangeDetectable);
    assert_eq!(verdict.asked.as_ref().map(|asked| (asked.voice, asked.now.count)), Some((Voice::Solicited, 8)));
    let sentence = &verdict.sentence[&Language::English];
    assert!(
        sentence.contains("Survey answers got better: 8 of 160 (5%) had a bad experience, 48 of 160 (30%) before."),
        "{sentence}"
    );
}

#[test]
fn without_enough_to_compare_the_verdict_says_so() {
    let none = report(&[], &[]);
    assert_eq!(none.verdict.direction, Direction::NoMoments);
    let first = report(&[deliveries(monday(), 48, 160)], &[]);
    assert_eq!(first.verdict.direction, Direction::NothingBefore);
    assert!(first.comparisons.is_empty() && first.notes.contains(&Note::NothingBefore));
    let few = report(&[deliveries(monday(), 3, 9)], &[deliveries(last_week(monday()), 3, 50)]);
    assert_eq!(few.verdict.direction, Direction::TooFew);
    assert_eq!(few.comparisons[0].difference, None);
    let just_enough = report(&[deliveries(monday(), 3, 10)], &[deliveries(last_week(monday()), 3, 50)]);
    assert_eq!(just_enough.verdict.direction, Direction::NoChangeDetectable);
}

#[test]
fn the_ranking_weighs_certainty_customers_and_importance() {
    let kind = |name: &str, importance: u8, miseries: usize, customers: usize| {
        (0..customers).map(move |n| name_moment(name, n, miseries, importance)).collect::<Vec<_>>()
    };
    let moments = [
        kind("billing", 3, 6, 6),
        kind("delivery", 5, 30, 100),
        kind("greeting", 1, 30, 100),
        kind("complaint", 5, 90, 90),
        kind("quote", 5, 4, 4),
        kind("demo", 5, 0, 50),
    ]
    .concat();
    let report = report(&[summarize(monday(), &TimeZone::UTC, moments.iter())], &[]);
    let names: Vec<_> = report.improve.iter().map(|priority| priority.kind.as_str()).collect();
    // Too few quotes, no misery at a demo, and a complaint is a misery by rule.
    assert_eq!(names, ["delivery", "greeting", "billing"]);
    // Lower limit of 30/100 × 100 customers × 5/5.
    assert_eq!(report.improve[0].score, 21.89);
    assert_eq!(report.improve[1].score, 4.38);
    assert!(report.kinds.iter().any(|kind| kind.kind == "complaint"));
}

fn name_moment(name: &str, n: usize, miseries: usize, importance: u8) -> Moment {
    let outcome = if n < miseries { Outcome::Misery } else { Outcome::Average };
    let mut moment = moment(&format!("{name}-{n}"), monday(), name, &format!("c{n}"), outcome);
    moment.importance = importance;
    moment
}

#[test]
fn notes_tell_what_is_missing() {
    let madrid = TimeZone::get("Europe/Madrid").unwrap();
    let wednesday = Context { at: "2026-11-18T08:00:00Z".parse().unwrap(), open_cases: None, ..as_of() };
    let now = [deliveries(monday(), 1, 20), deliveries(week().start().saturating_add(2.days()), 0, 5)];
    let of_the_till = |n: usize, source: &str| {
        let mut lost = moment(&n.to_string(), last_week(monday()), "search", "ana", Outcome::Unknown);
        lost.source = source.into();
        lost
    };
    let lost = (0..7).map(|n| of_the_till(n, "till")).chain((0..6).map(|n| of_the_till(n, "kiosk")));
    let before = [summarize(last_week(monday()), &TimeZone::UTC, lost)];
    let report = Report::of(week(), &madrid, &[&now[..], &before[..]].concat(), wednesday);
    assert_eq!(
        report.notes,
        [
            Note::StillOpen { begun: 3, days: 7 },
            Note::DaysWithoutData { dates: vec![monday().tomorrow().unwrap()] },
            Note::DaysBeforeWithoutData { days: 6, of: 7 },
            // Six of the kiosk could be chance.
            Note::SilentSource { source: "till".into(), last: None, days: 2, before: 7 },
        ]
    );
    assert_eq!((report.period.over, report.cases.open), (false, None));
}

#[test]
fn case_events_of_the_day_are_counted_in_the_order_of_a_case() {
    let mut day = Summarizer::new(monday(), &TimeZone::UTC);
    for (case, transition) in [("1", "resolved"), ("1", "opened"), ("2", "opened"), ("2", "joined")] {
        day.add_case_event(&CaseEvent {
            case_id: case.into(),
            transition: transition.into(),
            at: "2026-11-16T10:00:00Z".parse().unwrap(),
            ..CaseEvent::default()
        });
    }
    // A step that was taken back within its minute, and the taking back.
    for (transition, undone) in [("acknowledged", true), ("undone", false)] {
        day.add_case_event(&CaseEvent { transition: transition.into(), undone, ..CaseEvent::default() });
    }
    let cases = report(&[day.finish()], &[]).cases;
    let counts: Vec<_> = cases.events.iter().map(|event| (event.transition.as_str(), event.now)).collect();
    assert_eq!((cases.open, counts), (Some(4), vec![("opened", 2), ("joined", 1), ("resolved", 1)]));
}

#[test]
fn overdue_cases_come_the_most_severe_first_and_their_value_by_currency() {
    let case = |id: &str, severity: u8, due_at: Option<&str>, value: Option<(f64, &str)>| OpenCase {
        case_id: id.into(),
        severity,
        opened_at: "2026-11-20T10:00:00Z".parse().unwrap(),
        waits_for: "contact".into(),
        due_at: due_at.map(|at| at.parse().unwrap()),
        value_at_risk: value.map(|(amount, currency)| Money { amount, currency: currency.into() }),
        owner: None,
    };
    let cases = vec![
        case("a-1", 2, Some("2026-11-21T10:00:00Z"), Some((120.5, "EUR"))),
        case("b-1", 5, Some("2026-11-22T10:00:00Z"), Some((30.0, "USD"))),
        case("c-1", 5, None, Some((9.5, "EUR"))),
        // Due a second after the facts were read.
        case("d-1", 5, Some("2026-11-23T05:15:01Z"), None),
    ];
    let context = Context { open_cases: Some(OpenCases { open: 4, cases }), ..as_of() };
    let report = Report::of(week(), &TimeZone::UTC, &[deliveries(monday(), 1, 20)], context);
    let overdue = report.cases.overdue.as_ref().unwrap();
    let ids: Vec<_> = overdue.cases.iter().map(|case| case.case_id.as_str()).collect();
    assert_eq!((overdue.count, ids), (2, vec!["b-1", "a-1"]));
    let money = |amount, currency: &str| Money { amount, currency: currency.into() };
    assert_eq!(overdue.value_at_risk, [money(120.5, "EUR"), money(30.0, "USD")]);
    assert_eq!(report.cases.value_at_risk, [money(130.0, "EUR"), money(30.0, "USD")]);
    let last = notice(&report, Language::English, None).lines.pop().unwrap();
    assert!(last.starts_with("Cases: 4 open now. 2 cases are overdue. Value at risk: "), "{last}");
}

#[test]
fn days_outside_the_periods_are_left_out() {
    let sunday_before = monday().yesterday().unwrap();
    let days = [deliveries(monday(), 1, 20), deliveries(sunday_before, 20, 20), deliveries(week().end(), 20, 20)];
    let report = report(&days, &[]);
    assert_eq!((report.coverage.moments, report.coverage.moments_before), (20, 20));
}

#[test]
fn the_notice_is_short_and_counts_before_percentages() {
    let report = report(&[deliveries(monday(), 48, 160)], &[deliveries(last_week(monday()), 24, 160)]);
    let notice = notice(&report, Language::English, Some("https://moments.example/v1/reports/2026-W47".into()));
    assert_eq!(notice.period, "2026-W47");
    assert_eq!(notice.headline, "48 of 160 customers were unhappy.");
    assert_eq!(
        notice.lines,
        [
            "160 moments of 160 customers; outcome known for 160 of 160 (100%).",
            "Delivery: 48 of 160 (30%) customers had a bad experience.",
            "Cases: 4 open now.",
        ]
    );
}

#[test]
fn a_split_summary_merges_back() {
    let day = monday();
    let moments = (0..3_000).map(|n| {
        let kind = format!("kind_{}", n % 12);
        moment(&n.to_string(), day, &kind, &format!("c{}", n / 2), Outcome::ALL[n % 4])
    });
    let whole = summarize(day, &TimeZone::UTC, moments);
    let size = serde_json::to_string(&whole).unwrap().len();
    let parts = whole.clone().split(size / 4);
    assert!(parts.len() >= 4, "{}", parts.len());
    assert!(parts.iter().all(|part| serde_json::to_string(part).unwrap().len() < size / 2));
    let (first, rest) = parts.split_first().unwrap();
    assert_eq!(rest.iter().fold(first.clone(), |sum, part| sum.merge(part)), whole);
    assert_eq!(whole.clone().split(size), [whole]);
}

fn any_moment() -> impl Strategy<Value = Moment> {
    let who = (0u8..12, 0i64..14, prop::sample::select(&["delivery", "billing", "survey", "search"]));
    let what = (
        prop::sample::select(Outcome::ALL),
        prop::sample::select(Stage::ALL),
        any::<(bool, bool, bool)>(),
        (1u8..=5, prop::option::of(0u8..=10), prop::option::of(1u8..=5)),
    );
    (who, what, any::<u32>()).prop_map(|((customer, day, kind), (outcome, stage, flags, numbers), id)| {
        let date = last_week(monday()).saturating_add(day.days());
        let mut moment = moment(&id.to_string(), date, kind, &customer.to_string(), outcome);
        (moment.solicited, moment.commented) = (flags.0, flags.1);
        moment.observed_by = if flags.2 && customer == 0 { Observer::Staff } else { Observer::Customer };
        moment.stage = stage;
        moment.signals.purchase_number = (kind == "billing" && flags.0).then_some(1);
        moment.marked = vec![[0, id % 7]];
        (moment.importance, moment.rating.nps, moment.rating.csat) = numbers;
        if outcome == Outcome::Misery && flags.2 {
            moment.critical = vec![Clause::Importance, Clause::Public];
            moment.severity = numbers.0;
        }
        moment
    })
}

fn by_day(moments: &[Moment]) -> Vec<DaySummary> {
    let day = |moment: &Moment| TimeZone::UTC.to_datetime(moment.occurred_at).date();
    let mut days: Vec<_> = moments.iter().map(day).collect();
    days.sort();
    days.dedup();
    days.into_iter()
        .map(|date| summarize(date, &TimeZone::UTC, moments.iter().filter(|moment| day(moment) == date)))
        .collect()
}

fn json(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
}

proptest! {
    #[test]
    fn neither_the_order_of_moments_nor_that_of_days_matters(
        moments in prop::collection::vec(any_moment(), 0..120).prop_shuffle()
    ) {
        let mut sorted = moments.clone();
        sorted.sort_by(|a, b| a.id.cmp(&b.id).then(a.occurred_at.cmp(&b.occurred_at)));
        let (one, mut other) = (by_day(&moments), by_day(&sorted));
        other.reverse();
        prop_assert_eq!(json(&report(&one, &[])), json(&report(&other, &[])));
    }

    #[test]
    fn a_report_is_the_fold_of_its_days_however_they_were_stored(
        moments in prop::collection::vec(any_moment(), 0..120),
        cut in 0usize..120,
    ) {
        let (one, two) = moments.split_at(cut.min(moments.len()));
        let whole = by_day(&moments);
        // The parts of a day count as the day: stored apart, merged, or through JSON.
        let parts = [by_day(one), by_day(two)].concat();
        let stored: Vec<DaySummary> = serde_json::from_str(&serde_json::to_string(&whole).unwrap()).unwrap();
        prop_assert_eq!(&stored, &whole);
        prop_assert_eq!(json(&report(&parts, &[])), json(&report(&whole, &[])));
        for day in &whole {
            let mut same = parts.iter().filter(|part| part.date == day.date);
            let first = same.next().unwrap().clone();
            prop_assert_eq!(&same.fold(first, |sum, part| sum.merge(part)), day);
        }
    }

    #[test]
    fn days_add_up_to_the_whole_and_every_count_is_a_recount(
        moments in prop::collection::vec(any_moment(), 0..120)
    ) {
        let days = by_day(&moments);
        let whole = report(&days, &[]);
        let inside: Vec<_> = moments.iter().filter(|m| week().bounds(&TimeZone::UTC).contains(&m.occurred_at)).collect();
        prop_assert_eq!(whole.coverage.moments, inside.len() as u64);
        prop_assert_eq!(whole.days.iter().map(|day| day.moments).sum::<u64>(), inside.len() as u64);
        let in_stages: u64 = whole.stages.iter().map(|row| row.moments + row.staff).sum();
        prop_assert_eq!(in_stages, inside.len() as u64);
        // A second path to the rates: by customer, from the moments themselves.
        for kind in &whole.kinds {
            for (voice, rates) in &kind.rates {
                let mut worst: BTreeMap<&Identity, Outcome> = BTreeMap::new();
                for moment in inside.iter().filter(|m| m.kind == kind.kind && Voice::of(m) == *voice) {
                    let known = worst.entry(&moment.customer).or_insert(moment.outcome);
                    *known = (*known).min(moment.outcome);
                }
                let count = |outcome| worst.values().filter(|worst| **worst == outcome).count() as u64;
                let misery = rates.misery;
                prop_assert_eq!(misery.total, worst.len() as u64);
                prop_assert_eq!(misery.judged, misery.total - count(Outcome::Unknown));
                prop_assert_eq!((misery.count, rates.magic.count), (count(Outcome::Misery), count(Outcome::Magic)));
            }
        }
        let single: u64 = week().days().map(|day| {
            Report::of(Period::day(day), &TimeZone::UTC, &days, as_of()).coverage.moments
        }).sum();
        prop_assert_eq!(single, whole.coverage.moments);
    }

    #[test]
    fn a_report_survives_json(moments in prop::collection::vec(any_moment(), 0..120)) {
        let days = by_day(&moments);
        let report = report(&days, &[]);
        // All but the identities by which words are found, which are never written.
        let read: Report = serde_json::from_str(&json(&report)).unwrap();
        prop_assert_eq!(json(&read), json(&report));
    }
}
