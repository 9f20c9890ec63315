//! What is true of claims: the time of receipt decides which are too many, and nothing depends on the order in which their
//! records are read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use domain::identity::Identity;
use domain::journey::{Journey, Judged};
use domain::moment::Moment;
use domain::rules::Rules;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::touchpoint::{Rating, Touchpoint};
use domain::vocabulary::{Attention, Observer, Proof};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;

use crate::random::hold;
use crate::random::touchpoints;

/// Rules by which the third claim of a day is one too many.
static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::with_overrides("[rules.claims]\nalerted_per_day_max = 2").unwrap());

fn ana() -> Identity {
    Identity::Customer("ana".into())
}

fn hour(hours: i64) -> Timestamp {
    "2026-01-05T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

/// A complaint about ana that happened and was received at some hours.
fn complaint(key: &str, is_secret: bool, occurred: i64, received: i64) -> Touchpoint {
    let body = json!({"type": "complaint", "customer_id": "ana", "id": format!("{key}-{occurred}-{received}"),
        "occurred_at": hour(occurred).to_string()});
    parse(body, Shape::Json, Sender { name: key, is_secret }, hour(received), String::new).unwrap().touchpoint
}

fn judge(touchpoints: &[Touchpoint]) -> Vec<Judged> {
    Journey::new(ana(), touchpoints.to_vec(), BTreeMap::new()).judge(&RULES)
}

/// The ids of those that are judged and not alerted.
fn floods(touchpoints: &[Touchpoint]) -> BTreeSet<String> {
    let judged = judge(touchpoints).into_iter().map(|judged| judged.moment);
    let (floods, others): (Vec<_>, Vec<_>) = judged.partition(Moment::is_flood);
    assert!(floods.iter().all(|moment| moment.attention.is_none() && moment.is_critical() && moment.claimed));
    assert!(others.iter().all(|moment| moment.attention == Some(Attention::Critical)));
    floods.into_iter().map(|moment| moment.id).collect()
}

/// Random touchpoints, of which many are claims that were received in another order than they happened, on few days.
fn received_anyhow(most: usize) -> impl Strategy<Value = Vec<Touchpoint>> {
    let received = prop::collection::vec((0..2_i64, 0..48_i64), most);
    (touchpoints(most), received).prop_map(|(mut touchpoints, received)| {
        for (touchpoint, (is_proved, hours)) in touchpoints.iter_mut().zip(received) {
            touchpoint.received_at = hour(24 * 365 + hours);
            if is_proved == 0 && touchpoint.said.customer_id.is_some() {
                touchpoint.proof = Some(Proof::Claim);
            }
        }
        touchpoints
    })
}

#[test]
fn twenty_claims_of_a_day_are_alerted_and_the_next_is_not() {
    let rules = Rules::built_in().unwrap();
    let all: Vec<_> = (0..22).map(|hours| complaint("web", false, hours, hours)).collect();
    let judged = Journey::new(ana(), all, BTreeMap::new()).judge(&rules);
    let is_flood: Vec<_> = judged.iter().map(|judged| judged.moment.is_flood()).collect();
    assert_eq!(is_flood, [vec![false; 20], vec![true; 2]].concat());
}

#[test]
fn the_third_claim_of_a_key_and_day_is_one_too_many_and_its_neighbours_are_not() {
    let day = [complaint("web", false, 1, 1), complaint("web", false, 2, 2), complaint("web", false, 3, 3)];
    assert_eq!(floods(&day[..2]), BTreeSet::new());
    assert_eq!(floods(&day), BTreeSet::from(["web-3-3".to_owned()]));
    // Another key, the next day, and what is proved have nothing to do with it.
    let others = [complaint("app", false, 4, 4), complaint("web", false, 5, 24), complaint("web", true, 6, 6)];
    let all = [&day[..], &others[..]].concat();
    assert_eq!(floods(&all), BTreeSet::from(["web-3-3".to_owned()]));
    // A source inside a key is the same key.
    let mut inside = complaint("web", false, 7, 7);
    inside.source = "web/branch".into();
    assert_eq!(floods(&[&day[..2], &[inside]].concat()), BTreeSet::from(["web-7-7".to_owned()]));
}

#[test]
fn the_day_of_a_claim_ends_at_midnight_of_utc() {
    let minute = |minutes: i64| hour(24) + SignedDuration::from_mins(minutes);
    let at = |minutes: i64| Touchpoint { received_at: minute(minutes), ..complaint("web", false, minutes, 0) };
    assert_eq!(floods(&[at(-3), at(-2), at(-1)]), BTreeSet::from(["web--1-0".to_owned()]));
    assert_eq!(floods(&[at(-2), at(-1), at(0)]), BTreeSet::new());
}

#[test]
fn no_date_pushes_a_true_complaint_out_or_evades_the_bound() {
    let dated_back: Vec<_> = (1..=4).map(|nth| complaint("web", false, 10 - nth, 30 + nth)).collect();
    let all = [dated_back, vec![complaint("web", false, 12, 30)]].concat();
    let too_many: BTreeSet<_> = ["web-8-32", "web-7-33", "web-6-34"].map(str::to_owned).into();
    assert_eq!(floods(&all), too_many, "the complaint that was received first is alerted, and one more");
    let moments = judge(&all);
    assert_eq!(moments.iter().map(|judged| judged.moment.basis).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
}

#[test]
fn a_claim_speaks_for_no_staff_wins_nobody_back_and_hides_nobody_who_was() {
    let rated = |id: &str, proof: Proof, hours: i64| Touchpoint {
        id: id.into(),
        proof: Some(proof),
        touchpoint_type: "survey".into(),
        said: domain::touchpoint::Said {
            rating: Rating { csat: Some(5), ..Rating::default() },
            ..complaint("web", false, 0, 0).said
        },
        ..complaint("web", false, hours, hours)
    };
    let all = [
        complaint("back-end", true, 1, 1),
        rated("claimed", Proof::Claim, 2),
        rated("signed", Proof::Token, 3),
        rated("again", Proof::Secret, 4),
    ];
    let moments: Vec<_> = judge(&all).into_iter().map(|judged| judged.moment).collect();
    let follows: Vec<_> = moments.iter().map(|moment| moment.signals.follows_misery()).collect();
    assert_eq!(follows, [None, None, Some(hour(1)), None]);
    assert_eq!(moments.iter().map(|moment| moment.claimed).collect::<Vec<_>>(), [false, true, false, false]);
    assert_eq!(moments.iter().map(|moment| moment.attention.is_some()).collect::<Vec<_>>(), [true, false, true, true]);

    let seen = |proof| Touchpoint { touchpoint_type: "staff_observation".into(), proof, ..all[0].clone() };
    let observer = |proof| judge(&[seen(proof)])[0].moment.observed_by;
    assert_eq!(observer(Some(Proof::Claim)), Observer::Customer);
    assert_eq!([None, Some(Proof::Secret)].map(observer), [Observer::Staff; 2]);
}

#[test]
fn what_an_identity_did_that_was_only_claimed_is_a_claim_itself() {
    let of_browser =
        |proof| Touchpoint { recorded: Identity::Anonymous("browser".into()), proof, ..complaint("web", false, 2, 2) };
    let (visitor, own) = (of_browser(None), complaint("back-end", true, 1, 1));
    let mut journey = Journey::new(ana(), vec![visitor.clone(), own.clone()], BTreeMap::new());
    let members = [ana(), visitor.recorded.clone()];
    assert_eq!((journey.is_claimed(&visitor), journey.answers_for(&visitor, &members)), (false, members.to_vec()));
    journey.claimed_identities.insert(visitor.recorded.clone());
    assert!(journey.is_claimed(&visitor) && !journey.is_claimed(&own));
    assert_eq!(journey.answers_for(&visitor, &members), std::slice::from_ref(&visitor.recorded));
    assert_eq!(journey.answers_for(&own, &members), [ana()]);
    assert_eq!(journey.answers_for(&complaint("web", false, 3, 3), &members), []);
    // Of what the business itself sent of a visitor there is never too much.
    let sent_by = |proof| {
        let many = (0..5).map(|nth| Touchpoint { id: nth.to_string(), ..of_browser(proof) });
        let mut journey = Journey::new(ana(), many.collect(), BTreeMap::new());
        journey.claimed_identities.insert(visitor.recorded.clone());
        journey.judge(&RULES).iter().filter(|judged| judged.moment.is_flood()).count()
    };
    assert_eq!([Some(Proof::Secret), None].map(sent_by), [0, 3]);
}

#[test]
fn claims_stored_as_they_come_end_as_the_facts_say_in_whatever_order() {
    let arrived = received_anyhow(30).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()));
    hold(arrived, |(all, arrived)| {
        let mut known = Vec::new();
        let mut stored: BTreeMap<_, Judged> = BTreeMap::new();
        for touchpoint in arrived {
            known.push(touchpoint.clone());
            let journey = Journey::new(ana(), known.clone(), BTreeMap::new());
            for judged in journey.judge_since(touchpoint.position(), &RULES) {
                let key = (judged.moment.recorded.clone(), judged.moment.key());
                // The condition of a put: more knowledge replaces less, and nothing else does.
                if stored.get(&key).is_none_or(|there| there.moment.basis < judged.moment.basis) {
                    stored.insert(key, judged);
                }
            }
        }
        let mut stored: Vec<_> = stored.into_values().collect();
        stored.sort_by(|a, b| a.moment.position().cmp(&b.moment.position()));
        prop_assert_eq!(stored, judge(&all));
        Ok(())
    });
}

