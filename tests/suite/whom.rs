//! For whom and why, through the front doors: a declared property and the customers' own words say what a week alone cannot, and a
//! campaign learns whom to leave alone.

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};
use tests::suite::{READ_KEY, Setting, Suite};

/// Weeks that are sent, the first one from Monday 31 August 2026 on.
const WEEKS: i64 = 13;
/// Deliveries of a week.
const DELIVERIES: usize = 24;

/// Deliveries of one week with a review each. The third seller is late with every second one, the others with one in some forty.
fn week(number: i64) -> Vec<Value> {
    let day: Date = date(2026, 9, 1).saturating_add(number.weeks());
    let at = day.at(9, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let one = |index: usize| {
        let seller = index % 4;
        let is_late =
            if seller == 2 { (index / 4 + number as usize).is_multiple_of(2) } else { number % 6 == 0 && index == 0 };
        let due = at - SignedDuration::from_hours(if is_late { 48 } else { -1 });
        let (name, promise) = (format!("customer-{number}-{index}"), format!("order-{number}-{index}"));
        let properties = json!({"seller": format!("seller-{seller}"), "gift": index.is_multiple_of(2), "tags": ["a"]});
        let delivery = json!({"type": "delivery", "customer_id": name, "id": format!("d-{name}"), "promise_id": promise,
            "occurred_at": at.to_string(), "due_at": due.to_string(), "done_at": at.to_string(), "properties": properties});
        let (stars, words) = match is_late {
            true => (1, format!("Produto chegou atrasado, pedido {index}")),
            false => (5, format!("Produto muito bom, gostei, pedido {index}")),
        };
        let review = json!({"type": "review", "customer_id": name, "id": format!("r-{name}"), "promise_id": promise,
            "occurred_at": (at + SignedDuration::from_hours(5)).to_string(), "rating": {"stars": stars}, "comment": words,
            "language": "pt", "solicited": true});
        [delivery, review]
    };
    (0..DELIVERIES).flat_map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_and_the_customers_words_are_named_from_the_last_weeks() {
    let more = "[breakdowns]\nproperties = ['seller', 'gift', 'tags']\n".to_owned();
    let suite = Suite::with(Setting { more, ..Setting::default() }).await;
    for number in 0..WEEKS {
        suite.accept(&week(number)).await;
    }
    suite.settle().await;
    let report = suite.report("2026-W48").await;
    let first = &report["improve"][0];
    assert_eq!(first["kind"], "delivery", "{first}");
    let whom = &first["whom"];
    let named = (&whom["by"], &whom["property"], &whom["name"], &whom["weeks"]);
    assert_eq!(named, (&json!("property"), &json!("seller"), &json!("seller-2"), &json!(13)), "{first}");
    assert_eq!(whom["here"]["of"], 78, "six a week: {whom}");
    let phrases = first["phrases"].as_array().unwrap();
    assert!(phrases.iter().any(|one| one["phrase"].as_str().unwrap().contains("atrasado")), "{first}");
    assert!(first["examples"][0]["words"].as_str().unwrap().contains("atrasado"), "{first}");
    assert_eq!(report["writing"]["unhappy"]["of"], report["writing"]["unhappy"]["count"], "{}", report["writing"]);
    // The touchpoint's own moment has the values that count, and no others.
    let of_one = suite.http.get("/v1/touchpoints/back-end/d-customer-0-2?customer_id=customer-0-2").bearer(READ_KEY);
    let moment = of_one.send().await.json()["moment"]["by"].clone();
    assert_eq!(moment, json!({"seller": "seller-2", "gift": "true"}));
    let page = suite.http.get("/v1/reports/2026-W48.html").bearer(READ_KEY).send().await.text;
    assert!(page.contains("seller seller-2") && page.contains("Last 13 weeks"), "{page}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_open_case_or_waits_is_not_to_be_pitched() {
    let suite = Suite::start().await;
    let hour = |hours: i64| (Timestamp::now() - SignedDuration::from_hours(hours)).to_string();
    suite
        .accept(&[
            json!({"type": "support_contact", "customer_id": "ana", "id": "1", "occurred_at": hour(1), "rating": {"csat": 1}}),
            json!({"type": "support_contact", "customer_id": "eva", "id": "2", "occurred_at": hour(1), "rating": {"csat": 5}}),
        ])
        .await;
    suite.settle().await;
    let list = async |query: &str| {
        let path = format!("/v1/customers/do-not-pitch{query}");
        suite.http.get(&path).bearer(READ_KEY).send().await.json()
    };
    let all = list("").await;
    assert_eq!(all["customers"][0]["customer"], "id:ana", "{all}");
    assert_eq!((all["customers"].as_array().unwrap().len(), &all["has_more"]), (1, &json!(false)), "{all}");
    assert_eq!(all["customers"][0]["reasons"], json!(["open_case"]));
    assert_eq!(list("?customer_id=eva").await["customers"], json!([]));
    assert_eq!(list("?customer_id=ana").await["customers"].as_array().unwrap().len(), 1);
    let refused = suite.http.get("/v1/customers/do-not-pitch").send().await;
    assert_eq!(refused.status, 401);
    suite.end().await;
}
