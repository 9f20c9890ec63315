//! Every parser that meets foreign bytes takes anything: it reads what is sound as it was meant, and says of the rest what is wrong. In
//! small in every run; `MOMENTS_FUZZ_SECONDS=600` lets each look for ten minutes, with other values each time, and prints how many it tried.
//! The readers of vendors' bodies, maps and proofs have the same in `shared/senders/tests/fuzz.rs`.

use std::time::{Duration, Instant};

use domain::correction::{Correction, Standing};
use domain::customers::Customers;
use domain::identity::Identity;
use domain::period::Period;
use domain::rules::Rules;
use domain::touchpoint::cloud_event::unwrap_cloud_event;
use domain::touchpoint::parse::{Incoming, Sender, Shape, parse};
use domain::trace::Trace;
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use runtime::configuration::Document;
use runtime::http::links::{LinkKeys, Subject};
use serde_json::{Map, Value, json};

/// Cases of one round.
const CASES: u32 = 300;

/// Runs a target: one round, or as many as the time allows.
#[expect(clippy::print_stdout, reason = "a long run says that it is still alive")]
fn fuzz<S: Strategy>(name: &str, strategy: &S, target: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let seconds = std::env::var("MOMENTS_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(0));
    let first = if seconds.is_some() { Timestamp::now().as_second().unsigned_abs() } else { 7 };
    let mut rounds = 0_u64;
    loop {
        let rng_seed = RngSeed::Fixed(first + rounds);
        let config = Config { cases: CASES, rng_seed, failure_persistence: None, ..Config::default() };
        TestRunner::new(config).run(strategy, &target).unwrap_or_else(|wrong| panic!("{name}, {rng_seed:?}: {wrong}"));
        rounds += 1;
        if Instant::now() >= until {
            break;
        }
    }
    if seconds.is_some() {
        println!("{name}: {} values, nothing broke", rounds * u64::from(CASES));
    }
}

/// Texts that are apt to be misread: borders, separators of keys, other scripts, what does not show, and anything.
fn texts() -> impl Strategy<Value = String> {
    let odd = [
        "",
        " ",
        "#",
        "id:ana",
        "~promises",
        "a/b/c",
        "\u{0}",
        "\u{202e}",
        "\u{feff}",
        "🧇",
        "é\u{301}",
        "null",
        "-0",
        "1e999",
        "2026-02-30T25:61:61Z",
        "9999-12-31T23:59:59Z",
        "=cmd()",
        "<script>",
        "{{x}}",
        "%00",
        "../../x",
        "'; --",
    ];
    prop_oneof![
        select(odd.to_vec()).prop_map(str::to_owned),
        "[a-z_:/#.0-9-]{0,24}",
        any::<String>(),
        (select(odd.to_vec()), 0..400_usize).prop_map(|(text, times)| text.repeat(times)),
    ]
}

/// Any JSON, of some depth.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        texts().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((texts(), inner), 0..6).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Almost a touchpoint: known fields with anything in them, and some with what belongs there.
fn bodies() -> impl Strategy<Value = Value> {
    let names = [
        "id",
        "customer_id",
        "anonymous_id",
        "occurred_at",
        "sent_at",
        "touchpoint_type",
        "type",
        "event",
        "channel",
        "stage",
        "outcome",
        "comment",
        "language",
        "audience",
        "solicited",
        "promise_id",
        "about",
        "content_url",
        "segment",
        "properties",
        "rating",
        "expectation",
        "perception",
        "dimensions",
        "importance",
        "due_at",
        "early_is_better",
        "warn_before_s",
        "done_at",
        "acknowledged_after_s",
        "greeted_after_s",
        "resolved",
        "abandoned",
        "reopened",
        "transfers",
        "value_at_risk",
        "staff",
        "observed_by",
        "known_since",
        "history",
        "consent",
        "identity_token",
        "source",
        "specversion",
        "data",
        "subject",
        "time",
        "corrections",
        "tellings",
        "pk",
        "sk",
        "proof",
    ];
    let sound = [
        json!("delivery"),
        json!("2026-11-20T10:00:00Z"),
        json!({"csat": 1}),
        json!({"scoops": 2}),
        json!(true),
        json!(3),
    ];
    let value = prop_oneof![2 => values(), 1 => select(sound.to_vec())];
    vec((select(names.to_vec()), value), 0..12).prop_map(|fields| {
        let mut body = json!({"type": "delivery"});
        for (name, value) in fields {
            body[name] = value;
        }
        body
    })
}

fn read(body: Value, shape: Shape, is_secret: bool) -> Option<Incoming> {
    let sender = Sender { name: "fuzz", is_secret };
    parse(body, shape, sender, "2026-11-22T10:00:00Z".parse().unwrap(), || "made".to_owned()).ok()
}

/// What was taken can be stored, read again, judged and told.
fn is_sound(incoming: &Incoming) -> Result<(), TestCaseError> {
    let touchpoint = &incoming.touchpoint;
    prop_assert!(!touchpoint.source.starts_with('~'), "a reserved source");
    prop_assert!(touchpoint.corrections.is_empty() && touchpoint.tellings == 0);
    let text = serde_json::to_string(touchpoint).unwrap();
    prop_assert_eq!(&serde_json::from_str::<domain::touchpoint::Touchpoint>(&text).unwrap(), touchpoint);
    let rules = Rules::built_in().unwrap();
    let journey =
        domain::journey::Journey::new(touchpoint.recorded.clone(), vec![touchpoint.clone()], Default::default());
    for judged in journey.judge(&rules) {
        prop_assert!(serde_json::to_string(&judged.moment).unwrap().len() < 64 * 1024);
    }
    Ok(())
}

#[test]
fn json_of_any_shape_is_a_touchpoint_or_a_complaint() {
    fuzz("touchpoints as JSON", &(bodies(), any::<bool>()), |(body, is_secret)| {
        read(body, Shape::Json, is_secret).as_ref().map_or(Ok(()), is_sound)
    });
}

#[test]
fn an_envelope_of_any_shape_is_a_touchpoint_or_a_complaint() {
    fuzz("touchpoints in CloudEvents", &(bodies(), values()), |(body, data)| {
        let mut envelope = body;
        envelope["specversion"] = "1.0".into();
        envelope["data"] = data;
        let Ok(body) = unwrap_cloud_event(envelope) else { return Ok(()) };
        read(body, Shape::Json, true).as_ref().map_or(Ok(()), is_sound)
    });
}

#[test]
fn a_form_of_any_fields_is_a_touchpoint_or_a_complaint() {
    fuzz("touchpoints as forms", &vec((texts(), texts()), 0..8), |fields| {
        let mut body = json!({"type": "survey"});
        for (name, value) in fields {
            body[name.as_str()] = value.into();
        }
        read(body, Shape::Form, false).as_ref().map_or(Ok(()), is_sound)
    });
}

#[test]
fn anything_that_is_no_object_is_a_complaint() {
    fuzz("JSON that is no touchpoint", &values(), |value| {
        let taken = read(value, Shape::Json, true);
        taken.as_ref().map_or(Ok(()), is_sound)
    });
}

#[test]
fn a_configuration_of_any_shape_is_used_or_refused_without_repeating_a_secret() {
    let tables =
        ["[[write_keys]]", "[[read_keys]]", "[[case_keys]]", "[links]", "[redaction]", "[rules.critical]", "[types.x]"];
    let line = prop_oneof![
        (
            select(vec![
                "key",
                "name",
                "kind",
                "rights",
                "not_before",
                "not_after",
                "origins",
                "redact",
                "version",
                "stage"
            ]),
            values()
        )
            .prop_map(|(name, value)| format!("{name} = {value}")),
        select(tables.to_vec()).prop_map(str::to_owned),
        texts(),
    ];
    fuzz("configurations", &vec(line, 0..12), |lines| {
        let text = format!("[[read_keys]]\nname = 'a'\nkey = 'hunter2-hunter2'\n{}", lines.join("\n"));
        if let Err(wrong) = Document::parse(&text) {
            prop_assert!(!wrong.to_string().contains("hunter2"), "{}", wrong);
        }
        Ok(())
    });
}

#[test]
fn a_period_is_read_as_it_is_written() {
    let near = prop_oneof![texts(), "[0-9]{4}-(W|Q)?[0-9]{1,2}(-[0-9]{2})?(\\.\\.[0-9-]{1,10})?"];
    fuzz("periods", &near, |text| {
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
            prop_assert!(period.start() <= period.end());
        }
        Ok(())
    });
}

