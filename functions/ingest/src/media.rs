//! What was posted: which media type and character set, how large, and how many touchpoints are in it. Knows no field of a
//! touchpoint.

use std::borrow::Cow;

use domain::touchpoint::cloud_event::{is_cloud_event, unwrap_cloud_event};
use domain::touchpoint::parse::{FieldError, Shape};
use jiff::Timestamp;
use lambda_http::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use lambda_http::http::{HeaderMap, HeaderName};
use lambda_http::{Body, Request};
use mime::Mime;
use percent_encoding::percent_decode_str;
use runtime::http::accept::wants_json;
use runtime::http::problem::Problem;
use senders::body::{self, Kind, Unreadable};
use serde_json::Value;

use crate::form::{Form, WRITE_KEY};
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
    /// The id of a form that names none and can be told from others.
    pub(crate) form_id: Option<String>,
}

impl Posted {
    /// Names a touchpoint that comes alone and has no id by what the request is named.
    pub(crate) fn named(mut self, id: Option<String>) -> Self {
        if !self.is_batch && self.form_id.is_none() {
            self.form_id = id;
        }
        self
    }
}

/// The media types that are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Media {
    Json,
    CloudEvent,
    CloudEvents,
    Form,
    Multipart,
}

/// A request that is of no kind or size that is taken.
pub(crate) struct Unopened {
    pub(crate) problem: Box<Problem>,
    /// Whether a person waits for a page.
    pub(crate) wants_page: bool,
}

/// A request that is of a kind and a size that is taken. Of a body only a form is read so far, because its key is in it.
pub(crate) struct Opened<'a> {
    media: Media,
    bytes: Cow<'a, [u8]>,
    form: Option<(Form, Fields)>,
}

type Fields = Result<Value, Vec<FieldError>>;

/// Returns whether reading the body costs more than its bytes.
pub(crate) fn is_compressed(request: &Request) -> bool {
    body::is_compressed(header(request.headers(), &CONTENT_ENCODING), bytes_of(request))
}

/// Looks at what was posted.
pub(crate) fn open(request: &Request) -> Result<Opened<'_>, Unopened> {
    opened(request)
        .map_err(|problem| Unopened { problem: problem.into(), wants_page: wants_page(request, bytes_of(request)) })
}

/// Returns whether a person waits for a page: a form was posted and its sender did not ask for JSON. A compressed body is told by its
/// name only.
pub(crate) fn wants_page(request: &Request, body: &[u8]) -> bool {
    media_of(request.headers(), body).is_ok_and(|media| is_page(media, request.headers()))
}

fn is_page(media: Media, headers: &HeaderMap) -> bool {
    matches!(media, Media::Form | Media::Multipart) && !wants_json(headers)
}

fn opened(request: &Request) -> Result<Opened<'_>, Problem> {
    let raw = bytes_of(request);
    let too_large = || Problem::too_large(format!("a body may have {BODY_BYTES_MAX} bytes"));
    if raw.len() > BODY_BYTES_MAX {
        return Err(too_large());
    }
    let bytes = body::decompressed(header(request.headers(), &CONTENT_ENCODING), raw).map_err(problem_of)?;
    if bytes.len() > BODY_BYTES_MAX {
        return Err(too_large());
    }
    let media = media_of(request.headers(), &bytes)?;
    let content_type = header(request.headers(), &CONTENT_TYPE).unwrap_or_default();
    let pairs = match media {
        Media::Form => Some(body::form::pairs(content_type, &bytes)),
        Media::Multipart => Some(body::multipart::pairs(content_type, &bytes)),
        _ => None,
    };
    let form = pairs.transpose().map_err(problem_of)?.map(Form::of);
    Ok(Opened { media, bytes, form })
}

/// Says what is wrong with a body.
pub(crate) fn problem_of(unreadable: Unreadable) -> Problem {
    match unreadable {
        Unreadable::Unsupported(why) => Problem::unsupported(why),
        Unreadable::TooLarge(why) => Problem::too_large(why),
        Unreadable::Broken(why) => Problem::unreadable(why),
    }
}

/// Returns the body as it came.
pub(crate) fn bytes_of(request: &Request) -> &[u8] {
    match request.body() {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => &[],
    }
}

