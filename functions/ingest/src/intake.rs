//! Parses what was posted and stores it, one touchpoint independent of the other. Each gets a result of its own.

use std::time::Duration;

use domain::touchpoint::complaint::Complaint;
use domain::touchpoint::parse::{FieldError, Incoming, Sender, parse_by, sent_id};
use domain::touchpoint::terms::Terms;
use domain::trace::{Step, Trace};
use domain::vocabulary::Proof;
use domain::watch;
use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use runtime::http::access::{KeyKind, WriteKey};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use store::touchpoints::Recorded;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use crate::Ingest;
use crate::media::Posted;

/// Touchpoints of one request that are stored at once.
const PUTS_AT_ONCE: usize = 16;

/// Time for storing what one request holds: below the function's time-out, so that a table that hangs is an answer that
/// says for each item what became of it.
const STORING_TIME_MAX: Duration = Duration::from_secs(7);

/// Counts touchpoints that are in the table. The template watches this one and the next.
const ACCEPTED: &str = "TouchpointsAccepted";
/// Counts touchpoints, and whole requests, whose sender was told that something is wrong with them.
pub(crate) const REFUSED: &str = "TouchpointsRefused";

/// What became of one touchpoint.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Result")]
pub(crate) struct Taken {
    pub(crate) status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// What proves the customer of a touchpoint that came with a publishable key.
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<FieldError>,
    /// What was refused of a touchpoint that was taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<FieldError>,
    #[serde(skip)]
    has_refused_token: bool,
}

impl Taken {
    /// Looks as if a touchpoint without an id had been stored.
    pub(crate) fn pretended(source: &str, proof: Option<Proof>) -> Self {
        let id = Some(Uuid::new_v4().to_string());
        Self { source: Some(source.to_owned()), id, proof, ..Self::of(Status::Accepted) }
    }

    fn of(status: Status) -> Self {
        let (errors, warnings) = (Vec::new(), Vec::new());
        Self { status, source: None, id: None, proof: None, errors, warnings, has_refused_token: false }
    }
}

/// The word for what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ResultStatus")]
pub(crate) enum Status {
    /// It is in the table now.
    Accepted,
    /// It was in the table before.
    Duplicate,
    /// Its source and id name another touchpoint.
    Conflict,
    /// It is wrong.
    Invalid,
    /// It could not be stored; send it again.
    Unavailable,
}

/// What became of a request.
pub(crate) struct Intake {
    pub(crate) taken: Vec<Taken>,
    pub(crate) is_batch: bool,
}

impl Intake {
    /// Tells whether anything is in the table because of it, or was before.
    pub(crate) fn has_stored(&self) -> bool {
        self.count(Status::Accepted) + self.count(Status::Duplicate) > 0
    }

    pub(crate) fn count(&self, status: Status) -> usize {
        self.taken.iter().filter(|taken| taken.status == status).count()
    }
}

/// Where what is posted comes from, and when.
#[derive(Clone, Copy)]
pub(crate) struct From<'a> {
    pub(crate) trace: Option<Trace>,
    pub(crate) terms: Terms<'a>,
    pub(crate) received_at: Timestamp,
}

impl Ingest {
    /// Parses and stores everything that was posted, as part of a trace if there is one. `token` is the identity token of the
    /// request, for touchpoints without one of their own.
    pub(crate) async fn take(&self, (key, token): (&WriteKey, Option<&str>), posted: Posted, from: From<'_>) -> Intake {
        let sender = Sender { name: &key.name, is_secret: key.kind == KeyKind::Secret };
        let (shape, form_id) = (posted.shape, posted.form_id);
        let parsed = posted.bodies.into_iter().enumerate().map(|(index, body)| {
            let received_at = in_turn(from.received_at, index);
            body.map_err(|errors| Refused { id: None, errors }).and_then(|body| {
                let id = sent_id(&body);
                let new_id = || form_id.clone().unwrap_or_else(|| Uuid::new_v4().to_string());
                let parsed = parse_by(body, shape, sender, received_at, &from.terms, new_id);
                let parsed = parsed.and_then(|incoming| match dated_back_too_far(key, &incoming) {
                    Some(error) => Err(vec![error]),
                    None => Ok(incoming),
                });
                let mut incoming = parsed.map_err(|errors| Refused { id, errors })?;
                let check = |customer: &str, token: &str| key.check_identity(customer, token, received_at);
                let refused_token = incoming.prove(token, check);
                Ok(Parsed { incoming, refused_token, answer: None })
            })
        });
        let parsed: Vec<_> = parsed.collect();
        self.store_all(&key.name, parsed, posted.is_batch, from.trace).await
    }

