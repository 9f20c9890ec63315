use serde_json::json;

use super::*;
use crate::journey::overview::{Cycle, Overview};
use crate::vocabulary::Stage::{First, Second, Ultimate, Zero};

fn overview(touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Overview {
    journey(touchpoints).overview(&Rules::built_in().unwrap(), hour(9_000))
}

fn of(kind: &str) -> Value {
    json!({"touchpoint_type": kind})
}

fn rated(kind: &str, csat: u8) -> Value {
    json!({"touchpoint_type": kind, "rating": {"csat": csat}})
}

#[test]
fn stages_are_told_in_order_and_a_way_back_after_a_purchase_is_marked() {
    let whole = overview(
        ["search", "site_visit", "search", "purchase", "product_use", "site_visit", "review", "search"]
            .into_iter()
            .enumerate()
            .map(|(at, kind)| (at as i64, of(kind))),
    );
    assert_eq!(whole.stages, [Zero, First, Zero, Second, First, Ultimate, Zero]);
    let marked = |mark: fn(&crate::journey::overview::Step) -> bool| -> Vec<usize> {
        whole.steps.iter().filter(|step| mark(step)).map(|step| step.index).collect()
    };
    assert_eq!(marked(|step| step.returned), [5, 7], "not the search before the purchase");
    assert_eq!(marked(|step| step.is_first_of_stage), [0, 1, 3, 6]);
}

#[test]
fn a_cycle_ends_with_the_search_after_an_opinion_or_with_the_next_purchase() {
    let cycles = |kinds: &[&str]| overview(kinds.iter().enumerate().map(|(at, kind)| (at as i64, of(kind)))).cycles;
    assert_eq!(
        cycles(&["search", "purchase", "review", "search", "purchase"]),
        [Cycle { first: 0, last: 2 }, Cycle { first: 3, last: 4 }]
    );
    assert_eq!(cycles(&["purchase", "product_use", "purchase"]).len(), 2);
    assert_eq!(cycles(&["search", "site_visit", "search"]).len(), 1);
    assert!(cycles(&[]).is_empty());
}

#[test]
fn an_opinion_about_a_moment_is_no_step_to_its_stage() {
    let survey = json!({"touchpoint_type": "survey", "about": "t0", "rating": {"csat": 2}});
    let whole = overview([(0, of("search")), (1, of("purchase")), (2, survey)]);
    assert_eq!(whole.stages, [Zero, Second]);
    assert!(!whole.steps[2].returned);
    assert_eq!(whole.cycles.len(), 1);
}

#[test]
fn the_balance_adds_up_and_leaves_out_what_staff_observed() {
    let seen_by_staff = json!({"touchpoint_type": "greeting", "rating": {"csat": 1}, "observed_by": "staff"});
    let whole = overview([
        (0, rated("demo", 5)),
        (1, rated("purchase", 4)),
        (2, of("product_use")),
        (3, seen_by_staff),
        (4, rated("billing", 1)),
        (5, rated("delivery", 3)),
    ]);
    let balances: Vec<_> = whole.steps.iter().map(|step| step.balance).collect();
    assert_eq!(balances, [1, 1, 1, 1, 0, 0]);
    assert_eq!((whole.balance, whole.peak_end), (0, Some(-0.5)));
}

#[test]
fn repeats_are_numbered_within_their_window() {
    let whole = overview([
        (0, rated("billing", 1)),
        (24, rated("delivery", 1)),
        (48, rated("return", 4)),
        (30 * 24 + 1, rated("product_use", 1)),
    ]);
    let repeats: Vec<_> = whole.steps.iter().map(|step| step.repeat).collect();
    assert_eq!(repeats, [1, 2, 0, 2], "the first lies outside the window of the last");
}

#[test]
fn a_leak_names_the_review_and_the_misery() {
    let review = json!({"touchpoint_type": "review", "rating": {"stars": 1}});
    let whole = overview([(0, rated("billing", 1)), (1, review)]);
    assert_eq!((whole.leaks[0].review.id.as_str(), whole.leaks[0].misery.id.as_str()), ("t1", "t0"));
}

#[test]
fn nothing_is_looked_at_before_it_happened() {
    let whole = journey([(5, of("search"))]).overview(&Rules::built_in().unwrap(), hour(1));
    assert_eq!(whole.as_of, hour(5));
}
