//! CloudEvents 1.0: the envelope comes off, the touchpoint in it is left. Structured and batched mode here; a request in
//! binary mode is put into the same envelope before.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use super::complaint::Complaint;
use super::names::ALIASES;
use super::parse::FieldError;

/// Tells whether an object is an envelope: no touchpoint has a field of this name.
pub fn is_cloud_event(value: &Value) -> bool {
    value.get("specversion").is_some()
}

/// Reads the fields of a CloudEvents 1.0 envelope into a flat touchpoint: `data` (or `data_base64`) is the touchpoint, and
/// what it does not say is taken from the envelope: the type from the last part of the event's, a version left out
/// (`com.example.delivery.v1`). Extension attributes are ignored, as the standard demands.
///
/// # Errors
/// A missing or wrong attribute of the envelope.
pub fn unwrap_cloud_event(event: Value) -> Result<Value, Vec<FieldError>> {
    let complain = |field: &str, complaint: Complaint| FieldError { field: field.to_owned(), complaint };
    let Value::Object(mut envelope) = event else {
        return Err(vec![complain("", Complaint::NotCloudEvent)]);
    };
    let mut errors = Vec::new();
    if envelope.get("specversion").and_then(Value::as_str) != Some("1.0") {
        errors.push(complain("specversion", Complaint::NotThis("\"1.0\"")));
    }
    for name in ["id", "source", "type"] {
        if envelope.get(name).and_then(Value::as_str).is_none_or(str::is_empty) {
            errors.push(complain(name, Complaint::Missing));
        }
    }
    let (name, data) = match (envelope.remove("data"), envelope.remove("data_base64")) {
        (None | Some(Value::Null), Some(data)) => ("data_base64", decoded(&data)),
        (data, None) => ("data", data.or(Some(Value::Null))),
        (Some(_), Some(_)) => ("data_base64", None),
    };
    let mut touchpoint = match data {
        Some(Value::Null) => Map::new(),
        Some(Value::Object(data)) => data,
        _ => {
            let complaint = if name == "data" { Complaint::NotObject } else { Complaint::NotObjectAlone("data") };
            errors.push(complain(name, complaint));
            Map::new()
        }
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let event_type = envelope.get("type").and_then(Value::as_str).unwrap_or_default();
    let short_type = event_type.rsplit('.').find(|part| !is_version(part)).unwrap_or(event_type).to_owned();
    let says = |touchpoint: &Map<String, Value>, name: &str| {
        let aliases = ALIASES.iter().find(|(ours, _)| *ours == name).map_or(&[][..], |(_, aliases)| aliases);
        touchpoint.contains_key(name) || aliases.iter().any(|alias| touchpoint.contains_key(*alias))
    };
    if !says(&touchpoint, "touchpoint_type") {
        touchpoint.insert("touchpoint_type".into(), short_type.into());
    }
    for (ours, theirs) in [("occurred_at", "time"), ("customer_id", "subject")] {
        if !says(&touchpoint, ours)
            && let Some(value) = envelope.remove(theirs)
        {
            touchpoint.insert(ours.into(), value);
        }
    }
    // The envelope names the event: its id and source are the idempotency key, whatever the data repeats.
    for (name, aliases) in ALIASES.iter().filter(|(name, _)| *name == "id") {
        aliases.iter().for_each(|alias| {
            touchpoint.remove(*alias);
        });
        touchpoint.remove(*name);
    }
    for name in ["id", "source"] {
        if let Some(value) = envelope.remove(name) {
            touchpoint.insert(name.into(), value);
        }
    }
    Ok(Value::Object(touchpoint))
}

/// Reads JSON that is carried as base64.
fn decoded(data: &Value) -> Option<Value> {
    serde_json::from_slice(&BASE64.decode(data.as_str()?).ok()?).ok()
}

/// Tells whether a part of an event's type is its version, such as `v2`.
fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn unwrapped(more: &Value) -> Result<Value, Vec<FieldError>> {
        let mut event = json!({"specversion": "1.0", "id": "e1", "source": "shop", "type": "com.example.delivery.v1"});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        unwrap_cloud_event(event)
    }

    #[test]
    fn a_version_is_no_type_unless_it_is_all_there_is() {
        let kind = |name: &str| unwrapped(&json!({"type": name})).unwrap()["touchpoint_type"].clone();
        assert_eq!(kind("com.example.delivery.v1"), "delivery");
        assert_eq!(kind("com.example.delivery"), "delivery");
        assert_eq!(kind("com.example.vip"), "vip");
        assert_eq!(kind("v2"), "v2");
    }

    #[test]
    fn data_may_come_as_base64_and_is_not_lost() {
        let csat = json!({"data_base64": "eyJyYXRpbmciOnsiY3NhdCI6MX19"});
        assert_eq!(unwrapped(&csat).unwrap()["rating"]["csat"], 1);
        for wrong in [
            json!({"data_base64": "eyJ"}),
            json!({"data_base64": "bm8ganNvbg=="}),
            json!({"data_base64": 7}),
            json!({"data": {}, "data_base64": "e30="}),
        ] {
            let errors = unwrapped(&wrong).unwrap_err();
            assert_eq!(errors[0].field, "data_base64");
        }
        assert_eq!(unwrapped(&json!({"data": 3})).unwrap_err()[0].field, "data");
    }
}
