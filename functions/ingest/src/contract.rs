//! Describes the routes of this function for the OpenAPI document. Answers nothing.

use contract::touchpoint::{Sent, example};
use contract::{Answer, Body, Contract, Operation};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::intake::Taken;

const SENDING: &str = "Sending";
const SENDERS: &str = "Senders";
const SDKS: &str = "SDKs";
const QUARANTINE: &str = "Quarantine";

const JSON: &str = "application/json";
/// What lets a touchpoint in.
const WRITE_KEYS: [&str; 4] = ["writeKey", "writeKeyAsUser", "writeKeyInQuery", "webhookSignature"];
/// What lets a call of an SDK in.
const SDK_KEYS: [&str; 2] = ["writeKeyAsUser", "writeKey"];
/// Problems of everything that takes touchpoints with a key.
const OF_POSTS: [&str; 11] = [
    "unreadable",
    "unauthorized",
    "forbidden",
    "method_not_allowed",
    "too_large",
    "unsupported",
    "invalid",
    "conflict",
    "too_many",
    "internal",
    "unavailable",
];

/// What became of the touchpoints of one request.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Results {
    /// One result a touchpoint, in the order in which they were sent.
    results: Vec<Taken>,
}

/// What became of a vendor's delivery.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct DeliveryResults {
    /// One result a touchpoint.
    results: Vec<Taken>,
    /// Parts that tell nothing that counts, such as tests.
    #[schemars(skip_serializing_if = "Option::is_none")]
    ignored: Option<usize>,
    /// Touchpoints that could not be taken; the delivery is kept and can be replayed.
    #[schemars(skip_serializing_if = "Option::is_none")]
    quarantined: Option<usize>,
}

/// What became of a call of an SDK.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct CallResults {
    success: bool,
    /// One result a touchpoint; calls that count for nothing have none.
    results: Vec<Taken>,
}

/// What became of a record of the quarantine.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Replayed {
    id: String,
    state: store::quarantine::State,
    /// One result a touchpoint; none if it was replayed before.
    #[schemars(skip_serializing_if = "Option::is_none")]
    results: Option<Vec<Taken>>,
}

/// Adds the routes of this function.
pub fn describe(contract: &mut Contract) {
    touchpoints(contract);
    senders(contract);
    sdks(contract);
    kit(contract);
    quarantine(contract);
}

fn touchpoints(contract: &mut Contract) {
    let (one, results) = (contract.schema::<Sent>(), contract.schema::<Results>());
    let many = json!({"type": "array", "items": one, "minItems": 1, "maxItems": 100});
    let event = cloud_event(&one);
    let events = json!({"type": "array", "items": event, "minItems": 1, "maxItems": 100});
    let operation = Operation::new("sendTouchpoints", SENDING, "Sends one touchpoint, or up to 100")
        .describe(
            "A 2xx answer means that at least one touchpoint is in the table; each has a result of its own. A field with a wrong value is \
             left out with a warning, and the touchpoint is taken.",
        )
        .header("Identity-Token", "Proves the customer of every touchpoint in it, with a publishable key.", "")
        .header("webhook-id", "With a signature: the name of this message.", "")
        .header("webhook-timestamp", "With a signature: the second since 1970.", "")
        .takes(
            Body::new(JSON, json!({"anyOf": [one, many]}))
                .example("one", example())
                .example("several", json!([{"id": "call-7", "customer_id": "ana", "touchpoint_type": "phone_call", "resolved": true}])),
        )
        .takes(Body::new("application/cloudevents+json", event).example("one", example_event()))
        .takes(Body::new("application/cloudevents-batch+json", events).example("several", json!([example_event()])))
        .takes(Body::new("application/x-www-form-urlencoded", form()).example("form", example_form()))
        .takes(Body::new("multipart/form-data", form()).example("form", example_form()))
        .takes(Body::new("text/plain", json!({"type": "string", "description": "JSON, as a beacon sends it."}))
            .example("beacon", example().to_string().into()))
        .answers(Answer::new(202, "At least one is stored.").body(Body::new(JSON, results)))
        .answers(Answer::new(303, "A form was taken; the browser goes on.").header("Location", "The page that thanks."))
        .problems(&OF_POSTS)
        .with_pages()
        .secured(&WRITE_KEYS);
    contract.add("POST", "/v1/touchpoints", operation);
    let thanks = Operation::new("thank", SENDING, "Shows the page that follows a form")
        .needed_query("thanks", "Asks for it, whatever it says.", json!({"type": "string"}), "1")
        .answers(Answer::new(200, "The page.").page())
        .problems(&["method_not_allowed"]);
    contract.add("GET", "/v1/touchpoints", thanks);
    preflight(contract, "/v1/touchpoints", "preflightTouchpoints");
}

