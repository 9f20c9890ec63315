//! A place in the resolved template that knows its own path, so that every refusal names where. Knows no resource type.

use std::time::Duration;

use serde_norway::Value;

use super::scope::{Scope, as_text};
use crate::error::Error;

/// A resolved value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    path: String,
    value: Value,
}

impl Node {
    /// Resolves a value of the template; `None` if nothing is left of it.
    pub(crate) fn resolve(scope: &Scope, value: &Value, path: impl Into<String>) -> Result<Option<Self>, Error> {
        let path = path.into();
        Ok(scope.resolve(value, &path)?.map(|value| Self { path, value }))
    }

    /// Refuses this place.
    pub(crate) fn refuse(&self, why: impl std::fmt::Display) -> Error {
        Error::template(&self.path, why)
    }

    /// Refuses members whose names are not in the lists: `used` are read here, `not_shown` mean nothing locally.
    pub(crate) fn only(&self, used: &[&str], not_shown: &[&str]) -> Result<(), Error> {
        let mapping = self.value.as_mapping().ok_or_else(|| self.refuse("expected a mapping"))?;
        for key in mapping.keys() {
            let key = key.as_str().unwrap_or("?");
            if !used.contains(&key) && !not_shown.contains(&key) {
                return Err(Error::template(format!("{}.{key}", self.path), "the local stack does not know it"));
            }
        }
        Ok(())
    }

    /// Returns a member.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?.clone();
        Some(Self { path: format!("{}.{key}", self.path), value })
    }

    /// Returns a member that must be there.
    pub(crate) fn required(&self, key: &str) -> Result<Self, Error> {
        self.get(key).ok_or_else(|| Error::template(format!("{}.{key}", self.path), "missing"))
    }

    /// Returns the members with their names, in the order of the file.
    pub(crate) fn entries(&self) -> Result<Vec<(String, Self)>, Error> {
        let mapping = self.value.as_mapping().ok_or_else(|| self.refuse("expected a mapping"))?;
        let entry = |(key, value): (&Value, &Value)| {
            let name = as_text(Some(key));
            (name.clone(), Self { path: format!("{}.{name}", self.path), value: value.clone() })
        };
        Ok(mapping.iter().map(entry).collect())
    }

    /// Returns the items of a list.
    pub(crate) fn items(&self) -> Result<Vec<Self>, Error> {
        let items = self.value.as_sequence().ok_or_else(|| self.refuse("expected a list"))?;
        let item =
            |(index, value): (usize, &Value)| Self { path: format!("{}[{index}]", self.path), value: value.clone() };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// Reads a text; numbers and flags count as their text, as in CloudFormation.
    pub(crate) fn text(&self) -> Result<String, Error> {
        match &self.value {
            Value::String(_) | Value::Number(_) | Value::Bool(_) => Ok(as_text(Some(&self.value))),
            _ => Err(self.refuse("expected a text")),
        }
    }

    /// Reads a whole number, which may be −1 where that means "without end".
    pub(crate) fn whole(&self) -> Result<i64, Error> {
        self.text()?.parse().map_err(|_| self.refuse("expected a whole number"))
    }

    /// Reads a count that is not negative.
    pub(crate) fn count(&self) -> Result<u32, Error> {
        u32::try_from(self.whole()?).map_err(|_| self.refuse("expected a number from 0"))
    }

    /// Reads whole seconds.
    pub(crate) fn seconds(&self) -> Result<Duration, Error> {
        Ok(Duration::from_secs(u64::from(self.count()?)))
    }

    /// Reads a flag.
    pub(crate) fn flag(&self) -> Result<bool, Error> {
        self.text()?.parse().map_err(|_| self.refuse("expected true or false"))
    }
}
