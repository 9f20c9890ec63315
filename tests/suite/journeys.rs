//! The hand-made journeys of the domain, posted in shuffled order and some of them twice, and judged by the whole stack,
//! give what judging each by itself gives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::correction::Correction;
use domain::identity::Identity;
use domain::journey::Journey;
use domain::moment::Moment;
use domain::reading::Readings;
use domain::rules::Rules;
use domain::touchpoint::parse::{Sender, Shape, parse};
use jiff::Timestamp;
use runtime::configuration::Document;
use serde_json::{Value, json};
use tests::suite::{CASE_KEY, Setting, Suite};

use stories::{Story, Who};

#[path = "../../shared/domain/tests/journeys/mod.rs"]
#[expect(dead_code, reason = "what is expected of a judgement is compared beside the rules")]
mod stories;

/// The sender that the journeys speak of, where they name touchpoints of each other.
const NAME: &str = "test";
const KEY: &str = "sk-stories";

/// The journeys that one deployment can judge: those of the same configuration.
fn by_rules() -> BTreeMap<String, Vec<Story>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain/tests/journeys");
    let mut groups: BTreeMap<String, Vec<Story>> = BTreeMap::new();
    for story in stories::read(&folder).into_iter().filter(|story| !story.is_watched()) {
        groups.entry(story.rules.clone()).or_default().push(story);
    }
    groups
}

/// What does not depend on the way: when a touchpoint was received, and how much was known when its moment was written.
fn of_itself(mut moment: Moment) -> Moment {
    moment.received_at = Timestamp::UNIX_EPOCH;
    (moment.links, moment.basis) = (0, 0);
    moment
}

/// Judges a story without any stack.
fn judged_by_itself(story: &Story, rules: &Rules) -> Vec<Moment> {
    let sender = Sender { name: NAME, is_secret: true };
    let read = |body: Value| parse(body, Shape::Json, sender, Timestamp::now(), || unreachable!()).unwrap().touchpoint;
    let mut touchpoints: Vec<_> = story.bodies().into_iter().map(read).collect();
    for (touchpoint, step) in touchpoints.iter_mut().zip(&story.step) {
        touchpoint.corrections = corrections(&step.corrected);
    }
    let journeys = match story.who {
        Who::Customer => vec![(Identity::Customer(story.id()), touchpoints)],
        Who::Visitor => vec![(Identity::Anonymous(story.id()), touchpoints)],
        Who::Nobody | Who::Strangers => {
            touchpoints.into_iter().map(|alone| (alone.recorded.clone(), vec![alone])).collect()
        }
    };
    let judge = |(customer, touchpoints)| {
        let mut journey = Journey::new(customer, touchpoints, BTreeMap::new());
        journey.readings = read_deeply(&journey, rules);
        journey.judge(rules)
    };
    journeys.into_iter().flat_map(judge).map(|judged| of_itself(judged.moment)).collect()
}

/// What the deep reader says of the comments of a journey.
fn read_deeply(journey: &Journey, rules: &Rules) -> Readings {
    let unread = journey.touchpoints.iter().filter_map(|touchpoint| journey.unread(touchpoint, rules));
    unread.filter_map(|unread| Some((unread.digest.clone(), deep::deepened(&unread)?))).collect()
}

/// Makes what people say, a second after each other.
fn corrections(said: &[stories::Said]) -> Vec<Correction> {
    let make = |second: i64, mut fields: serde_json::Map<String, Value>| {
        let at = Timestamp::from_second(second).unwrap();
        fields.extend([("at".into(), json!(at)), ("by".into(), json!("Luis")), ("reason".into(), json!("asked"))]);
        serde_json::from_value::<Correction>(fields.into()).unwrap()
    };
    let mut corrections = Vec::new();
    for (second, one) in (0..).step_by(2).zip(said) {
        let correction = make(second, one.fields.clone());
        let back = json!({"says": "withdrawn", "correction": correction.id()});
        let back = one.taken_back.then(|| make(second + 1, back.as_object().unwrap().clone()));
        corrections.extend([correction].into_iter().chain(back));
    }
    corrections
}

