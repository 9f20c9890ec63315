//! How objects travel: over the connections of the AWS SDK, so that a function carries one HTTP client and reads the system's
//! certificates once.

use std::time::Duration;

use async_trait::async_trait;
use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest as SdkRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService,
};

/// Time that one call may take, its whole answer included. What times out is tried again by the store.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);

/// Carries the calls of the object store.
#[derive(Clone, Debug)]
pub(super) struct Transport(pub(super) SharedHttpConnector);

impl HttpConnector for Transport {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Transport {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        tokio::time::timeout(CALL_TIMEOUT, self.send(request))
            .await
            .map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?
    }
}

impl Transport {
    /// Sends a request and reads its answer whole: no object that a function reads is larger than its memory.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = SdkRequest::try_from(request.map(SdkBody::from_body_1_x))
            .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        let answer = self.0.call(request).await.map_err(failed)?;
        let answer = answer.try_into_http1x().map_err(|error| HttpError::new(HttpErrorKind::Decode, error))?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.map_err(|error| HttpError::new_boxed(HttpErrorKind::Interrupted, error))?;
        Ok(HttpResponse::from_parts(parts, HttpResponseBody::from(body.to_bytes())))
    }
}

/// Says what kind of failure it was: the store tries again what may end better.
fn failed(error: ConnectorError) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_io() {
        HttpErrorKind::Interrupted
    } else {
        HttpErrorKind::Unknown
    };
    HttpError::new(kind, error)
}
