//! Judges touchpoints as they come out of the table's stream, and writes their moments. Asks nobody but the table.

use std::sync::Arc;

use jiff::tz::TimeZone;
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::Function;
use runtime::spans::Spans;
use runtime::telemetry::Metrics;
use store::table::Table;

mod batch;
mod deeply;
mod erased;
mod group;
mod judge;
#[cfg(test)]
mod model;
mod watch;

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = Configuration::load(&environment).await?;
    let table = runtime::table::open(&environment, configuration.current().await.as_ref())?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let spans = Spans::of(&environment)?;
    let metrics = Metrics::of(&environment);
    let reads_deeply = environment.is_on("DEEP_READER")?;
    let classify = Arc::new(Classify { configuration, table, zone, spans, metrics, reads_deeply });
    Ok(Function::event_until(move |event, deadline| {
        let classify = classify.clone();
        async move { Ok(classify.take(event, deadline).await) }
    }))
}

struct Classify {
    configuration: Configuration,
    table: Table,
    zone: TimeZone,
    spans: Spans,
    metrics: Metrics,
    /// Whether comments are read deeply of which the fast reader is not sure.
    reads_deeply: bool,
}
