//! What is posted: lifelike touchpoints of customers with a few each, and complaints that are critical.

use serde_json::{Value, json};
use tests::suite::seconds_from_now;

/// Touchpoints of one customer.
const PER_CUSTOMER: usize = 5;

/// The journey that every ordinary customer takes.
const JOURNEY: [&str; PER_CUSTOMER] = ["search", "site_visit", "purchase", "delivery", "product_use"];

/// Returns the touchpoint with this number. Neighbours belong to the same customer, in the order of the journey; one
/// customer in twenty is not content with what was bought.
pub(crate) fn ordinary(number: usize) -> Value {
    let (customer, step) = (number / PER_CUSTOMER, number % PER_CUSTOMER);
    let minutes_ago = (PER_CUSTOMER - step) as i64 * 10;
    let mut touchpoint = json!({
        "type": JOURNEY[step],
        "id": format!("touchpoint-{number:07}"),
        "customer_id": format!("customer-{customer:06}"),
        "occurred_at": seconds_from_now(-60 * minutes_ago),
        "channel": "web",
        "segment": "returning",
        "properties": {"order": format!("order-{customer:06}"), "basket": 3, "campaign": "autumn"},
    });
    if step + 1 == PER_CUSTOMER {
        let csat = if customer % 20 == 0 { 2 } else { 4 };
        touchpoint["rating"] = json!({ "csat": csat });
        touchpoint["comment"] = json!("The waffles were warm and the people kind; the queue could be shorter.");
    }
    touchpoint
}

/// Returns the complaint of a customer who is not known from elsewhere: always critical.
pub(crate) fn critical(number: usize) -> Value {
    json!({
        "type": "complaint",
        "id": format!("complaint-{number:04}"),
        "customer_id": format!("complainer-{number:04}"),
        "occurred_at": seconds_from_now(-30),
        "channel": "phone",
        "comment": "Las gofres estaban frías",
        "value_at_risk": {"amount": 49.9, "currency": "EUR"},
    })
}

/// Renders the bodies of posts that carry so many touchpoints each: bare objects if one, arrays otherwise.
pub(crate) fn bodies(touchpoints: &[Value], per_post: usize) -> Vec<String> {
    if per_post == 1 {
        return touchpoints.iter().map(Value::to_string).collect();
    }
    touchpoints.chunks(per_post).map(|chunk| Value::from(chunk.to_vec()).to_string()).collect()
}
