//! Has the inbox be away when its next message comes, so that a viewer of the demo sees an outage heal.

use reqwest::Client;

use super::PlayError;

/// Time away, in seconds, from the first message that is refused: over before the next minute's round of deliveries.
const AWAY_S: u64 = 20;

/// Sends the inbox away, and returns the line that says so.
///
/// # Errors
/// If nothing answers, or the suite has no inbox.
pub(crate) async fn begin(server: &str) -> Result<String, PlayError> {
    let request = Client::new().post(format!("{server}/_local/inbox/away")).body(format!(r#"{{"seconds":{AWAY_S}}}"#));
    let answer = request.send().await.map_err(|_| PlayError::Unreachable { server: server.to_owned() })?;
    let status = answer.status();
    if !status.is_success() {
        return Err(PlayError::refused(status, ""));
    }
    Ok(format!(
        "  The inbox now simulates an outage: it refuses messages for {AWAY_S} seconds from the next one on. None is lost.\n"
    ))
}
