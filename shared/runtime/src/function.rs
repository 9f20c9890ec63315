//! A function as the platform sees it: JSON text in, JSON text out. The same value runs on Lambda ([`Function::run`])
//! and in the local stack ([`Function::invoke`]), so what crosses the border is the same text in both.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use jiff::Timestamp;
use lambda_http::http::Uri;
use lambda_http::http::uri::Authority;
use lambda_http::{Adapter, Body, Request, Response, request::LambdaRequest};
use lambda_runtime::{Context, LambdaEvent, Service, service_fn};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use url::Url;

use crate::environment::{Environment, StartError};
use crate::http::problem::Problem;
use crate::telemetry;

/// Why an invocation failed as a whole; the platform retries it or not by the template's settings.
pub type Error = lambda_runtime::Error;

type Answer = Pin<Box<dyn Future<Output = Result<String, Error>> + Send>>;

/// One deployed function.
#[derive(Clone)]
pub struct Function(Arc<dyn Fn(String, Context) -> Answer + Send + Sync>);

impl Function {
    /// Makes a function that answers requests of the HTTP API (payload format 2.0).
    pub fn http<F, Fut>(handler: F) -> Self
    where
        F: Fn(Request) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Response<Body>> + Send + 'static,
    {
        Self(Arc::new(move |text, context| {
            let handler = handler.clone();
            Box::pin(async move {
                let request: LambdaRequest = serde_json::from_str(&text)?;
                if let Err(why) = addressable(&request) {
                    return Ok(serde_json::to_string(&refusal(why))?);
                }
                let service = service_fn(move |request: Request| {
                    let answer = handler(request);
                    async move { Ok::<_, Error>(answer.await) }
                });
                let response = Adapter::from(service).call(LambdaEvent::new(request, context)).await?;
                Ok(serde_json::to_string(&response)?)
            })
        }))
    }

    /// Makes a function that takes one event and gives one answer: a stream batch, a schedule, a direct invocation.
    pub fn event<E, R, F, Fut>(handler: F) -> Self
    where
        E: DeserializeOwned + Send + 'static,
        R: Serialize,
        F: Fn(E) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R, Error>> + Send + 'static,
    {
        Self(Arc::new(move |text, _| match serde_json::from_str(&text) {
            Ok(event) => {
                let answer = handler(event);
                Box::pin(async move { Ok(serde_json::to_string(&answer.await?)?) })
            }
            Err(error) => Box::pin(async move { Err(error.into()) }),
        }))
    }

    /// Makes a function of one event that is told by when its answer has to be there.
    pub fn event_until<E, R, F, Fut>(handler: F) -> Self
    where
        E: DeserializeOwned + Send + 'static,
        R: Serialize,
        F: Fn(E, Timestamp) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R, Error>> + Send + 'static,
    {
        Self(Arc::new(move |text, context| match serde_json::from_str(&text) {
            Ok(event) => {
                let deadline_ms = i64::try_from(context.deadline).unwrap_or(i64::MAX);
                let deadline = Timestamp::from_millisecond(deadline_ms).unwrap_or(Timestamp::MAX);
                let answer = handler(event, deadline);
                Box::pin(async move { Ok(serde_json::to_string(&answer.await?)?) })
            }
            Err(error) => Box::pin(async move { Err(error.into()) }),
        }))
    }

    /// Invokes it with the JSON text of an event and returns the JSON text of its answer.
    pub async fn invoke(&self, event: String, context: Context) -> Result<String, Error> {
        let request = context.request_id.clone();
        telemetry::within(request, (self.0)(event, context)).await
    }

    /// Polls the Lambda runtime API for events until the platform ends the process.
    pub async fn run(self) -> Result<(), Error> {
        lambda_runtime::run(service_fn(move |event: LambdaEvent<Box<RawValue>>| {
            let function = self.clone();
            async move {
                let answer = function.invoke(event.payload.get().to_owned(), event.context).await?;
                Ok::<_, Error>(RawValue::from_string(answer)?)
            }
        }))
        .await
    }
}

