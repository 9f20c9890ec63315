//! Posts batches, and again what could not be stored, until each row has its answer.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;

use super::batch::{Batch, Made};
use crate::error::Error;

/// Tries of one batch.
const TRIES_MAX: u32 = 9;
/// Seconds before the second try; each further one waits twice as long, up to the longest.
const FIRST_WAIT_S: f64 = 0.5;
const LONGEST_WAIT_S: f64 = 60.0;
/// Time for one answer.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(40);

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    Accepted,
    Duplicate,
    Rejected(Vec<String>),
}

/// A row with its end.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) made: Made,
    pub(super) end: End,
}

/// Where touchpoints are posted.
pub(super) struct Target {
    client: Client,
    url: String,
    key: String,
}

/// What one answer says.
enum Told {
    /// One end a touchpoint; none for what has to be sent again.
    Ends(Vec<Option<End>>),
    /// All of it again, after some seconds if they are said.
    Again(String, Option<f64>),
}

impl Target {
    pub(super) fn new(address: &str, key: &str) -> Result<Self, Error> {
        let client = Client::builder().timeout(ANSWER_TIME_MAX).build();
        let client = client.map_err(|error| Error::failed("import", error.without_url()))?;
        let url = format!("{}/v1/touchpoints", address.trim_end_matches('/'));
        Ok(Self { client, url, key: key.to_owned() })
    }

    /// Sends the rows of a batch and returns them with their ends, in their order.
    pub(super) async fn send(&self, batch: Batch) -> Result<Vec<Settled>, Error> {
        let mut ends: Vec<Option<End>> = batch.rows.iter().map(refused_here).collect();
        let (mut wait_s, mut tries) = (FIRST_WAIT_S, 0);
        loop {
            let open: Vec<usize> = (0..ends.len()).filter(|place| ends[*place].is_none()).collect();
            if open.is_empty() {
                break;
            }
            let texts: Vec<&str> =
                open.iter().filter_map(|place| batch.rows[*place].touchpoint.as_deref().ok()).collect();
            let (why, asked_s) = match self.post(format!("[{}]", texts.join(",")), open.len()).await? {
                Told::Ends(told) => {
                    for (place, end) in open.iter().zip(told) {
                        ends[*place] = end;
                    }
                    if ends.iter().all(Option::is_some) {
                        break;
                    }
                    ("not everything could be stored".to_owned(), None)
                }
                Told::Again(why, asked_s) => (why, asked_s),
            };
            tries += 1;
            if tries == TRIES_MAX {
                return Err(Error::failed("import", format!("{why}; run the same again to go on from here")));
            }
            let wait = asked_s.map_or(wait_s, |asked_s| asked_s.max(wait_s)).min(LONGEST_WAIT_S);
            tokio::time::sleep(Duration::from_secs_f64(wait)).await;
            wait_s = (wait_s * 2.0).min(LONGEST_WAIT_S);
        }
        let settled = batch.rows.into_iter().zip(ends).filter_map(|(made, end)| Some(Settled { made, end: end? }));
        Ok(settled.collect())
    }

    async fn post(&self, body: String, count: usize) -> Result<Told, Error> {
        let request = self.client.post(&self.url).bearer_auth(&self.key).header(CONTENT_TYPE, "application/json");
        let response = match request.body(body).send().await {
            Ok(response) => response,
            Err(error) => return Ok(Told::Again(error.without_url().to_string(), None)),
        };
        let (status, asked_s) = (response.status(), retry_after(&response));
        let text = match response.text().await {
            Ok(text) => text,
            Err(error) => return Ok(Told::Again(error.without_url().to_string(), None)),
        };
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        match (status, answer["results"].as_array()) {
            (_, Some(results)) if results.len() == count => {
                Ok(Told::Ends(results.iter().enumerate().map(|(place, result)| end(place, result, &answer)).collect()))
            }
            (StatusCode::TOO_MANY_REQUESTS, _) => Ok(Told::Again(sentence(status, &answer), asked_s)),
            (status, _) if status.is_server_error() => Ok(Told::Again(sentence(status, &answer), asked_s)),
            (status, _) => Err(Error::failed("import", sentence(status, &answer))),
        }
    }
}

fn refused_here(made: &Made) -> Option<End> {
    made.touchpoint.as_ref().err().map(|why| End::Rejected(vec![why.clone()]))
}

/// Reads what became of one touchpoint. Of an answer that refuses all, the errors stand beside the results.
fn end(place: usize, result: &Value, answer: &Value) -> Option<End> {
    let of_place = format!("{place}.");
    let worded = |error: &Value| {
        let field = error["field"].as_str().unwrap_or_default();
        let field = field.strip_prefix(&of_place).unwrap_or(field);
        format!("{field}: {}", error["message"].as_str().unwrap_or_default()).trim_start_matches(": ").to_owned()
    };
    match result["status"].as_str().unwrap_or_default() {
        "accepted" => Some(End::Accepted),
        "duplicate" => Some(End::Duplicate),
        "unavailable" => None,
        "conflict" => Some(End::Rejected(vec!["another touchpoint has this source and id".to_owned()])),
        _ => {
            let own = result["errors"].as_array().into_iter().flatten().map(worded);
            let beside = answer["errors"].as_array().into_iter().flatten();
            let is_mine = |error: &&Value| {
                let field = error["field"].as_str().unwrap_or_default();
                field == place.to_string() || field.starts_with(&of_place)
            };
            let mut reasons: Vec<_> = own.chain(beside.filter(is_mine).map(worded)).collect();
            if reasons.is_empty() {
                reasons.push("it was refused".to_owned());
            }
            Some(End::Rejected(reasons))
        }
    }
}

fn retry_after(response: &Response) -> Option<f64> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

fn sentence(status: StatusCode, answer: &Value) -> String {
    let word = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    match (word("title"), word("detail")) {
        (title, _) if title.is_empty() => format!("was answered {}", status.as_u16()),
        (title, detail) if detail.is_empty() => title,
        (title, detail) => format!("{title}: {detail}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_row_gets_its_own_reasons_wherever_they_stand() {
        let all_wrong = json!({"errors": [{"field": "0.rating", "message": "is wrong"}, {"field": "1", "message": "is no object"}]});
        let wrong = json!({"status": "invalid"});
        assert_eq!(end(0, &wrong, &all_wrong), Some(End::Rejected(vec!["rating: is wrong".to_owned()])));
        assert_eq!(end(1, &wrong, &all_wrong), Some(End::Rejected(vec!["1: is no object".to_owned()])));
        let own = json!({"status": "invalid", "errors": [{"field": "id", "message": "is too long"}]});
        assert_eq!(end(7, &own, &json!({})), Some(End::Rejected(vec!["id: is too long".to_owned()])));
        assert_eq!(end(0, &json!({"status": "unavailable"}), &json!({})), None);
    }
}
