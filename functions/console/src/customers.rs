//! Customers: found by an identifier, a pseudonym or a case; and the journey of one.

use domain::case::Case;
use domain::identity::Identity;
use domain::wording::{self, capitalized};
use lambda_http::http::HeaderValue;
use lambda_http::http::header::CONTENT_DISPOSITION;
use lambda_http::{Body, Response};
use pages::case::Reader;
use pages::console::Section;
use pages::console::addresses::customer_address;
use pages::console::customers::{self, Found};
use pages::console::journey;
use runtime::http::problem::Problem;
use store::erasing::person::Person;
use store::error::StoreError;

use crate::answer;
use crate::today::{by_urgency, name_of, whole_minute};
use crate::visit::Visit;
use crate::{Desk, Role, What};

/// Days in which a pseudonym is looked for.
const DAYS: usize = 31;
/// Customers that the page begins with.
const OPEN_MAX: usize = 10;
/// Characters of what is searched for.
const SEARCH_MAX: usize = 256;

/// Answers a request to look: at the search, or at one journey.
pub(crate) async fn show(desk: &Desk, visit: &Visit<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    match (rest, visit.query("export").as_deref()) {
        ([], _) => desk.search(visit).await,
        (_, Some("json")) => desk.export(visit, &rest.join("/")).await,
        _ => desk.journey(visit, &rest.join("/")).await,
    }
}

/// Answers a request to act: a customer can be erased.
pub(crate) async fn act(desk: &Desk, visit: &Visit<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    match visit.form.get("do") {
        Some("erase") if !rest.is_empty() => desk.erase(visit, &rest.join("/")).await,
        _ => Err(Problem::not_found("no such action")),
    }
}

impl Desk {
    async fn search(&self, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
        let search: String = visit.query("q").unwrap_or_default().chars().take(SEARCH_MAX).collect();
        let language = visit.language;
        let mut shell = visit.shell(language.console_nav_customers(), Section::Customers);
        shell.notice = visit.query("erased").map(|id| language.console_erase_ordered(&id));
        let mut view = customers::View { shell, search: search.clone(), found: Vec::new(), open: Vec::new(), days: 0 };
        let unreachable = |error: StoreError| Problem::of_table(&error);
        let names = self.table.pseudonyms().await.map_err(unreachable)?;
        let mut cases = self.table.unresolved().await.map_err(unreachable)?;
        by_urgency(&mut cases, visit.now);
        let of_case = |case: &Case| Found {
            customer: case.customer.clone(),
            name: name_of(&case.customer, &names),
            about: language.console_customers_case(&case.id(), wording::case_state(case.state, language)),
        };
        if search.is_empty() {
            view.open = cases.iter().take(OPEN_MAX).map(of_case).collect();
            return Ok(answer::page_or_304(visit, customers::html(&view)));
        }
        self.audit(visit, What::CustomersSearched, None).await?;
        // By the business's own identifier, or by that of a visitor: then there is one, and its page is the answer.
        let asked = [
            visit.document.common.customers.read(&search),
            Some(visit.document.common.customers.identity(&search)),
            Some(Identity::Anonymous(search.clone())),
        ];
        for customer in asked.into_iter().flatten() {
            let linked = self.table.journey(&customer).await.map_err(unreachable)?;
            if !linked.journey.touchpoints.is_empty() {
                return runtime::http::answer::see_other(&customer_address(&customer));
            }
        }
        // A case is named by the pseudonym of its customer and a number.
        let name = if is_pseudonym(&search) { format!("{search}-1") } else { search.clone() };
        let named = self.table.cases_named(&name).await.map_err(unreachable)?;
        view.found = named.iter().map(of_case).collect();
        if view.found.is_empty() {
            let is_it = |customer: &Identity| names.of(customer) == search;
            view.found = cases.iter().filter(|case| is_it(&case.customer)).take(1).map(of_case).collect();
            if view.found.is_empty() && is_pseudonym(&search) {
                view.days = DAYS as u64;
                let seen = reporting::lately::seen(&self.table, &self.zone, (visit.now, DAYS), is_it).await;
                let reader = Reader { language, zone: &self.zone, now: visit.now };
                view.found.extend(seen.map_err(unreachable)?.map(|(customer, at)| Found {
                    name: name_of(&customer, &names),
                    about: language.console_customers_seen(&reader.at(&at)),
                    customer,
                }));
            }
        }
        Ok(answer::page_or_304(visit, customers::html(&view)))
    }

