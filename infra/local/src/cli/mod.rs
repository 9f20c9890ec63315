//! The command line: serve (without a command), `demo`, `report`, `verify`, `history`, `read`, `route`, `senders`,
//! `try-sender`, `import`, `export`, `erase`, `quarantine`, `correct`, `corrections`, `key`, `audit`, `replay`, `config`,
//! `check`. Everything
//! it prints is here, in [`banner`] and in the command's own file.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use domain::period::Period;
use jiff::Timestamp;
use tracing_subscriber::EnvFilter;

use crate::configuration::Source;
use crate::demo;
use crate::error::Error;
use crate::stack::{Options, Stack};

mod api;
mod banner;
mod check;
mod clocks;
mod config;
mod correct;
mod import;
mod key;
mod person;
mod quarantine;
mod read;
mod replay;
mod route;
mod running;
mod senders;
mod verify;

/// Judges every moment of truth between a business and its customers, alerts the team to the critical ones and reports on
/// all of them.
///
/// Without a command it runs the whole of Moments on this machine: the HTTP API, the console and all functions. Its data
/// is in one folder.
#[derive(Debug, Parser)]
#[command(name = "moments", version, subcommand_required = false, args_conflicts_with_subcommands = false)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Debug, Args)]
struct Common {
    /// Where to listen
    #[arg(long, global = true, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Folder for all data
    #[arg(long, global = true, value_name = "FOLDER", default_value = DATA)]
    data: PathBuf,
    /// Keys, channels, time zone and rules; `moments config` prints the built-in ones
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Also send to this Slack incoming webhook; may be given several times
    #[arg(long, global = true, value_name = "URL", value_parser = address)]
    slack_url: Vec<String>,
    /// Also send to this Standard Webhooks endpoint; may be given several times
    #[arg(long, global = true, value_name = "URL", value_parser = address)]
    webhook_url: Vec<String>,
    /// Keep traces, and send them to an AWS X-Ray daemon at this UDP address
    #[arg(long, global = true, value_name = "ADDRESS")]
    trace_to: Option<SocketAddr>,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Fill Moments with two weeks of a waffle house, through the HTTP API
    Demo,
    /// Write the report of a period, and print where its files are
    Report {
        /// A day 2026-11-22, a week 2026-W47, a month 2026-11, a quarter 2026-Q4, a year 2026, or a range of days
        #[arg(long)]
        period: Period,
    },
    /// Judge every journey again and list each difference from what is stored, one JSON line each; exit code 1 if there
    /// is one
    Verify {
        /// Correct the differences; this also applies changed rules
        #[arg(long)]
        repair: bool,
    },
    /// Print what followed each kind of failure within 30 days, and the points of severity that this history would set. Changes nothing
    History,
    /// Give clocks to promises that were made before there were any; can be stopped and run again
    Clocks,
    /// Judge comments from standard input: one `{"id","text","lang"?}` a line, one line of result each
    Read,
    /// Show which channels would get the alert of a touchpoint, and why
    Route {
        /// A JSON file with one touchpoint, or with all touchpoints of a customer; the last one counts
        #[arg(long, value_name = "FILE")]
        touchpoint: PathBuf,
    },
    /// List the vendors that can post to Moments, and what each needs
    Senders,
    /// Show which touchpoint a vendor's delivery in a file would become, and which fields have no value
    TrySender(senders::Try),
    /// Import history from a file: CSV, or one touchpoint a line (NDJSON). It is judged and counted, but alerts nobody
    Import(import::Order),
    /// Print everything about a customer as JSON
    Export(person::Whom),
    /// Erase a customer everywhere, and print the receipt
    Erase(person::Whom),
    /// List what was sent but could not be used; show it, or send it again
    Quarantine(quarantine::Order),
    /// Correct how one touchpoint was judged, or take a correction back
    Correct(correct::Order),
    /// Make a key that nobody can guess
    Key(key::Order),
    /// Print the audit trail, one JSON line each: who read or changed what. Needs a read key with the right `read_audit`
    Audit(correct::Days),
    /// Print what people corrected, one JSON line each, to see which rule to change or to train with
    Corrections(correct::Export),
    /// List messages that were given up; with an option, send them again
    Replay(replay::Which),
    /// Print the built-in configuration, every key with its description, to start a file of your own
    Config(config::Config),
    /// List everything that is wrong with a configuration, and what it would change; exit code 1 if something is wrong
    Check(check::Check),
}

/// Takes the address of a channel. What else is wrong with it is said when the configuration is read.
fn address(text: &str) -> Result<String, String> {
    match text.split_once("://") {
        Some(("http" | "https", rest)) if !rest.is_empty() => Ok(text.to_owned()),
        _ => Err("must be an http or https address".to_owned()),
    }
}

