//! `import`: history out of a file, into the suite that runs on the data folder, one of its own, or one somewhere else.

use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::tz::TimeZone;
use senders::Sender;

use super::{Common, SETTLE_TIME_MAX, print, running};
use crate::configuration::{Configuration, Source};
use crate::error::Error;
use crate::import::{Import, Outcome, Totals, Watcher, look};
use crate::stack::Stack;

/// What is to be imported.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Order {
    /// CSV, or a touchpoint a line (NDJSON); also with gzip
    file: PathBuf,
    /// How rows become touchpoints: a map as under [senders.NAME], or the name of a sender that `senders` lists
    #[arg(long, value_name = "FILE or NAME")]
    map: Option<PathBuf>,
    /// Address of another suite; the one that runs here if not said
    #[arg(long, value_name = "URL", requires = "key")]
    to: Option<String>,
    /// A secret write key of it
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Zone of times that name none; the business's own if it runs here, else UTC
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Show what the first rows become and how they would be judged, and send nothing
    #[arg(long)]
    dry_run: bool,
}

/// Imports a file, or looks at it.
pub(super) async fn import(common: &Common, order: &Order) -> Result<(), Error> {
    let source = common.config.clone().map_or(Source::BuiltIn, Source::File);
    let map = order.map.as_ref().map(read_map).transpose()?;
    let zone = match &order.zone {
        Some(name) => TimeZone::get(name).map_err(|error| Error::failed("--zone", error))?,
        None => TimeZone::UTC,
    };
    let mut import = Import { file: order.file.clone(), map, zone };
    if order.dry_run {
        let mut configuration = Configuration::load(&source)?;
        configuration.serve_at(&format!("http://{}", common.listen));
        if let (None, Some(zone)) = (&order.zone, configuration.take_parameters()?.get("TimeZone")) {
            import.zone = TimeZone::get(zone).map_err(|error| Error::failed("TimeZone", error))?;
        }
        let document = configuration.document()?.common;
        return print(&look::look(&import, &document.rules, document.language)?);
    }
    let mut bar = Bar::new();
    if let (Some(address), Some(key)) = (&order.to, &order.key) {
        return print(&worded(&import.run(address, key, &mut bar).await?));
    }
    let key = match &order.key {
        Some(key) => key.clone(),
        None => running::secret_key(common)?
            .ok_or_else(|| Error::failed("import", "the configuration has no secret write key"))?,
    };
    if let Some(running) = running::find(&common.data)? {
        if order.zone.is_none() {
            import.zone = running.time_zone().await?;
        }
        return print(&worded(&import.run(&running.address, &key, &mut bar).await?));
    }
    let mut options = common.options();
    options.listen.set_port(0);
    options.schedules = false;
    let stack = Stack::start(options).await?;
    if order.zone.is_none() {
        import.zone = stack.time_zone().clone();
    }
    let outcome = import.run(stack.address(), &key, &mut bar).await;
    drop(bar);
    // What was accepted is judged before the end; what is left is judged at the next start.
    stack.settle(SETTLE_TIME_MAX).await?;
    stack.shutdown().await;
    print(&worded(&outcome?))
}

/// Reads a map out of a file; a name of a shipped one is that one.
fn read_map(map: &PathBuf) -> Result<Sender, Error> {
    if let Some(shipped) = map.to_str().and_then(Sender::shipped)
        && !map.exists()
    {
        return Ok(shipped);
    }
    let text = std::fs::read_to_string(map).map_err(|error| Error::file(map, error))?;
    Sender::of_map("import", &text).map_err(|why| Error::failed(map.display().to_string(), why))
}

/// Shows how far it is.
struct Bar {
    bar: ProgressBar,
    began: std::time::Instant,
    before: Option<u64>,
}

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("  {bar:30} {percent:>3} %  {msg}  {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, began: std::time::Instant::now(), before: None }
    }

    fn rate(&self, rows: u64) -> f64 {
        let done = rows.saturating_sub(self.before.unwrap_or_default());
        done as f64 / self.began.elapsed().as_secs_f64().max(0.001)
    }
}

impl Watcher for Bar {
    fn progress(&mut self, (read, size): (u64, u64), totals: &Totals) {
        let rows = totals.rows();
        // What an earlier run did says nothing of the rate of this one.
        self.before.get_or_insert(rows.saturating_sub(100));
        self.bar.set_length(size);
        self.bar.set_position(read);
        self.bar.set_message(format!("{rows} rows, {:.0} a second", self.rate(rows)));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn worded(outcome: &Outcome) -> String {
    let Outcome { totals, rejects, resumed_after, took } = outcome;
    let rows = totals.rows();
    let mut text = format!(
        "\n  {rows} rows: {} accepted, {} duplicates, {} rejected.",
        totals.accepted, totals.duplicate, totals.rejected
    );
    text += &format!(" {:.0} rows a second.\n", (rows - resumed_after) as f64 / took.as_secs_f64().max(0.001));
    if *resumed_after > 0 {
        text += &format!("  An earlier run had done {resumed_after} of them.\n");
    }
    if let Some(rejects) = rejects {
        text += &format!("  What was rejected, with the reasons: {}\n", rejects.display());
    }
    text
}
