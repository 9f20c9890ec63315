//! Recounts: judges every journey again from its touchpoints, reports what is stored otherwise, and puts it right if
//! told to. New rules are rolled out by it. Adds no fact and removes none.
//!
//! Invoked with `{}` or `{"repair": true}`. A table takes as many invocations as it needs: an answer with a `cursor` is
//! not the end, and the next invocation gets that cursor back.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recovery::document::CaseDocument;
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::Function;
use store::table::Table;

mod history;
mod journey;
mod order;
mod parked;
mod run;

pub use order::{Answer, Cursor, Finding, Kind, Order, Summary};

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = CaseDocument::load(&environment).await?;
    let table = runtime::table::open(&environment, &configuration.current().await.common)?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let reads_deeply = environment.is_on("DEEP_READER")?;
    let verify = Arc::new(Verify { configuration, table, zone, reads_deeply });
    Ok(Function::event_until(move |order, deadline| {
        let verify = verify.clone();
        async move { Ok(verify.run(order, Timestamp::now(), deadline).await?) }
    }))
}

struct Verify {
    configuration: Configuration<CaseDocument>,
    table: Table,
    zone: TimeZone,
    /// Whether comments count as unread that only the fast reader read.
    reads_deeply: bool,
}