/// Where everything is kept unless somebody says otherwise.
const DATA: &str = "./.moments";

/// How long a report waits for touchpoints that are still to be judged.
const SETTLE_TIME_MAX: Duration = Duration::from_secs(120);

/// Does what the command line says. Failures are one line on standard error and exit code 1.
pub async fn run() -> ExitCode {
    let cli = Cli::parse();
    channels::tls::install();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,dynoxide=off"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    let done = match cli.command {
        None => serve(&cli.common).await,
        Some(Command::Demo) => play(&cli.common).await,
        Some(Command::Report { period }) => report(&cli.common, period).await,
        Some(Command::Verify { repair }) => match verify::verify(&cli.common, repair).await {
            Ok(false) => return ExitCode::FAILURE,
            verified => verified.map(|_| ()),
        },
        Some(Command::Clocks) => clocks::clocks(&cli.common).await,
        Some(Command::History) => verify::history(&cli.common).await,
        Some(Command::Read) => read::read(&cli.common, std::io::stdin().lock(), std::io::stdout().lock()),
        Some(Command::Route { touchpoint }) => route::route(&cli.common, &touchpoint),
        Some(Command::Senders) => senders::list(&cli.common),
        Some(Command::TrySender(order)) => senders::try_sender(&cli.common, &order),
        Some(Command::Import(order)) => import::import(&cli.common, &order).await,
        Some(Command::Export(whom)) => person::export(&cli.common, &whom).await,
        Some(Command::Erase(whom)) => person::erase(&cli.common, &whom).await,
        Some(Command::Quarantine(order)) => quarantine::quarantine(&cli.common, &order).await,
        Some(Command::Correct(order)) => correct::correct(&cli.common, &order).await,
        Some(Command::Key(order)) => key::key(&order),
        Some(Command::Audit(days)) => correct::audit(&cli.common, &days).await,
        Some(Command::Corrections(order)) => correct::export(&cli.common, &order).await,
        Some(Command::Replay(which)) => replay::replay(&cli.common, &which).await,
        Some(Command::Config(order)) => config::config(&order).await,
        Some(Command::Check(order)) => match check::check(&cli.common, &order) {
            Ok(false) => return ExitCode::FAILURE,
            checked => checked.map(|_| ()),
        },
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "moments: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Common {
    fn options(&self) -> Options {
        let mut options = Options::new(&self.data);
        options.listen = self.listen;
        options.configuration = self.config.clone().map_or(Source::BuiltIn, Source::File);
        options.slack_urls.clone_from(&self.slack_url);
        options.webhook_urls.clone_from(&self.webhook_url);
        options.trace_daemon = self.trace_to;
        options
    }

    /// Refuses a named folder that is not there, for commands that only look at what was kept: it would be a new, empty one.
    fn has_data(&self) -> Result<(), Error> {
        if self.data.is_dir() || self.data == Path::new(DATA) {
            return Ok(());
        }
        Err(Error::failed(self.data.display().to_string(), "unknown folder; Moments has no data there"))
    }
}

async fn serve(common: &Common) -> Result<(), Error> {
    let stack = Stack::start(common.options()).await?;
    print(&banner::serving(&stack, !common.webhook_url.is_empty()))?;
    until_told_to_stop(stack).await
}

/// Plays into the suite that runs on the data folder; if none does, starts it and leaves it running.
async fn play(common: &Common) -> Result<(), Error> {
    let failed = |error: demo::PlayError| Error::failed("demo", error);
    if let Some(running) = running::find(&common.data)? {
        let zone = running.time_zone().await?;
        let key = demo_key(common)?;
        let played = demo::play(&running.address, &key, Timestamp::now(), &zone, banner::progress).await;
        let mut summary = played.map_err(failed)?;
        summary.read_key = running::configured_key(common, "read_keys")?;
        demo::promise(&summary).await.map_err(failed)?;
        let recovery = recover(common, &summary).await?;
        return print(&format!("{summary}{recovery}"));
    }
    let mut options = common.options();
    options.has_short_clocks = common.config.is_none();
    let stack = Stack::start(options).await?;
    let key = demo_key(common)?;
    let played = demo::play(stack.address(), &key, Timestamp::now(), stack.time_zone(), banner::progress).await;
    let mut summary = played.map_err(failed)?;
    summary.read_key = stack.read_key().map(str::to_owned);
    demo::promise(&summary).await.map_err(failed)?;
    stack.settle(SETTLE_TIME_MAX).await?;
    let recovery = recover(common, &summary).await?;
    let promise = promise(&stack, common).await?;
    print(&format!("{summary}{recovery}{promise}{}", banner::serving(&stack, !common.webhook_url.is_empty())))?;
    until_told_to_stop(stack).await
}