/// Returns a header that is text.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Reads JSON as it is sent: with a mark before it, in another character set, with half a letter or a line break in a text.
pub(crate) fn read_json(content_type: &str, bytes: &[u8]) -> Result<Value, Problem> {
    let text = body::json::text(content_type, bytes).map_err(problem_of)?;
    body::json::mended(&text, |text| json::read(text.as_bytes())).map_err(Problem::unreadable)
}

/// Returns the body without compression; as it came if that cannot be taken off.
pub(crate) fn plain(request: &Request) -> Cow<'_, [u8]> {
    let raw = bytes_of(request);
    body::decompressed(header(request.headers(), &CONTENT_ENCODING), raw).unwrap_or(Cow::Borrowed(raw))
}

/// Returns the fields of a form without the key, in the encoding of URLs and UTF-8, however it was sent; `None` if it is no form.
pub(crate) fn form_without_key(request: &Request) -> Option<String> {
    let content_type = header(request.headers(), &CONTENT_TYPE).unwrap_or_default();
    let bytes = plain(request);
    let pairs = match media_of(request.headers(), &bytes).ok()? {
        Media::Form => body::form::pairs(content_type, &bytes).ok()?,
        Media::Multipart => body::multipart::pairs(content_type, &bytes).ok()?,
        _ => return None,
    };
    let kept = pairs.iter().filter(|(name, _)| name != WRITE_KEY);
    Some(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish())
}

/// Returns the values of a JSON body as they were sent, one a touchpoint; none if it is no JSON.
pub(crate) fn values(request: &Request) -> Vec<Value> {
    let content_type = header(request.headers(), &CONTENT_TYPE).unwrap_or_default();
    let bytes = plain(request);
    let Ok(media) = media_of(request.headers(), &bytes) else { return Vec::new() };
    match read_json(content_type, &bytes) {
        Ok(Value::Array(values)) if media != Media::CloudEvent => values,
        Ok(value) => vec![value],
        Err(_) => Vec::new(),
    }
}

impl Opened<'_> {
    /// Returns whether a person waits for a page.
    pub(crate) fn wants_page(&self, headers: &HeaderMap) -> bool {
        is_page(self.media, headers)
    }

    /// Returns what a form says besides.
    pub(crate) fn form(&self) -> Option<&Form> {
        self.form.as_ref().map(|(form, _)| form)
    }

    /// Reads the body by its media type.
    pub(crate) fn read(self, request: &Request, received_at: Timestamp) -> Result<Posted, Problem> {
        let media = self.media;
        if let Some((form, body)) = self.form {
            let form_id = body.as_ref().ok().and_then(|body| form.id_for(body, received_at));
            return Ok(Posted { bodies: vec![body], shape: Shape::Form, is_batch: false, form_id });
        }
        let content_type = header(request.headers(), &CONTENT_TYPE).unwrap_or_default();
        let value = read_json(content_type, &self.bytes)?;
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
        Ok(Posted { bodies, shape: Shape::Json, is_batch, form_id: None })
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

/// Tells of what type a body is by what it is called, and by how it begins if that is not said or cannot be.
fn media_of(headers: &HeaderMap, body: &[u8]) -> Result<Media, Problem> {
    let unsupported = || {
        Problem::unsupported(
            "the content type must be application/json, application/cloudevents+json, application/cloudevents-batch+json, \
             application/x-www-form-urlencoded, multipart/form-data, or text/plain with JSON in it",
        )
    };
    // A beacon with a Blob of no type says none.
    let Some(text) = header(headers, &CONTENT_TYPE) else {
        return if headers.contains_key(CONTENT_TYPE) { Err(unsupported()) } else { Ok(Media::Json) };
    };
    let mime: Option<Mime> = text.parse().ok();
    match mime.as_ref().map(Mime::essence_str) {
        Some("application/cloudevents+json") => Ok(Media::CloudEvent),
        Some("application/cloudevents-batch+json") => Ok(Media::CloudEvents),
        _ => match Kind::of(text) {
            // A browser's beacon says text/plain of a text, whatever is in it.
            Some(Kind::Json | Kind::Text) => Ok(Media::Json),
            Some(Kind::Form) | None if body::looks_like_json(body) => Ok(Media::Json),
            Some(Kind::Form) => Ok(Media::Form),
            Some(Kind::Multipart) => Ok(Media::Multipart),
            Some(Kind::Csv) | None => Err(unsupported()),
        },
    }
}
