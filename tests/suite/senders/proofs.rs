//! What proves a delivery, and what does not: also by the vendors' own libraries, where they are installed.

use std::io::Write as _;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use flate2::Compression;
use flate2::write::GzEncoder;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use reqwest::Method;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tests::http::Answer;
use tests::suite::{Setting, Suite};

async fn suite(senders: &str) -> Suite {
    Suite::with(Setting { more: senders.to_owned(), is_paused: true, ..Setting::default() }).await
}

fn hex256(key: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

fn event() -> String {
    json!({"id": "evt_1", "created": 1_795_856_340, "type": "charge.dispute.created", "data": {"object": {"id": "du_1"}}})
        .to_string()
}

async fn stripe(suite: &Suite, secret: &str, age_s: i64, body: &str, sent: &str) -> u16 {
    let time = Timestamp::now().as_second() - age_s;
    let signature = hex256(secret, &format!("{time}.{body}"));
    let asking = suite.http.post("/v1/senders/stripe").header("content-type", "application/json");
    let asking = asking.header("stripe-signature", &format!("t={time},v1={signature}")).body(sent.to_owned());
    asking.send().await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_good_for_its_body_its_time_and_either_live_secret() {
    let suite = suite("[senders.stripe]\nsecret = ['whsec_new', 'whsec_old']\n").await;
    let body = event();
    for (secret, age_s, sent, status) in [
        ("whsec_new", 0, &body, 202),
        ("whsec_old", 290, &body, 202),
        ("whsec_other", 0, &body, 401),
        ("whsec_new", 310, &body, 401),
        ("whsec_new", -310, &body, 401),
        ("whsec_new", 0, &body.replace("du_1", "du_2"), 401),
        ("whsec_new", 0, &format!("{body} "), 401),
    ] {
        assert_eq!(stripe(&suite, secret, age_s, &body, sent).await, status, "{secret} {age_s} {sent}");
    }
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 1);
    for header in ["", "t=1", "v1=00", "t=,v1=", "t=1,v1=zz", "t=99999999999999999999,v1=00", ",,,=,"] {
        let asking = suite.http.post("/v1/senders/stripe").header("stripe-signature", header);
        assert_eq!(asking.json(&json!({})).send().await.status, 401, "{header}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vendors_that_ask_first_are_answered_and_nothing_is_kept() {
    let suite = suite(
        "[senders.whatsapp]\nsecret = 'app'\nverify_token = 'ours'\n[senders.surveymonkey]\nsecret = 's'\nkey_id = 'k'\n\
         [senders.woocommerce]\nsecret = 'w'\n",
    )
    .await;
    let ask = |token: &str| {
        let path = format!("/v1/senders/whatsapp?hub.mode=subscribe&hub.challenge=11580<b>&hub.verify_token={token}");
        suite.http.get(&path).send()
    };
    let challenge = ask("ours").await;
    assert_eq!((challenge.status, challenge.text.as_str()), (200, "11580<b>"));
    assert!(challenge.header("content-type").starts_with("text/plain"));
    assert_eq!(ask("theirs").await.status, 403);
    assert_eq!(suite.http.ask(Method::HEAD, "/v1/senders/surveymonkey").send().await.status, 200);
    let ping = suite.http.post("/v1/senders/woocommerce").form(&[("webhook_id", "12")]).send().await;
    assert_eq!(ping.status, 200);
    let more = suite.http.post("/v1/senders/woocommerce").form(&[("webhook_id", "12"), ("id", "1")]).send().await;
    assert_eq!(more.status, 401);
    assert!(suite.items_of("TOUCHPOINT#").await.is_empty());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn compressed_and_large_deliveries_are_taken_and_larger_ones_are_not() {
    let suite = suite("[senders.csv]\nsecret = 'csv-upload-secret-1'\n").await;
    let post = |kind: &'static str, encoding: &'static str, body: Vec<u8>| {
        let asking = suite.http.post("/v1/senders/csv").header("x-moments-secret", "csv-upload-secret-1");
        asking.header("content-type", kind).header("content-encoding", encoding).body(body).send()
    };
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(b"id,customer_id,csat\n1,ana,5\n").unwrap();
    let packed = post("text/csv", "gzip", packer.finish().unwrap()).await;
    assert_eq!(packed.status, 202, "{}", packed.text);
    let long = format!("id,customer_id,csat,comment\n2,ana,5,{}\n", "x".repeat(3_900_000));
    let long = post("text/csv", "identity", long.into_bytes()).await;
    assert_eq!(long.status, 202, "{}", long.text.chars().take(300).collect::<String>());
    assert_eq!(post("text/csv", "identity", vec![b'x'; 4 * 1024 * 1024 + 1]).await.status, 413);
    // It is the vendor's, and nobody can read it: kept until somebody can.
    for (kind, body) in [("image/png", vec![1, 2]), ("application/json", b"{".to_vec())] {
        let answer = post(kind, "identity", body).await;
        assert_eq!((answer.status, &answer.json()["quarantined"]), (202, &1.into()), "{}", answer.text);
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_signed_says_nothing_of_a_body_that_is_not() {
    let suite =
        suite("[senders.twilio]\nsecret = 'token'\nurl = 'https://moments.example.com/v1/senders/twilio'\n").await;
    let body = json!({"MessageSid": "SM1", "From": "+1555", "Body": "Hi"}).to_string();
    let hash = hex::encode(Sha256::digest(&body));
    let post = async |query: &str, body: &str| -> u16 {
        let mut mac = Hmac::<Sha1>::new_from_slice(b"token").unwrap();
        mac.update(format!("https://moments.example.com/v1/senders/twilio{query}").as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let asking = suite.http.post(&format!("/v1/senders/twilio{query}")).header("x-twilio-signature", &signature);
        asking.header("content-type", "application/json").body(body.to_owned()).send().await.status
    };
    assert_eq!(post(&format!("?bodySHA256={hash}"), &body).await, 200);
    assert_eq!(post(&format!("?bodySHA256={hash}"), "{}").await, 401);
    assert_eq!(post("", &body).await, 401);
    suite.end().await;
}

/// Two keys that are good for nothing but these tests.
const KEYS: [&[u8]; 2] = [include_bytes!("../../fixtures/keys/one.pk8"), include_bytes!("../../fixtures/keys/other.pk8")];
/// The public half of the first, as a vendor shows it.
const PUBLIC: &str = include_str!("../../fixtures/keys/one.pub.pem");

fn rsa(key: &RsaKeyPair, text: &[u8]) -> Vec<u8> {
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).unwrap();
    signature
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_with_a_private_key_and_tokens_are_checked() {
    let [key, other] = KEYS.map(|der| RsaKeyPair::from_pkcs8(der).unwrap());
    let senders = format!(
        "[senders.freshchat]\npublic_key = '''{0}'''\n[senders.google-reviews]\npublic_key = '''{0}'''\naudience = 'ours'\n",
        PUBLIC
    );
    let suite = suite(&senders).await;
    let body =
        json!({"action": "message_create", "data": {"message": {"id": "m1", "actor_type": "user", "user_id": "u",
        "message_parts": [{"text": {"content": "hi"}}]}}})
        .to_string();
    for (by, status) in [(&key, 202), (&other, 401)] {
        let signature = STANDARD.encode(rsa(by, body.as_bytes()));
        let asking = suite.http.post("/v1/senders/freshchat").header("x-freshchat-signature", &signature);
        let answer = asking.header("content-type", "application/json").body(body.clone()).send().await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let review = json!({"message": {"data": STANDARD.encode(r#"{"type":"NEW_REVIEW","review":"a/1/l/2/reviews/r1"}"#), "messageId": "1"}});
    let now = Timestamp::now().as_second();
    let post = async |algorithm: &str, claims: Value, by: &RsaKeyPair| -> u16 {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({"alg": algorithm, "typ": "JWT"})), part(&claims));
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(rsa(by, signed.as_bytes())));
        suite.http.post("/v1/senders/google-reviews").bearer(&token).json(&review).send().await.status
    };
    assert_eq!(post("RS256", json!({"aud": "ours", "exp": now + 60, "iat": now}), &key).await, 202);
    assert_eq!(post("RS256", json!({"aud": "theirs", "exp": now + 60}), &key).await, 401);
    assert_eq!(post("RS256", json!({"aud": "ours", "exp": now - 600}), &key).await, 401);
    assert_eq!(post("none", json!({"aud": "ours", "exp": now + 60}), &key).await, 401);
    assert_eq!(post("RS256", json!({"aud": "ours", "exp": now + 60}), &other).await, 401);
    suite.end().await;
}

/// Runs a library of a vendor with the Python that MOMENTS_PYTHON names; `None`, with a message, if it is not installed.
#[expect(clippy::print_stderr, reason = "says what it does not show")]
fn by_library(package: &str, script: &str, arguments: &[&str]) -> Option<String> {
    let python = std::env::var("MOMENTS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let python = Command::new(python).arg("-c").arg(script).args(arguments).output();
    match python {
        Ok(output) if output.status.success() => Some(String::from_utf8(output.stdout).unwrap().trim().to_owned()),
        // Where CI installs them, a comparison that is not made is a failure.
        other if std::env::var_os("MOMENTS_LIBRARIES").is_some() => panic!("{package}: {other:?}"),
        _ => {
            eprintln!("skipped: the Python package {package} is not installed");
            None
        }
    }
}

fn assert_taken(package: &str, answer: &Answer) {
    assert!((200..300).contains(&answer.status), "{package}: {} {}", answer.status, answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_vendors_own_libraries_sign_is_taken() {
    let secret = "whsec_bW9tZW50cy10ZXN0LXNlY3JldC0wMTIzNDU2Nzg5YWI=";
    let suite = suite(&format!(
        "[senders.stripe]\nsecret = 'whsec_s'\n[senders.twilio]\nsecret = 'token'\n[senders.formbricks]\nsecret = '{secret}'\n"
    ))
    .await;
    let body = event();
    let now = Timestamp::now().as_second().to_string();
    let script = "import sys, stripe\nprint(stripe.WebhookSignature._compute_signature(sys.argv[1] + '.' + sys.argv[2], 'whsec_s'))";
    if let Some(signature) = by_library("stripe", script, &[&now, &body]) {
        let asking = suite.http.post("/v1/senders/stripe").header("content-type", "application/json");
        let asking = asking.header("stripe-signature", &format!("t={now},v1={signature}"));
        assert_taken("stripe", &asking.body(body.clone()).send().await);
    }
    let script = "import sys\nfrom twilio.request_validator import RequestValidator\n\
        print(RequestValidator('token').compute_signature(sys.argv[1], {'MessageSid': 'SM1', 'From': '+1', 'Body': 'a b&c ñ'}))";
    let url = format!("{}/v1/senders/twilio", suite.stack.address());
    if let Some(signature) = by_library("twilio", script, &[&url]) {
        let asking = suite.http.post("/v1/senders/twilio").header("x-twilio-signature", &signature);
        assert_taken(
            "twilio",
            &asking.form(&[("MessageSid", "SM1"), ("From", "+1"), ("Body", "a b&c ñ")]).send().await,
        );
    }
    let told = json!({"event": "responseFinished", "data": {"id": "r1", "data": {}}}).to_string();
    for package in ["standardwebhooks", "svix"] {
        let module = if package == "svix" { "svix.webhooks" } else { "standardwebhooks" };
        let script = format!(
            "import sys, datetime\nfrom {module} import Webhook\n\
             at = datetime.datetime.fromtimestamp(int(sys.argv[2]), datetime.timezone.utc)\n\
             print(Webhook(sys.argv[1]).sign('msg_1', at, sys.argv[3]))"
        );
        let Some(signature) = by_library(package, &script, &[secret, &now, &told]) else { continue };
        let asking = suite.http.post("/v1/senders/formbricks").header("content-type", "application/json");
        let asking = asking.header("webhook-id", "msg_1").header("webhook-timestamp", &now);
        assert_taken(package, &asking.header("webhook-signature", &signature).body(told.clone()).send().await);
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_may_be_signed_instead_of_carrying_the_key() {
    let [new, old, other] = [1_u8, 2, 3].map(|byte| format!("whsec_{}", STANDARD.encode([byte; 32])));
    let suite = suite(&format!(
        "[[write_keys]]\nkey = 'sk-signed'\nname = 'signed'\nkind = 'secret'\nsigning_secret = ['{new}', '{old}']\n"
    ))
    .await;
    let body = json!({"type": "delivery", "customer_id": "ana", "outcome": "misery"}).to_string();
    let post = async |secret: &str, id: &str, age_s: i64, sent: &str| -> Answer {
        let at = Timestamp::now().as_second() - age_s;
        let webhook = standardwebhooks::Webhook::new(secret).unwrap();
        let signature = webhook.sign(id, at, body.as_bytes()).unwrap();
        let asking = suite.http.post("/v1/touchpoints").header("content-type", "application/json");
        let asking = asking.header("webhook-id", id).header("webhook-timestamp", &at.to_string());
        asking.header("webhook-signature", &signature).body(sent.to_owned()).send().await
    };
    let first = post(&new, "msg_1", 0, &body).await;
    let result = &first.json()["results"][0];
    assert_eq!(
        (first.status, &result["id"], &result["source"]),
        (202, &json!("msg_1"), &json!("signed")),
        "{}",
        first.text
    );
    assert_eq!(
        post(&old, "msg_1", 200, &body).await.json()["results"][0]["status"],
        "duplicate",
        "a retry is the same"
    );
    for (secret, age_s, sent) in [
        (&other, 0, body.clone()),
        (&new, 310, body.clone()),
        (&new, -310, body.clone()),
        (&new, 0, body.replace("ana", "eva")),
    ] {
        assert_eq!(post(secret, "msg_2", age_s, &sent).await.status, 401);
    }
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 1);
    suite.end().await;
}
