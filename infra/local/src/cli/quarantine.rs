//! `quarantine`: lists what could not be taken, shows one record, sends records the same way again, removes one. Asks the suite that
//! runs on the data folder, or one of its own, over the HTTP API.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::{Common, SETTLE_TIME_MAX, print, running};
use crate::error::Error;
use crate::stack::Stack;

/// What begins the name of a record.
const RECORD: &str = "q_";

/// What is to be done with the quarantine; without a command it is listed.
#[derive(Clone, Debug, Args)]
pub(super) struct Order {
    #[command(subcommand)]
    command: Option<Command>,
    /// Only what this key or sender sent
    #[arg(long, global = true, value_name = "NAME")]
    source: Option<String>,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Show one record with what was sent
    Show {
        /// Its name, as the list has it
        id: String,
    },
    /// Send records the same way again, after the map or the configuration was corrected: these, or all that --source says
    Replay {
        /// Their names
        ids: Vec<String>,
        /// All that wait
        #[arg(long, conflicts_with = "ids")]
        all: bool,
    },
    /// Remove a record and what was sent
    Remove {
        /// Its name
        id: String,
    },
}

/// The server that answers.
struct Api {
    address: String,
    own: Option<Box<Stack>>,
    read_key: String,
    write_key: Option<String>,
}

/// Carries out an order.
pub(super) async fn quarantine(common: &Common, order: &Order) -> Result<(), Error> {
    let api = Api::of(common).await?;
    let source = order.source.as_deref();
    let done = match &order.command {
        None => api.list(source).await.map(|records| listed(&records)),
        Some(Command::Show { id }) => api.show(id).await,
        Some(Command::Remove { id }) => api.remove(id).await,
        Some(Command::Replay { ids, all }) if ids.is_empty() && !all && source.is_none() => {
            Err(Error::failed("quarantine", "say which records: their names, --source NAME or --all"))
        }
        Some(Command::Replay { ids, .. }) => api.replay_all(ids, source).await,
    };
    api.end().await?;
    print(&done?)
}

/// Returns whether all of these are names of records.
pub(super) fn are_records(ids: &[String]) -> bool {
    !ids.is_empty() && ids.iter().all(|id| id.starts_with(RECORD))
}

/// Sends records the same way again.
pub(super) async fn replay(common: &Common, ids: &[String]) -> Result<(), Error> {
    let command = Some(Command::Replay { ids: ids.to_vec(), all: false });
    quarantine(common, &Order { command, source: None }).await
}

impl Api {
    async fn of(common: &Common) -> Result<Self, Error> {
        let read_key = running::configured_key(common, "read_keys")?;
        let read_key = read_key.ok_or_else(|| Error::failed("quarantine", "the configuration has no read key"))?;
        let write_key = running::secret_key(common)?;
        if let Some(running) = running::find(&common.data)? {
            return Ok(Self { address: running.address, own: None, read_key, write_key });
        }
        common.has_data()?;
        let mut options = common.options();
        options.listen.set_port(0);
        options.schedules = false;
        let stack = Stack::start(options).await?;
        Ok(Self { address: stack.address().to_owned(), own: Some(Box::new(stack)), read_key, write_key })
    }

    /// Waits until what was replayed is judged, and ends a suite of our own.
    async fn end(&self) -> Result<(), Error> {
        match &self.own {
            Some(stack) => stack.settle(SETTLE_TIME_MAX).await.map(|_| ()),
            None => Ok(()),
        }
    }

    async fn ask(&self, method: Method, path: &str, key: &str) -> Result<(StatusCode, Value), Error> {
        let failed = |error: reqwest::Error| Error::failed(&self.address, error.without_url());
        let request = reqwest::Client::new().request(method, format!("{}/v1/quarantine{path}", self.address));
        let response = request.bearer_auth(key).send().await.map_err(failed)?;
        let status = response.status();
        let text = response.text().await.map_err(failed)?;
        Ok((status, serde_json::from_str(&text).unwrap_or_default()))
    }

    async fn list(&self, source: Option<&str>) -> Result<Value, Error> {
        let query: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(source.map(|source| ("source", source)))
            .finish();
        successful(self.ask(Method::GET, &format!("?{query}"), &self.read_key).await?)
    }

