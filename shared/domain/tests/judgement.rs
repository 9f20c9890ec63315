//! Journeys and their judgements, through the front door of the crate: JSON as senders write it in, moments out.

#![expect(clippy::unwrap_used, clippy::needless_pass_by_value, reason = "tests: what is not there has failed")]

use std::collections::BTreeMap;

use domain::identity::Identity;
use domain::journey::{Journey, Judged};
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::vocabulary::{Attention, Clause, Method, Outcome, Stage};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Reads touchpoints as a secret sender would post them; those without a time follow each other by a minute.
fn touchpoints(bodies: Vec<Value>) -> Vec<Touchpoint> {
    let received_at: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
    let mut read = Vec::new();
    for (index, mut body) in bodies.into_iter().enumerate() {
        let object = body.as_object_mut().unwrap();
        object.entry("id").or_insert(format!("t{index}").into());
        object.entry("customer_id").or_insert("ana".into());
        let time = format!("2026-11-20T10:{index:02}:00Z");
        object.entry("occurred_at").or_insert(time.into());
        let sender = Sender { name: "test", is_secret: true };
        read.push(parse(body, Shape::Json, sender, received_at, || unreachable!()).unwrap().touchpoint);
    }
    read
}

fn judged_by(rules: &Rules, bodies: Vec<Value>) -> Vec<Judged> {
    Journey::new(Identity::Customer("ana".into()), touchpoints(bodies), BTreeMap::new()).judge(rules)
}

fn judged(bodies: Vec<Value>) -> Vec<Judged> {
    judged_by(&Rules::built_in().unwrap(), bodies)
}

fn last(bodies: Vec<Value>) -> Judged {
    judged(bodies).pop().unwrap()
}

fn reasons(judged: &Judged) -> Vec<&str> {
    judged.moment.reasons.iter().map(|code| code.as_str()).collect()
}

fn promise() -> Value {
    json!({"touchpoint_type": "search", "promise_id": "waffles",
        "expectation": {"waffles": 3, "scoops": 2, "flavours": "any"}})
}

fn experience(perception: Value) -> Value {
    json!({"touchpoint_type": "product_use", "promise_id": "waffles", "perception": perception})
}

#[test]
fn more_than_promised_is_magic() {
    let eaten = last(vec![
        promise(),
        json!({"touchpoint_type": "store_visit"}),
        experience(json!({"waffles": 4, "scoops": 2, "flavours": "any", "free_drink": true})),
    ]);
    assert_eq!(eaten.moment.outcome, Outcome::Magic);
    assert_eq!(eaten.moment.method, Some(Method::Gap));
    assert!(!eaten.moment.is_critical());
    assert!(reasons(&eaten).contains(&"extra:free_drink"));
}

#[test]
fn exactly_what_was_promised_is_average() {
    let eaten = last(vec![promise(), experience(json!({"waffles": 3, "scoops": 2, "flavours": "any"}))]);
    assert_eq!(eaten.moment.outcome, Outcome::Average);
    assert_eq!(eaten.moment.stage, Stage::Second);
    assert_eq!(eaten.moment.attention, None);
}

#[test]
fn one_scoop_of_two_is_a_critical_misery() {
    let eaten = last(vec![promise(), experience(json!({"waffles": 3, "scoops": 1, "flavours": "few"}))]);
    assert_eq!(eaten.moment.outcome, Outcome::Misery);
    assert_eq!(eaten.moment.critical, [Clause::FirstExchange, Clause::BrokenPromise]);
    assert_eq!(eaten.moment.attention, Some(Attention::Critical));
    assert_eq!(eaten.promised[0].facet, "flavours");
    assert_eq!(eaten.promised[1].gap, Some(-0.5));
}

