use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::tests::{as_of, moment, week};
use crate::{Context, DaySummary, Later, Part, Report, Summarizer};
use domain::case::CaseEvent;

/// Thirty days before the Monday of the report.
fn day(number: i64) -> Date {
    week().start().saturating_add((number - WINDOW_DAYS).days())
}

/// A day of purchases (customer, outcome, importance), of customers asked, and of what happened to cases.
fn summary(number: i64, bought: &[(&str, Outcome, u8)], asked: &[&str], cases: &[(&str, &str, u8)]) -> DaySummary {
    let mut summarizer = Summarizer::new(day(number), &TimeZone::UTC);
    for (customer, outcome, importance) in bought {
        let mut purchase = moment(&format!("{customer}-{number}"), day(number), "purchase", customer, *outcome);
        purchase.importance = *importance;
        purchase.signals.purchase_number = Some(1);
        summarizer.add(&purchase);
    }
    asked.iter().for_each(|who| summarizer.add(&moment(who, day(number), "survey", who, Outcome::Average)));
    for (case, transition, severity) in cases {
        summarizer.add_case_event(&CaseEvent {
            case_id: (*case).into(),
            transition: (*transition).into(),
            at: day(number).at(9, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp(),
            severity: *severity,
            touchpoint_type: Some("delivery".into()),
            ..CaseEvent::default()
        });
    }
    summarizer.finish()
}

fn later(days: &[DaySummary]) -> Later {
    Report::of(week(), &TimeZone::UTC, days, as_of()).journeys.later.unwrap()
}

fn names(later: &Later) -> Vec<String> {
    let name = |one: &MissingFollowUp| match &one.after {
        After::Purchase { touchpoint, .. } => touchpoint.id.clone(),
        After::ResolvedCase { case_id, .. } => case_id.clone(),
    };
    later.missing_follow_ups.iter().map(name).collect()
}

#[test]
fn who_was_not_asked_is_listed_the_most_needing_first() {
    use Outcome::{Average, Magic, Misery, Unknown};
    let days = [
        summary(0, &[("ana", Average, 5), ("ben", Misery, 2), ("eva", Magic, 3)], &[], &[("c1-1", "resolved", 2)]),
        summary(
            1,
            &[("ana", Unknown, 3), ("dan", Unknown, 4)],
            &[],
            &[("c2-3", "resolved", 5), ("c3-1", "resolved", 4)],
        ),
        // Thirty days after her purchase, and one day too late for his.
        summary(30, &[], &["eva"], &[("c3-1", "verified", 4)]),
        summary(32, &[], &["dan"], &[]),
    ];
    let later = later(&days);
    assert_eq!(names(&later), ["c2-3", "c1-1", "ben-0", "dan-1", "ana-1"]);
    assert_eq!(later.bought_without_follow_up, Part::of(3, 4));
    assert_eq!(later.resolved_unheard, Part::of(2, 3));
    let first = &later.missing_follow_ups[0];
    assert_eq!((first.customer.as_str(), first.due_on), ("c2", day(31)));
    assert_eq!(later.missing_follow_ups[2].due_on, day(30));
}

#[test]
fn nobody_is_missed_before_the_last_day_is_over() {
    let bought = |number, who| summary(number, &[(who, Outcome::Unknown, 3)], &[], &[]);
    // More than are listed, of a day that has time left, and needing it more.
    let early: Vec<_> = (0..15).map(|who| (format!("u{who}"), Outcome::Misery, 5)).collect();
    let early: Vec<_> = early.iter().map(|(who, outcome, importance)| (who.as_str(), *outcome, *importance)).collect();
    let days = [bought(0, "ana"), bought(1, "ben"), summary(2, &early, &[], &[])];
    let read = |number: i64| {
        let at = day(number).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let report = Report::of(week(), &TimeZone::UTC, &days, Context { at, ..as_of() });
        let later = report.journeys.later;
        later.map(|later| (names(&later), later.bought_without_follow_up.of, later.end))
    };
    assert_eq!(read(30), None);
    assert_eq!(read(31), Some((vec!["ana-0".to_owned()], 1, day(1))));
    assert_eq!(read(32), Some((vec!["ana-0".to_owned(), "ben-1".to_owned()], 2, day(2))));
    let (names, of, _) = read(33).unwrap();
    assert_eq!((names.len(), of), (FOLLOW_UPS_MAX, 17));
    // What a period that is over says does not depend on when it is read.
    assert_eq!(read(37), read(60));
}

#[test]
fn a_case_resolved_again_waits_from_then_on() {
    let again = [
        summary(0, &[], &[], &[("c1-1", "resolved", 3)]),
        summary(2, &[], &[], &[("c1-1", "reopened", 3)]),
        summary(3, &[], &[], &[("c1-1", "resolved", 3)]),
    ];
    let later_of_both = later(&again);
    assert_eq!(names(&later_of_both), ["c1-1"]);
    assert_eq!(later_of_both.missing_follow_ups[0].due_on, day(33));
    // A customer who spoke again after that needs no call.
    let spoke = [again.as_slice(), &[summary(4, &[], &[], &[("c1-1", "lost", 3)])]].concat();
    assert_eq!((names(&later(&spoke)), later(&spoke).resolved_unheard), (vec![], Part::of(0, 1)));
}

#[test]
fn the_json_names_what_the_follow_up_was_due_after() {
    let days = [summary(0, &[("ana", Outcome::Misery, 5)], &[], &[("c1-1", "resolved", 2)])];
    let list = serde_json::to_value(later(&days).missing_follow_ups).unwrap();
    assert_eq!((&list[0]["after"], &list[0]["case_id"]), (&"resolved_case".into(), &"c1-1".into()));
    assert_eq!(
        (&list[1]["after"], &list[1]["id"], &list[1]["outcome"]),
        (&"purchase".into(), &"ana-0".into(), &"misery".into())
    );
    let read: Vec<MissingFollowUp> = serde_json::from_value(list).unwrap();
    let mut listed = later(&days).missing_follow_ups;
    // Who it was is never written.
    listed.iter_mut().for_each(|one| one.recorded = None);
    assert_eq!(read, listed);
}

proptest! {
    /// However many there are and in whatever order they come: the list is the head of all of them, sorted.
    #[test]
    fn the_list_is_the_head_of_all(
        bought in prop::collection::vec((0u8..80, prop::sample::select(Outcome::ALL), 1u8..=5), 0..200).prop_shuffle(),
    ) {
        let moments: Vec<_> = bought.iter().enumerate().map(|(id, (customer, outcome, importance))| {
            let mut purchase = moment(&format!("{id:03}"), day(0), "purchase", &customer.to_string(), *outcome);
            (purchase.importance, purchase.signals.purchase_number) = (*importance, Some(1));
            purchase
        }).collect();
        let need = |outcome: Outcome| [Outcome::Misery, Outcome::Unknown, Outcome::Average, Outcome::Magic]
            .iter().position(|other| *other == outcome);
        let mut all: Vec<_> = moments.iter().collect();
        all.sort_by_key(|moment| (need(moment.outcome), std::cmp::Reverse(moment.importance), moment.id.clone()));
        let mut seen = BTreeSet::new();
        all.retain(|moment| seen.insert(moment.customer.to_string()));
        let head: Vec<_> = all.iter().take(FOLLOW_UPS_MAX).map(|moment| moment.id.clone()).collect();
        let whole = crate::summarize(day(0), &TimeZone::UTC, moments.iter().rev());
        if !moments.is_empty() {
            prop_assert_eq!(names(&later(&[whole])), head);
        }
    }
}
