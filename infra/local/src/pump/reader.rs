//! One reader of the stream: reads, filters, batches, invokes, and moves its checkpoint, as a Lambda event source mapping
//! does.
//!
//! Two things differ on purpose. A record is too old only once it has failed here: a machine that was switched off is no
//! failure. And a batch that fails from its first record on is halved even if the function said which record it was, so
//! that giving up takes one record with it and not its neighbours.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

use super::ReaderStatus;
use super::checkpoint::Checkpoint;
use super::failed::{FailedLog, GivenUp};
use super::filter::Filter;
use super::verdict::{self, Next, Policy};
use crate::engine::stream::{Cursor, Position, Stream};
use crate::error::Error;
use crate::invoke::Invoker;
use crate::template::events::{OnFailure, StreamSpec};

/// Records asked for at once: the most the API gives.
const READ_LIMIT: i32 = 1_000;
/// The most that an invocation may carry.
const PAYLOAD_BYTES_MAX: usize = 6 * 1024 * 1024;
/// How long a reader sleeps without word of a change, in case one was missed.
const IDLE_POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Waits between failing invocations, doubling from the first to the last.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(10));

/// What a reader needs from the stack around it.
pub(crate) struct Surroundings {
    pub(crate) stream: Stream,
    pub(crate) changes: watch::Receiver<u64>,
    pub(crate) paused: watch::Receiver<bool>,
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) failed: FailedLog,
}

