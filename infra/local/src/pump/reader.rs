//! One reader of the stream: reads, filters, batches, invokes, and moves its checkpoint, as a Lambda event source mapping
//! does.
//!
//! Two things differ on purpose. A record is too old only once it has failed here: a machine that was switched off is no
//! failure. And a batch that fails from its first record on is halved even if the function said which record it was, so
//! that giving up takes one record with it and not its neighbours.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

use super::ReaderStatus;
use super::buffer::{self, Buffer, Held};
use super::checkpoint::Checkpoint;
use super::failed::{FailedLog, GivenUp};
use super::filter::Filter;
use super::verdict::{self, Next, Policy};
use crate::engine::stream::{Cursor, Position, Stream, StreamRecord};
use crate::error::Error;
use crate::invoke::Invoker;
use crate::load::Load;
use crate::template::events::{OnFailure, StreamSpec};

/// Records asked for at once: the most the API gives.
const READ_LIMIT: i32 = 1_000;
/// How long a reader sleeps without word of a change, in case one was missed.
const IDLE_POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Waits between failing invocations, doubling from the first to the last.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(10));

/// How long a batch gives way to somebody who brings in a lot, and how often it looks whether that is over.
const GIVE_WAY: (Duration, Duration) = (Duration::from_secs(2), Duration::from_millis(20));

/// What a reader needs from the stack around it.
pub(crate) struct Surroundings {
    pub(crate) stream: Stream,
    pub(crate) changes: watch::Receiver<u64>,
    pub(crate) paused: watch::Receiver<bool>,
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) failed: FailedLog,
    pub(crate) load: Load,
}

/// One reader.
pub(crate) struct Reader {
    spec: StreamSpec,
    filter: Filter,
    function: Invoker,
    around: Surroundings,
    checkpoint: Checkpoint,
    status: Arc<Mutex<ReaderStatus>>,
    cursor: Cursor,
    buffer: Buffer,
    waiting_since: Instant,
    failures: u32,
    invocations: u32,
    pause: Duration,
}

impl Reader {
    /// Prepares a reader that goes on at its checkpoint.
    pub(crate) fn new(
        spec: StreamSpec,
        filter: Filter,
        function: Invoker,
        around: Surroundings,
        mut checkpoint: Checkpoint,
        newest: Option<String>,
        status: Arc<Mutex<ReaderStatus>>,
    ) -> Result<Self, Error> {
        let read_to = match checkpoint.position() {
            Some(position) => position.clone(),
            None if spec.from_the_oldest => Position::TrimHorizon,
            None => newest.map_or(Position::TrimHorizon, Position::After),
        };
        checkpoint.store(&read_to)?;
        let reader = Self {
            spec,
            filter,
            function,
            around,
            checkpoint,
            status,
            cursor: read_to.into(),
            buffer: Buffer::default(),
            waiting_since: Instant::now(),
            failures: 0,
            invocations: 0,
            pause: BACKOFF.0,
        };
        reader.note(|_| {});
        Ok(reader)
    }

    /// Reads until the stack stops. A batch that is being worked on is finished first.
    pub(crate) async fn run(mut self) {
        while self.may_go_on().await {
            if let Err(error) = self.step().await {
                tracing::error!(function = %self.function.id, %error, "reading the stream failed");
                self.rest(Duration::from_secs(1)).await;
            }
        }
    }

    /// Waits while paused; false once the stack stops.
    async fn may_go_on(&mut self) -> bool {
        loop {
            if *self.around.stopping.borrow() {
                return false;
            }
            if !*self.around.paused.borrow_and_update() {
                return true;
            }
            self.note(|status| status.paused = true);
            tokio::select! {
                _ = self.around.paused.changed() => {}
                _ = self.around.stopping.changed() => {}
            }
            self.note(|status| status.paused = false);
        }
    }

    async fn step(&mut self) -> Result<(), Error> {
        let batch_size = self.spec.batch_size as usize;
        self.around.changes.borrow_and_update();
        let more = if self.buffer.len() < batch_size { self.fetch().await? } else { false };
        if !self.buffer.is_cut() {
            if self.buffer.len() == 0 {
                self.commit()?;
                if !more {
                    self.wait_for_change(IDLE_POLL_INTERVAL).await;
                }
                return Ok(());
            }
            let left = self.spec.window.saturating_sub(self.waiting_since.elapsed());
            if self.buffer.len() < batch_size && !left.is_zero() {
                if !more {
                    self.wait_for_change(left).await;
                }
                return Ok(());
            }
            self.buffer.cut(batch_size);
        }
        self.work().await
    }

    /// Reads and filters once; tells whether there may be more to read at once.
    async fn fetch(&mut self) -> Result<bool, Error> {
        let records = self.around.stream.read(&mut self.cursor, READ_LIMIT).await?;
        let read = records.len();
        if self.buffer.len() == 0 {
            self.waiting_since = Instant::now();
        }
        for record in records {
            if !record.unchanged && self.filter.passes(&record.event)? {
                let StreamRecord { sequence_number, arrived_s, event, .. } = record;
                self.buffer.push(Held { sequence_number, arrived_s, text: event.to_string() });
            }
        }
        self.note(|status| status.read += read as u64);
        Ok(read == READ_LIMIT as usize)
    }