#[test]
fn an_identity_is_read_as_it_is_written() {
    let near =
        prop_oneof![texts(), texts().prop_map(|id| format!("id:{id}")), texts().prop_map(|id| format!("anon:{id}"))];
    fuzz("identities", &near, |text| {
        if let Ok(identity) = text.parse::<Identity>() {
            prop_assert_eq!(identity.to_string().parse::<Identity>().unwrap(), identity);
        }
        Ok(())
    });
}

#[test]
fn a_trace_is_read_as_it_is_written() {
    let near = prop_oneof![texts(), "0[0-9a-f]-[0-9a-f]{30,34}-[0-9a-f]{14,18}-0[0-9a-f]"];
    fuzz("traces", &near, |text| {
        if let Ok(trace) = text.parse::<Trace>() {
            prop_assert_eq!(trace.to_string().parse::<Trace>().unwrap().to_string(), trace.to_string());
        }
        Ok(())
    });
}

#[test]
fn no_link_works_that_was_not_made() {
    let keys: LinkKeys = serde_json::from_value(json!({"key": "k".repeat(32)})).unwrap();
    fuzz("links", &(texts(), texts(), texts()), |(case, until, seal)| {
        let subject = Subject { case: &case, owner: "", action: "resolve" };
        prop_assert!(keys.verify(subject, &until, &seal, Timestamp::now()).is_err());
        Ok(())
    });
}

