//! The playground and its doors under `/_local/`: what happens, as it happens, and an inbox that stands for a team channel.
//! Exists on this machine only; a deployment has none of it.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::vocabulary::Language;
use jiff::tz::TimeZone;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::configuration::Configuration;
use crate::engine::keeper::Keeper;
use crate::engine::stream::Stream;
use crate::error::Error;
use crate::invoke::Invoker;
use feed::Feed;
use inbox::Inbox;
use tail::Tail;

mod answers;
mod away;
mod entry;
mod feed;
mod inbox;
mod journey;
mod orders;
mod reports;
mod tail;

/// Largest message that the inbox takes.
const MESSAGE_BYTES_MAX: usize = 256 * 1024;

/// Keys that may be printed: those of the built-in configuration, which everybody knows, and publishable ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownKeys {
    /// A write key.
    pub write: Option<String>,
    /// A read key.
    pub read: Option<String>,
}

impl ShownKeys {
    /// Reads which keys of a configuration may be printed.
    pub(crate) fn of(configuration: &Configuration) -> Self {
        Self { write: configuration.shown_key("write_keys"), read: configuration.shown_key("read_keys") }
    }
}

/// What the home page knows of the stack it belongs to.
#[derive(Clone)]
pub(crate) struct Home {
    /// Where it is, such as `http://127.0.0.1:8787`.
    pub(crate) address: String,
    /// The keys of its form and its links: every visitor of the page sees them.
    pub(crate) shown_keys: ShownKeys,
    /// The read key by which it asks the API itself.
    pub(crate) read_key: Option<String>,
    /// The language of sentences about moments.
    pub(crate) language: Language,
    /// Where days begin and end.
    pub(crate) time_zone: TimeZone,
    /// The started functions.
    pub(crate) functions: Vec<Invoker>,
    /// The data folder.
    pub(crate) data: PathBuf,
    /// Becomes true when the stack stops, which ends open feeds.
    pub(crate) stopping: watch::Receiver<bool>,
}

/// Everything that an answer under `/_local/` may need.
pub(crate) struct Rooms {
    home: Home,
    feed: Feed,
    tail: Tail,
    inbox: Inbox,
}

/// Starts following the stream and returns the routes, and the task that ends when the stack stops.
pub(crate) fn start(
    home: Home,
    stream: Stream,
    keeper: &Arc<Keeper>,
    table: &str,
) -> Result<(Router, JoinHandle<()>), Error> {
    let inbox = Inbox::open(&home.data.join("inbox.jsonl"))?;
    let tail = Tail::new(stream, keeper.clone(), table.to_owned());
    let rooms = Arc::new(Rooms { feed: Feed::new(home.language), tail, inbox, home });
    let following = tokio::spawn(tail::follow(rooms.clone()));
    let router = Router::new()
        .route("/playground", get(answers::page))
        .route("/_local/home.css", get(answers::style))
        .route("/_local/home.js", get(answers::script))
        .route("/_local/slack.js", get(answers::slack_script))
        .route("/_local/icon.svg", get(answers::icon))
        .route("/_local/journey.js", get(answers::journey_script))
        .route("/_local/feed", get(feed::stream))
        .route("/_local/journey", get(journey::show))
        .route("/_local/inbox/away", post(away::leave))
        .route("/_local/inbox/{kind}", post(inbox::receive))
        .route("/_local/zone", get(answers::zone))
        .route("/_local/reports", post(orders::write_report))
        .route("/_local/verify", post(orders::verify))
        .route("/_local/deliver", post(orders::deliver))
        .route("/_local/promises", post(orders::promises))
        .layer(DefaultBodyLimit::max(MESSAGE_BYTES_MAX))
        .with_state(rooms);
    Ok((router, following))
}
