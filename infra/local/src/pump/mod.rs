//! Carries the table's stream to the functions that read it, one reader a mapping. Knows no function by name.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::engine::keeper::Keeper;
use crate::engine::stream::{Stream, order};
use crate::error::Error;
use crate::invoke::Invoker;
use crate::load::Load;
use crate::template::events::StreamSpec;
use checkpoint::Checkpoint;
use failed::FailedLog;
use filter::Filter;
use reader::{Reader, Surroundings};

pub(crate) mod buffer;
pub(crate) mod checkpoint;
pub(crate) mod failed;
pub(crate) mod filter;
pub(crate) mod reader;
pub(crate) mod verdict;

/// How often stream records that nobody needs are deleted.
const TRIM_INTERVAL: Duration = Duration::from_mins(10);

/// How a reader of the stream is doing. The counts begin with the process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReaderStatus {
    /// Function and event, such as `Classify-Touchpoints`.
    pub name: String,
    /// Records read from the stream.
    pub read: u64,
    /// Records sent to the function, again if they were sent again.
    pub delivered: u64,
    /// Invocations.
    pub batches: u64,
    /// Invocations that failed, wholly or in part.
    pub failures: u64,
    /// Records given up after the last retry.
    pub given_up: u64,
    /// Sequence number up to which everything is done; none before the first.
    pub checkpoint: Option<String>,
    /// Whether it stands still because it was told to.
    pub paused: bool,
}

/// The readers of the table's stream.
pub(crate) struct Pump {
    readers: Vec<(Arc<Mutex<ReaderStatus>>, JoinHandle<()>)>,
    trimmer: JoinHandle<()>,
    keeper: Arc<Keeper>,
    table: String,
    paused: watch::Sender<bool>,
    load: Load,
}

/// What the readers share.
pub(crate) struct Source {
    /// Name of the table.
    pub(crate) table: String,
    /// Its stream.
    pub(crate) stream: Stream,
    /// Looks after the stream's records.
    pub(crate) keeper: Arc<Keeper>,
    /// Becomes true when the stack stops.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Pump {
    /// Starts a reader for each mapping.
    pub(crate) fn start(
        source: Source,
        mappings: Vec<(StreamSpec, Invoker)>,
        data: &Path,
        paused: bool,
    ) -> Result<Self, Error> {
        let (pause, paused) = watch::channel(paused);
        let load = Load::default();
        let failed = FailedLog::new(&data.join("failed"));
        let mut prepared = Vec::new();
        for (spec, function) in mappings {
            let name = format!("{}-{}", function.id, spec.name);
            let status = Arc::new(Mutex::new(ReaderStatus { name: name.clone(), ..ReaderStatus::default() }));
            let around = Surroundings {
                stream: source.stream.clone(),
                changes: source.keeper.changes(),
                paused: paused.clone(),
                stopping: source.stopping.clone(),
                failed: failed.clone(),
                load: load.clone(),
            };
            let checkpoint = Checkpoint::load(&data.join("readers"), &name, &source.stream.arn)?;
            let newest = source.keeper.position_before_newest(&source.table, 0)?;
            let filter = Filter::compile(&spec.patterns)?;
            let reader = Reader::new(spec, filter, function, around, checkpoint, newest, status.clone())?;
            prepared.push((status, reader));
        }
        let statuses: Vec<_> = prepared.iter().map(|(status, _)| status.clone()).collect();
        let readers = prepared.into_iter().map(|(status, reader)| (status, tokio::spawn(reader.run()))).collect();
        let trimmer = tokio::spawn(trim(source.keeper.clone(), source.table.clone(), statuses));
        Ok(Self { readers, trimmer, keeper: source.keeper, table: source.table, paused: pause, load })
    }

    /// Tells how each reader is doing.
    pub(crate) fn status(&self) -> Vec<ReaderStatus> {
        self.readers.iter().map(|(status, _)| snapshot(status)).collect()
    }

    /// Returns where to take note of whom the readers give way to.
    pub(crate) fn load(&self) -> Load {
        self.load.clone()
    }

    /// Lets the readers finish what they are at and stand still.
    pub(crate) fn pause(&self) {
        self.paused.send_replace(true);
    }

    /// Lets the readers go on.
    pub(crate) fn resume(&self) {
        self.paused.send_replace(false);
    }

    /// Tells whether every reader has done every record there is.
    pub(crate) fn caught_up(&self) -> Result<bool, Error> {
        let Some(newest) = self.keeper.position_before_newest(&self.table, 0)? else { return Ok(true) };
        let behind = |status: &ReaderStatus| {
            status.checkpoint.as_deref().is_none_or(|checkpoint| order(checkpoint) < order(&newest))
        };
        Ok(!self.status().iter().any(behind))
    }

    /// Waits until the readers have ended, which they do once the stack stops.
    pub(crate) async fn end(self) {
        self.trimmer.abort();
        for (_, reader) in self.readers {
            let _ = reader.await;
        }
    }
}

/// Deletes old records that every reader is done with.
async fn trim(keeper: Arc<Keeper>, table: String, readers: Vec<Arc<Mutex<ReaderStatus>>>) {
    let mut interval = tokio::time::interval(TRIM_INTERVAL);
    loop {
        interval.tick().await;
        let checkpoints: Option<Vec<String>> = readers.iter().map(|status| snapshot(status).checkpoint).collect();
        // A reader without a checkpoint still needs everything.
        let Some(behind) = checkpoints.and_then(|all| all.into_iter().min_by(|a, b| order(a).cmp(&order(b)))) else {
            continue;
        };
        let (keeper, table) = (keeper.clone(), table.clone());
        let trimmed =
            tokio::task::spawn_blocking(move || keeper.trim(&table, &behind, Timestamp::now().as_second())).await;
        match trimmed {
            Ok(Ok(records)) => tracing::debug!(records, "trimmed the stream"),
            Ok(Err(error)) => tracing::warn!(%error, "the stream could not be trimmed"),
            Err(_) => return,
        }
    }
}

fn snapshot(status: &Mutex<ReaderStatus>) -> ReaderStatus {
    status.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
