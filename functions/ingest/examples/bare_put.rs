//! The least that keeps a touchpoint: one conditional `PutItem` of a fixed item by the SDK, in the same runtime. Nothing of the
//! request is read. What ingest takes more than this is its own: `tests/benches/peers/instructions`.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use lambda_http::{Body, Request, Response};
use runtime::aws;
use runtime::function::{Error, Function, run};

/// What the item of the measured touchpoint has.
const ITEM: [(&str, &str); 10] = [
    ("pk", "CUSTOMER#id:c-4815162342"),
    ("sk", "TOUCHPOINT#bench#t0"),
    ("digest", "2:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
    ("touchpoint_type", "delivery"),
    ("channel", "post"),
    ("occurred_at", "2026-10-01T10:00:00Z"),
    ("received_at", "2026-10-01T10:00:00.123456Z"),
    ("promise_id", "order-20261001"),
    ("source", "bench"),
    ("comment", "Todo bien, gracias."),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(async |environment| {
        let (client, table) = (aws::dynamodb(&environment)?, environment.required("TABLE")?.to_owned());
        Ok(Function::http(move |_: Request| put(client.clone(), table.clone())))
    })
    .await
}

async fn put(client: aws_sdk_dynamodb::Client, table: String) -> Response<Body> {
    let put = client
        .put_item()
        .table_name(table)
        .set_item(Some(ITEM.map(|(name, value)| (name.to_owned(), AttributeValue::S(value.to_owned()))).into()))
        .condition_expression("attribute_not_exists(pk)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let status = if put.send().await.is_ok() { 202 } else { 503 };
    let mut response = Response::new(Body::from(r#"{"results":[{"id":"t0","source":"bench","status":"accepted"}]}"#));
    *response.status_mut() = lambda_http::http::StatusCode::from_u16(status).unwrap_or_default();
    response
}
