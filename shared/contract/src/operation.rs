//! One operation of the API, put together step by step: what it takes, who may call it, what it answers. Calls nothing.

use std::collections::BTreeMap;

use runtime::http::problem::{KINDS, Kind, Problem};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

/// The media type of errors (RFC 9457).
const PROBLEM: &str = "application/problem+json";
/// The media type of what the platform answers by itself.
const JSON: &str = "application/json";
/// The media type of pages.
const PAGE: &str = "text/html";

/// One operation.
#[derive(Debug)]
pub struct Operation {
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    description: Option<String>,
    parameters: Vec<Value>,
    bodies: Vec<Body>,
    answers: Vec<Answer>,
    problems: Vec<&'static str>,
    security: Vec<&'static str>,
    has_pages: bool,
}

/// A body that is taken, in one media type.
#[derive(Debug)]
pub struct Body {
    media: &'static str,
    schema: Value,
    examples: Vec<(&'static str, Value)>,
}

impl Body {
    /// Describes a body.
    pub fn new(media: &'static str, schema: Value) -> Self {
        Self { media, schema, examples: Vec::new() }
    }

    /// Adds an example, which tests send.
    #[must_use]
    pub fn example(mut self, name: &'static str, value: Value) -> Self {
        self.examples.push((name, value));
        self
    }
}

/// One answer that is no problem.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    description: &'static str,
    bodies: Vec<Body>,
    headers: Vec<(&'static str, &'static str)>,
}

impl Answer {
    /// Describes an answer without a body.
    pub fn new(status: u16, description: &'static str) -> Self {
        Self { status, description, bodies: Vec::new(), headers: Vec::new() }
    }

    /// Adds a body.
    #[must_use]
    pub fn body(mut self, body: Body) -> Self {
        self.bodies.push(body);
        self
    }

    /// Adds a page.
    #[must_use]
    pub fn page(self) -> Self {
        self.body(Body::new(PAGE, json!({"type": "string"})))
    }

    /// Adds a header that is always there.
    #[must_use]
    pub fn header(mut self, name: &'static str, description: &'static str) -> Self {
        self.headers.push((name, description));
        self
    }
}

impl Operation {
    /// Begins with its name for programs, the group in which it is shown, and what it does in a few words.
    pub fn new(id: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self {
            id,
            tag,
            summary,
            description: None,
            parameters: Vec::new(),
            bodies: Vec::new(),
            answers: Vec::new(),
            problems: Vec::new(),
            security: Vec::new(),
            has_pages: false,
        }
    }

