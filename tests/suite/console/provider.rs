//! Sign-in with a provider of OpenID Connect: a fake one over real HTTP that lies as a test tells it to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::suite::{Setting, Suite};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{KEY, PEOPLE, Visitor, trail};

/// A body of JSON.
struct Json(Value);

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        ([("content-type", "application/json")], self.0.to_string()).into_response()
    }
}

const CLIENT: &str = "moments-of-these-tests";
const SECRET: &str = "a-secret-of-the-client";
const BACK: &str = "/sign-in/provider/back";

/// What the provider does next, other than right.
#[derive(Clone, Default)]
struct Lies {
    /// Claims that stand in the token instead of the right ones.
    claims: BTreeMap<&'static str, Value>,
    /// Whether the address is said only when it is asked for once more, and what else is said there.
    elsewhere: Option<Value>,
    /// How the token is signed.
    signature: Signature,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Signature {
    #[default]
    Right,
    None,
    ByTheSecret,
    ByAnotherKey,
    ByANewKey,
}

struct Inner {
    issuer: String,
    keys: [EcdsaKeyPair; 2],
    published: usize,
    lies: Lies,
    /// Codes that may be changed once: nonce and challenge.
    codes: BTreeMap<String, (String, String)>,
    reads: usize,
}

type Shared = Arc<Mutex<Inner>>;

struct Provider {
    issuer: String,
    inner: Shared,
    server: JoinHandle<()>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn key() -> EcdsaKeyPair {
    let (random, by) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
    EcdsaKeyPair::from_pkcs8(by, EcdsaKeyPair::generate_pkcs8(by, &random).unwrap().as_ref(), &random).unwrap()
}

impl Provider {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inner = Inner {
            issuer: issuer.clone(),
            keys: [key(), key()],
            published: 1,
            lies: Lies::default(),
            codes: BTreeMap::new(),
            reads: 0,
        };
        let inner = Arc::new(Mutex::new(inner));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .with_state(inner.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, inner, server }
    }

    fn lie(&self, lies: Lies) {
        self.inner.lock().unwrap().lies = lies;
    }

    fn claim(&self, name: &'static str, value: Value) {
        self.lie(Lies { claims: [(name, value)].into(), ..Lies::default() });
    }

    async fn suite(&self) -> Suite {
        self.suite_with("").await
    }

    /// Starts a suite whose provider has something more in the configuration.
    async fn suite_with(&self, more: &str) -> Suite {
        let key = format!(
            "{KEY}[console.provider]\nissuer = '{}'\nclient_id = '{CLIENT}'\nclient_secret = '{SECRET}'\nname = 'Waffle ID'\n{more}",
            self.issuer
        );
        let more = format!("[pacing]\ngather_minutes = 0\n{key}{PEOPLE}");
        Suite::with(Setting { more, ..Setting::default() }).await
    }