#[test]
fn thresholds_of_the_gap_hold_on_both_sides() {
    let one_facet = |expected: f64, perceived: f64| {
        last(vec![json!({"touchpoint_type": "product_use",
            "expectation": {"a": expected}, "perception": {"a": perceived}})])
        .moment
        .outcome
    };
    for (expected, perceived, outcome) in [
        (8.0, 7.0, Outcome::Misery), // −0.125
        (8.0, 7.01, Outcome::Average),
        (7.0, 8.0, Outcome::Magic), // +0.125
        (7.01, 8.0, Outcome::Average),
        (0.0, 0.0, Outcome::Average),
        (-1.0, 1.0, Outcome::Magic),
    ] {
        assert_eq!(one_facet(expected, perceived), outcome, "{expected} → {perceived}");
    }
    // One facet at −0.125 spoils magic, just above it does not; −0.5 is a misery whatever the mean, −0.49 is not.
    let with_spoiler = |spoiler: f64| {
        last(vec![json!({"touchpoint_type": "product_use",
            "expectation": {"a": 1, "b": 1, "c": 1, "d": 8}, "perception": {"a": 9, "b": 9, "c": 9, "d": spoiler}})])
        .moment
        .outcome
    };
    assert_eq!(with_spoiler(7.01), Outcome::Magic);
    assert_eq!(with_spoiler(7.0), Outcome::Average);
    assert_eq!(with_spoiler(4.01), Outcome::Average);
    assert_eq!(with_spoiler(4.0), Outcome::Misery);
}

#[test]
fn facets_have_scale_direction_weight_and_words() {
    let rules = Rules::with_overrides(
        "[facets.wait_min]\nmin = 0\nmax = 40\ndirection = 'less'\n[facets.heat]\nwords = ['cold', 'warm', 'hot']\n\
          [facets.sweet]\nmin = 0\nmax = 10\ndirection = 'exact'\n[facets.small]\nmin = 0\nmax = 1\nweight = 0.1",
    )
    .unwrap();
    let outcome = |expectation: Value, perception: Value| {
        judged_by(
            &rules,
            vec![json!({"touchpoint_type": "product_use", "expectation": expectation, "perception": perception})],
        )
        .pop()
        .unwrap()
        .moment
        .outcome
    };
    assert_eq!(outcome(json!({"wait_min": 10}), json!({"wait_min": 15})), Outcome::Misery);
    assert_eq!(outcome(json!({"wait_min": 10}), json!({"wait_min": 5})), Outcome::Magic);
    assert_eq!(outcome(json!({"heat": "hot"}), json!({"heat": "warm"})), Outcome::Misery);
    assert_eq!(outcome(json!({"heat": "warm"}), json!({"heat": "hot"})), Outcome::Magic);
    assert_eq!(outcome(json!({"sweet": 5}), json!({"sweet": 7})), Outcome::Misery);
    assert_eq!(outcome(json!({"sweet": 5}), json!({"sweet": 5})), Outcome::Average);
    // An unpromised wait is no extra, because less of it is better.
    assert_eq!(outcome(json!({}), json!({"wait_min": 5})), Outcome::Unknown);
    // Words without a common order cannot be compared.
    assert_eq!(outcome(json!({"heat": "hot"}), json!({"heat": "blue"})), Outcome::Unknown);
    // A light facet moves the mean little.
    assert_eq!(outcome(json!({"wait_min": 10, "small": 0.5}), json!({"wait_min": 10, "small": 0.1})), Outcome::Average);
}

#[test]
fn ratings_fall_into_their_bands() {
    let outcome = |rating: Value| last(vec![json!({"touchpoint_type": "delivery", "rating": rating})]).moment.outcome;
    for (name, bands) in [("csat", "mmaaM"), ("stars", "mmaaM"), ("ces", "mmmaaaM")] {
        for (index, band) in bands.chars().enumerate() {
            let expected = match band {
                'm' => Outcome::Misery,
                'a' => Outcome::Average,
                _ => Outcome::Magic,
            };
            assert_eq!(outcome(json!({name: index + 1})), expected, "{name} {}", index + 1);
        }
    }
    assert_eq!(outcome(json!({"verdict": "okay"})), Outcome::Average);
    assert_eq!(outcome(json!({"csat": 5, "ces": 1, "stars": 1})), Outcome::Magic);
    assert_eq!(outcome(json!({"ces": 1, "stars": 5})), Outcome::Misery);
}

#[test]
fn a_source_may_read_a_scale_its_own_way() {
    let rules = Rules::with_overrides(
        "[sources.test.csat]\nmax = 5\nmisery_up_to = 3\nmagic_from = 5\n\
          [sources.test.ces]\nmax = 7\nmisery_up_to = 3\nmagic_from = 7\nreversed = true",
    )
    .unwrap();
    let outcome = |rating: Value| {
        judged_by(&rules, vec![json!({"touchpoint_type": "delivery", "rating": rating})]).pop().unwrap().moment.outcome
    };
    assert_eq!(outcome(json!({"csat": 3})), Outcome::Misery);
    assert_eq!(outcome(json!({"ces": 1})), Outcome::Magic);
    assert_eq!(outcome(json!({"ces": 7})), Outcome::Misery);
}

