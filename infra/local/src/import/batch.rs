//! Rows made into touchpoints and gathered into batches. Decides what a row becomes, and sends nothing.

use serde_json::{Map, Value};

use domain::touchpoint::parse::sent_id;
use domain::touchpoint::terms::Terms;
use jiff::Timestamp;
use lambda_http::http::HeaderMap;
use senders::map::Told;
use senders::{Delivery, Sender};

use super::Import;
use super::columns::Columns;
use super::ids::Ids;
use super::rows::{Content, Row, Rows, object};
use crate::error::Error;

/// Touchpoints of one request.
const TOUCHPOINTS_MAX: usize = 100;
/// Bytes of one request, below what the API takes.
const BYTES_MAX: usize = 240 * 1024;
/// What marks a touchpoint as history.
pub(super) const HISTORY: &str = "history";

/// A row with what it became.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) line: u64,
    /// The row, for the person who has to correct it.
    pub(super) shown: Value,
    /// The touchpoint as JSON, or why there is none.
    pub(super) touchpoint: Result<String, String>,
}

/// Rows that are sent together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) rows: Vec<Made>,
}

/// The batches of a file.
pub(super) struct Batches {
    rows: Rows,
    making: Making,
    /// Rows that are done already.
    skipped: u64,
    next: Option<Made>,
}

/// How rows become touchpoints.
pub(super) struct Making {
    import: Import,
    columns: Option<Columns>,
    ids: Ids,
}

impl Making {
    pub(super) fn new(import: Import, columns: Option<&[String]>) -> Self {
        Self { columns: columns.map(Columns::of), import, ids: Ids::default() }
    }

    /// Makes a touchpoint of a row.
    pub(super) fn made(&mut self, row: Row) -> Made {
        let shown = row.content.shown();
        let touchpoint = self.touchpoint(row.content).map(|mut touchpoint| {
            if sent_id(&Value::Object(touchpoint.clone())).is_none() {
                touchpoint.retain(|name, _| !matches!(name.as_str(), "id" | "messageId" | "event_id" | "eventId"));
                touchpoint.insert("id".to_owned(), self.ids.of(&shown.to_string()).into());
            }
            touchpoint.entry(HISTORY).or_insert(Value::Bool(true));
            Value::Object(touchpoint).to_string()
        });
        let touchpoint = touchpoint.and_then(|text| {
            if text.len() <= BYTES_MAX { Ok(text) } else { Err("the touchpoint is too large".to_owned()) }
        });
        Made { line: row.line, shown, touchpoint }
    }

    fn touchpoint(&self, content: Content) -> Result<Map<String, Value>, String> {
        let value = match content {
            Content::Broken { why, .. } => return Err(why),
            Content::Record(fields) => match (&self.import.map, &self.columns) {
                (None, Some(columns)) => return columns.touchpoint(&fields, &self.import.zone),
                _ => object(&fields),
            },
            Content::Json(text) => {
                serde_json::from_str(&text).map_err(|error| format!("is no JSON, see column {}", error.column()))?
            }
        };
        let value = match &self.import.map {
            Some(map) => mapped(map, value)?,
            None => value,
        };
        match value {
            Value::Object(touchpoint) => Ok(touchpoint),
            _ => Err("is no JSON object".to_owned()),
        }
    }
}

/// Reads a row by a map.
fn mapped(map: &Sender, row: Value) -> Result<Value, String> {
    let headers = HeaderMap::new();
    let delivery = Delivery {
        method: "POST",
        url: "",
        query: "",
        path_secret: None,
        headers: &headers,
        body: &[],
        received_at: Timestamp::now(),
    };
    let mut told = map.read(row, &delivery, &Terms::default());
    match (told.pop(), told.is_empty()) {
        (Some(Told::Touchpoint { body, .. }), true) => Ok(body),
        (Some(Told::Ignored { .. }), true) => Err("the map ignores it".to_owned()),
        (Some(Told::NotUnderstood { missing, .. }), true) => {
            Err(format!("the map finds nothing for {}", missing.join(", ")))
        }
        (None, _) => Err("the map makes no touchpoint of it".to_owned()),
        (Some(_), false) => Err("the map makes several touchpoints of it".to_owned()),
    }
}

impl Batches {
    pub(super) fn new(rows: Rows, import: Import, skipped: u64) -> Self {
        let making = Making::new(import, rows.columns());
        Self { rows, making, skipped, next: None }
    }

    /// Returns the next row that is not done. Those that are take part in the making of ids.
    fn made(&mut self) -> Result<Option<Made>, Error> {
        if let Some(made) = self.next.take() {
            return Ok(Some(made));
        }
        for row in self.rows.by_ref() {
            let made = self.making.made(row?);
            match self.skipped {
                0 => return Ok(Some(made)),
                _ => self.skipped -= 1,
            }
        }
        Ok(None)
    }
}

impl Iterator for Batches {
    type Item = Result<Batch, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let (mut batch, mut bytes) = (Batch::default(), 0);
        while batch.rows.len() < TOUCHPOINTS_MAX {
            let made = match self.made() {
                Ok(Some(made)) => made,
                Ok(None) => break,
                Err(error) => return Some(Err(error)),
            };
            let more = made.touchpoint.as_ref().map_or(0, String::len) + 1;
            if bytes + more > BYTES_MAX && !batch.rows.is_empty() {
                self.next = Some(made);
                break;
            }
            bytes += more;
            batch.rows.push(made);
        }
        (!batch.rows.is_empty()).then_some(Ok(batch))
    }
}
