//! The environment of one function, explicit: nothing below `main` reads the process's own.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use aws_smithy_runtime_api::client::http::SharedHttpConnector;

/// The variables of one function, as the template sets them, and what everything made from them shares.
#[derive(Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
    connector: Arc<OnceLock<SharedHttpConnector>>,
}

impl Environment {
    /// Takes the variables of the process: what a function does once, in `main`.
    pub fn of_process() -> Self {
        std::env::vars().collect()
    }

    /// Returns a variable that may be missing; an empty one counts as missing.
    pub fn optional(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns a variable that the function cannot start without.
    pub fn required(&self, name: &'static str) -> Result<&str, StartError> {
        self.optional(name).ok_or(StartError::Missing { name })
    }

    /// Returns a switch, `on` or `off`; on where nothing is said.
    ///
    /// # Errors
    /// It says something else.
    pub fn is_on(&self, name: &'static str) -> Result<bool, StartError> {
        match self.optional(name) {
            None | Some("on") => Ok(true),
            Some("off") => Ok(false),
            Some(_) => Err(StartError::invalid(name, "must be `on` or `off`")),
        }
    }

    /// Returns the same environment with one variable more, or with another value of it.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut with = self.clone();
        with.variables.insert(name.to_owned(), value.to_owned());
        with
    }

    /// Returns the one way to AWS that all its clients share, made by the first that asks.
    pub(crate) fn connector(&self, make: impl FnOnce() -> SharedHttpConnector) -> SharedHttpConnector {
        self.connector.get_or_init(make).clone()
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self { variables: pairs.into_iter().collect(), ..Self::default() }
    }
}

impl std::fmt::Debug for Environment {
    /// Prints the names only: a value may be a credential.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}

/// A function cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A required variable is missing or empty.
    #[error("environment variable {name} is not set")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// A variable or a document does not say what it should.
    #[error("{what}: {why}")]
    Invalid {
        /// The variable or the part of the document.
        what: String,
        /// What is wrong with it.
        why: String,
    },
}

impl StartError {
    /// Says what is wrong with a variable or a document.
    pub fn invalid(what: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Invalid { what: what.into(), why: why.to_string() }
    }
}
