//! The fields of a touchpoint that a map may fill.

use std::collections::BTreeMap;

use jmespath::Rcvar;
use serde_json::{Map, Value};

use super::answers::Answer;
use super::convert::Convert;
use super::rating::Rating;
use super::source::Source;
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
const FIELDS: [(&str, Shape); 37] = [
    ("id", Shape::Of(Convert::Id)),
    // Not of the touchpoint: what names the answer, where several deliveries with ids of their own tell of it.
    (ANSWER_ID, Shape::Of(Convert::Id)),
    ("touchpoint_type", Shape::Word),
    ("customer_id", Shape::Of(Convert::Person)),
    ("anonymous_id", Shape::Of(Convert::Person)),
    ("occurred_at", Shape::Of(Convert::Time)),
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
    pub(super) fn find(
        &self,
        name: &str,
        data: &Rcvar,
        answers: &[Answer],
        unread: &mut Map<String, Value>,
    ) -> Option<Value> {
        match self.0.get(name)? {
            Field::One(source) => source.find(data, answers),
            Field::Ratings(ratings) => {
                let (mut found, mut raw) = (Map::new(), None);
                for rating in ratings {
                    raw = rating.add(data, answers, &mut found).err().or(raw);
                }
                // One reading of several is enough.
                if let (true, Some(raw)) = (found.is_empty(), raw) {
                    unread.insert("rating".to_owned(), raw);
                }
                (!found.is_empty()).then_some(Value::Object(found))
            }
            Field::Nested(sources) => {
                let found =
                    sources.iter().filter_map(|(name, source)| Some((name.clone(), source.find(data, answers)?)));
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

/// Puts an amount in the smallest unit of its currency into whole ones: 5990 EUR is 59.90, 5990 JPY is 5990 (ISO 4217).
fn in_whole_units(money: &mut Map<String, Value>) {
    let code = money.get("currency").and_then(Value::as_str).unwrap_or_default().to_ascii_uppercase();
    let exponent = iso_currency::Currency::from_code(&code).and_then(|currency| currency.exponent()).unwrap_or(2);
    if let Some(amount) = money.get("amount").and_then(Value::as_f64) {
        money.insert("amount".to_owned(), Value::from(amount / 10_f64.powi(i32::from(exponent))));
    }
}
