//! Describes the routes of this function for the OpenAPI document. Answers nothing.

use contract::{Answer, Body, Contract, Operation};
use domain::moment::Moment;
use domain::vocabulary::Language;
use reports::{Action, Breakdown, Cut, Report};
use runtime::erasures::Sealed;
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::action::{NAME_CHARS_MAX, TEXT_CHARS_MAX};
use crate::audit::Told;
use crate::corrections::Line;
use crate::evidence::Whole;
use crate::large::Underway;
use crate::overdue::Overdue;
use crate::pitch::DoNotPitch;
use crate::quarantine::{Listed, Shown};
use crate::reports::Reports;
use crate::touchpoint::Became;

const REPORTS: &str = "Reports";
const CUSTOMERS: &str = "Customers";
const QUARANTINE: &str = "Quarantine";
const CONTRACT: &str = "Contract";

const JSON: &str = "application/json";
const CSV: &str = "text/csv";
/// What lets a reader in.
const READ_KEYS: [&str; 3] = ["readKey", "readKeyAsPassword", "readKeyInQuery"];
/// The problems of every question.
const OF_QUESTIONS: [&str; 5] = ["unreadable", "unauthorized", "forbidden", "internal", "unavailable"];

/// The moments of a period.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Moments {
    period: domain::period::Period,
    moments: Vec<Moment>,
    /// Whether there are more than one answer lists.
    is_cut: bool,
    /// Where to go on, if the time was up first.
    #[schemars(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Adds the routes of this function.
pub fn describe(contract: &mut Contract) {
    reports(contract);
    moments(contract);
    customers(contract);
    people(contract);
    quarantine(contract);
    documents(contract);
}

fn text() -> Value {
    json!({"type": "string"})
}

fn language(operation: Operation) -> Operation {
    let words: Vec<_> = Language::ALL.iter().map(|language| language.as_str()).collect();
    operation.query("language", "The language; the deployment's if not said.", json!({ "enum": words }), "en")
}

fn period(operation: Operation) -> Operation {
    let description = "A day, week, month, quarter, year or range of days: `2026-11-20`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`, \
        `2026-11-01..2026-11-20`.";
    operation.path("period", description, json!({"type": "string", "minLength": 1}), "2026-W47")
}

fn reports(contract: &mut Contract) {
    let (report, breakdown) = (contract.schema::<Report>(), contract.schema::<Breakdown>());
    let (underway, offered) = (contract.schema::<Underway>(), contract.schema::<Reports>());
    let list = Operation::new("listReports", REPORTS, "Lists the reports that are offered")
        .query(
            "first",
            "With `last`: leads to the report on these days.",
            json!({"type": "string", "format": "date"}),
            "",
        )
        .query("last", "The last of these days.", json!({"type": "string", "format": "date"}), "")
        .answers(Answer::new(303, "The report on the days that were asked for.").header("Location", "The report."))
        .answers(Answer::new(200, "The reports, the newest first.").body(Body::new(JSON, offered)).page())
        .problems(&OF_QUESTIONS)
        .problems(&["not_acceptable"])
        .secured(&READ_KEYS);
    contract.add("GET", "/v1/reports", language(list));

    let cuts: Vec<_> = Cut::ALL.iter().map(|cut| cut.as_str()).collect();
    let read = Operation::new("readReport", REPORTS, "Reads the report on a period")
        .describe("As a page, JSON or CSV: by an ending of the period (`.html`, `.json`, `.csv`), else by `Accept`.")
        .query("by", "Breaks the period down.", json!({ "enum": cuts }), "channel")
        .answers(
            Answer::new(200, "The report.")
                .body(Body::new(JSON, json!({"anyOf": [report, breakdown]})))
                .body(Body::new(CSV, text()))
                .body(Body::new("application/schema+json", json!({"type": "object"})))
                .page(),
        )
        .answers(
            Answer::new(202, "It is being added up; ask again.")
                .body(Body::new(JSON, underway))
                .page()
                .header("Retry-After", "Seconds to wait."),
        )
        .answers(
            Answer::new(303, "It is large: here is a link to it.").header("Location", "The file, for some minutes."),
        )
        .problems(&OF_QUESTIONS)
        .problems(&["forbidden", "not_found", "not_acceptable", "gone"])
        .with_pages()
        .secured(&READ_KEYS)
        .secured(&["link"]);
    contract.add("GET", "/v1/reports/{period}", language(period(read)));

    let action = contract.schema::<Action>();
    let name = json!({"type": ["string", "null"], "maxLength": NAME_CHARS_MAX});
    let said = json!({"type": "string", "pattern": "[A-Za-z0-9]", "maxLength": TEXT_CHARS_MAX});
    let fields = json!({
        "type": "object", "required": ["text"], "additionalProperties": false,
        "properties": {"text": said, "kind": name, "owner": name},
    });
    let form = json!({
        "type": "object", "required": ["text", "token"], "additionalProperties": false,
        "properties": {"text": said, "kind": text(), "owner": text(), "token": text()},
    });
    let plan = Operation::new("planAction", REPORTS, "Notes what the readers of a report will do")
        .describe("The next report says what happened since. A later note replaces it.")
        .takes(
            Body::new(JSON, fields)
                .example("action", json!({"text": "Two couriers on Fridays", "kind": "delivery", "owner": "Luis"})),
        )
        .takes(Body::new("application/x-www-form-urlencoded", form))
        .answers(Answer::new(200, "It is noted.").body(Body::new(JSON, action)))
        .answers(Answer::new(303, "The form of the page was taken.").header("Location", "The report."))
        .problems(&OF_QUESTIONS)
        .problems(&["forbidden", "not_found", "unsupported"])
        .secured(&READ_KEYS);
    contract.add("POST", "/v1/reports/{period}/action", period(plan));
}

