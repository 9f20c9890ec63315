//! Random touchpoints that say everything a judgement reads, of few people, promises and times, so that they meet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use domain::correction::{Correction, Says};
use domain::identity::Identity;
use domain::journey::{Journey, Judged};
use domain::rules::Rules;
use domain::touchpoint::{FacetValue, Importance, Money, Rating, Said, Staff, Touchpoint};
use domain::vocabulary::{Asked, Audience, Dimension, Observer, Outcome, Proof, Stage, Verdict};
use jiff::{SignedDuration, Timestamp};
use proptest::collection::{btree_map, vec};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// When the random journeys begin.
const START: &str = "2026-01-05T09:00:00Z";

pub(crate) static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::built_in().unwrap());

/// Runs a property on as many random journeys, the same each time.
pub(crate) fn hold<S: Strategy>(strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: 250, rng_seed: RngSeed::Fixed(19), failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&strategy, property).unwrap();
}

/// Judges all touchpoints as those of a customer.
pub(crate) fn judge_as(customer: &Identity, touchpoints: Vec<Touchpoint>) -> Vec<Judged> {
    Journey::new(customer.clone(), touchpoints, BTreeMap::new()).judge(&RULES)
}

/// Returns up to this many touchpoints, each with its own id, in the order they were sent.
pub(crate) fn touchpoints(most: usize) -> impl Strategy<Value = Vec<Touchpoint>> {
    vec(touchpoint(), 1..=most).prop_map(|mut touchpoints| {
        for (index, touchpoint) in touchpoints.iter_mut().enumerate() {
            touchpoint.id = format!("t{index}");
        }
        touchpoints
    })
}

fn touchpoint() -> impl Strategy<Value = Touchpoint> {
    let proof = weighted(0.5, select(Proof::ALL));
    let sent = (types(), time(0), vec(select(&["web", "shop"][..]), 1), proof, said(), corrections());
    sent.prop_map(|(touchpoint_type, at, source, proof, said, corrections)| {
        let recorded = match &said.customer_id {
            Some(customer) => Identity::Customer(customer.clone()),
            None => Identity::Anonymous(said.anonymous_id.clone().unwrap_or_else(|| "nobody".into())),
        };
        let (source, id) = (source.concat(), String::new());
        Touchpoint {
            source,
            id,
            recorded,
            occurred_at: at,
            received_at: at,
            touchpoint_type,
            proof,
            trace: None,
            breakdowns: BTreeMap::new(),
            history: false,
            tellings: 0,
            corrections,
            said,
        }
    })
}

/// What people say of a touchpoint, seldom.
fn corrections() -> impl Strategy<Value = Vec<Correction>> {
    let says = prop_oneof![
        select(Outcome::ALL).prop_map(|outcome| Says::Outcome { outcome }),
        Just(Says::Cause { cause: "website".into() }),
        Just(Says::Spam),
        Just(Says::Duplicate { of: "web/t0".into() }),
        Just(Says::OtherCustomer),
    ];
    let one = (says, time(0)).prop_map(|(says, at)| Correction { at, by: "lead".into(), reason: "asked".into(), says });
    prop_oneof![9 => Just(Vec::new()), 1 => vec(one, 1..3)]
}

/// Every type of the taxonomy, one outside it, and the one that makes no moment.
fn types() -> impl Strategy<Value = String> {
    let known: BTreeSet<_> = Rules::built_in().unwrap().types.into_keys().collect();
    select(known.into_iter().chain(["tasting".into(), "identify".into()]).collect::<Vec<_>>())
}

/// Times within three months, of which many are the same.
fn time(days_before: i64) -> impl Strategy<Value = Timestamp> {
    let start: Timestamp = START.parse().unwrap();
    (-days_before..=90, 0..3_i64).prop_map(move |(day, hour)| start + SignedDuration::from_hours(day * 24 + hour))
}

