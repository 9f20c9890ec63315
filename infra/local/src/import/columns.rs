//! Columns by their names: what a spreadsheet calls a thing becomes the field of a touchpoint that means it, where that is obvious. What
//! is not goes along under `properties`. Guesses nothing from values.

use domain::touchpoint::parse::FIELDS;
use domain::touchpoint::terms::Terms;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use senders::expression::data;
use senders::map::convert::{Convert, civil};
use serde_json::{Map, Value};

/// Fields that have fields, which a name with a dot leads into.
const NESTED: [&str; 7] = ["rating", "expectation", "perception", "dimensions", "properties", "staff", "value_at_risk"];
/// Fields that are about the request and not about what happened.
const OF_A_REQUEST: [&str; 2] = ["sent_at", "identity_token"];
/// Fields that hold a time.
const TIMES: [&str; 4] = ["occurred_at", "due_at", "done_at", "known_since"];

/// Other names of columns, in small letters with `_` between words.
const NAMES: [(&str, &[&str]); 18] = [
    ("id", &["response_id", "ticket_id", "event_id", "message_id", "review_id", "survey_id", "uuid"]),
    ("touchpoint_type", &["type", "event", "event_type", "kind"]),
    (
        "customer_id",
        &[
            "customer",
            "user_id",
            "user",
            "client_id",
            "client",
            "contact_id",
            "account_id",
            "member_id",
            "email",
            "e_mail",
            "email_address",
            "e_mail_address",
            "mail",
            "respondent_email",
        ],
    ),
    ("anonymous_id", &["visitor_id", "device_id", "cookie_id", "session_id"]),
    (
        "occurred_at",
        &[
            "date",
            "datetime",
            "date_time",
            "time",
            "timestamp",
            "created_at",
            "created",
            "creation_date",
            "submitted_at",
            "submitted",
            "submit_date",
            "submitted_on",
            "event_time",
            "fecha",
            "datum",
            "data",
        ],
    ),
    (
        "comment",
        &[
            "comments",
            "feedback",
            "text",
            "review",
            "review_text",
            "message",
            "remark",
            "remarks",
            "why",
            "comentario",
            "comentarios",
            "kommentar",
            "comentário",
        ],
    ),
    ("rating.csat", &["csat", "rating", "satisfaction"]),
    ("rating.stars", &["stars", "star_rating", "estrellas", "sterne", "estrelas"]),
    ("rating.nps", &["nps", "nps_score", "recommend"]),
    ("rating.ces", &["ces", "effort"]),
    ("rating.verdict", &["verdict"]),
    ("about", &["order_id", "order", "order_number"]),
    ("due_at", &["due", "due_date", "promised_at", "promised", "deadline", "estimated_delivery_date"]),
    ("done_at", &["delivered_at", "delivered", "completed_at", "closed_at", "done"]),
    ("language", &["lang", "locale", "idioma", "sprache"]),
    ("staff.id", &["agent", "agent_id", "employee", "employee_id", "staff_id"]),
    ("staff.team", &["team", "department"]),
    ("segment", &["customer_segment", "tier", "plan"]),
];

/// What the columns of a file are.
#[derive(Clone, Debug)]
pub(super) struct Columns(Vec<(String, String)>);

impl Columns {
    /// Finds the field of each column. A column that is named like the field comes before one that only means it, and of several that
    /// mean one the first counts.
    pub(super) fn of(names: &[String]) -> Self {
        let plain: Vec<_> = names.iter().map(|name| plain(name)).collect();
        let mut fields: Vec<Option<String>> = plain.iter().map(|name| named_like(name)).collect();
        for (field, others) in NAMES {
            for other in others {
                let is_taken = fields.iter().flatten().any(|taken| taken == field);
                let found = plain.iter().position(|name| name == other);
                if let Some(place) = found.filter(|place| !is_taken && fields[*place].is_none()) {
                    fields[place] = Some(field.to_owned());
                }
            }
        }
        let fields = fields.into_iter().zip(plain).map(|(field, plain)| field.unwrap_or(format!("properties.{plain}")));
        Self(names.iter().cloned().zip(fields).collect())
    }

    /// Lists the columns with their fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(column, field)| (column.as_str(), field.as_str()))
    }

    /// Makes a touchpoint of a record.
    ///
    /// # Errors
    /// A time that cannot be read: at another time it would be another moment.
    pub(super) fn touchpoint(
        &self,
        record: &[(String, String)],
        zone: &TimeZone,
    ) -> Result<Map<String, Value>, String> {
        let mut touchpoint = Map::new();
        for (column, value) in record {
            let Some((_, field)) = self.0.iter().find(|(name, _)| name == column) else { continue };
            let value = if TIMES.contains(&field.as_str()) { time(field, value, zone)? } else { value.clone() };
            match field.split_once('.') {
                None => {
                    touchpoint.insert(field.clone(), Value::String(value));
                }
                Some((outer, inner)) => {
                    let nested = touchpoint.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                    if let Some(nested) = nested.as_object_mut() {
                        nested.insert(inner.to_owned(), Value::String(value));
                    }
                }
            }
        }
        let is_survey = touchpoint.contains_key("rating") || touchpoint.contains_key("comment");
        if is_survey && !touchpoint.contains_key("touchpoint_type") {
            touchpoint.insert("touchpoint_type".to_owned(), "survey".into());
        }
        Ok(touchpoint)
    }
}