fn moments(contract: &mut Contract) {
    let found = contract.schema::<Moments>();
    let mut operation = Operation::new("readMoments", REPORTS, "Reads the moments behind a number of a report")
        .answers(
            Answer::new(200, "The moments, in order.").body(Body::new(JSON, found)).body(Body::new(CSV, text())).page(),
        )
        .problems(&OF_QUESTIONS)
        .problems(&["forbidden", "not_found", "not_acceptable", "gone"])
        .with_pages()
        .secured(&READ_KEYS)
        .secured(&["link"]);
    for name in crate::moments::filter_names() {
        let schema = match crate::moments::words_of(name) {
            Some(words) => json!({ "enum": words }),
            None => text(),
        };
        operation = operation.query(name, "Only moments that have this.", schema, "");
    }
    operation = operation.query("customer", "Only of this customer, by the pseudonym of reports.", text(), "").query(
        "from",
        "Where to go on: taken from the link of the answer before.",
        json!({"type": "string", "pattern": "^[0-9]{1,6}(-[0-9]{1,6})?$"}),
        "",
    );
    contract.add("GET", "/v1/reports/{period}/moments", language(period(operation)));
}

fn customers(contract: &mut Contract) {
    let became = contract.schema::<Became>();
    let touchpoint = Operation::new("readTouchpoint", CUSTOMERS, "Reads what became of a touchpoint")
        .path(
            "source",
            "Its source: the name of the write key, and behind a slash what the body adds.",
            json!({"type": "string", "minLength": 1}),
            "local",
        )
        .path("id", "Its id.", json!({"type": "string", "minLength": 1}), "2")
        .query("customer_id", "The customer for whom it was sent.", text(), "ana")
        .query("anonymous_id", "Or the visitor.", text(), "")
        .answers(Answer::new(200, "The touchpoint, and its moment once it is judged.").body(Body::new(JSON, became)))
        .problems(&OF_QUESTIONS)
        .problems(&["not_found"])
        .secured(&READ_KEYS);
    contract.add("GET", "/v1/touchpoints/{source}/{id}", touchpoint);

    let whole = contract.schema::<Whole>();
    let journey = |id, summary| {
        let operation = Operation::new(id, CUSTOMERS, summary)
            .describe(
                "Every touchpoint with its moment and the reasons, promises and cases. A long journey comes in parts.",
            )
            .query("until", "Only what happened by this time.", json!({"type": "string", "format": "date-time"}), "")
            .answers(Answer::new(200, "The journey.").body(Body::new(JSON, whole.clone())))
            .problems(&OF_QUESTIONS)
            .problems(&["not_found"])
            .secured(&READ_KEYS);
        language(operation)
    };
    let of_customer = journey("readJourney", "Reads the journey of a customer");
    contract.add(
        "GET",
        "/v1/customers/{id}/journey",
        of_customer.path("id", "The customer.", json!({"type": "string", "minLength": 1}), "ana"),
    );
    let of_any =
        journey("readAnyJourney", "Reads the journey of a visitor, or of a customer whose id no path can hold");
    let of_any = of_any.query("customer_id", "The customer.", text(), "ana").query(
        "anonymous_id",
        "Or the visitor.",
        text(),
        "",
    );
    contract.add("GET", "/v1/journey", of_any);

    let overdue = contract.schema::<Overdue>();
    let overdue = Operation::new("listOverduePromises", CUSTOMERS, "Lists promises whose time has passed")
        .query("limit", "How many, at most.", json!({"type": "integer", "minimum": 1, "maximum": 200}), "50")
        .answers(Answer::new(200, "The promises, the longest overdue first.").body(Body::new(JSON, overdue)))
        .problems(&OF_QUESTIONS)
        .secured(&READ_KEYS);
    contract.add("GET", "/v1/promises/overdue", overdue);

    let unhappy = contract.schema::<DoNotPitch>();
    let summary = "Lists customers to whom nobody should sell anything now";
    let unhappy = Operation::new("listDoNotPitch", CUSTOMERS, summary)
        .query("customer_id", "Only this customer: an empty list says no.", text(), "ana")
        .answers(Answer::new(200, "The customers, each with the reasons.").body(Body::new(JSON, unhappy)))
        .problems(&OF_QUESTIONS)
        .secured(&READ_KEYS);
    contract.add("GET", "/v1/customers/do-not-pitch", unhappy);
    exports(contract);
}

