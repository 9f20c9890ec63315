//! The doors through which a second process, which cannot open the table itself, has this one invoke a function.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use super::Rooms;

/// Answers `POST /_local/reports`: invokes the report function with the body and gives its answer back.
pub(super) async fn write_report(State(rooms): State<Arc<Rooms>>, body: String) -> (StatusCode, String) {
    invoke(&rooms, "report", body).await
}

/// Answers `POST /_local/verify`: invokes the verify function with the body and gives its answer back.
pub(super) async fn verify(State(rooms): State<Arc<Rooms>>, body: String) -> (StatusCode, String) {
    invoke(&rooms, "verify", body).await
}

/// Answers `POST /_local/deliver`: invokes the deliver function with the body and gives its answer back.
pub(super) async fn deliver(State(rooms): State<Arc<Rooms>>, body: String) -> (StatusCode, String) {
    invoke(&rooms, "deliver", body).await
}

/// Answers `POST /_local/promises`: invokes the promises function with the body and gives its answer back.
pub(super) async fn promises(State(rooms): State<Arc<Rooms>>, body: String) -> (StatusCode, String) {
    invoke(&rooms, "promises", body).await
}

async fn invoke(rooms: &Rooms, program: &str, body: String) -> (StatusCode, String) {
    let Some(function) = rooms.home.functions.iter().find(|function| function.program == program) else {
        return (StatusCode::NOT_FOUND, "there is no such function".to_owned());
    };
    match function.invoke(body).await {
        Ok(answer) => (StatusCode::OK, answer),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()),
    }
}
