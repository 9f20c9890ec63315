//! Sends what the book tells to `POST /v1/touchpoints`, in the order it happened: most of it as JSON, a hundred at a
//! time, some as CloudEvents and some as a form. Knows nothing about what it sends.

use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::PlayError;
use super::book::{Envelope, Told};

/// As many as the API takes at once.
const AT_ONCE_MAX: usize = 100;

/// What became of the touchpoints sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// New to the suite.
    pub(super) accepted: usize,
    /// There since an earlier play.
    pub(super) known: usize,
}

/// A write key and where to use it.
pub(super) struct Post<'a> {
    client: Client,
    server: &'a str,
    key: &'a str,
}

/// One touchpoint's part of the answer; a single one's answer is the same object alone.
#[derive(Deserialize)]
struct ItemAnswer {
    status: String,
    #[serde(default)]
    errors: Vec<Value>,
}

#[derive(Deserialize)]
struct ManyAnswer {
    results: Vec<ItemAnswer>,
}

impl<'a> Post<'a> {
    pub(super) fn new(server: &'a str, key: &'a str) -> Self {
        Self { client: Client::new(), server, key }
    }

    /// Sends them all and tells, after each request, how many have been sent.
    pub(super) async fn send(&self, told: &[Told], tell: &mut impl FnMut(usize)) -> Result<Counts, PlayError> {
        let mut counts = Counts::default();
        let mut rest = told;
        while let Some(first) = rest.first() {
            let together = match first.envelope {
                Envelope::Json => rest.iter().take(AT_ONCE_MAX).take_while(|t| t.envelope == Envelope::Json).count(),
                Envelope::CloudEvent | Envelope::Form => 1,
            };
            let (now, later) = rest.split_at(together);
            let sent = match first.envelope {
                Envelope::Json => self.send_json(now).await?,
                Envelope::CloudEvent => self.send_cloud_event(first).await?,
                Envelope::Form => self.send_form(first).await?,
            };
            counts.accepted += sent.accepted;
            counts.known += sent.known;
            rest = later;
            tell(told.len() - rest.len());
        }
        Ok(counts)
    }

    async fn send_json(&self, told: &[Told]) -> Result<Counts, PlayError> {
        let bodies: Vec<_> = told.iter().map(|told| &told.body).collect();
        let body = serde_json::to_string(&bodies).map_err(PlayError::unreadable)?;
        let (status, answer) = self.exchange(self.request("application/json", body).bearer_auth(self.key)).await?;
        let answers = serde_json::from_str::<ManyAnswer>(&answer).map_err(|_| PlayError::refused(status, &answer))?;
        answers.results.iter().try_fold(Counts::default(), count)
    }

    async fn send_cloud_event(&self, told: &Told) -> Result<Counts, PlayError> {
        let body = cloud_event(told).to_string();
        let request = self.request("application/cloudevents+json", body).bearer_auth(self.key);
        self.send_one(request).await
    }

    async fn send_form(&self, told: &Told) -> Result<Counts, PlayError> {
        let mut fields = form_urlencoded::Serializer::new(String::new());
        fields.append_pair("write_key", self.key);
        append_fields(&mut fields, "", &told.body);
        self.send_one(self.request("application/x-www-form-urlencoded", fields.finish())).await
    }

    /// A single one is known already if it conflicts: played again, it happens at another time.
    async fn send_one(&self, request: RequestBuilder) -> Result<Counts, PlayError> {
        match self.exchange(request).await? {
            (StatusCode::CONFLICT, _) => Ok(Counts { accepted: 0, known: 1 }),
            (status, answer) if status.is_success() => match serde_json::from_str::<ManyAnswer>(&answer) {
                Ok(answers) => answers.results.iter().try_fold(Counts::default(), count),
                // A form is answered with a page for people.
                Err(_) => Ok(Counts { accepted: 1, known: 0 }),
            },
            (status, answer) => Err(PlayError::refused(status, &answer)),
        }
    }

    fn request(&self, content_type: &str, body: String) -> RequestBuilder {
        self.client.post(format!("{}/v1/touchpoints", self.server)).header("Content-Type", content_type).body(body)
    }

    async fn exchange(&self, request: RequestBuilder) -> Result<(StatusCode, String), PlayError> {
        let unreachable = |_| PlayError::Unreachable { server: self.server.to_owned() };
        let response = request.send().await.map_err(unreachable)?;
        Ok((response.status(), response.text().await.map_err(unreachable)?))
    }
}

fn count(counts: Counts, item: &ItemAnswer) -> Result<Counts, PlayError> {
    match item.status.as_str() {
        "accepted" => Ok(Counts { accepted: counts.accepted + 1, ..counts }),
        "duplicate" | "conflict" => Ok(Counts { known: counts.known + 1, ..counts }),
        other => Err(PlayError::Refused { why: format!("{other} {}", Value::from(item.errors.clone())) }),
    }
}

/// Puts a touchpoint into the envelope of CloudEvents 1.0.
fn cloud_event(told: &Told) -> Value {
    let mut data = told.body.clone();
    let id = data.remove("id");
    let kind = data.remove("touchpoint_type").and_then(|kind| kind.as_str().map(|kind| format!("house.waffle.{kind}")));
    let time = data.remove("occurred_at");
    json!({"specversion": "1.0", "id": id, "source": "app", "type": kind, "time": time, "data": data})
}

/// Flattens objects with dots, as a form has only names and texts.
fn append_fields(fields: &mut form_urlencoded::Serializer<'_, String>, prefix: &str, object: &Map<String, Value>) {
    for (name, value) in object {
        let name = format!("{prefix}{name}");
        match value {
            Value::Object(inner) => append_fields(fields, &format!("{name}."), inner),
            Value::String(text) => {
                fields.append_pair(&name, text);
            }
            other => {
                fields.append_pair(&name, &other.to_string());
            }
        }
    }
}
