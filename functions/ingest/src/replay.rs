//! `POST /v1/quarantine/{id}/replay` and `DELETE /v1/quarantine/{id}`: what was kept goes the way of everything again, by the
//! configuration of now and with the time of its receipt. Whatever is in the table already is a duplicate, so it does no harm to
//! begin again after a crash, or twice at once. The console sends an admin here with a permit, and the answer sends
//! the admin back.

use jiff::Timestamp;
use lambda_http::http::header::CONTENT_TYPE;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::access::{KeyKind, WriteKey, bearer};
use runtime::http::answer::see_other;
use runtime::http::forms::refuse_other_sites;
use runtime::http::identity::IDENTITY_TOKEN;
use runtime::http::problem::Problem;
use runtime::http::route::route;
use runtime::objects::ObjectError;
use runtime::quarantine::{Raw, path_of};
use serde_json::json;
use store::quarantine::{Record, State, Way};

use crate::intake::{From, Intake, Status};
use crate::media::{bytes_of, header, problem_of};
use crate::settings::Settings;
use crate::{Ingest, answer, authorize, deliveries, media, sdk};

/// The routes of a record.
const RECORD: &str = "/v1/quarantine/{id}";
const REPLAY: &str = "/v1/quarantine/{id}/replay";

/// Returns whether a request is about the quarantine.
pub(crate) fn is_meant(request: &Request) -> bool {
    matches!(route(request), RECORD | REPLAY)
}

impl Ingest {
    /// Answers a request about one record.
    pub(crate) async fn quarantined(&self, request: &Request, document: &Settings) -> Response<Body> {
        let permitted = match self.permitted(request).await {
            Ok(permitted) => permitted,
            Err(problem) => return problem.response(),
        };
        let answered = match permitted {
            Some(false) => Err(Problem::forbidden("the permit has expired; open the quarantine again")),
            Some(true) => self.try_quarantined(request, document).await,
            None => match authorize_replay(request, document) {
                Ok(()) => self.try_quarantined(request, document).await,
                Err(problem) => Err(problem),
            },
        };
        let answered = if permitted.is_some() { back(answered) } else { answered };
        answered.unwrap_or_else(|problem| problem.response())
    }

    /// Returns whether the console let an admin replay this record just now; none if a program asks, which has a key.
    async fn permitted(&self, request: &Request) -> Result<Option<bool>, Problem> {
        let query = request.query_string_parameters();
        let token = query.first("permit").filter(|_| (route(request), request.method()) == (REPLAY, &Method::POST));
        let Some(token) = token else { return Ok(None) };
        refuse_other_sites(request, self.public_url.as_deref())?;
        let parameters = request.path_parameters();
        let id = parameters.first("id").unwrap_or_default();
        let may = self.table.may_replay(id, token, Timestamp::now()).await;
        may.map(Some).map_err(|error| Problem::of_table(&error))
    }

    async fn try_quarantined(&self, request: &Request, document: &Settings) -> Result<Response<Body>, Problem> {
        let parameters = request.path_parameters();
        let id = parameters.first("id").unwrap_or_default();
        match (route(request) == REPLAY, request.method()) {
            (true, &Method::POST) => self.replay(id, document).await,
            (false, &Method::DELETE) => self.remove(id).await,
            (true, _) => Err(Problem::method_not_allowed("records are replayed with POST").allowing("POST")),
            (false, _) => {
                Err(Problem::method_not_allowed("records are read with GET, removed with DELETE")
                    .allowing("GET, DELETE"))
            }
        }
    }

    async fn replay(&self, id: &str, document: &Settings) -> Result<Response<Body>, Problem> {
        let record = self.record(id).await?;
        if record.state == State::Replayed {
            return Ok(answered(&record.id, None));
        }
        let kept = self.objects.find(&path_of(&record.id)).await.map_err(|error| not_reached(&error))?;
        let kept = kept.ok_or_else(|| Problem::gone("the bytes of this record are not kept any more"))?;
        let raw: Raw = serde_json::from_slice(&kept).map_err(Problem::internal)?;
        let intake = self.take_again(&record, &raw.request(), document).await?;
        if intake.count(Status::Unavailable) > 0 {
            return Err(Problem::not_stored("not everything was stored, replay it again"));
        }
        if intake.count(Status::Invalid) + intake.count(Status::Conflict) > 0 {
            let problem = Problem::invalid("it still cannot be taken, see `results`; the record stays in quarantine");
            return Err(problem.with_results(json!(intake.taken)));
        }
        let settled = self.table.settle_quarantined(&record.id, Timestamp::now()).await;
        settled.map_err(|error| Problem::of_table(&error))?;
        let fields = [("source", json!(record.source)), ("record", json!(record.id))];
        self.metrics.count("replayed from quarantine", &fields, &[("TouchpointsReplayed", intake.taken.len())]);
        Ok(answered(&record.id, Some(&intake)))
    }