#[test]
fn nps_judges_nothing_unless_it_names_a_moment() {
    let alone = last(vec![json!({"touchpoint_type": "survey", "rating": {"nps": 0}})]);
    assert_eq!(alone.moment.outcome, Outcome::Unknown);
    assert!(reasons(&alone).contains(&"nps_only"));
    let about = last(vec![
        json!({"touchpoint_type": "delivery", "id": "d"}),
        json!({"touchpoint_type": "survey", "about": "d", "rating": {"nps": 6}}),
    ]);
    assert_eq!(about.moment.outcome, Outcome::Misery);
    assert_eq!(about.moment.kind, "delivery");
}

#[test]
fn precedence_is_explicit_rating_gap_operational() {
    let all = json!({"touchpoint_type": "delivery", "outcome": "average", "rating": {"csat": 5},
        "expectation": {"a": 2}, "perception": {"a": 1}, "abandoned": true});
    let methods = ["outcome", "rating", "perception", "abandoned"];
    let expected = [Method::Explicit, Method::Rating, Method::Gap, Method::Operational];
    for (taken, method) in expected.into_iter().enumerate() {
        let mut body = all.clone();
        for name in &methods[..taken] {
            body.as_object_mut().unwrap().remove(*name);
        }
        assert_eq!(last(vec![body]).moment.method, Some(method));
    }
    let mixed = last(vec![json!({"touchpoint_type": "delivery", "rating": {"csat": 5}, "abandoned": true})]);
    assert!(mixed.moment.mixed);
    assert!(reasons(&mixed).contains(&"also:operational:misery"));
    let agreed = last(vec![json!({"touchpoint_type": "delivery", "rating": {"csat": 4}, "abandoned": true})]);
    assert!(!agreed.moment.mixed);
}

#[test]
fn operational_signals_can_say_misery_and_average() {
    let outcome = |mut body: Value| {
        body["touchpoint_type"] = "delivery".into();
        last(vec![body]).moment.outcome
    };
    let due = |done: &str| json!({"due_at": "2026-11-20T12:00:00Z", "done_at": done});
    for (body, expected) in [
        (due("2026-11-20T11:59:00Z"), Outcome::Average),
        (due("2026-11-20T12:15:00Z"), Outcome::Average),
        (due("2026-11-20T12:15:01Z"), Outcome::Misery),
        (json!({"resolved": false}), Outcome::Misery),
        (json!({"resolved": true}), Outcome::Unknown),
        (json!({"resolved": true, "observed_by": "customer"}), Outcome::Average),
        (json!({"reopened": 0}), Outcome::Average),
        (json!({"reopened": 1}), Outcome::Misery),
        (json!({"abandoned": true}), Outcome::Misery),
        (json!({"abandoned": false}), Outcome::Average),
        (json!({"channel": "phone", "acknowledged_after_s": 60}), Outcome::Average),
        (json!({"channel": "phone", "acknowledged_after_s": 119}), Outcome::Average),
        (json!({"channel": "phone", "acknowledged_after_s": 120}), Outcome::Misery),
        (json!({"channel": "store", "greeted_after_s": 119}), Outcome::Average),
        (json!({"channel": "store", "greeted_after_s": 120}), Outcome::Misery),
        (json!({"transfers": 5}), Outcome::Unknown),
        (json!({}), Outcome::Unknown),
    ] {
        assert_eq!(outcome(body.clone()), expected, "{body}");
    }
}

#[test]
fn slow_answers_and_transfers_are_friction_before_they_are_misery() {
    let friction = |body: Value| last(vec![body]).moment.friction.iter().map(ToString::to_string).collect::<Vec<_>>();
    let phone = |s: u32| json!({"touchpoint_type": "support_contact", "channel": "phone", "acknowledged_after_s": s});
    assert!(friction(phone(60)).is_empty());
    assert_eq!(friction(phone(61)), ["slow_acknowledgement:61:60"]);
    assert!(friction(json!({"touchpoint_type": "support_contact", "transfers": 1})).is_empty());
    assert_eq!(friction(json!({"touchpoint_type": "support_contact", "transfers": 2})), ["transferred:2"]);
}

