//! The promises of the suite as a whole, under faults. A seed draws a story of two people who share a browser: what is posted, what the
//! team corrects, what was promised, and, in every fourth story, that one of them is erased. Each call to the table may be throttled, fail
//! before or after it was carried out, or never be answered, which kills the function in the middle; posts come twice, and batches of the
//! stream in any order, cut anywhere and repeated; clocks jump, and those of senders are ahead. Then the faults end, and what is left to
//! do is done. Nothing that was accepted may be lost or doubled, everything critical is in a case and told, who was erased is nowhere, and
//! the report is what a recount makes.
//!
//! `SIMULATION_SEEDS=10000 cargo test --profile bench -p tests --test suite simulation` plays more of them; one that fails names its seed, and
//! `SIMULATION_SEED=17` plays it alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::moment::Moment;
use domain::period::Period;
use futures::{StreamExt, stream};
use jiff::{Timestamp, ToSpan};
use lambda_runtime::Context;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use reqwest::Method;
use runtime::function::Function;
use serde_json::{Value, json};
use store::items::Item;
use tests::batch::{event, failed_from, records};
use tests::proxy::{Fault, Proxy};
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, READ_KEY, Setting, Suite, day, seconds_from_now};

use crate::cases::SHORT_CLOCKS;
use crate::deliveries::let_time_pass;
use crate::erasing::{left_of, let_two_days_pass};
use crate::faults::post;
use crate::recounts::no_summary_is_stale;

/// Stories of one run, if nobody says otherwise.
const SEEDS: u64 = 100;
/// Stories that share a table.
const STORIES: u64 = 10;
/// Days back on which something may have happened.
const DAYS: i64 = 4;
/// Seconds by which a sender's clock may be ahead.
const AHEAD_S: usize = 240;
/// Tries at one thing while there are faults; the one after that has none.
const TRIES: usize = 4;

/// What draws a story and its faults.
struct Dice {
    numbers: Xoshiro256PlusPlus,
    /// Faults that it drew.
    faults: usize,
}

impl Dice {
    fn new(seed: u64) -> Self {
        Self { numbers: Xoshiro256PlusPlus::seed_from_u64(seed), faults: 0 }
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.numbers.next_u64() % end as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn shuffled<T>(&mut self, mut all: Vec<T>) -> Vec<T> {
        for end in (1..all.len()).rev() {
            let with = self.below(end + 1);
            all.swap(end, with);
        }
        all
    }

    /// What goes wrong with a call.
    fn fault(&mut self) -> Option<Fault> {
        let fault = match self.below(100) {
            0 | 1 => Some(Fault::Throttle),
            2 | 3 => Some(Fault::ServerError),
            4 | 5 => Some(Fault::ServerErrorAfterCommit),
            6 => Some(Fault::Stall),
            _ => None,
        };
        self.faults += usize::from(fault.is_some());
        fault
    }
}

/// A suite whose functions reach the table through a proxy. Its own readers stand still.
struct World {
    suite: Suite,
    proxy: Proxy,
    /// Draws faults, while there are any.
    faults: Arc<Mutex<Option<Dice>>>,
    functions: BTreeMap<&'static str, Function>,
    _team: Receiver,
}

impl World {
    async fn start() -> Self {
        let team = Receiver::start().await;
        let channels = format!("{}receives = ['alerts', 'escalations']\n", team.webhook("team"));
        let suite =
            Suite::with(Setting { is_paused: true, channels, more: SHORT_CLOCKS.into(), ..Setting::default() }).await;
        let faults = Arc::new(Mutex::new(None::<Dice>));
        let drawn = faults.clone();
        let plan = move |_: usize, _: &str| drawn.lock().unwrap().as_mut().and_then(Dice::fault);
        let proxy = Proxy::start(&suite.stack.table_endpoint(), plan).await;
        let environment = || suite.environment(&proxy.endpoint());
        let functions = BTreeMap::from([
            ("ingest", ingest::start(environment()).await.unwrap()),
            ("classify", classify::start(environment()).await.unwrap()),
            ("alert", alert::start(environment()).await.unwrap()),
            ("promises", promises::start(environment()).await.unwrap()),
            ("deliver", deliver::start(environment()).await.unwrap()),
            ("erase", erase::start(environment()).await.unwrap()),
            ("cases", cases::start(environment()).await.unwrap()),
        ]);
        Self { suite, proxy, faults, functions, _team: team }
    }

