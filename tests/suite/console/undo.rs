//! What somebody just did with a case is taken back: by the same person, announced where it was announced, and not counted.

use serde_json::Value;
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, Setting, Suite};

use super::{KEY, PEOPLE, Visitor, trail};
use crate::cases::complaint;

async fn case(suite: &Suite, id: &str) -> Value {
    suite.http.get(&format!("/v1/cases/{id}")).bearer(CASE_KEY).send().await.json()
}

fn transitions(case: &Value) -> Vec<&str> {
    case["history"].as_array().unwrap().iter().map(|event| event["transition"].as_str().unwrap()).collect()
}

/// Lets the outbox run, and returns the text of everything that a receiver got from a message on.
async fn told(suite: &Suite, receiver: &Receiver, from: usize) -> Vec<String> {
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    receiver.received().into_iter().skip(from).map(|one| one.json().to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_taken_back_by_whoever_took_it_and_the_team_hears_of_it() {
    let (crm, team) = (Receiver::start().await, Receiver::start().await);
    let channels = format!("{}{}", crm.webhook("crm"), team.slack("team"));
    let more = format!("[pacing]\ngather_minutes = 0\n{KEY}{PEOPLE}");
    let suite = Suite::with(Setting { channels, more, ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60), complaint("leo", "2", 60)]).await;
    suite.settle().await;
    let ids: Vec<String> =
        crm.wait_for(2).await.iter().map(|event| event.json()["subject"].as_str().unwrap().to_owned()).collect();
    team.wait_for(2).await;
    let (id, path) = (ids[0].as_str(), format!("/cases/{}", ids[0]));
    let open = case(&suite, id).await;
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    let mut eva = Visitor::signed_in(&suite, "eva@example.com").await;
    let csrf = ana.csrf("/").await;
    assert!(!ana.get(&path).await.text.contains("/undo\""), "there is nothing to undo");
    assert_eq!(ana.post(&format!("{path}/undo"), &[("csrf", &csrf)]).await.status, 409);

    // Taken from Today, where the button then is; nobody else has it.
    assert_eq!(ana.post(&format!("{path}/acknowledge"), &[("csrf", &csrf), ("to", "/")]).await.status, 303);
    for page in ["/", "/cases", path.as_str()] {
        assert!(ana.get(page).await.text.contains(&format!("action=\"{path}/undo\"")), "{page}");
        assert!(!eva.get(page).await.text.contains("/undo\""), "{page}");
    }
    let theirs = eva.csrf("/").await;
    assert_eq!(eva.post(&format!("{path}/undo"), &[("csrf", &theirs)]).await.status, 409);
    assert_eq!(told(&suite, &team, 2).await.len(), 1);
    for _ in 0..2 {
        // Pressed twice, it is done once.
        let undone = ana.post(&format!("{path}/undo"), &[("csrf", &csrf), ("to", "/")]).await;
        assert_eq!((undone.status, undone.header("location")), (303, "/"), "{}", undone.text);
    }
    let back = case(&suite, id).await;
    assert_eq!(transitions(&back), ["acknowledged", "undone"]);
    for name in ["state", "assignee", "acknowledged_at", "deadlines"] {
        assert_eq!(back.get(name), open.get(name), "{name}");
    }
    let said = told(&suite, &team, 3).await;
    assert!(said.len() == 1 && said[0].contains("Ana undid the last action"), "{said:?}");

    // A resolution that was meant for another case; then somebody else takes the case, and nothing can be undone any more.
    let closing = [("csrf", csrf.as_str()), ("cause", "delivery"), ("action", "sent fresh ones")];
    assert_eq!(ana.post(&format!("{path}/resolve"), &closing).await.status, 303);
    assert!(ana.get(&path).await.text.contains("/undo\""));
    assert_eq!(ana.post(&format!("{path}/undo"), &[("csrf", &csrf)]).await.status, 303);
    let back = case(&suite, id).await;
    assert_eq!((&back["state"], back.get("closing"), back.get("resolved_at")), (&open["state"], None, None), "{back}");
    assert_eq!(ana.post(&format!("{path}/acknowledge"), &[("csrf", &csrf)]).await.status, 303);
    assert_eq!(eva.post(&format!("{path}/assign"), &[("csrf", &theirs), ("assignee", "Eva")]).await.status, 303);
    let late = ana.post(&format!("{path}/undo"), &[("csrf", &csrf)]).await;
    assert!(late.status == 409 && late.text.contains("can no longer be undone"), "{}", late.text);
    assert_eq!(case(&suite, id).await["assignee"], "Eva");

    // Many at once.
    let many =
        [("csrf", csrf.as_str()), ("do", "assign"), ("assignee", "Leo"), ("case", id), ("case", ids[1].as_str())];
    let handed = ana.post("/cases/many", &many).await;
    assert!(handed.text.contains("name=\"do\" value=\"undo\""), "{}", handed.text);
    let undo = [("csrf", csrf.as_str()), ("do", "undo"), ("case", id), ("case", ids[1].as_str())];
    assert_eq!(ana.post("/cases/many", &undo).await.status, 200);
    assert_eq!(case(&suite, id).await["assignee"], "Eva");
    assert_eq!(case(&suite, &ids[1]).await["state"], "open");

    let events: Vec<String> =
        told(&suite, &crm, 0).await.into_iter().filter(|text| text.contains("case.undone")).collect();
    assert_eq!(events.len(), 2, "nobody was told that a case was handed over: {events:?}");
    let said = trail(&suite).await;
    assert!(said.contains(&("ana@example.com".into(), "case_changed:undone".into(), id.to_owned())), "{said:?}");
    // The day keeps each line, and those that were taken back say so.
    let lines = suite.items().await.into_iter().filter(|item| {
        item["pk"].as_s().unwrap().starts_with("DAY#")
            && item.get("undone").is_some_and(|undone| undone.as_bool() == Ok(&true))
    });
    let words: Vec<String> = lines.map(|item| item["transition"].as_s().unwrap().clone()).collect();
    assert_eq!(words.iter().filter(|word| *word == "acknowledged").count(), 1, "{words:?}");
    assert_eq!(words.iter().filter(|word| *word == "resolved").count(), 1, "{words:?}");
    suite.end().await;
}
