//! `kill -9` of the program itself, in mid-write: what was accepted is there, and is judged by the next start.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::json;

use crate::support::Program;

/// What the tests of this file ask of the program.
impl Program {
    async fn post(&self, client: &Client, id: &str) -> bool {
        let body = json!({"id": id, "customer_id": "ana", "touchpoint_type": "product_use", "rating": {"csat": 4}});
        let request = client
            .post(format!("{}/v1/touchpoints", self.address))
            .header("authorization", "Bearer local")
            .header("content-type", "application/json")
            .body(body.to_string());
        request.send().await.is_ok_and(|answer| answer.status() == 202)
    }

    /// Waits until a touchpoint is judged; false if the program does not know it at all.
    async fn is_judged(&self, client: &Client, id: &str) -> bool {
        let url = format!("{}/v1/touchpoints/local/{id}?customer_id=ana&read_key=local", self.address);
        let deadline = Instant::now() + Duration::from_secs(60);
        while Instant::now() < deadline {
            let answer = client.get(&url).header("accept", "application/json").send().await.unwrap();
            if answer.status() == 404 {
                return false;
            }
            let text = answer.text().await.unwrap();
            if text.contains("\"outcome\"") {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{id} was never judged");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_mid_write_loses_nothing_accepted_and_the_readers_go_on() {
    let data = tempfile::tempdir().unwrap();
    // The program does this for itself; this process has no stack that would.
    channels::tls::install();
    let client = Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
    let mut accepted = BTreeSet::new();
    for round in 0..3 {
        let mut program = Program::start(data.path()).await;
        let count = AtomicUsize::new(0);
        let process = program.child.id();
        let writers = (0..4).map(|writer| {
            let (client, program, count) = (&client, &program, &count);
            async move {
                let mut accepted = Vec::new();
                for number in 0.. {
                    let id = format!("{round}-{writer}-{number}");
                    if !program.post(client, &id).await {
                        break;
                    }
                    accepted.push(id);
                    // The writer that makes it 30, 50 or 70 kills while the others are writing.
                    if count.fetch_add(1, Ordering::SeqCst) + 1 == 30 + round * 20 {
                        assert!(Command::new("kill").args(["-9", &process.to_string()]).status().unwrap().success());
                    }
                }
                accepted
            }
        });
        let of_round = futures::future::join_all(writers).await.concat();
        assert!(of_round.len() >= 30 + round * 20);
        accepted.extend(of_round);
        program.child.wait().unwrap();
    }
    let program = Program::start(data.path()).await;
    for id in &accepted {
        assert!(program.is_judged(&client, id).await, "{id} was accepted and is lost");
    }
}
