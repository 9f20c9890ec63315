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
mod learnt;
mod outside;
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
    /// Leave each source out in turn and write what the training on the others says of each of its texts, a JSON line a text:
    /// what the deep reader's training combines its own answers with
    Outside {
        #[command(flatten)]
        from: data::From,
        /// File to write
        #[arg(long)]
        out: PathBuf,
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
        Command::Outside { from, out } => outside::write(&data::read(&from)?, &out),
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::learnt::Settings;

    /// What the sample beside this crate, with the text of our own, trains to: on any machine.
    const TRAINED: &str = "2c59419990d584a49df4ee56f1bf9b988b5c796e1a3231e1efd3289092b68f8c";

    #[test]
    fn the_sample_trains_to_the_same_bytes_every_time_and_everywhere() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let data = data::read(&data::From { data: folder.join("sample"), own: folder.join("data") }).unwrap();
        let settings = Settings { epochs: 1, ..folds::FIRST };
        let trained = || fit::train(&data, None, &settings).unwrap();
        let weights = trained();
        assert_eq!(weights, trained());
        let digest: String = Sha256::digest(&weights).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, TRAINED);
        let reader = text::Reader::new(&weights).unwrap();
        let misery = |text| reader.read(text, None, &text::OwnWords::default()).outcome[0];
        assert!(misery("they charged me twice, worst service ever") > misery("thank you, lovely service"));
    }
}
