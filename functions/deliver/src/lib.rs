//! Does, each minute, what is due: escalates cases that nobody moved, and sends what the first try did not get through, what
//! was gathered, and what a crash left behind. On request it lists dead letters and sends them again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recovery::escalating;
use recovery::outbox::{self, Outbox, Sent};
use recovery::outbox::{SendingConfiguration, SendingDocument};
use runtime::audit::DAYS_KEPT;
use runtime::environment::{Environment, StartError};
use runtime::function::{Error, Function};
use runtime::spans::Spans;
use serde::Serialize;
use store::audit::AuditEntry;
use store::dead::DeadLetter;
use store::table::Table;

mod order;

use order::{Order, Selection};

/// Keys of due deliveries that are looked at, from each part of the index, in one run.
const PER_SHARD_MAX: i32 = 1_000;

/// Deliveries of one channel in one run, the oldest: so that no channel's arrears take the time of another's news.
const PER_CHANNEL_MAX: usize = 1_500;

/// Clocks taken from each part of the index in one run.
const CLOCKS_PER_SHARD_MAX: i32 = 100;

/// Dead letters that one request lists or sends again.
const LETTERS_MAX: usize = 1_000;

/// Time for sending in one run: below the minute at which the next begins.
const SENDING_TIME_MAX: Duration = Duration::from_secs(40);

/// What a run did.
#[derive(Default, Serialize)]
struct Done {
    delivered: u32,
    due_again: u32,
    dead: u32,
    gathered: u32,
    escalated: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    replayed: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    letters: Option<Vec<DeadLetter>>,
}

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
    let noted = Mutex::default();
    let deliver = Arc::new(Deliver { configuration, table, zone, public_url, spans, noted });
    Ok(Function::event(move |order: Order| {
        let deliver = deliver.clone();
        async move { deliver.take(order, Timestamp::now()).await }
    }))
}

struct Deliver {
    configuration: SendingConfiguration,
    table: Table,
    zone: TimeZone,
    public_url: String,
    spans: Spans,
    /// The digest of the configuration that the audit trail knows.
    noted: Mutex<String>,
}

impl Deliver {
    async fn take(&self, order: Order, now: Timestamp) -> Result<Done, Error> {
        match order {
            Order { list: Some(selection), .. } => {
                let letters = self.letters(&selection, now).await?;
                Ok(Done { letters: Some(letters), ..Done::default() })
            }
            Order { replay: Some(selection), .. } => self.replay(&selection, now).await,
            _ => self.run(now).await,
        }
    }

    /// What the minute asks for.
    async fn run(&self, now: Timestamp) -> Result<Done, Error> {
        let document = self.configuration.current().await;
        self.note_configuration(document.common.audit_days, now).await?;
        let (escalated, _) =
            escalating::escalate(&self.table, &document.plan, &self.zone, now, CLOCKS_PER_SHARD_MAX).await?;
        let mut taken = std::collections::BTreeMap::<String, usize>::new();
        let mut due = self.table.due(Timestamp::now(), PER_SHARD_MAX).await?;
        due.retain(|key| {
            let count = taken.entry(key.channel().unwrap_or_default().to_owned()).or_default();
            *count += 1;
            *count <= PER_CHANNEL_MAX
        });
        let done = self.send(due).await;
        tracing::info!(
            delivered = done.delivered,
            due = done.due_again,
            dead = done.dead,
            gathered = done.gathered,
            escalated,
            "due deliveries tried"
        );
        Ok(Done { escalated, ..done })
    }

    /// Has the audit trail say when the configuration became another. Who changed it is known to the platform: AWS writes down every
    /// change of a parameter.
    async fn note_configuration(&self, days_kept: Option<u32>, now: Timestamp) -> Result<(), Error> {
        let digest = self.configuration.digest();
        if *self.noted.lock().unwrap_or_else(PoisonError::into_inner) == digest {
            return Ok(());
        }
        let entry = AuditEntry {
            at: now,
            who: "configuration".to_owned(),
            what: "configuration_changed".to_owned(),
            about: Some(digest.clone()),
            from: String::new(),
        };
        let date = now.to_zoned(self.zone.clone()).date();
        self.table.note_configuration(&digest, (&entry, date), days_kept.unwrap_or(DAYS_KEPT)).await?;
        *self.noted.lock().unwrap_or_else(PoisonError::into_inner) = digest;
        Ok(())
    }

    async fn send(&self, keys: Vec<store::Key>) -> Done {
        let document = self.configuration.current().await;
        let (table, zone, public_url) = (&self.table, &self.zone, self.public_url.as_str());
        let outbox = Outbox { table, document: &document, zone, public_url, spans: &self.spans };
        let Sent { delivered, gathered, due, dead, unsettled } = outbox::send(&outbox, keys, SENDING_TIME_MAX).await;
        Done { delivered, gathered, due_again: due + unsettled, dead, ..Done::default() }
    }

    async fn letters(&self, selection: &Selection, now: Timestamp) -> Result<Vec<DeadLetter>, Error> {
        let (from, to) = (selection.from.unwrap_or(Timestamp::MIN), selection.to.unwrap_or(now));
        let mut letters = self.table.dead_letters(from, to, LETTERS_MAX).await?;
        letters.retain(|letter| selection.is_meant(letter));
        Ok(letters)
    }

    /// Sends dead letters again. A channel that was given up as gone is tried again by that.
    async fn replay(&self, selection: &Selection, now: Timestamp) -> Result<Done, Error> {
        if selection.is_everything() {
            return Err("say which: `ids`, `from`, `to` or `channel`".into());
        }
        let mut keys = Vec::new();
        let mut channels = BTreeSet::new();
        for letter in self.letters(selection, now).await? {
            keys.extend(self.table.replay(&letter, now).await?);
            channels.insert(letter.channel);
        }
        for channel in &channels {
            let mut state = self.table.channel_state(channel).await?;
            if state.gone.take().is_some() | state.wait_until.take().is_some() {
                self.table.put_channel_state(channel, &state).await?;
            }
        }
        let replayed = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        let done = self.send(keys).await;
        tracing::info!(replayed, delivered = done.delivered, dead = done.dead, "dead letters sent again");
        Ok(Done { replayed: Some(replayed), ..done })
    }
}
