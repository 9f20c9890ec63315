//! Signs deliveries as each vendor's documentation says, without the code under test.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha1::Sha1;
use sha2::Sha256;

use super::Sample;

/// Where a delivery goes and what proves it.
pub(super) struct Signed {
    pub(super) path: String,
    pub(super) headers: BTreeMap<String, String>,
}

fn sha256(key: &[u8], parts: &[&str]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    parts.iter().for_each(|part| mac.update(part.as_bytes()));
    mac.finalize().into_bytes().to_vec()
}

fn sha1(key: &[u8], parts: &[&str]) -> Vec<u8> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).unwrap();
    parts.iter().for_each(|part| mac.update(part.as_bytes()));
    mac.finalize().into_bytes().to_vec()
}

/// Signs a sample; one that is not genuine carries the right kind of proof of another secret.
pub(super) fn signed(name: &str, config: &toml::Table, sample: &Sample, address: &str, is_genuine: bool) -> Signed {
    let secret = config["secret"].as_str().unwrap();
    let secret = if is_genuine { secret.to_owned() } else { forged(secret) };
    let (key, body) = (secret.as_bytes(), sample.body.as_str());
    let mut path = format!("/v1/senders/{name}");
    let url = format!("{address}{path}");
    let now = Timestamp::now();
    let seconds = now.as_second().to_string();
    let base64 = |bytes: Vec<u8>| STANDARD.encode(bytes);
    let one = |name: &str, value: String| BTreeMap::from([(name.to_owned(), value)]);
    let headers = match name {
        "typeform" => one("typeform-signature", format!("sha256={}", base64(sha256(key, &[body])))),
        "tally" => one("tally-signature", base64(sha256(key, &[body]))),
        "shopify" => one("x-shopify-hmac-sha256", base64(sha256(key, &[body]))),
        "woocommerce" => one("x-wc-webhook-signature", base64(sha256(key, &[body]))),
        "intercom" => one("x-hub-signature", format!("sha1={}", hex::encode(sha1(key, &[body])))),
        "help-scout" => one("x-helpscout-signature", base64(sha1(key, &[body]))),
        "segment" => one("x-signature", hex::encode(sha1(key, &[body]))),
        "whatsapp" => one("x-hub-signature-256", format!("sha256={}", hex::encode(sha256(key, &[body])))),
        "delighted" => one("x-delighted-webhook-signature", format!("sha256={}", hex::encode(sha256(key, &[body])))),
        "survicate" => one("hmac", hex::encode(sha256(key, &[body]))),
        "surveymonkey" => {
            let key = format!("{}&{secret}", config["key_id"].as_str().unwrap());
            one("sm-signature", base64(sha1(key.as_bytes(), &[body])))
        }
        "stripe" => {
            let signature = hex::encode(sha256(key, &[&seconds, ".", body]));
            one("stripe-signature", format!("t={seconds},v1={signature},v0=00"))
        }
        "zendesk" => {
            let time = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            let signature = base64(sha256(key, &[&time, body]));
            let mut headers = one("x-zendesk-webhook-signature", signature);
            headers.insert("x-zendesk-webhook-signature-timestamp".to_owned(), time);
            headers
        }
        "chatwoot" => {
            let signature = hex::encode(sha256(key, &[&seconds, ".", body]));
            let mut headers = one("x-chatwoot-signature", format!("sha256={signature}"));
            headers.insert("x-chatwoot-timestamp".to_owned(), seconds);
            headers
        }
        "formbricks" => {
            let key = STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap_or_default();
            let id = &sample.headers["webhook-id"];
            let signature = base64(sha256(&key, &[id, ".", &seconds, ".", body]));
            let mut headers = one("webhook-signature", format!("v1,AAAA v1,{signature}"));
            headers.insert("webhook-timestamp".to_owned(), seconds);
            headers
        }
        "twilio" => {
            let mut pairs: Vec<_> =
                reqwest::Url::parse(&format!("http://x/?{body}")).unwrap().query_pairs().into_owned().collect();
            pairs.sort();
            let pairs: String = pairs.into_iter().map(|(name, value)| name + &value).collect();
            one("x-twilio-signature", base64(sha1(key, &[&url, &pairs])))
        }
        "hubspot" => {
            let time = now.as_millisecond().to_string();
            let mut headers = one("x-hubspot-signature-v3", base64(sha256(key, &["POST", &url, body, &time])));
            headers.insert("x-hubspot-request-timestamp".to_owned(), time);
            headers
        }
        "google-forms" => one("authorization", format!("Bearer {secret}")),
        "freshdesk" => one("authorization", format!("Basic {}", STANDARD.encode(format!("moments:{secret}")))),
        "asknicely" => one("x-asknicely-secret", secret.clone()),
        "posthog" => one("x-webhook-secret", secret.clone()),
        "csv" | "rudderstack" => one("x-moments-secret", secret.clone()),
        "google-reviews" | "trustpilot" => {
            path = format!("{path}?token={secret}");
            BTreeMap::new()
        }
        "jotform" | "freshchat" | "hotjar" => {
            path = format!("{path}/{secret}");
            BTreeMap::new()
        }
        other => panic!("nobody says how {other} signs"),
    };
    Signed { path, headers }
}

fn forged(secret: &str) -> String {
    let end = secret.len() - 2;
    format!("{}{}", &secret[..end], if secret.ends_with("zz") { "yy" } else { "zz" })
}
