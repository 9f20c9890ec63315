//! Wins back the customer of the third waffle story, as a team would through the API: somebody takes the case, calls, resolves it
//! with its cause, and the customer's next rating verifies it. Plays once, however often the demo is played.

use std::fmt;
use std::time::Duration;

use domain::vocabulary::Language;
use domain::wording;
use jiff::Timestamp;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::PlayError;

/// Whom the story is about.
const CUSTOMER: &str = "waffle-3";
/// Who wins them back.
const ACTOR: &str = "Luis";
/// Time between two looks whether the suite has judged what was sent, and how many looks.
const LOOK_EVERY: Duration = Duration::from_millis(200);
const LOOKS_MAX: u32 = 300;

/// The keys that the story needs.
pub(crate) struct Keys {
    /// May post touchpoints.
    pub(crate) write: String,
    /// May read a journey.
    pub(crate) read: String,
    /// May act on cases.
    pub(crate) case: String,
}

/// A case from its opening to its end, and what is still to be done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Recovery {
    case: Value,
    queue: Value,
}

/// The team's side of the API.
struct Desk<'a> {
    client: Client,
    server: &'a str,
    keys: &'a Keys,
}

/// Plays the story. None if there is no case: its customer's misery was too long ago when the suite heard of it.
///
/// # Errors
/// If nothing answers, or a key is not known.
pub(crate) async fn win_back(server: &str, keys: &Keys) -> Result<Option<Recovery>, PlayError> {
    let desk = Desk { client: Client::new(), server, keys };
    let Some(id) = desk.case_of_customer().await? else { return Ok(None) };
    let steps = [
        ("acknowledge", json!({"actor": ACTOR})),
        (
            "contact",
            json!({"actor": ACTOR, "medium": "phone", "note": "Apologized. Invited for Saturday, with the whole menu."}),
        ),
        (
            "resolve",
            json!({"actor": ACTOR, "cause": "availability", "action": "Batter and ice cream are ordered by the day's bookings now.",
                "gesture": "waffles for two, all scoops", "cost": 18, "currency": "EUR"}),
        ),
    ];
    for (action, body) in steps {
        // A case that was taken, contacted and resolved before is a conflict: an earlier play did it.
        desk.ask(desk.client.post(desk.address(&format!("/v1/cases/{id}/{action}"))), &keys.case, Some(&body)).await?;
    }
    let rating = json!({"id": "waffle-3-follow-up", "touchpoint_type": "survey", "customer_id": CUSTOMER,
        "occurred_at": Timestamp::now().to_string(), "rating": {"csat": 5}, "solicited": true,
        "comment": "They called, they said sorry, and Saturday was what the ad had promised.", "language": "en"});
    desk.ask(desk.client.post(desk.address("/v1/touchpoints")), &keys.write, Some(&rating)).await?;
    let mut case = desk.case(&id).await?;
    for _ in 0..LOOKS_MAX {
        if case["state"] != "resolved" {
            break;
        }
        tokio::time::sleep(LOOK_EVERY).await;
        case = desk.case(&id).await?;
    }
    let (_, queue) = desk.ask(desk.client.get(desk.address("/v1/cases")), &keys.case, None).await?;
    Ok(Some(Recovery { case, queue }))
}

