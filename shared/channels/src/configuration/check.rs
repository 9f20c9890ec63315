//! What makes a list of channels one that can be sent to. Knows every rule of a field, and tells all that are broken.

use std::collections::BTreeMap;

use domain::calendar::QuietHours;
use domain::identity::fingerprint;
use serde::Deserialize;

use super::{ChannelConfiguration, ChannelKind, InvalidChannels, Problem};
use crate::channel::{Channel, Kind, Options};
use crate::email::{InvalidReaders, Readers};
use crate::redaction::{ChannelUrl, Secret, SigningSecret};
use crate::request::Style;
use crate::smtp::Postbox;

/// A field and what is wrong with it.
type Wrong = (&'static str, String);

/// Checks all channels and returns them ready to send to.
pub(crate) fn check(list: &[ChannelConfiguration], options: &Options) -> Result<Vec<Channel>, InvalidChannels> {
    let fallbacks: BTreeMap<&str, &str> =
        list.iter().filter_map(|one| Some((one.name.as_str(), one.fallback.as_deref()?))).collect();
    let mut channels = Vec::new();
    let mut problems = Vec::new();
    for (index, configuration) in list.iter().enumerate() {
        let mut wrong: Vec<Wrong> = Vec::new();
        let named = is_name(&configuration.name);
        if !named {
            wrong.push(("name", "must be 1 to 40 of a-z, 0-9 and -".to_owned()));
        } else if list[..index].iter().any(|one| one.name == configuration.name) {
            wrong.push(("name", "is used twice".to_owned()));
        }
        let kind = kind(configuration, options, &mut wrong);
        wrong.extend(check_fallback(configuration, list, &fallbacks));
        if configuration.topics().iter().any(|topic| !topic.is_for(configuration.kind.is_program())) {
            wrong.push(("receives", "has `cases`, which are for webhooks only".to_owned()));
        }
        let quiet_hours = quiet_hours(configuration, &mut wrong);
        let channel = if named { configuration.name.clone() } else { format!("{}", index + 1) };
        problems.extend(wrong.into_iter().map(|(field, why)| Problem { channel: channel.clone(), field, why }));
        channels.extend(kind.map(|kind| Channel {
            name: configuration.name.clone(),
            kind,
            receives: configuration.topics(),
            fallback: configuration.fallback.clone(),
            quiet_hours,
            address: fingerprint(&["channel address", configuration.url.reveal()], 32),
            style: Style {
                language: configuration.language.unwrap_or(options.language),
                show_customer: configuration.show_customer,
                event_prefix: options.event_prefix.clone(),
                zone: options.zone.clone(),
            },
        }));
    }
    if problems.is_empty() { Ok(channels) } else { Err(InvalidChannels(problems)) }
}

/// Reads what only this kind of channel has, and refuses what only another has.
fn kind(configuration: &ChannelConfiguration, options: &Options, wrong: &mut Vec<Wrong>) -> Option<Kind> {
    let before = wrong.len();
    if configuration.kind == ChannelKind::Email {
        if !configuration.secret.0.is_empty() {
            wrong.push(("secret", "is for webhooks only".to_owned()));
        }
        let email = email(configuration, options, wrong);
        return email.filter(|_| wrong.len() == before).map(|email| Kind::Email(Box::new(email)));
    }
    let url = ChannelUrl::parse(&configuration.url, options.allow_loopback);
    let url = url.map_err(|forbidden| wrong.push(("url", forbidden.to_string()))).ok();
    let secrets = secrets(configuration).map_err(|why| wrong.push(("secret", why))).ok();
    for (field, given) in [
        ("user", configuration.user.is_some()),
        ("password", configuration.password.is_some()),
        ("from", configuration.from.is_some()),
        ("to", !configuration.to.is_empty()),
    ] {
        if given {
            wrong.push((field, "is for e-mail only".to_owned()));
        }
    }
    let (url, secrets) = (url?, secrets?);
    match configuration.kind {
        ChannelKind::Slack => Some(Kind::Slack(url)),
        ChannelKind::Teams => Some(Kind::Teams(url)),
        ChannelKind::Webhook => Some(Kind::Webhook(url, secrets)),
        ChannelKind::Email => None,
    }
}

/// Reads the signing secrets: one or two of a webhook, none of the others, whose address is the secret.
fn secrets(configuration: &ChannelConfiguration) -> Result<Vec<SigningSecret>, String> {
    let secrets = &configuration.secret.0;
    match (configuration.kind, secrets.len()) {
        (ChannelKind::Webhook, 1 | 2) => {
            secrets.iter().map(SigningSecret::parse).collect::<Result<_, _>>().map_err(|invalid| invalid.to_string())
        }
        (ChannelKind::Webhook, _) => Err("must be one text or a list of two".to_owned()),
        (_, 0) => Ok(Vec::new()),
        (ChannelKind::Slack, _) => Err("is for webhooks only: a slack address is itself the secret".to_owned()),
        (_, _) => Err("is for webhooks only: a teams address is itself the secret".to_owned()),
    }
}

/// Reads the mail server, who signs in there, and who is written to.
fn email(
    configuration: &ChannelConfiguration,
    options: &Options,
    wrong: &mut Vec<Wrong>,
) -> Option<(Postbox, Readers)> {
    let credentials = match (&configuration.user, &configuration.password) {
        (Some(user), Some(password)) => Some((user.clone(), password.clone())),
        (None, None) => None,
        (Some(_), None) => {
            wrong.push(("password", "is missing: there is a user".to_owned()));
            None
        }
        (None, Some(_)) => {
            wrong.push(("user", "is missing: there is a password".to_owned()));
            None
        }
    };
    let postbox = Postbox::new(&configuration.url, credentials, options.allow_loopback);
    let postbox = postbox.map_err(|invalid| wrong.push(("url", invalid.to_string()))).ok();
    let from = configuration.from.as_ref().map(Secret::reveal).unwrap_or_default();
    let to: Vec<&str> = configuration.to.iter().map(Secret::reveal).collect();
    let readers = Readers::parse(from, &to).map_err(|invalid| {
        let field = match invalid {
            InvalidReaders::From => "from",
            InvalidReaders::To => "to",
        };
        wrong.push((field, invalid.to_string()));
    });
    Some((postbox?, readers.ok()?))
}

/// Checks that a fallback is another channel and that no chain of them leads back.
fn check_fallback(
    configuration: &ChannelConfiguration,
    list: &[ChannelConfiguration],
    fallbacks: &BTreeMap<&str, &str>,
) -> Option<Wrong> {
    let fallback = configuration.fallback.as_deref()?;
    if !list.iter().any(|one| one.name == fallback) {
        return Some(("fallback", "is no channel".to_owned()));
    }
    let mut next = Some(fallback);
    for _ in list {
        match next {
            Some(name) if name == configuration.name => {
                return Some(("fallback", "leads back to this channel".to_owned()));
            }
            Some(name) => next = fallbacks.get(name).copied(),
            None => break,
        }
    }
    None
}

fn quiet_hours(configuration: &ChannelConfiguration, wrong: &mut Vec<Wrong>) -> Option<QuietHours> {
    let written = configuration.quiet_hours.as_ref()?;
    match QuietHours::deserialize(written) {
        Ok(hours) => Some(hours),
        Err(error) => {
            // Rules of the hours themselves name their field; whatever else is wrong may quote a value.
            let why = error.to_string();
            let why = match why.strip_prefix("quiet_hours").map(|why| why.trim_start_matches([':', '.', ' '])) {
                Some(why) => why.to_owned(),
                None => "must be written as { from = \"22:00\", to = \"07:00\", except_severity = 5 }".to_owned(),
            };
            wrong.push(("quiet_hours", why));
            None
        }
    }
}

fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests;