    /// Invokes a function once. None if it was killed or failed as a whole.
    async fn once(&self, function: &str, event: &str) -> Option<String> {
        tokio::select! {
            answer = self.functions[function].invoke(event.to_owned(), Context::default()) => answer.ok(),
            () = self.proxy.stalled() => None,
        }
    }

    /// Invokes a function until its answer is good, at last without faults, and returns how often that was.
    async fn until(&self, function: &str, event: &str, is_good: impl Fn(&str) -> bool) {
        for _ in 0..TRIES {
            if self.once(function, event).await.is_some_and(|answer| is_good(&answer)) {
                return;
            }
        }
        let calm = self.faults.lock().unwrap().take();
        // A kill of before may still be on its way.
        for _ in 0..TRIES {
            if self.once(function, event).await.is_some_and(|answer| is_good(&answer)) {
                *self.faults.lock().unwrap() = calm;
                return;
            }
        }
        panic!("{function} does not come to an end: {event}");
    }

    /// Brings what is in the table of a story to those who read the stream, in any order, cut anywhere.
    async fn pump(&self, story: &Story, dice: &mut Dice) {
        for (function, prefix) in [("classify", "TOUCHPOINT#"), ("alert", "MOMENT#")] {
            let mut items = self.suite.items_with(prefix, &story.name()).await;
            items.retain(|item| prefix != "MOMENT#" || item.contains_key("attention"));
            let mut rest = dice.shuffled(items);
            while !rest.is_empty() {
                let batch = rest.split_off(rest.len() - (dice.below(rest.len()) + 1));
                self.until(function, &event(&records(&batch)), |answer| failed_from(answer).is_none()).await;
            }
        }
    }

    /// Lets the clocks fire, whatever comes of it: the next minute is the retry.
    async fn tick(&self) {
        for function in ["promises", "deliver", "erase"] {
            self.once(function, "{}").await;
        }
    }
}

/// What happens to whom.
struct Story {
    seed: u64,
    ana: String,
    facts: Vec<Value>,
    /// The fact that the team corrects.
    corrected: Option<String>,
    is_erased: bool,
}

impl Story {
    fn drawn(seed: u64, dice: &mut Dice) -> Self {
        let (ana, eva, phone) = (format!("ana-{seed}-x"), format!("eva-{seed}-x"), format!("phone-{seed}-x"));
        let promise = format!("order-{seed}-x");
        let mut number = 0;
        let mut fact = |kind: &str, ago: usize, more: Value| {
            number += 1;
            let mut fact =
                json!({"type": kind, "id": format!("{seed}-{number}"), "occurred_at": seconds_from_now(-(ago as i64))});
            fact.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            fact
        };
        let due = seconds_from_now(dice.below(80_000) as i64 - 60_000);
        let mut facts = vec![
            fact("visit", 100_000 + dice.below(50_000), json!({"anonymous_id": phone})),
            fact("purchase", 90_000, json!({"customer_id": ana, "promise_id": promise, "due_at": due})),
        ];
        let words = [
            "My order never arrived and nobody answers",
            "Great waffles, thank you!",
            "The batter was cold",
            "Where is my order?",
        ];
        for _ in 0..=dice.below(3) {
            let said = words[dice.below(words.len())];
            let kind = ["complaint", "review", "survey", "support_contact"][dice.below(4)];
            let who = if dice.chance(30) { json!({"anonymous_id": phone}) } else { json!({"customer_id": ana}) };
            let mut told = fact(kind, dice.below(80_000), json!({"comment": said}));
            told.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
            if dice.chance(10) {
                // The sender's clock is ahead.
                told["occurred_at"] = seconds_from_now(dice.below(AHEAD_S) as i64).into();
            }
            if dice.chance(40) {
                told["rating"] = json!({"csat": 1 + dice.below(5)});
            }
            facts.push(told);
        }
        let corrected =
            facts.iter().rev().find(|fact| fact["customer_id"] == ana.as_str() && fact["type"] != "purchase");
        let corrected = corrected.filter(|_| dice.chance(40)).map(|fact| fact["id"].as_str().unwrap().to_owned());
        if dice.chance(70) {
            facts.push(fact("identify", dice.below(100_000), json!({"customer_id": ana, "anonymous_id": phone})));
        }
        if dice.chance(40) {
            facts.push(fact("identify", dice.below(100_000), json!({"customer_id": eva, "anonymous_id": phone})));
            facts.push(fact("complaint", dice.below(50_000), json!({"customer_id": eva, "comment": words[0]})));
        }
        if dice.chance(60) {
            let done = seconds_from_now(-(dice.below(50_000) as i64));
            facts.push(fact(
                "delivery",
                dice.below(50_000),
                json!({"customer_id": ana, "promise_id": promise, "done_at": done}),
            ));
        }
        Self { seed, ana, facts: dice.shuffled(facts), corrected, is_erased: dice.chance(25) }
    }

