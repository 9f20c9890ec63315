//! `GET /v1/reports/{period}/moments`: the moments behind a number of a report. Chosen by what the number counts: `kind`,
//! `outcome`, `voice`, `stage`, `segment`, `channel`, `source`, `critical`, `quiet`,
//! `missed`, `customer` (by the pseudonym that reports use). A page shows the customer's words, what was promised and what came. Pages follow
//! each other without an end.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::time::Instant;

use domain::identity::Identity;
use domain::moment::Moment;
use domain::period::Period;
use domain::touchpoint::Touchpoint;
use domain::vocabulary::{Language, Outcome, Stage};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use lambda_http::http::header::LINK;
use lambda_http::http::{HeaderValue, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use pages::Visit;
use pages::moments::{List, Row};
use reporting::rows::{CUSTOMER, FILTERS, Has};
use reports::Voice;
use runtime::configuration::Document;
use runtime::http::problem::Problem;
use store::error::StoreError;
use store::moments::parts_of;

use crate::form::Form;
use crate::{Reader, language_of};
use runtime::http::answer;

/// Moments that one answer lists, at most.
const LISTED_MAX: usize = 500;

/// Customers whose cases one page looks for, at most, and at once.
const CASES_MAX: usize = 100;
const AT_ONCE: usize = 8;

/// The words that a filter knows.
type Words = fn() -> Vec<&'static str>;

/// The filters with few words, and those words.
const CLOSED: [(&str, Words); 6] = [
    ("outcome", || Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect()),
    ("voice", || Voice::ALL.iter().map(|voice| voice.as_str()).collect()),
    ("stage", || Stage::ALL.iter().map(|stage| stage.as_str()).collect()),
    ("critical", || vec!["true", "false"]),
    ("quiet", || vec!["true", "false"]),
    ("missed", || vec!["true", "false"]),
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
        now: Timestamp,
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
                // Links of old reports have pseudonyms of no key. A reader with a link only is not answered to those: a guess
                // could be tried on them.
                names.of(&moment.customer) == name || (!visit.is_confined() && moment.customer.old_pseudonym() == name)
            });
            is_theirs && wanted.iter().all(|(of, value)| of(moment) == *value)
        };
        let (mut moments, is_cut, next) = self.search(period, is_wanted, begin).await?;
        moments.sort_by(|a, b| a.position().cmp(&b.position()));
        if visit.is_confined() {
            moments = moments.into_iter().map(|moment| moment.under_pseudonym(&names)).collect();
        }
        let next = next.map(|next| following(request, visit, next));
        let asked = Asked { form, period, language, visit, now, chosen: chosen(request) };
        let found = Found { moments, is_cut, next };
        let mut response = self.answer_as(&asked, &found).await?;
        let next = found.next;
        if let Some(link) = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
            response.headers_mut().insert(LINK, link);
        }
        Ok(response)
    }

    /// Looks through a period from a place on, until there are enough, or the time is up; through one part at least, so that asking
    /// again always gets further. Returns what it found, whether it had enough, and where to go on.
    async fn search(
        &self,
        period: Period,
        is_wanted: impl Fn(&Moment) -> bool,
        begin: Place,
    ) -> Result<(Vec<Moment>, bool, Option<Place>), Problem> {
        let until = Instant::now() + self.working_time;
        let mut found = Vec::new();
        let mut parts = parts_of(period.days()).enumerate().skip(begin.part).peekable();
        while let Some((part, name)) = parts.next() {
            let mut seen = 0;
            let mut pages = pin!(self.table.pages_of_part(name));
            while let Some(page) = pages.try_next().await.map_err(|error| Problem::of_table(&error))? {
                for moment in page.into_iter().filter(&is_wanted) {
                    seen += 1;
                    if part == begin.part && seen <= begin.seen {
                        continue;
                    }
                    if found.len() == LISTED_MAX {
                        return Ok((found, true, Some(Place { part, seen: seen - 1 })));
                    }
                    found.push(moment);
                }
            }
            if parts.peek().is_some() && Instant::now() >= until {
                return Ok((found, false, Some(Place { part: part + 1, seen: 0 })));
            }
        }
        Ok((found, false, None))
    }

    async fn answer_as(&self, asked: &Asked<'_>, found: &Found) -> Result<Response<Body>, Problem> {
        let Found { moments, is_cut, next } = found;
        match asked.form {
            Form::Html => self.page(asked, found).await,
            Form::Json => {
                let mut body = serde_json::json!({"period": asked.period, "moments": moments, "is_cut": is_cut});
                if let Some(next) = next {
                    body["next"] = next.as_str().into();
                }
                Ok(answer::body(asked.form.content_type(), body.to_string()))
            }
            Form::Csv => {
                let touchpoints = self.said_of(moments, asked.visit).await?;
                let rows = moments.iter().zip(touchpoints.iter().map(Option::as_ref));
                let bytes = pages::report::csv(rows, &self.zone, Vec::new()).map_err(Problem::internal)?;
                let text = String::from_utf8(bytes).map_err(Problem::internal)?;
                Ok(answer::body(asked.form.content_type(), text))
            }
        }
    }

    async fn page(&self, asked: &Asked<'_>, found: &Found) -> Result<Response<Body>, Problem> {
        let touchpoints = self.said_of(&found.moments, asked.visit).await?;
        let cases = self.cases_of(&found.moments, asked.visit).await?;
        let rows: Vec<_> = found
            .moments
            .iter()
            .zip(&touchpoints)
            .map(|(moment, touchpoint)| Row {
                moment,
                touchpoint: touchpoint.as_ref(),
                case_id: cases.get(&moment.customer).filter(|_| moment.is_critical()).map(String::as_str),
            })
            .collect();
        let list = List {
            rows: &rows,
            is_cut: found.is_cut,
            next: found.next.as_deref(),
            period: asked.period,
            zone: &self.zone,
            now: asked.now,
            chosen: &asked.chosen,
        };
        let page = pages::moments::html(&list, asked.language, asked.visit);
        Ok(answer::page(StatusCode::OK, page, pages::moments::content_security_policy()))
    }

    /// Reads what was said at some moments. A reader with a link sees customers under pseudonyms, which no touchpoint is found by.
    pub(crate) async fn said_of(&self, moments: &[Moment], visit: &Visit) -> Result<Vec<Option<Touchpoint>>, Problem> {
        if visit.is_confined() {
            return Ok(vec![None; moments.len()]);
        }
        let wanted: Vec<_> = moments.iter().map(|moment| (&moment.recorded, moment.key())).collect();
        self.table.touchpoints(&wanted).await.map_err(|error| Problem::of_table(&error))
    }

    /// Finds the latest case of each customer with a critical moment.
    async fn cases_of(&self, moments: &[Moment], visit: &Visit) -> Result<BTreeMap<Identity, String>, Problem> {
        let critical = moments.iter().filter(|moment| moment.is_critical() && !visit.is_confined());
        let customers: BTreeSet<Identity> = critical.map(|moment| moment.customer.clone()).take(CASES_MAX).collect();
        let looked = stream::iter(customers).map(|customer| async move {
            let (case, _) = self.table.latest_case(&customer, &[]).await?;
            Ok::<_, StoreError>(case.map(|case| (customer, case.id())))
        });
        let found: Vec<_> =
            looked.buffer_unordered(AT_ONCE).try_collect().await.map_err(|error| Problem::of_table(&error))?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// How moments are asked for.
struct Asked<'a> {
    form: Form,
    period: Period,
    language: Language,
    visit: &'a Visit,
    now: Timestamp,
    chosen: Vec<(String, String)>,
}

