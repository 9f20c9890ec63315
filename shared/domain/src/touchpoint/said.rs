//! What a sender said of a touchpoint, field by field: each is read, or refused with a reason. Knows no clock and no key.

use std::collections::BTreeMap;

use serde_json::Value;
use url::Url;

use super::bounds;
use super::complaint::Complaint;
use super::fields::{Fields, is_blank, number_of};
use super::own::Properties;
use super::terms::Terms;
use super::{FacetValue, Importance, Money, Said, Staff, scale};
use crate::snake_case::is_word;
use crate::vocabulary::{Asked, Audience, Dimension, Observer, Outcome, Stage};

pub(super) fn read_said(fields: &mut Fields, terms: &Terms<'_>, source: &str) -> Said {
    let scales = terms.scales_of(source);
    let mut sent = Vec::new();
    let rating = fields.object("rating", |fields| scale::read(fields, scales.as_ref(), &mut sent)).unwrap_or_default();
    for (field, value) in sent {
        fields.keep(&field, value);
    }
    Said {
        customer_id: read_somebody(fields, "customer_id", terms),
        anonymous_id: read_somebody(fields, "anonymous_id", terms),
        channel: fields.word("channel"),
        stage: read_stage(fields),
        outcome: fields.one_of("outcome", &[Outcome::Misery, Outcome::Average, Outcome::Magic]),
        comment: fields.words("comment", bounds::COMMENT_CHARS_MAX),
        language: read_language(fields),
        audience: fields.one_of("audience", Audience::ALL),
        solicited: fields.flag("solicited"),
        promise_id: fields.identifier("promise_id"),
        about: fields.identifier("about"),
        content_url: read_address(fields),
        segment: fields.text("segment", bounds::TEXT_CHARS_MAX),
        properties: Properties::of(read_properties(fields)),
        rating,
        expectation: read_facets(fields, "expectation"),
        perception: read_facets(fields, "perception"),
        dimensions: fields.object("dimensions", read_dimensions).unwrap_or_default(),
        importance: read_importance(fields),
        due_at: fields.time("due_at"),
        early_is_better: fields.flag("early_is_better"),
        warn_before_s: read_seconds(fields, "warn_before_s"),
        done_at: fields.time("done_at"),
        acknowledged_after_s: read_seconds(fields, "acknowledged_after_s"),
        greeted_after_s: read_seconds(fields, "greeted_after_s"),
        resolved: fields.flag("resolved"),
        abandoned: fields.flag("abandoned"),
        reopened: read_count(fields, "reopened"),
        transfers: read_count(fields, "transfers"),
        value_at_risk: fields.object("value_at_risk", read_money).flatten(),
        staff: read_staff(fields),
        observed_by: fields.one_of("observed_by", Observer::ALL),
        known_since: fields.time("known_since"),
    }
}

/// Takes an id of somebody; the words that programs write where they know nobody are none.
fn read_somebody(fields: &mut Fields, name: &str, terms: &Terms<'_>) -> Option<String> {
    let id = fields.identifier(name)?;
    if !terms.is_nobody(&id) {
        return Some(id);
    }
    fields.refuse(name, None, Complaint::Nobody);
    None
}

/// `third` is an accepted alias of `ultimate`.
fn read_stage(fields: &mut Fields) -> Option<Stage> {
    let text = fields.text("stage", bounds::TEXT_CHARS_MAX)?;
    let word = text.trim_matches(is_blank).to_lowercase();
    let stage = if word == "third" { Some(Stage::Ultimate) } else { Stage::from_word(&word) };
    if stage.is_none() {
        fields.refuse(
            "stage",
            Some(Value::String(text)),
            Complaint::NotOneOf("zero, first, second, ultimate".to_owned()),
        );
    }
    stage
}

/// A BCP 47 tag, checked for its shape only.
fn read_language(fields: &mut Fields) -> Option<String> {
    let text = fields.text("language", 35)?.trim_matches(is_blank).replace('_', "-");
    let mut parts = text.split('-');
    let primary =
        parts.next().is_some_and(|p| (2..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphabetic()));
    if primary && parts.all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric())) {
        return Some(text);
    }
    fields.refuse("language", Some(Value::String(text)), Complaint::NotLanguage);
    None
}

fn read_address(fields: &mut Fields) -> Option<String> {
    let text = fields.text("content_url", bounds::URL_CHARS_MAX)?;
    if Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Some(text);
    }
    fields.refuse("content_url", Some(Value::String(text)), Complaint::NotAddress);
    None
}

fn read_seconds(fields: &mut Fields, name: &str) -> Option<u32> {
    fields.whole(name, 0, bounds::DURATION_S_MAX).and_then(|seconds| u32::try_from(seconds).ok())
}

fn read_count(fields: &mut Fields, name: &str) -> Option<u32> {
    fields.whole(name, 0, bounds::COUNT_MAX).and_then(|count| u32::try_from(count).ok())
}

fn read_dimensions(fields: &mut Fields) -> BTreeMap<Dimension, u8> {
    Dimension::ALL.iter().filter_map(|dimension| Some((*dimension, fields.small(dimension.as_str(), 1, 5)?))).collect()
}

/// A plain number, or `{"value", "asked"}`.
fn read_importance(fields: &mut Fields) -> Option<Importance> {
    if !fields.is_object("importance") {
        return Some(Importance { value: fields.small("importance", 1, 5)?, asked: None });
    }
    fields
        .object("importance", |fields| {
            let asked = fields.one_of("asked", Asked::ALL);
            let value = fields.small("value", 1, 5);
            if value.is_none() && !fields.is_wrong("value") {
                fields.refuse("value", None, Complaint::Missing);
            }
            Some(Importance { value: value?, asked })
        })
        .flatten()
}

