//! `POST /v1/reports/{period}/action`: what the readers of a report promise to do about it. The report of the next period
//! says what happened since. The one thing that this function writes for a reader; it changes no fact.

use domain::period::Period;
use jiff::Timestamp;
use lambda_http::{Body, Request, Response};
use pages::Visit;
use reports::Action;
use runtime::configuration::Document;
use runtime::http::forms::{self, Sent};
use runtime::http::problem::Problem;
use serde::Deserialize;

use crate::{Reader, authorize};
use runtime::http::answer;

/// Characters of the promise, and of who keeps it.
pub(crate) const TEXT_CHARS_MAX: usize = 500;
pub(crate) const NAME_CHARS_MAX: usize = 200;

/// What is sent, as JSON or as a form.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(default)]
    text: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    owner: Option<String>,
    /// Of a form: what its page was given.
    #[serde(skip)]
    token: Option<String>,
}

impl Reader {
    /// Keeps what was promised; a later promise on the same report replaces it.
    pub(crate) async fn promise(
        &self,
        request: &Request,
        name: &str,
        (document, visit): (&Document, &Visit),
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        forms::refuse_other_sites(request, self.public_url.as_deref())?;
        let period: Period = name.parse().map_err(|error| Problem::not_found(format!("{error}")))?;
        let is_form = Sent::of(request)? == Sent::Form;
        let sent = if is_form { read_form(request)? } else { read_json(request)? };
        if is_form {
            let key = authorize::presented(request, document, now)?;
            forms::check_token(&key.key, &authorize::form_of(name), sent.token.as_deref(), now)?;
        }
        let text = bounded("text", Some(sent.text), TEXT_CHARS_MAX)?;
        let text = text.ok_or_else(|| Problem::unreadable("`text` says what will be done, and is missing"))?;
        let kind = bounded("kind", sent.kind, NAME_CHARS_MAX)?;
        let owner = bounded("owner", sent.owner, NAME_CHARS_MAX)?;
        let action = Action { text, kind, owner, at: now };
        self.table.promise_action(&period.to_string(), &action).await.map_err(|error| Problem::of_table(&error))?;
        if is_form {
            // From a page on `…/{period}` or `…/{period}.html`: back to it.
            return answer::see_other(&visit.address(&format!("../{period}.html"), &[]));
        }
        answer::json(&action)
    }
}

fn read_json(request: &Request) -> Result<Fields, Problem> {
    serde_json::from_slice(request.body())
        .map_err(|_| Problem::unreadable("send JSON: `text`, and if known `kind` (a kind of touchpoint) and `owner`"))
}

fn read_form(request: &Request) -> Result<Fields, Problem> {
    let mut sent = Fields::default();
    for (name, value) in form_urlencoded::parse(request.body()) {
        match name.as_ref() {
            "text" => sent.text = value.into_owned(),
            "kind" => sent.kind = Some(value.into_owned()),
            "owner" => sent.owner = Some(value.into_owned()),
            "token" => sent.token = Some(value.into_owned()),
            other => {
                return Err(Problem::unreadable(format!(
                    "`{}` is not known",
                    other.chars().take(40).collect::<String>()
                )));
            }
        }
    }
    Ok(sent)
}

/// Trims a text; an empty one counts as absent.
fn bounded(name: &str, text: Option<String>, chars_max: usize) -> Result<Option<String>, Problem> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > chars_max) {
        return Err(Problem::unreadable(format!("`{name}` is longer than {chars_max} characters")));
    }
    Ok(text)
}