    async fn show(&self, id: &str) -> Result<String, Error> {
        let record = successful(self.ask(Method::GET, &format!("/{}", name(id)?), &self.read_key).await?)?;
        Ok(format!("{}\n", serde_json::to_string_pretty(&record).unwrap_or_default()))
    }

    async fn remove(&self, id: &str) -> Result<String, Error> {
        successful(self.ask(Method::DELETE, &format!("/{}", name(id)?), self.write_key()?).await?)?;
        Ok(format!("\n  Removed {id}.\n"))
    }

    async fn replay_all(&self, ids: &[String], source: Option<&str>) -> Result<String, Error> {
        let mut ids = ids.to_vec();
        let mut text = String::from("\n");
        let (mut replayed, mut held) = (0, 0);
        let is_all = ids.is_empty();
        loop {
            if is_all {
                // What could not be replayed stays in the list: a list without anything new is the end.
                let records = self.list(source).await?;
                let names = records["records"].as_array().into_iter().flatten();
                ids = names.filter_map(|record| record["id"].as_str().map(str::to_owned)).collect();
            }
            let before = replayed;
            for id in &ids {
                let (status, answer) =
                    self.ask(Method::POST, &format!("/{}/replay", name(id)?), self.write_key()?).await?;
                if status.is_success() {
                    replayed += 1;
                } else {
                    held += 1;
                    let _ = writeln!(text, "    {id}  {}", answer["detail"].as_str().unwrap_or_default());
                }
            }
            if !is_all || replayed == before || ids.len() < 100 {
                break;
            }
        }
        let _ = writeln!(text, "  Replayed: {replayed}. Still in quarantine: {held}.");
        Ok(text)
    }

    fn write_key(&self) -> Result<&str, Error> {
        let missing = || Error::failed("quarantine", "the configuration has no secret write key");
        self.write_key.as_deref().ok_or_else(missing)
    }
}

/// Refuses what is no name of a record, before it becomes part of an address.
fn name(id: &str) -> Result<&str, Error> {
    let is_name = id.starts_with(RECORD) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name { Ok(id) } else { Err(Error::failed("quarantine", "a record is named q_ and 32 digits")) }
}

fn successful((status, answer): (StatusCode, Value)) -> Result<Value, Error> {
    if status.is_success() {
        return Ok(answer);
    }
    let word = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    Err(Error::failed("quarantine", format!("{}: {}", word("title"), word("detail"))))
}

fn listed(answer: &Value) -> String {
    let records: Vec<_> = answer["records"].as_array().into_iter().flatten().collect();
    if records.is_empty() {
        return "\n  Nothing is in quarantine.\n".to_owned();
    }
    let mut text = format!(
        "\n  {}{} in quarantine. `quarantine show NAME` shows what was sent, `quarantine replay NAME` sends it again.\n\n",
        records.len(),
        if answer["has_more"] == true { " and more" } else { "" },
    );
    for record in records {
        let word = |name: &str| record[name].as_str().unwrap_or_default();
        let _ = writeln!(
            text,
            "    {}  {}  {}  {}: {}",
            word("id"),
            word("received_at"),
            word("source"),
            word("reason"),
            word("detail")
        );
        for error in record["errors"].as_array().into_iter().flatten() {
            let part = |name: &str| error[name].as_str().unwrap_or_default();
            let _ = writeln!(text, "        {}: {}", part("field"), part("message"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn records_are_listed_with_their_reasons() {
        let record = json!({"id": "q_1", "received_at": "2026-11-22T10:00:00Z", "source": "till", "reason": "invalid",
            "detail": "fields are missing or wrong", "errors": [{"field": "rating", "message": "is missing"}]});
        let text = listed(&json!({"records": [record], "has_more": false}));
        assert!(
            text.contains("1 in quarantine") && text.contains("q_1  2026-11-22T10:00:00Z  till  invalid: "),
            "{text}"
        );
        assert!(text.contains("rating: is missing"), "{text}");
        assert_eq!(listed(&json!({"records": []})), "\n  Nothing is in quarantine.\n");
        assert!(are_records(&["q_1".to_owned()]) && !are_records(&["q_1".to_owned(), "msg_1".to_owned()]));
        assert!(name("q_1/../x").is_err() && !are_records(&[]));
    }
}
