//! A function as the platform sees it: JSON text in, JSON text out. The same value runs on Lambda ([`Function::run`])
//! and in the local stack ([`Function::invoke`]), so what crosses the border is the same text in both.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;
use lambda_http::{Adapter, Body, Request, Response, request::LambdaRequest};
use lambda_runtime::{Context, LambdaEvent, Service, service_fn};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::environment::{Environment, StartError};
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

/// Runs a function on Lambda: logs, environment, start, poll. All that a `main.rs` does.
pub async fn run<F, Fut>(start: F) -> Result<(), Error>
where
    F: FnOnce(Environment) -> Fut,
    Fut: Future<Output = Result<Function, StartError>>,
{
    lambda_runtime::tracing::init_default_subscriber();
    start(Environment::of_process()).await?.run().await
}
