//! What makes a list of channels one that can be sent to: the rules that hold for every kind, and all that are broken at once.
//! The rules of one kind stand in its folder.

use std::collections::BTreeMap;

use domain::calendar::QuietHours;
use domain::identity::fingerprint;
use serde::Deserialize;

use crate::channel::Channel;
use crate::configuration::{ChannelConfiguration, InvalidChannels, Options, Problem, SHARED_FIELDS};
use crate::kinds::{ALL, Wrong};
use crate::request::Style;

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
        let (own, about) = (&configuration.kind, configuration.kind.about());
        let ready = own.check(options.allow_loopback, &mut wrong);
        wrong.extend(check_fallback(configuration, list, &fallbacks));
        if configuration.topics().iter().any(|topic| !topic.is_for(about.is_program)) {
            wrong.push(("receives", "has `cases`, which are for webhooks only".to_owned()));
        }
        let quiet_hours = quiet_hours(configuration, &mut wrong);
        let channel = if named { configuration.name.clone() } else { format!("{}", index + 1) };
        let wrong = wrong.into_iter().map(|(field, why)| (field.to_owned(), why)).chain(foreign(configuration));
        problems.extend(wrong.map(|(field, why)| Problem { index, channel: channel.clone(), field, why }));
        channels.extend(ready.map(|kind| Channel {
            name: configuration.name.clone(),
            about,
            kind,
            receives: configuration.topics(),
            fallback: configuration.fallback.clone(),
            quiet_hours,
            address: fingerprint(&["channel address", own.url().reveal()], 32),
            style: Style {
                language: configuration.language.unwrap_or(options.language),
                show_customer: configuration.show_customer,
                event_prefix: options.event_prefix.clone(),
            },
        }));
    }
    if problems.is_empty() { Ok(channels) } else { Err(InvalidChannels(problems)) }
}

/// Refuses the fields that the channel's kind does not have, and says which kind has them.
fn foreign(configuration: &ChannelConfiguration) -> impl Iterator<Item = (String, String)> {
    let about = configuration.kind.about();
    configuration.foreign_fields().map(|field| {
        let others: Vec<&str> =
            ALL.iter().filter(|kind| kind.fields().contains(&field)).map(|kind| kind.name).collect();
        let (kind, own) = (about.name, about.fields().join(", "));
        let why = match others.as_slice() {
            [] => format!("is unknown; kind {kind} has {own} and {}", SHARED_FIELDS.join(", ")),
            others => format!("is only for kind {}; kind {kind} has {own}", others.join(", ")),
        };
        (field.to_owned(), why)
    })
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
