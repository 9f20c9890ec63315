//! A suite that runs on the data folder already, in another process: the embedded table takes one process at a time, so
//! a second one asks the first over HTTP.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::Common;
use crate::configuration::{Configuration, Source};
use crate::error::Error;
use crate::lock::{self, FolderLock};

/// The suite that holds a data folder.
#[derive(Debug)]
pub(super) struct Running {
    /// Address of its HTTP API.
    pub(super) address: String,
    /// The folder it holds.
    pub(super) data: PathBuf,
}

/// Finds who holds a data folder; `None` if nobody does.
pub(super) fn find(folder: &Path) -> Result<Option<Running>, Error> {
    let Ok(data) = folder.canonicalize() else { return Ok(None) };
    match FolderLock::probe(&data) {
        Ok(()) => Ok(None),
        Err(taken @ Error::DataInUse { .. }) => match lock::holder(&data) {
            Some(holder) if !holder.address.is_empty() => Ok(Some(Running { address: holder.address, data })),
            _ => Err(taken),
        },
        Err(error) => Err(error),
    }
}

/// Returns a key of a list in the configuration that this command line names: the running suite's, if it was
/// started with the same.
pub(super) fn configured_key(common: &Common, list: &str) -> Result<Option<String>, Error> {
    let source = common.config.clone().map_or(Source::BuiltIn, Source::File);
    Ok(Configuration::load(&source)?.first_key(list))
}

/// Returns the first secret write key of that configuration.
pub(super) fn secret_key(common: &Common) -> Result<Option<String>, Error> {
    let source = common.config.clone().map_or(Source::BuiltIn, Source::File);
    Ok(Configuration::load(&source)?.secret_key())
}

/// Returns that key if it may be printed.
pub(super) fn shown_key(common: &Common, list: &str) -> Result<Option<String>, Error> {
    let source = common.config.clone().map_or(Source::BuiltIn, Source::File);
    Ok(Configuration::load(&source)?.shown_key(list))
}

impl Running {
    /// Asks for a report and returns the function's answer.
    pub(super) async fn write_report(&self, order: String) -> Result<String, Error> {
        let answer = self.ask(reqwest::Method::POST, "/_local/reports", order).await?;
        if answer.0.is_success() { Ok(answer.1) } else { Err(Error::failed("report", answer.1)) }
    }

    /// Asks for a recount and returns the function's answer.
    pub(super) async fn verify(&self, order: String) -> Result<String, Error> {
        let answer = self.ask(reqwest::Method::POST, "/_local/verify", order).await?;
        if answer.0.is_success() { Ok(answer.1) } else { Err(Error::failed("verify", answer.1)) }
    }

    /// Asks for dead letters or their replay and returns the function's answer.
    pub(super) async fn deliver(&self, order: String) -> Result<String, Error> {
        let answer = self.ask(reqwest::Method::POST, "/_local/deliver", order).await?;
        if answer.0.is_success() { Ok(answer.1) } else { Err(Error::failed("replay", answer.1)) }
    }

    /// Asks for clocks of open promises and returns the function's answer.
    pub(super) async fn promises(&self, order: String) -> Result<String, Error> {
        let answer = self.ask(reqwest::Method::POST, "/_local/promises", order).await?;
        if answer.0.is_success() { Ok(answer.1) } else { Err(Error::failed("clocks", answer.1)) }
    }

    /// Asks by which time zone it counts days.
    pub(super) async fn time_zone(&self) -> Result<TimeZone, Error> {
        let (_, name) = self.ask(reqwest::Method::GET, "/_local/zone", String::new()).await?;
        TimeZone::get(&name).map_err(|error| Error::failed(&self.address, error))
    }

    async fn ask(
        &self,
        method: reqwest::Method,
        path: &str,
        body: String,
    ) -> Result<(reqwest::StatusCode, String), Error> {
        let unreachable = |error: reqwest::Error| Error::failed(&self.address, error.without_url());
        let request = reqwest::Client::new().request(method, format!("{}{path}", self.address)).body(body);
        let response = request.send().await.map_err(unreachable)?;
        Ok((response.status(), response.text().await.map_err(unreachable)?))
    }
}