    /// Says more.
    #[must_use]
    pub fn describe(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Adds a part of the path.
    #[must_use]
    pub fn path(self, name: &str, description: &str, schema: Value, example: &str) -> Self {
        self.parameter("path", name, description, (schema, example), true)
    }

    /// Adds a parameter of the query, which may be left out.
    #[must_use]
    pub fn query(self, name: &str, description: &str, schema: Value, example: &str) -> Self {
        self.parameter("query", name, description, (schema, example), false)
    }

    /// Adds a parameter of the query that has to be there.
    #[must_use]
    pub fn needed_query(self, name: &str, description: &str, schema: Value, example: &str) -> Self {
        self.parameter("query", name, description, (schema, example), true)
    }

    /// Adds a header, which may be left out.
    #[must_use]
    pub fn header(self, name: &str, description: &str, example: &str) -> Self {
        self.parameter("header", name, description, (json!({"type": "string"}), example), false)
    }

    fn parameter(
        mut self,
        place: &str,
        name: &str,
        description: &str,
        (schema, example): (Value, &str),
        is_required: bool,
    ) -> Self {
        let mut parameter =
            json!({"name": name, "in": place, "description": description, "schema": schema, "required": is_required});
        if !example.is_empty() {
            // A number is written as one.
            let is_number = matches!(parameter["schema"]["type"].as_str(), Some("integer" | "number"));
            let number = if is_number { serde_json::from_str(example).ok() } else { None };
            parameter["example"] = number.unwrap_or_else(|| Value::from(example));
        }
        self.parameters.push(parameter);
        self
    }

    /// Adds a body that it takes.
    #[must_use]
    pub fn takes(mut self, body: Body) -> Self {
        self.bodies.push(body);
        self
    }

    /// Adds an answer.
    #[must_use]
    pub fn answers(mut self, answer: Answer) -> Self {
        self.answers.push(answer);
        self
    }

    /// Adds the problems with which it may answer, by their names.
    #[must_use]
    pub fn problems(mut self, names: &[&'static str]) -> Self {
        self.problems.extend(names);
        self
    }

    /// Says that a person gets problems as pages.
    #[must_use]
    pub fn with_pages(mut self) -> Self {
        self.has_pages = true;
        self
    }

    /// Says what lets a caller in: one of these.
    #[must_use]
    pub fn secured(mut self, schemes: &[&'static str]) -> Self {
        self.security.extend(schemes);
        self
    }

    /// Writes it as OpenAPI has it.
    pub(crate) fn written(
        self,
        generator: &mut SchemaGenerator,
        refusals: &mut Map<String, Value>,
    ) -> Map<String, Value> {
        let mut responses = BTreeMap::new();
        for answer in self.answers {
            responses.insert(answer.status.to_string(), answered(answer));
        }
        let problem = generator.subschema_for::<Problem>().to_value();
        let mut named: BTreeMap<u16, Vec<&Kind>> = BTreeMap::new();
        for name in &self.problems {
            for kind in KINDS.iter().filter(|kind| kind.name == *name) {
                named.entry(kind.status).or_default().push(kind);
            }
        }
        // The platform says these of any path, before or instead of a function.
        for status in [404, 413, 429, 500, 503] {
            named.entry(status).or_default();
        }
        for (status, kinds) in named {
            let names = kinds.iter().map(|kind| kind.name);
            let names = [status.to_string()].iter().map(String::as_str).chain(names).collect::<Vec<_>>().join("_");
            let name = if self.has_pages && !kinds.is_empty() { format!("{names}_or_page") } else { names };
            responses.insert(status.to_string(), json!({"$ref": format!("#/components/responses/{name}")}));
            refusals.entry(name).or_insert_with(|| refused(status, &kinds, &problem, self.has_pages));
        }
        let mut operation = json!({
            "operationId": self.id,
            "tags": [self.tag],
            "summary": self.summary,
            "parameters": self.parameters,
            "responses": responses,
            "security": self.security.iter().map(|scheme| json!({*scheme: []})).collect::<Vec<_>>(),
        });
        if let Some(description) = self.description {
            operation["description"] = description.into();
        }
        if !self.bodies.is_empty() {
            operation["requestBody"] = json!({"required": true, "content": content(self.bodies)});
        }
        operation.as_object().cloned().unwrap_or_default()
    }
}

fn content(bodies: Vec<Body>) -> Value {
    let written = bodies.into_iter().map(|body| {
        let examples: Map<_, _> =
            body.examples.into_iter().map(|(name, value)| (name.to_owned(), json!({"value": value}))).collect();
        let mut media = json!({"schema": body.schema});
        if !examples.is_empty() {
            media["examples"] = examples.into();
        }
        (body.media.to_owned(), media)
    });
    written.collect::<Map<_, _>>().into()
}

fn headers(named: &[(&str, &str)]) -> Value {
    let written = named.iter().map(|(name, description)| {
        ((*name).to_owned(), json!({"description": description, "required": true, "schema": {"type": "string"}}))
    });
    written.collect::<Map<_, _>>().into()
}

fn answered(answer: Answer) -> Value {
    let mut written = json!({"description": answer.description});
    if !answer.bodies.is_empty() {
        written["content"] = content(answer.bodies);
    }
    if !answer.headers.is_empty() {
        written["headers"] = headers(&answer.headers);
    }
    written
}

/// Describes the problems of one status.
fn refused(status: u16, kinds: &[&Kind], problem: &Value, has_pages: bool) -> Value {
    let mut media = Map::new();
    let titles: Vec<_> = kinds.iter().map(|kind| format!("`{}`: {}", kind.urn(), kind.title)).collect();
    if !kinds.is_empty() {
        let urns: Vec<_> = kinds.iter().map(|kind| kind.urn()).collect();
        let schema = json!({"allOf": [problem, {"properties": {"type": {"enum": urns}, "status": {"const": status}}}]});
        media.insert(PROBLEM.to_owned(), json!({ "schema": schema }));
    }
    if has_pages && !kinds.is_empty() {
        media.insert(PAGE.to_owned(), json!({"schema": {"type": "string"}}));
    }
    if matches!(status, 404 | 413 | 429 | 500 | 503) {
        let message = json!({"type": "object", "properties": {"message": {"type": "string"}}, "required": ["message"]});
        media.insert(JSON.to_owned(), json!({"schema": message}));
    }
    let description = match (titles.is_empty(), status) {
        (false, _) => titles.join("; "),
        (true, 404) => "There is no such path or method.".to_owned(),
        (true, 413) => "The request is larger than the platform takes.".to_owned(),
        (true, 429) => "The whole API is called too often.".to_owned(),
        (true, _) => "The platform could not answer.".to_owned(),
    };
    let mut written = json!({"description": description, "content": media});
    match status {
        401 => written["headers"] = headers(&[("WWW-Authenticate", "How to show a key.")]),
        405 => written["headers"] = headers(&[("Allow", "The methods of this path.")]),
        _ => {}
    }
    written
}

/// What lets callers in.
pub(crate) fn security_schemes() -> Value {
    let bearer = |what: &str| json!({"type": "http", "scheme": "bearer", "description": what});
    let basic = |what: &str| json!({"type": "http", "scheme": "basic", "description": what});
    let key =
        |place: &str, name: &str, what: &str| json!({"type": "apiKey", "in": place, "name": name, "description": what});
    json!({
        "writeKey": bearer("A write key."),
        "writeKeyAsUser": basic("A write key as the user, as the SDKs of Segment send it."),
        "writeKeyInQuery": key("query", "write_key", "A write key, where no header can be sent."),
        "webhookSignature": key("header", "webhook-signature", "The signature of a key with a `signing_secret`, as in Standard Webhooks."),
        "readKey": bearer("A read key."),
        "readKeyAsPassword": basic("A read key as the password; any user."),
        "readKeyInQuery": key("query", "read_key", "A read key, where no header can be sent."),
        "caseKey": bearer("A case key."),
        "caseKeyAsPassword": basic("A case key as the password; any user."),
        "link": key("query", "seal", "The seal of a link that Moments made; with it come `until` and sometimes `by`."),
        "senderSecret": key("header", "X-Moments-Secret", "The secret of a sender that signs nothing. Others sign in a header of their own."),
        "senderSecretInQuery": key("query", "token", "The same, where no header can be sent."),
    })
}
