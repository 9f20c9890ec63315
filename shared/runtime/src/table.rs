//! The table as a function starts with it.

use jiff::tz::TimeZone;
use store::table::Table;

use crate::aws;
use crate::configuration::Document;
use crate::environment::{Environment, StartError};

/// Opens the table that the environment names.
///
/// # Errors
/// A variable is missing.
pub fn open(environment: &Environment, document: &Document) -> Result<Table, StartError> {
    let client = aws::dynamodb(environment)?;
    let table = Table::new(client, environment.required("TABLE")?).with_retention_days(document.retention_days);
    Ok(table.with_messages_days(document.messages_days))
}

/// Returns the time zone of the days, after making sure that the table is used with it and no other. This is also the
/// function's first call, so that the connection is open when the first event comes.
///
/// # Errors
/// The zone is unknown, or the table belongs to another one, or it cannot be asked.
pub async fn zone(environment: &Environment, table: &Table) -> Result<TimeZone, StartError> {
    let name = environment.required("TIME_ZONE")?;
    let zone = TimeZone::get(name).map_err(|_| StartError::invalid("TIME_ZONE", "is not a known time zone"))?;
    let kept = table.claim_zone(name).await.map_err(|error| StartError::invalid("TABLE", error))?;
    if kept != name {
        let why = format!("is {name}, but the table was begun with {kept}, by which its days are cut");
        return Err(StartError::invalid("TIME_ZONE", why));
    }
    Ok(zone)
}