/// Returns the field that a column is named like.
fn named_like(name: &str) -> Option<String> {
    let is_nested = name
        .split_once('.')
        .is_some_and(|(outer, inner)| NESTED.contains(&outer) && !inner.is_empty() && !inner.contains('.'));
    let has_one_value = FIELDS.contains(&name) && !NESTED.contains(&name) && !OF_A_REQUEST.contains(&name);
    (has_one_value || is_nested).then(|| name.to_owned())
}

/// Writes the name of a column in small letters, with `_` between its words.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    let mut was_small = false;
    for letter in name.trim().chars() {
        if letter.is_uppercase() && was_small {
            plain.push('_');
        }
        was_small = letter.is_lowercase() || letter.is_ascii_digit();
        match letter {
            '.' => plain.push('.'),
            letter if letter.is_alphanumeric() => plain.extend(letter.to_lowercase()),
            _ if plain.ends_with(['_', '.']) || plain.is_empty() => {}
            _ => plain.push('_'),
        }
    }
    plain.trim_end_matches('_').to_owned()
}

/// Reads a time: with an offset, as it is; without one, in the zone of the business.
fn time(field: &str, text: &str, zone: &TimeZone) -> Result<String, String> {
    let wrong = || format!("{field}: must be a time such as 2026-11-22T10:00:00+01:00 or 2026-11-22 10:00");
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at.to_string());
    }
    if let Some(local) = text.parse::<DateTime>().ok().or_else(|| civil(text)) {
        let at = local.to_zoned(zone.clone()).map_err(|_| wrong())?;
        return Ok(at.timestamp().to_string());
    }
    let read = Convert::Time.of(&data(Value::String(text.to_owned())), &Terms::default());
    read.and_then(|at| at.as_str().map(str::to_owned)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn columns(names: &[&str]) -> Columns {
        Columns::of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn every_field_with_one_value_is_a_column_and_what_is_about_a_request_is_none() {
        for name in ["warn_before_s", "early_is_better", "due_at", "history", "source"] {
            assert_eq!(named_like(name).as_deref(), Some(name));
        }
        for name in ["rating", "properties", "staff", "sent_at", "identity_token"] {
            assert_eq!(named_like(name), None, "{name}");
        }
    }

    #[test]
    fn columns_are_known_by_their_names_and_others_go_along() {
        let columns = columns(&[
            "Order ID",
            "E-Mail",
            "customerId",
            "Submitted At",
            "Rating",
            "NPS",
            "expectation.scoops",
            "Favourite colour",
            "Feedback",
        ]);
        let fields: Vec<_> = columns.fields().map(|(_, field)| field).collect();
        assert_eq!(
            fields,
            [
                "about",
                "properties.e_mail",
                "customer_id",
                "occurred_at",
                "rating.csat",
                "rating.nps",
                "expectation.scoops",
                "properties.favourite_colour",
                "comment"
            ]
        );
    }

    #[test]
    fn a_record_becomes_a_touchpoint_in_the_zone_of_the_business() {
        let columns = columns(&["type", "customer", "date", "csat", "colour"]);
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let record = |date: &str| {
            let fields = [("type", "Delivery"), ("customer", "ana"), ("date", date), ("csat", "2"), ("colour", "red")];
            fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let read = columns.touchpoint(&record("2026-11-22 10:00"), &zone).unwrap();
        let expected = json!({"touchpoint_type": "Delivery", "customer_id": "ana", "occurred_at": "2026-11-22T09:00:00Z",
            "rating": {"csat": "2"}, "properties": {"colour": "red"}});
        assert_eq!(Value::Object(read), expected);
        for (text, at) in [
            ("2026-11-22", "2026-11-21T23:00:00Z"),
            ("22.11.2026 10:00", "2026-11-22T09:00:00Z"),
            ("1795856400", "2026-11-28T09:00:00Z"),
        ] {
            assert_eq!(columns.touchpoint(&record(text), &zone).unwrap()["occurred_at"], at, "{text}");
        }
        assert!(columns.touchpoint(&record("22/11/2026"), &zone).unwrap_err().starts_with("occurred_at: must be"));
    }
}
