//! The reports that the home page links to.

use domain::period::{Every, Period};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Home;

/// Lists the periods that today lies in and the ones before them, each with its name and address.
pub(super) fn recent(home: &Home) -> Value {
    let today = home.time_zone.to_datetime(Timestamp::now()).date();
    let periods = [Every::Day, Every::Week, Every::Month].into_iter().flat_map(|every| {
        let now = Period::containing(today, every);
        [(every, now, true), (every, now.previous(), false)]
    });
    let query = home
        .shown_keys
        .read
        .as_deref()
        .map(|key| form_urlencoded::Serializer::new(String::new()).append_pair("read_key", key).finish());
    let listed = periods.map(|(every, period, running)| {
        json!({
            "every": every.as_str(),
            "running": running,
            "name": period.to_string(),
            "label": period.label(home.language),
            "url": format!("/v1/reports/{period}?{}", query.as_deref().unwrap_or_default()),
        })
    });
    listed.collect()
}