/// A record that passed the filter and waits for its batch.
struct Held {
    sequence_number: String,
    arrived_s: i64,
    text: String,
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
    held: VecDeque<Held>,
    held_since: Instant,
    /// Sizes of the batches that the held records are cut into next; more than one after halving.
    plan: VecDeque<usize>,
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
            held: VecDeque::new(),
            held_since: Instant::now(),
            plan: VecDeque::new(),
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
        self.around.changes.borrow_and_update();
        let mut more = false;
        if self.held.len() < self.spec.batch_size as usize {
            more = self.fetch().await?;
        }
        if self.plan.is_empty() {
            if self.held.is_empty() {
                self.commit()?;
                if !more {
                    self.wait_for_change(IDLE_POLL_INTERVAL).await;
                }
                return Ok(());
            }
            let full = self.held.len() >= self.spec.batch_size as usize;
            let left = self.spec.window.saturating_sub(self.held_since.elapsed());
            if !full && !left.is_zero() {
                if !more {
                    self.wait_for_change(left).await;
                }
                return Ok(());
            }
            self.plan.push_back(self.fitting());
        }
        self.work().await
    }

    /// Reads and filters once; tells whether there may be more to read at once.
    async fn fetch(&mut self) -> Result<bool, Error> {
        let records = self.around.stream.read(&mut self.cursor, READ_LIMIT).await?;
        let more = records.len() == READ_LIMIT as usize;
        let read = records.len() as u64;
        let was_empty = self.held.is_empty();
        for record in records {
            if record.unchanged || !self.filter.passes(&record.event)? {
                continue;
            }
            self.held.push_back(Held {
                sequence_number: record.sequence_number,
                arrived_s: record.arrived_s,
                text: record.event.to_string(),
            });
        }
        if was_empty {
            self.held_since = Instant::now();
        }
        if read > 0 {
            self.note(|status| status.read += read);
        }
        Ok(more)
    }

    /// Counts the held records that go into one batch.
    fn fitting(&self) -> usize {
        let mut bytes = 0;
        let fitting = self.held.iter().take(self.spec.batch_size as usize).take_while(|held| {
            bytes += held.text.len() + 1;
            bytes <= PAYLOAD_BYTES_MAX
        });
        fitting.count().max(1)
    }

    /// Invokes the function with the first batch of the plan and follows the verdict.
    async fn work(&mut self) -> Result<(), Error> {
        let size = self.plan.front().copied().unwrap_or(0).min(self.held.len());
        let event = self.event(size);
        let answer = self.function.invoke(event).await;
        self.invocations += 1;
        let done = match &answer {
            Ok(answer) if self.spec.partial_responses => {
                let numbers: Vec<&str> =
                    self.held.iter().take(size).map(|held| held.sequence_number.as_str()).collect();
                verdict::done(answer, &numbers)
            }
            Ok(_) => size,
            Err(_) => 0,
        };
        let failed = answer.is_err() || done < size;
        self.note(|status| {
            status.batches += 1;
            status.delivered += size as u64;
            status.failures += u64::from(failed);
        });
        let policy = Policy { retries: self.spec.retries, bisect: self.spec.bisect };
        match verdict::decide(size, done, self.failures, policy) {
            Next::Done => self.pass(size)?,
            Next::Progress { done } => {
                self.pass(done)?;
                self.plan.push_front(size - done);
                self.back_off().await;
            }
            Next::Halve => {
                self.plan.pop_front();
                self.plan.push_front(size - size / 2);
                self.plan.push_front(size / 2);
                self.back_off().await;
            }
            Next::Retry if self.too_old() => self.give_up(1, "RecordAgeExceeded")?,
            Next::Retry => {
                self.failures += 1;
                self.back_off().await;
            }
            Next::GiveUp => self.give_up(size, "RetryAttemptsExhausted")?,
        }
        Ok(())
    }

    fn event(&self, size: usize) -> String {
        let records: Vec<&str> = self.held.iter().take(size).map(|held| held.text.as_str()).collect();
        format!(r#"{{"Records":[{}]}}"#, records.join(","))
    }

    /// Leaves the first records of the first batch behind; what remains of it is for the caller to plan again.
    fn pass(&mut self, size: usize) -> Result<(), Error> {
        self.held.drain(..size);
        self.plan.pop_front();
        self.failures = 0;
        self.invocations = 0;
        self.pause = BACKOFF.0;
        self.commit()
    }

    /// Moves the checkpoint to just before the first record that is not done.
    fn commit(&mut self) -> Result<(), Error> {
        let position = match self.held.front() {
            // The first record before which nothing is open. The ones between it and the last done are filtered out.
            Some(first) => Position::After(before(&first.sequence_number)),
            None => self.cursor.position.clone(),
        };
        if position != Position::TrimHorizon {
            self.checkpoint.store(&position)?;
        }
        self.note(|_| {});
        Ok(())
    }

    fn too_old(&self) -> bool {
        let age_s = self.held.front().map_or(0, |first| Timestamp::now().as_second() - first.arrived_s);
        self.spec.max_age.is_some_and(|max| u64::try_from(age_s).is_ok_and(|age_s| age_s > max.as_secs()))
    }

    fn give_up(&mut self, size: usize, condition: &'static str) -> Result<(), Error> {
        let whole = self.plan.front().copied().unwrap_or(size);
        if let (Some(on_failure), Some(first), Some(last)) =
            (self.spec.on_failure, self.held.front(), self.held.get(size - 1))
        {
            let batch = GivenUp {
                condition,
                invocations: self.invocations,
                shard: self.around.stream.shard(),
                stream_arn: &self.around.stream.arn,
                between: (&first.sequence_number, &last.sequence_number),
                arrived_s: (first.arrived_s, last.arrived_s),
                size,
                payload: (on_failure == OnFailure::Records).then(|| self.event(size)),
            };
            self.around.failed.batch(&self.function, &batch)?;
        }
        tracing::error!(function = %self.function.id, records = size, condition, "stream records were given up");
        self.note(|status| status.given_up += size as u64);
        self.pass(size)?;
        if whole > size {
            self.plan.push_front(whole - size);
        }
        Ok(())
    }

    /// Waits before the next try, a little longer each time.
    async fn back_off(&mut self) {
        self.rest(self.pause).await;
        self.pause = (self.pause * 2).min(BACKOFF.1);
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
