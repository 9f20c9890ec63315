//! A critical moment is recovered: taken, spoken about, resolved with a cause, and verified by the customer's own next rating.
//! By a program with a key, and by a person with the links of the message.

use domain::case::Clock;
use serde_json::{Value, json};
use tests::http::Answer;
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, Setting, Suite, WEBHOOK_SECRET, seconds_from_now};

/// A complaint of a customer, some seconds ago.
pub(crate) fn complaint(customer: &str, id: &str, ago: i64) -> Value {
    json!({"type": "complaint", "customer_id": customer, "id": id, "occurred_at": seconds_from_now(-ago),
        "comment": "Cold waffles, and <x>nobody</x> cared."})
}

/// Starts a suite with a webhook, lets one customer complain and returns the name of the case.
async fn with_a_case(crm: &Receiver) -> (Suite, String) {
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let event = crm.wait_for(1).await.remove(0).json();
    let id = event["subject"].as_str().unwrap().to_owned();
    (suite, id)
}

async fn act(suite: &Suite, id: &str, action: &str, body: &Value) -> Answer {
    suite.http.post(&format!("/v1/cases/{id}/{action}")).bearer(CASE_KEY).json(body).send().await
}

async fn read(suite: &Suite, id: &str) -> Value {
    let answer = suite.http.get(&format!("/v1/cases/{id}")).bearer(CASE_KEY).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// Returns the path of a link that a message carries.
pub(crate) fn link(event: &Value, action: &str) -> String {
    let links = event["data"]["links"].as_array().unwrap();
    let link = links.iter().find(|link| link["action"] == action).unwrap();
    let url = link["url"].as_str().unwrap();
    url.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap()
}

async fn follow(suite: &Suite, path: &str) -> Answer {
    suite.http.get(path).header("accept", "text/html").send().await
}

async fn submit(suite: &Suite, path: &str, form: &[(&str, &str)]) -> Answer {
    suite.http.post(path).header("accept", "text/html").form(form).send().await
}

fn transitions(case: &Value) -> Vec<&str> {
    case["history"].as_array().unwrap().iter().map(|event| event["transition"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_takes_a_case_through_its_life_and_the_customer_verifies_it() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_case(&crm).await;
    let queue = suite.http.get("/v1/cases").bearer(CASE_KEY).send().await.json();
    assert_eq!((queue["cases"][0]["id"].as_str(), queue["has_more"].as_bool()), (Some(id.as_str()), Some(false)));

    let taken = act(&suite, &id, "acknowledge", &json!({"actor": "Eva"})).await;
    assert_eq!((taken.status, taken.json()["assignee"].as_str()), (200, Some("Eva")), "{}", taken.text);
    // Pressing twice is a success for the same person, and leaves one line in the history.
    let twice = act(&suite, &id, "acknowledge", &json!({"actor": "Eva"})).await;
    assert_eq!((twice.status, twice.json()["revision"].clone()), (200, taken.json()["revision"].clone()));
    let again = act(&suite, &id, "acknowledge", &json!({"actor": "Leo"})).await;
    assert_eq!(again.status, 409);
    assert_eq!(again.json()["type"], "urn:moments:problem:case_conflict");
    assert_eq!(again.json()["detail"], "a case that is acknowledged cannot be acknowledged");

    let called =
        act(&suite, &id, "contact", &json!({"actor": "Eva", "medium": "phone", "note": "Will have fresh ones."})).await;
    assert_eq!(called.json()["state"], "contacted");
    let incomplete = act(&suite, &id, "resolve", &json!({"actor": "Eva", "cause": "gremlins"})).await;
    assert_eq!(incomplete.status, 422);
    let wrong: Vec<_> =
        incomplete.json()["errors"].as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
    assert_eq!(wrong, ["cause", "action"]);
    let closing = json!({"actor": "Eva", "cause": "delivery", "action": "Sent fresh waffles.", "gesture": "free dessert",
        "cost": 4.5, "currency": "eur"});
    let resolved = act(&suite, &id, "resolve", &closing).await;
    assert_eq!((resolved.status, resolved.json()["state"].as_str()), (200, Some("resolved")), "{}", resolved.text);
    assert_eq!(suite.http.get("/v1/cases").bearer(CASE_KEY).send().await.json()["cases"], json!([]));

    // A misery that lies before does nothing; neither does a neutral event; the customer's rating does.
    let before = json!({"type": "delivery", "customer_id": "ana", "id": "before", "rating": {"csat": 4},
        "occurred_at": seconds_from_now(-30)});
    let silent = json!({"type": "delivery", "customer_id": "ana", "id": "on-time", "occurred_at": seconds_from_now(0),
        "due_at": seconds_from_now(60), "done_at": seconds_from_now(0)});
    suite.accept(&[before, silent]).await;
    suite.settle().await;
    assert_eq!(read(&suite, &id).await["state"], "resolved");
    let rating = json!({"type": "survey", "customer_id": "ana", "id": "rated", "rating": {"csat": 4},
        "occurred_at": seconds_from_now(0)});
    suite.accept(&[rating]).await;
    suite.settle().await;
    let case = read(&suite, &id).await;
    assert_eq!(case["state"], "verified");
    assert_eq!(transitions(&case), ["acknowledged", "contacted", "resolved", "verified"]);
    assert_eq!(case["history"][1]["medium"], "phone");
    assert_eq!((&case["history"][0]["actor"], &case["history"][0]["by"]), (&json!("Eva"), &json!({"key": "crm"})));
    assert_eq!(case["history"][3].get("by"), None, "the customer acted");
    assert_eq!(case["history"][2]["closing"]["gesture_cost"], json!({"amount": 4.5, "currency": "EUR"}));
    assert_eq!(case["history"][3]["touchpoint"]["id"], "rated");
    for action in ["acknowledge", "contact", "lose", "assign"] {
        let body = json!({"actor": "Eva", "cause": "delivery", "assignee": "Leo"});
        let body = match action {
            "assign" => json!({"actor": "Eva", "assignee": "Leo"}),
            "lose" => json!({"actor": "Eva", "cause": "delivery"}),
            _ => json!({"actor": body["actor"]}),
        };
        assert_eq!(act(&suite, &id, action, &body).await.status, 409, "{action}");
    }
    // The report sees each of them, on the day it happened.
    let day = tests::suite::day(jiff::Timestamp::now());
    let report = suite.report(&day.to_string()).await;
    let events: Vec<_> = report["cases"]["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (event["transition"].as_str().unwrap(), event["now"].as_u64().unwrap()))
        .collect();
    for wanted in ["opened", "acknowledged", "contacted", "resolved", "verified"] {
        assert!(events.contains(&(wanted, 1)), "{wanted}: {events:?}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_what_it_does_does_it_once_and_tells_a_second_person_who_has_it() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_case(&crm).await;
    let event = crm.received().remove(0).json();
    let path = link(&event, "acknowledge");
    // Looking, as programs that make previews do, changes nothing.
    for _ in 0..2 {
        let page = follow(&suite, &path).await;
        assert_eq!(page.status, 200);
        assert!(
            page.text.contains("Cold waffles, and &#60;x&#62;nobody") && page.text.contains("name=\"actor\""),
            "{}",
            page.text
        );
        assert!(page.header("content-security-policy").contains("form-action 'self'"));
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("cache-control"), "private, no-store");
    }
    assert_eq!(read(&suite, &id).await["state"], "open");
    // A new case may be resolved at once: to resolve it is to take it.
    let early = follow(&suite, &link(&event, "resolve")).await;
    assert!(early.text.contains("name=\"cause\""), "{}", early.text);
    // What is missing is asked for again, and the link still works.
    let asked = submit(&suite, &path, &[("actor", " ")]).await;
    assert_eq!(asked.status, 422);
    assert!(asked.text.contains("is missing"), "{}", asked.text);
    let taken = submit(&suite, &path, &[("actor", "Eva")]).await;
    assert_eq!(taken.status, 303, "{}", taken.text);
    assert!(taken.header("location").starts_with("show?until="));
    let second = submit(&suite, &path, &[("actor", "Leo")]).await;
    assert_eq!(second.status, 409);
    let look = follow(&suite, &path).await;
    assert!(look.text.contains("Eva has this case"), "{}", look.text);
    assert!(!look.text.contains("name=\"actor\""));
    let case = read(&suite, &id).await;
    assert_eq!(case["assignee"], "Eva");
    let by = case["history"][0]["by"]["link"].as_str().unwrap();
    assert!(by.len() == 12 && !path.contains(by) && case["history"][0]["by"].get("key").is_none(), "{case}");

    // The page goes on to the next step by links of its own.
    let contact = link(&event, "contact");
    assert_eq!(submit(&suite, &contact, &[("actor", "Eva"), ("medium", "phone")]).await.status, 303);
    let twice = submit(&suite, &contact, &[("actor", "Eva"), ("medium", "phone")]).await;
    assert_eq!(twice.status, 303, "pressed twice: {}", twice.text);
    let used = submit(&suite, &contact, &[("actor", "Leo"), ("medium", "phone")]).await;
    assert_eq!(used.status, 409);
    assert!(used.text.contains("already used"), "{}", used.text);
    let resolve = link(&event, "resolve");
    let form = follow(&suite, &resolve).await;
    assert!(
        form.text.contains("<optgroup label=\"Likely\">") && form.text.contains("value=\"delivery\""),
        "{}",
        form.text
    );
    let closing = [("actor", "Eva"), ("cause", "delivery"), ("action", "Sent fresh ones."), ("cost", "nonsense")];
    let wrong = submit(&suite, &resolve, &closing).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("must be an amount") && wrong.text.contains("Sent fresh ones."), "{}", wrong.text);
    let closing = [("actor", "Eva"), ("cause", "delivery"), ("action", "Sent fresh ones."), ("currency", "EUR")];
    assert_eq!(submit(&suite, &resolve, &closing).await.status, 303);
    assert_eq!(read(&suite, &id).await["state"], "resolved");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_case_is_taken_and_resolved_in_one_step_and_that_is_said_where_it_was_announced() {
    let (team, crm) = (Receiver::start().await, Receiver::start().await);
    let channels = format!("{}{}", team.slack("team"), crm.webhook("crm"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60), complaint("eva", "2", 60)]).await;
    suite.settle().await;
    let events = crm.wait_for(2).await;
    team.wait_for(2).await;
    let id = |index: usize| events[index].json()["subject"].as_str().unwrap().to_owned();

    let taken = act(&suite, &id(0), "acknowledge", &json!({"actor": "Marta"})).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    let told = team.wait_for(3).await.remove(2).json().to_string();
    assert!(told.contains("Marta is on it: complaint") && told.contains(&id(0)), "{told}");
    assert!(!told.contains("waffles"), "{told}");

    let closing = json!({"actor": "Luis", "cause": "delivery", "action": "Sent fresh waffles."});
    let resolved = act(&suite, &id(1), "resolve", &closing).await;
    assert_eq!((resolved.status, resolved.json()["assignee"].as_str()), (200, Some("Luis")), "{}", resolved.text);
    let case = read(&suite, &id(1)).await;
    assert_eq!(transitions(&case), ["resolved"]);
    assert!(case["acknowledged_at"].is_string() && case["acknowledged_at"] == case["resolved_at"], "{case}");
    // What comes after somebody has the case is no news for the channel.
    assert_eq!(act(&suite, &id(0), "contact", &json!({"actor": "Marta"})).await.status, 200);
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    let told = team.wait_for(4).await.remove(3).json().to_string();
    assert!(told.contains("Resolved: complaint"), "{told}");
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    assert_eq!(team.received().len(), 4);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_acts_without_a_key_or_the_link_that_was_made_for_it() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_case(&crm).await;
    let event = crm.received().remove(0).json();
    let path = link(&event, "acknowledge");
    let query = path.split_once('?').unwrap().1.to_owned();
    for forged in [
        format!("/v1/cases/{id}/resolve?{query}"),
        format!("/v1/cases/{id}/lose?{query}"),
        format!("/v1/cases/{id}?{query}"),
        format!("/v1/cases?{query}"),
        path.replace("until=1", "until=2"),
        format!("{}x", &path[..path.len() - 1]),
    ] {
        assert_eq!(suite.http.get(&forged).send().await.status, 403, "{forged}");
        let page = follow(&suite, &forged).await;
        assert!(page.text.contains("does not work") && !page.text.contains("waffles"), "{forged}: {}", page.text);
    }
    for path in ["/v1/cases".to_owned(), format!("/v1/cases/{id}"), "/v1/cases/nobody-1".to_owned()] {
        assert_eq!(suite.http.get(&path).send().await.status, 401, "{path}");
        assert_eq!(suite.http.get(&path).bearer("wrong").send().await.status, 401, "{path}");
    }
    assert_eq!(suite.http.get("/v1/cases/nobody-1").bearer(CASE_KEY).send().await.status, 404);
    assert_eq!(act(&suite, &id, "explode", &json!({})).await.status, 404);
    assert_eq!(act(&suite, &id, "show", &json!({})).await.status, 405);
    // A page elsewhere could make a browser post a form with a key it remembers.
    let form = suite.http.post(&format!("/v1/cases/{id}/acknowledge")).bearer(CASE_KEY).form(&[("actor", "Eva")]);
    assert_eq!(form.send().await.status, 415);
    assert_eq!(read(&suite, &id).await["state"], "open");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_take_a_case_at_once_one_has_it() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_case(&crm).await;
    let names: Vec<_> = (0..8).map(|index| format!("person {index}")).collect();
    let bodies: Vec<_> = names.iter().map(|name| json!({"actor": name})).collect();
    let tries = bodies.iter().map(|body| act(&suite, &id, "acknowledge", body));
    let answers = futures::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 409).count(), 7);
    let winner = answers.iter().find(|answer| answer.status == 200).unwrap().json();
    let case = read(&suite, &id).await;
    assert_eq!((case["assignee"].clone(), transitions(&case)), (winner["assignee"].clone(), vec!["acknowledged"]));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misery_after_the_resolution_opens_the_case_again_and_the_team_is_told() {
    let crm = Receiver::start().await;
    let (suite, id) = with_a_case(&crm).await;
    act(&suite, &id, "acknowledge", &json!({"actor": "Eva"})).await;
    act(&suite, &id, "resolve", &json!({"actor": "Eva", "cause": "delivery", "action": "sent"})).await;
    // Not critical by itself: it matters little. It says all the same that the customer was not won back.
    let bad = json!({"type": "survey", "customer_id": "ana", "id": "bad", "rating": {"csat": 2}, "importance": 1,
        "occurred_at": seconds_from_now(0)});
    suite.accept(&[bad]).await;
    suite.settle().await;
    let case = read(&suite, &id).await;
    assert_eq!((case["state"].as_str(), case["assignee"].as_str()), (Some("open"), Some("Eva")), "{case}");
    assert_eq!(transitions(&case), ["acknowledged", "resolved", "reopened"]);
    let told = crm.wait_for(2).await;
    assert_eq!(told.len(), 2);
    let transitions: Vec<_> = told.iter().map(|one| one.json()["data"]["transition"].clone()).collect();
    assert_eq!(transitions, ["opened", "reopened"]);
    suite.end().await;
}

/// Clocks so short that they have run out when the test looks.
pub(crate) const SHORT_CLOCKS: &str = "[calendar.open]\nmon = '00:00-24:00'\ntue = '00:00-24:00'\nwed = '00:00-24:00'\n\
     thu = '00:00-24:00'\nfri = '00:00-24:00'\nsat = '00:00-24:00'\nsun = '00:00-24:00'\n\
     [escalation]\nacknowledge_hours = 0.00001\ncontact_hours = 0.00002\nresolve_hours = 900\n";

#[tokio::test(flavor = "multi_thread")]
async fn each_clock_that_runs_out_is_told_once_to_whoever_hears_of_escalations() {
    let (team, boss) = (Receiver::start().await, Receiver::start().await);
    let channels =
        format!("{}receives = ['alerts']\n{}receives = ['escalations']\n", team.webhook("team"), boss.webhook("boss"));
    let suite = Suite::with(Setting { channels, more: SHORT_CLOCKS.into(), ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let id = team.wait_for(1).await.remove(0).json()["subject"].as_str().unwrap().to_owned();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let mut escalated = 0;
    for _ in 0..5 {
        let runs = (0..3).map(|_| suite.stack.invoke("deliver", "{}".into()));
        for done in futures::future::join_all(runs).await {
            let done: Value = serde_json::from_str(&done.unwrap()).unwrap();
            escalated += done["escalated"].as_u64().unwrap();
        }
    }
    assert_eq!(escalated, 2);
    let told = boss.wait_for(2).await;
    let mut told: Vec<_> =
        told.iter().map(|message| message.json()["data"]["clock"].as_str().unwrap().to_owned()).collect();
    // Both ran out at once, so either may arrive first.
    told.sort();
    assert_eq!(told, [Clock::Acknowledge.as_str(), Clock::Contact.as_str()]);
    assert_eq!(team.received().len(), 1);
    let case = read(&suite, &id).await;
    assert_eq!(case["overdue"]["clock"], "acknowledge");
    assert_eq!(transitions(&case), ["escalated", "escalated"]);
    // The links of the escalation act as well.
    let path = link(&boss.received()[0].json(), "acknowledge");
    assert_eq!(submit(&suite, &path, &[("actor", "The boss")]).await.status, 303);
    let day = tests::suite::day(jiff::Timestamp::now());
    let events = suite.items_of("CASE#id:ana").await;
    let clocks: Vec<_> = events.iter().filter_map(|event| event.get("clock")?.as_s().ok()).collect();
    assert_eq!(clocks, ["acknowledge", "contact"], "{day}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn routes_say_who_is_told_and_a_wrong_one_is_refused_at_the_start() {
    let (team, vip) = (Receiver::start().await, Receiver::start().await);
    let channels = format!(
        "{}{}[[routes]]\nname = 'gold'\nwhen = {{ segment = ['gold'] }}\nchannels = ['vip']\n\
         [[routes]]\nname = 'rest'\nchannels = ['team']\n",
        team.webhook("team"),
        vip.webhook("vip")
    );
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    let mut gold = complaint("ana", "1", 60);
    gold["segment"] = "gold".into();
    suite.accept(&[gold, complaint("eva", "2", 60)]).await;
    suite.settle().await;
    let subject = |receiver: &Receiver| {
        receiver.received().iter().map(|one| one.json()["data"]["touchpoint"]["id"].clone()).collect::<Vec<_>>()
    };
    vip.wait_for(1).await;
    team.wait_for(1).await;
    assert_eq!((subject(&vip), subject(&team)), (vec![json!("1")], vec![json!("2")]));
    suite.end().await;

    let folder = tempfile::TempDir::new().unwrap();
    let wrong = Setting { more: "[[routes]]\nname = 'a'\nchannels = ['nobody']\n".into(), ..Setting::default() };
    let refused = moments::stack::Stack::start(tests::suite::options(folder.path(), &wrong)).await.err().unwrap();
    assert!(refused.to_string().contains("route a: no channel for alerts is named `nobody`"), "{refused}");
    assert!(!WEBHOOK_SECRET.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_form_says_what_is_wrong_in_the_language_of_the_deployment() {
    let crm = Receiver::start().await;
    let setting = Setting { channels: crm.webhook("crm"), more: "language = 'es'".to_owned(), ..Setting::default() };
    let suite = Suite::with(setting).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let path = link(&crm.wait_for(1).await.remove(0).json(), "acknowledge");
    let wrong = submit(&suite, &path, &[("actor", " ")]).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains("<p class=\"error\">falta</p>") && !wrong.text.contains("is missing"),
        "{}",
        wrong.text
    );
    suite.end().await;
}
