//! Clients of the embedded table: the real SDK, pointed at a loopback port with the credentials of this start.

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_smithy_http_client::Builder;

use super::REGION;
use super::guard::TableCredentials;

const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// Makes a client of the table.
pub(crate) fn table(endpoint: &str, credentials: &TableCredentials) -> aws_sdk_dynamodb::Client {
    let configuration = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(Builder::new().build_http())
        .region(Region::from_static(REGION))
        .credentials_provider(signing(credentials))
        .endpoint_url(endpoint)
        .retry_config(RetryConfig::standard())
        .timeout_config(TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT_TIMEOUT).build())
        .build();
    aws_sdk_dynamodb::Client::from_conf(configuration)
}

/// Makes a client of the table's stream.
pub(crate) fn stream(endpoint: &str, credentials: &TableCredentials) -> aws_sdk_dynamodbstreams::Client {
    let configuration = aws_sdk_dynamodbstreams::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(Builder::new().build_http())
        .region(Region::from_static(REGION))
        .credentials_provider(signing(credentials))
        .endpoint_url(endpoint)
        .retry_config(RetryConfig::standard())
        .timeout_config(TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT_TIMEOUT).build())
        .build();
    aws_sdk_dynamodbstreams::Client::from_conf(configuration)
}

fn signing(credentials: &TableCredentials) -> Credentials {
    Credentials::new(credentials.key_id(), credentials.secret(), None, None, "the local stack")
}
