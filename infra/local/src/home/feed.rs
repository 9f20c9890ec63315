//! What the home page shows as it happens: the newest touchpoints with their judgements, and the inbox, as server-sent
//! events. A page that connects gets what there is, then every change.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use domain::vocabulary::Language;
use futures::{Stream, stream};
use serde_json::{Value, json};
use store::items::Image;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::Rooms;
use super::entry::Entry;
use super::reports;

/// Touchpoints kept for pages that connect later.
const ENTRIES_MAX: usize = 1_000;
/// Changes that a slow page may lag behind before it is given everything anew.
const LAG_MAX: usize = 512;

/// The newest touchpoints, and the pages that watch.
pub(super) struct Feed {
    language: Language,
    kept: Mutex<Kept>,
    changes: broadcast::Sender<Value>,
}

#[derive(Default)]
struct Kept {
    entries: HashMap<String, (u64, Entry)>,
    order: BTreeMap<u64, String>,
    next: u64,
}

impl Feed {
    pub(super) fn new(language: Language) -> Self {
        Self { language, kept: Mutex::default(), changes: broadcast::Sender::new(LAG_MAX) }
    }

    /// Takes what stream records say, oldest first, and tells the pages.
    pub(super) fn take(&self, images: Vec<Image>) {
        let mut changed = Vec::new();
        {
            let mut kept = self.kept();
            for image in images {
                let (key, of) = match &image {
                    Image::Touchpoint(touchpoint) => {
                        (Entry::key_of(&touchpoint.key()), kept.get(&touchpoint.key().to_string()))
                    }
                    Image::Moment(moment) => (Entry::key_of(&moment.key()), kept.get(&moment.key().to_string())),
                    Image::Other => continue,
                };
                let entry = match &image {
                    Image::Touchpoint(touchpoint) => Entry::of_touchpoint(touchpoint, of, self.language),
                    Image::Moment(moment) => Entry::of_moment(moment, of, self.language),
                    Image::Other => continue,
                };
                if of != Some(&entry) {
                    kept.put(key, entry.clone());
                    changed.push(entry);
                }
            }
        }
        if !changed.is_empty() {
            self.tell(json!({"entries": changed}));
        }
    }

    /// Forgets a touchpoint that was removed.
    pub(super) fn forget(&self, image: &Image) {
        let Image::Touchpoint(touchpoint) = image else { return };
        let key = Entry::key_of(&touchpoint.key());
        self.kept().remove(&key);
        self.tell(json!({"forget": key}));
    }

    /// Tells the pages anything.
    pub(super) fn tell(&self, change: Value) {
        // Nobody watching is fine.
        let _ = self.changes.send(change);
    }

    /// Tells whether any page is connected.
    pub(super) fn is_watched(&self) -> bool {
        self.changes.receiver_count() > 0
    }

    /// Returns everything kept, oldest first.
    fn snapshot(&self) -> Vec<Entry> {
        let kept = self.kept();
        kept.order.values().filter_map(|key| kept.entries.get(key)).map(|(_, entry)| entry.clone()).collect()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key).map(|(_, entry)| entry)
    }

    fn put(&mut self, key: String, entry: Entry) {
        self.remove(&key);
        self.order.insert(self.next, key.clone());
        self.entries.insert(key, (self.next, entry));
        self.next += 1;
        while self.order.len() > ENTRIES_MAX {
            let Some((_, oldest)) = self.order.pop_first() else { return };
            self.entries.remove(&oldest);
        }
    }

    fn remove(&mut self, key: &str) {
        if let Some((place, _)) = self.entries.remove(key) {
            self.order.remove(&place);
        }
    }
}

/// Answers `GET /_local/feed`.
pub(super) async fn stream(State(rooms): State<Arc<Rooms>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // In this order, so that no change falls between what there was and what comes.
    let changes = rooms.feed.changes.subscribe();
    if let Err(error) = rooms.tail.catch_up(&rooms.feed).await {
        tracing::warn!(%error, "the home page cannot follow the stream");
    }
    let watching = Watching { stopping: rooms.home.stopping.clone(), rooms, changes, everything: true };
    let events = stream::unfold(watching, |mut watching| async move {
        let text = watching.next().await?;
        Some((Ok(Event::default().data(text)), watching))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

struct Watching {
    rooms: Arc<Rooms>,
    changes: broadcast::Receiver<Value>,
    stopping: tokio::sync::watch::Receiver<bool>,
    everything: bool,
}

impl Watching {
    /// Returns what to tell the page next; `None` once the stack stops.
    async fn next(&mut self) -> Option<String> {
        if std::mem::take(&mut self.everything) {
            return Some(self.rooms.everything().to_string());
        }
        tokio::select! {
            _ = self.stopping.wait_for(|stopping| *stopping) => None,
            change = self.changes.recv() => match change {
                Ok(change) => Some(change.to_string()),
                Err(RecvError::Lagged(_)) => Some(self.rooms.everything().to_string()),
                Err(RecvError::Closed) => None,
            },
        }
    }
}

impl Rooms {
    /// All that a page needs to begin with.
    fn everything(&self) -> Value {
        json!({
            "anew": true,
            "language": self.home.language,
            "zone": self.home.time_zone.iana_name(),
            "reports": reports::recent(&self.home),
            "entries": self.feed.snapshot(),
            "messages": self.inbox.all(),
        })
    }
}