/// Returns the key with which the demo is played: what it tells, such as who was asked, only a secret one may.
fn demo_key(common: &Common) -> Result<String, Error> {
    let missing = || Error::failed("demo", "the configuration has no secret write key, which the demo needs");
    running::secret_key(common)?.ok_or_else(missing)
}

/// Returns the keys with which the demo wins a customer back; none if the configuration has not all of them.
fn demo_keys(common: &Common) -> Result<Option<demo::recovery::Keys>, Error> {
    let key = |list: &str| running::configured_key(common, list);
    let keys = (running::secret_key(common)?, key("read_keys")?, key("case_keys")?);
    let (Some(write), Some(read), Some(case)) = keys else { return Ok(None) };
    Ok(Some(demo::recovery::Keys { write, read, case }))
}

/// Wins back one customer of the demo, and has an outage begin. Says nothing of the customer if the configuration has not the
/// keys for it.
async fn recover(common: &Common, summary: &demo::Summary) -> Result<String, Error> {
    let failed = |error: demo::PlayError| Error::failed("demo", error);
    let mut told = String::new();
    if let Some(keys) = demo_keys(common)? {
        let won = demo::recovery::win_back(&summary.server, &keys).await.map_err(failed)?;
        told.extend(won.map(|recovery| recovery.to_string()));
    }
    Ok(told + &demo::outage::begin(&summary.server).await.map_err(failed)?)
}

/// Begins the story of a promise that runs out, and says what is going to happen. It goes on while the suite runs.
async fn promise(stack: &Stack, common: &Common) -> Result<String, Error> {
    let Some(keys) = demo_keys(common)? else { return Ok(String::new()) };
    let server = stack.address().to_owned();
    let begun = demo::promised::Promised::begin(&server, &keys, Timestamp::now()).await;
    let promised = begun.map_err(|error| Error::failed("demo", error))?;
    let plan = promised.plan(stack.time_zone());
    tokio::spawn(async move {
        if let Err(error) = promised.keep(&server, &keys).await {
            tracing::warn!(%error, "the promise of the demo was not reported");
        }
    });
    Ok(plan)
}

/// Writes a report through the suite that runs on the data folder; if none does, through one of its own.
async fn report(common: &Common, period: Period) -> Result<(), Error> {
    let order = format!(r#"{{"period":"{period}"}}"#);
    if let Some(running) = running::find(&common.data)? {
        let answer = running.write_report(order).await?;
        let read_key = running::shown_key(common, "read_keys")?;
        return print(&banner::written(&answer, &running.data, Some(&running.address), read_key.as_deref())?);
    }
    common.has_data()?;
    let mut options = common.options();
    options.public_url = Some(format!("http://{}", common.listen));
    options.listen.set_port(0);
    options.schedules = false;
    let stack = Stack::start(options).await?;
    // What was accepted before the last end belongs into the report too.
    if !stack.settle(SETTLE_TIME_MAX).await? {
        tracing::warn!("some touchpoints are not judged yet: the report does not have them");
    }
    let answer = stack.invoke("report", order).await;
    let data = stack.data().to_owned();
    stack.shutdown().await;
    print(&banner::written(&answer?, &data, None, None)?)
}

async fn until_told_to_stop(stack: Stack) -> Result<(), Error> {
    tokio::select! {
        stopped = tokio::signal::ctrl_c() => stopped.map_err(|error| Error::failed("signals", error))?,
        terminated = terminated() => terminated?,
    }
    print("\n  Stopping …")?;
    stack.shutdown().await;
    print(" your data is kept.\n")
}

/// Waits until the process is asked to end by somebody else than the keyboard.
#[cfg(unix)]
async fn terminated() -> Result<(), Error> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::terminate()).map_err(|error| Error::failed("signals", error))?.recv().await;
    Ok(())
}

#[cfg(not(unix))]
async fn terminated() -> Result<(), Error> {
    std::future::pending().await
}

fn print(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(|error| Error::failed("standard output", error)),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_may_stand_before_and_after_the_command() {
        for line in [["moments", "--data", "x", "demo"], ["moments", "demo", "--data", "x"]] {
            assert_eq!(Cli::try_parse_from(line).unwrap().common.data, PathBuf::from("x"));
        }
        assert!(Cli::try_parse_from(["moments", "report", "--period", "2026-W60"]).is_err());
        assert!(Cli::try_parse_from(["moments", "report", "--period", "2026-W47"]).is_ok());
        assert!(Cli::try_parse_from(["moments", "--slack-url", "ftp://127.0.0.1/x"]).is_err());
        assert!(Cli::try_parse_from(["moments", "--slack-url", "http://127.0.0.1:1/x"]).is_ok());
    }
}
