//! The page of something that did not work: what, and where to go on. Says nothing of causes.

use askama::Template;

use super::Shell;

#[derive(Template)]
#[template(path = "console/failed.html")]
struct FailedPage<'a> {
    shell: Shell<'a>,
    text: &'a str,
    back: (&'a str, &'a str),
}

/// Renders it. The title of the shell says what happened; `back` is where the reader can go on: address and words.
pub fn html(shell: Shell<'_>, text: &str, back: (&str, &str)) -> String {
    super::rendered(&FailedPage { shell, text, back })
}
