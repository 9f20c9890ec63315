//! The pages of the console as people use them: Today, a case taken and resolved, a customer found, a report's number and its rows.

use domain::period::{Every, Period};
use serde_json::json;
use tests::suite::{Suite, day, seconds_from_now};

use super::{Visitor, suite, trail};
use crate::cases::complaint;

/// Bytes of a page, at most.
const PAGE_BYTES_MAX: usize = 100 * 1024;

/// A suite in which one customer was promised something, complained, and has a case; with the case's name.
async fn with_a_case() -> (Suite, String) {
    let suite = suite().await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let today = ana.get("/").await;
    let id = today.text.split("href=\"/cases/").nth(1).unwrap_or_else(|| panic!("no case in {}", today.text));
    let id = id.split('"').next().unwrap().to_owned();
    (suite, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_taken_from_today_and_resolved_on_its_page_once_for_the_same_person() {
    let (suite, id) = with_a_case().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let today = ana.get("/").await;
    assert!(today.text.contains("Cold waffles, and &#60;x&#62;nobody&#60;/x&#62; cared."), "{}", today.text);
    let csrf = ana.csrf("/").await;
    let take = format!("/cases/{id}/acknowledge");
    for _ in 0..2 {
        let taken = ana.post(&take, &[("csrf", &csrf), ("to", "/")]).await;
        assert_eq!((taken.status, taken.header("location")), (303, "/"), "{}", taken.text);
    }
    assert!(ana.get(&format!("/cases/{id}")).await.text.contains("Cold waffles"));
    // Somebody else was slower, and sees who has it.
    let mut eva = Visitor::signed_in(&suite, "eva@example.com").await;
    let theirs = eva.csrf("/").await;
    let late = eva.post(&take, &[("csrf", &theirs)]).await;
    assert!(late.status == 409 && late.text.contains("Ana"), "{}", late.text);
    // What is wrong is said beside the field, and what was filled in stays.
    let resolve = format!("/cases/{id}/resolve");
    let wrong = ana.post(&resolve, &[("csrf", &csrf), ("cause", "weather"), ("action", "called")]).await;
    assert!(wrong.status == 422 && wrong.text.contains(">called</textarea>"), "{}", wrong.text);
    let done = ana.post(&resolve, &[("csrf", &csrf), ("cause", "delivery"), ("action", "a new plate")]).await;
    assert_eq!((done.status, done.header("location")), (303, format!("/cases/{id}").as_str()), "{}", done.text);
    let page = ana.get(&format!("/cases/{id}")).await;
    assert!(page.text.contains("a new plate") && !page.text.contains("/resolve\""), "{}", page.text);
    let said = trail(&suite).await;
    assert!(said.contains(&("ana@example.com".into(), "case_changed:resolved".into(), id.clone())), "{said:?}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_sees_no_button_and_cannot_act() {
    let (suite, id) = with_a_case().await;
    let mut leo = Visitor::signed_in(&suite, "leo@example.com").await;
    for page in ["/", "/cases", &format!("/cases/{id}")] {
        let text = leo.get(page).await.text;
        assert!(!text.contains("/acknowledge\"") && !text.contains("/cases/many"), "{page}");
    }
    let csrf = leo.csrf("/").await;
    for path in [format!("/cases/{id}/acknowledge"), "/cases/many".to_owned()] {
        let refused = leo.post(&path, &[("csrf", &csrf), ("case", &id), ("do", "acknowledge")]).await;
        assert_eq!(refused.status, 403, "{path}");
    }
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let forged = ana.post(&format!("/cases/{id}/acknowledge"), &[("csrf", &csrf)]).await;
    assert_eq!(forged.status, 400, "another session's token");
    assert!(ana.get("/cases?show=unassigned").await.text.contains(&id));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_found_by_identifier_pseudonym_and_case_and_the_journey_is_drawn() {
    let (suite, id) = with_a_case().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let found = ana.get("/customers?q=ana").await;
    assert_eq!((found.status, found.header("location")), (303, "/customers/id:ana"));
    let pseudonym = id.rsplit_once('-').unwrap().0;
    for search in [id.as_str(), pseudonym] {
        let found = ana.get(&format!("/customers?q={search}")).await;
        assert!(found.text.contains("href=\"/customers/id:ana\""), "{search}: {}", found.text);
    }
    assert!(ana.get("/customers?q=nobody").await.text.contains("No customer found"));
    let journey = ana.get("/customers/id:ana").await;
    for expected in ["<svg class=\"chart\"", "Cold waffles", pseudonym, &format!("href=\"/cases/{id}\"")] {
        assert!(journey.text.contains(expected), "{expected}");
    }
    assert_eq!(ana.get("/customers/id:nobody").await.status, 404);
    // The same page for a key, without the console, and without the name: messages may not name this customer.
    let page = suite.http.get("/v1/customers/ana/journey").bearer(tests::suite::READ_KEY).header("accept", "text/html");
    let page = page.send().await;
    assert!(page.text.contains("<svg class=\"chart\"") && page.text.contains(pseudonym), "{}", page.text);
    assert!(!page.text.contains("/sign-out") && !page.text.contains("Customer ana"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_a_report_opens_its_rows_and_they_open_journeys() {
    let (suite, _) = with_a_case().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let week = Period::containing(day(jiff::Timestamp::now()), Every::Week);
    let list = ana.get("/reports").await;
    let number = format!("href=\"/reports/{week}/moments?outcome=misery\">1</a>");
    assert!(list.text.contains(&number), "{number} in {}", list.text);
    let rows = ana.get(&format!("/reports/{week}/moments?outcome=misery")).await;
    assert!(rows.text.contains("href=\"/customers/id:ana\""), "{}", rows.text);
    assert_eq!(ana.get(&format!("/reports/{week}/moments?colour=red")).await.status, 400);
    let report = ana.get(&format!("/reports/{week}")).await;
    assert!(report.status == 200 && report.text.contains("href=\"/cases\""), "{}", report.text);
    let picked = ana.get("/reports?from=2026-11-01&to=2026-11-30").await;
    assert_eq!(picked.header("location"), "/reports/2026-11");
    assert!(ana.get("/reports?from=2026-11-30&to=2026-11-01").await.text.contains("must not be after"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn today_is_not_sent_again_until_something_happens() {
    let (suite, _) = with_a_case().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    for (number, path) in ["/", "/cases"].into_iter().enumerate() {
        let tag = ana.get(path).await.header("etag").to_owned();
        let cookie: Vec<_> = ana.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let ask = || {
            let asking = suite.http.get(path).header("cookie", &cookie.join("; ")).header("user-agent", "Firefox");
            asking.header("accept", "text/html").header("if-none-match", &tag).send()
        };
        // A minute may begin between the two.
        let unchanged = [ask().await.status, ask().await.status];
        assert!(unchanged.contains(&304), "{path}: {unchanged:?}");
        suite.accept(&[complaint(&format!("new-{number}"), "2", 30)]).await;
        suite.settle().await;
        assert_eq!(ask().await.status, 200, "{path}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_cases_are_listed_page_by_page_filtered_and_taken_together() {
    let suite = suite().await;
    let complaints: Vec<_> = (0..120)
        .map(|number| {
            json!({"type": "complaint", "customer_id": format!("customer-{number:03}"), "id": format!("{number}"),
                "occurred_at": seconds_from_now(-60), "comment": "Cold waffles again, and nobody cared at all.",
                "segment": if number % 2 == 0 { "regular" } else { "tourist" }})
        })
        .collect();
    suite.accept(&complaints).await;
    suite.settle().await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let (mut seen, mut path, mut page) = (0, Some("/cases".to_owned()), String::new());
    while let Some(next) = path {
        page = ana.get(&next).await.text;
        assert!(page.len() <= PAGE_BYTES_MAX, "{} bytes", page.len());
        seen += page.matches("name=\"case\"").count();
        let next = page.split("rel=\"next\" href=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        path = next.map(|next| next.replace("&#38;", "&").replace("&amp;", "&"));
    }
    assert_eq!(seen, 120);
    assert!(ana.get("/").await.text.len() <= PAGE_BYTES_MAX);
    let regulars = ana.get("/cases?segment=regular").await.text;
    assert!(regulars.contains("60 cases") && !regulars.contains("customer-001"));
    assert_eq!(ana.get("/cases?q=customer-007").await.text.matches("name=\"case\"").count(), 1);
    let ids: Vec<&str> =
        page.split("name=\"case\" value=\"").skip(1).take(3).map(|rest| rest.split('"').next().unwrap()).collect();
    let csrf = super::hidden(&page, "csrf");
    let mut fields = vec![("csrf", csrf.as_str()), ("do", "assign"), ("assignee", "Eva"), ("to", "/cases?show=all")];
    fields.extend(ids.iter().map(|id| ("case", *id)));
    let changed = ana.post("/cases/many", &fields).await;
    assert!(changed.status == 200 && changed.text.contains("3 cases changed."), "{}", changed.text);
    let mut eva = Visitor::signed_in(&suite, "eva@example.com").await;
    assert_eq!(eva.get("/cases?show=mine").await.text.matches("name=\"case\"").count(), 3);
    suite.end().await;
}
