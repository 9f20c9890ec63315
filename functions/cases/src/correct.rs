//! `POST /v1/corrections`: somebody who knows better than the rules says so of one touchpoint, or takes it back. With a case key: a
//! program, or a person behind one. Judges nothing: the stream brings the correction to whoever does.

use jiff::Timestamp;
use lambda_http::{Body, Request, Response};
use recovery::correcting;
use recovery::document::CaseDocument;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::corrections::Corrected;

use crate::authorize::Caller;
use crate::{Desk, authorize, order};

/// The route.
pub(crate) const PATH: &str = "/v1/corrections";

/// What became of a correction.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CorrectionResult")]
pub(crate) struct Became {
    /// `added`, or `known` if the same person had said the same and it still holds.
    status: &'static str,
    /// The id by which it can be taken back.
    correction: String,
}

impl Desk {
    /// Takes one correction.
    pub(crate) async fn correct(
        &self,
        request: &Request,
        document: &CaseDocument,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let caller = authorize::caller(request, document, &[], now)?;
        let Caller::Key(key) = &caller else {
            return Err(Problem::forbidden("a correction needs a case key"));
        };
        let fields = order::of_needed_json(request)?;
        let asked =
            correcting::read(&fields, Some(&key.name), (&document.common.rules, &document.common.customers), now)
                .map_err(|errors| Problem::incomplete("").with_errors(errors))?;
        let about = self.names().await?.of(&asked.recorded);
        let what = format!("corrected:{}", asked.correction.says.as_str());
        self.note(request, document, &caller, (&what, Some(&about)), now).await?;
        let became = correcting::correct(&self.table, &asked).await.map_err(|error| Problem::of_table(&error))?;
        let became = match became {
            Corrected::Added(_) => Became { status: "added", correction: asked.correction.id() },
            Corrected::Known(correction) => Became { status: "known", correction },
            Corrected::NoTouchpoint => {
                let detail = "unknown touchpoint; name its customer with `customer_id` or `anonymous_id`";
                return Err(Problem::not_found(detail));
            }
            Corrected::NoCorrection => return Err(Problem::not_found("unknown correction")),
            Corrected::TooMany => {
                return Err(Problem::case_conflict("the touchpoint has as many corrections as it can"));
            }
        };
        runtime::http::answer::json(&became)
    }
}
