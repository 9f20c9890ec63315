//! What a person sees: reports, cases, and the small pages that answer a plain HTML form. Pure; every page is one file
//! without script and without anything to fetch. Knows nothing about HTTP: a page comes with the policy to send.

pub mod case;
pub mod console;
pub mod form_error;
pub mod moments;
mod promised;
pub mod report;
pub mod reports;
mod style;
pub mod thanks;
pub mod underway;
mod visit;

use askama::Template;

pub use visit::Visit;

/// Renders a template whose fields are text already.
#[expect(clippy::expect_used, reason = "writing to a string cannot fail and no field renders with an error of its own")]
pub(crate) fn rendered(page: &impl Template) -> String {
    page.render().expect("a page renders")
}