/// Adds what is exported as lines.
fn exports(contract: &mut Contract) {
    let line = contract.schema::<Line<'static>>();
    let corrections =
        Operation::new("exportCorrections", CUSTOMERS, "Exports what people corrected, as lines to train with")
            .describe(
                "One JSON object a line: the customer's words, the outcome by a person, and what the rules had said.",
            )
            .needed_query(
                "period",
                "A day, a week, a month, a quarter or a range of 93 days at most.",
                text(),
                "2026-11",
            )
            .answers(Answer::new(200, "The lines.").body(Body::new("application/x-ndjson", line)))
            .problems(&OF_QUESTIONS)
            .secured(&READ_KEYS);
    contract.add("GET", "/v1/corrections", corrections);

    let told = contract.schema::<Told>();
    let date = || json!({"type": "string", "format": "date"});
    let trail = Operation::new("exportAuditTrail", CUSTOMERS, "Exports the audit trail")
        .describe("Who read or changed what, one JSON object a line, the oldest first. Needs a read key with the right `read_audit`.")
        .needed_query("from", "The first day.", date(), "2026-11-01")
        .needed_query("to", "The last day; 92 days at most.", date(), "2026-11-30")
        .answers(Answer::new(200, "The lines.").body(Body::new("application/x-ndjson", told)))
        .problems(&OF_QUESTIONS)
        .secured(&READ_KEYS);
    contract.add("GET", "/v1/audit", trail);
}

