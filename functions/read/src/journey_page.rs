//! A customer's journey for a person with a key: the page of the console without the console around it.

use domain::identity::Identity;
use domain::vocabulary::Language;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use pages::case::Reader as Eyes;
use pages::console::journey::View;
use pages::console::{Section, Shell, content_security_policy, journey};
use runtime::configuration::Document;
use runtime::http::answer;
use runtime::http::problem::Problem;

use crate::Reader;

/// Whether a page may name the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// Whoever has a key may read the name, if the configuration lets pages show it.
    AsConfigured,
    /// Whoever has a link sees a pseudonym: links are passed on, and a journey holds everything that a customer ever said.
    Never,
}

impl Reader {
    /// Answers with the page of a journey.
    pub(crate) async fn journey_page(
        &self,
        asked: &Identity,
        named: Named,
        document: &Document,
        language: Language,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let known = reporting::journeys::known(&self.table, asked, &document.rules, now).await;
        let known = known.map_err(|error| Problem::of_table(&error))?;
        let known = known.ok_or_else(|| Problem::not_found("unknown customer"))?;
        let pseudonym = self.names().await?.of(&known.customer);
        let name = match &known.customer {
            Identity::Customer(id) if named == Named::AsConfigured && document.links.shows_customer() => id.clone(),
            _ => pseudonym,
        };
        let reader = Eyes { language, zone: &self.zone, now };
        let view = View {
            shell: bare(language.customer_named(&name), language),
            reader,
            name: &name,
            is_known: known.customer.is_known(),
            pseudonym: None,
            contact: None,
            is_linked: false,
            rights: None,
            journey: known.journey(reader),
        };
        Ok(answer::page(StatusCode::OK, journey::html(&view), content_security_policy()))
    }
}

/// Returns what stands around a page outside the console: nothing but its title.
fn bare<'a>(title: String, language: Language) -> Shell<'a> {
    Shell {
        language,
        title,
        section: Section::None,
        person: None,
        may_act: false,
        is_admin: false,
        csrf: String::new(),
        is_local: false,
        notice: None,
    }
}