#[test]
fn what_was_stored_before_there_were_proofs_is_judged_as_it_was() {
    hold(received_anyhow(30), |all| {
        let with = |proof| all.iter().cloned().map(|touchpoint| Touchpoint { proof, ..touchpoint }).collect::<Vec<_>>();
        let before = judge(&with(None));
        prop_assert!(before.iter().all(|judged| !judged.moment.claimed));
        let known = |judged: &Judged| !judged.moment.reasons.iter().any(|reason| reason.name().starts_with("claim"));
        prop_assert!(before.iter().all(known));
        prop_assert_eq!(before, judge(&with(Some(Proof::Secret))));
        Ok(())
    });
}

#[test]
fn history_is_judged_and_counted_and_calls_for_nobody() {
    let mut before = complaint("crm", true, 0, 1);
    before.history = true;
    let after = complaint("crm", true, 2, 3);
    let moments: Vec<_> = judge(&[before, after.clone()]).into_iter().map(|judged| judged.moment).collect();
    assert!(moments.iter().all(Moment::is_critical), "{moments:?}");
    assert_eq!(moments.iter().map(Moment::is_history).collect::<Vec<_>>(), [true, false]);
    assert_eq!(moments.iter().map(|moment| moment.attention).collect::<Vec<_>>(), [None, Some(Attention::Critical)]);
    // What was history adds up like anything else.
    let mut live = complaint("crm", true, 0, 1);
    live.history = false;
    let live: Vec<_> = judge(&[live, after]).into_iter().map(|judged| judged.moment).collect();
    assert_eq!((moments[0].outcome, moments[0].severity), (live[0].outcome, live[0].severity));
    assert_eq!(moments[1], live[1]);
}

#[test]
fn only_a_secret_key_says_that_something_is_history_and_it_is_no_part_of_what_was_said() {
    let parsed = |is_secret, history: serde_json::Value| {
        let body = json!({"type": "complaint", "customer_id": "ana", "id": "1", "history": history});
        parse(body, Shape::Json, Sender { name: "crm", is_secret }, hour(0), String::new)
    };
    let [live, told] = [false, true].map(|history| parsed(true, history.into()).unwrap());
    assert!(told.touchpoint.history && !live.touchpoint.history);
    assert_eq!(live.digest, told.digest, "sent live afterwards it is a duplicate and no conflict");
    let refused = parsed(false, true.into()).unwrap_err();
    assert_eq!(refused[0].field, "history");
    assert!(parsed(false, false.into()).is_ok());
    let written = serde_json::to_value(&live.touchpoint).unwrap();
    assert!(written.get("history").is_none(), "{written}");
}