/// What a search came upon.
struct Found {
    moments: Vec<Moment>,
    /// There are more than an answer lists.
    is_cut: bool,
    /// Where the rest is.
    next: Option<String>,
}

/// Where a search goes on: in a part of the period, after so many that were wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    part: usize,
    seen: usize,
}

impl Place {
    /// Reads it as it is written: `12`, or `12-500`.
    fn of(text: &str) -> Option<Self> {
        let (part, seen) = text.split_once('-').unwrap_or((text, "0"));
        Some(Self { part: part.parse().ok()?, seen: seen.parse().ok()? })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.seen {
            0 => write!(f, "{}", self.part),
            seen => write!(f, "{}-{seen}", self.part),
        }
    }
}

/// Reads where a search goes on; at the beginning if nothing is said.
fn place(request: &Request) -> Result<Place, Problem> {
    let query = request.query_string_parameters();
    let place = query.first(PLACE).map_or(Some(Place::default()), Place::of);
    place.ok_or_else(|| Problem::unreadable(format!("`{PLACE}` is taken from the link of the answer before")))
}

/// Lists what the moments are chosen by.
fn chosen(request: &Request) -> Vec<(String, String)> {
    let query = request.query_string_parameters();
    let is_filter = |name: &str| name == CUSTOMER || FILTERS.iter().any(|(filter, _)| *filter == name);
    let chosen = query.iter().filter(|(name, value)| is_filter(name) && !value.is_empty());
    chosen.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Returns the address at which the same search goes on.
fn following(request: &Request, visit: &Visit, next: Place) -> String {
    let (chosen, next) = (chosen(request), next.to_string());
    let same = chosen.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query: Vec<_> = same.chain([(PLACE, next.as_str())]).collect();
    visit.address("moments", &query)
}

/// Reads what is asked for. A name or a word that there is not would look like an answer without moments.
fn wanted(request: &Request) -> Result<Vec<(Has, String)>, Problem> {
    let query = request.query_string_parameters();
    let mut wanted = Vec::new();
    // A form sends what was left empty, too.
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for place in [Place::default(), Place { part: 3, seen: 0 }, Place { part: 55, seen: 1_500 }] {
            assert_eq!(Place::of(&place.to_string()), Some(place));
        }
        for wrong in ["", "x", "1-", "-1", "1-2-3"] {
            assert_eq!(Place::of(wrong), None, "{wrong}");
        }
    }
}
