//! Starts the suite on this machine. `--help` says how.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    moments::cli::run().await
}
