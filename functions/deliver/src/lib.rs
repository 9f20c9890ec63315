//! Delivers, each minute, what is due: what the first try did not get through, and what a crash left behind.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::{Error, Function};
use runtime::outbox::{self, Sent};
use serde::{Deserialize, Serialize};
use store::table::Table;

/// Deliveries taken from each shard of the index in one run.
const PER_SHARD_MAX: i32 = 50;

/// Time for sending in one run: below the minute at which the next begins.
const SENDING_TIME_MAX: Duration = Duration::from_secs(40);

/// What the schedule sends. The time is ours: a firing that comes late delivers what is due by then.
#[derive(Deserialize)]
struct Tick {}

/// What a run did.
#[derive(Serialize)]
struct Done {
    delivered: u32,
    due_again: u32,
    dead: u32,
}

/// Starts the function.
///
/// # Errors
/// A variable is missing, or the configuration cannot be read.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = Configuration::load(&environment).await?;
    let table = runtime::table::open(&environment, configuration.current().await.as_ref())?;
    let deliver = Arc::new(Deliver { configuration, table });
    Ok(Function::event(move |_: Tick| {
        let deliver = deliver.clone();
        async move { deliver.run().await }
    }))
}

struct Deliver {
    configuration: Configuration,
    table: Table,
}

impl Deliver {
    async fn run(&self) -> Result<Done, Error> {
        let due = self.table.due(Timestamp::now(), PER_SHARD_MAX).await?;
        let document = self.configuration.current().await;
        let Sent { delivered, due, dead, unsettled } =
            outbox::send(&self.table, &document.channels, due, SENDING_TIME_MAX).await;
        tracing::info!(delivered, due, dead, unsettled, "due deliveries tried");
        Ok(Done { delivered, due_again: due + unsettled, dead })
    }
}
