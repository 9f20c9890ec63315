//! One customer's journey for the page: what the API answers, worded. Asks the API like anybody else and decides nothing.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use domain::case::CaseState;
use domain::case::Transition;
use domain::identity::Identity;
use domain::journey::Promised;
use domain::journey::ledger::Status;
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use domain::vocabulary::{Language, Stage};
use domain::wording;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Rooms;
use super::entry::Entry;

/// The part of the API's answer that the page shows.
#[derive(Deserialize)]
struct Answer {
    overview: Option<Value>,
    silent: Vec<Reason>,
    touchpoints: Vec<Told>,
    left_out: usize,
    cases: Vec<Value>,
    /// The bounds that the journey passes, if it does.
    limits: Option<Value>,
}

#[derive(Deserialize)]
struct Reason {
    sentence: String,
}

#[derive(Deserialize)]
struct Told {
    touchpoint: Touchpoint,
    moment: Option<Moment>,
    #[serde(default)]
    promised: Vec<Promised>,
    #[serde(default)]
    quiet: Vec<Reason>,
    #[serde(default)]
    stored: String,
    #[serde(default)]
    reach: Value,
}

/// Answers `GET /_local/journey?customer=…`, where the customer is `id:…` or `anon:…`.
pub(super) async fn show(State(rooms): State<Arc<Rooms>>, RawQuery(query): RawQuery) -> impl IntoResponse {
    let query: HashMap<_, _> = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let customer = query.get("customer").and_then(|customer| customer.parse::<Identity>().ok());
    let kind = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    let Some(customer) = customer else { return (StatusCode::BAD_REQUEST, kind, "{}".to_owned()) };
    match ask(&rooms, &customer).await {
        Ok((StatusCode::OK, text)) => match serde_json::from_str(&text) {
            Ok(answer) => (StatusCode::OK, kind, page(answer, rooms.home.language).to_string()),
            Err(error) => {
                tracing::error!(%error, "a journey cannot be shown");
                (StatusCode::INTERNAL_SERVER_ERROR, kind, "{}".to_owned())
            }
        },
        Ok((status, text)) => (status, kind, text),
        Err(error) => {
            tracing::error!(error = %error.without_url(), "a journey cannot be asked for");
            (StatusCode::BAD_GATEWAY, kind, "{}".to_owned())
        }
    }
}

async fn ask(rooms: &Rooms, customer: &Identity) -> Result<(StatusCode, String), reqwest::Error> {
    let (name, id) = match customer {
        Identity::Customer(id) => ("customer_id", id),
        Identity::Anonymous(id) => ("anonymous_id", id),
    };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, id).finish();
    let request = reqwest::Client::new().get(format!("{}/v1/journey?{query}", rooms.home.address));
    let answer = request.bearer_auth(rooms.home.read_key.as_deref().unwrap_or_default()).send().await?;
    Ok((answer.status(), answer.text().await?))
}

/// Words the whole.
fn page(answer: Answer, language: Language) -> Value {
    let Answer { overview, silent, touchpoints, left_out, cases, limits } = answer;
    let overview = overview.unwrap_or_default();
    let kind_of: HashMap<String, String> = touchpoints
        .iter()
        .map(|told| (told.touchpoint.key().to_string(), worded_type(&told.touchpoint.touchpoint_type, language)))
        .collect();
    let all: Vec<Value> = overview["steps"].as_array().cloned().unwrap_or_default();
    let judged = touchpoints.iter().filter(|told| told.moment.is_some()).count();
    let shown = all.get(all.len().saturating_sub(judged)..).unwrap_or_default();
    let steps: Vec<_> = touchpoints
        .iter()
        .filter_map(|told| Some((told, told.moment.as_ref()?)))
        .zip(shown)
        .map(|((told, moment), place)| step(told, moment, place, language))
        .collect();
    // A cycle is marked where it begins after another that is shown.
    let hidden = u64::try_from(all.len() - shown.len()).unwrap_or_default();
    let first = |cycle: &Value| cycle["first"].as_u64()?.checked_sub(hidden).filter(|first| *first > 0);
    let cycle_starts: Vec<_> = overview["cycles"].as_array().into_iter().flatten().filter_map(first).collect();
    let promises = overview["promises"].as_array().into_iter().flatten();
    let signed = |value: &Value| value.as_f64().map(|number| language.signed_decimal(number));
    json!({
        "steps": steps,
        "left_out": left_out,
        "limits": limits,
        "lanes": Stage::ALL.iter().map(|stage| json!({"stage": stage.as_str(), "words": wording::stage(*stage, language)})).collect::<Vec<_>>(),
        "balance": overview["balance"],
        "peak_end": signed(&overview["peak_end"]),
        "cycles": overview["cycles"].as_array().map_or(0, Vec::len),
        "cycle_starts": cycle_starts,
        "silent": silent.into_iter().map(|reason| reason.sentence).collect::<Vec<_>>(),
        "promises": promises.map(|promise| promised(promise, &kind_of, language)).collect::<Vec<_>>(),
        "cases": cases.iter().map(|case| worded_case(case, &kind_of, language)).collect::<Vec<_>>(),
    })
}

