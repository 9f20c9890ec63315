//! The kinds of channel, one folder each: what an operator writes of it, how that is checked, how a message is rendered and
//! what its answers say. This file is the only list of them. Sends nothing.
//!
//! A new kind is a folder, and here its module, its line in [`ALL`], its variant and its arm.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::outgoing::Outgoing;
use crate::redaction::{ChannelUrl, Secret};
use crate::request::{Delivery, Style, Unrenderable};

mod email;
mod fields;
mod google_chat;
mod slack;
mod teams;
mod webhook;

/// Every kind.
pub const ALL: &[&About] = &[&slack::ABOUT, &teams::ABOUT, &google_chat::ABOUT, &email::ABOUT, &webhook::ABOUT];

/// What a channel of each kind needs, as an operator writes it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KindConfiguration {
    /// A Slack incoming webhook.
    Slack(slack::Configuration),
    /// A Microsoft Teams workflow that takes webhooks.
    Teams(teams::Configuration),
    /// A Google Chat incoming webhook.
    GoogleChat(google_chat::Configuration),
    /// A mail server.
    Email(email::Configuration),
    /// A Standard Webhooks 1.0 endpoint.
    Webhook(webhook::Configuration),
}

impl KindConfiguration {
    fn own(&self) -> &dyn Configured {
        match self {
            Self::Slack(own) => own,
            Self::Teams(own) => own,
            Self::GoogleChat(own) => own,
            Self::Email(own) => own,
            Self::Webhook(own) => own,
        }
    }

    /// Returns its kind.
    pub fn about(&self) -> &'static About {
        self.own().about()
    }

    /// Returns where it listens.
    pub(crate) fn url(&self) -> &Secret {
        self.own().url()
    }

    /// Checks it, and returns what renders its messages. Adds all that is wrong.
    pub(crate) fn check(&self, allow_loopback: bool, wrong: &mut Vec<Wrong>) -> Option<Arc<dyn Kind>> {
        self.own().check(allow_loopback, wrong)
    }
}

/// What is the same for every channel of a kind.
#[derive(Debug)]
pub struct About {
    /// Its name in the configuration.
    pub name: &'static str,
    /// Whether a program listens there, and no person.
    pub is_program: bool,
    /// Whether it can write to one person by an address.
    pub writes_letters: bool,
    /// A table as the printed configuration shows it.
    pub example: &'static str,
    /// The fields that its configuration has, see [`fields::of`].
    fields: fn() -> &'static [&'static str],
}

impl About {
    /// Returns the fields that its configuration has beside those of every channel.
    pub fn fields(&self) -> &'static [&'static str] {
        (self.fields)()
    }
}

/// A field and what is wrong with it. Says the rule, never the value.
pub(crate) type Wrong = (&'static str, String);

/// A channel of one kind as an operator writes it.
trait Configured {
    fn about(&self) -> &'static About;

    /// Returns where it listens.
    fn url(&self) -> &Secret;

    /// Checks it, and returns what renders its messages. Adds all that is wrong.
    fn check(&self, allow_loopback: bool, wrong: &mut Vec<Wrong>) -> Option<Arc<dyn Kind>>;
}

/// A channel of one kind, checked.
pub(crate) trait Kind: fmt::Debug + Send + Sync {
    /// Renders a delivery as it reads at `now`: how long ago something happened is part of it.
    fn render(&self, delivery: &Delivery<'_>, style: &Style, now: Timestamp) -> Result<Outgoing<'_>, Unrenderable>;
}

/// Checks a web address, for kinds that are posted to.
fn web_address(url: &Secret, allow_loopback: bool, wrong: &mut Vec<Wrong>) -> Option<ChannelUrl> {
    ChannelUrl::parse(url, allow_loopback).map_err(|forbidden| wrong.push(("url", forbidden.to_string()))).ok()
}

#[cfg(test)]
mod tests;
