//! The HTTP server of the embedded table: the JSON protocol of DynamoDB and DynamoDB Streams, behind [`guard`]. What an
//! operation does is the engine's.
//!
//! The engine has a server of its own. It is not used: it answers any page with `Access-Control-Allow-Origin: *`, takes any
//! signature, and takes a TCP listener and nothing that could stand before it (dynoxide-rs 3.2.0, `serve_with_shutdown`).

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::routing::post;
use axum::{Router, middleware};
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::guard::{Guard, TableCredentials, only_holders};

/// DynamoDB takes bodies up to 16 MB.
const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Says which operation is asked for.
const TARGET: &str = "x-amz-target";
/// The two services, as [`TARGET`] begins.
const SERVICES: [&str; 2] = ["DynamoDB_20120810.", "DynamoDBStreams_20120810."];

/// Makes the routes of a table at an address.
pub(super) fn router(database: Database, address: SocketAddr, credentials: TableCredentials) -> Router {
    let guard = Arc::new(Guard::new(address, credentials));
    Router::new()
        .route("/", post(answer))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(database)
        .layer(middleware::from_fn_with_state(guard, only_holders))
}

async fn answer(State(database): State<Database>, headers: HeaderMap, body: String) -> Response<Body> {
    let target = headers.get(TARGET).and_then(|target| target.to_str().ok()).unwrap_or_default();
    let operation = SERVICES.iter().find_map(|service| target.strip_prefix(service)).unwrap_or_default();
    // The engine blocks on SQLite; these threads are its own.
    match run(&database, operation, &body) {
        Some(Ok(answer)) => json(StatusCode::OK, answer),
        Some(Err(error)) => {
            let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::BAD_REQUEST);
            json(status, error.to_json())
        }
        None => {
            let unknown = r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#;
            json(StatusCode::BAD_REQUEST, unknown.to_owned())
        }
    }
}

fn json(status: StatusCode, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/x-amz-json-1.0");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Carries out an operation; `None` if it is not known here.
fn run(database: &Database, operation: &str, body: &str) -> Option<dynoxide::Result<String>> {
    Some(match operation {
        "PutItem" => typed(body, |request| database.put_item(request)),
        "GetItem" => typed(body, |request| database.get_item(request)),
        "UpdateItem" => typed(body, |request| database.update_item(request)),
        "DeleteItem" => typed(body, |request| database.delete_item(request)),
        "Query" => typed(body, |request| database.query(request)),
        "Scan" => typed(body, |request| database.scan(request)),
        "BatchGetItem" => typed(body, |request| database.batch_get_item(request)),
        "BatchWriteItem" => typed(body, |request| database.batch_write_item(request)),
        "TransactGetItems" => typed(body, |request| database.transact_get_items(request)),
        "TransactWriteItems" => typed(body, |request| database.transact_write_items(request)),
        "CreateTable" => typed(body, |request| database.create_table(request)),
        "DescribeTable" => typed(body, |request| database.describe_table(request)),
        "UpdateTable" => typed(body, |request| database.update_table(request)),
        "DeleteTable" => typed(body, |request| database.delete_table(request)),
        "ListTables" => typed(body, |request| database.list_tables(request)),
        "UpdateTimeToLive" => typed(body, |request| database.update_time_to_live(request)),
        "DescribeTimeToLive" => typed(body, |request| database.describe_time_to_live(request)),
        "ListStreams" => typed(body, |request| database.list_streams(request)),
        "DescribeStream" => typed(body, |request| database.describe_stream(request)),
        "GetShardIterator" => typed(body, |request| database.get_shard_iterator(request)),
        "GetRecords" => typed(body, |request| database.get_records(request)),
        "ExecuteStatement" => typed(body, |request| database.execute_statement(request)),
        "BatchExecuteStatement" => typed(body, |request| database.batch_execute_statement(request)),
        "ExecuteTransaction" => typed(body, |request| database.execute_transaction(request)),
        _ => return None,
    })
}

/// Reads what an operation takes, and writes what it gives.
fn typed<Q: DeserializeOwned, A: Serialize>(
    body: &str,
    run: impl FnOnce(Q) -> dynoxide::Result<A>,
) -> dynoxide::Result<String> {
    let request = serde_json::from_str(body).map_err(|error| unread(&error))?;
    serde_json::to_string(&run(request)?).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

/// Says why a request cannot be read. The engine marks which of DynamoDB's two errors it is; what is not marked is a field
/// that is missing or of another type.
fn unread(error: &serde_json::Error) -> DynoxideError {
    let why = error.to_string();
    match why.split_once(':') {
        Some(("SERIALIZATION" | "SERIALIZATION_AS_READ", why)) => DynoxideError::SerializationException(why.to_owned()),
        Some(("VALIDATION" | "VALIDATION_REQUEST" | "VALIDATION_AS_READ", why)) => {
            DynoxideError::ValidationException(why.to_owned())
        }
        _ if error.is_data() => DynoxideError::ValidationException(why),
        _ => DynoxideError::SerializationException(why),
    }
}