fn step(told: &Told, moment: &Moment, place: &Value, language: Language) -> Value {
    let entry = Entry::of_moment(moment, Some(&Entry::of_touchpoint(&told.touchpoint, None, language)), language);
    let is = |name: &str| place[name].as_bool() == Some(true);
    let mut tags: Vec<String> = Vec::new();
    if is("is_first_contact") {
        tags.push(language.journey_first_contact().to_owned());
    }
    if is("is_first_exchange") {
        tags.push(language.journey_first_exchange().to_owned());
    }
    if is("returned") {
        tags.push(language.journey_returned().to_owned());
    }
    let failures = place["repeat"].as_u64().unwrap_or_default();
    if failures > 1 {
        tags.push(language.journey_failures(failures));
    }
    if moment.mixed {
        tags.push(language.journey_mixed().to_owned());
    }
    if let Some(readers) = told.reach["readers"].as_u64() {
        let least = if told.reach["is_at_least"].as_bool() == Some(true) { "≥ " } else { "" };
        tags.push(language.journey_readers(&format!("{least}{readers}")));
    }
    json!({
        "entry": entry,
        "tags": tags,
        "balance": place["balance"],
        "compared": compared(&told.promised, language),
        "quiet": told.quiet.iter().map(|reason| &reason.sentence).collect::<Vec<_>>(),
        "waits": told.stored != "same",
    })
}

/// Words what was promised beside what came.
fn compared(promised: &[Promised], language: Language) -> Vec<Value> {
    let one = |promised: &Promised| {
        let tone = match promised.gap {
            Some(gap) if gap < 0.0 => "misery",
            Some(gap) if gap > 0.0 => "magic",
            Some(_) => "average",
            None => "unknown",
        };
        json!({
            "facet": wording::capitalized(&wording::facet(&promised.facet, language)),
            "expected": wording::facet_value(&promised.expected, language),
            "perceived": promised.perceived.as_ref().map(|perceived| wording::facet_value(perceived, language)),
            "tone": tone,
        })
    };
    promised.iter().map(one).collect()
}

fn promised(promise: &Value, kind_of: &HashMap<String, String>, language: Language) -> Value {
    let (status, tone) = match promise["status"].as_str() {
        Some("kept") => (Status::Kept, "average"),
        Some("exceeded") => (Status::Exceeded, "magic"),
        Some("broken") => (Status::Broken, "misery"),
        Some("expired") => (Status::Expired, "misery"),
        _ => (Status::Open, "unknown"),
    };
    let facets: Vec<Promised> = serde_json::from_value(promise["facets"].clone()).unwrap_or_default();
    json!({
        "made_by": named(&promise["made_by"], kind_of),
        "made_at": promise["made_at"],
        "due_at": promise["due_at"],
        "settled_by": promise.get("settled_by").map(|touchpoint| named(touchpoint, kind_of)),
        "settled_at": promise["settled_at"],
        "status": wording::capitalized(wording::promise_status(status, language)),
        "tone": tone,
        "compared": compared(&facets, language),
    })
}

fn worded_case(case: &Value, kind_of: &HashMap<String, String>, language: Language) -> Value {
    let state: Option<CaseState> = serde_json::from_value(case["state"].clone()).ok();
    let event = |event: &Value| {
        let transition: Option<Transition> = serde_json::from_value(event["transition"].clone()).ok();
        let name = event["transition"].as_str().unwrap_or_default();
        json!({
            "words": transition.map_or_else(|| wording::capitalized(&wording::words_of(name)), |transition| wording::transition(transition, language).to_owned()),
            "by": named(&event["touchpoint"], kind_of),
            "at": event["at"],
        })
    };
    json!({
        "id": case["id"],
        "severity": case["severity"],
        "state": state.map(|state| wording::capitalized(wording::case_state(state, language))),
        "is_open": state.is_some_and(CaseState::is_unresolved),
        "events": case["events"].as_array().into_iter().flatten().map(event).collect::<Vec<_>>(),
    })
}

/// Names a touchpoint of the journey by its type; nothing if it is not shown.
fn named(key: &Value, kind_of: &HashMap<String, String>) -> Option<String> {
    let key = format!("{}/{}", key["source"].as_str()?, key["id"].as_str()?);
    kind_of.get(&key).cloned()
}

fn worded_type(name: &str, language: Language) -> String {
    wording::capitalized(&wording::touchpoint_type(name, language))
}