    async fn remove(&self, id: &str) -> Result<Response<Body>, Problem> {
        let record = self.record(id).await?;
        // The bytes first: what is listed can be removed again.
        self.objects.delete(&path_of(&record.id)).await.map_err(|error| not_reached(&error))?;
        self.table.remove_quarantined(&record.id).await.map_err(|error| Problem::of_table(&error))?;
        let mut response = Response::new(Body::Empty);
        *response.status_mut() = StatusCode::NO_CONTENT;
        Ok(response)
    }

    async fn record(&self, id: &str) -> Result<Record, Problem> {
        let record = self.table.quarantined(id).await.map_err(|error| Problem::of_table(&error))?;
        record.ok_or_else(|| Problem::not_found("there is no such record in quarantine"))
    }

    /// Reads and stores what was kept, by its way.
    async fn take_again(&self, record: &Record, request: &Request, document: &Settings) -> Result<Intake, Problem> {
        match record.way {
            Way::Touchpoint => self.touchpoint_again(record, request, document).await,
            Way::Delivery => {
                let sender = document.senders.get(&record.source);
                let sender = sender.ok_or_else(|| unknown("sender", &record.source))?;
                let body = senders::body::read(header(request.headers(), &CONTENT_TYPE), bytes_of(request));
                let delivery = deliveries::again(request, record.received_at);
                let told = sender.read(body.map_err(problem_of)?, &delivery, &document.terms_of_sender(&sender.name));
                let read = deliveries::parse_all(sender, told, (document, record.received_at));
                Ok(self.store_all(&sender.name, read.parsed, true, None).await)
            }
            Way::Call => {
                let key = key_named(&record.source, document)?;
                let body =
                    media::read_json(header(request.headers(), &CONTENT_TYPE).unwrap_or_default(), bytes_of(request))?;
                let told = sdk::told(body, request, record.received_at, &document.terms(&key.privacy));
                let parsed = sdk::parse_all(told, key, (document, record.received_at));
                Ok(self.store_all(&key.name, parsed, true, None).await)
            }
        }
    }

    async fn touchpoint_again(
        &self,
        record: &Record,
        request: &Request,
        document: &Settings,
    ) -> Result<Intake, Problem> {
        let key = key_named(&record.source, document)?;
        let mut posted =
            media::open(request).map_err(|unopened| *unopened.problem)?.read(request, record.received_at)?;
        // The id has to be the same each time.
        posted.form_id.get_or_insert_with(|| record.id.clone());
        let token = request.headers().get(IDENTITY_TOKEN).and_then(|value| value.to_str().ok());
        let from = From { trace: None, terms: document.terms(&key.privacy), received_at: record.received_at };
        Ok(self.take((key, token), posted, from).await)
    }
}

/// Sends an admin back to the page of the quarantine, which says what came of it.
fn back(answered: Result<Response<Body>, Problem>) -> Result<Response<Body>, Problem> {
    let word = match answered {
        Ok(_) => "taken",
        Err(problem) if problem.status().is_server_error() => "later",
        Err(_) => "held",
    };
    see_other(&format!("/set-up/quarantine?replay={word}"))
}

/// Lets in who has a secret write key: what is replayed becomes a fact.
fn authorize_replay(request: &Request, document: &Settings) -> Result<(), Problem> {
    let Some(presented) = bearer(request.headers()) else {
        return Err(Problem::unauthorized("send a secret write key as `Authorization: Bearer KEY`"));
    };
    match authorize::known(presented, &document.write_keys, Timestamp::now())?.kind {
        KeyKind::Secret => Ok(()),
        KeyKind::Publishable => Err(Problem::forbidden("a secret write key is needed")),
    }
}

fn key_named<'a>(name: &str, document: &'a Settings) -> Result<&'a WriteKey, Problem> {
    document.write_keys.iter().find(|key| key.name == name).ok_or_else(|| unknown("write key", name))
}

fn unknown(what: &str, name: &str) -> Problem {
    Problem::gone(format!("the configuration has no {what} `{name}` any more"))
}

fn not_reached(error: &ObjectError) -> Problem {
    tracing::error!(%error, "quarantine not reached");
    Problem::not_stored("the record cannot be reached")
}

/// Answers that a record waits no longer; without results if that was so before.
fn answered(id: &str, intake: Option<&Intake>) -> Response<Body> {
    let mut body = json!({ "id": id, "state": State::Replayed });
    if let Some(intake) = intake {
        body["results"] = json!(intake.taken);
    }
    let mut response = answer::accepted(&body);
    *response.status_mut() = StatusCode::OK;
    response
}