impl Desk<'_> {
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.server)
    }

    /// Waits until the customer's misery is judged, and returns the name of their case.
    async fn case_of_customer(&self) -> Result<Option<String>, PlayError> {
        let address = self.address(&format!("/v1/customers/{CUSTOMER}/journey"));
        for _ in 0..LOOKS_MAX {
            let (_, journey) = self.ask(self.client.get(&address), &self.keys.read, None).await?;
            if let Some(id) = journey["cases"].as_array().and_then(|cases| cases.last()?["id"].as_str()) {
                return Ok(Some(id.to_owned()));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(None)
    }

    async fn case(&self, id: &str) -> Result<Value, PlayError> {
        let request = self.client.get(self.address(&format!("/v1/cases/{id}")));
        Ok(self.ask(request, &self.keys.case, None).await?.1)
    }

    /// Asks, and returns what was answered; a conflict, or nothing found yet, is an answer too.
    async fn ask(
        &self,
        request: reqwest::RequestBuilder,
        key: &str,
        body: Option<&Value>,
    ) -> Result<(StatusCode, Value), PlayError> {
        let unreachable = |_| PlayError::Unreachable { server: self.server.to_owned() };
        let mut request = request.bearer_auth(key).header("Accept", "application/json");
        if let Some(body) = body {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let text = response.text().await.map_err(unreachable)?;
        if status.is_success() || status == StatusCode::CONFLICT || status == StatusCode::NOT_FOUND {
            return Ok((status, serde_json::from_str(&text).unwrap_or_default()));
        }
        Err(PlayError::refused(status, &text))
    }
}

impl fmt::Display for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { case, queue } = self;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        writeln!(f, "\n  Case {} of {CUSTOMER}", text(&case["id"]))?;
        let opened = json!({"transition": "opened", "at": case["opened_at"]});
        for event in std::iter::once(&opened).chain(case["history"].as_array().into_iter().flatten()) {
            let at = text(&event["at"]);
            let clock = at.get(11..19).unwrap_or_default();
            let mut said = vec![wording::happened(&text(&event["transition"]), Language::English)];
            said.extend(event["actor"].as_str().map(|actor| format!("by {actor}")));
            said.extend(event["medium"].as_str().map(|medium| wording::medium(medium, Language::English)));
            let mut line = said.join(" ");
            for detail in [&event["closing"]["cause"], &event["closing"]["action"], &event["note"]] {
                if let Some(detail) = detail.as_str() {
                    line += &format!(" · {detail}");
                }
            }
            writeln!(f, "    {clock}  {line}")?;
        }
        let open = queue["cases"].as_array().map(Vec::as_slice).unwrap_or_default();
        let due = open.iter().filter_map(|case| case["deadlines"]["acknowledge"].as_str()).min();
        if let Some(due) = due.and_then(|due| due.get(11..19)) {
            let count = open.len();
            writeln!(f, "\n  {count} more cases have no owner yet; the first is escalated at {due} (UTC)")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::book::Book;
    use super::super::chance::Chance;
    use super::super::post::Post;
    use super::super::waffles;
    use super::*;
    use crate::stack::{Options, Stack};

    #[tokio::test(flavor = "multi_thread")]
    async fn the_customer_of_the_third_story_is_won_back_once_however_often_it_is_played() {
        let folder = tempfile::tempdir().unwrap();
        let stack = Stack::start(Options::new(folder.path())).await.unwrap();
        let mut book = Book::open("test".into(), Timestamp::now(), Chance::of(1));
        waffles::tell(&mut book);
        Post::new(stack.address(), "local").send(&book.close(), &mut |_| {}).await.unwrap();
        let key = || "local".to_owned();
        let keys = Keys { write: key(), read: key(), case: key() };
        let mut told = Vec::new();
        for _ in 0..2 {
            let recovery = win_back(stack.address(), &keys).await.unwrap().unwrap();
            assert_eq!(recovery.case["state"], "verified", "{recovery}");
            told.push(recovery);
        }
        assert_eq!(told[0], told[1]);
        let history: Vec<_> =
            told[0].case["history"].as_array().unwrap().iter().map(|event| event["transition"].clone()).collect();
        assert_eq!(history, ["acknowledged", "contacted", "resolved", "verified"]);
        stack.shutdown().await;
    }

    #[test]
    fn a_case_is_told_line_by_line_and_what_is_left_after_it() {
        let recovery = Recovery {
            case: json!({"id": "9f31c0aa-1", "opened_at": "2026-11-22T19:31:00.5Z", "history": [
                {"transition": "acknowledged", "at": "2026-11-22T19:32:00Z", "actor": "Luis"},
                {"transition": "contacted", "at": "2026-11-22T19:33:00Z", "actor": "Luis", "medium": "phone", "note": "Sorry."},
                {"transition": "resolved", "at": "2026-11-22T19:34:00Z", "actor": "Luis",
                    "closing": {"cause": "availability", "action": "More batter."}},
                {"transition": "verified", "at": "2026-11-22T19:35:00Z"}]}),
            queue: json!({"cases": [
                {"deadlines": {"acknowledge": "2026-11-22T19:36:00Z"}}, {"deadlines": {"acknowledge": "2026-11-22T19:35:30Z"}}]}),
        };
        assert_eq!(
            recovery.to_string(),
            "\n  Case 9f31c0aa-1 of waffle-3\n    19:31:00  opened\n    19:32:00  taken by Luis\n    \
             19:33:00  customer contacted by Luis by phone · Sorry.\n    \
             19:34:00  resolved by Luis · availability · More batter.\n    \
             19:35:00  verified by the customer's next rating\n\n  \
             2 more cases have no owner yet; the first is escalated at 19:35:30 (UTC)\n"
        );
    }
}
