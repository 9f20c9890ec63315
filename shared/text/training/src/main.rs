//! Trains the reader, and tells how well it reads sources that it was not trained on.
//!
//! Seeded, single-threaded, with its own exponential function: the same data give the same bytes, on any machine.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod data;
mod evaluate;
mod features;
mod fit;
mod folds;
mod pack;
mod random;
mod vectors;

/// Trains the reader of customers' words.
#[derive(Debug, Parser)]
#[command(name = "training", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train on everything and write the weights
    Train {
        #[command(flatten)]
        from: data::From,
        /// File to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Leave each source out in turn, train on the others, and print how well that one is read
    Evaluate {
        #[command(flatten)]
        from: data::From,
        /// Only these sources, by a part of their name
        #[arg(long)]
        only: Vec<String>,
    },
    /// Print how well a file of weights reads each source of a folder
    Measure {
        #[command(flatten)]
        from: data::From,
        /// File of weights
        #[arg(long)]
        weights: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "training: {error}");
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error>;

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Train { from, out } => {
            let data = data::read(&from)?;
            let settings = folds::choose(&data, None)?;
            let weights = fit::train(&data, None, &settings)?;
            say(&format!("{} rows, settings {settings:?}, {} bytes\n", data.rows.len(), weights.len()))?;
            fs::write(out, weights)?;
            Ok(())
        }
        Command::Evaluate { from, only } => say(&folds::leave_one_out(&data::read(&from)?, &only)?),
        Command::Measure { from, weights } => {
            let data = data::read(&from)?;
            say(&folds::measure(&data, &fs::read(weights)?)?)
        }
    }
}

fn say(text: &str) -> Result<(), Failure> {
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
