//! Channels as an operator writes them, and what is wrong with them. Errors name the channel and the field, never the
//! address or the secret.
//!
//! A caller that parses the document with `toml` must not print that error's `Display`: it quotes the line.

mod check;

use std::fmt;

use domain::alerting::Topic;
use domain::vocabulary::Language;
use serde::Deserialize;
use serde_json::Value;

use crate::redaction::Secret;

pub(crate) use check::check;

/// One `[[channels]]` table of the configuration document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelConfiguration {
    /// Names the channel in deliveries, logs and reports: 1 to 40 of a–z, 0–9 and `-`, unique.
    pub name: String,
    /// What listens there.
    pub kind: ChannelKind,
    /// Where it listens: a secret. `https://…`; for e-mail the server, `smtps://host:465` or `smtp://host:587`.
    pub url: Secret,
    /// `whsec_…`, or two of them while one is being replaced; webhooks only.
    #[serde(default)]
    pub secret: Secrets,
    /// Who signs in at the mail server; e-mail only.
    #[serde(default)]
    pub user: Option<Secret>,
    /// How; e-mail only.
    #[serde(default)]
    pub password: Option<Secret>,
    /// Who the mail comes from; e-mail only.
    #[serde(default)]
    pub from: Option<Secret>,
    /// Who reads it; e-mail only.
    #[serde(default)]
    pub to: Vec<Secret>,
    /// Whether messages may print the business's own customer identifier.
    #[serde(default)]
    pub show_customer: bool,
    /// What it is sent; everything that its kind can receive if not said, see [`Self::topics`].
    #[serde(default)]
    pub receives: Option<Vec<Topic>>,
    /// Its language; the deployment's if not said.
    #[serde(default)]
    pub language: Option<Language>,
    /// Another channel, which is told instead when this one cannot be.
    #[serde(default)]
    pub fallback: Option<String>,
    /// When it is not to be woken: a [`domain::calendar::QuietHours`], read when the channels are checked, so that a
    /// problem names the channel.
    #[serde(default)]
    pub quiet_hours: Option<Value>,
}

/// Kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A Slack incoming webhook.
    Slack,
    /// A Microsoft Teams workflow that takes webhooks.
    Teams,
    /// A mail server.
    Email,
    /// A Standard Webhooks 1.0 endpoint.
    Webhook,
}

impl ChannelKind {
    /// Returns whether a program listens there, and no person.
    pub fn is_program(self) -> bool {
        self == Self::Webhook
    }
}

impl ChannelConfiguration {
    /// Returns what it is sent.
    pub fn topics(&self) -> Vec<Topic> {
        self.receives.clone().unwrap_or_else(|| Topic::all_for(self.kind.is_program()))
    }
}

/// No, one or several signing secrets.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Secrets(pub Vec<Secret>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Secret),
    Many(Vec<Secret>),
}

impl From<OneOrMany> for Secrets {
    fn from(secrets: OneOrMany) -> Self {
        match secrets {
            OneOrMany::One(secret) => Self(vec![secret]),
            OneOrMany::Many(secrets) => Self(secrets),
        }
    }
}

/// One field of one channel that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("channel {channel}: {field} {why}")]
pub struct Problem {
    /// The channel's name, or its place in the list from 1 if the name is the problem.
    pub channel: String,
    /// The field.
    pub field: &'static str,
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
