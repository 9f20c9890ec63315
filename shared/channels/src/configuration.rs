//! Channels as an operator writes them, and what is wrong with them. Errors name the channel and the field, never the
//! address or the secret.
//!
//! A caller that parses the document with `toml` must not print that error's `Display`: it quotes the line.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use domain::alerting::Topic;
use domain::vocabulary::Language;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::kinds::KindConfiguration;

/// One `[[channels]]` table of the configuration document: what every channel has, and what its kind has.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ChannelConfiguration {
    /// Names the channel: 1 to 40 of a-z, 0-9 and -, used once.
    #[schemars(example = &"team")]
    pub name: String,
    /// What listens there, and what it takes to reach it.
    #[serde(flatten)]
    pub kind: KindConfiguration,
    /// Whether messages may show the customer's identifier instead of a pseudonym.
    #[serde(default)]
    pub show_customer: bool,
    /// What it receives: everything that its kind can if left out. `cases`, each step of each case, is for webhooks only.
    #[serde(default)]
    #[schemars(example = ["alerts", "escalations", "reports"])]
    pub receives: Option<Vec<Topic>>,
    /// Its language; the deployment's if left out.
    #[serde(default)]
    #[schemars(example = &"es")]
    pub language: Option<Language>,
    /// Another channel, which gets a message instead when this one cannot.
    #[serde(default)]
    #[schemars(example = &"duty")]
    pub fallback: Option<String>,
    /// When only the most severe wakes it.
    // Read when the channels are checked, so that a problem names the channel.
    #[serde(default)]
    #[schemars(with = "Option<domain::calendar::QuietHours>")]
    pub quiet_hours: Option<Value>,
    /// The names of all fields that are none of the above, so that a problem with one of them names the channel.
    #[serde(flatten)]
    #[schemars(skip)]
    own: BTreeMap<String, IgnoredAny>,
}

/// The fields that every channel may have, `kind` included.
pub(crate) const SHARED_FIELDS: [&str; 7] =
    ["name", "kind", "show_customer", "receives", "language", "fallback", "quiet_hours"];

impl ChannelConfiguration {
    /// Returns what it is sent.
    pub fn topics(&self) -> Vec<Topic> {
        self.receives.clone().unwrap_or_else(|| Topic::all_for(self.kind.about().is_program))
    }

    /// Returns the fields that its kind does not have.
    pub(crate) fn foreign_fields(&self) -> impl Iterator<Item = &str> {
        let fields = self.kind.about().fields();
        self.own.keys().map(String::as_str).filter(|name| *name != "kind" && !fields.contains(name))
    }
}

/// What all channels of a deployment share.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reverse-DNS prefix of event types.
    pub event_prefix: String,
    /// Language of a channel that does not name its own.
    pub language: Language,
    /// Local stack and tests only: channels may be `http` on a loopback address.
    pub allow_loopback: bool,
    /// Longest time for one attempt, from name to reply; three times that for a mail, which takes many exchanges.
    pub time_out: Duration,
}

impl Default for Options {
    /// `org.moments`, English, public addresses only, 3 s.
    fn default() -> Self {
        Self {
            event_prefix: "org.moments".to_owned(),
            language: Language::English,
            allow_loopback: false,
            time_out: Duration::from_secs(3),
        }
    }
}

/// One field of one channel that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("channel {channel}: {field} {why}")]
pub struct Problem {
    /// Its place in the list, from 0.
    pub index: usize,
    /// The channel's name, or its place in the list from 1 if the name is the problem.
    pub channel: String,
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub why: String,
}

/// Everything that is wrong with the configured channels, at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidChannels(pub Vec<Problem>);

impl std::error::Error for InvalidChannels {}

impl fmt::Display for InvalidChannels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems: Vec<String> = self.0.iter().map(Problem::to_string).collect();
        f.write_str(&problems.join("; "))
    }
}
