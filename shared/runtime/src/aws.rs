//! Clients of AWS, built from the explicit environment. The platform puts the function's credentials there, so no
//! provider chain is searched and no metadata service is asked.

use std::time::Duration;

use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials, Region, SharedCredentialsProvider, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_smithy_async::rt::sleep::default_async_sleep;
use aws_smithy_http_client::ConnectorBuilder;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};

use crate::environment::{Environment, StartError};

/// Tries of one call, the first included, unless AWS's own variable says otherwise: few, because the platform or the
/// sender tries again as well.
const TRIES_MAX: u32 = 3;

/// Time that a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// What every client is made of.
pub(crate) struct Access {
    pub(crate) region: String,
    pub(crate) key_id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

impl Access {
    pub(crate) fn of(environment: &Environment) -> Result<Self, StartError> {
        Ok(Self {
            region: environment.required("AWS_REGION")?.to_owned(),
            key_id: environment.required("AWS_ACCESS_KEY_ID")?.to_owned(),
            secret: environment.required("AWS_SECRET_ACCESS_KEY")?.to_owned(),
            token: environment.optional("AWS_SESSION_TOKEN").map(str::to_owned),
        })
    }

    fn provider(&self) -> SharedCredentialsProvider {
        let credentials =
            Credentials::new(&self.key_id, &self.secret, self.token.clone(), None, "the function's environment");
        SharedCredentialsProvider::new(credentials)
    }
}

/// Returns the one way to AWS: what the SDK makes by default, once for all services instead of once for each, because reading
/// the system's certificates is most of what a start takes.
pub(crate) fn connector(environment: &Environment) -> SharedHttpConnector {
    environment.connector(|| {
        let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build();
        let mut connector = ConnectorBuilder::default()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .connector_settings(settings)
            .proxy_config(ProxyConfig::from_env());
        connector.set_sleep_impl(default_async_sleep());
        SharedHttpConnector::new(connector.build())
    })
}

fn http_client(environment: &Environment) -> SharedHttpClient {
    let connector = connector(environment);
    http_client_fn(move |_, _| connector.clone())
}

fn retries(environment: &Environment) -> RetryConfig {
    let tries = environment.optional("AWS_MAX_ATTEMPTS").and_then(|tries| tries.parse().ok()).unwrap_or(TRIES_MAX);
    RetryConfig::standard().with_max_attempts(tries)
}

/// Makes a DynamoDB client.
///
/// # Errors
/// A variable is missing.
pub fn dynamodb(environment: &Environment) -> Result<aws_sdk_dynamodb::Client, StartError> {
    let access = Access::of(environment)?;
    let mut config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(http_client(environment))
        .region(Region::new(access.region.clone()))
        .credentials_provider(access.provider())
        .retry_config(retries(environment))
        .timeout_config(time_outs());
    if let Some(endpoint) = endpoint(environment, "AWS_ENDPOINT_URL_DYNAMODB") {
        config = config.endpoint_url(endpoint);
    }
    Ok(aws_sdk_dynamodb::Client::from_conf(config.build()))
}

/// Makes a client of SSM, where the configuration is kept.
///
/// # Errors
/// A variable is missing.
pub(crate) fn ssm(environment: &Environment) -> Result<aws_sdk_ssm::Client, StartError> {
    let access = Access::of(environment)?;
    let mut config = aws_sdk_ssm::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(http_client(environment))
        .region(Region::new(access.region.clone()))
        .credentials_provider(access.provider())
        .retry_config(retries(environment))
        .timeout_config(time_outs());
    if let Some(endpoint) = endpoint(environment, "AWS_ENDPOINT_URL_SSM") {
        config = config.endpoint_url(endpoint);
    }
    Ok(aws_sdk_ssm::Client::from_conf(config.build()))
}

/// The endpoint of one service, or of all, as AWS's own tools name them; none in a deployment.
fn endpoint<'a>(environment: &'a Environment, of_service: &str) -> Option<&'a str> {
    environment.optional(of_service).or_else(|| environment.optional("AWS_ENDPOINT_URL"))
}

/// Tells whether calls go to somebody's own endpoint instead of AWS.
pub(crate) fn is_emulated(environment: &Environment) -> bool {
    endpoint(environment, "AWS_ENDPOINT_URL_SSM").is_some()
}

/// A call that hangs costs the sender more than one that is tried again.
fn time_outs() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(Duration::from_secs(3))
        .operation_timeout(Duration::from_secs(8))
        .build()
}
