//! `config`: prints the built-in configuration, and writes one of your own to AWS.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use runtime::environment::Environment;

use super::print;
use crate::configuration::push::{Target, push};
use crate::configuration::{MINIMAL, printed_document};
use crate::error::Error;

/// What is done with a configuration.
#[derive(Clone, Debug, Args)]
pub(super) struct Config {
    /// Print only what cannot be left out
    #[arg(long)]
    minimal: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Write FILE to AWS: objects without secrets into the bucket, and a parameter with its secrets for each function
    Push {
        /// The whole document
        file: PathBuf,
        /// Name of the bucket: the output `ConfigurationsBucket` of the stack
        #[arg(long)]
        bucket: String,
        /// Name of the parameter: `ConfigurationParameter` of the stack
        #[arg(long, value_name = "NAME", default_value = "/moments/configuration")]
        parameter: String,
    },
}

/// Returns the process's environment; a region may be named as the tools of AWS do.
fn of_process() -> Environment {
    let environment = Environment::of_process();
    match (environment.optional("AWS_REGION"), environment.optional("AWS_DEFAULT_REGION")) {
        (None, Some(region)) => environment.with("AWS_REGION", region),
        _ => environment.clone(),
    }
}

/// Prints, or writes to AWS.
pub(super) async fn config(order: &Config) -> Result<(), Error> {
    match &order.command {
        None => print(&if order.minimal { MINIMAL.to_owned() } else { printed_document() }),
        Some(Command::Push { file, bucket, parameter }) => {
            let environment = of_process();
            let written = push(file, Target { bucket, parameter }, &environment).await?;
            print(&format!("{}\nThe functions use it within a minute.\n", written.join("\n")))
        }
    }
}
