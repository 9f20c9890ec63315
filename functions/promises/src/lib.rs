//! Looks, each minute, at promised times that have passed: records the fact that one did and nobody had reported it done, warns the
//! owner of one that is about to, and looks again at those that are overdue. On request it gives clocks to promises that were made
//! before there were any. Judges nothing and tells no channel: what it records is judged like every other touchpoint, and what it
//! writes is sent by deliver.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use recovery::document::CaseDocument;
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::{Error, Function};
use serde::Serialize;
use store::promises::Clocks;
use store::table::Table;
use tokio::time::Instant;

mod look;
mod open;
mod order;

use look::{Look, Looked};
use order::Order;

/// Clocks that are taken from each part of the index in one run, at most.
const PER_SHARD_MAX: usize = 2_500;

/// Overdue promises that are looked at again in one run, from each part of the index.
const OVERDUE_PER_SHARD_MAX: usize = 250;

/// Time for one run or one order, whatever it does: below the function's time-out and the minute at which the next run begins.
const TIME_MAX: Duration = Duration::from_secs(40);

/// What a run did.
#[derive(Default, Serialize)]
struct Done {
    /// Facts recorded that a promised time passed.
    expired: u32,
    /// Owners warned.
    warned: u32,
    /// Clocks ended because nothing waits for them.
    settled: u32,
    /// Clocks set to a later time.
    later: u32,
    /// Clocks that the next run has to look at, because the table could not be reached or there was no time left.
    left: u32,
    /// On request: clocks given to promises that had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<u32>,
    /// On request: where to go on; nothing once all is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
}

impl Done {
    fn count(&mut self, looked: Looked) {
        *match looked {
            Looked::Expired => &mut self.expired,
            Looked::Warned => &mut self.warned,
            Looked::Settled => &mut self.settled,
            Looked::Later => &mut self.later,
            Looked::Left => &mut self.left,
        } += 1;
    }
}

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = CaseDocument::load(&environment).await?;
    let table = runtime::table::open(&environment, &configuration.current().await.common)?;
    let _ = runtime::table::zone(&environment, &table).await?;
    let promises = Arc::new(Promises { configuration, table });
    Ok(Function::event(move |order: Order| {
        let promises = promises.clone();
        async move { promises.take(order, Timestamp::now()).await }
    }))
}

struct Promises {
    configuration: Configuration<CaseDocument>,
    table: Table,
}

impl Promises {
    async fn take(&self, order: Order, now: Timestamp) -> Result<Done, Error> {
        match order.open {
            Some(open) => self.open(open.from.as_deref(), now).await,
            None => self.run(now).await,
        }
    }

    /// Does what the minute asks for: what ran out first, then what is overdue and may have come.
    async fn run(&self, now: Timestamp) -> Result<Done, Error> {
        let document = self.configuration.current().await;
        let look = Look { table: &self.table, document: &document, now, deadline: Instant::now() + TIME_MAX };
        let mut done = Done::default();
        let promised = self.table.run_out(Clocks::Promised, now, PER_SHARD_MAX).await?;
        look.at_all(promised, Clocks::Promised, |looked| done.count(looked)).await;
        let overdue = self.table.run_out(Clocks::Overdue, now, OVERDUE_PER_SHARD_MAX).await?;
        look.at_all(overdue, Clocks::Overdue, |looked| done.count(looked)).await;
        tracing::info!(
            expired = done.expired,
            warned = done.warned,
            settled = done.settled,
            later = done.later,
            left = done.left,
            "promised times looked at"
        );
        Ok(done)
    }
}
