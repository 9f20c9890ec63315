//! The pages of the console: one shell around every page. Server-rendered, and works without script. Knows nothing about sessions
//! and routes: what a page needs is given.

use std::sync::LazyLock;

use askama::Template;
use domain::vocabulary::Language;

use crate::style::Style;

pub mod addresses;
pub mod case;
pub mod cases;
pub mod components;
pub mod correct;
pub mod customers;
pub mod failed;
pub mod journey;
pub mod menu;
pub mod promise;
pub mod reports;
pub mod rows;
pub mod set_up;
pub mod sign_in;
pub mod today;

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

/// An entry of the menu.
struct Entry {
    address: &'static str,
    name: &'static str,
    /// The key that leads there after `g`.
    key: &'static str,
    /// The path of its picture, in a square of 18.
    icon: &'static str,
    is_here: bool,
}

const SUN: &str = "M9 5.500a3.500 3.500 0 1 0 0 7a3.500 3.500 0 1 0 0-7M9 1.500v1.500M9 15v1.500M1.500 9H3M15 9h1.500M3.700 3.700l1 1M13.300 13.300l1 1M14.300 3.700l-1 1M4.700 13.300l-1 1";
const TRAY: &str = "M2 10.500 4 3.500h10l2 7v4H2zM2 10.500h4l1 2h4l1-2h4";
const PEOPLE: &str = "M7 8.500a2.700 2.700 0 1 0 0-5.400a2.700 2.700 0 0 0 0 5.400M2 15c.3-3 2-4.500 5-4.500s4.700 1.500 5 4.500M12 3.400a2.500 2.500 0 0 1 0 4.800M13.500 10.800c1.500.6 2.300 2 2.500 4.200";
const BARS: &str = "M3 15V9.500M7 15V3M11 15V7M15 15v-3.500";
const DIALS: &str = "M2 5h8M14 5h2M2 13h2M8 13h8M10 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M4 13a2 2 0 1 0 4 0a2 2 0 1 0-4 0";
const FLASK: &str = "M6.500 2h5M7.500 2v5L3 15h12L10.500 7V2M5 11.500h8";

impl Shell<'_> {
    /// Returns the sections that the reader may open.
    fn sections(&self) -> Vec<Entry> {
        let (language, here) = (self.language, self.section);
        let mut sections = vec![
            ("/", language.console_nav_today(), "t", SUN, Section::Today),
            ("/cases", language.console_nav_cases(), "c", TRAY, Section::Cases),
            ("/customers", language.console_nav_customers(), "u", PEOPLE, Section::Customers),
            ("/reports", language.console_nav_reports(), "r", BARS, Section::Reports),
        ];
        if self.is_admin {
            sections.push(("/set-up", language.console_nav_set_up(), "s", DIALS, Section::SetUp));
        }
        if self.is_local {
            sections.push(("/playground", language.console_nav_playground(), "p", FLASK, Section::Playground));
        }
        let entry = |(address, name, key, icon, section)| Entry { address, name, key, icon, is_here: section == here };
        sections.into_iter().map(entry).collect()
    }

    fn style(&self) -> &'static str {
        STYLE.css
    }

    fn script(&self) -> &'static str {
        SCRIPT
    }
}

const SCRIPT: &str = include_str!("console.js");

pub(crate) static STYLE: LazyLock<Style> =
    LazyLock::new(|| Style::new(include_str!("../../styles/console.css"), "'self'").with_script(SCRIPT));

/// Returns the policy that every page of the console is sent with.
pub fn content_security_policy() -> &'static str {
    &STYLE.policy
}

/// Renders a page of the console.
fn rendered(page: &impl Template) -> String {
    crate::rendered(page)
}
