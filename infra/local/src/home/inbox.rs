//! Stands for a team channel: takes what a Slack webhook or any other webhook would, shows it on the home page and keeps
//! the newest in a file. Sends nothing.

use std::collections::VecDeque;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Rooms;
use super::away::Away;
use crate::error::Error;

/// Messages kept.
const MESSAGES_MAX: usize = 100;

/// The newest messages, oldest first.
pub(super) struct Inbox {
    pub(super) away: Away,
    file: PathBuf,
    messages: Mutex<VecDeque<Value>>,
}

impl Inbox {
    /// Reads the messages of earlier runs.
    pub(super) fn open(file: &Path) -> Result<Self, Error> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Error::file(file, error)),
        };
        // A line that a kill cut short is no message.
        let mut messages: VecDeque<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let surplus = messages.len().saturating_sub(MESSAGES_MAX);
        messages.drain(..surplus);
        if surplus > 0 {
            let kept: String = messages.iter().map(|message| format!("{message}\n")).collect();
            std::fs::write(file, kept).map_err(|error| Error::file(file, error))?;
        }
        Ok(Self { away: Away::default(), file: file.to_owned(), messages: Mutex::new(messages) })
    }

    /// Returns the messages, oldest first.
    pub(super) fn all(&self) -> Vec<Value> {
        self.messages().iter().cloned().collect()
    }

    fn put(&self, message: &Value) -> std::io::Result<()> {
        let mut messages = self.messages();
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(&self.file)?;
        // A line of its own, also after one that was cut short.
        file.write_all(format!("\n{message}\n").as_bytes())?;
        messages.push_back(message.clone());
        while messages.len() > MESSAGES_MAX {
            messages.pop_front();
        }
        Ok(())
    }

    fn messages(&self) -> MutexGuard<'_, VecDeque<Value>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers `POST /_local/inbox/slack` and `/_local/inbox/webhook` as those services do.
pub(super) async fn receive(
    State(rooms): State<Arc<Rooms>>,
    UrlPath(kind): UrlPath<String>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if !matches!(kind.as_str(), "slack" | "webhook") {
        return (StatusCode::NOT_FOUND, "no_service").into_response();
    }
    let Ok(body) = serde_json::from_str::<Value>(&body) else {
        return (StatusCode::BAD_REQUEST, "invalid_payload").into_response();
    };
    if kind == "slack" && body.get("text").is_none() && body.get("blocks").is_none() {
        return (StatusCode::BAD_REQUEST, "no_text").into_response();
    }
    let at = Timestamp::now().to_string();
    if let Some(seconds) = rooms.inbox.away.refuses(Instant::now()) {
        let refused = json!({"kind": "refused", "at": at, "retry_after_s": seconds});
        return rooms.keep(&refused).unwrap_or_else(|| {
            let headers = [(header::RETRY_AFTER, seconds.to_string())];
            (StatusCode::SERVICE_UNAVAILABLE, headers, "service_unavailable").into_response()
        });
    }
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok());
    rooms
        .keep(&json!({"kind": kind, "at": at, "id": id, "body": body}))
        .unwrap_or_else(|| (StatusCode::OK, "ok").into_response())
}

impl Rooms {
    /// Keeps what came and tells the pages. Returns the answer that says so if it cannot be kept.
    fn keep(&self, message: &Value) -> Option<Response> {
        if let Err(error) = self.inbox.put(message) {
            tracing::error!(%error, "the inbox cannot be written");
            return Some((StatusCode::INTERNAL_SERVER_ERROR, "rollup_error").into_response());
        }
        self.feed.tell(json!({"messages": [message]}));
        None
    }
}
