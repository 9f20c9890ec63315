//! Channels as an operator writes them, and what is wrong with them. Errors name the channel and the field, never the
//! address or the secret.
//!
//! A caller that parses the document with `toml` must not print that error's `Display`: it quotes the line.

use std::collections::BTreeSet;
use std::fmt;

use domain::vocabulary::Language;
use serde::Deserialize;

use crate::channel::{Channel, Kind, Options};
use crate::redaction::{ChannelUrl, Secret, SigningSecret};
use crate::request::Style;

/// One `[[channels]]` table of the configuration document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelConfiguration {
    /// Names the channel in deliveries, logs and reports: 1 to 40 of a–z, 0–9 and `-`, unique.
    pub name: String,
    /// What listens there.
    pub kind: ChannelKind,
    /// Where it listens: a secret.
    pub url: Secret,
    /// `whsec_…`, or two of them while one is being replaced; webhooks only.
    #[serde(default)]
    pub secret: Secrets,
    /// Whether messages may print the business's own customer identifier.
    #[serde(default)]
    pub show_customer: bool,
    /// What it is sent; everything if not said.
    #[serde(default = "Topic::all")]
    pub receives: Vec<Topic>,
    /// Its language; the deployment's if not said.
    #[serde(default)]
    pub language: Option<Language>,
}

/// Kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A Slack incoming webhook.
    Slack,
    /// A Standard Webhooks 1.0 endpoint.
    Webhook,
}

/// What a channel may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Critical moments, one by one or gathered.
    Alerts,
    /// Cases that nobody moved in time.
    Escalations,
    /// Notices of finished reports.
    Reports,
}

impl Topic {
    fn all() -> Vec<Self> {
        vec![Self::Alerts, Self::Escalations, Self::Reports]
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

/// Checks all channels and returns them ready to send to.
pub(crate) fn check(list: &[ChannelConfiguration], options: &Options) -> Result<Vec<Channel>, InvalidChannels> {
    let mut names = BTreeSet::new();
    let mut channels = Vec::new();
    let mut problems = Vec::new();
    for (index, configuration) in list.iter().enumerate() {
        let named = is_name(&configuration.name);
        let channel = if named { configuration.name.clone() } else { format!("{}", index + 1) };
        let mut problem = |field, why: String| problems.push(Problem { channel: channel.clone(), field, why });
        if !named {
            problem("name", "must be 1 to 40 of a-z, 0-9 and -".to_owned());
        } else if !names.insert(configuration.name.as_str()) {
            problem("name", "is used twice".to_owned());
        }
        let url = ChannelUrl::parse(&configuration.url, options.allow_loopback);
        let kind = kind(configuration);
        match (url, kind) {
            (Ok(url), Ok(kind)) => channels.push(Channel {
                name: configuration.name.clone(),
                kind,
                url,
                receives: configuration.receives.clone(),
                style: Style {
                    language: configuration.language.unwrap_or(options.language),
                    show_customer: configuration.show_customer,
                    event_prefix: options.event_prefix.clone(),
                    zone: options.zone.clone(),
                },
            }),
            (url, kind) => {
                if let Err(forbidden) = url {
                    problem("url", forbidden.to_string());
                }
                if let Err(why) = kind {
                    problem("secret", why);
                }
            }
        }
    }
    if problems.is_empty() { Ok(channels) } else { Err(InvalidChannels(problems)) }
}

fn kind(configuration: &ChannelConfiguration) -> Result<Kind, String> {
    let secrets = &configuration.secret.0;
    match (configuration.kind, secrets.len()) {
        (ChannelKind::Slack, 0) => Ok(Kind::Slack),
        (ChannelKind::Slack, _) => Err("is for webhooks only: a slack address is itself the secret".to_owned()),
        (ChannelKind::Webhook, 1 | 2) => {
            let secrets = secrets.iter().map(SigningSecret::parse).collect::<Result<_, _>>();
            secrets.map(Kind::Webhook).map_err(|invalid| invalid.to_string())
        }
        (ChannelKind::Webhook, _) => Err("must be one text or a list of two".to_owned()),
    }
}

fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";

    fn read(text: &str) -> Result<Vec<Channel>, InvalidChannels> {
        #[derive(Deserialize)]
        struct Document {
            channels: Vec<ChannelConfiguration>,
        }
        let document: Document = toml::from_str(text).unwrap();
        check(&document.channels, &Options::default())
    }

    fn problems(text: &str) -> String {
        read(text).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn a_channel_needs_little_and_may_say_more() {
        let channels = read(&format!(
            "[[channels]]\nname = 'cx-team'\nkind = 'slack'\nurl = 'https://hooks.slack.com/services/x'\n\
             [[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = 'https://crm.example.com/in'\nsecret = ['{KEY}', '{KEY}']\n\
             show_customer = true\nreceives = ['alerts']\nlanguage = 'es'\n"
        ))
        .unwrap();
        assert_eq!(channels[0].receives, Topic::all());
        assert_eq!(channels[0].style.language, Language::English);
        assert!(!channels[0].style.show_customer && channels[1].style.show_customer);
        assert_eq!(channels[1].receives, [Topic::Alerts]);
        assert!(matches!(&channels[1].kind, Kind::Webhook(secrets) if secrets.len() == 2));
    }

    #[test]
    fn every_problem_is_named_at_once_without_address_or_secret() {
        let text = "[[channels]]\nname = 'CX team'\nkind = 'slack'\nurl = 'http://hooks.example.com/s3cr3t'\n\
             [[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = 'https://10.0.0.1/s3cr3t'\nsecret = 's3cr3t'\n\
             [[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = 'https://crm.example.com/s3cr3t'\n";
        assert_eq!(
            problems(text),
            "channel 1: name must be 1 to 40 of a-z, 0-9 and -; channel 1: url must be https; \
             channel crm: url must be on the public internet; \
             channel crm: secret must be `whsec_` followed by the base64 of at least 24 bytes; \
             channel crm: name is used twice; channel crm: secret must be one text or a list of two"
        );
    }

    #[test]
    fn secrets_are_one_or_two_and_only_for_webhooks() {
        let webhook = |secret: &str| {
            format!("[[channels]]\nname = 'c'\nkind = 'webhook'\nurl = 'https://c.example.com'\nsecret = {secret}\n")
        };
        assert!(read(&webhook(&format!("'{KEY}'"))).is_ok());
        assert!(read(&webhook(&format!("['{KEY}']"))).is_ok());
        for secret in ["[]".to_owned(), format!("['{KEY}', '{KEY}', '{KEY}']"), format!("['{KEY}', 'x']")] {
            assert!(problems(&webhook(&secret)).starts_with("channel c: secret must be"), "{secret}");
        }
        let slack = webhook(&format!("'{KEY}'")).replace("webhook", "slack");
        assert_eq!(problems(&slack), "channel c: secret is for webhooks only: a slack address is itself the secret");
    }

    #[test]
    fn names_are_bounded() {
        assert!(is_name("a") && is_name(&"a".repeat(40)) && is_name("cx-team-2"));
        for name in ["", &"a".repeat(41), "A", "a b", "a_b", "ñ"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn a_printed_configuration_shows_no_secret() {
        let text = format!("name = 'c'\nkind = 'webhook'\nurl = 'https://c.example.com/s3cr3t'\nsecret = '{KEY}'");
        let configuration: ChannelConfiguration = toml::from_str(&text).unwrap();
        let printed = format!("{configuration:?}");
        assert!(
            !printed.contains("s3cr3t") && !printed.contains(KEY) && !printed.contains("c.example.com"),
            "{printed}"
        );
    }
}
