//! `GET /v1/journey?case=…&until=…&seal=…`: the journey of a case's customer, by the link on the page of that case. Names the
//! customer by a pseudonym, whatever the configuration shows elsewhere, and shows no other customer.

use jiff::Timestamp;
use lambda_http::http::Method;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::configuration::Document;
use runtime::http::links::{BadLink, Subject};
use runtime::http::problem::Problem;
use runtime::http::route::route;

use crate::Reader;
use crate::journey_page::Named;

impl Reader {
    /// Answers the link to a journey; `None` if a request is something else.
    pub(crate) async fn sealed_journey(
        &self,
        request: &Request,
        document: &Document,
        now: Timestamp,
    ) -> Option<Result<Response<Body>, Problem>> {
        if (route(request), request.method()) != ("/v1/journey", &Method::GET) {
            return None;
        }
        let query = request.query_string_parameters();
        let (case, until, seal) = (query.first("case")?, query.first("until")?, query.first("seal")?);
        Some(self.journey_behind(case, (until, seal), document, now).await)
    }

    async fn journey_behind(
        &self,
        case: &str,
        (until, seal): (&str, &str),
        document: &Document,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let named = self.table.cases_named(case).await.map_err(|error| Problem::of_table(&error))?;
        let mut bad = BadLink::Forged;
        for case in named {
            let owner = store::Key::of_customer(&case.customer).fingerprint();
            match document.links.verify(Subject::journey(&case.id(), &owner), until, seal, now) {
                Ok(_) => {
                    return self.journey_page(&case.customer, Named::Never, document, document.language, now).await;
                }
                Err(BadLink::Expired) => bad = BadLink::Expired,
                Err(BadLink::Forged) => {}
            }
        }
        Err(match bad {
            BadLink::Forged => Problem::forbidden(bad.to_string()),
            BadLink::Expired => Problem::gone(bad.to_string()),
        })
    }
}
