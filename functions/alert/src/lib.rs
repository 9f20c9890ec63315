//! Raises critical moments: each opens or joins its customer's case, and the team's channels are told. Lets what customers say
//! afterwards verify a resolved case, or open it again. Judges nothing itself.

use std::sync::Arc;

use jiff::tz::TimeZone;
use recovery::outbox::{SendingConfiguration, SendingDocument};
use runtime::environment::{Environment, StartError};
use runtime::function::Function;
use runtime::spans::Spans;
use store::table::Table;

mod batch;

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = SendingDocument::load(&environment).await?;
    let table = runtime::table::open(&environment, &configuration.current().await.common)?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let public_url = environment.required("PUBLIC_URL")?.to_owned();
    let spans = Spans::of(&environment)?;
    let alert = Arc::new(Alert { configuration, table, zone, public_url, spans });
    Ok(Function::event(move |event| {
        let alert = alert.clone();
        async move { Ok(alert.take(event).await) }
    }))
}

struct Alert {
    configuration: SendingConfiguration,
    table: Table,
    zone: TimeZone,
    public_url: String,
    spans: Spans,
}
