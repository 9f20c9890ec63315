//! The three waffle stories, in the last hours: the same promise, exceeded, kept, and broken.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::book::{Book, Person};

/// Tells the three stories. Their ids are always the same, so they are told once however often the demo is played.
pub(super) fn tell(book: &mut Book) {
    let now = book.now;
    let ago = |minutes| now - SignedDuration::from_mins(minutes);

    let mut first = story(book, 1, ago(235));
    first.meal(
        &json!({"waffles": 3, "waffle_cm": 18, "ice_cream_scoops": 2, "flavours": 12, "warm": true, "free_drink": true}),
        "Bigger than promised, every flavour there was, and they put a lemonade on the house. We are still smiling.",
    );
    let review = "https://reviews.example/waffle-house/waffle-1";
    let told = json!({"channel": "web", "rating": {"stars": 5}, "content_url": review,
        "comment": "Go. Just go. And leave room for the pistachio.", "language": "en"});
    first.happens("review", 150, told);
    // The circle closes: an opinion is a stranger's first moment.
    let reader = Person { customer_id: None, anonymous_id: Some("waffle-reader".into()), ..first.person.clone() };
    first.book.tell_as(
        "waffle-1-reader",
        "review_read",
        &reader,
        ago(20),
        json!({"channel": "web", "content_url": review}),
    );

    story(book, 2, ago(210)).meal(
        &json!({"waffles": 3, "waffle_cm": 14, "ice_cream_scoops": 2, "flavours": 12, "warm": true}),
        "Justo lo que prometía el anuncio. Ni más ni menos.",
    );

    story(book, 3, ago(190)).meal(
        &json!({"waffles": 3, "waffle_cm": 14, "ice_cream_scoops": 1, "flavours": 3, "warm": false}),
        "Cold waffles, one scoop instead of two, and three flavours left. We crossed the whole town for this.",
    );
}

/// One story as far as it is told.
struct Story<'a> {
    book: &'a mut Book,
    number: u32,
    began: Timestamp,
    person: Person,
}

/// Begins a story: a search, the promise it finds, and the way to the counter.
fn story(book: &mut Book, number: u32, began: Timestamp) -> Story<'_> {
    let person = Person { customer_id: Some(format!("waffle-{number}")), ..Person::customer(number) };
    let mut story = Story { book, number, began, person };
    let promised = json!({
        "channel": "web",
        "promise_id": format!("waffle-{number}-offer"),
        "expectation": {"waffles": 3, "waffle_cm": 14, "ice_cream_scoops": 2, "flavours": 12, "warm": true},
        "properties": {"query": "best waffles in town"},
    });
    story.happens("search", 0, promised);
    story.happens("store_visit", 90, json!({"channel": "store", "greeted_after_s": 9 + number}));
    story
}

impl Story<'_> {
    /// The meal, in facets of what had been promised and in the customer's words.
    fn meal(&mut self, perception: &Value, comment: &str) {
        let details = json!({
            "channel": "store",
            "promise_id": format!("waffle-{}-offer", self.number),
            "perception": perception,
            "comment": comment,
            "language": self.person.language.as_str(),
        });
        self.happens("product_use", 125, details);
    }

    fn happens(&mut self, kind: &str, minutes: i64, details: Value) {
        let id = format!("waffle-{}-{kind}", self.number);
        let at = self.began + SignedDuration::from_mins(minutes);
        self.book.tell_as(&id, kind, &self.person, at, details);
    }
}
