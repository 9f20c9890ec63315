//! The pages of the set-up: what is configured and what is wrong with it, how to send with a key, what could not be taken or sent,
//! and who did what. Shows no secret: what it is given holds none.

use askama::Template;
use domain::vocabulary::Language;

use super::Shell;

/// One line of the check: whether it is fine, and what to do.
pub struct Finding {
    /// Whether it is fine.
    pub is_good: bool,
    /// What was found.
    pub text: String,
}

/// A write key.
pub struct Key {
    /// Its name.
    pub name: String,
    /// What it may do, in words.
    pub kind: &'static str,
    /// The pages that may use it.
    pub origins: Vec<String>,
    /// When something last came with it.
    pub last: Option<String>,
}

/// A sender.
pub struct Sender {
    /// Its name.
    pub name: String,
    /// Where its vendor posts to.
    pub address: String,
    /// When something last came from it.
    pub last: Option<String>,
    /// How many of its deliveries are in quarantine.
    pub held: u64,
}

/// A page of the set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// What is set up.
    Overview,
    /// What could not be taken.
    Quarantine,
    /// What could not be sent.
    Deliveries,
    /// Who did what.
    Audit,
}

/// A page of the set-up in the menu of them.
struct Tab {
    address: &'static str,
    name: String,
    is_here: bool,
}

/// Lists the pages of the set-up. `names` are those of the quarantine and of failed messages.
fn tabs(language: Language, here: Page, (quarantine, deliveries): (String, String)) -> Vec<Tab> {
    let pages = [
        (Page::Overview, "/set-up", language.console_set_overview().to_owned()),
        (Page::Quarantine, "/set-up/quarantine", quarantine),
        (Page::Deliveries, "/set-up/deliveries", deliveries),
        (Page::Audit, "/set-up/audit", language.console_set_audit().to_owned()),
    ];
    let tab = |(page, address, name)| Tab { address, name, is_here: page == here };
    pages.into_iter().map(tab).collect()
}

/// Names the quarantine and failed messages without their counts.
fn plain_names(language: Language) -> (String, String) {
    (language.console_set_quarantine_title().to_owned(), language.console_set_deliveries_title().to_owned())
}

/// A channel.
pub struct Channel {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
}

/// Somebody who may sign in.
pub struct Someone {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// What the person may do, in words.
    pub role: &'static str,
}

/// Everything that is set up.
pub struct Overview {
    /// The check.
    pub findings: Vec<Finding>,
    /// The write keys.
    pub keys: Vec<Key>,
    /// The channels.
    pub channels: Vec<Channel>,
    /// The senders.
    pub senders: Vec<Sender>,
    /// The people.
    pub people: Vec<Someone>,
    /// Records in quarantine and dead letters, as they are shown.
    pub waiting: (String, String),
}

#[derive(Template)]
#[template(path = "console/set_up/overview.html")]
struct OverviewPage<'a> {
    shell: Shell<'a>,
    of: Overview,
    tabs: Vec<Tab>,
}

/// Renders what is set up.
pub fn overview(shell: Shell<'_>, of: Overview) -> String {
    let tabs = tabs(shell.language, Page::Overview, of.waiting.clone());
    super::rendered(&OverviewPage { shell, of, tabs })
}

/// A way to send, as text to be copied.
pub struct Snippet {
    /// Names it on the page.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The text.
    pub text: String,
}

#[derive(Template)]
#[template(path = "console/set_up/key.html")]
struct KeyPage<'a> {
    shell: Shell<'a>,
    name: &'a str,
    is_secret: bool,
    origins: &'a [String],
    snippets: &'a [Snippet],
    seen: Option<&'a str>,
    since: i64,
}

/// Renders how to send with a key, and whether something came since the page was opened: `seen` says when and what.
pub fn key(
    shell: Shell<'_>,
    (name, is_secret, origins): (&str, bool, &[String]),
    snippets: &[Snippet],
    seen: Option<&str>,
    since: i64,
) -> String {
    super::rendered(&KeyPage { shell, name, is_secret, origins, snippets, seen, since })
}

/// A row of a table with an action.
pub struct Row {
    /// Names it to the action.
    pub id: String,
    /// What the columns say.
    pub cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "console/set_up/rows.html")]
struct RowsPage<'a> {
    shell: Shell<'a>,
    tabs: Vec<Tab>,
    text: &'a str,
    heads: &'a [&'static str],
    rows: &'a [Row],
    empty: &'a str,
    action: Option<(&'a str, &'a str)>,
}

/// Renders a table: `action` is the address to which a row is posted, and its words.
pub fn rows(
    (shell, here): (Shell<'_>, Page),
    (text, empty): (&str, &str),
    heads: &[&'static str],
    rows: &[Row],
    action: Option<(&str, &str)>,
) -> String {
    let tabs = tabs(shell.language, here, plain_names(shell.language));
    super::rendered(&RowsPage { shell, tabs, text, heads, rows, empty, action })
}
