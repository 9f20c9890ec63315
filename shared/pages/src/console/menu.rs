//! The console's menu above a page that has a design of its own: a report; and its icon. Changes nothing else of it.

use askama::Template;

use super::Shell;

#[derive(Template)]
#[template(path = "console/menu.html")]
struct Menu<'a> {
    shell: &'a Shell<'a>,
}

/// The icon of every page. A report that is sent as a file has none: it refers to nothing, not even to a name space.
#[derive(Template)]
#[template(path = "icon.html")]
struct Icon;

/// Puts the menu above the rest of a page.
pub fn above(html: &str, shell: &Shell<'_>) -> String {
    let (menu, icon) = (super::rendered(&Menu { shell }), super::rendered(&Icon));
    let html = html.replacen("<title>", &format!("{icon}\n<title>"), 1);
    html.replacen("<body>", &format!("<body>\n{menu}"), 1)
}