    /// Invokes the function with the first batch and follows the verdict.
    async fn work(&mut self) -> Result<(), Error> {
        self.give_way().await;
        let batch = self.buffer.batch();
        let size = batch.len();
        let answer = self.function.invoke(buffer::event(&batch)).await;
        let done = match &answer {
            Ok(answer) if self.spec.partial_responses => {
                let numbers: Vec<&str> = batch.iter().map(|held| held.sequence_number.as_str()).collect();
                verdict::done(answer, &numbers)
            }
            Ok(_) => size,
            Err(_) => 0,
        };
        self.invocations += 1;
        self.note(|status| {
            status.batches += 1;
            status.delivered += size as u64;
            status.failures += u64::from(done < size);
        });
        let policy = Policy { retries: self.spec.retries, bisect: self.spec.bisect };
        match verdict::decide(size, done, self.failures, policy) {
            Next::Done => return self.pass(size),
            Next::GiveUp => return self.give_up(size, "RetryAttemptsExhausted"),
            Next::Retry if self.is_too_old() => return self.give_up(1, "RecordAgeExceeded"),
            Next::Retry => self.failures += 1,
            Next::Progress { done } => self.pass(done)?,
            Next::Halve => self.buffer.halve(),
        }
        self.rest(self.pause).await;
        self.pause = (self.pause * 2).min(BACKOFF.1);
        Ok(())
    }

    /// Lets an import go first, for a moment.
    async fn give_way(&mut self) {
        let until = Instant::now() + GIVE_WAY.0;
        while self.around.load.is_bulk() && Instant::now() < until && !*self.around.stopping.borrow() {
            self.rest(GIVE_WAY.1).await;
        }
    }

    /// Leaves the first records behind. What is left of their batch has tries of its own.
    fn pass(&mut self, count: usize) -> Result<(), Error> {
        self.buffer.pass(count);
        self.failures = 0;
        self.invocations = 0;
        self.pause = BACKOFF.0;
        self.commit()
    }

    /// Moves the checkpoint to just before the first record that is not done; what lies between is filtered out.
    fn commit(&mut self) -> Result<(), Error> {
        let position = match self.buffer.first() {
            Some(first) => Position::After(before(&first.sequence_number)),
            None => self.cursor.position.clone(),
        };
        if position != Position::TrimHorizon {
            self.checkpoint.store(&position)?;
        }
        self.note(|_| {});
        Ok(())
    }

    fn is_too_old(&self) -> bool {
        let age_s = self.buffer.first().map_or(0, |first| Timestamp::now().as_second() - first.arrived_s);
        self.spec.max_age.is_some_and(|max| u64::try_from(age_s).is_ok_and(|age_s| age_s > max.as_secs()))
    }

    /// Writes the first records down where the template has a destination for them, and leaves them behind.
    fn give_up(&mut self, count: usize, condition: &'static str) -> Result<(), Error> {
        let batch = self.buffer.batch();
        let records = &batch[..count.min(batch.len())];
        if let (Some(on_failure), [first, ..], [.., last]) = (self.spec.on_failure, records, records) {
            let given_up = GivenUp {
                condition,
                invocations: self.invocations,
                shard: self.around.stream.shard(),
                stream_arn: &self.around.stream.arn,
                between: (&first.sequence_number, &last.sequence_number),
                arrived_s: (first.arrived_s, last.arrived_s),
                size: records.len(),
                payload: (on_failure == OnFailure::Records).then(|| buffer::event(records)),
            };
            self.around.failed.batch(&self.function, &given_up)?;
        }
        tracing::error!(function = %self.function.id, records = count, condition, "stream records were given up");
        self.note(|status| status.given_up += count as u64);
        self.pass(count)
    }

    async fn rest(&mut self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            _ = self.around.stopping.changed() => {}
        }
    }

    async fn wait_for_change(&mut self, at_most: Duration) {
        tokio::select! {
            _ = self.around.changes.changed() => {}
            _ = self.around.paused.changed() => {}
            _ = self.around.stopping.changed() => {}
            () = tokio::time::sleep(at_most) => {}
        }
    }

    fn note(&self, change: impl FnOnce(&mut ReaderStatus)) {
        let mut status = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut status);
        status.checkpoint = match self.checkpoint.position() {
            Some(Position::After(number)) => Some(number.clone()),
            _ => None,
        };
    }
}

/// Returns the number before a sequence number: reading after it begins with the record itself.
fn before(sequence_number: &str) -> String {
    sequence_number.parse::<u128>().map_or_else(|_| sequence_number.to_owned(), |number| (number - 1).to_string())
}
