//! What is signed here is accepted by somebody else's implementation: the Python package `standardwebhooks`.

use jiff::tz::TimeZone;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use channels::configuration::Options;
use channels::reply::Reply;
use channels::request::Delivery;
use domain::vocabulary::Language;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::kit::examples::{SECOND_SECRET, SECRET, channels, every_message, links};
use crate::kit::opened::Kind;
use crate::receiver::Receiver;

/// Verifies one case a line and answers `accepted` or `refused` for each.
const VERIFIER: &str = "
import json, sys
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
for line in sys.stdin:
    case = json.loads(line)
    try:
        Webhook(case['secret']).verify(case['body'], case['headers'])
        print('accepted')
    except WebhookVerificationError:
        print('refused')
";

/// A Python that has the package: the one that the checks install, or the machine's own.
fn python() -> Option<PathBuf> {
    let installed = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("ci").join("python/bin/python");
    [installed, "python3".into()].into_iter().find(|python| {
        let asked = Command::new(python).args(["-c", "import standardwebhooks"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    })
}

fn verdicts(python: &Path, cases: &[Value]) -> Vec<String> {
    let mut child =
        Command::new(python).args(["-c", VERIFIER]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines: String = cases.iter().map(|case| format!("{case}\n")).collect();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn every_message_is_accepted_by_an_independent_implementation_and_a_changed_one_is_not() {
    let Some(python) = python() else {
        // Written past the capture of the tests' output: a skipped proof is said aloud.
        let why = "SKIPPED: no Python with the package `standardwebhooks`: signatures were not checked independently";
        writeln!(std::io::stderr(), "{why}").unwrap();
        return;
    };
    let receiver = Receiver::answering([]).await;
    let options = Options { allow_loopback: true, ..Options::default() };
    let channels = channels(&Kind::named("webhook").table(receiver.port), &options);
    for language in Language::ALL {
        for (name, message) in every_message(*language) {
            let (id, links) = (format!("dlv_{name}"), links());
            let now = Timestamp::now();
            let delivery =
                Delivery { id: &id, message: &message, links: &links, created_at: now, zone: &TimeZone::UTC };
            assert_eq!(channels.send("webhook", &delivery, now).await, Reply::Delivered);
        }
    }

    let mut cases = Vec::new();
    let mut expected = Vec::new();
    let mut case = |secret: &str, body: &str, id: &str, timestamp: &str, signature: &str, verdict| {
        let headers = json!({"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature});
        cases.push(json!({"secret": secret, "body": body, "headers": headers}));
        expected.push(verdict);
    };
    let stranger = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for request in receiver.received() {
        let header = |name: &str| request.headers[name].to_str().unwrap();
        let (id, time, signature) = (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
        let body = std::str::from_utf8(&request.body).unwrap();
        let earlier = (time.parse::<i64>().unwrap() - 1).to_string();
        for secret in [SECRET, SECOND_SECRET] {
            case(secret, body, id, time, signature, "accepted");
            case(secret, &body.replacen("1.0", "1.1", 1), id, time, signature, "refused");
            case(secret, body, "dlv_other", time, signature, "refused");
            case(secret, body, id, &earlier, signature, "refused");
        }
        case(stranger, body, id, time, signature, "refused");
    }
    assert_eq!(cases.len(), Language::ALL.len() * 13 * 9);
    assert_eq!(verdicts(&python, &cases), expected);
}
