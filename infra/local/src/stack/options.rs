//! How the suite is to be started: what the command line and the tests say.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::configuration;
use crate::functions::{self, Registry};
use crate::template::TEMPLATE;

/// How the suite is to be started.
#[derive(Clone)]
pub struct Options {
    /// Where the HTTP API listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder that everything is kept in; made if it is not there.
    pub data: PathBuf,
    /// The configuration document.
    pub configuration: configuration::Source,
    /// Slack incoming webhooks to add to the configured channels.
    pub slack_urls: Vec<String>,
    /// Standard Webhooks endpoints to add to the configured channels.
    pub webhook_urls: Vec<String>,
    /// The template; the repository's own unless a test says otherwise.
    pub template: String,
    /// The functions that the template may name.
    pub functions: Registry,
    /// The address that links in messages lead to; the HTTP API's own if not said.
    pub public_url: Option<String>,
    /// Where steps of traces are told: the address of an X-Ray daemon, or of whatever takes its datagrams. None keeps no
    /// traces.
    pub trace_daemon: Option<SocketAddr>,
    /// Whether the stream's readers stand still until [`Stack::resume_readers`].
    pub readers_paused: bool,
    /// Whether the template's clocks run.
    pub schedules: bool,
    /// Whether a case is overdue after a minute, and what was gathered is told after one: for the demo, whose watchers would
    /// not wait for an hour.
    pub has_short_clocks: bool,
}

impl Options {
    /// Returns the ordinary options: everything runs, on a free port of this machine.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: data.into(),
            configuration: configuration::Source::BuiltIn,
            slack_urls: Vec::new(),
            webhook_urls: Vec::new(),
            template: TEMPLATE.to_owned(),
            functions: functions::all(),
            public_url: None,
            trace_daemon: None,
            readers_paused: false,
            schedules: true,
            has_short_clocks: false,
        }
    }
}
