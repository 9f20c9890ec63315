//! What names mean in the template: parameters, conditions, resources and the intrinsic functions over them. Knows no
//! resource type.

use std::collections::{BTreeMap, BTreeSet};

use serde_norway::Value;
use serde_norway::value::TaggedValue;

use crate::engine::{ACCOUNT, REGION};
use crate::error::Error;

/// The stack's name, wherever the template asks for it.
const STACK: &str = "moments";

/// The names of one template.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) conditions: BTreeMap<String, Value>,
    /// What `!Ref` of a resource gives: its physical name, or its logical one where it has none.
    pub(super) resources: BTreeMap<String, String>,
}

impl Scope {
    /// Replaces intrinsic functions until plain YAML is left. `None` stands for `AWS::NoValue`.
    ///
    /// Refuses functions it does not know, with their path.
    pub(crate) fn resolve(&self, value: &Value, path: &str) -> Result<Option<Value>, Error> {
        if let Some((function, argument)) = intrinsic(value) {
            return self.call(&function, argument, path);
        }
        match value {
            Value::Mapping(mapping) => {
                let mut resolved = serde_norway::Mapping::new();
                for (key, value) in mapping {
                    let inner = format!("{path}.{}", key.as_str().unwrap_or("?"));
                    if let Some(value) = self.resolve(value, &inner)? {
                        resolved.insert(key.clone(), value);
                    }
                }
                Ok(Some(Value::Mapping(resolved)))
            }
            Value::Sequence(values) => {
                let mut resolved = Vec::with_capacity(values.len());
                for (index, value) in values.iter().enumerate() {
                    resolved.extend(self.resolve(value, &format!("{path}[{index}]"))?);
                }
                Ok(Some(Value::Sequence(resolved)))
            }
            plain => Ok(Some(plain.clone())),
        }
    }

    /// Tells whether a condition holds.
    pub(crate) fn holds(&self, condition: &str, path: &str) -> Result<bool, Error> {
        let value =
            self.conditions.get(condition).ok_or_else(|| Error::template(path, format!("no condition {condition}")))?;
        self.truth(value, &format!("Conditions.{condition}"))
    }

    fn call(&self, function: &str, argument: &Value, path: &str) -> Result<Option<Value>, Error> {
        match function {
            "Ref" if argument.as_str() == Some("AWS::NoValue") => Ok(None),
            "Ref" => self.reference(text(argument, path)?, path).map(|text| Some(Value::String(text))),
            "Sub" => self.substitute(argument, path).map(|text| Some(Value::String(text))),
            "GetAtt" => get_att(argument, path).map(|text| Some(Value::String(text))),
            "If" => {
                let [condition, then, otherwise] = arguments(argument, path)?;
                let chosen = if self.holds(text(condition, path)?, path)? { then } else { otherwise };
                self.resolve(chosen, path)
            }
            "Equals" | "Not" | "And" | "Or" | "Condition" => {
                self.truth_of(function, argument, path).map(|truth| Some(Value::Bool(truth)))
            }
            other => Err(Error::template(path, format!("the local stack does not know the function {other}"))),
        }
    }

    fn truth(&self, value: &Value, path: &str) -> Result<bool, Error> {
        match intrinsic(value) {
            Some((function, argument)) => self.truth_of(&function, argument, path),
            None => value.as_bool().ok_or_else(|| Error::template(path, "not a condition")),
        }
    }

    fn truth_of(&self, function: &str, argument: &Value, path: &str) -> Result<bool, Error> {
        let all = || argument.as_sequence().ok_or_else(|| Error::template(path, format!("{function} takes a list")));
        match function {
            "Condition" => self.holds(text(argument, path)?, path),
            "Equals" => {
                let [left, right] = arguments(argument, path)?;
                Ok(as_text(self.resolve(left, path)?.as_ref()) == as_text(self.resolve(right, path)?.as_ref()))
            }
            "Not" => {
                let [inner] = arguments(argument, path)?;
                Ok(!self.truth(inner, path)?)
            }
            "And" => all()?.iter().try_fold(true, |truth, inner| Ok(truth & self.truth(inner, path)?)),
            "Or" => all()?.iter().try_fold(false, |truth, inner| Ok(truth | self.truth(inner, path)?)),
            other => Err(Error::template(path, format!("the local stack does not know the condition {other}"))),
        }
    }

    fn reference(&self, name: &str, path: &str) -> Result<String, Error> {
        let pseudo = match name {
            "AWS::Region" => Some(REGION),
            "AWS::AccountId" => Some(ACCOUNT),
            "AWS::Partition" => Some("aws"),
            "AWS::URLSuffix" => Some("amazonaws.com"),
            "AWS::StackName" => Some(STACK),
            _ => None,
        };
        pseudo
            .map(str::to_owned)
            .or_else(|| self.parameters.get(name).cloned())
            .or_else(|| self.resources.get(name).cloned())
            .ok_or_else(|| Error::template(path, format!("nothing is called {name}, or it has no value here")))
    }

