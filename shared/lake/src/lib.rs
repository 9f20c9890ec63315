//! The moments of each day as gzipped JSON, one a line, where Athena, DuckDB and others read them by day:
//! `moments/date=2026-11-18/moments.ndjson.gz`. Customers are under their pseudonyms, and no word of theirs is in it: the file lies
//! in the bucket for years. Decides not which days are written, and when.

use std::io::Write;
use std::pin::pin;

use domain::identity::Pseudonyms;
use domain::moment::Moment;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::TryStreamExt;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use runtime::function::Error;
use runtime::objects::Objects;
use serde::Serialize;
use store::table::Table;

/// A moment as a line of its day.
#[derive(Serialize)]
struct DayLine {
    /// On the business's clocks.
    occurred_at_local: String,
    #[serde(flatten)]
    moment: Moment,
}

/// Returns the folder of a day.
pub fn folder_of(date: Date) -> String {
    format!("moments/date={date}")
}

/// Writes the file of a day and returns its path. Writing it again replaces it.
///
/// # Errors
/// The table or the bucket cannot be reached.
pub async fn write_day(
    objects: &Objects,
    (table, names): (&Table, &Pseudonyms),
    (date, zone): (Date, &TimeZone),
) -> Result<String, Error> {
    let path = format!("{}/moments.ndjson.gz", folder_of(date));
    let mut file = objects.writer(&path, "application/x-ndjson+gzip");
    let mut pages = pin!(table.pages_of(std::iter::once(date)));
    while let Some(page) = pages.try_next().await? {
        // Members that follow each other are one gzip file, and no day is held whole.
        let mut piece = GzEncoder::new(Vec::new(), Compression::default());
        for moment in page {
            let local = moment.occurred_at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
            let line = DayLine { occurred_at_local: local, moment: moment.under_pseudonym(names) };
            serde_json::to_writer(&mut piece, &line)?;
            piece.write_all(b"\n")?;
        }
        file.write(piece.finish()?).await?;
    }
    file.finish().await?;
    Ok(path)
}
