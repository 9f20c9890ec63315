//! Keeps what somebody known sent and nobody could take: the bytes first, then the item that lists them. Bounded for each source and
//! day. Never sees a request without a valid key or proof.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::identity::fingerprint;
use domain::touchpoint::parse::FieldError;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use runtime::http::problem::{ERRORS_MAX, Problem};
use runtime::objects::ObjectError;
use runtime::quarantine::{Raw, path_of};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::error::StoreError;
use store::quarantine::{Bounds, Record, State, Way, Why, Wrong};

use crate::Ingest;

mod items;

/// Counts what was kept because nobody could take it. The template watches this.
const QUARANTINED: &str = "TouchpointsQuarantined";
/// Counts what could be neither taken nor kept.
const NOT_QUARANTINED: &str = "TouchpointsNotQuarantined";

/// How much one source may put into quarantine on one day (UTC).
const BOUNDS: Bounds = Bounds { records: 1_000, bytes: 64 * 1024 * 1024 };
/// Bytes of one record: what a vendor may send.
const RECORD_BYTES_MAX: usize = senders::body::BYTES_MAX;

/// The sources that have no room left today, as far as this running function knows.
#[derive(Default)]
pub(crate) struct Full(Mutex<HashMap<String, Date>>);

impl Full {
    fn is_full(&self, source: &str, today: Date) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(source) == Some(&today)
    }

    fn remember(&self, source: &str, today: Date) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(source.to_owned(), today);
    }
}

/// Something that could not be taken.
pub(crate) struct Refused<'a> {
    /// The name of the key or of the sender.
    pub(crate) source: &'a str,
    pub(crate) way: Way,
    pub(crate) reason: Why,
    /// The reason in words.
    pub(crate) detail: String,
    pub(crate) errors: &'a [FieldError],
    pub(crate) customer_id: Option<String>,
    pub(crate) received_at: Timestamp,
    /// What tells two that have the same bytes apart, where they are not the same thing sent twice.
    pub(crate) apart: Option<usize>,
    pub(crate) raw: Raw,
}

/// What became of something that could not be taken.
pub(crate) enum Held {
    /// It is kept, under this name.
    Kept(String),
    /// It is not kept: it is too large, or its source has no room left today.
    NoRoom,
    /// It could not be kept now.
    NotReached,
}

impl Ingest {
    /// Keeps it, if it can, and counts what became of it.
    pub(crate) async fn hold(&self, refused: Refused<'_>) -> Held {
        let (source, reason) = (refused.source.to_owned(), refused.reason);
        let held = self.try_hold(refused).await.unwrap_or_else(|error| {
            tracing::error!(%error, "quarantine not reached");
            Held::NotReached
        });
        let (message, record) = match &held {
            Held::Kept(id) => ("kept in quarantine", Some(id)),
            Held::NoRoom => ("no room in quarantine", None),
            Held::NotReached => ("quarantine not reached", None),
        };
        // A filled trap has a count of its own: it is no reason to wake somebody.
        let counted = usize::from(reason != Why::Honeypot);
        let is_kept = usize::from(record.is_some());
        let fields = [("source", json!(source)), ("reason", json!(reason)), ("record", json!(record))];
        let counts = [(QUARANTINED, counted * is_kept), (NOT_QUARANTINED, counted * (1 - is_kept))];
        self.metrics.count(message, &fields, &counts);
        held
    }

    async fn try_hold(&self, refused: Refused<'_>) -> Result<Held, NotReached> {
        let Refused { source, way, reason, detail, errors, customer_id, received_at, apart, raw } = refused;
        let body = raw.body();
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        if body.is_empty() || body.len() > RECORD_BYTES_MAX || self.full.is_full(source, today) {
            return Ok(Held::NoRoom);
        }
        let id = id_of(source, way, &raw, &body, apart.map(|index| (received_at, index)));
        let bytes = u64::try_from(body.len()).unwrap_or(u64::MAX);
        if !self.table.take_room_in_quarantine(source, (today, Timestamp::now()), bytes, BOUNDS).await? {
            self.full.remember(source, today);
            return Ok(Held::NoRoom);
        }
        self.objects.put(&path_of(&id), "application/json", serde_json::to_vec(&raw)?).await?;
        let errors = errors.iter().take(ERRORS_MAX);
        let errors = errors.map(|error| Wrong { field: error.field.clone(), message: error.complaint.to_string() });
        let record = Record {
            id,
            source: source.to_owned(),
            way,
            reason,
            detail,
            errors: errors.collect(),
            customer_id,
            received_at,
            bytes,
            state: State::Held,
            replayed_at: None,
        };
        self.table.quarantine(&record).await?;
        Ok(Held::Kept(record.id))
    }
}

/// Why something could not be kept. The words of it are for the log.
#[derive(Debug, thiserror::Error)]
enum NotReached {
    #[error(transparent)]
    Table(#[from] StoreError),
    #[error(transparent)]
    Objects(#[from] ObjectError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// Names a record by what was sent: the same again is the same record.
fn id_of(source: &str, way: Way, raw: &Raw, body: &[u8], apart: Option<(Timestamp, usize)>) -> String {
    let apart = apart.map(|(at, index)| format!("{at} {index}")).unwrap_or_default();
    let digest = hex::encode(Sha256::digest(body));
    format!("q_{}", fingerprint(&[source, &format!("{way:?}"), &raw.path, &raw.query, &digest, &apart], 32))
}

/// Returns whom a body names, for those who look for everything about somebody.
pub(crate) fn customer_of(body: &Value) -> Option<String> {
    let names = ["customer_id", "userId", "user_id", "anonymous_id", "anonymousId"];
    let found = names.iter().filter_map(|name| body.get(*name)).find(|value| !value.is_null())?;
    let text = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
    (text.len() <= 800).then_some(text)
}

/// Says why a body that cannot be read is kept; `None` if it is not: what is too large or too much has to be sent otherwise.
pub(crate) fn reason_of(problem: &Problem) -> Option<Why> {
    matches!(problem.status().as_u16(), 400 | 415).then_some(Why::Unreadable)
}
