use std::collections::{BTreeMap, BTreeSet};

use domain::identity::Identity;
use domain::journey::{Journey, Judged};
use domain::rules::Rules;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::touchpoint::{Rating, Said, Touchpoint};
use domain::vocabulary::{Asked, Attention, Audience, Clause, Observer, Outcome, Stage};
use serde_json::Value;

use super::book::Envelope;
use super::*;

/// A Sunday evening: the week is whole, and nothing has happened since.
pub(super) const SUNDAY: &str = "2026-11-22T18:00:00Z";
/// The same time on each day from Thursday to Wednesday: the days on which the story is about one and the same week.
const DAYS: [&str; 7] = [
    "2026-11-19T18:00:00Z",
    "2026-11-20T18:00:00Z",
    "2026-11-21T18:00:00Z",
    SUNDAY,
    "2026-11-23T18:00:00Z",
    "2026-11-24T18:00:00Z",
    "2026-11-25T18:00:00Z",
];

pub(super) fn zone() -> TimeZone {
    TimeZone::get("Europe/Madrid").unwrap()
}

pub(super) fn told(now: &str) -> Vec<Told> {
    told_in(now, &zone())
}

pub(super) fn told_in(now: &str, zone: &TimeZone) -> Vec<Told> {
    write(&Calendar::of(now.parse().unwrap(), zone))
}

fn touchpoints(now: &str) -> Vec<Touchpoint> {
    touchpoints_in(now, &zone())
}

fn touchpoints_in(now: &str, zone: &TimeZone) -> Vec<Touchpoint> {
    let sender = Sender { name: "local", is_secret: true };
    let parse = |told: Told| {
        let body = Value::Object(told.body);
        parse(body.clone(), Shape::Json, sender, now.parse().unwrap(), || panic!("no id"))
            .unwrap_or_else(|errors| panic!("{body}: {errors:?}"))
            .touchpoint
    };
    told_in(now, zone).into_iter().map(parse).collect()
}

/// Judges all journeys as the suite would, with the links that the touchpoints make.
pub(super) fn judged(now: &str) -> Vec<Judged> {
    judged_in(now, &zone())
}

pub(super) fn judged_in(now: &str, zone: &TimeZone) -> Vec<Judged> {
    let touchpoints = touchpoints_in(now, zone);
    let owners: BTreeMap<Identity, Identity> =
        touchpoints.iter().filter_map(|t| Some((t.linked_identity()?, t.recorded.clone()))).collect();
    let mut journeys: BTreeMap<Identity, Vec<Touchpoint>> = BTreeMap::new();
    for touchpoint in touchpoints {
        let owner = owners.get(&touchpoint.recorded).unwrap_or(&touchpoint.recorded).clone();
        journeys.entry(owner).or_default().push(touchpoint);
    }
    let rules = Rules::built_in().unwrap();
    journeys
        .into_iter()
        .flat_map(|(customer, all)| {
            let mut journey = Journey::new(customer, all, BTreeMap::new());
            read_deeply(&mut journey, &rules);
            journey.judge(&rules)
        })
        .collect()
}

/// Reads the comments of which the fast reader is not sure, as the suite does.
fn read_deeply(journey: &mut Journey, rules: &Rules) {
    let unread = journey.touchpoints.iter().filter_map(|touchpoint| journey.unread(touchpoint, rules));
    let kept: Vec<_> = unread.filter_map(|unread| Some((unread.digest.clone(), deep::deepened(&unread)?))).collect();
    journey.readings.extend(kept);
}

#[test]
fn who_does_what_does_not_depend_on_the_minute() {
    let who = |now| -> Vec<_> { touchpoints(now).into_iter().map(|told| (told.id, told.recorded)).collect() };
    let (first, later) = (who(SUNDAY), who("2026-11-22T18:01:30Z"));
    assert!(first.iter().all(|told| later.contains(told)), "played again, something would be told twice");
}

/// Counts customers of one kind of moment in one week by how it ended at worst: (with an outcome, miserable).
fn rate(judged: &[Judged], week: Period, kind: &str, is_solicited: bool) -> (usize, usize) {
    let bounds = week.bounds(&zone());
    let mut worst: BTreeMap<&Identity, Outcome> = BTreeMap::new();
    for moment in judged.iter().map(|judged| &judged.moment) {
        if moment.kind == kind && moment.solicited == is_solicited && bounds.contains(&moment.occurred_at) {
            let worst = worst.entry(&moment.customer).or_insert(Outcome::Unknown);
            *worst = (*worst).min(moment.outcome);
        }
    }
    let known: Vec<_> = worst.values().filter(|outcome| outcome.is_known()).collect();
    (known.len(), known.iter().filter(|outcome| ***outcome == Outcome::Misery).count())
}

