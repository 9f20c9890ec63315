//! `GET /v1/reports/{period}/moments`: the moments behind a number of a report. Chosen by what the number counts: `kind`,
//! `outcome`, `voice`, `stage`, `segment`, `channel`, `source`, `critical`, `quiet`,
//! `customer` (by the pseudonym that reports use).

use std::pin::pin;
use std::time::Instant;

use domain::moment::Moment;
use domain::period::Period;
use domain::vocabulary::{Language, Outcome, Stage};
use futures::TryStreamExt;
use lambda_http::http::header::LINK;
use lambda_http::http::{HeaderValue, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use pages::Visit;
use reports::Voice;
use runtime::configuration::Document;
use runtime::http::problem::Problem;
use store::moments::parts_of;

use crate::form::Form;
use crate::{Reader, language_of};
use runtime::http::answer;

/// Moments that one answer lists, at most.
const LISTED_MAX: usize = 500;

/// What a moment has that may be asked for.
type Has = fn(&Moment) -> String;

/// A name in the query, and what it is compared with.
type Filter = (&'static str, Has);

/// The words that a filter knows.
type Words = fn() -> Vec<&'static str>;

/// What may be asked for, and what a moment has there.
const FILTERS: [Filter; 9] = [
    ("kind", |moment| moment.kind.clone()),
    ("outcome", |moment| moment.outcome.to_string()),
    ("voice", |moment| Voice::of(moment).as_str().to_owned()),
    ("stage", |moment| moment.stage.to_string()),
    ("segment", |moment| moment.segment.clone().unwrap_or_default()),
    ("channel", |moment| moment.channel.clone().unwrap_or_default()),
    ("source", |moment| moment.source.clone()),
    ("critical", |moment| moment.is_critical().to_string()),
    ("quiet", |moment| (!moment.quiet.is_empty()).to_string()),
];

/// The filter that takes a pseudonym.
const CUSTOMER: &str = "customer";

/// The filters with few words, and those words.
const CLOSED: [(&str, Words); 5] = [
    ("outcome", || Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect()),
    ("voice", || Voice::ALL.iter().map(|voice| voice.as_str()).collect()),
    ("stage", || Stage::ALL.iter().map(|stage| stage.as_str()).collect()),
    ("critical", || vec!["true", "false"]),
    ("quiet", || vec!["true", "false"]),
];

/// What the query holds besides: the language, and what admits the reader.
const BESIDE: [&str; 5] = ["language", "read_key", "until", "seal", PLACE];

/// Where a search goes on that ran out of time.
const PLACE: &str = "from";

/// Lists the names by which moments are chosen.
pub(crate) fn filter_names() -> impl Iterator<Item = &'static str> {
    FILTERS.iter().map(|(name, _)| *name)
}

/// Returns the words that a filter knows, if it knows few.
pub(crate) fn words_of(filter: &str) -> Option<Vec<&'static str>> {
    CLOSED.iter().find(|(closed, _)| *closed == filter).map(|(_, words)| words())
}

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
        let wanted = wanted(request)?;
        let begin = place(request)?;
        let names = self.names().await?;
        let query = request.query_string_parameters();
        let is_wanted = |moment: &Moment| {
            let is_theirs = query.first(CUSTOMER).is_none_or(|name| {
                // Links of old reports have pseudonyms of no key. Whoever has a link only is not answered to those: a guess
                // could be tried on them.
                names.of(&moment.customer) == name || (!visit.is_confined() && moment.customer.old_pseudonym() == name)
            });
            is_theirs && wanted.iter().all(|(of, value)| of(moment) == *value)
        };
        let Found { mut moments, is_cut, next } = self.search(period, is_wanted, begin).await?;
        moments.sort_by(|a, b| a.position().cmp(&b.position()));
        if visit.is_confined() {
            moments = moments.into_iter().map(|moment| moment.under_pseudonym(&names)).collect();
        }
        let next = next.map(|next| following(request, visit, next));
        let mut response = answer_as(form, &moments, is_cut, next.as_deref(), period, (language, visit))?;
        if let Some(link) = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
            response.headers_mut().insert(LINK, link);
        }
        Ok(response)
    }

    /// Looks through a period from one of its parts on, until there are enough, or the time is up; through one part at least,
    /// so that asking again always gets further.
    async fn search(
        &self,
        period: Period,
        is_wanted: impl Fn(&Moment) -> bool,
        begin: usize,
    ) -> Result<Found, Problem> {
        let until = Instant::now() + self.working_time;
        let mut found = Found { moments: Vec::new(), is_cut: false, next: None };
        let mut parts = parts_of(period.days()).enumerate().skip(begin).peekable();
        while let Some((at, part)) = parts.next() {
            let mut pages = pin!(self.table.pages_of_part(part));
            while let Some(page) = pages.try_next().await.map_err(|error| Problem::of_table(&error))? {
                found.moments.extend(page.into_iter().filter(&is_wanted));
                if found.moments.len() > LISTED_MAX {
                    found.moments.truncate(LISTED_MAX);
                    found.is_cut = true;
                    return Ok(found);
                }
            }
            if parts.peek().is_some() && Instant::now() >= until {
                found.next = Some(at + 1);
                return Ok(found);
            }
        }
        Ok(found)
    }
}

