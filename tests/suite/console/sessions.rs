//! Sessions: one click here, cookies that are of use to nobody else, roles, and forms of other sites.

use tests::suite::{Setting, Suite};

use super::{KEY, PEOPLE, Visitor, hidden, suite, trail};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_not_signed_in_is_asked_to_and_comes_back() {
    let suite = suite().await;
    let mut visitor = Visitor::new(&suite);
    let asked = visitor.get("/cases?filter=mine").await;
    assert_eq!((asked.status, asked.header("location")), (303, "/sign-in?to=%2Fcases%3Ffilter%3Dmine"));
    let page = visitor.get(asked.header("location")).await;
    assert_eq!(page.status, 200);
    for (name, expected) in [
        ("cache-control", "private, no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), expected);
    }
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'")
            && !policy.contains("unsafe")
            && policy.contains("frame-ancestors 'none'")
    );
    let cookie = page.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
    let token = hidden(&page.text, "token");
    let to = hidden(&page.text, "to");
    let fields = [("token", token.as_str()), ("email", "EVA@example.com"), ("to", &to)];
    let entered = visitor.post("/sign-in/local", &fields).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/cases?filter=mine"), "{}", entered.text);
    let home = visitor.get("/").await;
    assert!(home.status == 200 && home.text.contains("lang=\"es\"") && home.text.contains("Eva"), "{}", home.text);
    assert!(!home.text.contains("href=\"/set-up\""), "an agent has no set-up");
    assert!(trail(&suite).await.contains(&("eva@example.com".into(), "signed_in".into(), String::new())));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_in_by_another_sites_form_or_sent_elsewhere() {
    let suite = suite().await;
    let mut visitor = Visitor::new(&suite);
    let page = visitor.get("/sign-in?to=//evil.example").await;
    assert_eq!(hidden(&page.text, "to"), "/");
    let token = hidden(&page.text, "token");
    // Without the token, with another browser's, and with none of the browser's cookie.
    let mut other = Visitor::new(&suite);
    let others = hidden(&other.get("/sign-in").await.text, "token");
    for wrong in ["", "x", others.as_str()] {
        let refused = visitor.post("/sign-in/local", &[("token", wrong), ("email", "ana@example.com")]).await;
        assert_eq!(refused.status, 400, "{wrong}");
    }
    let bare = Visitor::new(&suite).post("/sign-in/local", &[("token", &token), ("email", "ana@example.com")]).await;
    assert_eq!(bare.status, 400);
    let cookie = format!("{}={}", visitor.cookies[0].0, visitor.cookies[0].1);
    for (name, value) in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        let foreign = suite.http.post("/sign-in/local").header("cookie", &cookie).header(name, value);
        let foreign = foreign.form(&[("token", &token), ("email", "ana@example.com")]).send().await;
        assert_eq!(foreign.status, 403, "{name}");
    }
    // Somebody who is not in the configuration.
    let unknown = visitor.post("/sign-in/local", &[("token", &token), ("email", "mallory@example.com")]).await;
    assert_eq!(unknown.status, 404);
    let fields = [("token", token.as_str()), ("email", "ana@example.com"), ("to", "//evil.example")];
    assert_eq!(visitor.post("/sign-in/local", &fields).await.header("location"), "/");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_cookie_is_of_no_use() {
    let suite = suite().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    assert_eq!(ana.get("/set-up").await.status, 200);
    let mut thief = Visitor { agent: "curl", ..ana.copy() };
    assert_eq!(thief.get("/set-up").await.status, 303, "another browser");
    // Another person's name in it.
    let mut eva = Visitor::signed_in(&suite, "eva@example.com").await;
    let parts = |visitor: &Visitor<'_>| -> Vec<String> { visitor.cookies[0].1.split('.').map(str::to_owned).collect() };
    let mut forged = parts(&eva);
    forged[3] = parts(&ana)[3].clone();
    eva.cookies[0].1 = forged.join(".");
    assert_eq!(eva.get("/").await.status, 303);
    // Signing out ends every copy.
    let mut copy = ana.copy();
    let csrf = ana.csrf("/").await;
    assert_eq!(ana.post("/sign-out", &[("csrf", "")]).await.status, 400, "a form of no page of ours");
    assert_eq!(ana.post("/sign-out", &[("csrf", &csrf)]).await.status, 303);
    assert!(ana.cookies.is_empty());
    assert_eq!(copy.get("/").await.status, 303);
    assert!(trail(&suite).await.contains(&("ana@example.com".into(), "signed_out".into(), String::new())));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_session_or_site_does_nothing() {
    let suite = suite().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let mut second = Visitor::signed_in(&suite, "ana@example.com").await;
    let csrf = second.csrf("/").await;
    assert_eq!(ana.post("/sign-out", &[("csrf", &csrf)]).await.status, 400, "the same person's other session");
    let own = ana.csrf("/").await;
    let cookie = format!("{}={}", ana.cookies[0].0, ana.cookies[0].1);
    let foreign = suite.http.post("/sign-out").header("cookie", &cookie).header("user-agent", "Firefox");
    let foreign = foreign.header("origin", "https://evil.example").form(&[("csrf", &own)]).send().await;
    assert_eq!(foreign.status, 403);
    assert_eq!(ana.get("/").await.status, 200, "still signed in");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_held_and_a_refusal_is_written_down() {
    let suite = suite().await;
    for email in ["leo@example.com", "eva@example.com"] {
        let mut visitor = Visitor::signed_in(&suite, email).await;
        let refused = visitor.get("/set-up").await;
        assert!(refused.status == 403 && refused.text.contains("<main"), "{email}: {}", refused.text);
        assert!(trail(&suite).await.contains(&(email.into(), "refused".into(), "set-up".into())));
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_a_person_or_the_key_out_of_the_configuration_ends_the_sessions() {
    let with = |more: String| Setting { more: format!("[pacing]\ngather_minutes = 0\n{more}"), ..Setting::default() };
    let suite = Suite::with(with(format!("{KEY}{PEOPLE}"))).await;
    let eva = Visitor::signed_in(&suite, "eva@example.com").await;
    let (cookies, agent, address) = (eva.cookies.clone(), eva.agent, suite.stack.address().to_owned());
    let folder = suite.stopped().await;
    // The same address again, so that nothing but the configuration differs.
    let others = PEOPLE.replace("eva@example.com", "eve@example.com");
    let mut folder = Some(folder);
    for (more, status) in [
        (format!("{KEY}{PEOPLE}"), 200),
        (format!("{KEY}{others}"), 303),
        (format!("{KEY}sessions_from = '2099-01-01T00:00:00Z'\n{PEOPLE}"), 303),
        (format!("{}{PEOPLE}", KEY.replace("a-key", "b-key")), 303),
    ] {
        let suite = Suite::on(folder.take().unwrap(), &with(more.clone())).await;
        let line = format!("{}={}", cookies[0].0, cookies[0].1);
        let host = address.strip_prefix("http://").unwrap();
        let asked = suite.http.get("/").header("cookie", &line).header("user-agent", agent).header("host", host);
        assert_eq!(asked.header("accept", "text/html").send().await.status, status, "{more}");
        folder = Some(suite.stopped().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_page_is_told_in_the_house_to_people_and_as_before_to_programs() {
    let suite = suite().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let missing = ana.get("/no/such/page").await;
    assert!(missing.status == 404 && missing.text.contains("<nav"), "{}", missing.text);
    for path in ["/v1/nothing", "/_local/nothing"] {
        let answer = suite.http.get(path).send().await;
        assert_eq!((answer.status, answer.text.as_str()), (404, "{\"message\":\"Not Found\"}"), "{path}");
        let page = ana.get(path).await;
        assert!(page.status == 404 && page.text.contains("Page not found"), "{path}: {}", page.text);
    }
    let program = suite.http.get("/cases").header("accept", "application/json").send().await;
    assert_eq!(program.status, 401);
    suite.end().await;
}
