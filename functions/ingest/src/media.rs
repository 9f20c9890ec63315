//! What was posted: which media type, how large, and how many touchpoints are in it. Knows no field of a touchpoint.

use domain::touchpoint::cloud_event::{is_cloud_event, unwrap_cloud_event};
use domain::touchpoint::parse::{FieldError, Shape};
use lambda_http::http::HeaderMap;
use lambda_http::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use lambda_http::{Body, Request};
use mime::Mime;
use percent_encoding::percent_decode_str;
use runtime::http::accept::wants_json;
use runtime::http::problem::Problem;
use serde_json::Value;

use crate::form::Form;
use crate::json;

/// Bytes of a request's body.
const BODY_BYTES_MAX: usize = 256 * 1024;
/// Touchpoints in one request.
const TOUCHPOINTS_MAX: usize = 100;

/// A body, taken apart.
pub(crate) struct Posted {
    /// One entry a touchpoint: its fields, or why there are none.
    pub(crate) bodies: Vec<Fields>,
    /// How they were written down.
    pub(crate) shape: Shape,
    /// Whether they came as a list, so that the answer is one as well.
    pub(crate) is_batch: bool,
}

/// The media types that are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Media {
    Json,
    CloudEvent,
    CloudEvents,
    Form,
}

/// A request that is of a kind and a size that is taken. Of a body only a form is read so far, because its key is in it.
pub(crate) struct Opened {
    media: Media,
    form: Option<(Form, Fields)>,
}

type Fields = Result<Value, Vec<FieldError>>;

/// Looks at what was posted.
pub(crate) fn open(request: &Request) -> Result<Opened, Problem> {
    let media = media_of(request.headers())?;
    if request.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Problem::unsupported("a compressed body is not taken"));
    }
    if bytes_of(request).len() > BODY_BYTES_MAX {
        return Err(Problem::too_large(format!("a body may have {BODY_BYTES_MAX} bytes")));
    }
    let form = if media == Media::Form { Some(Form::read(bytes_of(request))?) } else { None };
    Ok(Opened { media, form })
}

fn bytes_of(request: &Request) -> &[u8] {
    match request.body() {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => &[],
    }
}

impl Opened {
    /// Returns what a form says besides.
    pub(crate) fn form(&self) -> Option<&Form> {
        self.form.as_ref().map(|(form, _)| form)
    }

    /// Reads the body by its media type.
    pub(crate) fn read(self, request: &Request) -> Result<Posted, Problem> {
        let media = self.media;
        if let Some((_, body)) = self.form {
            return Ok(Posted { bodies: vec![body], shape: Shape::Form, is_batch: false });
        }
        let value = json::read(bytes_of(request)).map_err(Problem::unreadable)?;
        let value = if is_binary_event(request.headers()) { envelope(request.headers(), value) } else { value };
        let (values, is_batch) = match value {
            Value::Array(values) if media != Media::CloudEvent => (values, true),
            value if media != Media::CloudEvents => (vec![value], false),
            _ => return Err(Problem::unreadable("a batch of CloudEvents is a JSON array")),
        };
        if values.is_empty() {
            return Err(Problem::invalid("the array is empty"));
        }
        if values.len() > TOUCHPOINTS_MAX {
            return Err(Problem::too_large(format!("a request may hold {TOUCHPOINTS_MAX} touchpoints")));
        }
        let is_event = |value: &Value| media != Media::Json || is_cloud_event(value);
        let bodies = values.into_iter();
        let bodies = bodies.map(|value| if is_event(&value) { unwrap_cloud_event(value) } else { Ok(value) }).collect();
        Ok(Posted { bodies, shape: Shape::Json, is_batch })
    }
}

/// What begins the name of a header that holds an attribute of a CloudEvent.
const EVENT_HEADER: &str = "ce-";

/// Tells whether a request is a CloudEvent in binary mode: attributes in headers, data as the body.
fn is_binary_event(headers: &HeaderMap) -> bool {
    headers.contains_key("ce-specversion")
}

/// Puts a CloudEvent in binary mode into its envelope.
fn envelope(headers: &HeaderMap, data: Value) -> Value {
    let attributes = headers.iter().filter_map(|(name, value)| {
        let name = name.as_str().strip_prefix(EVENT_HEADER)?;
        let value = percent_decode_str(value.to_str().ok()?).decode_utf8_lossy().into_owned();
        Some((name.to_owned(), Value::String(value)))
    });
    attributes.chain([("data".to_owned(), data)]).collect()
}

/// Tells whether a person waits for a page: a form was posted and its sender did not ask for JSON.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    media_of(headers).is_ok_and(|media| media == Media::Form) && !wants_json(headers)
}

fn media_of(headers: &HeaderMap) -> Result<Media, Problem> {
    let unsupported = || {
        Problem::unsupported(
            "the content type must be application/json, application/cloudevents+json, \
             application/cloudevents-batch+json or application/x-www-form-urlencoded",
        )
    };
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).ok_or_else(unsupported)?;
    let mime: Mime = text.parse().map_err(|_| unsupported())?;
    if mime.get_param(mime::CHARSET).is_some_and(|charset| charset != mime::UTF_8) {
        return Err(Problem::unsupported("the character set must be UTF-8"));
    }
    match mime.essence_str() {
        "application/json" => Ok(Media::Json),
        "application/cloudevents+json" => Ok(Media::CloudEvent),
        "application/cloudevents-batch+json" => Ok(Media::CloudEvents),
        "application/x-www-form-urlencoded" => Ok(Media::Form),
        _ => Err(unsupported()),
    }
}
