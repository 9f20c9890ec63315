//! What strangers may send: the readers of bodies, the maps and the proofs take anything without a panic, read what is sound as it was
//! meant, and believe nothing that was changed. `MOMENTS_FUZZ_CASES=100000 cargo test -p senders --test fuzz` looks longer.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a failed expectation is a failed test")]

use std::path::Path;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::touchpoint::terms::Terms;
use hmac::{Hmac, Mac};
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::Config;
use senders::body::{self, form, json, multipart, rows};
use senders::map::Told;
use senders::{Delivery, Sender, Senders, shipped};
use serde_json::{Map, Value, json};
use sha2::Sha256;

const NOW: &str = "2026-11-28T09:00:00Z";

fn config() -> Config {
    let cases = std::env::var("MOMENTS_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn delivery<'a>(headers: &'a HeaderMap, body: &'a [u8]) -> Delivery<'a> {
    let url = "https://moments.example.com/v1/senders/x?a=1";
    Delivery { method: "POST", url, query: "a=1", path_secret: None, headers, body, received_at: NOW.parse().unwrap() }
}

type Damage = (Index, u8, u8);

/// Bytes with a few of them changed, left out, doubled, or all after a place taken away.
fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (place, kind, byte) in damages {
        if bytes.is_empty() {
            break;
        }
        let at = place.index(bytes.len());
        match kind % 4 {
            0 => bytes[at] = *byte,
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, *byte),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let marks = select(b"\"\r\n-;,=&%\\{}[]:".to_vec());
    vec((any::<Index>(), any::<u8>(), prop_oneof![any::<u8>(), marks]), 0..6)
}

/// Texts as people have them, and as nobody has.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-z0-9_. ]{0,12}", 1 => "\\PC{0,12}", 1 => "[\"\r\n;,\\-=&%+\u{fc}]{0,8}"]
}

fn values() -> impl Strategy<Value = Value> {
    let odd = vec![
        Value::Null,
        json!(""),
        json!([]),
        json!({}),
        json!(u64::MAX),
        json!("x".repeat(5_000)),
        json!("<p>\u{fc}&nbsp;<script>"),
        json!(NOW),
    ];
    let leaf = prop_oneof![
        select(odd),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e6_f64..1e6).prop_map(Value::from),
        texts().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((texts(), inner), 0..5).prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

struct Sample {
    sender: Sender,
    kind: String,
    body: Vec<u8>,
    headers: HeaderMap,
}

/// The deliveries of the suite's samples: each sender with the bodies that it really sends.
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/senders");
    let mut samples = Vec::new();
    for name in shipped::names() {
        let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
        let file: toml::Table = text.parse().unwrap();
        let document = format!("[senders.{name}]\n{}", file["config"].as_str().unwrap());
        let senders = Senders::read(&document, false).unwrap();
        for sample in file["samples"].as_array().unwrap() {
            let of = |name: &str| sample.get(name).and_then(toml::Value::as_str);
            let mut headers = HeaderMap::new();
            for (name, value) in sample.get("headers").and_then(toml::Value::as_table).into_iter().flatten() {
                let value = HeaderValue::from_str(value.as_str().unwrap()).unwrap();
                headers.insert(name.parse::<HeaderName>().unwrap(), value);
            }
            samples.push(Sample {
                sender: senders.get(name).unwrap().clone(),
                kind: of("type").unwrap_or("application/json").to_owned(),
                body: of("body").unwrap().as_bytes().to_vec(),
                headers,
            });
        }
    }
    samples
});

/// Puts a value somewhere into a body.
fn put(body: &mut Value, path: &[Index], value: Value) {
    let Some((first, rest)) = path.split_first() else {
        *body = value;
        return;
    };
    match body {
        Value::Array(values) if !values.is_empty() => {
            let at = first.index(values.len());
            put(&mut values[at], rest, value);
        }
        Value::Object(fields) if !fields.is_empty() => {
            let name = fields.keys().nth(first.index(fields.len())).unwrap().clone();
            put(fields.get_mut(&name).unwrap(), rest, value);
        }
        _ => *body = value,
    }
}

/// Every touchpoint has an id that a table takes, and a type.
fn assert_sound(told: &[Told]) {
    for told in told {
        if let Told::Touchpoint { body, .. } = told {
            let id = body["id"].as_str().unwrap_or_else(|| panic!("without an id: {body}"));
            assert!((1..=200).contains(&id.chars().count()), "{id}");
            assert!(body.get("touchpoint_type").is_some(), "{body}");
        }
    }
}

