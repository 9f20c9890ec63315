//! A second connection to the engine's file, for what the engine leaves undone: the index that keeps stream writes from
//! slowing down as the stream grows, the retention of stream records, and word of every change.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::watch;

use crate::error::Error;

/// How often the file is asked whether anything changed. The question reads one word of shared memory.
pub(crate) const CHANGE_POLL_INTERVAL: Duration = Duration::from_millis(4);
/// DynamoDB keeps stream records for 24 hours.
const RETENTION_S: i64 = 24 * 60 * 60;
/// The newest records stay whatever their age: the home page begins with them.
const KEPT_RECORDS: i64 = 2_000;
/// Records deleted under one write lock, so that no request waits long.
const TRIM_BATCH: i64 = 500;
/// The engine's public sequence numbers are its stored ones above this offset.
const SEQUENCE_NUMBER_OFFSET: u128 = 100_000_000_000_000_000_000;

/// Looks after the engine's file from beside it.
pub(crate) struct Keeper {
    connection: Mutex<Connection>,
    changes: watch::Receiver<u64>,
    watcher: Option<(Arc<()>, JoinHandle<()>)>,
}

impl Keeper {
    /// Opens the second connection. The engine must have opened the file before, which makes its tables.
    pub(crate) fn open(file: &Path) -> Result<Self, Error> {
        let connection = connect(file)?;
        connection
            .execute_batch(
                "CREATE INDEX IF NOT EXISTS moments_stream_order
                 ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
            )
            .map_err(|error| Error::file(file, error))?;
        let (sender, changes) = watch::channel(0);
        let alive = Arc::new(());
        let watched = Arc::downgrade(&alive);
        let connection_of_watcher = connect(file)?;
        let watcher = std::thread::Builder::new()
            .name("table-changes".to_owned())
            .spawn(move || {
                let mut seen = None;
                while watched.strong_count() > 0 {
                    let version = data_version(&connection_of_watcher);
                    if version != seen {
                        seen = version;
                        sender.send_modify(|count| *count += 1);
                    }
                    std::thread::sleep(CHANGE_POLL_INTERVAL);
                }
            })
            .map_err(|error| Error::failed("embedded table", error))?;
        Ok(Self { connection: Mutex::new(connection), changes, watcher: Some((alive, watcher)) })
    }

    /// Returns a counter that moves soon after any write is committed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// Returns the sequence number that `records` newest records of the table's stream come after; `None` if there are
    /// not more than that. With 0 it is the newest one.
    pub(crate) fn position_before_newest(&self, table: &str, records: u32) -> Result<Option<String>, Error> {
        let stored: Option<i64> = self
            .connection()
            .query_row(
                "SELECT CAST(sequence_number AS INTEGER) FROM _stream_records WHERE table_name = ?1
                 ORDER BY CAST(sequence_number AS INTEGER) DESC LIMIT 1 OFFSET ?2",
                params![table, records],
                |row| row.get(0),
            )
            .optional()
            .map_err(|error| Error::failed("embedded table", error))?;
        Ok(stored.map(public))
    }

    /// Deletes stream records that are older than 24 hours and not needed any more: `behind` is the sequence number that
    /// every reader is done with. Returns how many were deleted.
    ///
    /// DynamoDB would delete the unread ones too. A machine that was off over the weekend should not lose them.
    pub(crate) fn trim(&self, table: &str, behind: &str, now_s: i64) -> Result<usize, Error> {
        let Some(behind) = stored(behind) else { return Ok(0) };
        let mut deleted = 0;
        loop {
            let trimmed = self
                .connection()
                .execute(
                    "DELETE FROM _stream_records WHERE id IN (
                       SELECT id FROM _stream_records
                       WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 AND created_at < ?3
                         AND CAST(sequence_number AS INTEGER) < COALESCE((
                           SELECT CAST(sequence_number AS INTEGER) FROM _stream_records WHERE table_name = ?1
                           ORDER BY CAST(sequence_number AS INTEGER) DESC LIMIT 1 OFFSET ?4), 0)
                       ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?5)",
                    params![table, behind, now_s - RETENTION_S, KEPT_RECORDS - 1, TRIM_BATCH],
                )
                .map_err(|error| Error::failed("embedded table", error))?;
            deleted += trimmed;
            if trimmed < TRIM_BATCH as usize {
                return Ok(deleted);
            }
        }
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held leaves SQLite itself intact.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some((alive, watcher)) = self.watcher.take() {
            drop(alive);
            let _ = watcher.join();
        }
    }
}

/// Refuses a file that is damaged, before anything is accepted into it: SQLite would notice when it comes to the damaged
/// page, and a table that was cut short would take touchpoints until then. Reads the whole file, about 1 GB in two seconds.
///
/// Fails with an error that says what to do.
pub(crate) fn check(file: &Path) -> Result<(), Error> {
    let checked = Connection::open(file).and_then(|connection| {
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
    });
    match checked {
        Ok(found) if found == "ok" => Ok(()),
        Ok(_) => Err(super::damaged(file)),
        Err(error) => Err(super::unopened(file, &error.to_string())),
    }
}

fn connect(file: &Path) -> Result<Connection, Error> {
    let connection = Connection::open(file).map_err(|error| Error::file(file, error))?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(|error| Error::file(file, error))?;
    Ok(connection)
}

/// SQLite's own counter of commits by other connections; `None` while it cannot be read.
fn data_version(connection: &Connection) -> Option<i64> {
    // Prepared once: it is asked 250 times a second.
    connection.prepare_cached("PRAGMA data_version").and_then(|mut asked| asked.query_row([], |row| row.get(0))).ok()
}

fn public(stored: i64) -> String {
    (SEQUENCE_NUMBER_OFFSET + u128::from(stored.unsigned_abs())).to_string()
}

fn stored(public: &str) -> Option<i64> {
    i64::try_from(public.parse::<u128>().ok()?.checked_sub(SEQUENCE_NUMBER_OFFSET)?).ok()
}

#[cfg(test)]
mod tests;
