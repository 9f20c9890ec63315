//! What can go wrong with the local stack as a whole, each as one clear line. Errors of a single request or invocation
//! never come this far.

use std::fmt::Display;
use std::path::Path;

/// Why the local stack cannot start or cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else listens there.
    #[error("{address} is in use by another program: stop it, or choose another address with --listen")]
    AddressInUse {
        /// The address asked for.
        address: String,
    },
    /// Other machines could use the keys that everybody knows.
    #[error(
        "{address} can be reached from other machines, and everybody knows the built-in keys: choose keys of your own with \
         --config, or listen on 127.0.0.1"
    )]
    WellKnownKeys {
        /// The address asked for.
        address: String,
    },
    /// The embedded table takes one process at a time.
    #[error("{folder} is in use by another moments (process {process}): stop it, or choose another folder with --data")]
    DataInUse {
        /// The data folder.
        folder: String,
        /// The process that holds it, as far as it said.
        process: String,
    },
    /// The configuration cannot be read.
    #[error("{file}:{line}: {why}")]
    Configuration {
        /// File name, or `moments.toml` for the built-in one.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// The template says something the local stack does not understand.
    #[error("template.yaml: {path}: {why}")]
    Template {
        /// Where, as `Resources.Name.Properties.…`.
        path: String,
        /// What is not understood.
        why: String,
    },
    /// A function refused to start.
    #[error("function {function} cannot start: {why}")]
    Function {
        /// Its name.
        function: String,
        /// Its own words.
        why: String,
    },
    /// The table in the data folder is not the one the template describes.
    #[error("table {table} in the data folder is another one: {why}; choose another folder with --data")]
    Table {
        /// Name of the table.
        table: String,
        /// The first difference found.
        why: String,
    },
    /// A file, a socket or the embedded table failed.
    #[error("{what}: {why}")]
    Failed {
        /// What was being done, or to what.
        what: String,
        /// What came of it.
        why: String,
    },
}

impl Error {
    /// Says what was being done and why it failed.
    pub(crate) fn failed(what: impl Into<String>, why: impl Display) -> Self {
        Self::Failed { what: what.into(), why: why.to_string() }
    }

    /// Says which file failed.
    pub(crate) fn file(path: &Path, why: impl Display) -> Self {
        Self::failed(path.display().to_string(), why)
    }

    /// Refuses a part of the template.
    pub(crate) fn template(path: impl Into<String>, why: impl Display) -> Self {
        Self::Template { path: path.into(), why: why.to_string() }
    }
}
