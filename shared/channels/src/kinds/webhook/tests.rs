//! What a program gets of hostile and of endless text: all of it, as data.

use domain::alerting::Message;

use crate::kit::hostile::{EVIL, check, rendered};
use crate::kit::opened::Kind;

#[test]
fn a_webhook_carries_it_as_data() {
    check(Kind::named("webhook"), |message, rendered| {
        let body = rendered.json();
        assert!(body["type"].as_str().unwrap().starts_with("org.moments."));
        assert_eq!((&body["source"], &body["id"]), (&"/moments".into(), &"dlv_1".into()));
        if let Message::Alert(_) = message {
            assert_eq!(body["data"]["words"], EVIL);
        }
    });
}

#[test]
fn a_webhook_carries_all_of_it() {
    for rendered in rendered(Kind::named("webhook")) {
        assert!(rendered.json()["data"].to_string().contains("漢"));
    }
}