/// Adds the question that a browser asks before a page of another origin posts.
fn preflight(contract: &mut Contract, path: &'static str, id: &'static str) {
    let operation = Operation::new(id, SENDING, "Tells a browser which origins may post")
        .header("Origin", "The origin of the page.", "https://shop.example.com")
        .answers(
            Answer::new(204, "The origin may post.")
                .header("Access-Control-Allow-Origin", "The origin.")
                .header("Access-Control-Allow-Methods", "What may be sent.")
                .header("Access-Control-Allow-Headers", "What may be sent with it."),
        )
        .problems(&["forbidden", "internal"]);
    contract.add("OPTIONS", path, operation);
}

fn senders(contract: &mut Contract) {
    let results = contract.schema::<DeliveryResults>();
    let name = || json!({"type": "string", "pattern": "^[a-z0-9-]{1,40}$"});
    let problems = [
        "unreadable",
        "unauthorized",
        "forbidden",
        "not_found",
        "method_not_allowed",
        "too_large",
        "unsupported",
        "invalid",
        "conflict",
        "internal",
        "unavailable",
    ];
    for (path, ids, has_secret) in [
        ("/v1/senders/{name}", ["deliver", "shakeHands", "find"], false),
        ("/v1/senders/{name}/{secret}", ["deliverWithSecret", "shakeHandsWithSecret", "findWithSecret"], true),
    ] {
        let begin = |id, summary| {
            let operation = Operation::new(id, SENDERS, summary).path("name", "The sender.", name(), "shopify");
            match has_secret {
                true => operation.path(
                    "secret",
                    "The secret, where the vendor can send no other.",
                    json!({"type": "string", "minLength": 1}),
                    "",
                ),
                false => operation,
            }
        };
        let any = || json!({"description": "Whatever the vendor sends; its map reads it."});
        let deliver = begin(ids[0], "Takes a delivery of a vendor")
            .describe("The proof is checked on the bytes, before anything is read. What is proved and cannot be taken is kept for a replay.")
            .takes(Body::new(JSON, any()))
            .takes(Body::new("application/x-www-form-urlencoded", json!({"type": "object", "additionalProperties": {"type": "string"}})))
            .takes(Body::new("multipart/form-data", json!({"type": "object", "additionalProperties": {"type": "string"}})))
            .takes(Body::new("text/csv", json!({"type": "string"})))
            .answers(Answer::new(202, "It was taken, kept, or tells nothing that counts.").body(Body::new(JSON, results.clone())))
            .answers(Answer::new(200, "The same, in words that the vendor wants; or the answer to what it asked.")
                .body(Body::new("text/plain", json!({"type": "string"})))
                .body(Body::new("text/xml", json!({"type": "string"}))))
            .problems(&problems)
            .secured(&["senderSecret", "senderSecretInQuery"]);
        contract.add("POST", path, deliver);
        let ask = begin(ids[1], "Answers a vendor that asks whether the address is yours")
            .query("hub.mode", "Of Meta.", json!({"type": "string"}), "subscribe")
            .query("hub.challenge", "Of Meta: the answer.", json!({"type": "string"}), "")
            .query("hub.verify_token", "Of Meta: what you typed into its form.", json!({"type": "string"}), "")
            .answers(
                Answer::new(200, "The challenge, or nothing.").body(Body::new("text/plain", json!({"type": "string"}))),
            )
            .problems(&["unauthorized", "forbidden", "not_found", "internal"]);
        contract.add("GET", path, ask);
        let find = begin(ids[2], "Answers a vendor that looks whether there is something")
            .answers(Answer::new(200, "There is."))
            .problems(&["unauthorized", "not_found", "internal"]);
        contract.add("HEAD", path, find);
    }
}

fn sdks(contract: &mut Contract) {
    let results = contract.schema::<CallResults>();
    let call = |more: Value| {
        let mut properties = json!({
            "messageId": {"type": "string", "maxLength": 200},
            "userId": {"type": ["string", "integer", "null"], "maxLength": 200},
            "anonymousId": {"type": ["string", "null"], "maxLength": 200},
            "timestamp": {"type": "string", "format": "date-time"},
            "properties": {"type": "object"},
            "context": {"type": "object"},
        });
        if let (Some(all), Some(more)) = (properties.as_object_mut(), more.as_object()) {
            all.extend(more.clone());
        }
        json!({"type": "object", "properties": properties})
    };
    let order = json!({
        "messageId": "m-1", "userId": "ana", "event": "Order Completed", "properties": {"order_id": "1042", "total": 59.9, "currency": "EUR"},
    });
    let batch = json!({"batch": [{"type": "track", "messageId": "m-2", "userId": "ana", "event": "Product Reviewed", "properties": {"rating": 2}}]});
    let types = json!({"type": {"enum": ["track", "page", "identify", "screen", "group", "alias"]}, "event": {"type": "string"}});
    let all = json!({"type": "object", "required": ["batch"], "properties": {"batch": {"type": "array", "items": call(types), "maxItems": 1_000}}});
    for (path, ids, summary, schema, example) in [
        (
            "/v1/track",
            ["track", "preflightTrack"],
            "Takes an event of an SDK of Segment",
            call(json!({"event": {"type": "string"}})),
            order,
        ),
        (
            "/v1/page",
            ["page", "preflightPage"],
            "Takes a page view of an SDK",
            call(json!({"name": {"type": "string"}})),
            json!({"messageId": "m-3", "anonymousId": "v-1"}),
        ),
        (
            "/v1/identify",
            ["identify", "preflightIdentify"],
            "Links a visitor and a customer",
            call(json!({"traits": {"type": "object"}})),
            json!({"messageId": "m-4", "userId": "ana", "anonymousId": "v-1"}),
        ),
        ("/v1/batch", ["batch", "preflightBatch"], "Takes several calls of an SDK", all, batch),
    ] {
        let operation = Operation::new(ids[0], SDKS, summary)
            .takes(Body::new(JSON, schema).example("call", example))
            .answers(Answer::new(200, "It was taken, or counts for nothing.").body(Body::new(JSON, results.clone())))
            .problems(&[
                "unreadable",
                "unauthorized",
                "forbidden",
                "method_not_allowed",
                "too_large",
                "unsupported",
                "too_many",
                "internal",
                "unavailable",
            ])
            .secured(&SDK_KEYS);
        contract.add("POST", path, operation);
        preflight(contract, path, ids[1]);
    }
}

