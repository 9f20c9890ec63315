//! How what is asked to be done with a case comes: as a form, or as JSON. What it may be is the recovery's to say.

use domain::touchpoint::complaint::Complaint;
use domain::touchpoint::parse::FieldError;
use lambda_http::Request;
pub(crate) use recovery::order::{Action, Fields, read};
use runtime::http::forms::Sent;
use runtime::http::problem::Problem;
use serde_json::{Map, Value};

/// Bytes of a request.
const BODY_BYTES_MAX: usize = 32 * 1024;

/// Reads a form.
pub(crate) fn of_form(request: &Request) -> Result<Fields, Problem> {
    Ok(Fields::of(form_urlencoded::parse(bounded(request)?).into_owned()))
}

/// Reads JSON that has to be there: a form of another site cannot make it.
pub(crate) fn of_needed_json(request: &Request) -> Result<Fields, Problem> {
    match Sent::of(request)? {
        Sent::Form => Err(Problem::unsupported("with a key, send application/json")),
        Sent::Json => of_json(request),
    }
}

/// Reads JSON: texts, and the cost as a number.
pub(crate) fn of_json(request: &Request) -> Result<Fields, Problem> {
    let object: Map<String, Value> = match bounded(request)? {
        [] => Map::new(),
        body => serde_json::from_slice(body).map_err(|_| Problem::unreadable("the body must be a JSON object"))?,
    };
    let mut fields = Vec::new();
    let mut errors = Vec::new();
    for (name, value) in object {
        match value {
            Value::String(text) => fields.push((name, text)),
            Value::Number(number) if name == "cost" => fields.push((name, number.to_string())),
            Value::Null => {}
            _ => errors.push(FieldError { field: recovery::order::bounded_name(&name), complaint: Complaint::NotText }),
        }
    }
    if errors.is_empty() { Ok(Fields::of(fields)) } else { Err(Problem::incomplete("").with_errors(errors)) }
}

fn bounded(request: &Request) -> Result<&[u8], Problem> {
    let body: &[u8] = request.body();
    if body.len() > BODY_BYTES_MAX {
        return Err(Problem::too_large(format!("a request may have {BODY_BYTES_MAX} bytes")));
    }
    Ok(body)
}
