//! What is true of any journey, whatever it holds and however its touchpoints arrive.

use std::collections::BTreeMap;

use domain::case::Transition;
use domain::case::{self, Case, Decision};
use domain::correction::{Correction, Says};
use domain::identity::Identity;
use domain::journey::{Journey, Judged};
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use domain::vocabulary::Outcome;
use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::random::{RULES, hold, judge_as, touchpoints};

/// What people may say.
const SAYINGS: [Says; 4] = [
    Says::Outcome { outcome: Outcome::Misery },
    Says::Outcome { outcome: Outcome::Average },
    Says::Spam,
    Says::OtherCustomer,
];

fn ana() -> Identity {
    Identity::Customer("ana".into())
}

/// Judges all touchpoints as one customer's.
fn judge(touchpoints: &[Touchpoint]) -> Vec<Judged> {
    judge_as(&ana(), touchpoints.to_vec())
}

/// Judges each identity by itself, as if nobody had said who is who.
fn judge_apart(touchpoints: &[Touchpoint]) -> BTreeMap<Identity, Vec<Judged>> {
    let mut by_identity: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for touchpoint in touchpoints {
        by_identity.entry(touchpoint.recorded.clone()).or_default().push(touchpoint.clone());
    }
    let judge = |(identity, own): (Identity, _)| {
        let judged = Journey::new(identity.clone(), own, BTreeMap::new()).judge(&RULES);
        (identity, judged)
    };
    by_identity.into_iter().map(judge).collect()
}

/// The judgement without whom it counts for.
fn of_anybody(judged: &Judged) -> Judged {
    let moment = Moment { customer: ana(), links: 0, ..judged.moment.clone() };
    Judged { moment, ..judged.clone() }
}

#[test]
fn order_and_repetition_of_arrival_change_nothing() {
    let delivered = touchpoints(45).prop_flat_map(|touchpoints| {
        let again = prop::collection::vec(any::<Index>(), 0..10);
        (Just(touchpoints.clone()), Just(touchpoints).prop_shuffle(), again)
    });
    hold(delivered, |(sent, mut arrived, again)| {
        let repeated: Vec<_> = again.iter().map(|index| index.get(&sent).clone()).collect();
        arrived.extend(repeated);
        prop_assert_eq!(judge(&arrived), judge(&sent));
        Ok(())
    });
}

#[test]
fn a_late_touchpoint_changes_nothing_that_happened_before_it() {
    hold((touchpoints(20), any::<Index>()), |(all, late)| {
        let late = late.index(all.len());
        let position = all[late].reaches_from();
        let before_it = |judged: Vec<Judged>| -> Vec<_> {
            judged.into_iter().filter(|judged| judged.moment.position() < position).collect()
        };
        let mut without = all.clone();
        without.remove(late);
        prop_assert_eq!(before_it(judge(&without)), before_it(judge(&all)));
        Ok(())
    });
}

#[test]
fn judging_since_a_touchpoint_gives_the_moments_from_it_on() {
    hold((touchpoints(45), any::<Index>()), |(all, since)| {
        let position = since.get(&all).reaches_from();
        let journey = Journey::new(ana(), all.clone(), BTreeMap::new());
        let rest: Vec<_> = judge(&all).into_iter().filter(|judged| judged.moment.position() >= position).collect();
        prop_assert_eq!(journey.judge_since(position, &RULES), rest);
        Ok(())
    });
}

#[test]
fn a_correction_changes_nothing_before_its_touchpoint_and_is_known_from_there_on() {
    hold((touchpoints(20), any::<Index>(), any::<Index>()), |(all, which, what)| {
        let index = which.index(all.len());
        let mut corrected = all.clone();
        let says = what.get(&SAYINGS).clone();
        let at = "2026-11-22T10:00:00Z".parse().unwrap();
        corrected[index].corrections.push(Correction { at, by: "lead".into(), reason: "asked".into(), says });
        let from = all[index].reaches_from();
        for (before, after) in judge(&all).iter().zip(judge(&corrected)) {
            prop_assert_eq!(before.moment.key(), after.moment.key());
            if before.moment.position() < from {
                prop_assert_eq!(before, &after);
            } else if before.moment.position() >= all[index].position() {
                prop_assert_eq!(before.moment.basis + 1, after.moment.basis, "more knowledge replaces less");
            }
        }
        Ok(())
    });
}

