//! The HTTP API of the suite that runs on the data folder, or else of one of our own, for commands that ask it something. Knows no command.

use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;

use super::{Common, SETTLE_TIME_MAX, running};
use crate::error::Error;
use crate::stack::Stack;

/// The one that answers.
pub(super) struct Api {
    pub(super) address: String,
    /// The suite that was started for this command, if none ran.
    pub(super) own: Option<Box<Stack>>,
    key: String,
}

impl Api {
    /// Finds the suite that runs, or starts one, and asks with the first key of a list of the configuration.
    pub(super) async fn of(common: &Common, keys: &str) -> Result<Self, Error> {
        let key = running::configured_key(common, keys)?;
        let key = key.ok_or_else(|| Error::failed(keys, "the configuration has no such key"))?;
        if let Some(running) = running::find(&common.data)? {
            return Ok(Self { address: running.address, own: None, key });
        }
        common.has_data()?;
        let mut options = common.options();
        options.listen.set_port(0);
        options.schedules = false;
        let stack = Stack::start(options).await?;
        Ok(Self { address: stack.address().to_owned(), own: Some(Box::new(stack)), key })
    }

    /// Sends a request, and returns its status with what is said.
    pub(super) async fn send(&self, request: RequestBuilder) -> Result<(StatusCode, String), Error> {
        let failed = |error: reqwest::Error| Error::failed(&self.address, error.without_url());
        let response = request.bearer_auth(&self.key).send().await.map_err(failed)?;
        let status = response.status();
        Ok((status, response.text().await.map_err(failed)?))
    }

    /// Waits until what follows is done, and ends a suite of our own.
    pub(super) async fn end(&self) -> Result<(), Error> {
        match &self.own {
            Some(stack) => stack.settle(SETTLE_TIME_MAX).await.map(|_| ()),
            None => Ok(()),
        }
    }
}

/// Returns an answer by its members; empty if it is no JSON.
pub(super) fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
