//! A cause of a failure, as the catalogue of causes names it. Decides no cause.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use domain::rules::Rules;
use domain::vocabulary::Language;

/// A cause with its name in the catalogue, by language; a word outside the catalogue has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CauseName {
    /// A word of the catalogue of causes.
    pub cause: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub name: BTreeMap<Language, String>,
}

impl CauseName {
    pub(crate) fn of(cause: &str, rules: &Rules) -> Self {
        let known = rules.causes.get(cause);
        let names = Language::ALL.iter().filter_map(|of| Some((*of, known?.name(*of).to_owned())));
        Self { cause: cause.to_owned(), name: names.collect() }
    }
}
