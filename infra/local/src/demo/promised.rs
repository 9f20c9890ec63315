//! A promise of the demo that runs out while somebody watches: the team is warned while it can still be kept, its time passes, a case is
//! opened before the customer writes, and the case closes by itself once it turns out that the promise was kept. Uses the HTTP API only.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use reqwest::Client;
use serde_json::{Value, json};

use super::PlayError;
use super::recovery::Keys;

/// Seconds until the promised time. The suite looks each minute: at least once before, and once after.
const DUE_AFTER_S: i64 = 95;
/// Seconds before it at which the team is warned.
const WARN_BEFORE_S: i64 = 85;
/// Seconds before the promised time at which it was done, as turns out later.
const DONE_BEFORE_S: i64 = 20;
/// Time between two looks for the case, and how many looks: it comes within a minute of the promised time.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const LOOKS_MAX: u32 = 240;
/// Time in which people can read the alert before the case closes.
const READING_TIME: Duration = Duration::from_secs(20);

/// The story, once it has begun.
pub(crate) struct Promised {
    customer: String,
    due_at: Timestamp,
}

impl Promised {
    /// Promises something.
    ///
    /// # Errors
    /// If nothing answers, or the key is not known.
    pub(crate) async fn begin(server: &str, keys: &Keys, now: Timestamp) -> Result<Self, PlayError> {
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let promised = Self {
            customer: format!("waffle-tower-{}", now.as_second()),
            due_at: now.saturating_add(SignedDuration::from_secs(DUE_AFTER_S)).unwrap_or(now),
        };
        let order = json!({"id": promised.customer, "touchpoint_type": "purchase", "channel": "web",
            "customer_id": promised.customer, "occurred_at": now.to_string(), "promise_id": promised.customer,
            "due_at": promised.due_at.to_string(), "warn_before_s": WARN_BEFORE_S, "importance": 5,
            "value_at_risk": {"amount": 640, "currency": "EUR"}});
        promised.post(server, keys, &order).await?;
        Ok(promised)
    }

    /// Says what is going to happen, in the zone of the business.
    pub(crate) fn plan(&self, zone: &TimeZone) -> String {
        let at = |seconds: i64| {
            let at = self.due_at.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(self.due_at);
            at.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string()
        };
        format!(
            "\n  A waffle tower for 640 EUR is promised to {} by {} ({})\n    the team is warned by {}, while it can still be kept\n    \
             its time passes, and by {} there is a case, before the customer writes\n    then the driver's report comes in: it was \
             there at {}. The case closes by itself\n",
            self.customer,
            at(0),
            zone.iana_name().unwrap_or("UTC"),
            at(60 - WARN_BEFORE_S),
            at(60),
            at(-DONE_BEFORE_S),
        )
    }

    /// Waits for the case, and reports then that the promise was kept. Gives up without a word if the suite ends meanwhile.
    ///
    /// # Errors
    /// If nothing answers, or a key is not known.
    pub(crate) async fn keep(&self, server: &str, keys: &Keys) -> Result<(), PlayError> {
        let address = format!("{server}/v1/customers/{}/journey", self.customer);
        for _ in 0..LOOKS_MAX {
            tokio::time::sleep(LOOK_EVERY).await;
            let unreachable = |_| PlayError::Unreachable { server: server.to_owned() };
            let answer = Client::new().get(&address).bearer_auth(&keys.read).send().await.map_err(unreachable)?;
            let journey: Value =
                answer.text().await.ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            if journey["cases"].as_array().is_some_and(|cases| !cases.is_empty()) {
                tokio::time::sleep(READING_TIME).await;
                return self.report(server, keys, Timestamp::now()).await;
            }
        }
        Ok(())
    }

    /// Reports that it was done in time.
    pub(crate) async fn report(&self, server: &str, keys: &Keys, now: Timestamp) -> Result<(), PlayError> {
        let done_at = self.due_at.saturating_sub(SignedDuration::from_secs(DONE_BEFORE_S)).unwrap_or(self.due_at);
        let delivery = json!({"id": format!("{}-delivery", self.customer), "touchpoint_type": "delivery", "channel": "delivery",
            "customer_id": self.customer, "occurred_at": now.to_string(), "promise_id": self.customer,
            "due_at": self.due_at.to_string(), "done_at": done_at.to_string()});
        self.post(server, keys, &delivery).await
    }

    async fn post(&self, server: &str, keys: &Keys, body: &Value) -> Result<(), PlayError> {
        let unreachable = |_| PlayError::Unreachable { server: server.to_owned() };
        let request = Client::new().post(format!("{server}/v1/touchpoints")).bearer_auth(&keys.write);
        let request = request.header("Content-Type", "application/json").body(body.to_string());
        let answer = request.send().await.map_err(unreachable)?;
        let status = answer.status();
        let text = answer.text().await.map_err(unreachable)?;
        if status.is_success() { Ok(()) } else { Err(PlayError::refused(status, &text)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack::{Options, Stack};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_promise_is_warned_of_runs_out_and_its_case_closes_by_itself_whenever_it_is_played() {
        let folder = tempfile::tempdir().unwrap();
        let mut options = Options::new(folder.path());
        options.has_short_clocks = true;
        options.schedules = false;
        let stack = Stack::start(options).await.unwrap();
        let key = || "local".to_owned();
        let keys = Keys { write: key(), read: key(), case: key() };
        let look = async |server: &str, promised: &Promised| {
            let address = format!("{server}/v1/customers/{}/journey", promised.customer);
            let answer = Client::new().get(address).bearer_auth("local").send().await.unwrap();
            serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap()
        };
        // As if it had been promised long enough ago that it can be warned of, and later that its time has passed.
        let soon = Timestamp::now() - SignedDuration::from_secs(DUE_AFTER_S - 40);
        let promised = Promised::begin(stack.address(), &keys, soon).await.unwrap();
        let done = stack.invoke("promises", "{}".into()).await.unwrap();
        assert!(done.contains(r#""warned":1"#), "{done}");
        let passed = Timestamp::now() - SignedDuration::from_secs(DUE_AFTER_S + 5);
        let promised_before = Promised::begin(stack.address(), &keys, passed).await.unwrap();
        let done = stack.invoke("promises", "{}".into()).await.unwrap();
        assert!(done.contains(r#""expired":1"#), "{done}");
        assert!(stack.settle(Duration::from_secs(60)).await.unwrap());
        let journey = look(stack.address(), &promised_before).await;
        assert_eq!(journey["cases"][0]["state"], "open", "{journey}");
        assert_eq!(journey["cases"][0]["severity"], 4, "told at once: {journey}");
        promised_before.report(stack.address(), &keys, Timestamp::now()).await.unwrap();
        assert!(stack.settle(Duration::from_secs(60)).await.unwrap());
        let journey = look(stack.address(), &promised_before).await;
        assert_eq!(journey["cases"][0]["state"], "resolved", "{journey}");
        assert!(look(stack.address(), &promised).await["cases"].as_array().is_some_and(Vec::is_empty));
        stack.shutdown().await;
    }

    #[test]
    fn what_is_going_to_happen_is_told_with_times_of_the_zone() {
        let promised = Promised { customer: "waffle-tower-1".into(), due_at: "2026-12-31T23:00:35Z".parse().unwrap() };
        let told = promised.plan(&TimeZone::get("Europe/Madrid").unwrap());
        for part in
            ["by 00:00:35 (Europe/Madrid)", "warned by 00:00:10", "by 00:01:35 there is a case", "there at 00:00:15"]
        {
            assert!(told.contains(part), "{part} is missing in {told}");
        }
    }
}
