//! Plays two weeks in the life of a waffle house with a web shop, deliveries and a phone line through the HTTP API, and brings in
//! eleven weeks of deliveries before them, so that there is something to look at. Everything in it is made up here, and the same for everybody. Uses no door that
//! a customer's own system could not use, but the one by which the inbox is told to be away.

mod book;
mod calendar;
mod chance;
mod contact;
mod house;
mod orders;
pub(crate) mod outage;
mod past;
mod post;
pub(crate) mod promised;
pub(crate) mod recovery;
mod waffles;
mod weeks;
mod words;

use std::fmt;

use domain::period::Period;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::StatusCode;
use serde_json::Value;

use self::book::{Book, Told};
use self::calendar::Calendar;
use self::chance::Chance;
use self::post::Post;

/// Any number does; this one scatters the orders, calls and visits so that the story can be seen.
const SEED: u64 = 20;

/// What was played, and where to look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Address of the suite.
    pub server: String,
    /// Touchpoints that are new to the suite.
    pub accepted: usize,
    /// Touchpoints that an earlier play had told it.
    pub known: usize,
    /// The week that the story is about.
    pub week: Period,
    /// The week before, to compare with.
    pub before: Period,
    /// A key with which the links to the reports open by themselves.
    pub read_key: Option<String>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { server, accepted, known, week, before, read_key } = self;
        write!(f, "{accepted} touchpoints played")?;
        if *known > 0 {
            write!(f, ", {known} were there from an earlier play")?;
        }
        writeln!(f, "\n\n  Console              {server}/")?;
        writeln!(f, "  Inbox                {server}/playground#inbox")?;
        let key = read_key.as_ref().map(|key| format!("?read_key={key}")).unwrap_or_default();
        writeln!(f, "  Report {week}      {server}/v1/reports/{week}{key}")?;
        writeln!(f, "  Report {before}      {server}/v1/reports/{before}{key}")
    }
}

/// Why the demo could not be played.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// Nobody answers.
    #[error("nothing answers at {server}: start the suite there first, with `cargo run`")]
    Unreachable {
        /// Where it was looked for.
        server: String,
    },
    /// The suite does not take the touchpoints.
    #[error("the suite refused the demo: {why}")]
    Refused {
        /// Its own words.
        why: String,
    },
}

impl PlayError {
    /// Takes the reason out of a problem+json answer, or says the status.
    fn refused(status: StatusCode, answer: &str) -> Self {
        let problem: Value = serde_json::from_str(answer).unwrap_or_default();
        let said = ["detail", "title"].iter().find_map(|name| problem.get(name)?.as_str());
        Self::Refused { why: format!("{} {}", status.as_u16(), said.unwrap_or("without a reason")) }
    }
}

/// Plays from the Monday of the week before until `now`, in the suite's own time zone, with a secret write key. `tell`
/// hears how many touchpoints have been sent, and of how many.
///
/// Playing again within the week adds only what has happened since: the ids stay the same.
///
/// # Errors
/// If nothing answers at `server`, or if it does not take a touchpoint.
pub async fn play(
    server: &str,
    key: &str,
    now: Timestamp,
    zone: &TimeZone,
    mut tell: impl FnMut(usize, usize),
) -> Result<Summary, PlayError> {
    let calendar = Calendar::of(now, zone);
    let mut told = past::tell(&calendar);
    told.extend(write(&calendar));
    let server = server.trim_end_matches('/');
    let counts = Post::new(server, key).send(&told, &mut |sent| tell(sent, told.len())).await?;
    Ok(Summary {
        server: server.to_owned(),
        accepted: counts.accepted,
        known: counts.known,
        week: calendar.name,
        before: calendar.name.previous(),
        read_key: None,
    })
}

/// Writes down all that happens up to now.
fn write(calendar: &Calendar) -> Vec<Told> {
    let mut book = Book::open(calendar.name.to_string(), calendar.now, Chance::of(SEED));
    weeks::play(&mut book, calendar);
    waffles::tell(&mut book);
    book.close()
}

/// Writes down what the report of the week before promised, as its readers would: the week's report says what happened
/// since.
///
/// # Errors
/// If nothing answers, or the read key is not known.
pub async fn promise(summary: &Summary) -> Result<(), PlayError> {
    let Some(read_key) = &summary.read_key else { return Ok(()) };
    let promised = serde_json::json!({
        "text": "Make the phone line free, and answer within a minute",
        "kind": "support_contact",
        "owner": "phone line",
    });
    let address = format!("{}/v1/reports/{}/action", summary.server, summary.before);
    let request = reqwest::Client::new().post(address).bearer_auth(read_key);
    let request = request.header("Content-Type", "application/json").body(promised.to_string());
    let unreachable = |_| PlayError::Unreachable { server: summary.server.clone() };
    let response = request.send().await.map_err(unreachable)?;
    let status = response.status();
    let text = response.text().await.map_err(unreachable)?;
    if status.is_success() { Ok(()) } else { Err(PlayError::refused(status, &text)) }
}

#[cfg(test)]
mod recount;
#[cfg(test)]
mod tests;