/// What a person may ask for: everything that is kept, and that it is erased.
fn people(contract: &mut Contract) {
    let (whole, sealed) = (contract.schema::<crate::person::Whole>(), contract.schema::<Sealed>());
    let id =
        |operation: Operation| operation.path("id", "The customer.", json!({"type": "string", "minLength": 1}), "ana");
    let named = |operation: Operation| {
        let operation = operation.query("customer_id", "The customer.", text(), "ana");
        operation.query("anonymous_id", "Or the visitor.", text(), "")
    };
    let export = |name, summary| {
        let operation = Operation::new(name, CUSTOMERS, summary)
            .describe("Each item as it is stored, with moments, cases and messages. A page shows the journey. Needs the right `erase`.")
            .answers(Answer::new(200, "Everything.").body(Body::new(JSON, whole.clone())).page())
            .answers(Answer::new(303, "It is large: here is a link to it.").header("Location", "The file, for some minutes."))
            .problems(&OF_QUESTIONS)
            .problems(&["forbidden", "not_found", "conflict"])
            .secured(&READ_KEYS);
        language(operation)
    };
    let erase = |name, summary| {
        Operation::new(name, CUSTOMERS, summary)
            .describe("It is begun within a minute, and what comes late is looked for 48 hours later. Asking again is harmless. Needs the right `erase`.")
            .query("unknown", "`erase`: also somebody of whom nothing is known.", json!({"enum": ["erase"]}), "")
            .answers(
                Answer::new(202, "It is ordered: the receipt, as far as it has come.")
                    .body(Body::new(JSON, sealed.clone()))
                    .header("Location", "The receipt.")
                    .header("Retry-After", "Seconds to wait."),
            )
            .problems(&OF_QUESTIONS)
            .problems(&["forbidden", "not_found", "conflict"])
            .secured(&READ_KEYS)
    };
    let of_customer = export("exportCustomer", "Exports everything about a customer");
    contract.add("GET", "/v1/customers/{id}/export", id(of_customer));
    let of_any = export("exportAny", "Exports everything about a visitor, or a customer whose id no path can hold");
    contract.add("GET", "/v1/journey/export", named(of_any));
    contract.add("DELETE", "/v1/customers/{id}", id(erase("eraseCustomer", "Erases a customer")));
    let of_any = erase("eraseAny", "Erases a visitor, or a customer whose id no path can hold");
    contract.add("DELETE", "/v1/journey", named(of_any));
    let receipt = Operation::new("readErasure", CUSTOMERS, "Reads the receipt of an erasure")
        .path("id", "The erasure.", json!({"type": "string", "minLength": 1}), "")
        .answers(Answer::new(200, "The receipt, with its seal.").body(Body::new(JSON, sealed)))
        .problems(&OF_QUESTIONS)
        .problems(&["forbidden", "not_found"])
        .secured(&READ_KEYS);
    contract.add("GET", "/v1/erasures/{id}", receipt);
}

fn quarantine(contract: &mut Contract) {
    let (listed, shown) = (contract.schema::<Listed>(), contract.schema::<Shown>());
    let time = || json!({"type": "string", "format": "date-time"});
    let list = Operation::new("listQuarantine", QUARANTINE, "Lists what could not be taken, the oldest first")
        .query("source", "Of this key or sender.", text(), "")
        .query("from", "Received at or after this time.", time(), "2026-11-20T00:00:00Z")
        .query("to", "Received at or before this time.", time(), "")
        .answers(Answer::new(200, "The records that wait.").body(Body::new(JSON, listed)))
        .problems(&OF_QUESTIONS)
        .secured(&READ_KEYS);
    contract.add("GET", "/v1/quarantine", list);
    let show = Operation::new("readRecord", QUARANTINE, "Shows a record, with what was sent")
        .path("id", "The record.", json!({"type": "string", "minLength": 1}), "")
        .answers(Answer::new(200, "The record.").body(Body::new(JSON, shown)))
        .problems(&OF_QUESTIONS)
        .problems(&["not_found"])
        .secured(&READ_KEYS);
    contract.add("GET", "/v1/quarantine/{id}", show);
}

/// The documents that say all this; they need no key.
fn documents(contract: &mut Contract) {
    let document = |id, summary, media| {
        Operation::new(id, CONTRACT, summary)
            .answers(Answer::new(200, "The document.").body(Body::new(media, json!({"type": "object"}))))
            .problems(&["internal"])
    };
    contract.add("GET", "/v1/openapi.json", document("readContract", "This document", JSON));
    let schema = "application/schema+json";
    for (path, id, summary) in [
        ("/v1/touchpoints/schema.json", "readTouchpointSchema", "The JSON Schema of a touchpoint as it is sent"),
        ("/v1/reports/schema.json", "readReportSchema", "The JSON Schema of a report"),
        ("/v1/reports/breakdown.schema.json", "readBreakdownSchema", "The JSON Schema of a report that is broken down"),
    ] {
        contract.add("GET", path, document(id, summary, schema));
    }
}