prop_compose! {
    // Without `..`: a field that is added to what a sender can say has to be added here.
    fn said()(
        (customer_id, anonymous_id) in select(vec![(Some("ana"), None), (Some("ana"), Some("phone")), (None, Some("phone")), (None, None)]),
        (channel, stage, outcome, audience, solicited, observed_by) in placed(),
        (comment, promise_id, about, importance, known_since) in named(),
        (rating, dimensions) in rated(),
        (expectation, perception, due_at, done_at, early_is_better) in promised(),
        (acknowledged_after_s, greeted_after_s, resolved, abandoned, reopened, transfers) in operated(),
        value_at_risk in weighted(0.1, Just(Money { amount: 20.0, currency: "EUR".into() })),
    ) -> Said {
        Said {
            customer_id: customer_id.map(str::to_owned),
            anonymous_id: anonymous_id.map(str::to_owned),
            channel, stage, outcome, comment,
            language: Some("es".into()),
            audience, solicited, promise_id, about,
            content_url: Some("https://reviews.example/1".into()),
            segment: Some("family".into()),
            properties: domain::touchpoint::own::Properties::default(),
            rating, expectation, perception, dimensions, importance, due_at, early_is_better,
            warn_before_s: None, done_at,
            acknowledged_after_s, greeted_after_s, resolved, abandoned, reopened, transfers, value_at_risk,
            staff: Some(Staff { id: None, team: Some("north".into()) }),
            observed_by, known_since,
        }
    }
}

fn seldom<T: Clone + std::fmt::Debug + 'static>(values: &'static [T]) -> impl Strategy<Value = Option<T>> {
    weighted(0.25, select(values))
}

type Placed = (Option<String>, Option<Stage>, Option<Outcome>, Option<Audience>, Option<bool>, Option<Observer>);

fn placed() -> impl Strategy<Value = Placed> {
    let channel = seldom(&["phone", "store", "delivery", "billboard"]).prop_map(|channel| channel.map(str::to_owned));
    let outcome = weighted(0.1, select(&[Outcome::Misery, Outcome::Average, Outcome::Magic][..]));
    let stage = weighted(0.1, select(Stage::ALL));
    (channel, stage, outcome, seldom(Audience::ALL), seldom(&[false, true]), seldom(Observer::ALL))
}

type Named = (Option<String>, Option<String>, Option<String>, Option<Importance>, Option<Timestamp>);

fn named() -> impl Strategy<Value = Named> {
    let text = |values: &'static [&'static str]| seldom(values).prop_map(|text| text.map(str::to_owned));
    let importance = (1..=5_u8, weighted(0.5, select(Asked::ALL)));
    let importance = weighted(0.2, importance.prop_map(|(value, asked)| Importance { value, asked }));
    let about = text(&["t0", "t1", "web/t2", "shop/t3", "t4", "nowhere"]);
    (text(&["frío"]), text(&["order_7", "order_8"]), about, importance, weighted(0.05, time(30)))
}

fn rated() -> impl Strategy<Value = (Rating, BTreeMap<Dimension, u8>)> {
    let numbers = (weighted(0.3, 1..=5_u8), weighted(0.1, 1..=5_u8), weighted(0.1, 1..=7_u8), weighted(0.1, 0..=10_u8));
    let rating = (numbers, weighted(0.1, select(Verdict::ALL))).prop_map(|((csat, stars, ces, nps), verdict)| Rating {
        csat,
        stars,
        ces,
        nps,
        verdict,
    });
    (rating, btree_map(select(Dimension::ALL), 1..=5_u8, 0..2))
}

type Facets = BTreeMap<String, FacetValue>;

type Promised = (Facets, Facets, Option<Timestamp>, Option<Timestamp>, Option<bool>);

fn promised() -> impl Strategy<Value = Promised> {
    let value = prop_oneof![
        any::<bool>().prop_map(FacetValue::Flag),
        (0..4_u8).prop_map(|number| FacetValue::Number(number.into())),
        select(&["few", "many", "any", "blue"][..]).prop_map(|word| FacetValue::Word(word.into())),
    ];
    let facets = move || btree_map(select(&["scoops", "heat"][..]).prop_map(str::to_owned), value.clone(), 0..2);
    (facets(), facets(), weighted(0.2, time(0)), weighted(0.2, time(0)), seldom(&[false, true]))
}

type Operated = (Option<u32>, Option<u32>, Option<bool>, Option<bool>, Option<u32>, Option<u32>);

fn operated() -> impl Strategy<Value = Operated> {
    let wait = || seldom(&[30, 61, 120, 7_200]);
    (wait(), wait(), seldom(&[false, true]), seldom(&[false, true]), seldom(&[0, 1]), seldom(&[0, 1, 2, 4]))
}