#[test]
fn a_correction_of_any_shape_is_read_or_refused() {
    let says = select(recovery::correcting::WORDS.to_vec()).prop_map(str::to_owned);
    let field = (select(recovery::correcting::FIELDS.to_vec()), prop_oneof![texts(), says]);
    let rules = Rules::built_in().unwrap();
    fuzz("corrections", &vec(field, 0..14), |fields| {
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
        let fields = recovery::order::Fields::of(fields);
        if let Ok(asked) =
            recovery::correcting::read(&fields, Some("desk"), (&rules, &Customers::default()), Timestamp::UNIX_EPOCH)
        {
            let text = serde_json::to_string(&asked.correction).unwrap();
            let stored: Correction = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(stored.id(), asked.correction.id());
            let _ = Standing::of(&[stored]);
        }
        Ok(())
    });
}

#[test]
fn an_item_of_any_shape_is_read_or_refused() {
    // As an older or a newer version of the suite may have written it.
    let keys = select(vec!["TOUCHPOINT#shop#1", "MOMENT#id:ana#shop#1", "CASE#00000001", "", "TOUCHPOINT#"]);
    fuzz("items of the stream", &(keys, bodies()), |(sk, body)| {
        let mut fields: Map<String, Value> = body.as_object().unwrap().clone();
        fields.insert("pk".to_owned(), "CUSTOMER#id:ana".into());
        fields.insert("sk".to_owned(), sk.into());
        let item: Result<serde_dynamo::Item, _> = serde_dynamo::to_item(Value::Object(fields));
        if let Some(Err(wrong)) = item.ok().map(store::items::decode_image) {
            prop_assert!(!wrong.to_string().contains("ana"), "{}", wrong);
        }
        Ok(())
    });
}

#[test]
fn any_words_are_read_and_marked_at_whole_letters() {
    let reader = text::reader().unwrap();
    let own = text::OwnWords::default();
    fuzz("comments", &(texts(), prop::option::of(select(vec!["en", "es", "xx", ""]))), |(words, tag)| {
        let plain = domain::touchpoint::plain::plain(&words);
        let reading = reader.read(&plain, tag, &own);
        for mark in &reading.marks {
            prop_assert!(plain.get(mark.start..mark.end).is_some(), "{:?}", words);
        }
        Ok(())
    });
}

#[test]
fn headers_of_any_shape_are_read_or_left() {
    fuzz("headers", &(texts(), texts()), |(accept, authorization)| {
        let mut headers = HeaderMap::new();
        for (name, value) in [("accept", &accept), ("authorization", &authorization)] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        let _ = runtime::http::accept::wants_page(&headers);
        let _ = runtime::http::accept::Accept::of(&headers);
        let _ = runtime::http::access::shown(&headers);
        Ok(())
    });
}