#[test]
fn a_promised_time_may_be_made_earlier_and_kept_later() {
    let done = |done_at: &str| {
        last(vec![
            json!({"touchpoint_type": "purchase", "promise_id": "p", "due_at": "2026-11-20T12:00:00Z"}),
            json!({"touchpoint_type": "delivery", "promise_id": "p", "done_at": done_at}),
        ])
    };
    assert_eq!(done("2026-11-20T12:00:00Z").moment.outcome, Outcome::Average);
    let late = done("2026-11-20T13:00:00Z");
    assert!(late.moment.critical.contains(&Clause::BrokenPromise));
    assert!(reasons(&late).contains(&"late:60"));
}

#[test]
fn support_is_first_before_a_purchase_and_second_after_it() {
    let support = json!({"touchpoint_type": "support_contact"});
    let moments = judged(vec![support.clone(), json!({"touchpoint_type": "purchase"}), support]);
    let stages: Vec<_> = moments.iter().map(|judged| judged.moment.stage).collect();
    assert_eq!(stages, [Stage::First, Stage::Second, Stage::Second]);
}

#[test]
fn first_contact_is_the_first_on_record_and_a_question_uses_it_up() {
    let bad = || json!({"touchpoint_type": "greeting", "rating": {"csat": 1}, "importance": 1});
    let first = last(vec![bad()]);
    assert_eq!(first.moment.critical, [Clause::FirstContact]);
    assert!(reasons(&first).contains(&"first_on_record"));
    let after_question = last(vec![json!({"touchpoint_type": "support_contact"}), bad()]);
    assert!(after_question.moment.critical.is_empty());
    let known = last(vec![json!({"touchpoint_type": "greeting", "rating": {"csat": 1}, "importance": 1,
        "known_since": "2020-01-01T00:00:00Z"})]);
    assert!(known.moment.critical.is_empty());
}

#[test]
fn a_survey_about_the_first_contact_judges_that_contact() {
    let survey = last(vec![
        json!({"touchpoint_type": "greeting", "id": "hello", "importance": 2}),
        json!({"touchpoint_type": "survey", "about": "test/hello", "rating": {"csat": 2}}),
    ]);
    assert_eq!(survey.moment.stage, Stage::First);
    assert_eq!(survey.moment.kind, "greeting");
    assert_eq!(survey.moment.critical, [Clause::FirstContact]);
}

#[test]
fn the_first_judged_exchange_of_each_cycle_counts() {
    let use_it = |csat: u8| json!({"touchpoint_type": "product_use", "rating": {"csat": csat}, "importance": 1});
    let clauses = |bodies| last(bodies).moment.critical;
    let buy = || json!({"touchpoint_type": "purchase"});
    assert_eq!(clauses(vec![buy(), use_it(1)]), [Clause::FirstExchange]);
    assert!(clauses(vec![buy(), use_it(4), use_it(1)]).is_empty());
    // A second purchase, or a new search, begins a new cycle.
    assert_eq!(clauses(vec![buy(), use_it(4), buy(), use_it(1)]), [Clause::FirstExchange]);
    assert_eq!(
        clauses(vec![buy(), use_it(4), json!({"touchpoint_type": "search"}), use_it(1)]),
        [Clause::FirstExchange]
    );
}

#[test]
fn two_failures_within_thirty_days_are_a_repeat_and_an_echo_is_not_another() {
    let bad = |at: &str| json!({"touchpoint_type": "billing", "rating": {"csat": 1}, "occurred_at": at, "id": at});
    let clauses = |bodies| last(bodies).moment.critical;
    assert_eq!(clauses(vec![bad("2026-10-20T10:00:00Z"), bad("2026-11-19T10:00:00Z")]), [Clause::Repeat]);
    assert!(clauses(vec![bad("2026-10-20T10:00:00Z"), bad("2026-11-19T10:00:01Z")]).is_empty());
    let echo = json!({"touchpoint_type": "complaint", "occurred_at": "2026-11-02T10:00:00Z", "importance": 1});
    let first_service = clauses(vec![bad("2026-11-01T10:00:00Z"), echo.clone()]);
    assert_eq!(first_service, [Clause::FirstContact]);
    let third = clauses(vec![bad("2026-10-30T10:00:00Z"), bad("2026-11-01T10:00:00Z"), echo]);
    assert!(third.contains(&Clause::Repeat));
}

