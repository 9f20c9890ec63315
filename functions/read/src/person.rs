//! A person's rights: `GET /v1/customers/{id}/export`, `DELETE /v1/customers/{id}`, and `GET /v1/erasures/{id}` for the receipt; for
//! visitors, and ids that no path can hold, `/v1/journey/export` and `/v1/journey` with the query that names them. Removes nothing: an
//! erasure is written down here and carried out by erase.

use domain::identity::Identity;
use domain::vocabulary::Language;
use jiff::Timestamp;
use lambda_http::http::{HeaderValue, StatusCode, header};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::configuration::Document;
use runtime::erasures::{Receipt, Sealed};
use runtime::http::access::{ReadKey, Right};
use runtime::http::answer;
use runtime::http::problem::Problem;
use runtime::quarantine::{Raw, path_of};
use schemars::JsonSchema;
use serde::Serialize;
use store::erasing::export::Exported;
use store::erasing::orders::Erasure;
use store::erasing::person::Person;

use crate::journey_page::Named;
use crate::large::{DIRECT_BYTES_MAX, LINK_VALID_FOR, not_kept};
use crate::{Reader, authorize, language_of};

/// Seconds after which to ask again for an erasure: it is begun within a minute.
const ASK_AGAIN_S: u64 = 60;

/// Everything about a person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WholePersonExport")]
pub(crate) struct Whole {
    #[serde(flatten)]
    exported: Exported,
    /// What was sent of the records in quarantine that name the person, in their order; those that are not kept any more are left out.
    requests: Vec<Raw>,
}

impl Reader {
    /// Answers with everything about the person that the path names, or else the query: as JSON, or as a page.
    pub(crate) async fn export_person(
        &self,
        request: &Request,
        document: &Document,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let key = may_erase(request, document, now)?;
        let asked = asked(request, document)?;
        let person = self.known(&asked).await?;
        tracing::info!(reader = key.name, "everything about a person is read");
        if runtime::http::accept::wants_page(request.headers()) {
            let language: Language = language_of(request, document.language)?;
            return self.journey_page(&asked, Named::AsConfigured, document, language, now).await;
        }
        let exported =
            self.table.export_of(&person, (&self.zone, now)).await.map_err(|error| Problem::of_table(&error))?;
        let mut requests = Vec::new();
        for record in &exported.quarantined {
            let kept = self.objects.find(&path_of(&record.id)).await.map_err(Problem::internal)?;
            requests.extend(kept.and_then(|bytes| serde_json::from_slice::<Raw>(&bytes).ok()));
        }
        let body = serde_json::to_vec(&Whole { exported, requests }).map_err(Problem::internal)?;
        if body.len() > DIRECT_BYTES_MAX && self.objects.can_link() {
            let path = format!("large/export-{}-{}.json", now.as_nanosecond(), body.len());
            self.objects.put(&path, "application/json", body).await.map_err(|error| not_kept(&error))?;
            let link = self.objects.link(&path, LINK_VALID_FOR).await.map_err(|error| not_kept(&error))?;
            return answer::see_other(&link.unwrap_or_default());
        }
        let mut response = answer::body("application/json", String::from_utf8(body).map_err(Problem::internal)?);
        let name = HeaderValue::from_static("attachment; filename=\"moments-person.json\"");
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
        Ok(response)
    }

    /// Writes down that the person whom the path names, or else the query, is to be erased.
    pub(crate) async fn order_erasure(
        &self,
        request: &Request,
        document: &Document,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let key = may_erase(request, document, now)?;
        let asked = asked(request, document)?;
        if !self.is_ordered(&asked).await? && !says_force(request)? {
            self.known(&asked).await?;
        }
        let erasure =
            self.table.order_erasure(&asked, &key.name, now).await.map_err(|error| Problem::of_table(&error))?;
        tracing::info!(reader = key.name, erasure = erasure.id, "erasure ordered");
        let mut response = answer::json(&self.receipt_of(&erasure, document).await?)?;
        *response.status_mut() = StatusCode::ACCEPTED;
        let place = HeaderValue::from_str(&format!("/v1/erasures/{}", erasure.id)).map_err(Problem::internal)?;
        response.headers_mut().insert(header::LOCATION, place);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(ASK_AGAIN_S));
        Ok(response)
    }

    /// Answers with the receipt of an erasure, as far as it has come.
    pub(crate) async fn erasure(
        &self,
        request: &Request,
        id: &str,
        (document, now): (&Document, Timestamp),
    ) -> Result<Response<Body>, Problem> {
        may_erase(request, document, now)?;
        let erasure = self.table.erasure(id).await.map_err(|error| Problem::of_table(&error))?;
        let erasure = erasure.ok_or_else(|| Problem::not_found("there is no such erasure"))?;
        answer::json(&self.receipt_of(&erasure, document).await?)
    }

    async fn receipt_of(&self, erasure: &Erasure, document: &Document) -> Result<Sealed, Problem> {
        let late = self.table.late_of(erasure).await.map_err(|error| Problem::of_table(&error))?;
        Ok(Receipt::of(erasure, late).sealed(|text| document.links.seal("erasure receipt 1", text)))
    }

    /// Finds a person of whom there is something.
    async fn known(&self, asked: &Identity) -> Result<Person, Problem> {
        let person = self.table.person(asked).await.map_err(|error| Problem::of_table(&error))?;
        let person = person.ok_or_else(|| {
            Problem::conflict(
                "this visitor belongs to a customer, and others may use the same browser: name the customer",
            )
        })?;
        match self.table.knows(asked).await.map_err(|error| Problem::of_table(&error))? {
            true => Ok(person),
            false => Err(Problem::not_found("unknown customer")),
        }
    }

    /// Tells whether the person was to be erased before: asking again is no slip.
    async fn is_ordered(&self, asked: &Identity) -> Result<bool, Problem> {
        let erased = self
            .table
            .erased_among(&std::iter::once(asked.clone()).collect())
            .await
            .map_err(|error| Problem::of_table(&error))?;
        Ok(!erased.is_empty())
    }
}

/// Lets on whoever has a key that may read and erase everything about a person: the one place that says so.
fn may_erase<'a>(request: &Request, document: &'a Document, now: Timestamp) -> Result<&'a ReadKey, Problem> {
    let key = authorize::presented(request, document, now)?;
    key.require(Right::Erase)?;
    Ok(key)
}

/// Reads who is meant.
fn asked(request: &Request, document: &Document) -> Result<Identity, Problem> {
    let (parameters, query) = (request.path_parameters(), request.query_string_parameters());
    match (parameters.first("id").or(query.first("customer_id")), query.first("anonymous_id")) {
        (Some(customer), _) if !customer.is_empty() => Ok(document.customers.identity(customer)),
        (_, Some(visitor)) if !visitor.is_empty() => Ok(Identity::Anonymous(visitor.to_owned())),
        _ => Err(Problem::unreadable("name the customer: `customer_id` or `anonymous_id`")),
    }
}

/// Reads whether somebody of whom nothing is known is to be erased all the same: what is still on its way, or in quarantine.
fn says_force(request: &Request) -> Result<bool, Problem> {
    match request.query_string_parameters().first("unknown") {
        None => Ok(false),
        Some("erase") => Ok(true),
        Some(_) => Err(Problem::unreadable("`unknown` must be `erase`")),
    }
}