/// Tells whether an address can be made of a request. `lambda_http` takes it for granted: its `into_api_gateway_v2_request`
/// unwraps what `Url::parse` makes of the `Host` and expects that `http::Uri` takes the raw query, and so panics on a
/// request with `Host: a b`, a port of 99999, two hosts joined by a comma, or a query with a space, `<` or `"`
/// (`lambda_http` 1.3.2, `request.rs` lines 139 to 175 and 553). To be taken out once it answers such requests by itself.
fn addressable(request: &LambdaRequest) -> Result<(), &'static str> {
    let LambdaRequest::ApiGatewayV2(request) = request else { return Ok(()) };
    let text = |name: &str| request.headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_host = |host: &str| {
        let port = host.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.ends_with(']'));
        host.parse::<Authority>().is_ok()
            && !host.contains(['@', ','])
            && port.is_none_or(|port| port.parse::<u16>().is_ok())
    };
    let host = text("host").or(request.request_context.domain_name.as_deref());
    if request.headers.get_all("host").iter().count() > 1 || !host.is_none_or(is_host) {
        return Err("`Host` is not one name or address with a port");
    }
    let scheme = text("x-forwarded-proto").unwrap_or("https");
    let path = request.raw_path.as_deref().unwrap_or_default();
    let address = Url::parse(&format!("{scheme}://{}{path}", host.unwrap_or("localhost")));
    let address = address.map_err(|_| "the request has no address")?;
    let query = request.raw_query_string.as_deref().unwrap_or_default();
    match format!("{address}?{query}").parse::<Uri>() {
        Ok(_) => Ok(()),
        Err(_) => Err("the query is too long or has characters that must be percent-encoded"),
    }
}

/// Answers a request that cannot be read, as an HTTP API takes answers.
fn refusal(why: &'static str) -> ApiGatewayV2httpResponse {
    let (parts, body) = Problem::unreadable(why).response().into_parts();
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = i64::from(parts.status.as_u16());
    answer.headers = parts.headers;
    answer.body = Some(body);
    answer
}

/// Runs a function on Lambda: logs, environment, start, poll. All that a `main.rs` does.
pub async fn run<F, Fut>(start: F) -> Result<(), Error>
where
    F: FnOnce(Environment) -> Fut,
    Fut: Future<Output = Result<Function, StartError>>,
{
    lambda_runtime::tracing::init_default_subscriber();
    start(Environment::of_process()).await?.run().await
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Invokes a function that says yes with a request as an HTTP API tells it.
    async fn answered(headers: &Value, domain: Option<&str>, query: &str) -> Value {
        let event = json!({
            "version": "2.0", "routeKey": "GET /x", "rawPath": "/x y/ñ", "rawQueryString": query, "headers": headers,
            "requestContext": {"accountId": "1", "apiId": "a", "domainName": domain, "domainPrefix": "a",
                "http": {"method": "GET", "path": "/x", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": ""},
                "requestId": "1", "routeKey": "GET /x", "stage": "$default", "time": "", "timeEpoch": 0},
            "isBase64Encoded": false,
        });
        let function = Function::http(async |_| Response::new(Body::from("yes")));
        serde_json::from_str(&function.invoke(event.to_string(), Context::default()).await.unwrap()).unwrap()
    }

    #[tokio::test]
    async fn what_is_an_address_is_answered_by_the_function() {
        for host in ["a.example", "127.0.0.1:8787", "[::1]:65535", "localhost", "xn--bcher-kva.example", "a_b.example"]
        {
            for domain in [None, Some(host)] {
                assert_eq!(answered(&json!({"host": host}), domain, "a=%20&b=%3C").await["body"], "yes", "{host}");
            }
        }
        assert_eq!(answered(&json!({}), Some("a.example"), "").await["body"], "yes");
        assert_eq!(answered(&json!({}), None, "").await["body"], "yes");
    }

    #[tokio::test]
    async fn what_is_none_is_a_problem_and_no_panic() {
        for host in ["a b", "a.example:99999", "a.example,b.example", "a:b", "", "[::1", "a/b", "a?b", "a#b", "<", "%"]
        {
            let answer = answered(&json!({"host": host}), None, "").await;
            assert_eq!(answer["statusCode"], 400, "{host}: {answer}");
            assert_eq!(answer["headers"]["content-type"], "application/problem+json");
            assert!(answer["body"].as_str().unwrap().contains("urn:moments:problem:unreadable"), "{answer}");
        }
        assert_eq!(answered(&json!({}), Some("a b"), "").await["statusCode"], 400);
        let scheme = json!({"host": "a.example", "x-forwarded-proto": "a b"});
        assert_eq!(answered(&scheme, None, "").await["statusCode"], 400);
        for query in ["a=<", "a=>", "a=\"", "a= b", " ", "a=\u{7f}", "a=\n", "a=`", "a=\\"] {
            let answer = answered(&json!({"host": "a.example"}), None, query).await;
            // Some the library takes: no panic is what counts.
            assert!(answer["statusCode"] == 400 || answer["body"] == "yes", "{query}: {answer}");
        }
        let long = "a".repeat(70_000);
        for query in ["a=<", "a=\"", "a= b", &long] {
            assert_eq!(answered(&json!({"host": "a.example"}), None, query).await["statusCode"], 400, "{query}");
        }
    }
}
