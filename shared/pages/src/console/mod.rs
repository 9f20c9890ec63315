//! The pages of the console: one shell around every page. Server-rendered, and works without script. Knows nothing about sessions
//! and routes: what a page needs is given.

use std::sync::LazyLock;

use askama::Template;
use domain::vocabulary::Language;

use crate::style::Style;

pub mod failed;
pub mod sign_in;

/// Where in the console a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// How things are now.
    Today,
    /// The cases.
    Cases,
    /// One customer's journey.
    Customers,
    /// The reports.
    Reports,
    /// Keys, channels, senders, people.
    SetUp,
    /// What exists on a laptop only.
    Playground,
    /// No section: sign-in and errors.
    None,
}

/// What stands around every page.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// Language of the words.
    pub language: Language,
    /// What the page is called.
    pub title: String,
    /// Where it is.
    pub section: Section,
    /// Who reads it; none before somebody signed in.
    pub person: Option<&'a str>,
    /// Whether this person may act.
    pub may_act: bool,
    /// Whether this person may see and change the set-up.
    pub is_admin: bool,
    /// The token of every form on the page.
    pub csrf: String,
    /// Whether the page is on a laptop, where there is a playground.
    pub is_local: bool,
    /// A sentence above everything else.
    pub notice: Option<String>,
}

impl Shell<'_> {
    /// Returns the sections that the reader may open: address, name, whether it is this one.
    fn sections(&self) -> Vec<(&'static str, &'static str, bool)> {
        let (language, here) = (self.language, self.section);
        let mut sections = vec![
            ("/", language.console_nav_today(), Section::Today),
            ("/cases", language.console_nav_cases(), Section::Cases),
            ("/customers", language.console_nav_customers(), Section::Customers),
            ("/reports", language.console_nav_reports(), Section::Reports),
        ];
        if self.is_admin {
            sections.push(("/set-up", language.console_nav_set_up(), Section::SetUp));
        }
        if self.is_local {
            sections.push(("/playground", language.console_nav_playground(), Section::Playground));
        }
        sections.into_iter().map(|(address, name, section)| (address, name, section == here)).collect()
    }

    fn style(&self) -> &'static str {
        STYLE.css
    }
}

static STYLE: LazyLock<Style> = LazyLock::new(|| Style::new(include_str!("../../styles/console.css"), "'self'"));

/// Returns the policy that every page of the console is sent with.
pub fn content_security_policy() -> &'static str {
    &STYLE.policy
}

/// Renders a page of the console.
fn rendered(page: &impl Template) -> String {
    crate::rendered(page)
}
