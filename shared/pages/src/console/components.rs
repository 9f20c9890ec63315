//! A page that shows every component, to be looked at while the design changes. Shows no data.

use askama::Template;

use super::Shell;

#[derive(Template)]
#[template(path = "console/components.html")]
struct Page<'a> {
    shell: &'a Shell<'a>,
}

/// Renders the components.
pub fn html(shell: &Shell<'_>) -> String {
    super::rendered(&Page { shell })
}
