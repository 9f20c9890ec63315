//! One delivery of Typeform, of 4 KB: proof, parsing and map, as ingest does them.

#![expect(clippy::unwrap_used, reason = "a bench that cannot set itself up has failed")]

use divan::counter::BytesCount;
use domain::touchpoint::terms::Terms;
use hmac::{Hmac, Mac};
use http::HeaderMap;
use jiff::Timestamp;
use senders::{Delivery, Senders, body};
use serde_json::json;
use sha2::Sha256;

fn main() {
    divan::main();
}

fn delivery() -> String {
    let choices: Vec<_> = (0..8)
        .map(|n| json!({"id": format!("c{n}"), "ref": format!("choice-{n}"), "label": format!("Choice {n}")}))
        .collect();
    let fields: Vec<_> = (0..8)
        .map(|n| json!({"id": format!("f{n}"), "ref": format!("question_{n}"), "type": "multiple_choice", "title": format!("Question {n}?"), "properties": {}}))
        .collect();
    let answers: Vec<_> = (0..8)
        .map(|n| json!({"type": "choice", "choice": choices[n], "field": {"id": format!("f{n}"), "type": "multiple_choice", "ref": format!("question_{n}")}}))
        .chain([
            json!({"type": "number", "number": 2, "field": {"id": "r", "type": "rating", "ref": "csat"}}),
            json!({"type": "text", "text": "It took a week and nobody told us why. ".repeat(10), "field": {"id": "t", "type": "long_text", "ref": "why"}}),
        ])
        .collect();
    json!({"event_id": "01JDQX5T4V7N8M2K3H6G9F0E1D", "event_type": "form_response", "form_response": {"form_id": "f", "token": "t",
        "submitted_at": "2026-11-28T08:59:20Z", "hidden": {"customer_id": "C-20418"},
        "definition": {"id": "f", "title": "After the delivery", "fields": fields, "choices": choices}, "answers": answers}})
    .to_string()
}

#[divan::bench]
fn typeform(bencher: divan::Bencher<'_, '_>) {
    let configuration =
        "[senders.typeform]\nsecret = 'tf'\nrating = { ref = 'csat', scale = [1, 5] }\ncomment = { ref = 'why' }";
    let senders = Senders::read(configuration, false).unwrap();
    let sender = senders.get("typeform").unwrap();
    let text = delivery();
    let mut mac = Hmac::<Sha256>::new_from_slice(b"tf").unwrap();
    mac.update(text.as_bytes());
    let signature = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, mac.finalize().into_bytes());
    let mut headers = HeaderMap::new();
    headers.insert("typeform-signature", format!("sha256={signature}").parse().unwrap());
    headers.insert("content-type", "application/json".parse().unwrap());
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let delivery = Delivery {
            method: "POST",
            url: "https://moments.example.com/v1/senders/typeform",
            query: "",
            path_secret: None,
            headers: &headers,
            body: text.as_bytes(),
            received_at: Timestamp::UNIX_EPOCH,
        };
        sender.check(&delivery).unwrap();
        sender.read(body::read(Some("application/json"), text.as_bytes()).unwrap(), &delivery, &Terms::default())
    });
}
