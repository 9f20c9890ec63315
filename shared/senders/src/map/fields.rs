//! The fields of a touchpoint that a map may fill.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::convert::Convert;
use super::rating::Rating;
use super::source::{Part, Source};
use crate::table::{Complaint, Entry, Table};

/// How a field is read.
#[derive(Clone, Copy)]
enum Shape {
    /// A bare text is an expression, converted like this.
    Of(Convert),
    /// A bare text is the word itself.
    Word,
    /// A table of further fields.
    Nested(Convert),
    Rating,
}

/// The field that names an answer.
pub(super) const ANSWER_ID: &str = "answer_id";

/// Every field, in the order in which it is filled.
const FIELDS: [(&str, Shape); 38] = [
    ("id", Shape::Of(Convert::Id)),
    // Not of the touchpoint: what names the answer, where several deliveries with ids of their own tell of it.
    (ANSWER_ID, Shape::Of(Convert::Id)),
    ("touchpoint_type", Shape::Word),
    ("customer_id", Shape::Of(Convert::Person)),
    ("anonymous_id", Shape::Of(Convert::Person)),
    ("occurred_at", Shape::Of(Convert::Time)),
    ("sent_at", Shape::Of(Convert::Time)),
    ("rating", Shape::Rating),
    ("comment", Shape::Of(Convert::Html)),
    ("language", Shape::Of(Convert::Language)),
    ("about", Shape::Of(Convert::Id)),
    ("channel", Shape::Word),
    ("stage", Shape::Word),
    ("outcome", Shape::Word),
    ("audience", Shape::Word),
    ("solicited", Shape::Of(Convert::Flag)),
    ("content_url", Shape::Of(Convert::Text)),
    ("segment", Shape::Of(Convert::Text)),
    ("promise_id", Shape::Of(Convert::Id)),
    ("importance", Shape::Of(Convert::Whole)),
    ("resolved", Shape::Of(Convert::Flag)),
    ("abandoned", Shape::Of(Convert::Flag)),
    ("reopened", Shape::Of(Convert::Whole)),
    ("transfers", Shape::Of(Convert::Whole)),
    ("acknowledged_after_s", Shape::Of(Convert::Whole)),
    ("greeted_after_s", Shape::Of(Convert::Whole)),
    ("due_at", Shape::Of(Convert::Time)),
    ("early_is_better", Shape::Of(Convert::Flag)),
    ("warn_before_s", Shape::Of(Convert::Whole)),
    ("done_at", Shape::Of(Convert::Time)),
    ("known_since", Shape::Of(Convert::Time)),
    ("observed_by", Shape::Word),
    ("value_at_risk", Shape::Nested(Convert::Any)),
    ("staff", Shape::Nested(Convert::Id)),
    ("expectation", Shape::Nested(Convert::Any)),
    ("perception", Shape::Nested(Convert::Any)),
    ("dimensions", Shape::Nested(Convert::Whole)),
    ("properties", Shape::Nested(Convert::Any)),
];

/// Returns the names of all fields.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, _)| *name)
}

#[derive(Clone, Debug)]
enum Field {
    One(Source),
    Nested(BTreeMap<String, Source>),
    Ratings(Vec<Rating>),
}

/// The fields that one layer of a map fills.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(BTreeMap<&'static str, Field>);

impl Fields {
    /// Takes the fields out of a table.
    pub(super) fn read(table: &Table<'_>) -> Result<Self, Complaint> {
        let mut fields = BTreeMap::new();
        for (name, shape) in FIELDS {
            let Some(entry) = table.get(name) else { continue };
            fields.insert(
                name,
                match shape {
                    Shape::Of(convert) => Field::One(Source::read(&entry, convert, false)?),
                    Shape::Word => Field::One(Source::read(&entry, Convert::Text, true)?),
                    Shape::Rating => Field::Ratings(Rating::read_all(&entry)?),
                    Shape::Nested(convert) => Field::Nested(read_nested(&entry, name, convert)?),
                },
            );
        }
        Ok(Self(fields))
    }

