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

/// The answer to a request of which anything is stored: a result for each touchpoint.
#[derive(Deserialize)]
struct Answer {
    results: Vec<Taken>,
}

#[derive(Deserialize)]
struct Taken {
    status: String,
    #[serde(default)]
    errors: Vec<Value>,
}

impl<'a> Post<'a> {
    pub(super) fn new(server: &'a str, key: &'a str) -> Self {
        channels::tls::install();
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
        let body = serde_json::to_string(&bodies).map_err(|error| PlayError::Refused { why: error.to_string() })?;
        self.send_request(self.request("application/json", body).bearer_auth(self.key), told.len()).await
    }

    async fn send_cloud_event(&self, told: &Told) -> Result<Counts, PlayError> {
        let body = cloud_event(told).to_string();
        self.send_request(self.request("application/cloudevents+json", body).bearer_auth(self.key), 1).await
    }

    async fn send_form(&self, told: &Told) -> Result<Counts, PlayError> {
        let mut fields = form_urlencoded::Serializer::new(String::new());
        fields.append_pair("write_key", self.key);
        append_fields(&mut fields, "", &told.body);
        self.send_request(self.request("application/x-www-form-urlencoded", fields.finish()), 1).await
    }

    /// Makes a request. The answer is a result for each touchpoint, even to a form, which a browser would get a page for.
    fn request(&self, content_type: &str, body: String) -> RequestBuilder {
        let request = self.client.post(format!("{}/v1/touchpoints", self.server));
        request.header("Content-Type", content_type).header("Accept", "application/json").body(body)
    }

    async fn send_request(&self, request: RequestBuilder, touchpoints: usize) -> Result<Counts, PlayError> {
        let unreachable = |_| PlayError::Unreachable { server: self.server.to_owned() };
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let text = response.text().await.map_err(unreachable)?;
        match serde_json::from_str::<Answer>(&text) {
            Ok(answer) if status.is_success() => answer.results.iter().try_fold(Counts::default(), count),
            // All of them conflict: an earlier play told them, at other times of the day.
            _ if status == StatusCode::CONFLICT => Ok(Counts { accepted: 0, known: touchpoints }),
            _ => Err(PlayError::refused(status, &text)),
        }
    }
}

fn count(counts: Counts, taken: &Taken) -> Result<Counts, PlayError> {
    match taken.status.as_str() {
        "accepted" => Ok(Counts { accepted: counts.accepted + 1, ..counts }),
        "duplicate" | "conflict" => Ok(Counts { known: counts.known + 1, ..counts }),
        other => Err(PlayError::Refused { why: format!("{other} {}", Value::from(taken.errors.clone())) }),
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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::http::HeaderMap;
    use jiff::Timestamp;

    use super::*;

    type Seen = Arc<Mutex<Vec<(String, String)>>>;

    /// Takes every request: answers with the status and the body if there is one, otherwise accepts what was sent.
    async fn serve(answer: Option<(u16, &'static str)>) -> (String, Seen) {
        let seen = Seen::default();
        let kept = seen.clone();
        let handler = move |headers: HeaderMap, body: String| async move {
            let media = headers["content-type"].to_str().unwrap().to_owned();
            let many = serde_json::from_str::<Vec<Value>>(&body).map_or(1, |bodies| bodies.len());
            kept.lock().unwrap().push((media, body));
            let results = json!({"results": vec![json!({"status": "accepted"}); many]}).to_string();
            let (status, text) = answer.map_or((202, results), |(status, text)| (status, text.to_owned()));
            (StatusCode::from_u16(status).unwrap(), text)
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let app = axum::Router::new().route("/v1/touchpoints", axum::routing::post(handler));
        tokio::spawn(async move { axum::serve(listener, app).await });
        (address, seen)
    }

    fn told(envelope: Envelope) -> Told {
        let Value::Object(body) = json!({
            "id": "t-1",
            "touchpoint_type": "delivery",
            "occurred_at": "2026-11-22T10:00:00Z",
            "rating": {"csat": 4},
            "solicited": true,
        }) else {
            unreachable!()
        };
        Told { at: Timestamp::UNIX_EPOCH, body, envelope }
    }

    #[tokio::test]
    async fn json_goes_a_hundred_at_a_time_and_the_rest_one_by_one() {
        let (server, seen) = serve(None).await;
        let mut all = vec![told(Envelope::Json); 101];
        all.extend([told(Envelope::CloudEvent), told(Envelope::Form), told(Envelope::Json)]);
        let mut heard = Vec::new();
        let counts = Post::new(&server, "k").send(&all, &mut |sent| heard.push(sent)).await.unwrap();
        assert_eq!(counts, Counts { accepted: 104, known: 0 });
        assert_eq!(heard, [100, 101, 102, 103, 104]);
        let seen = seen.lock().unwrap();
        let media: Vec<_> = seen.iter().map(|(media, _)| media.as_str()).collect();
        let json = "application/json";
        assert_eq!(media, [json, json, "application/cloudevents+json", "application/x-www-form-urlencoded", json]);
        let event: Value = serde_json::from_str(&seen[2].1).unwrap();
        assert_eq!((&event["id"], &event["type"]), (&json!("t-1"), &json!("house.waffle.delivery")));
        assert!(seen[3].1.contains("write_key=k") && seen[3].1.contains("rating.csat=4"), "{}", seen[3].1);
    }

    #[tokio::test]
    async fn what_conflicts_was_played_before() {
        let (server, _) = serve(Some((409, r#"{"title": "conflict"}"#))).await;
        let counts = Post::new(&server, "k").send(&[told(Envelope::Json), told(Envelope::Json)], &mut |_| {}).await;
        assert_eq!(counts.unwrap(), Counts { accepted: 0, known: 2 });
        let one_of_each = r#"{"results": [{"status": "duplicate"}, {"status": "conflict"}, {"status": "accepted"}]}"#;
        let (server, _) = serve(Some((202, one_of_each))).await;
        let counts = Post::new(&server, "k").send(&[told(Envelope::Json)], &mut |_| {}).await;
        assert_eq!(counts.unwrap(), Counts { accepted: 1, known: 2 });
    }

    #[tokio::test]
    async fn a_refusal_is_told_in_the_suite_s_own_words() {
        let refusals = [
            (401, r#"{"detail": "the write key is not known"}"#, "401 the write key is not known"),
            (502, "bad gateway", "502 without a reason"),
            (
                202,
                r#"{"results": [{"status": "invalid", "errors": [{"field": "id"}]}]}"#,
                r#"invalid [{"field":"id"}]"#,
            ),
        ];
        for (status, answer, words) in refusals {
            let (server, _) = serve(Some((status, answer))).await;
            let refused = Post::new(&server, "k").send(&[told(Envelope::Json)], &mut |_| {}).await.unwrap_err();
            assert_eq!(refused.to_string(), format!("the suite refused the demo: {words}"));
        }
    }

    #[tokio::test]
    async fn a_suite_that_is_not_there_is_one_clear_line() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let refused = Post::new(&server, "k").send(&[told(Envelope::Json)], &mut |_| {}).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("nothing answers at {server}: start the suite there first, with `cargo run`")
        );
    }
}