    /// Returns what stands in the keys of its items, and in no other's.
    fn name(&self) -> String {
        format!("-{}-x", self.seed)
    }

    /// Plays it under faults.
    async fn play(&self, world: &World, dice: &mut Dice) {
        let taken =
            |answer: &str| serde_json::from_str::<Value>(answer).is_ok_and(|answer| answer["statusCode"] == 202);
        for fact in &self.facts {
            for _ in 0..=usize::from(dice.chance(20)) {
                world.until("ingest", &post(fact).to_string(), taken).await;
            }
            if dice.chance(20) {
                world.pump(self, dice).await;
            }
            if dice.chance(10) {
                // The clock jumps: claims expire, also of work that is still going on.
                let_time_pass(&world.suite).await;
                world.tick().await;
            }
            if dice.chance(10) {
                // What is summed now must not count once more is known.
                world.suite.report(&format!("{}", Period::day(day(Timestamp::now())))).await;
            }
        }
        world.tick().await;
        if let Some(id) = &self.corrected {
            let done =
                |answer: &str| serde_json::from_str::<Value>(answer).is_ok_and(|answer| answer["statusCode"] == 200);
            world.until("cases", &self.correction(id).to_string(), done).await;
        }
        world.pump(self, dice).await;
        if self.is_erased {
            let path = format!("/v1/customers/{}", self.ana);
            let ordered = world.suite.http.ask(Method::DELETE, &path).bearer(READ_KEY).send().await;
            assert_eq!(ordered.status, 202, "{}", ordered.text);
        }
        for _ in 0..2 {
            world.tick().await;
            world.pump(self, dice).await;
            if dice.chance(30) {
                let_time_pass(&world.suite).await;
                let_two_days_pass(&world.suite).await;
            }
        }
    }

    /// The request of a correction.
    fn correction(&self, id: &str) -> Value {
        let body = json!({"source": "back-end", "id": id, "customer_id": self.ana, "says": "outcome", "outcome": "average",
            "reason": "It was put right at once"});
        let mut request = post(&body);
        request["routeKey"] = "POST /v1/corrections".into();
        request["rawPath"] = "/v1/corrections".into();
        request["headers"]["authorization"] = format!("Bearer {CASE_KEY}").into();
        request["requestContext"]["routeKey"] = "POST /v1/corrections".into();
        request["requestContext"]["http"]["path"] = "/v1/corrections".into();
        request
    }

    /// Does what is left to do, without faults.
    async fn finish(&self, world: &World, dice: &mut Dice) {
        for _ in 0..2 {
            world.pump(self, dice).await;
            let_time_pass(&world.suite).await;
            world.tick().await;
        }
        if self.is_erased {
            let_two_days_pass(&world.suite).await;
            world.tick().await;
        }
    }