    /// Tells whether a field is filled here.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Tells whether a field is looked for in the delivery, and is not the same in all.
    pub(super) fn looks_for(&self, name: &str) -> bool {
        match self.0.get(name) {
            None => false,
            Some(Field::One(source)) => !source.is_constant(),
            Some(Field::Nested(sources)) => sources.values().any(|source| !source.is_constant()),
            Some(Field::Ratings(_)) => true,
        }
    }

    /// Finds the value of a field. What was found and cannot be read as what it should be goes to `unread`.
    pub(super) fn find(&self, name: &str, part: Part<'_>, unread: &mut Map<String, Value>) -> Option<Value> {
        match self.0.get(name)? {
            Field::One(source) => source.find(part).unwrap_or_else(|raw| {
                unread.insert(name.to_owned(), raw);
                None
            }),
            Field::Ratings(ratings) => {
                let (mut found, mut raw) = (Map::new(), None);
                for rating in ratings {
                    raw = rating.add(part, &mut found).err().or(raw);
                }
                // One reading of several is enough.
                if let (true, Some(raw)) = (found.is_empty(), raw) {
                    unread.insert("rating".to_owned(), raw);
                }
                (!found.is_empty()).then_some(Value::Object(found))
            }
            Field::Nested(sources) => {
                let found =
                    sources.iter().filter_map(|(name, source)| Some((name.clone(), source.find(part).ok().flatten()?)));
                let mut found: Map<_, _> = found.collect();
                if sources.get("amount").is_some_and(Source::is_minor) {
                    in_whole_units(&mut found);
                }
                let is_whole =
                    name != "value_at_risk" || (found.contains_key("amount") && found.contains_key("currency"));
                (!found.is_empty() && is_whole).then_some(Value::Object(found))
            }
        }
    }
}

fn read_nested(entry: &Entry<'_>, name: &str, convert: Convert) -> Result<BTreeMap<String, Source>, Complaint> {
    let mut nested = BTreeMap::new();
    for (inner, entry) in entry.table()?.entries() {
        let convert = match (name, inner) {
            ("value_at_risk", "amount") => Convert::Number,
            ("value_at_risk", "currency") => Convert::Text,
            ("value_at_risk", _) => return Err(entry.complain("is not known here: an amount and a currency are")),
            _ => convert,
        };
        nested.insert(inner.to_owned(), Source::read(&entry, convert, false)?);
    }
    Ok(nested)
}

/// Currencies whose smallest unit is another for those who take payments than in ISO 4217: for old programs' sake, or because nobody
/// has coins of a fifth (<https://docs.stripe.com/currencies>).
const DIGITS_OF_PAYMENTS: [(&str, u16); 3] = [("ISK", 2), ("UGX", 2), ("MGA", 0)];

/// Puts an amount in the smallest unit of its currency into whole ones: 5990 EUR is 59.90, 5990 JPY is 5990 (ISO 4217).
fn in_whole_units(money: &mut Map<String, Value>) {
    let code = money.get("currency").and_then(Value::as_str).unwrap_or_default().to_ascii_uppercase();
    let unlike_iso = DIGITS_OF_PAYMENTS.iter().find(|(unlike, _)| *unlike == code).map(|(_, digits)| *digits);
    let of_iso = || iso_currency::Currency::from_code(&code).and_then(|currency| currency.exponent());
    let exponent = unlike_iso.or_else(of_iso).unwrap_or(2);
    if let Some(amount) = money.get("amount").and_then(Value::as_f64) {
        money.insert("amount".to_owned(), Value::from(amount / 10_f64.powi(i32::from(exponent))));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_smallest_unit_is_that_of_those_who_take_payments() {
        for (code, amount) in [
            ("eur", 59.9),
            ("jpy", 5990.0),
            ("KWD", 5.99),
            ("isk", 59.9),
            ("UGX", 59.9),
            ("mga", 5990.0),
            ("zzz", 59.9),
        ] {
            let mut money = Map::from_iter([("amount".to_owned(), json!(5990)), ("currency".to_owned(), json!(code))]);
            in_whole_units(&mut money);
            assert!((money["amount"].as_f64().unwrap() - amount).abs() < 1e-9, "{code}: {money:?}");
        }
    }
}