fn read_money(fields: &mut Fields) -> Option<Money> {
    let amount = fields.number("amount", 0.0, bounds::AMOUNT_MAX);
    let currency =
        fields.text("currency", bounds::TEXT_CHARS_MAX).map(|code| code.trim_matches(is_blank).to_uppercase());
    for (name, is_there) in [("amount", amount.is_some()), ("currency", currency.is_some())] {
        if !is_there && !fields.is_wrong(name) {
            fields.refuse(name, None, Complaint::Missing);
        }
    }
    let currency = currency?;
    if iso_currency::Currency::from_code(&currency).is_none() {
        fields.refuse("currency", Some(Value::String(currency)), Complaint::NotCurrency);
        return None;
    }
    let amount = amount?;
    if !can_be_kept(amount) {
        fields.refuse("amount", None, Complaint::TooSmall);
        return None;
    }
    Some(Money { amount, currency })
}

fn read_staff(fields: &mut Fields) -> Option<Staff> {
    let staff = fields.object("staff", |fields| Staff {
        id: fields.identifier("id"),
        team: fields.text("team", bounds::TEXT_CHARS_MAX),
    })?;
    if staff == Staff::default() {
        fields.refuse("staff", None, Complaint::NoStaff);
        return None;
    }
    Some(staff)
}

fn read_facets(fields: &mut Fields, name: &str) -> BTreeMap<String, FacetValue> {
    fields
        .object(name, |fields| {
            let facets = fields.rest();
            if facets.len() > bounds::FACETS_MAX {
                fields.refuse("", None, Complaint::ManyFacets(bounds::FACETS_MAX));
                return BTreeMap::new();
            }
            let mut read = BTreeMap::new();
            for (facet, value) in facets {
                if !is_word(&facet) || facet.len() > bounds::WORD_CHARS_MAX {
                    fields.refuse(&facet, Some(value), Complaint::NotSnakeCase);
                    continue;
                }
                match facet_value(&value) {
                    Some(value) => {
                        read.insert(facet, value);
                    }
                    None if matches!(&value, Value::String(text) if text.chars().all(is_blank)) => {}
                    None => {
                        fields.refuse(&facet, Some(value), Complaint::NotFacet(bounds::WORD_CHARS_MAX));
                    }
                }
            }
            read
        })
        .unwrap_or_default()
}

/// Reads the value of a facet. A number that is written as text is a number: a promise of 2.5 is broken by `"1.5"` as well.
fn facet_value(value: &Value) -> Option<FacetValue> {
    match value {
        Value::Bool(flag) => Some(FacetValue::Flag(*flag)),
        Value::Number(number) => number.as_f64().filter(|number| can_be_kept(*number)).map(FacetValue::Number),
        Value::String(text) => {
            let text = text.trim_matches(is_blank);
            match text {
                "true" => Some(FacetValue::Flag(true)),
                "false" => Some(FacetValue::Flag(false)),
                _ => match number_of(value).filter(|number| can_be_kept(*number)) {
                    Some(number) => Some(FacetValue::Number(number)),
                    None if text.is_empty() || text.chars().count() > bounds::WORD_CHARS_MAX => None,
                    None => Some(FacetValue::Word(text.to_owned())),
                },
            }
        }
        _ => None,
    }
}

fn read_properties(fields: &mut Fields) -> BTreeMap<String, Value> {
    let mut read = BTreeMap::new();
    fields.object("properties", |fields| {
        let entries = fields.rest();
        if entries.len() > bounds::PROPERTIES_MAX {
            fields.refuse("", None, Complaint::ManyEntries(bounds::PROPERTIES_MAX));
            return;
        }
        for (name, value) in entries {
            if name.is_empty() || name.chars().count() > bounds::TEXT_CHARS_MAX {
                fields.refuse(&name, None, Complaint::NameLength(bounds::TEXT_CHARS_MAX));
            } else if let Err(complaint) = check_property(&value, bounds::PROPERTY_DEPTH_MAX) {
                fields.refuse(&name, None, complaint);
            } else {
                read.insert(name, value);
            }
        }
    });
    read
}

/// Tells whether a number is one that the table can keep.
fn can_be_kept(number: f64) -> bool {
    number == 0.0 || (bounds::NUMBER_SIZE_MIN..=bounds::NUMBER_SIZE_MAX).contains(&number.abs())
}

pub(super) fn check_property(value: &Value, depth_left: usize) -> Result<(), Complaint> {
    let too_many = || Complaint::ManyEntriesAtOneLevel(bounds::PROPERTIES_MAX);
    match value {
        Value::Number(number) if !number.as_f64().is_some_and(can_be_kept) => Err(Complaint::OutOfRange),
        Value::Object(values)
            if values.keys().any(|name| name.is_empty() || name.chars().count() > bounds::TEXT_CHARS_MAX) =>
        {
            Err(Complaint::NamesLength(bounds::TEXT_CHARS_MAX))
        }
        Value::String(text) if text.chars().count() > bounds::PROPERTY_CHARS_MAX => {
            Err(Complaint::TooLong(bounds::PROPERTY_CHARS_MAX))
        }
        Value::Array(_) | Value::Object(_) if depth_left == 0 => Err(Complaint::TooDeep(bounds::PROPERTY_DEPTH_MAX)),
        Value::Array(values) if values.len() > bounds::PROPERTIES_MAX => Err(too_many()),
        Value::Object(values) if values.len() > bounds::PROPERTIES_MAX => Err(too_many()),
        Value::Array(values) => values.iter().try_for_each(|value| check_property(value, depth_left - 1)),
        Value::Object(values) => values.values().try_for_each(|value| check_property(value, depth_left - 1)),
        _ => Ok(()),
    }
}