fn mac(key: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

/// Headers that hold signatures and secrets.
const PROOFS: [&str; 16] = [
    "stripe-signature",
    "x-hub-signature-256",
    "x-shopify-hmac-sha256",
    "x-twilio-signature",
    "webhook-signature",
    "webhook-id",
    "webhook-timestamp",
    "typeform-signature",
    "authorization",
    "x-zendesk-webhook-signature",
    "x-moments-secret",
    "hmac",
    "x-hubspot-signature-v3",
    "x-hubspot-request-timestamp",
    "x-freshchat-signature",
    "x-signature",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn forms_in_parts_are_read_as_they_were_written_and_anything_else_is_no_panic(
        fields in vec(("[a-z_.]{1,10}", texts()), 0..6), changes in damages(),
    ) {
        let mut sent = String::new();
        for (name, value) in &fields {
            sent += &format!("--bOuNd\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        sent += "--bOuNd--\r\n";
        let kind = "multipart/form-data; boundary=bOuNd";
        prop_assert_eq!(multipart::pairs(kind, sent.as_bytes()).unwrap(), fields);
        let _ = multipart::pairs(kind, &damaged(sent.as_bytes(), &changes));
    }

    #[test]
    fn forms_are_read_as_they_were_written_and_anything_else_is_no_panic(
        fields in vec(("[a-z_.]{1,10}", texts()), 0..6), changes in damages(), noise in vec(any::<u8>(), 0..64),
    ) {
        const FORM: &str = "application/x-www-form-urlencoded";
        let sent = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        prop_assert_eq!(form::pairs(FORM, sent.as_bytes()).unwrap(), fields);
        let _ = form::pairs("application/x-www-form-urlencoded; charset=latin1", &damaged(sent.as_bytes(), &changes));
        for kind in ["", FORM, "application/json", "text/csv", "text/plain", "multipart/form-data; boundary=b", "x/y+json"] {
            let _ = body::read(Some(kind), &noise);
        }
        let _ = body::decompressed(Some("gzip"), &[&[0x1f, 0x8b, 8, 0][..], &noise].concat());
    }

    #[test]
    fn lines_of_values_are_read_as_they_were_written_and_anything_else_is_no_panic(
        lines in vec(vec("[a-z\u{fc}\"',;\n0-9 .]{0,10}", 3), 0..6), delimiter in select(b",;\t".to_vec()), changes in damages(),
    ) {
        let names = ["first", "second", "third"];
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(names).unwrap();
        lines.iter().for_each(|line| writer.write_record(line).unwrap());
        let sent = writer.into_inner().unwrap();
        let object = |line: &Vec<String>| {
            let fields = names.iter().zip(line).map(|(name, value)| ((*name).to_owned(), value.trim()));
            let fields = fields.filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, Value::from(value)));
            Value::Object(fields.collect())
        };
        // A line without any value is what spreadsheets leave at the end.
        let expected: Vec<Value> = lines.iter().map(object).filter(|row| *row != Value::Object(Map::new())).collect();
        prop_assert_eq!(rows::read("text/csv", &sent).unwrap(), Value::from(expected));
        let _ = rows::read("text/csv", &damaged(&sent, &changes));
    }

    #[test]
    fn json_is_read_as_it_is_and_what_is_mended_is_no_panic(value in values(), changes in damages()) {
        let sent = value.to_string();
        let plain: Value = serde_json::from_str(&sent).unwrap();
        prop_assert_eq!(json::lenient("application/json", sent.as_bytes()).unwrap(), plain);
        let _ = json::lenient("application/json", &damaged(sent.as_bytes(), &changes));
    }

    #[test]
    fn no_body_makes_a_map_fail(
        which in any::<Index>(), changed in vec((vec(any::<Index>(), 0..7), values()), 0..4), whole in values(),
    ) {
        let Sample { sender, kind, body: sent, headers } = which.get(SAMPLES.as_slice());
        if let Ok(mut body) = body::read(Some(kind), sent) {
            for (path, value) in changed {
                put(&mut body, &path, value);
            }
            let told = sender.read(body.clone(), &delivery(headers, sent), &Terms::default());
            assert_sound(&told);
            prop_assert_eq!(sender.read(body, &delivery(headers, sent), &Terms::default()), told, "the same delivery again");
        }
        assert_sound(&sender.read(whole, &delivery(headers, b"{}"), &Terms::default()));
    }

    #[test]
    fn nothing_proves_a_delivery_but_its_own_signature(
        which in any::<Index>(), names in vec(select(PROOFS.to_vec()), 0..6), texts in vec("[ -~]{0,80}", 6),
        body in vec(any::<u8>(), 0..64),
    ) {
        let sender = &which.get(SAMPLES.as_slice()).sender;
        let mut headers = HeaderMap::new();
        for (name, text) in names.iter().zip(&texts) {
            headers.insert(*name, HeaderValue::from_str(text).unwrap());
        }
        prop_assert!(sender.check(&delivery(&headers, &body)).is_err(), "{}", sender.name);
        let _ = sender.handshake(&delivery(&headers, &body));
    }

    #[test]
    fn a_signature_is_good_for_every_byte_that_it_covers(
        body in vec(any::<u8>(), 1..200), changes in damages(), age_s in -900_i64..900,
    ) {
        let senders = "[senders.stripe]\nsecret = ['whsec_new', 'whsec_old']\n[senders.shopify]\nsecret = 'shop'\n";
        let senders = Senders::read(senders, false).unwrap();
        let time = (NOW.parse::<Timestamp>().unwrap().as_second() - age_s).to_string();
        let signature = hex::encode(mac("whsec_old", &[time.as_bytes(), b".", &body]));
        let mut headers = HeaderMap::new();
        headers.insert("stripe-signature", format!("t={time},v1=00,v1={signature}").parse().unwrap());
        headers.insert("x-shopify-hmac-sha256", STANDARD.encode(mac("shop", &[&body])).parse().unwrap());
        let [stripe, shopify] = ["stripe", "shopify"].map(|name| senders.get(name).unwrap());
        prop_assert_eq!(stripe.check(&delivery(&headers, &body)).is_ok(), age_s.abs() <= 300);
        prop_assert!(shopify.check(&delivery(&headers, &body)).is_ok());
        let other = damaged(&body, &changes);
        if other != body {
            prop_assert!(stripe.check(&delivery(&headers, &other)).is_err());
            prop_assert!(shopify.check(&delivery(&headers, &other)).is_err());
        }
    }
}
