//! A report is what a fresh count of the facts gives, whatever summaries were stored on the way and however late, doubled
//! or newly judged the facts are: to the byte.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::period::Period;
use domain::rules::Rules;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use reporting::{Answer, Asked};
use reports::Cut;
use runtime::configuration::Document;
use serde_json::{Value, json};
use tests::suite::{Setting, Suite};

use crate::batches::touchpoints;
use crate::verify::verify;

const PERIODS: [&str; 3] = ["2026-10", "2026-W42", "2026-10-05..2026-10-19"];
const AT: &str = "2026-11-02T05:15:00Z";
/// Rules under which more is critical than under the built-in ones.
const STRICTER: &str = "rules = { version = 7, critical = { importance_min = 2 } }\n";

/// How many households there are.
const HOUSEHOLDS: u64 = 4;

/// A month of some households, each with customers, browsers and promises of its own, in the order of what happened.
fn month(seed: u64, households: u64) -> Vec<Value> {
    let of_household = |household: u64| {
        touchpoints(seed.wrapping_add(household)).into_iter().enumerate().map(move |(index, mut body)| {
            for name in ["id", "about", "customer_id", "anonymous_id", "promise_id"] {
                if let Some(text) = body[name].as_str() {
                    body[name] = format!("{text}-{household}").into();
                }
            }
            body["channel"] = ["web", "phone", "store"][index % 3].into();
            body["segment"] = format!("segment {}", household % 4).into();
            body["solicited"] = (index % 4 == 0).into();
            if index % 5 == 0 {
                body["acknowledged_after_s"] = (index * 37).into();
                body["staff"] = json!({"team": format!("team {household}")});
            }
            body
        })
    };
    let mut all: Vec<_> = (0..households).flat_map(of_household).collect();
    all.sort_by_key(|body| body["occurred_at"].as_str().map(str::to_owned));
    all
}

/// Gives a table the key of pseudonyms that the other has: only what was counted is compared.
async fn name_alike(suite: &Suite) {
    let key = [("pk", "META"), ("sk", "ZONE")].map(|(name, value)| (name.to_owned(), AttributeValue::S(value.into())));
    let update = suite.stack.table_client().update_item().table_name(suite.stack.table_name());
    let update = update.set_key(Some(key.into_iter().collect())).update_expression("SET pseudonym_key = :key");
    update.expression_attribute_values(":key", AttributeValue::S("of both".into())).send().await.unwrap();
}

/// Every report and breakdown as JSON, without the cases: those were opened when the facts came in, at no fixed time.
async fn reports(suite: &Suite, periods: &[&str], rules: &Rules) -> Vec<String> {
    let mut all = Vec::new();
    name_alike(suite).await;
    for period in periods {
        let (period, at): (Period, Timestamp) = (period.parse().unwrap(), AT.parse().unwrap());
        let asked =
            Asked { period, zone: &TimeZone::UTC, at, rules, declared: &monitoring::Declared::default(), until: None };
        let Answer::Ready(report) = reporting::report(&suite.table, &asked).await.unwrap() else {
            panic!("nobody set a limit")
        };
        let mut report = serde_json::to_value(&report).unwrap();
        assert!(report.as_object_mut().unwrap().remove("cases").is_some());
        all.push(report.to_string());
        for by in Cut::ALL {
            let Answer::Ready(cut) = reporting::breakdown(&suite.table, by, &asked).await.unwrap() else {
                panic!("no limit")
            };
            all.push(serde_json::to_string(&cut).unwrap());
        }
    }
    all
}

/// Fails unless every stored summary is what the moments of its day give.
pub(crate) async fn no_summary_is_stale(suite: &Suite, days: impl Iterator<Item = Date>) {
    for day in days {
        let mut counted = reporting::days::summarize(&suite.table, day, &TimeZone::UTC).await.unwrap();
        for cut in [Cut::Source, Cut::Channel] {
            assert_eq!(
                reporting::days::cut_of(&suite.table, day, &TimeZone::UTC, cut).await.unwrap().summary,
                counted.take_cut(cut)
            );
        }
        assert_eq!(
            reporting::days::summary_of(&suite.table, day, &TimeZone::UTC).await.unwrap().summary,
            counted,
            "{day}"
        );
    }
}

/// The reports of a suite that was told everything at once and had nothing stored.
async fn counted_afresh(bodies: &[Value], more: &str, rules: &Rules) -> Vec<String> {
    let suite = Suite::with(Setting { more: more.to_owned(), ..Setting::default() }).await;
    suite.accept(bodies).await;
    suite.settle().await;
    let reports = reports(&suite, &PERIODS, rules).await;
    suite.end().await;
    reports
}

#[test]
fn late_doubled_and_newly_judged_facts_leave_a_report_that_a_fresh_count_gives() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 2,
        max_shrink_iters: 0,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_127),
        ..Config::default()
    });
    let arrivals =
        any::<u64>().prop_flat_map(|seed| (Just(seed), Just(month(seed, HOUSEHOLDS)).prop_shuffle(), 20..60_usize));
    runner
        .run(&arrivals, |(seed, shuffled, portion)| {
            runtime.block_on(async {
                let in_order = month(seed, HOUSEHOLDS);
                let rules = Rules::built_in().unwrap();
                let expected = counted_afresh(&in_order, "", &rules).await;

                let suite = Suite::start().await;
                for (index, portion) in shuffled.chunks(portion).enumerate() {
                    // Some come a second time, as from a sender that got no answer.
                    let again = shuffled[..index * portion.len()].iter().step_by(5).cloned();
                    let answer = suite.post(&portion.iter().cloned().chain(again).collect()).await;
                    prop_assert_eq!(answer.status, 202, "{}", answer.text);
                    suite.settle().await;
                    // A read now has the days summed up and stored.
                    reports(&suite, &["2026-W42"], &rules).await;
                }
                prop_assert_eq!(&reports(&suite, &PERIODS, &rules).await, &expected);
                no_summary_is_stale(&suite, "2026-10".parse::<Period>().unwrap().days()).await;

                let suite = suite.restarted(&Setting { more: STRICTER.to_owned(), ..Setting::default() }).await;
                verify(&suite, true).await;
                suite.settle().await;
                let rules = Document::parse(STRICTER).unwrap().rules;
                let afresh = counted_afresh(&in_order, STRICTER, &rules).await;
                prop_assert_ne!(&afresh, &expected, "the stricter rules change nothing");
                prop_assert_eq!(reports(&suite, &PERIODS, &rules).await, afresh);
                no_summary_is_stale(&suite, "2026-10".parse::<Period>().unwrap().days()).await;
                suite.end().await;
                Ok(())
            })
        })
        .unwrap();
}
