//! `GET /v1/reports/{period}/moments`: the moments behind a number of a report. Chosen by what the number counts: `kind`,
//! `outcome`, `voice`, `stage`, `segment`, `channel`, `source`, `critical`, `quiet`,
//! `customer` (by the pseudonym that reports use).

use domain::moment::Moment;
use domain::period::Period;
use domain::report::Voice;
use domain::vocabulary::Language;
use lambda_http::{Body, Request, RequestExt, Response};
use pages::Visit;
use runtime::configuration::Document;
use runtime::problem::Problem;

use crate::form::Form;
use crate::{Reader, answer, language_of, unreachable_table};

/// Moments that one answer lists, at most.
const LISTED_MAX: usize = 500;

/// A name in the query, and what it is compared with.
type Filter = (&'static str, fn(&Moment) -> String);

/// What may be asked for, and what a moment has there.
const FILTERS: [Filter; 10] = [
    ("kind", |moment| moment.kind.clone()),
    ("outcome", |moment| moment.outcome.to_string()),
    ("voice", |moment| Voice::of(moment).as_str().to_owned()),
    ("stage", |moment| moment.stage.to_string()),
    ("segment", |moment| moment.segment.clone().unwrap_or_default()),
    ("channel", |moment| moment.channel.clone().unwrap_or_default()),
    ("source", |moment| moment.source.clone()),
    ("critical", |moment| moment.is_critical().to_string()),
    ("quiet", |moment| (!moment.quiet.is_empty()).to_string()),
    ("customer", |moment| moment.customer.pseudonym()),
];

impl Reader {
    /// Answers with the moments of a period that are what the query asks for, in the order of their times; as a page, as
    /// JSON, or as CSV.
    pub(crate) async fn moments(
        &self,
        request: &Request,
        name: &str,
        document: &Document,
        visit: &Visit,
    ) -> Result<Response<Body>, Problem> {
        let period: Period = name.parse().map_err(|error| Problem::not_found(format!("{error}")))?;
        let form = Form::accepted(request.headers())?;
        let language = language_of(request, document.language)?;
        let query = request.query_string_parameters();
        let wanted: Vec<_> =
            FILTERS.into_iter().filter_map(|(name, of)| Some((of, query.first(name)?.to_owned()))).collect();
        let mut found: Vec<Moment> = Vec::new();
        let mut is_cut = false;
        for date in period.days() {
            let take = |moment: Moment| {
                if wanted.iter().all(|(of, value)| of(&moment) == *value) {
                    is_cut |= found.len() >= LISTED_MAX;
                    if found.len() < LISTED_MAX {
                        found.push(moment);
                    }
                }
            };
            self.table.moments_of(date, take).await.map_err(|error| unreachable_table(&error))?;
            if is_cut {
                break;
            }
        }
        found.sort_by(|a, b| a.position().cmp(&b.position()));
        answer_as(form, &found, is_cut, period, (language, visit))
    }
}

fn answer_as(
    form: Form,
    found: &[Moment],
    is_cut: bool,
    period: Period,
    (language, visit): (Language, &Visit),
) -> Result<Response<Body>, Problem> {
    match form {
        Form::Html => {
            let page = pages::moments::html(found, is_cut, period, language, visit);
            answer::page(page, pages::moments::content_security_policy())
        }
        Form::Json => {
            let body = serde_json::json!({"period": period, "moments": found, "is_cut": is_cut});
            Ok(answer::body(form.content_type(), body.to_string()))
        }
        Form::Csv => {
            let bytes = pages::report::csv(found, Vec::new()).map_err(|_| Problem::internal(""))?;
            let text = String::from_utf8(bytes).map_err(|_| Problem::internal(""))?;
            Ok(answer::body(form.content_type(), text))
        }
    }
}