    /// Stores what was parsed, several at once, and counts what became of it.
    pub(crate) async fn store_all(
        &self,
        source: &str,
        parsed: Vec<Result<Parsed, Refused>>,
        is_batch: bool,
        trace: Option<Trace>,
    ) -> Intake {
        let deadline = Instant::now() + STORING_TIME_MAX;
        let settings = self.configuration.current().await;
        let rules = &settings.rules;
        let clocked = parsed.into_iter().map(|parsed| {
            parsed.map(|mut parsed| {
                parsed.incoming.look_at = watch::look_at(&parsed.incoming.touchpoint, rules);
                parsed
            })
        });
        let stored = stream::iter(clocked).map(|parsed| self.store(parsed, trace, deadline));
        let taken: Vec<_> = stored.buffered(PUTS_AT_ONCE).collect().await;
        let intake = Intake { taken, is_batch };
        let [invalid, unavailable, conflict, duplicate] =
            [Status::Invalid, Status::Unavailable, Status::Conflict, Status::Duplicate]
                .map(|status| intake.count(status));
        let claims = intake.taken.iter().filter(|taken| taken.proof == Some(Proof::Claim)).count();
        let refused_tokens = intake.taken.iter().filter(|taken| taken.has_refused_token).count();
        let refused_fields = intake.taken.iter().map(|taken| taken.warnings.len()).sum::<usize>();
        let mut fields = vec![
            ("source", json!(source)),
            ("claims", json!(claims)),
            ("refused_tokens", json!(refused_tokens)),
            ("refused_fields", json!(refused_fields)),
            ("duplicate", json!(duplicate)),
            ("conflict", json!(conflict)),
            ("invalid", json!(invalid)),
            ("unavailable", json!(unavailable)),
        ];
        fields.extend(trace.map(|trace| ("trace_id", json!(trace.trace_id()))));
        self.metrics.count(
            "touchpoints taken",
            &fields,
            &[
                (ACCEPTED, intake.count(Status::Accepted) + duplicate),
                (REFUSED, invalid + conflict),
                ("TouchpointsNotStored", unavailable),
            ],
        );
        intake
    }

    async fn store(&self, parsed: Result<Parsed, Refused>, trace: Option<Trace>, deadline: Instant) -> Taken {
        let Parsed { mut incoming, refused_token, answer } = match parsed {
            Ok(parsed) => parsed,
            Err(Refused { id, errors }) => return Taken { id, errors, ..Taken::of(Status::Invalid) },
        };
        let steps = trace.map(|trace| (trace, trace.step(Step::Ingest, &[&incoming.touchpoint.key().to_string()])));
        incoming.touchpoint.trace = steps.map(|(_, step)| step);
        let began = Timestamp::now();
        let mut errors = Vec::new();
        let recording = async {
            match &answer {
                None => self.table.record(&incoming).await,
                Some(answer) => self.table.record_telling(&mut incoming, answer.as_deref()).await,
            }
        };
        let status = match timeout_at(deadline, recording).await {
            Ok(Ok(Recorded::Accepted)) => Status::Accepted,
            Ok(Ok(Recorded::Duplicate)) => Status::Duplicate,
            Ok(Ok(Recorded::Conflict)) => Status::Conflict,
            Ok(Err(error)) if error.is_retryable() => {
                tracing::error!(%error, "touchpoint not stored");
                Status::Unavailable
            }
            // Sending it again would not help: the sender has to know.
            Ok(Err(error)) => {
                tracing::error!(%error, "touchpoint refused by the table");
                errors.push(FieldError { field: String::new(), complaint: Complaint::CannotBeStored });
                Status::Invalid
            }
            Err(_) => {
                tracing::error!("ran out of time while storing");
                Status::Unavailable
            }
        };
        if let Some(steps) = steps {
            self.spans.tell(Step::Ingest, steps, began, status == Status::Unavailable);
        }
        let Incoming { touchpoint, mut warnings, .. } = incoming;
        // What was stored before keeps the proof that it came with.
        let is_new = status == Status::Accepted;
        Taken {
            source: Some(touchpoint.source),
            id: Some(touchpoint.id),
            proof: touchpoint.proof.filter(|proof| is_new && !matches!(proof, Proof::Secret | Proof::Visitor)),
            errors,
            has_refused_token: is_new && refused_token.is_some(),
            warnings: {
                warnings.extend(refused_token);
                warnings.retain(|_| is_new);
                warnings
            },
            ..Taken::of(status)
        }
    }
}

/// Complains about a touchpoint that its key may not date back so far: whoever reads a publishable key in a page could write
/// into the reports of any day.
fn dated_back_too_far(key: &WriteKey, incoming: &Incoming) -> Option<FieldError> {
    let hours = key.back_dated_hours_max()?;
    let by = incoming.touchpoint.received_at.duration_since(incoming.touchpoint.occurred_at);
    let complaint = Complaint::PastHours(hours.into());
    (by > SignedDuration::from_hours(hours.into())).then(|| FieldError { field: "occurred_at".to_owned(), complaint })
}

/// Touchpoints of one batch were received one after the other: those without a time of their own keep their order.
pub(crate) fn in_turn(received_at: Timestamp, index: usize) -> Timestamp {
    let micros = i64::try_from(index).unwrap_or_default();
    received_at.checked_add(SignedDuration::from_micros(micros)).unwrap_or(received_at)
}

/// A touchpoint that can be stored.
pub(crate) struct Parsed {
    pub(crate) incoming: Incoming,
    /// What is wrong with its identity token.
    pub(crate) refused_token: Option<FieldError>,
    /// Of a sender that may tell of one answer several times: what names the answer, where it is not the id.
    pub(crate) answer: Option<Option<String>>,
}

/// A touchpoint that is wrong, with the id it was sent under.
pub(crate) struct Refused {
    pub(crate) id: Option<String>,
    pub(crate) errors: Vec<FieldError>,
}

impl Refused {
    /// Refuses what nobody understood, with the fields in which nothing was found.
    pub(crate) fn missing(fields: Vec<&str>) -> Self {
        let fields = if fields.is_empty() { vec!["touchpoint_type"] } else { fields };
        let missing = |field: &str| FieldError { field: field.to_owned(), complaint: Complaint::Missing };
        Self { id: None, errors: fields.into_iter().map(missing).collect() }
    }
}
