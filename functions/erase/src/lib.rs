//! Erases people, each minute those who are due: everything that table and bucket have about them, and once more 48 hours later what
//! came late. Invoked with `{"again": true}` after a table was restored, it erases again who had been erased. Takes no order over HTTP: whoever may order it writes it down, and reads the receipt there.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recovery::document::CaseDocument;
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::{Error, Function};
use runtime::objects::Objects;
use serde::{Deserialize, Serialize};
use store::Key;
use store::table::Table;
use tokio::time::Instant;

use crate::again::Again;

mod again;
mod bucket;
mod pass;
mod receipt;

/// Time for one run: below the function's time-out and the minute at which the next run begins. What it does not suffice for goes on
/// then.
const TIME_MAX: Duration = Duration::from_secs(40);

/// An invocation. The schedule says how often: a firing that comes late does what is due by now.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Order {
    #[serde(rename = "every")]
    _every: Option<String>,
    #[serde(rename = "scheduled_at")]
    _scheduled_at: Option<String>,
    /// Whether everybody is to be erased again whom a receipt in the bucket names.
    again: bool,
    /// Where an earlier answer of the same said to go on.
    after: Option<Key>,
}

/// What an invocation answers.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Ran(Ran),
    Again(Again),
}

/// What a run did.
#[derive(Default, Serialize)]
struct Ran {
    /// People of whom everything was removed.
    erased: u32,
    /// Of those, people who were looked for once more.
    done: u32,
    /// Erasures that the next run goes on with.
    left: u32,
}

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = CaseDocument::load(&environment).await?;
    let table = runtime::table::open(&environment, &configuration.current().await.common)?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let objects = Objects::open(&environment)?;
    let eraser = Arc::new(Eraser { configuration, table, zone, objects });
    Ok(Function::event(move |order: Order| {
        let eraser = eraser.clone();
        async move {
            let (now, deadline) = (Timestamp::now(), Instant::now() + TIME_MAX);
            match order.again {
                true => eraser.again(order.after, (now, deadline)).await.map(Answer::Again),
                false => eraser.run(now, deadline).await.map(Answer::Ran),
            }
        }
    }))
}

struct Eraser {
    configuration: Configuration<CaseDocument>,
    table: Table,
    zone: TimeZone,
    objects: Objects,
}

impl Eraser {
    /// Goes on with every erasure that is due, as far as there is time.
    async fn run(&self, now: Timestamp, deadline: Instant) -> Result<Ran, Error> {
        let document = self.configuration.current().await;
        let (mut ran, mut failed) = (Ran::default(), 0);
        for mut erasure in self.table.due_erasures(now).await? {
            match self.erase(&mut erasure, &document, (now, deadline)).await {
                Ok(true) => ran.erased += 1,
                Ok(false) => ran.left += 1,
                Err(error) => {
                    tracing::error!(%error, erasure = erasure.id, "erasure interrupted, the next run goes on with it");
                    failed += 1;
                }
            }
            ran.done += u32::from(erasure.done_at.is_some());
        }
        tracing::info!(erased = ran.erased, done = ran.done, left = ran.left, failed, "erasures looked at");
        // The alarm for errors has to see it; what came to its end did so all the same.
        if failed > 0 { Err("erasures were interrupted".into()) } else { Ok(ran) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_asks_for_what_is_due_and_a_slip_is_refused() {
        assert!(serde_json::from_str::<Order>(r#"{"every":"minute","scheduled_at":"2026-11-26T10:00:00Z"}"#).is_ok());
        assert!(serde_json::from_str::<Order>(r#"{"again":true}"#).is_ok_and(|order| order.again));
        assert!(serde_json::from_str::<Order>(r#"{"evrey":"minute"}"#).is_err());
    }
}