    fn substitute(&self, argument: &Value, path: &str) -> Result<String, Error> {
        let (pattern, own) = match argument {
            Value::Sequence(parts) => match parts.as_slice() {
                [pattern, Value::Mapping(own)] => (text(pattern, path)?, Some(own)),
                _ => return Err(Error::template(path, "Sub takes a text, or a text and its own names")),
            },
            other => (text(other, path)?, None),
        };
        let mut result = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) =
                after.split_once('}').ok_or_else(|| Error::template(path, "Sub without a closing brace"))?;
            result.push_str(before);
            if let Some(literal) = name.strip_prefix('!') {
                result.push_str(&format!("${{{literal}}}"));
            } else if let Some(value) = own.and_then(|own| own.get(name)) {
                result.push_str(&as_text(self.resolve(value, path)?.as_ref()));
            } else if self.parameters.contains_key(name) || name.starts_with("AWS::") || !name.contains('.') {
                result.push_str(&self.reference(name, path)?);
            } else {
                // An attribute of a resource, as `GetAtt` would give it.
                result.push_str(name);
            }
            rest = after;
        }
        result.push_str(rest);
        Ok(result)
    }
}

/// Names an attribute of a resource, `Resource.Attribute`: nothing local has a real one.
fn get_att(argument: &Value, path: &str) -> Result<String, Error> {
    match argument {
        Value::Sequence(_) => {
            let [resource, attribute] = arguments(argument, path)?;
            Ok(format!("{}.{}", text(resource, path)?, text(attribute, path)?))
        }
        other => text(other, path).map(str::to_owned),
    }
}

/// Finds an intrinsic function in its short (`!Ref x`) or long form (`{Ref: x}`, `{Fn::Sub: x}`).
fn intrinsic(value: &Value) -> Option<(String, &Value)> {
    match value {
        Value::Tagged(tagged) => {
            let TaggedValue { tag, value } = tagged.as_ref();
            Some((tag.to_string().trim_start_matches('!').to_owned(), value))
        }
        Value::Mapping(mapping) if mapping.len() == 1 => {
            let (key, argument) = mapping.iter().next()?;
            match key.as_str()? {
                "Ref" => Some(("Ref".to_owned(), argument)),
                // `Condition: Name` is a function only where a condition is expected, and there it has this form too.
                key => key.strip_prefix("Fn::").map(|name| (name.to_owned(), argument)),
            }
        }
        _ => None,
    }
}

fn arguments<'a, const N: usize>(value: &'a Value, path: &str) -> Result<[&'a Value; N], Error> {
    let values: Vec<&Value> = value.as_sequence().map(|values| values.iter().collect()).unwrap_or_default();
    values.try_into().map_err(|_| Error::template(path, format!("expected a list of {N}")))
}

fn text<'a>(value: &'a Value, path: &str) -> Result<&'a str, Error> {
    value.as_str().ok_or_else(|| Error::template(path, "expected a text"))
}

/// Prints a plain value as CloudFormation would: everything is text there.
pub(super) fn as_text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(flag)) => flag.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Reads the parameters: what the configuration says, else the default.
///
/// A parameter with neither has no value, which is an error only where something asks for it.
pub(super) fn parameters(
    declared: &Value,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Error> {
    let empty = serde_norway::Mapping::new();
    let declared = declared.as_mapping().unwrap_or(&empty);
    let names: BTreeSet<&str> = declared.keys().filter_map(Value::as_str).collect();
    if let Some(unknown) = given.keys().find(|name| !names.contains(name.as_str())) {
        let known = names.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Error::template("Parameters", format!("there is no parameter {unknown}; there are {known}")));
    }
    let mut values = BTreeMap::new();
    for (name, parameter) in declared {
        let Some(name) = name.as_str() else { continue };
        let path = format!("Parameters.{name}");
        let kind = parameter.get("Type").and_then(Value::as_str).unwrap_or_default();
        if !matches!(kind, "String" | "Number") {
            return Err(Error::template(path, format!("the local stack does not know the parameter type {kind}")));
        }
        let default = parameter.get("Default").map(|value| as_text(Some(value)));
        let Some(value) = given.get(name).cloned().or(default) else { continue };
        let allowed = parameter.get("AllowedValues").and_then(Value::as_sequence);
        if allowed.is_some_and(|allowed| !allowed.iter().any(|allowed| as_text(Some(allowed)) == value)) {
            return Err(Error::template(path, format!("{value} is not among the allowed values")));
        }
        values.insert(name.to_owned(), value);
    }
    Ok(values)
}
