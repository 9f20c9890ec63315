//! `moments config split`: two documents made of one, so that on AWS not every function reads all secrets.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::configuration::{Configuration, Source};
use crate::error::Error;
use crate::private;

#[derive(Clone, Debug, Subcommand)]
pub(super) enum Command {
    /// Split FILE into two documents next to it: `….configuration.toml` for every function, and `….channels.toml`
    /// (channels, links, case keys) for the functions that send messages or change cases
    Split {
        /// The whole document
        file: PathBuf,
    },
}

/// Writes both parts, for this user alone, and says where they are.
pub(super) fn split(file: &Path) -> Result<(), Error> {
    let parts = Configuration::load(&Source::File(file.to_owned()))?.split();
    for (part, name) in parts.iter().zip(["configuration.toml", "channels.toml"]) {
        let written = file.with_extension(name);
        private::write(&written, part).map_err(|error| Error::file(&written, error))?;
        super::print(&format!("{}\n", written.display()))?;
    }
    Ok(())
}
