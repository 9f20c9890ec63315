//! The pages of the set-up: what is configured and what is wrong with it, how to send with a key, what could not be taken or sent,
//! and who did what. Shows no secret: what it is given holds none.

use askama::Template;

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
pub struct Overview<'a> {
    /// The check.
    pub findings: Vec<Finding>,
    /// The write keys.
    pub keys: Vec<Key>,
    /// The channels.
    pub channels: Vec<Channel>,
    /// Senders: name and address.
    pub senders: Vec<(String, String)>,
    /// The people.
    pub people: Vec<Someone>,
    /// Records in quarantine and dead letters, as they are shown.
    pub waiting: (&'a str, &'a str),
}

#[derive(Template)]
#[template(path = "console/set_up/overview.html")]
struct OverviewPage<'a> {
    shell: Shell<'a>,
    of: Overview<'a>,
}

/// Renders what is set up.
pub fn overview(shell: Shell<'_>, of: Overview<'_>) -> String {
    super::rendered(&OverviewPage { shell, of })
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
    /// Names it in the address of the action.
    pub id: String,
    /// What the columns say.
    pub cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "console/set_up/rows.html")]
struct RowsPage<'a> {
    shell: Shell<'a>,
    text: &'a str,
    heads: &'a [&'static str],
    rows: &'a [Row],
    empty: &'a str,
    action: Option<(&'a str, &'a str)>,
}

/// Renders a table: `action` is the beginning of the address of what can be done with a row, and its words.
pub fn rows(
    shell: Shell<'_>,
    (text, empty): (&str, &str),
    heads: &[&'static str],
    rows: &[Row],
    action: Option<(&str, &str)>,
) -> String {
    super::rendered(&RowsPage { shell, text, heads, rows, empty, action })
}
