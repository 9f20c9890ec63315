//! The console's menu above a page that has a design of its own: a report. Changes nothing else of it.

use askama::Template;

use super::Shell;

#[derive(Template)]
#[template(path = "console/menu.html")]
struct Menu<'a> {
    shell: &'a Shell<'a>,
}

/// Puts the menu above the rest of a page.
pub fn above(html: &str, shell: &Shell<'_>) -> String {
    let menu = super::rendered(&Menu { shell });
    html.replacen("<body>", &format!("<body>\n{menu}"), 1)
}
