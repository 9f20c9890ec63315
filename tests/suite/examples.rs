//! The examples of the documents, run as a reader would: each sends to the local stack, and what it sends is stored.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tests::suite::{SECRET_KEY, Setting, Suite};
use tokio::process::Command;

const SECRET: &str = "a-secret-of-the-examples";

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples")
}

/// Runs a program, or says aloud that this machine has it not.
#[expect(clippy::print_stderr, reason = "whoever runs the tests has to see what was left out")]
async fn run(suite: &Suite, program: &str, probe: &[&str], arguments: &[&str]) -> Option<String> {
    let found = Command::new(program).args(probe).stdout(Stdio::null()).stderr(Stdio::null()).status().await;
    if !found.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no {program} for {arguments:?}");
        return None;
    }
    let ran = Command::new(program)
        .args(arguments)
        .current_dir(examples())
        .env("MOMENTS", suite.stack.address())
        .env("KEY", SECRET_KEY)
        .env("SECRET", SECRET)
        .output()
        .await
        .unwrap();
    let (told, wrong) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{program} {arguments:?}: {told}{wrong}");
    Some(told.into_owned())
}

/// Returns the ids that are stored.
async fn stored(suite: &Suite) -> Vec<String> {
    let items = suite.items_of("TOUCHPOINT#").await;
    items.iter().map(|item| item["id"].as_s().unwrap().clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_send_touchpoints() {
    let suite = Suite::paused().await;
    for (program, probe, arguments, ids) in [
        ("sh", vec!["-c", "curl --version"], vec!["touchpoint.sh"], vec!["order-1001"]),
        ("node", vec!["--version"], vec!["touchpoint.mjs"], vec!["order-1002"]),
        ("python3", vec!["-c", "import requests"], vec!["touchpoint.py"], vec!["order-1003", "order-1003-help"]),
    ] {
        let Some(told) = run(&suite, program, &probe, &arguments).await else { continue };
        assert!(told.contains("accepted"), "{told}");
        let stored = stored(&suite).await;
        assert!(ids.iter().all(|id| stored.iter().any(|one| one == id)), "{arguments:?}: {stored:?}");
        // A reader runs it twice.
        let again = run(&suite, program, &probe, &arguments).await.unwrap();
        assert!(again.contains("duplicate"), "{again}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vendors_send_deliveries() {
    let more = format!(
        "[senders.shopify]\nsecret = '{SECRET}'\n[senders.google-forms]\nsecret = '{SECRET}'\n\
         rating = {{ ref = 'How was it?', scale = [1, 5] }}\n"
    );
    let suite = Suite::with(Setting { more, is_paused: true, ..Setting::default() }).await;
    if let Some(told) = run(&suite, "sh", &["-c", "curl --version && openssl version"], &["shopify.sh"]).await {
        assert!(told.contains("accepted"), "{told}");
        assert_eq!(stored(&suite).await, ["5001"], "an order has its own id, whatever tells of it");
    }
    // Apps Script is JavaScript with services of Google: these few are put in their place, and the script runs as it stands.
    let shim = r#"
        const fs = require("fs"), { execFileSync } = require("child_process");
        const script = fs.readFileSync("google-forms.gs", "utf8")
          .replace(/const MOMENTS = .*/, `const MOMENTS = "${process.env.MOMENTS}/v1/senders/google-forms";`)
          .replace(/const SECRET = .*/, `const SECRET = "${process.env.SECRET}";`);
        const UrlFetchApp = { fetch: (address, options) => {
          const headers = Object.entries({ ...options.headers, "Content-Type": options.contentType })
            .flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
          const told = execFileSync("curl", ["--silent", "--request", options.method.toUpperCase(), address, ...headers,
            "--data", options.payload, "--write-out", "\n%{http_code}"], { encoding: "utf8" });
          const [, body, code] = told.match(/^([^]*)\n(\d+)$/);
          return { getResponseCode: () => Number(code), getContentText: () => body };
        } };
        const item = (title, response) => ({ getItem: () => ({ getTitle: () => title }), getResponse: () => response });
        const event = { source: { getId: () => "form-1" }, response: {
          getItemResponses: () => [item("How was it?", "2"), item("Shops", ["North", "Port"])], getId: () => "response-1",
          getTimestamp: () => new Date("2026-11-28T09:00:00Z"), getRespondentEmail: () => "ana@example.com" } };
        new Function("UrlFetchApp", "event", script + "\nonSubmit(event);")(UrlFetchApp, event);
    "#;
    if run(&suite, "node", &["--version"], &["-e", shim]).await.is_some() {
        assert!(stored(&suite).await.contains(&"response-1".to_owned()));
    }
    suite.end().await;
}
