//! The search for a customer. Finds nothing itself.

use askama::Template;
use domain::identity::Identity;
use domain::vocabulary::Language;

use super::Shell;
use super::addresses::customer_address;

/// A customer that was found.
pub struct Found {
    /// Who.
    pub customer: Identity,
    /// What to call them.
    pub name: String,
    /// By what they were found, or where they were seen last.
    pub about: String,
}

/// Everything that the page shows.
pub struct View<'a> {
    /// What stands around the page.
    pub shell: Shell<'a>,
    /// What is searched for; empty if nothing is.
    pub search: String,
    /// Who was found.
    pub found: Vec<Found>,
    /// Customers with an open case, to begin with.
    pub open: Vec<Found>,
    /// Days of moments in which a pseudonym was looked for; 0 if none were.
    pub days: u64,
}

#[derive(Template)]
#[template(path = "console/customers.html")]
struct Page<'a> {
    language: Language,
    shell: &'a Shell<'a>,
    view: &'a View<'a>,
}

/// Renders the search.
pub fn html(view: &View<'_>) -> String {
    super::rendered(&Page { language: view.shell.language, shell: &view.shell, view })
}

impl Found {
    fn address(&self) -> String {
        customer_address(&self.customer)
    }
}
