//! Event patterns of a stream mapping: which records reach the function. Lambda's rules, as far as the crate `quamina`
//! and Lambda agree; an operator on which they might not is refused by name.

use quamina::Quamina;
use serde_json::Value;

use crate::error::Error;
use crate::template::events::Pattern;

/// The filter of one mapping.
pub(crate) struct Filter(Option<Quamina<usize>>);

impl Filter {
    /// Compiles the patterns of a mapping; a record passes if any of them matches, or if there are none.
    pub(crate) fn compile(patterns: &[Pattern]) -> Result<Self, Error> {
        if patterns.is_empty() {
            return Ok(Self(None));
        }
        let mut matcher = Quamina::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let value: Value = serde_json::from_str(&pattern.text).map_err(|error| pattern.node.refuse(error))?;
            check(&value).map_err(|why| pattern.node.refuse(why))?;
            matcher.add_pattern(index, &pattern.text).map_err(|error| pattern.node.refuse(error))?;
        }
        Ok(Self(Some(matcher)))
    }

    /// Tells whether a record, as Lambda would deliver it, reaches the function.
    pub(crate) fn passes(&self, event: &Value) -> Result<bool, Error> {
        let Some(matcher) = &self.0 else { return Ok(true) };
        let text = serde_json::to_vec(event).map_err(|error| Error::failed("stream filter", error))?;
        matcher.has_matches(&text).map_err(|error| Error::failed("stream filter", error))
    }
}

/// Checks that a pattern says nothing on which Lambda and the matcher could differ.
fn check(pattern: &Value) -> Result<(), String> {
    let members = pattern.as_object().ok_or("a pattern is a JSON object")?;
    for (name, value) in members {
        if name.starts_with('$') {
            return Err(format!("the local stack does not know the operator {name}"));
        }
        match value {
            Value::Object(_) => check(value)?,
            Value::Array(rules) => rules.iter().try_for_each(check_rule)?,
            _ => return Err(format!("{name} needs a list of values")),
        }
    }
    Ok(())
}

fn check_rule(rule: &Value) -> Result<(), String> {
    let Value::Object(operator) = rule else {
        // Numbers are compared as texts by some matchers and as numbers by others; images hold them as texts anyway.
        return if rule.is_string() || rule.is_null() || rule.is_boolean() {
            Ok(())
        } else {
            Err(format!("the local stack does not match the value {rule}"))
        };
    };
    let (name, argument) = operator.iter().next().ok_or("an empty rule")?;
    let known = match name.as_str() {
        "prefix" | "suffix" | "equals-ignore-case" => argument.is_string(),
        "exists" => argument.is_boolean(),
        "anything-but" => argument.as_array().is_some_and(|values| values.iter().all(Value::is_string)),
        _ => return Err(format!("the local stack does not know the operator {name}")),
    };
    if !known || operator.len() != 1 {
        return Err(format!("the local stack does not know this form of {name}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn passes(pattern: &str, event: &Value) -> bool {
        let mut matcher = Quamina::new();
        check(&serde_json::from_str(pattern).unwrap()).unwrap();
        matcher.add_pattern(0, pattern).unwrap();
        Filter(Some(matcher)).passes(event).unwrap()
    }

    fn record(sk: &str, new: &Value) -> Value {
        let mut record = json!({"eventName": "INSERT", "dynamodb": {"Keys": {"pk": {"S": "p"}, "sk": {"S": sk}}}});
        if !new.is_null() {
            record["dynamodb"]["NewImage"] = new.clone();
        }
        record
    }

    #[test]
    fn a_touchpoint_passes_and_its_neighbours_do_not() {
        let pattern = r#"{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"TOUCHPOINT#"}]}},"NewImage":{"pk":{"S":[{"exists":true}]}}}}"#;
        let image = json!({"pk": {"S": "p"}, "sk": {"S": "x"}});
        assert!(passes(pattern, &record("TOUCHPOINT#form#1", &image)));
        assert!(!passes(pattern, &record("TOUCHPOINT", &image)), "one character short of the prefix");
        assert!(!passes(pattern, &record("MOMENT#form#1", &image)));
        assert!(!passes(pattern, &record("TOUCHPOINT#form#1", &Value::Null)), "a removal");
    }

    #[test]
    fn what_only_had_its_clock_cleared_passes_no_filter_of_the_template() {
        let pattern = |line: &'static str| line.trim().strip_prefix("- Pattern: '")?.strip_suffix('\'');
        let patterns: Vec<&str> =
            crate::TEMPLATE.lines().filter_map(pattern).filter(|one| one.contains("dynamodb")).collect();
        assert!(patterns.len() >= 2, "{patterns:?}");
        let passes_any =
            |new: &Value| patterns.iter().any(|pattern| passes(pattern, &record("TOUCHPOINT#shop#1", new)));
        assert!(passes_any(&json!({"pk": {"S": "CUSTOMER#id:ana"}})), "a new touchpoint is judged");
        let cleared = json!({"pk": {"S": "CUSTOMER#id:ana"}, "watched": {"S": "2026-11-30T10:00:00Z"}});
        assert!(!passes_any(&cleared), "a cleared clock is nothing to judge");
    }

    #[test]
    fn only_the_attention_asked_for_passes() {
        let pattern =
            r#"{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"MOMENT#"}]}},"NewImage":{"attention":{"S":["critical"]}}}}"#;
        let image = |attention: &str| json!({"pk": {"S": "p"}, "attention": {"S": attention}});
        assert!(passes(pattern, &record("MOMENT#1", &image("critical"))));
        assert!(!passes(pattern, &record("MOMENT#1", &image("after_misery"))));
        assert!(!passes(pattern, &record("MOMENT#1", &json!({"pk": {"S": "p"}}))));
    }

    #[test]
    fn anything_but_needs_the_field_to_be_there() {
        let pattern = r#"{"eventName":[{"anything-but":["REMOVE"]}]}"#;
        assert!(passes(pattern, &json!({"eventName": "INSERT"})));
        assert!(!passes(pattern, &json!({"eventName": "REMOVE"})));
        assert!(!passes(pattern, &json!({"other": "INSERT"})));
    }

    #[test]
    fn what_is_not_there_is_told_after_what_begins_so() {
        let pattern = r#"{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"T#"}]}},"NewImage":{"pk":{"S":[{"prefix":"C#"}]},"watched":{"S":[{"exists":false}]}}}}"#;
        assert!(passes(pattern, &record("T#", &json!({"pk": {"S": "C#1"}, "z": {"S": "x"}}))));
        assert!(!passes(pattern, &record("T#", &json!({"pk": {"S": "C#1"}, "watched": {"S": "x"}}))));
        assert!(!passes(pattern, &record("T#", &Value::Null)));
    }

    #[test]
    fn operators_on_which_matchers_differ_are_refused_by_name() {
        for (pattern, word) in [
            (r#"{"a":[{"wildcard":"*x"}]}"#, "wildcard"),
            (r#"{"a":[{"regexp":"x"}]}"#, "regexp"),
            (r#"{"a":[{"cidr":"10.0.0.0/8"}]}"#, "cidr"),
            (r#"{"$or":[{"a":["x"]}]}"#, "$or"),
            (r#"{"a":[{"anything-but":{"prefix":"x"}}]}"#, "anything-but"),
            (r#"{"a":[1]}"#, "1"),
            (r#"{"a":"x"}"#, "list"),
        ] {
            let refused = check(&serde_json::from_str(pattern).unwrap()).unwrap_err();
            assert!(refused.contains(word), "{pattern}: {refused}");
        }
    }
}
