//! The pages by which a person signs in: the ways there are, that a link was sent, and the button behind the link.

use askama::Template;

use super::Shell;

/// The ways to sign in that a deployment has.
pub struct Ways<'a> {
    /// Token of the forms before anybody has signed in.
    pub token: &'a str,
    /// People who sign in with one click, where that is allowed: e-mail address and name.
    pub local: &'a [(&'a str, &'a str)],
    /// The company's own provider: its name, and the address that leads there.
    pub provider: Option<(&'a str, &'a str)>,
    /// Whether links are sent by mail.
    pub has_mail: bool,
    /// Where to go after it.
    pub to: &'a str,
}

#[derive(Template)]
#[template(path = "console/sign_in/ways.html")]
struct WaysPage<'a> {
    shell: Shell<'a>,
    ways: Ways<'a>,
}

/// Renders the ways to sign in.
pub fn ways(shell: Shell<'_>, ways: Ways<'_>) -> String {
    // Both live as long as the page is rendered.
    let page = WaysPage { shell, ways };
    super::rendered(&page)
}

#[derive(Template)]
#[template(path = "console/sign_in/sent.html")]
struct SentPage<'a> {
    shell: Shell<'a>,
}

/// Renders the page that says that a link was sent, if the address is one that may sign in.
pub fn sent(shell: Shell<'_>) -> String {
    super::rendered(&SentPage { shell })
}

#[derive(Template)]
#[template(path = "console/sign_in/link.html")]
struct LinkPage<'a> {
    shell: Shell<'a>,
    token: &'a str,
    query: &'a str,
}

/// Renders the button behind a link: opening the link signs nobody in.
pub fn link(shell: Shell<'_>, token: &str, query: &str) -> String {
    super::rendered(&LinkPage { shell, token, query })
}