fn counts<T: Ord>(names: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

#[test]
fn the_same_now_tells_the_same_story_to_the_letter() {
    assert_eq!(told(SUNDAY), told(SUNDAY));
}

#[test]
fn every_touchpoint_is_valid_unique_and_in_the_past_on_every_day() {
    for now in DAYS {
        let told = touchpoints(now);
        let ids: BTreeSet<_> = told.iter().map(|touchpoint| &touchpoint.id).collect();
        assert_eq!(ids.len(), told.len(), "{now}");
        assert!(told.iter().all(|touchpoint| touchpoint.occurred_at <= now.parse().unwrap()), "{now}");
        assert!(told.is_sorted_by_key(|touchpoint| touchpoint.occurred_at), "{now}");
        assert!((430..=520).contains(&told.len()), "{now}: {}", told.len());
    }
}

#[test]
fn the_week_before_is_thinner_and_nothing_is_older() {
    let calendar = Calendar::of(SUNDAY.parse().unwrap(), &zone());
    let [before, week] = [calendar.name.previous(), calendar.name].map(|week| {
        let bounds = week.bounds(&zone());
        touchpoints(SUNDAY).iter().filter(|touchpoint| bounds.contains(&touchpoint.occurred_at)).count()
    });
    assert_eq!(before + week, touchpoints(SUNDAY).len());
    assert!(before * 2 < week + 20 && before > 100, "{before} {week}");
}

#[test]
fn all_stages_channels_ratings_and_both_languages_are_there() {
    let judged = judged(SUNDAY);
    let stages = counts(judged.iter().map(|judged| judged.moment.stage));
    for (stage, least) in [(Stage::Zero, 40), (Stage::First, 120), (Stage::Second, 180), (Stage::Ultimate, 20)] {
        assert!(stages[&stage] >= least, "{stages:?}");
    }
    let told = touchpoints(SUNDAY);
    let channels = counts(told.iter().filter_map(|touchpoint| touchpoint.said.channel.as_deref()));
    let expected = ["app", "chat", "email", "phone", "sms", "social", "store", "web"];
    assert_eq!(channels.keys().copied().collect::<Vec<_>>(), expected);
    assert!(channels.values().all(|count| *count >= 5), "{channels:?}");

    let ratings = told.iter().map(|touchpoint| &touchpoint.said.rating);
    let given = |is_given: fn(&Rating) -> bool| ratings.clone().filter(|rating| is_given(rating)).count();
    assert!(given(|rating| rating.csat.is_some()) >= 30);
    assert!(given(|rating| rating.stars.is_some()) >= 20);
    assert!(given(|rating| rating.ces.is_some()) >= 60);
    assert!(given(|rating| rating.nps.is_some()) >= 8);
    assert!(given(|rating| rating.verdict.is_some()) >= 20);

    let comments: BTreeSet<_> = told.iter().filter_map(|touchpoint| touchpoint.said.comment.as_deref()).collect();
    assert!(comments.len() >= 80, "{}", comments.len());
    let languages = counts(told.iter().filter_map(|touchpoint| touchpoint.said.language.as_deref()));
    assert!(languages["en"] >= 35 && languages["es"] >= 35, "{languages:?}");
}

#[test]
fn every_kind_of_thing_a_touchpoint_can_say_is_said() {
    let told = touchpoints(SUNDAY);
    let says = |what: fn(&Said) -> bool| told.iter().filter(|touchpoint| what(&touchpoint.said)).count();
    assert!(says(|said| said.due_at.is_some()) >= 60);
    assert!(says(|said| said.done_at.is_some()) >= 60);
    assert!(says(|said| !said.expectation.is_empty()) >= 4);
    assert!(says(|said| !said.perception.is_empty()) >= 4);
    assert!(says(|said| !said.dimensions.is_empty()) >= 10);
    assert!(says(|said| said.importance.is_some_and(|importance| importance.asked == Some(Asked::Before))) >= 10);
    assert!(says(|said| said.importance.is_some_and(|importance| importance.asked == Some(Asked::After))) >= 2);
    assert!(says(|said| said.value_at_risk.is_some()) >= 5);
    assert!(says(|said| said.staff.is_some()) >= 100);
    assert!(says(|said| said.about.is_some()) >= 20);
    assert!(says(|said| said.content_url.is_some()) >= 20);
    assert!(says(|said| said.outcome.is_some()) >= 3);
    assert!(says(|said| said.observed_by == Some(Observer::Staff)) >= 3);
    assert!(says(|said| said.audience == Some(Audience::Public)) >= 15);
    assert!(says(|said| said.solicited == Some(true)) >= 80);
    assert!(says(|said| said.known_since.is_some()) >= 8);
    assert!(says(|said| said.customer_id.is_some() && said.anonymous_id.is_some()) >= 15, "links");
    assert!(says(|said| said.customer_id.is_none()) >= 40, "visitors");
    let envelopes = told_envelopes();
    assert!(envelopes.iter().filter(|envelope| **envelope == Envelope::CloudEvent).count() >= 3);
    assert!(envelopes.iter().filter(|envelope| **envelope == Envelope::Form).count() >= 5);
}

fn told_envelopes() -> Vec<Envelope> {
    told(SUNDAY).into_iter().map(|told| told.envelope).collect()
}

#[test]
fn deliveries_got_worse_and_service_got_better() {
    let week = Calendar::of(SUNDAY.parse().unwrap(), &zone()).name;
    let judged = judged(SUNDAY);
    let ((n, m), (n_before, m_before)) =
        (rate(&judged, week, "delivery", false), rate(&judged, week.previous(), "delivery", false));
    assert!(n >= 30 && n_before >= 30, "{n} {n_before}");
    assert!(
        m * 100 / n >= 28 && (12..=20).contains(&(m_before * 100 / n_before)),
        "{m} of {n}, before {m_before} of {n_before}"
    );

    let ((n, m), (n_before, m_before)) =
        (rate(&judged, week, "support_contact", true), rate(&judged, week.previous(), "support_contact", true));
    assert!(n >= 30 && n_before >= 30, "{n} {n_before}");
    assert!(m * 100 / n <= 12 && m_before * 100 / n_before >= 35, "{m} of {n}, before {m_before} of {n_before}");
}

#[test]
fn the_team_is_alerted_but_not_flooded() {
    for (day, now) in DAYS.into_iter().enumerate() {
        let time: Timestamp = now.parse().unwrap();
        let critical = judged(now).into_iter().filter(|judged| judged.moment.attention == Some(Attention::Critical));
        let fresh = critical.filter(|judged| time.duration_since(judged.moment.occurred_at).as_hours() < 72).count();
        // Up to Saturday a good part of the week is fresh.
        let most = if day < 3 { 24 } else { 15 };
        assert!((4..=most).contains(&fresh), "{now}: {fresh}");
    }
}

#[test]
fn the_waffle_stories_end_in_magic_average_and_a_critical_misery() {
    let judged = judged(SUNDAY);
    let meal = |id: &str| judged.iter().map(|judged| &judged.moment).find(|moment| moment.id == id).unwrap();
    assert_eq!(meal("waffle-1-product_use").outcome, Outcome::Magic);
    assert_eq!(meal("waffle-2-product_use").outcome, Outcome::Average);
    let third = meal("waffle-3-product_use");
    assert_eq!(third.outcome, Outcome::Misery);
    for clause in [Clause::FirstExchange, Clause::BrokenPromise] {
        assert!(third.critical.contains(&clause), "{:?}", third.critical);
    }
    let critical = judged.iter().filter(|judged| judged.moment.id.starts_with("waffle") && judged.moment.is_critical());
    assert_eq!(critical.count(), 1);
}

#[test]
fn somebody_suffers_in_silence() {
    let silent = "id:c-1170".parse::<Identity>().unwrap();
    let judged = judged(SUNDAY);
    let moments: Vec<_> =
        judged.iter().map(|judged| &judged.moment).filter(|moment| moment.customer == silent).collect();
    assert!(moments.iter().all(|moment| moment.rating.is_empty() && !moment.commented && !moment.is_critical()));
    let friction: Vec<_> = moments.iter().flat_map(|moment| &moment.friction).collect();
    assert!(friction.len() >= 3, "{friction:?}");
    assert!(friction.iter().map(|code| code.name()).collect::<BTreeSet<_>>().len() >= 2, "{friction:?}");
}

#[test]
fn the_summary_says_where_to_look() {
    let week: Period = "2026-W47".parse().unwrap();
    let mut summary = Summary {
        server: "http://127.0.0.1:8787".into(),
        accepted: 458,
        known: 0,
        week,
        before: week.previous(),
        read_key: Some("local".into()),
    };
    assert_eq!(
        summary.to_string(),
        "458 touchpoints played\n\n  \
         Console              http://127.0.0.1:8787/\n  \
         Inbox                http://127.0.0.1:8787/playground#inbox\n  \
         Report 2026-W47      http://127.0.0.1:8787/v1/reports/2026-W47?read_key=local\n  \
         Report 2026-W46      http://127.0.0.1:8787/v1/reports/2026-W46?read_key=local\n"
    );
    (summary.accepted, summary.known) = (0, 458);
    assert!(summary.to_string().starts_with("0 touchpoints played, 458 were there from an earlier play\n"));
}
