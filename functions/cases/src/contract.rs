//! Describes the routes of this function for the OpenAPI document. Answers nothing.

use contract::{Answer, Body, Contract, Operation};
use domain::vocabulary::Outcome;
use recovery::correcting;
use serde_json::{Map, Value, json};

use crate::correct;
use crate::order::Action;
use crate::show::{QueueAnswer, Sheet};

const CASES: &str = "Cases";
const JSON: &str = "application/json";
/// What lets somebody look at a case or act on it.
const CASE_KEYS: [&str; 3] = ["caseKey", "caseKeyAsPassword", "link"];
/// The problems of every request.
const OF_CASES: [&str; 5] = ["unauthorized", "forbidden", "gone", "internal", "unavailable"];

/// Adds the routes of this function.
pub fn describe(contract: &mut Contract) {
    let (queue, sheet) = (contract.schema::<QueueAnswer<'static>>(), contract.schema::<Sheet<'static>>());
    let list = Operation::new("listCases", CASES, "Lists the unresolved cases, the most severe first")
        .answers(Answer::new(200, "The cases, 200 at most.").body(Body::new(JSON, queue)).page())
        .problems(&OF_CASES)
        .with_pages()
        .secured(&CASE_KEYS);
    contract.add("GET", "/v1/cases", by_link(list));
    let look = |id, summary| {
        let operation = Operation::new(id, CASES, summary)
            .path("id", "The name of the case.", text(), "")
            .query("customer", "Which one, if two customers have a case of this name.", text(), "")
            .answers(Answer::new(200, "The case with its history.").body(Body::new(JSON, sheet.clone())).page())
            .problems(&OF_CASES)
            .problems(&["not_found", "case_conflict"])
            .with_pages()
            .secured(&CASE_KEYS);
        by_link(operation)
    };
    contract.add("GET", "/v1/cases/{id}", look("readCase", "Reads a case"));
    let ask = look("askForStep", "Shows the page with which a person takes a step");
    contract.add("GET", "/v1/cases/{id}/{action}", action(ask, &Action::ALL));

    let steps: Vec<_> = Action::ALL.into_iter().filter(|action| *action != Action::Show).collect();
    let schemas: Vec<_> = steps.iter().map(|action| fields(*action, &["string", "null"])).collect();
    let forms: Vec<_> = steps.iter().map(|action| fields(*action, &["string"])).collect();
    let act = Operation::new("takeStep", CASES, "Takes a step")
        .describe("With a key, send JSON. A page that was opened by a link sends a form.")
        .path("id", "The name of the case.", text(), "")
        .query("customer", "Which one, if two customers have a case of this name.", text(), "")
        .takes(Body::new(JSON, json!({ "anyOf": schemas })).example("take", json!({"actor": "Luis"})))
        .takes(Body::new("application/x-www-form-urlencoded", json!({ "anyOf": forms })))
        .answers(Answer::new(200, "The case as it stands now.").body(Body::new(JSON, sheet.clone())))
        .answers(Answer::new(303, "The form was taken.").header("Location", "The page of the case."))
        .problems(&OF_CASES)
        .problems(&[
            "unreadable",
            "not_found",
            "method_not_allowed",
            "case_conflict",
            "too_large",
            "unsupported",
            "incomplete",
        ])
        .with_pages()
        .secured(&CASE_KEYS);
    contract.add("POST", "/v1/cases/{id}/{action}", by_link(action(act, &steps)));
    correction(contract);
}

/// Adds how a judgement is corrected.
fn correction(contract: &mut Contract) {
    let became = contract.schema::<correct::Became>();
    let field = |name: &&str| ((*name).to_owned(), json!({"type": ["string", "null"]}));
    let mut properties: Map<_, _> = correcting::FIELDS.iter().map(field).collect();
    properties.insert("says".to_owned(), json!({ "enum": correcting::WORDS }));
    let outcomes: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
    properties.insert("outcome".to_owned(), json!({ "enum": outcomes }));
    for needed in ["source", "id"] {
        properties.insert(needed.to_owned(), text());
    }
    let schema = json!({"type": "object", "properties": properties, "required": ["source", "id", "says"],
        "additionalProperties": false});
    let example = json!({"source": "local", "id": "2", "customer_id": "ana", "says": "outcome", "outcome": "average",
        "reason": "Ana says it was fine", "actor": "Luis"});
    let operation = Operation::new("correct", CASES, "Corrects a judgement")
        .describe(
            "What a person says outranks every rule: how it ended (`outcome`), what caused it (`cause`), `spam`, a `duplicate` `of` \
             another touchpoint, or an experience of an `other_customer`. `withdrawn` takes a correction back by its id. Every \
             correction needs a `reason`.",
        )
        .takes(Body::new(JSON, schema).example("outcome", example))
        .answers(Answer::new(200, "It is kept, and the touchpoint is judged again.").body(Body::new(JSON, became)))
        .problems(&["unauthorized", "forbidden", "internal", "unavailable", "unreadable", "not_found"])
        .problems(&["case_conflict", "too_large", "unsupported", "incomplete", "refused", "gone"])
        .secured(&CASE_KEYS[..2]);
    contract.add("POST", "/v1/corrections", operation);
}

fn text() -> Value {
    json!({"type": "string", "minLength": 1})
}

/// Adds what comes with the seal of a link.
fn by_link(operation: Operation) -> Operation {
    operation.query("until", "Of a link: when it ends.", json!({"type": "string"}), "").query(
        "by",
        "Of a link: the key with which its page was opened.",
        json!({"type": "string"}),
        "",
    )
}

fn action(operation: Operation, actions: &[Action]) -> Operation {
    let words: Vec<_> = actions.iter().map(|action| action.as_str()).collect();
    operation.path("action", "The step.", json!({ "enum": words }), "acknowledge")
}

/// Describes what a step takes.
fn fields(action: Action, types: &[&str]) -> Value {
    let field = |name: &&str| {
        let mut types: Vec<Value> = types.iter().map(|kind| (*kind).into()).collect();
        if *name == "cost" && types.len() > 1 {
            types.push("number".into());
        }
        ((*name).to_owned(), json!({ "type": types }))
    };
    let properties: Map<_, _> = action.fields().iter().map(field).collect();
    json!({"type": "object", "title": action.as_str(), "properties": properties, "additionalProperties": false})
}