    async fn journey(&self, visit: &Visit<'_>, name: &str) -> Result<Response<Body>, Problem> {
        let unreachable = |error: StoreError| Problem::of_table(&error);
        let asked = visit.document.common.customers.read(name);
        let asked = asked.ok_or_else(|| Problem::not_found("no such customer"))?;
        let rules = &visit.document.common.rules;
        let known = reporting::journeys::known(&self.table, &asked, rules, visit.now).await.map_err(unreachable)?;
        let known = known.ok_or_else(|| Problem::not_found("no such customer"))?;
        let names = self.table.pseudonyms().await.map_err(unreachable)?;
        let pseudonym = names.of(&known.customer);
        self.audit(visit, What::CustomerRead, Some(&pseudonym)).await?;
        let reader = Reader { language: visit.language, zone: &self.zone, now: whole_minute(visit.now) };
        let name = name_of(&known.customer, &names);
        let view = journey::View {
            shell: visit.shell(capitalized(&visit.language.customer_named(&name)), Section::Customers),
            reader,
            name: &name,
            is_known: known.customer.is_known(),
            pseudonym: Some(pseudonym.as_str()).filter(|pseudonym| *pseudonym != name),
            contact: visit.document.customers.link_to(&known.customer),
            is_linked: true,
            rights: (visit.person.role >= Role::Admin).then(|| customer_address(&known.customer)),
            journey: known.journey(reader),
        };
        Ok(answer::page_or_304(visit, journey::html(&view)))
    }
}

impl Desk {
    /// Answers with everything about a customer as a file.
    async fn export(&self, visit: &Visit<'_>, name: &str) -> Result<Response<Body>, Problem> {
        visit.require(Role::Admin)?;
        let person = self.person(visit, name, What::CustomerExported).await?;
        let exported = self.table.export_of(&person, (&self.zone, visit.now)).await;
        let mut response = runtime::http::answer::json(&exported.map_err(|error| Problem::of_table(&error))?)?;
        let file = HeaderValue::from_static("attachment; filename=\"moments-person.json\"");
        response.headers_mut().insert(CONTENT_DISPOSITION, file);
        Ok(response)
    }

    /// Orders that a customer is erased, once somebody said to be sure.
    async fn erase(&self, visit: &Visit<'_>, name: &str) -> Result<Response<Body>, Problem> {
        visit.require(Role::Admin)?;
        if visit.form.get("sure") != Some("yes") {
            return Err(Problem::unreadable("say that you are sure"));
        }
        let person = self.person(visit, name, What::CustomerErased).await?;
        let ordered = self.table.order_erasure(&person.customer, "console", visit.now).await;
        let id = ordered.map_err(|error| Problem::of_table(&error))?.id;
        runtime::http::answer::see_other(&format!("/customers?erased={id}"))
    }

    /// Finds the person that an address names, and writes down what is done.
    async fn person(&self, visit: &Visit<'_>, name: &str, what: What) -> Result<Person, Problem> {
        let asked = visit.document.common.customers.read(name);
        let asked = asked.ok_or_else(|| Problem::not_found("no such customer"))?;
        let person = self.table.person(&asked).await.map_err(|error| Problem::of_table(&error))?;
        let person = person.ok_or_else(|| Problem::not_found("the visitor belongs to a customer"))?;
        let is_known = self.table.knows(&asked).await.map_err(|error| Problem::of_table(&error))?;
        let person = Some(person).filter(|_| is_known).ok_or_else(|| Problem::not_found("no such customer"))?;
        let names = self.table.pseudonyms().await.map_err(|error| Problem::of_table(&error))?;
        self.audit(visit, what, Some(&names.of(&asked))).await?;
        Ok(person)
    }
}

/// Returns whether a text can be a pseudonym.
fn is_pseudonym(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
