//! Brings history in from a file: rows are read one after the other, made into touchpoints that say that they are history, and posted
//! in batches over the HTTP API. Every row ends as accepted, duplicate or rejected, and a run that was cut short goes on where it was.
//! Judges nothing, except for a look before anything is sent.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use futures::StreamExt;
use jiff::tz::TimeZone;
use senders::Sender;
use tokio::sync::mpsc;

use crate::error::Error;

use self::batch::{Batch, Batches};
use self::ledger::Ledger;
use self::rows::Rows;
use self::send::Target;

mod batch;
mod columns;
mod ids;
mod ledger;
pub mod look;
mod rows;
mod send;

pub use self::ledger::Totals;

/// Batches that are under way at once.
const AT_ONCE: usize = 4;
/// Batches that are ready before they can be sent.
const AHEAD: usize = 8;

/// What is to be imported, and how.
#[derive(Clone)]
pub struct Import {
    /// The file: CSV or NDJSON, also with gzip.
    pub file: PathBuf,
    /// How its rows become touchpoints; without one they are touchpoints, or have columns that are named like their fields.
    pub map: Option<Sender>,
    /// Zone of times that name none.
    pub zone: TimeZone,
}

/// What a run tells while it goes on.
pub trait Watcher: Send {
    /// Tells how many bytes of the file are read, of how many, and what became of the rows so far.
    fn progress(&mut self, bytes: (u64, u64), totals: &Totals);
}

/// What became of a whole file.
#[derive(Debug)]
pub struct Outcome {
    /// The counts.
    pub totals: Totals,
    /// Where the rejected rows are, if there are any.
    pub rejects: Option<PathBuf>,
    /// Rows that an earlier run had done.
    pub resumed_after: u64,
    /// How long it took until the last row had its answer.
    pub took: Duration,
}

impl Import {
    /// Opens the file.
    ///
    /// # Errors
    /// It cannot be read, or is of no kind that is taken.
    fn rows(&self) -> Result<Rows, Error> {
        Rows::open(&self.file)
    }

    /// Imports the file into the suite at an address, with a secret write key.
    ///
    /// # Errors
    /// The file cannot be read; the suite cannot be reached, refuses the key, or is unavailable for long. The same again then goes
    /// on where this one ended.
    pub async fn run(&self, address: &str, key: &str, watcher: &mut dyn Watcher) -> Result<Outcome, Error> {
        let began = Instant::now();
        let rows = self.rows()?;
        let read = rows.progress();
        let mut ledger = Ledger::open(&self.file, address)?;
        let resumed_after = ledger.totals().rows();
        let (ready, batches) = mpsc::channel(AHEAD);
        let maker = Batches::new(rows, self.clone(), resumed_after);
        let reading = tokio::task::spawn_blocking(move || hand_over(maker, &ready));
        let target = Target::new(address, key)?;
        let batches = futures::stream::unfold(batches, |mut batches| async { Some((batches.recv().await?, batches)) });
        let sent = batches.map(|batch| target.send(batch)).buffered(AT_ONCE);
        futures::pin_mut!(sent);
        while let Some(settled) = sent.next().await {
            ledger.enter(settled?)?;
            watcher.progress(read.position(), ledger.totals());
        }
        reading.await.map_err(|error| Error::failed("import", error))??;
        let (totals, rejects) = ledger.close()?;
        Ok(Outcome { totals, rejects, resumed_after, took: began.elapsed() })
    }
}

/// Reads the file and hands batch after batch over, until there are no more or nobody wants them.
fn hand_over(maker: Batches, ready: &mpsc::Sender<Batch>) -> Result<(), Error> {
    for batch in maker {
        if ready.blocking_send(batch?).is_err() {
            break;
        }
    }
    Ok(())
}

/// Returns the path of a file that is kept beside the imported one.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    file.with_file_name(name)
}