fn kit(contract: &mut Contract) {
    for (method, id) in [("GET", "readKit"), ("HEAD", "findKit")] {
        let operation = Operation::new(id, SENDING, "The browser kit")
            .answers(
                Answer::new(200, "The script.")
                    .body(Body::new("text/javascript", json!({"type": "string"})))
                    .header("Cache-Control", "An hour."),
            )
            .problems(&["method_not_allowed"]);
        contract.add(method, "/v1/moments.js", operation);
    }
}

fn quarantine(contract: &mut Contract) {
    let replayed = contract.schema::<Replayed>();
    let id = || json!({"type": "string", "minLength": 1});
    let replay = Operation::new("replayRecord", QUARANTINE, "Takes a record again, by the configuration of now")
        .describe("Needs a secret write key. What is stored already is a duplicate.")
        .path("id", "The record.", id(), "")
        .answers(Answer::new(200, "All of it is stored.").body(Body::new(JSON, replayed)))
        .problems(&[
            "unreadable",
            "unauthorized",
            "forbidden",
            "not_found",
            "gone",
            "too_large",
            "unsupported",
            "invalid",
            "internal",
            "unavailable",
        ])
        .secured(&["writeKey"]);
    contract.add("POST", "/v1/quarantine/{id}/replay", replay);
    let remove = Operation::new("removeRecord", QUARANTINE, "Removes a record and what was sent")
        .describe("Needs a secret write key.")
        .path("id", "The record.", id(), "")
        .answers(Answer::new(204, "It is gone."))
        .problems(&["unauthorized", "forbidden", "not_found", "internal", "unavailable"])
        .secured(&["writeKey"]);
    contract.add("DELETE", "/v1/quarantine/{id}", remove);
}

/// A CloudEvent 1.0 with a touchpoint in it; the envelope fills in what the data leave out.
fn cloud_event(touchpoint: &Value) -> Value {
    json!({
        "type": "object", "required": ["specversion", "id", "source", "type"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "minLength": 1, "maxLength": 200},
            "source": {"type": "string", "minLength": 1, "maxLength": 100},
            "type": {"type": "string", "pattern": "^[a-z][a-z_]*(\\.[a-z][a-z_]*)*(\\.v[0-9]+)?$", "maxLength": 64, "description": "Its last part is the type of the touchpoint."},
            "subject": {"type": "string", "maxLength": 200, "description": "The customer."},
            "time": {"type": "string", "format": "date-time"},
            "data": touchpoint,
        },
    })
}

fn example_event() -> Value {
    json!({
        "specversion": "1.0", "id": "e-1", "source": "/till/7", "type": "com.example.store_visit.v1", "subject": "ana",
        "time": "2026-11-20T18:30:00Z", "data": {"touchpoint_type": "store_visit", "rating": {"verdict": "good"}},
    })
}

fn example_form() -> Value {
    json!({"touchpoint_type": "store_visit", "customer_id": "ana", "rating.csat": "4", "comment": "Friendly", "nonce": "f-1"})
}

/// A form: the fields of a touchpoint as texts, where a dot leads into an object, and a few of its own.
fn form() -> Value {
    json!({
        "type": "object", "required": ["touchpoint_type"], "additionalProperties": false,
        "properties": {
            "touchpoint_type": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"},
            "customer_id": {"type": "string", "maxLength": 200},
            "anonymous_id": {"type": "string", "maxLength": 200},
            "rating.csat": {"type": "string"},
            "rating.nps": {"type": "string"},
            "comment": {"type": "string", "maxLength": 10_000},
            "channel": {"type": "string"},
            "about": {"type": "string", "maxLength": 200},
            "redirect": {"type": "string", "description": "Where the browser goes on, if the key lists its origin."},
            "nonce": {"type": "string", "description": "New each time the form is shown: the same form twice is one touchpoint."},
            "website": {"type": "string", "description": "A trap for programs: leave it empty."},
        },
    })
}
