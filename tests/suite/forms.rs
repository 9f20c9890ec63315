//! Plain HTML forms without JavaScript: fields become a touchpoint, a person gets a page.

use tests::suite::{ORIGIN, PUBLISHABLE_KEY, Setting, Suite};

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_becomes_a_touchpoint_and_leads_where_its_key_allows() {
    let suite = Suite::start().await;
    let redirect = format!("{ORIGIN}/thanks?a=b");
    let post = |redirect: &str| {
        suite
            .http
            .post("/v1/touchpoints")
            .header("accept", BROWSER)
            .header("origin", ORIGIN)
            .form(&[
                ("write_key", PUBLISHABLE_KEY),
                ("touchpoint_type", "store_visit"),
                ("anonymous_id", "browser-1"),
                ("rating.csat", "2"),
                ("comment", "Nadie nos saludó"),
                ("language", "es"),
                ("expectation.wait", "5"),
                ("perception.wait", "5"),
                ("solicited", "true"),
                ("segment", ""),
                ("website", ""),
                ("redirect", redirect),
            ])
            .send()
    };
    let answer = post(&redirect).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert_eq!(answer.header("location"), redirect);
    suite.settle().await;
    let moments = suite.all_moments().await;
    assert_eq!(moments.len(), 1);
    assert_eq!(moments[0].outcome.to_string(), "misery");
    assert!(moments[0].solicited && moments[0].commented);
    assert_eq!(moments[0].source, "web");

    // An address that the key does not list would make us an open redirect: a page of ours instead.
    for elsewhere in
        ["https://evil.example/", "//evil.example", "javascript:alert(1)", "https://shop.example.com.evil.example/"]
    {
        let answer = post(elsewhere).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/v1/touchpoints?thanks"), "{elsewhere}");
        let page = suite.http.get(answer.header("location")).send().await;
        assert!(page.text.contains("Thank you"));
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filled_honeypot_is_thanked_and_stored_nowhere_but_in_quarantine() {
    let suite = Suite::paused().await;
    let fields = [("write_key", PUBLISHABLE_KEY), ("touchpoint_type", "review"), ("website", "http://spam.example")];
    let answer = suite.http.post("/v1/touchpoints").header("accept", BROWSER).form(&fields).send().await;
    assert_eq!((answer.status, answer.header("location")), (303, "/v1/touchpoints?thanks"));
    let asked_for_json =
        suite.http.post("/v1/touchpoints").header("accept", "application/json").form(&fields).send().await;
    let result = &asked_for_json.json()["results"][0];
    assert_eq!((asked_for_json.status, &result["status"], &result["source"]), (202, &"accepted".into(), &"web".into()));
    assert!(result["id"].is_string(), "{result}");
    // Also where it is given more than once, in any order.
    for (first, second) in [("", "x"), ("x", "")] {
        let fields =
            [("write_key", PUBLISHABLE_KEY), ("touchpoint_type", "review"), ("website", first), ("website", second)];
        let answer = suite.http.post("/v1/touchpoints").header("accept", BROWSER).form(&fields).send().await;
        assert_eq!(answer.status, 303);
    }
    assert!(suite.items_of("TOUCHPOINT#").await.is_empty());
    let held = suite.items_of("RECORD").await;
    assert!(held.iter().all(|record| record["reason"].as_s().unwrap() == "honeypot"));
    assert_eq!(held.len(), 3, "the same form again is the same record");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_form_is_answered_with_a_page_that_names_every_field() {
    let suite = Suite::paused().await;
    let fields = [
        ("write_key", PUBLISHABLE_KEY),
        ("touchpoint_type", "review"),
        ("rating.stars", "six"),
        ("email", "ana@example.com"),
        ("comment", "one"),
        ("comment", "two"),
    ];
    let answer = suite.http.post("/v1/touchpoints").header("accept", BROWSER).form(&fields).send().await;
    assert_eq!((answer.status, answer.header("content-type")), (422, "text/html; charset=utf-8"));
    let single: Vec<_> = fields[..5].to_vec();
    assert!(answer.text.contains("rating.stars") && answer.text.contains("email"), "{}", answer.text);
    assert!(!answer.text.contains("ana@example.com") && !answer.text.contains("six"));
    // A script that posts a form is answered like any program.
    let answer = suite.http.post("/v1/touchpoints").header("accept", "application/json").form(&single).send().await;
    assert_eq!(answer.wrong_fields(), ["email", "rating.stars"]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_may_be_in_the_query() {
    let suite = Suite::paused().await;
    let path = format!("/v1/touchpoints?write_key={PUBLISHABLE_KEY}");
    let answer = suite.http.post(&path).form(&[("touchpoint_type", "search")]).send().await;
    assert_eq!(answer.status, 303);
    let nobody = suite.http.post("/v1/touchpoints").form(&[("touchpoint_type", "search")]).send().await;
    assert_eq!((nobody.status, nobody.header("content-type")), (401, "text/html; charset=utf-8"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_form_is_answered_in_the_language_of_the_deployment() {
    let suite =
        Suite::with(Setting { more: "language = 'es'".to_owned(), is_paused: true, ..Setting::default() }).await;
    let fields =
        [("write_key", PUBLISHABLE_KEY), ("touchpoint_type", "review"), ("rating.stars", "six"), ("email", "x")];
    let page = suite.http.post("/v1/touchpoints").header("accept", BROWSER).form(&fields).send().await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("<code>rating.stars</code>: debe ser un número entero de 1 a 5"), "{}", page.text);
    let program = suite.http.post("/v1/touchpoints").header("accept", "application/json").form(&fields).send().await;
    assert_eq!(program.json()["errors"][1]["message"], "must be a whole number from 1 to 5");
    suite.end().await;
}
