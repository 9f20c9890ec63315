//! A publishable key can be read in a page's source, so that without proof the customer it names is a claim: judged and
//! alerted, and nothing more. With an identity token, made by the site's back end, it is proved.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::touchpoint::parse::{Sender, Shape, parse};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tests::batch::{event, failed_from, record};
use tests::http::Answer;
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, ORIGIN, PUBLISHABLE_KEY, READ_KEY, SLOW_KEY, Setting, Suite, seconds_from_now};

use crate::cases::complaint;
use crate::verify::verify;

/// Posts as a page does, with the key that anybody can read there.
async fn post_publicly(suite: &Suite, body: &Value) -> Answer {
    suite.http.post("/v1/touchpoints").bearer(PUBLISHABLE_KEY).header("origin", ORIGIN).json(body).send().await
}

async fn accept_publicly(suite: &Suite, body: &Value) {
    let answer = post_publicly(suite, body).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    suite.settle().await;
}

/// Starts a suite in which ana's case is resolved, and returns the name of the case.
async fn with_a_resolved_case(crm: &Receiver, more: &str) -> (Suite, String) {
    let setting = Setting { channels: crm.webhook("crm"), more: more.to_owned(), ..Setting::default() };
    let suite = Suite::with(setting).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let id = crm.wait_for(1).await.remove(0).json()["subject"].as_str().unwrap().to_owned();
    for (action, body) in [
        ("acknowledge", json!({"actor": "Eva"})),
        ("resolve", json!({"actor": "Eva", "cause": "delivery", "action": "Sent fresh waffles."})),
    ] {
        let answer = suite.http.post(&format!("/v1/cases/{id}/{action}")).bearer(CASE_KEY).json(&body).send().await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    (suite, id)
}

async fn state(suite: &Suite, id: &str) -> String {
    let case = suite.http.get(&format!("/v1/cases/{id}")).bearer(CASE_KEY).send().await.json();
    case["state"].as_str().unwrap().to_owned()
}

/// A good rating, now.
fn praise(customer: &str, id: &str) -> Value {
    json!({"type": "survey", "customer_id": customer, "id": id, "rating": {"csat": 5},
        "occurred_at": seconds_from_now(0)})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_verifies_no_case() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_resolved_case(&crm, "").await;
    accept_publicly(&suite, &praise("ana", "forged")).await;
    assert_eq!(state(&suite, &id).await, "resolved");
    // The business itself knows who said it.
    suite.accept(&[praise("ana", "real")]).await;
    suite.settle().await;
    assert_eq!(state(&suite, &id).await, "verified");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stored_before_there_were_proofs_keeps_its_standing() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_resolved_case(&crm, "").await;
    let sender = Sender { name: "web", is_secret: false };
    let mut before = parse(praise("ana", "old"), Shape::Json, sender, jiff::Timestamp::now(), String::new).unwrap();
    before.touchpoint.proof = None;
    suite.table.record(&before).await.unwrap();
    suite.settle().await;
    assert_eq!(state(&suite, &id).await, "verified");
    assert!(suite.moments("ana").await.iter().all(|moment| !moment.claimed));
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_moves_no_identity_that_was_linked_before() {
    let suite = Suite::start().await;
    let visit = json!({"type": "store_visit", "anonymous_id": "browser", "id": "v", "rating": {"csat": 1},
        "occurred_at": seconds_from_now(-7_200)});
    let link = |customer: &str, ago: i64| {
        json!({"type": "identify", "customer_id": customer, "anonymous_id": "browser", "id": format!("{customer}-link"),
            "occurred_at": seconds_from_now(-ago)})
    };
    suite.accept(&[visit, link("ana", 3_600)]).await;
    suite.settle().await;
    assert_eq!(suite.moments("ana").await.len(), 1);
    accept_publicly(&suite, &link("mallory", 71 * 3_600)).await;
    assert_eq!((suite.moments("ana").await.len(), suite.moments("mallory").await.len()), (1, 0));
    // Somebody who can prove it was there earlier moves it as before.
    suite.accept(&[link("eva", 5_000)]).await;
    suite.settle().await;
    assert_eq!((suite.moments("ana").await.len(), suite.moments("eva").await.len()), (0, 1));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publishable_key_is_no_member_of_staff() {
    let suite = Suite::paused().await;
    let body = json!({"type": "delivery", "customer_id": "ana", "observed_by": "staff"});
    let answer = post_publicly(&suite, &body).await;
    assert_eq!((answer.status, answer.wrong_fields()), (422, vec!["observed_by".to_owned()]), "{}", answer.text);
    let own = json!({"type": "delivery", "customer_id": "ana", "observed_by": "customer"});
    assert_eq!(post_publicly(&suite, &own).await.status, 202);
    assert_eq!(suite.post(&body).await.status, 202);
    suite.end().await;
}

/// What signs the identity tokens of the key `website`.
pub(crate) const IDENTITY_SECRET: &str = "0123456789abcdef0123456789abcdef";
/// What takes its place.
const NEXT_SECRET: &str = "fedcba9876543210fedcba9876543210";
/// The key whose tokens are checked.
pub(crate) const SIGNED_KEY: &str = "pk-signed";

/// Configures the key `website` with identity secrets, by id.
pub(crate) fn signed(secrets: &[(&str, &str)]) -> String {
    let secrets: Vec<_> = secrets.iter().map(|(id, secret)| format!("{{id = '{id}', secret = '{secret}'}}")).collect();
    format!(
        "[[write_keys]]\nkey = '{SIGNED_KEY}'\nname = 'website'\nkind = 'publishable'\norigins = ['{ORIGIN}']\n\
         identity_secrets = [{}]\n",
        secrets.join(", ")
    )
}

/// Signs a token as the back end of a site does.
pub(crate) fn token(customer: &str, key: &str, (id, secret): (&str, &str), seconds: i64) -> String {
    let expiry = jiff::Timestamp::now().as_second() + seconds;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("v1.{key}.{id}.{expiry}.{customer}").as_bytes());
    format!("v1.{id}.{expiry}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// Posts one touchpoint of ana with a token and returns its proof, and what is said against the token.
async fn proof_by(suite: &Suite, id: &str, token: &str) -> (String, Option<String>) {
    let body = json!({"type": "survey", "customer_id": "ana", "id": id, "identity_token": token});
    let answer = suite.http.post("/v1/touchpoints").bearer(SIGNED_KEY).json(&body).send().await;
    proof_of(&answer)
}

fn proof_of(answer: &Answer) -> (String, Option<String>) {
    assert_eq!(answer.status, 202, "{}", answer.text);
    let result = &answer.json()["results"][0];
    assert_eq!(result["status"], "accepted");
    if let Some(warning) = result["warnings"].get(0) {
        assert_eq!(warning["field"], "identity_token");
    }
    let message = result["warnings"][0]["message"].as_str().map(str::to_owned);
    (result["proof"].as_str().unwrap().to_owned(), message)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_beside_a_form_is_proof() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_resolved_case(&crm, &signed(&[("2026-11", IDENTITY_SECRET)])).await;
    let token = token("ana", "website", ("2026-11", IDENTITY_SECRET), 60);
    let form = |token: &str| {
        let now = seconds_from_now(0);
        let fields = [
            ("write_key", SIGNED_KEY),
            ("touchpoint_type", "survey"),
            ("customer_id", "ana"),
            ("rating.csat", "5"),
            ("occurred_at", &now),
            ("identity_token", token),
        ];
        suite.http.post("/v1/touchpoints").header("accept", "application/json").header("origin", ORIGIN).form(&fields)
    };
    let wrong = format!("{token}x");
    assert_eq!(proof_of(&form(&wrong).send().await), ("claim".into(), Some("does not prove this customer".into())));
    suite.settle().await;
    assert_eq!(state(&suite, &id).await, "resolved");
    assert_eq!(proof_of(&form(&token).send().await), ("token".into(), None));
    suite.settle().await;
    assert_eq!(state(&suite, &id).await, "verified");
    // A person sees the same page, whatever the token is.
    let page = form(&wrong).header("accept", "text/html").send().await;
    assert_eq!((page.status, page.text.contains("identity")), (303, false));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_proves_its_customer_to_its_key_until_it_expires() {
    let old = ("2026-10", IDENTITY_SECRET);
    let new = ("2026-11", NEXT_SECRET);
    let setting = |secrets: &[_]| Setting { more: signed(secrets), is_paused: true, ..Setting::default() };
    let suite = Suite::with(setting(&[old, new])).await;
    let proved = ("token".to_owned(), None);
    let refused = |why: &str| ("claim".to_owned(), Some(why.to_owned()));
    let forged = || refused("does not prove this customer");
    for (id, token, expected) in [
        ("old", token("ana", "website", old, 60), proved.clone()),
        ("new", token("ana", "website", new, 60), proved.clone()),
        ("expired", token("ana", "website", new, -1), refused("has expired")),
        ("too-long", token("ana", "website", new, 32 * 86_400), refused("may be valid for 31 days at most")),
        ("other-customer", token("eva", "website", new, 60), forged()),
        ("other-key", token("ana", "web", new, 60), forged()),
        ("other-secret", token("ana", "website", ("2026-11", IDENTITY_SECRET), 60), forged()),
        ("no-token", "x".repeat(100_000), forged()),
    ] {
        assert_eq!(proof_by(&suite, id, &token).await, expected, "{id}");
    }
    // Neither is a touchpoint lost by a token of another kind.
    let body = json!({"type": "survey", "customer_id": "ana", "id": "number", "identity_token": 7});
    let answer = suite.http.post("/v1/touchpoints").bearer(SIGNED_KEY).json(&body).send().await;
    assert_eq!(proof_of(&answer), forged());

    // A header speaks for every touchpoint of the request that has no token of its own.
    let batch = json!([
        {"type": "survey", "customer_id": "ana", "id": "b1"},
        {"type": "survey", "customer_id": "eva", "id": "b2"},
        {"type": "survey", "customer_id": "eva", "id": "b3", "identity_token": token("eva", "website", new, 60)},
        {"type": "survey", "anonymous_id": "browser", "id": "b4"},
    ]);
    let header = token("ana", "website", new, 60);
    let request = suite.http.post("/v1/touchpoints").bearer(SIGNED_KEY).header("identity-token", &header);
    let results = request.json(&batch).send().await.json()["results"].clone();
    let proofs: Vec<_> = results.as_array().unwrap().iter().map(|result| result["proof"].clone()).collect();
    assert_eq!(json!(proofs), json!(["token", "claim", "token", null]));
    // A secret key needs none, and says nothing of it.
    let answer = suite.post(&json!({"type": "survey", "customer_id": "ana", "identity_token": "x"})).await;
    assert_eq!(answer.json()["results"][0].get("proof"), None, "{}", answer.text);

    // What was proved stays proved when the secret is gone; new tokens of it prove nothing.
    let suite = suite.restarted(&setting(&[new])).await;
    assert_eq!(proof_by(&suite, "too-late", &token("ana", "website", old, 60)).await, forged());
    let stored = suite.items_of("TOUCHPOINT#website").await;
    let proof = |id: &str| {
        let item = stored.iter().find(|item| item["id"].as_s().is_ok_and(|there| there == id)).unwrap();
        item.get("proof").map(|proof| proof.as_s().unwrap().clone())
    };
    let proofs = ["old", "too-late", "b4"].map(proof);
    assert_eq!(proofs, [Some("token".to_owned()), Some("claim".to_owned()), Some("visitor".to_owned())]);
    suite.end().await;
}

/// The code of the documentation in one language that makes a token.
fn snippet(language: &str) -> String {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sending.md")).unwrap();
    let fences = text.split("```").filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'));
    let mut snippets = fences.filter(|code| code.contains("IDENTITY_SECRET"));
    snippets.next().unwrap_or_else(|| panic!("docs/sending.md has no {language}")).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_readme_says_of_tokens_works() {
    let suite =
        Suite::with(Setting { more: signed(&[("2026-11", IDENTITY_SECRET)]), is_paused: true, ..Setting::default() })
            .await;
    let calls = [
        ("python", "python3", "-c", "\nprint(identity_token('ana'))"),
        ("js", "node", "-e", "\nconsole.log(identityToken('ana'))"),
        ("sh", "sh", "-c", ""),
    ];
    for (language, program, flag, call) in calls {
        let mut command = std::process::Command::new(program);
        command.env("IDENTITY_SECRET", IDENTITY_SECRET).env("CUSTOMER_ID", "ana");
        let needs_openssl = language == "sh" && std::process::Command::new("openssl").arg("version").output().is_err();
        let output = match command.arg(flag).arg(snippet(language) + call).output() {
            Ok(output) if !needs_openssl => output,
            _ => {
                println!("{program} is not here: its code in docs/sending.md is not tried");
                continue;
            }
        };
        let token = String::from_utf8(output.stdout).unwrap();
        let (proof, warning) = proof_by(&suite, language, token.trim()).await;
        assert_eq!((proof.as_str(), warning), ("token", None), "{program}: {token}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_claims_the_one_received_first_counts_in_whatever_order_they_are_judged() {
    let mut ends = Vec::new();
    for order in [["ana", "eva", "leo"], ["eva", "leo", "ana"], ["leo", "eva", "ana"]] {
        let suite = Suite::paused().await;
        let visit = json!({"type": "store_visit", "anonymous_id": "browser", "id": "v", "rating": {"csat": 1},
            "occurred_at": "2026-10-01T10:00:00Z"});
        suite.accept(&[visit]).await;
        // Each says that it was earlier than the one before.
        for (customer, ago) in [("ana", 10), ("eva", 3_600), ("leo", 7_000)] {
            let claim = json!({"type": "identify", "customer_id": customer, "anonymous_id": "browser",
                "id": format!("claim-{customer}"), "occurred_at": seconds_from_now(-ago)});
            assert_eq!(post_publicly(&suite, &claim).await.status, 202);
        }
        let items = suite.items_of("TOUCHPOINT#").await;
        let judge = async |id: &str| {
            let item = items.iter().find(|item| item["id"].as_s().is_ok_and(|there| there == id)).unwrap();
            let answer = suite.stack.invoke("classify", event(&[record(item, 0)])).await.unwrap();
            assert_eq!(failed_from(&answer), None);
        };
        judge("v").await;
        for customer in order {
            judge(&format!("claim-{customer}")).await;
            judge("v").await;
        }
        let moments = suite.all_moments().await;
        assert_eq!((moments.len(), moments[0].claimed), (1, true));
        let (findings, _) = verify(&suite, false).await;
        assert_eq!(findings, Vec::<Value>::new(), "{order:?}");
        ends.push(moments[0].customer.to_string());
        // Proof outranks every claim.
        let proved = json!({"type": "identify", "customer_id": "max", "anonymous_id": "browser", "id": "proved"});
        suite.accept(&[proved]).await;
        let items = suite.items_of("TOUCHPOINT#").await;
        let item = items.iter().find(|item| item["id"].as_s().is_ok_and(|there| there == "proved")).unwrap();
        let answer = suite.stack.invoke("classify", event(&[record(item, 0)])).await.unwrap();
        assert_eq!(failed_from(&answer), None);
        let moments = suite.all_moments().await;
        assert_eq!((moments[0].customer.to_string().as_str(), moments[0].claimed), ("id:max", false));
        assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
        suite.end().await;
    }
    assert_eq!(ends, ["id:ana"; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_was_only_claimed_to_be_a_customer_verifies_no_case_of_theirs() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_resolved_case(&crm, "").await;
    let link = json!({"type": "identify", "customer_id": "ana", "anonymous_id": "mallorys", "id": "link"});
    accept_publicly(&suite, &link).await;
    let rating = json!({"type": "survey", "anonymous_id": "mallorys", "id": "rating", "rating": {"csat": 5},
        "occurred_at": seconds_from_now(0)});
    accept_publicly(&suite, &rating).await;
    let moments = suite.moments("ana").await;
    let rated = moments.iter().find(|moment| moment.id == "rating").unwrap();
    assert!(rated.claimed && rated.customer.to_string() == "id:ana");
    assert_eq!(state(&suite, &id).await, "resolved");
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_opens_a_case_and_everybody_sees_that_it_is_one() {
    let crm = Receiver::start().await;
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    accept_publicly(&suite, &complaint("ana", "1", 60)).await;
    let told = crm.wait_for(1).await.remove(0).json();
    let sentence = "Not verified: nothing proves that this customer sent it";
    assert_eq!(told["type"], "org.moments.case.opened");
    assert!(told["data"].to_string().contains(sentence), "{told}");
    let case = told["subject"].as_str().unwrap();
    let answer = suite.http.get(&format!("/v1/cases/{case}")).bearer(CASE_KEY).send().await;
    assert_eq!(answer.json()["claimed"], true);
    let page = suite.http.get(&crate::cases::link(&told, "show")).header("accept", "text/html").send().await;
    assert!(page.text.contains(sentence), "{}", page.text);
    let journey = suite.http.get("/v1/customers/ana/journey").bearer(READ_KEY).send().await.json();
    assert_eq!(journey["touchpoints"][0]["touchpoint"]["proof"], "claim");
    assert!(journey["touchpoints"][0]["reasons"].to_string().contains(sentence), "{journey}");

    // Opened again by a claim, too: a customer who is unhappy must be heard.
    for (action, body) in [
        ("acknowledge", json!({"actor": "Eva"})),
        ("resolve", json!({"actor": "Eva", "cause": "delivery", "action": "Sent fresh waffles."})),
    ] {
        let path = format!("/v1/cases/{case}/{action}");
        assert_eq!(suite.http.post(&path).bearer(CASE_KEY).json(&body).send().await.status, 200);
    }
    accept_publicly(&suite, &complaint("ana", "2", 0)).await;
    let told = crm.wait_for(2).await.remove(1).json();
    assert_eq!(told["type"], "org.moments.case.reopened");
    assert!(told["data"].to_string().contains(sentence), "{told}");
    assert_eq!(state(&suite, case).await, "open");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_claims_is_judged_and_alerted_no_more() {
    // The day of receipt ends at midnight: then once more, in the morning.
    for customer in ["ana", "ana-again"] {
        let crm = Receiver::start().await;
        let more = "[rules.claims]\nalerted_per_day_max = 3\n".to_owned();
        let suite = Suite::with(Setting { channels: crm.webhook("crm"), more, ..Setting::default() }).await;
        let day = || tests::suite::day(jiff::Timestamp::now());
        let today = day();
        // The later each is received, the earlier it says that it was.
        for nth in 0..6 {
            accept_publicly(&suite, &complaint(customer, &format!("c{nth}"), 60 + nth)).await;
        }
        if day() != today {
            suite.end().await;
            continue;
        }
        // Its neighbours: another customer, another key, what is proved.
        accept_publicly(&suite, &complaint("eva", "e", 60)).await;
        let other = suite.http.post("/v1/touchpoints").bearer(SLOW_KEY).json(&complaint(customer, "slow", 59));
        assert_eq!(other.send().await.status, 202);
        suite.accept(&[complaint(customer, "proved", 58)]).await;
        suite.settle().await;
        let moments = suite.all_moments().await;
        let alerted = |moment: &&domain::moment::Moment| moment.attention.is_some();
        let mut ids: Vec<_> = moments.iter().filter(alerted).map(|moment| moment.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!((moments.len(), ids), (9, vec!["c0", "c1", "c2", "e", "proved", "slow"]));
        assert!(moments.iter().filter(|moment| !alerted(moment)).all(|moment| moment.is_critical()));
        let told: std::collections::BTreeSet<_> = crm
            .wait_for(6)
            .await
            .iter()
            .map(|received| received.json()["data"]["touchpoint"]["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(told, ["c0", "c1", "c2", "e", "proved", "slow"].map(str::to_owned).into());
        let journey = suite.http.get(&format!("/v1/customers/{customer}/journey")).bearer(READ_KEY).send().await;
        let sentence =
            "No alert: more than 3 unverified messages named this customer that day, all sent with the same key";
        assert_eq!(journey.text.matches(sentence).count(), 3, "{}", journey.text);
        // Nobody is told afterwards, either.
        assert_eq!(verify(&suite, true).await.0, Vec::<Value>::new());
        suite.settle().await;
        assert_eq!(crm.received().len(), 6);
        suite.end().await;
        break;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_cannot_tell_by_the_proof_that_nothing_was_kept() {
    let suite = Suite::paused().await;
    let post = async |website: &str| {
        let fields = [
            ("write_key", PUBLISHABLE_KEY),
            ("touchpoint_type", "review"),
            ("customer_id", "ana"),
            ("website", website),
        ];
        let request = suite.http.post("/v1/touchpoints").header("accept", "application/json").form(&fields);
        let mut result = request.send().await.json()["results"][0].clone();
        result["id"] = Value::Null;
        result
    };
    assert_eq!(post("").await, post("http://spam.example").await);
    suite.end().await;
}
