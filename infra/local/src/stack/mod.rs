//! The suite in one process: embedded table, functions, HTTP API, readers and clocks, built from the template.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::engine::keeper::CHANGE_POLL_INTERVAL;
use crate::engine::stream::Stream;
use crate::engine::{Engine, client};
use crate::error::Error;
use crate::gateway::Gateway;
use crate::home::{self, Home};
use crate::invoke::Invoker;
use crate::lock::FolderLock;
use crate::pump::{Pump, ReaderStatus, Source};
use crate::wiring::{self, Places};
use front::{Events, Front};
use parts::{leave_credentials, prepare, start_functions, time_zone};

mod front;
mod options;
mod parts;

pub use crate::engine::guard::TableCredentials;
pub use crate::home::ShownKeys;
pub use options::Options;

/// Tells every task of the stack to end when it is dropped, so that none outlives a start that failed half-way.
struct Stop(watch::Sender<bool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

/// The running suite. Dropping it without [`Stack::shutdown`] leaves running invocations to their fate, as a kill does;
/// nothing accepted is lost by that.
pub struct Stack {
    address: String,
    data: PathBuf,
    table: String,
    zone: TimeZone,
    write_key: Option<String>,
    read_key: Option<String>,
    shown_keys: ShownKeys,
    functions: Vec<Invoker>,
    stop: Stop,
    gateway: Gateway,
    pump: Pump,
    home: JoinHandle<()>,
    clocks: Vec<JoinHandle<()>>,
    engine: Engine,
    _lock: FolderLock,
}

impl Stack {
    /// Starts everything, in the order in which a failure costs least.
    ///
    /// # Errors
    /// Address or folder in use, configuration or template wrong, a function that does not start: see [`Error`].
    pub async fn start(options: Options) -> Result<Self, Error> {
        let Front { configuration, is_split, listener, guard, address, template } = Front::open(&options).await?;
        let zone = time_zone(&template)?;

        let data = prepare(&options.data)?;
        let mut lock = FolderLock::take(&data)?;
        let engine = Engine::open(&data.join("moments.db"))?;
        let endpoint = engine.endpoint();
        leave_credentials(&engine, &data)?;
        let credentials = engine.credentials();
        let stream_arn = wiring::table::ensure(&client::table(&endpoint, credentials), &template.table).await?;
        let stream = Stream::open(client::stream(&endpoint, credentials), &stream_arn).await?;
        let written = configuration.write(&data)?;
        let places = Places {
            table_endpoint: &endpoint,
            table_credentials: credentials,
            configuration: &written.whole,
            parts: is_split.then_some(written.parts.as_path()),
            objects: &written.objects,
            trace_daemon: options.trace_daemon,
        };
        let functions = start_functions(&template, &options.functions, &places).await?;
        let Events { routes, mappings, schedules } = Events::of(&template, &functions, &data)?;

        let (stop, stopping) = watch::channel(false);
        let stop = Stop(stop);
        let table = template.table.name.clone();
        let source = Source {
            table: table.clone(),
            stream: stream.clone(),
            keeper: engine.keeper().clone(),
            stopping: stopping.clone(),
        };
        let pump = Pump::start(source, mappings, &data, options.readers_paused)?;
        let schedules = schedules.into_iter().filter(|_| options.schedules);
        let clocks = schedules.map(|schedule| schedule.start(stopping.clone())).collect();

        let [write_key, read_key] = ["write_keys", "read_keys"].map(|list| configuration.first_key(list));
        let shown_keys = ShownKeys::of(&configuration);
        let own = Home {
            address: address.clone(),
            shown_keys: shown_keys.clone(),
            read_key: read_key.clone(),
            language: configuration.language(),
            time_zone: zone.clone(),
            functions: functions.clone(),
            data: data.clone(),
            stopping: stopping.clone(),
        };
        let (router, home) = home::start(own, stream, engine.keeper(), &table)?;
        let gateway = Gateway::start(listener, (routes, pump.load()), router, guard, stopping);
        lock.announce(&address)?;
        Ok(Self {
            address,
            data,
            table,
            zone,
            write_key,
            read_key,
            shown_keys,
            functions,
            stop,
            gateway,
            pump,
            home,
            clocks,
            engine,
            _lock: lock,
        })
    }

    /// Returns the address of the HTTP API and the home page, such as `http://127.0.0.1:8787`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the address of the embedded table, for any DynamoDB client.
    pub fn table_endpoint(&self) -> String {
        self.engine.endpoint()
    }

    /// Returns what requests to the embedded table are signed with; another pair at each start.
    pub fn table_credentials(&self) -> &TableCredentials {
        self.engine.credentials()
    }

    /// Returns a client of the embedded table.
    pub fn table_client(&self) -> aws_sdk_dynamodb::Client {
        client::table(&self.engine.endpoint(), self.engine.credentials())
    }

    /// Returns the name of the table.
    pub fn table_name(&self) -> &str {
        &self.table
    }

    /// Returns the time zone by which days and reports are counted.
    pub fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Returns the data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Returns a write key of the configuration, a publishable one if there is one.
    pub fn write_key(&self) -> Option<&str> {
        self.write_key.as_deref()
    }

    /// Returns the first read key of the configuration.
    pub fn read_key(&self) -> Option<&str> {
        self.read_key.as_deref()
    }

    /// Returns the keys that may be printed.
    pub fn shown_keys(&self) -> &ShownKeys {
        &self.shown_keys
    }

    /// Returns how often the stream's readers look for a change.
    pub fn poll_interval(&self) -> Duration {
        CHANGE_POLL_INTERVAL
    }

    /// Lets the stream's readers finish the batch they are at and then stand still.
    pub fn pause_readers(&self) {
        self.pump.pause();
    }

    /// Lets the stream's readers go on.
    pub fn resume_readers(&self) {
        self.pump.resume();
    }

    /// Tells how each reader of the stream is doing.
    pub fn readers(&self) -> Vec<ReaderStatus> {
        self.pump.status()
    }

    /// Waits until the readers have done every record that was there, and those that came of them. False if that takes
    /// longer than `at_most`.
    pub async fn settle(&self, at_most: Duration) -> Result<bool, Error> {
        let deadline = Instant::now() + at_most;
        loop {
            // One function's last write may be another's first record: it counts only if nothing is behind it either.
            if self.pump.caught_up()? {
                return Ok(true);
            }
            if Instant::now() > deadline {
                return Ok(false);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Invokes a function directly, by the name of its program such as `report`, with the JSON text of an event.
    ///
    /// # Errors
    /// There is no such function, or it failed.
    pub async fn invoke(&self, program: &str, event: String) -> Result<String, Error> {
        let function = self.functions.iter().find(|function| function.program == program);
        let function = function.ok_or_else(|| Error::failed(program, "there is no such function"))?;
        function.invoke(event).await.map_err(|error| Error::failed(program, error))
    }

    /// Ends: no new requests, batches or firings; what is running is finished; then the file is closed.
    pub async fn shutdown(self) {
        drop(self.stop);
        self.gateway.end().await;
        self.pump.end().await;
        for clock in self.clocks {
            let _ = clock.await;
        }
        let _ = self.home.await;
        let engine = self.engine;
        let _ = tokio::task::spawn_blocking(move || engine.close()).await;
    }
}