/// Posts what people say of the touchpoints of a story.
async fn correct(suite: &Suite, story: &Story) {
    for (step, body) in story.step.iter().zip(story.bodies()) {
        for one in &step.corrected {
            let mut said = json!({"source": NAME, "id": body["id"], "customer_id": body["customer_id"],
                "anonymous_id": body["anonymous_id"], "actor": "Luis", "reason": "asked"});
            said.as_object_mut().unwrap().extend(one.fields.clone());
            let answer = suite.http.post("/v1/corrections").bearer(CASE_KEY).json(&said).send().await;
            assert_eq!((answer.status, answer.json()["status"].as_str()), (200, Some("added")), "{}", answer.text);
            if one.taken_back {
                let of = said.as_object_mut().unwrap();
                of.retain(|name, _| !["outcome", "cause", "of"].contains(&name.as_str()));
                of.extend([
                    ("says".into(), json!("withdrawn")),
                    ("correction".into(), answer.json()["correction"].clone()),
                ]);
                let answer = suite.http.post("/v1/corrections").bearer(CASE_KEY).json(&said).send().await;
                assert_eq!(answer.status, 200, "{}", answer.text);
            }
        }
    }
}

/// Shuffles with the generator of Knuth's MMIX: the same each time.
fn shuffled(mut bodies: Vec<Value>, seed: u64) -> Vec<Value> {
    let mut state = seed;
    for last in (1..bodies.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from((state >> 33) % (last as u64 + 1)).unwrap();
        bodies.swap(last, other);
    }
    bodies
}

/// Posts bodies, a few at a time, so that the stream cuts them into many batches.
async fn post(suite: &Suite, bodies: &[Value]) {
    for chunk in bodies.chunks(17) {
        let body = Value::from(chunk.to_vec());
        let answer = suite.http.post("/v1/touchpoints").bearer(KEY).json(&body).send().await;
        assert_eq!(answer.status, 202, "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hand_made_journeys_through_the_whole_stack_are_judged_as_by_themselves() {
    let groups = by_rules();
    let stories: usize = groups.values().map(Vec::len).sum();
    assert!(stories >= 80, "{stories} journeys");
    let mut judged = 0;
    for (seed, (rules, stories)) in (1..).zip(groups) {
        let key = format!("[[write_keys]]\nkey = '{KEY}'\nname = '{NAME}'\nkind = 'secret'\n");
        let suite = Suite::with(Setting { more: format!("{rules}\n{key}"), ..Setting::default() }).await;
        let rules = Document::parse(&rules).unwrap().rules;
        let mut expected: Vec<_> = stories.iter().flat_map(|story| judged_by_itself(story, &rules)).collect();
        // Some are posted twice, as a sender does that got no answer.
        let bodies: Vec<_> = stories.iter().flat_map(Story::bodies).collect();
        let again = bodies.iter().step_by(7).cloned();
        post(&suite, &shuffled(bodies.iter().cloned().chain(again).collect(), seed)).await;
        // Some people are faster than the stream, some are not.
        for (index, story) in stories.iter().enumerate() {
            if story.step.iter().any(|step| !step.corrected.is_empty()) && index % 2 == 0 {
                suite.settle().await;
            }
            correct(&suite, story).await;
        }
        suite.settle().await;

        let mut moments: Vec<_> = suite.all_moments().await.into_iter().map(of_itself).collect();
        for side in [&mut expected, &mut moments] {
            side.sort_by(|a, b| (&a.recorded, a.position()).cmp(&(&b.recorded, b.position())));
        }
        let name = |moment: &Moment| format!("{} {}", moment.recorded, moment.key());
        let names = |moments: &[Moment]| moments.iter().map(name).collect::<BTreeSet<_>>();
        assert_eq!(names(&moments), names(&expected));
        for (moment, expected) in moments.iter().zip(&expected) {
            assert_eq!(moment, expected, "{}", name(expected));
        }
        judged += moments.len();
        suite.end().await;
    }
    assert!(judged > 200, "{judged} moments");
}