/// What a search came upon.
struct Found {
    moments: Vec<Moment>,
    /// There are more than an answer lists.
    is_cut: bool,
    /// The part to go on with, if the time was up before the period was.
    next: Option<usize>,
}

/// Reads where a search goes on; at the beginning if nothing is said.
fn place(request: &Request) -> Result<usize, Problem> {
    let query = request.query_string_parameters();
    let place = query.first(PLACE).map_or(Ok(0), str::parse);
    place.map_err(|_| Problem::unreadable(format!("`{PLACE}` is taken from the link of the answer before")))
}

/// Returns the address at which the same search goes on.
fn following(request: &Request, visit: &Visit, next: usize) -> String {
    let query = request.query_string_parameters();
    let next = next.to_string();
    let same = query.iter().filter(|(name, _)| *name == CUSTOMER || FILTERS.iter().any(|(filter, _)| filter == name));
    let query: Vec<_> = same.chain([(PLACE, next.as_str())]).collect();
    visit.address("moments", &query)
}

/// Reads what is asked for. A name or a word that there is not would look like an answer without moments.
fn wanted(request: &Request) -> Result<Vec<(Has, String)>, Problem> {
    let query = request.query_string_parameters();
    let mut wanted = Vec::new();
    for (name, value) in query.iter() {
        if let Some((_, words)) = CLOSED.iter().find(|(closed, _)| *closed == name) {
            let words = words();
            if !words.contains(&value) {
                return Err(Problem::unreadable(format!("`{name}` must be one of {}", words.join(", "))));
            }
        }
        match FILTERS.iter().find(|(filter, _)| *filter == name) {
            Some((_, of)) => wanted.push((*of, value.to_owned())),
            None if name == CUSTOMER || BESIDE.contains(&name) => {}
            None => {
                let names = FILTERS.map(|(name, _)| name).join(", ");
                let names = format!("{names}, {CUSTOMER}");
                return Err(Problem::unreadable(format!("moments are chosen by {names}, and by nothing else")));
            }
        }
    }
    Ok(wanted)
}

fn answer_as(
    form: Form,
    found: &[Moment],
    is_cut: bool,
    next: Option<&str>,
    period: Period,
    (language, visit): (Language, &Visit),
) -> Result<Response<Body>, Problem> {
    match form {
        Form::Html => {
            let page = pages::moments::html(found, is_cut, next, period, language, visit);
            Ok(answer::page(StatusCode::OK, page, pages::moments::content_security_policy()))
        }
        Form::Json => {
            let mut body = serde_json::json!({"period": period, "moments": found, "is_cut": is_cut});
            if let Some(next) = next {
                body["next"] = next.into();
            }
            Ok(answer::body(form.content_type(), body.to_string()))
        }
        Form::Csv => {
            let bytes = pages::report::csv(found, Vec::new()).map_err(Problem::internal)?;
            let text = String::from_utf8(bytes).map_err(Problem::internal)?;
            Ok(answer::body(form.content_type(), text))
        }
    }
}
