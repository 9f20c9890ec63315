//! A customer's journey for a person with a key: the page of the console without the console around it.

use domain::identity::Identity;
use domain::vocabulary::Language;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use pages::case::Reader as Eyes;
use pages::console::journey::{Happened, Journey, Known, View};
use pages::console::{Section, Shell, content_security_policy, journey};
use runtime::configuration::Document;
use runtime::http::answer;
use runtime::http::problem::Problem;

use crate::Reader;

impl Reader {
    /// Answers with the page of a journey. It shows the pseudonym only, unless the configuration lets messages name customers.
    pub(crate) async fn journey_page(
        &self,
        asked: &Identity,
        document: &Document,
        language: Language,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let known = reporting::journeys::known(&self.table, asked, &document.rules, now).await;
        let known = known.map_err(|error| Problem::of_table(&error))?;
        let known = known.ok_or_else(|| Problem::not_found("unknown customer"))?;
        let pseudonym = self.names().await?.of(&known.customer);
        let name = match &known.customer {
            Identity::Customer(id) if document.links.shows_customer() => id.clone(),
            _ => pseudonym,
        };
        let reader = Eyes { language, zone: &self.zone, now };
        let cases = known.cases.iter().map(|history| {
            let events = history.events.iter().map(|event| Happened {
                transition: &event.transition,
                at: event.at,
                touchpoint: event.touchpoint.as_ref(),
                actor: event.actor.as_deref(),
            });
            (&history.case, events.collect())
        });
        let shown = Known {
            overview: &known.overview,
            entries: known.entries(),
            cases: cases.collect(),
            links_ignored: known.links_ignored,
        };
        let view = View {
            shell: bare(language.customer_named(&name), language),
            reader,
            name: &name,
            is_known: known.customer.is_known(),
            pseudonym: None,
            contact: None,
            is_linked: false,
            rights: None,
            journey: Journey::of(&shown, reader),
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