#[test]
fn importance_as_sent_wins_over_the_type() {
    let clauses = |importance: Value| {
        last(vec![json!({"touchpoint_type": "billing", "rating": {"csat": 1}, "importance": importance})])
            .moment
            .critical
    };
    assert!(clauses(json!(3)).is_empty());
    assert_eq!(clauses(json!(4)), [Clause::Importance]);
    assert_eq!(clauses(json!({"value": 5, "asked": "before"})), [Clause::Importance]);
}

#[test]
fn a_public_bad_review_after_a_misery_is_a_leak() {
    let review = |at: &str| json!({"touchpoint_type": "review", "rating": {"stars": 1}, "occurred_at": at});
    let bad = json!({"touchpoint_type": "billing", "id": "bill", "rating": {"csat": 1},
        "occurred_at": "2026-10-01T10:00:00Z"});
    let within = last(vec![bad.clone(), review("2026-10-31T10:00:00Z")]);
    assert_eq!(within.moment.leak_of.unwrap().id, "bill");
    assert!(within.moment.critical.contains(&Clause::Public));
    assert_eq!(last(vec![bad, review("2026-10-31T10:00:01Z")]).moment.leak_of, None);
}

#[test]
fn a_purchase_carries_how_the_first_contact_ended() {
    let purchase =
        last(vec![json!({"touchpoint_type": "quote", "rating": {"csat": 5}}), json!({"touchpoint_type": "purchase"})]);
    assert_eq!(purchase.moment.first_contact_outcome, Some(Outcome::Magic));
}

#[test]
fn a_judgement_after_a_misery_is_worth_a_look() {
    let bad = json!({"touchpoint_type": "billing", "rating": {"csat": 1}, "importance": 1});
    let good = json!({"touchpoint_type": "follow_up", "rating": {"csat": 4}});
    assert_eq!(last(vec![bad.clone(), good.clone()]).moment.attention, Some(Attention::AfterMisery));
    assert_eq!(last(vec![good]).moment.attention, None);
    assert_eq!(last(vec![bad, json!({"touchpoint_type": "site_visit"})]).moment.attention, None);
}

#[test]
fn identify_makes_no_moment() {
    assert_eq!(judged(vec![json!({"touchpoint_type": "identify", "anonymous_id": "x"})]), []);
}

#[test]
fn a_type_outside_the_taxonomy_is_placed_by_the_journey() {
    let moments = judged(vec![
        json!({"touchpoint_type": "tasting"}),
        json!({"touchpoint_type": "purchase"}),
        json!({"touchpoint_type": "tasting"}),
        json!({"touchpoint_type": "tasting", "stage": "third"}),
    ]);
    let stages: Vec<_> = moments.iter().map(|judged| judged.moment.stage).collect();
    assert_eq!(stages, [Stage::First, Stage::Second, Stage::Second, Stage::Ultimate]);
    assert!(reasons(&moments[0]).contains(&"stage_by_journey"));
}

#[test]
fn a_moment_with_everything_in_it_stays_below_a_kilobyte_as_stored() {
    let facets: serde_json::Map<_, _> = (0..50).map(|n| (format!("facet_{n:02}"), json!(n + 1))).collect();
    let less: serde_json::Map<_, _> = (0..50).map(|n| (format!("facet_{n:02}"), json!(0))).collect();
    let moments = judged(vec![
        json!({"touchpoint_type": "greeting", "rating": {"csat": 1}}),
        json!({"touchpoint_type": "review", "channel": "social", "segment": "family", "expectation": facets,
            "perception": less, "rating": {"stars": 1, "csat": 1, "ces": 1, "nps": 0}, "transfers": 3,
            "comment": "x".repeat(5_000), "value_at_risk": {"amount": 120.5, "currency": "EUR"}}),
    ]);
    let bytes = serde_json::to_vec(&moments[1].moment).unwrap().len();
    assert!(bytes <= 1_000, "{bytes} bytes");
}
