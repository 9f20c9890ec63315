//! `check`: says everything that is wrong with a configuration, what in it matches nothing, and what it would change. Uses it for
//! nothing.

use std::path::{Path, PathBuf};

use clap::Args;
use runtime::configuration::{Complaint, Place};
use toml::Table;

use super::{Common, print};
use crate::configuration::{changes, everything_wrong, matches_nothing};
use crate::error::Error;

/// What is checked, and against what.
#[derive(Clone, Debug, Args)]
pub(super) struct Check {
    /// The configuration to check
    file: PathBuf,
    /// Check it as AWS would: keys that can be guessed and channels on this machine are refused
    #[arg(long)]
    aws: bool,
    /// Say what would change compared with this document; the one of the running suite if left out
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// Prints what is wrong and what would change. Returns whether nothing is wrong.
pub(super) fn check(common: &Common, order: &Check) -> Result<bool, Error> {
    let text = read(&order.file)?;
    let wrong = everything_wrong(&text, if order.aws { Place::Aws } else { Place::Laptop });
    let file = order.file.display();
    for Complaint { position, why } in &wrong {
        match position {
            Some(at) => print(&format!("{file}:{}:{}: {why}\n", at.line, at.column))?,
            None => print(&format!("{file}: {why}\n"))?,
        }
    }
    let Ok(document) = text.parse::<Table>() else { return Ok(false) };
    for line in matches_nothing(&document) {
        print(&format!("{file}: matches nothing: {line}\n"))?;
    }
    let running = common.data.join("configuration.toml");
    let (against, name) = match &order.against {
        Some(path) => (Some(read(path)?), path.display().to_string()),
        None => (std::fs::read_to_string(&running).ok(), running.display().to_string()),
    };
    if let Some(before) = against.and_then(|text| text.parse::<Table>().ok()) {
        let changes = changes(&before, &document);
        let many = if changes.is_empty() { "nothing would change" } else { "would change" };
        print(&format!("\nCompared with {name}, {many}{}\n", if changes.is_empty() { "." } else { ":" }))?;
        changes.iter().try_for_each(|line| print(&format!("  {line}\n")))?;
    }
    match wrong.len() {
        0 => print(&format!("{file} is right.\n"))?,
        many => print(&format!("{file} has {many} {}.\n", if many == 1 { "mistake" } else { "mistakes" }))?,
    }
    Ok(wrong.is_empty())
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| Error::file(path, error))
}
