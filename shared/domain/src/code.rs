//! Reasons as short codes: what a rule says of what it decided. Holds no sentence.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A reason as a short code: a name and up to a few arguments, `name:argument:…`. The sentences people read are in
/// [`crate::wording`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Makes a code without arguments.
    pub fn of(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// Makes a code with one argument.
    pub fn with(name: &str, argument: impl fmt::Display) -> Self {
        Self(format!("{name}:{argument}"))
    }

    /// Makes a code with two arguments. The first must not contain a colon.
    pub fn with_two(name: &str, first: impl fmt::Display, second: impl fmt::Display) -> Self {
        Self(format!("{name}:{first}:{second}"))
    }

    /// Returns the name, the part before the first colon.
    pub fn name(&self) -> &str {
        self.0.split_once(':').map_or(self.0.as_str(), |(name, _)| name)
    }

    /// Returns the arguments in order.
    pub fn arguments(&self) -> impl Iterator<Item = &str> {
        self.0.split(':').skip(1)
    }

    /// Returns the whole code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