    /// Makes sure of what has to hold.
    async fn check(&self, world: &World) {
        let again = format!("SIMULATION_SEED={}", self.seed);
        let items: Vec<Item> = world.suite.items_with("", &self.name()).await;
        let of = |prefix: &'static str| items.iter().filter(move |item| item["sk"].as_s().unwrap().starts_with(prefix));
        let id_of = |item: &Item| item["id"].as_s().unwrap().clone();
        if self.is_erased {
            let left = left_of(&world.suite, &[&self.ana]).await;
            let with = world.suite.items().await.into_iter().filter(|item| format!("{item:?}").contains(&self.ana));
            assert!(left.is_empty(), "{again}: {left:?} in {:?}", with.collect::<Vec<_>>());
        } else {
            let mut stored: Vec<_> = of("TOUCHPOINT#")
                .filter(|item| item["source"] == AttributeValue::S("back-end".into()))
                .map(id_of)
                .collect();
            let mut sent: Vec<_> = self.facts.iter().map(|fact| fact["id"].as_str().unwrap().to_owned()).collect();
            stored.sort();
            sent.sort();
            assert_eq!(stored, sent, "{again}: accepted once each");
        }
        let moments: Vec<Moment> = of("MOMENT#").map(|item| serde_dynamo::from_item(item.clone()).unwrap()).collect();
        let judged: BTreeSet<_> = moments.iter().map(|moment| (&moment.recorded, &moment.source, &moment.id)).collect();
        let facts = of("TOUCHPOINT#").filter(|item| item["touchpoint_type"] != AttributeValue::S("identify".into()));
        assert_eq!((judged.len(), moments.len()), (moments.len(), facts.count()), "{again}: judged once each");
        let told: BTreeSet<_> = of("CRITICAL#").map(|item| item["sk"].as_s().unwrap().clone()).collect();
        for moment in moments.iter().filter(|moment| moment.is_critical() && !moment.alerts_nobody()) {
            let is_told = told.iter().any(|marker| marker.ends_with(&format!("#{}", moment.id)));
            assert!(is_told, "{again}: {}/{} is critical and in no case", moment.source, moment.id);
        }
        for delivery in of("DELIVERY#") {
            assert_eq!(delivery["delivery_state"], AttributeValue::S("delivered".into()), "{again}: {delivery:?}");
        }
    }
}

/// Plays stories one after the other on one table, and looks at all of it at the end.
async fn on_one_table(seeds: Vec<u64>) {
    let world = World::start().await;
    for seed in &seeds {
        let mut dice = Dice::new(*seed);
        let story = Story::drawn(*seed, &mut dice);
        *world.faults.lock().unwrap() = Some(Dice::new(!seed));
        story.play(&world, &mut dice).await;
        let drawn = world.faults.lock().unwrap().take();
        assert!(drawn.is_some_and(|dice| dice.faults > 0), "SIMULATION_SEED={seed}: nothing went wrong");
        story.finish(&world, &mut dice).await;
        story.check(&world).await;
    }
    let World { suite, .. } = world;
    // What a report says is what a recount makes.
    let today = day(Timestamp::now());
    no_summary_is_stale(&suite, (0..DAYS).map(|back| today.saturating_sub(back.days()))).await;
    // Every record once more, in order; then nothing is due, nothing is parked, and every moment is what the facts make.
    suite.stack.resume_readers();
    suite.settle().await;
    let_time_pass(&suite).await;
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_doubled_or_left_untold_whatever_goes_wrong() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds: Vec<u64> = match number("SIMULATION_SEED") {
        Some(seed) => vec![seed],
        None => (0..number("SIMULATION_SEEDS").unwrap_or(SEEDS)).collect(),
    };
    let tables = seeds.chunks(STORIES as usize).map(|some| tokio::spawn(on_one_table(some.to_vec())));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut played = stream::iter(tables).buffer_unordered(cores);
    while let Some(ended) = played.next().await {
        ended.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
    }
}