    /// Lets a person sign in there, and returns the code.
    fn code(&self, sent: &BTreeMap<String, String>) -> String {
        let mut inner = self.inner.lock().unwrap();
        let code = format!("code-{}", inner.codes.len() + inner.reads * 1_000);
        inner.codes.insert(code.clone(), (sent["nonce"].clone(), sent["code_challenge"].clone()));
        code
    }
}

async fn metadata(State(inner): State<Shared>) -> Json {
    let mut inner = inner.lock().unwrap();
    inner.reads += 1;
    let issuer = &inner.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
}

async fn keys(State(inner): State<Shared>) -> Json {
    let inner = inner.lock().unwrap();
    let shown = inner.keys.iter().take(inner.published).enumerate().map(|(number, key)| {
        let point = key.public_key().as_ref();
        let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": number.to_string(), "x": x, "y": y})
    });
    let encrypts = json!({"kty": "RSA", "use": "enc", "alg": "RSA-OAEP", "kid": "0", "n": "AQAB", "e": "AQAB"});
    Json(json!({"keys": shown.chain([encrypts, json!({"kty": "unheard-of"})]).collect::<Vec<_>>()}))
}

async fn token(State(inner): State<Shared>, headers: HeaderMap, body: String) -> (StatusCode, Json) {
    let form: BTreeMap<String, String> = form(&body);
    let mut inner = inner.lock().unwrap();
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
    if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some(&basic) {
        return (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_client"})));
    }
    let known = inner.codes.remove(&form["code"]);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
    let Some((nonce, _)) = known.filter(|(_, kept)| *kept == challenge) else {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"})));
    };
    let now = Timestamp::now().as_second();
    let mut claims = json!({
        "iss": inner.issuer, "aud": CLIENT, "sub": "17", "nonce": nonce, "iat": now, "exp": now + 300,
        "email": "Eva@example.com", "email_verified": true,
    });
    for (name, value) in &inner.lies.claims {
        claims[*name] = value.clone();
    }
    if inner.lies.elsewhere.is_some() {
        claims.as_object_mut().unwrap().remove("email");
    }
    let token = signed(&claims, &mut inner);
    (StatusCode::OK, Json(json!({"access_token": "at", "token_type": "Bearer", "id_token": token})))
}

async fn me(State(inner): State<Shared>, headers: HeaderMap) -> (StatusCode, Json) {
    let said = inner.lock().unwrap().lies.elsewhere.clone();
    match said.filter(|_| headers["authorization"] == "Bearer at") {
        Some(said) => (StatusCode::OK, Json(said)),
        None => (StatusCode::FORBIDDEN, Json(Value::Null)),
    }
}

fn signed(claims: &Value, inner: &mut Inner) -> String {
    let (alg, kid) = match inner.lies.signature {
        Signature::None => ("none", "0"),
        Signature::ByTheSecret => ("HS256", "0"),
        Signature::ByANewKey => ("ES256", "1"),
        _ => ("ES256", "0"),
    };
    let head = URL_SAFE_NO_PAD.encode(json!({"alg": alg, "kid": kid, "typ": "JWT"}).to_string());
    let text = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let by = |key: &EcdsaKeyPair| key.sign(&SystemRandom::new(), text.as_bytes()).unwrap().as_ref().to_vec();
    let signature = match inner.lies.signature {
        Signature::Right => by(&inner.keys[0]),
        Signature::None => Vec::new(),
        Signature::ByAnotherKey => by(&inner.keys[1]),
        Signature::ByTheSecret => {
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
            ring::hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        }
        Signature::ByANewKey => {
            inner.published = 2;
            by(&inner.keys[1])
        }
    };
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn form(text: &str) -> BTreeMap<String, String> {
    let address: reqwest::Url = format!("http://x/?{text}").parse().unwrap();
    address.query_pairs().into_owned().collect()
}

/// Goes to the provider, and returns what was sent along.
async fn go(visitor: &mut Visitor<'_>, provider: &Provider, to: &str) -> BTreeMap<String, String> {
    let sent = visitor.get(&format!("/sign-in/provider?to={to}")).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let address = sent.header("location").to_owned();
    let (place, query) = address.split_once('?').unwrap();
    assert_eq!(place, format!("{}/authorize", provider.issuer));
    form(query)
}

async fn back(visitor: &mut Visitor<'_>, state: &str, code: &str) -> tests::http::Answer {
    visitor.get(&format!("{BACK}?state={state}&code={code}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_with_the_provider_once_and_in_the_browser_that_asked() {
    let provider = Provider::start().await;
    let suite = provider.suite().await;
    let mut eva = Visitor::new(&suite);
    let page = eva.get("/sign-in?to=/cases").await;
    assert!(page.text.contains("href=\"/sign-in/provider?to=%2Fcases\">") && page.text.contains("Waffle ID"));
    let sent = go(&mut eva, &provider, "/cases").await;
    for (name, expected) in [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("scope", "openid email"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", &format!("{}{BACK}", suite.stack.address())),
    ] {
        assert_eq!(sent[name], expected);
    }
    // Somebody else's browser, none at all, and a state that was changed.
    let code = provider.code(&sent);
    let mut other = Visitor::new(&suite);
    go(&mut other, &provider, "/").await;
    let mut without = Visitor::new(&suite);
    assert_eq!(back(&mut other, &sent["state"], &code).await.status, 403);
    assert_eq!(back(&mut without, &sent["state"], &code).await.status, 403);
    let mut changed = eva.copy();
    assert_eq!(back(&mut changed, &sent["state"].replace('.', ".0"), &code).await.status, 403);
    // A copy of the browser comes first and is let in; the same answer a second time is not.
    let mut copy = eva.copy();
    let entered = back(&mut eva, &sent["state"], &code).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/cases"), "{}", entered.text);
    assert_eq!(eva.get("/cases").await.status, 200);
    let replayed = back(&mut copy, &sent["state"], &code).await;
    assert!(replayed.status == 403 && replayed.text.contains("<main"), "{}", replayed.text);
    // A new state with a used code: the provider refuses it.
    let again = go(&mut copy, &provider, "/").await;
    assert_eq!(back(&mut copy, &again["state"], &code).await.status, 403);
    // A code that somebody else got: the secret of this browser does not fit.
    let (mine, theirs) = (go(&mut copy, &provider, "/").await, go(&mut other, &provider, "/").await);
    assert_eq!(back(&mut copy, &mine["state"], &provider.code(&theirs)).await.status, 403);
    assert!(trail(&suite).await.contains(&("eva@example.com".into(), "signed_in".into(), String::new())));
    assert_eq!(provider.inner.lock().unwrap().reads, 1, "what is published is read once");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_right_signs_nobody_in() {
    let provider = Provider::start().await;
    let suite = provider.suite().await;
    let mut visitor = Visitor::new(&suite);
    let now = Timestamp::now().as_second();
    let mut lies: Vec<Lies> = [
        ("aud", json!("another-client")),
        ("aud", json!([CLIENT, "another-client"])),
        ("iss", json!("https://another.example.com")),
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("exp", json!(now - 60)),
        ("email_verified", json!(false)),
        ("email_verified", Value::Null),
        ("email", json!("mallory@example.com")),
    ]
    .into_iter()
    .map(|(name, value)| Lies { claims: [(name, value)].into(), ..Lies::default() })
    .collect();
    for signature in [Signature::None, Signature::ByTheSecret, Signature::ByAnotherKey] {
        lies.push(Lies { signature, ..Lies::default() });
    }
    for said in [
        json!({"sub": "18", "email": "eva@example.com", "email_verified": true}),
        json!({"sub": "17", "email": "eva@example.com"}),
        json!({"sub": "17"}),
    ] {
        lies.push(Lies { elsewhere: Some(said), ..Lies::default() });
    }
    for (number, lie) in lies.into_iter().enumerate() {
        provider.lie(lie);
        let sent = go(&mut visitor, &provider, "/").await;
        let refused = back(&mut visitor, &sent["state"], &provider.code(&sent)).await;
        assert_eq!(refused.status, 403, "{number}");
        assert!(!refused.text.contains("mallory") && refused.header("set-cookie").is_empty(), "{number}");
    }
    provider.claim("email", json!("mallory@example.com"));
    assert!(!trail(&suite).await.iter().any(|(who, what, _)| what == "signed_in" || who.contains("mallory")));
    // What a person may do at the provider: say no.
    let sent = go(&mut visitor, &provider, "/").await;
    let no = visitor.get(&format!("{BACK}?state={}&error=access_denied", sent["state"])).await;
    assert_eq!(no.status, 403);
    // An answer that another provider sent.
    let sent = go(&mut visitor, &provider, "/").await;
    let mixed = format!("{BACK}?state={}&code={}&iss=https://evil.example", sent["state"], provider.code(&sent));
    assert_eq!(visitor.get(&mixed).await.status, 403);
    // After all of it, what is right is let in: the address in the second answer, and by a key that is new.
    let said = json!({"sub": "17", "email": "EVA@example.com", "email_verified": "true"});
    provider.lie(Lies { elsewhere: Some(said), ..Lies::default() });
    let sent = go(&mut visitor, &provider, "//evil.example").await;
    let entered = back(&mut visitor, &sent["state"], &provider.code(&sent)).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/"), "{}", entered.text);
    provider.lie(Lies { signature: Signature::ByANewKey, ..Lies::default() });
    let sent = go(&mut visitor, &provider, "/").await;
    assert_eq!(back(&mut visitor, &sent["state"], &provider.code(&sent)).await.status, 303);
    suite.end().await;
}

/// Microsoft Entra ID says nothing of whether an address is verified, and of some people only the name that they sign in with.
#[tokio::test(flavor = "multi_thread")]
async fn a_directory_of_the_company_may_vouch_for_its_addresses() {
    let provider = Provider::start().await;
    let lie = |claims: [(&'static str, Value); 3]| Lies { claims: claims.into(), ..Lies::default() };
    let (nothing, eva) = (Value::Null, json!("Eva@example.com"));
    for (vouches, answers) in [(false, [403, 403, 403, 403]), (true, [303, 303, 403, 403])] {
        let suite = provider.suite_with(if vouches { "vouches_for_addresses = true\n" } else { "" }).await;
        let mut visitor = Visitor::new(&suite);
        let lies = [
            lie([("email_verified", nothing.clone()), ("email", eva.clone()), ("preferred_username", nothing.clone())]),
            lie([("email_verified", nothing.clone()), ("email", nothing.clone()), ("preferred_username", eva.clone())]),
            lie([("email_verified", json!(false)), ("email", eva.clone()), ("preferred_username", eva.clone())]),
            lie([
                ("email_verified", nothing.clone()),
                ("email", nothing.clone()),
                ("preferred_username", json!("eva")),
            ]),
        ];
        for (number, (lie, status)) in lies.into_iter().zip(answers).enumerate() {
            provider.lie(lie);
            let sent = go(&mut visitor, &provider, "/").await;
            let entered = back(&mut visitor, &sent["state"], &provider.code(&sent)).await;
            assert_eq!(entered.status, status, "{vouches} {number}: {}", entered.text);
        }
        suite.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_provider_there_is_no_such_way() {
    let suite = super::suite().await;
    let mut visitor = Visitor::new(&suite);
    for path in ["/sign-in/provider", BACK] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
    assert!(!visitor.get("/sign-in").await.text.contains("/sign-in/provider"));
    suite.end().await;
}