#[test]
fn what_people_set_aside_does_nothing_to_what_comes_after() {
    hold((touchpoints(20), any::<Index>()), |(all, which)| {
        let index = which.index(all.len());
        let mut corrected = all.clone();
        let at = "2026-11-22T10:00:00Z".parse().unwrap();
        let spam = Correction { at, by: "lead".into(), reason: "a robot".into(), says: Says::Spam };
        corrected[index].corrections = vec![spam];
        let mut without = all.clone();
        without.remove(index);
        let plain = |judged: Vec<Judged>| -> Vec<_> {
            let others = judged.into_iter().filter(|judged| judged.moment.position() != all[index].position());
            others.map(|judged| Judged { moment: Moment { basis: 0, ..judged.moment }, ..judged }).collect()
        };
        // A claim counts to a flood whatever people say of it afterwards.
        if all.iter().any(Touchpoint::is_claim) {
            return Ok(());
        }
        prop_assert_eq!(plain(judge(&corrected)), plain(judge(&without)));
        Ok(())
    });
}

#[test]
fn a_link_changes_nothing_before_the_first_touchpoint_it_brings() {
    hold(touchpoints(20), |all| {
        let joined = judge(&all);
        for (identity, apart) in judge_apart(&all) {
            let brought = all.iter().filter(|touchpoint| touchpoint.recorded != identity);
            let touched_from = brought.map(Touchpoint::reaches_from).min();
            for judged in apart {
                if touched_from.is_some_and(|first| judged.moment.position() >= first) {
                    continue;
                }
                let now = joined.iter().find(|other| other.moment.position() == judged.moment.position());
                prop_assert_eq!(now.map(of_anybody), Some(of_anybody(&judged)));
            }
        }
        Ok(())
    });
}

#[test]
fn somebody_else_changes_nothing() {
    hold((touchpoints(12), touchpoints(12)), |(anas, others)| {
        let others: Vec<_> = others
            .into_iter()
            .map(|touchpoint| Touchpoint { recorded: Identity::Customer("eva".into()), ..touchpoint })
            .collect();
        let alone = judge_apart(&anas);
        let mut together = judge_apart(&[others, anas].concat());
        together.remove(&Identity::Customer("eva".into()));
        prop_assert_eq!(together, alone);
        Ok(())
    });
}

#[test]
fn judging_again_opens_no_second_case_and_moves_none() {
    hold(touchpoints(20), |all| {
        let mut case: Option<Case> = None;
        let twice = judge(&all).into_iter().chain(judge(&all));
        for (looked_at, Judged { moment, .. }) in twice.enumerate().filter(|(_, judged)| judged.moment.is_critical()) {
            let now = moment.occurred_at + SignedDuration::from_hours(1);
            let decision = case::decide(case.as_ref(), moment.occurred_at, now, RULES.critical.alert_age_hours_max);
            let opened = Decision::Raise(Transition::Opened);
            match &case {
                None => prop_assert_eq!(decision, opened),
                Some(_) => prop_assert_eq!(decision, Decision::Raise(Transition::Joined), "look {}", looked_at),
            }
            case.get_or_insert_with(|| opened_by(&moment));
            // The same judgement looked at long after, as when rules change, does nothing at all.
            let much_later = now + SignedDuration::from_hours(RULES.critical.alert_age_hours_max);
            let late = case::decide(case.as_ref(), moment.occurred_at, much_later, RULES.critical.alert_age_hours_max);
            prop_assert!(matches!(late, Decision::Skip(_)));
        }
        Ok(())
    });
}

fn opened_by(moment: &Moment) -> Case {
    Case {
        severity: moment.severity,
        value_at_risk: moment.value_at_risk.clone(),
        ..Case::opened(moment.customer.clone(), 1, moment.key(), moment.occurred_at)
    }
}
