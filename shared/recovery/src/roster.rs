//! The names of the configured channels and what each hears. Enough to decide who is told; knows no address and sends nothing.

use domain::alerting::Topic;
use serde::Deserialize;

/// The kind of channel that a program reads; people read the others.
const PROGRAM: &str = "webhook";

/// A `[[channels]]` table, as far as it says who listens. Its other fields are those of the kind.
#[derive(Clone, Debug, Deserialize)]
pub struct Listener {
    name: String,
    kind: String,
    #[serde(default)]
    receives: Option<Vec<Topic>>,
}

impl Listener {
    /// Returns the name of the channel.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the word of its kind.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns whether people read it, who can be flooded, and not a program.
    pub fn is_read_by_people(&self) -> bool {
        self.kind != PROGRAM
    }

    fn hears(&self, topic: Topic) -> bool {
        match &self.receives {
            Some(topics) => topics.contains(&topic),
            None => topic.is_for(!self.is_read_by_people()),
        }
    }
}

/// Everybody who listens, in the order of the configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Roster(Vec<Listener>);

impl Roster {
    /// Returns the names of those who hear of a topic.
    pub fn hearing(&self, topic: Topic) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |listener| listener.hears(topic)).map(Listener::name)
    }

    /// Returns every channel, in the order of the configuration.
    pub fn all(&self) -> impl Iterator<Item = &Listener> {
        self.0.iter()
    }

    /// Returns whether a channel of this name is read by people.
    pub fn is_read_by_people(&self, name: &str) -> bool {
        self.0.iter().any(|listener| listener.name == name && listener.is_read_by_people())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_hear_everything_but_steps_unless_they_say() {
        #[derive(Deserialize)]
        struct Written {
            channels: Roster,
        }
        let text = "[[channels]]\nname = 'team'\nkind = 'slack'\nurl = 'x'\n[[channels]]\nname = 'crm'\nkind = 'webhook'\n\
                    [[channels]]\nname = 'lead'\nkind = 'email'\nreceives = ['reports']";
        let Written { channels } = toml::from_str(text).unwrap();
        let hearing = |topic| channels.hearing(topic).collect::<Vec<_>>();
        assert_eq!(hearing(Topic::Alerts), ["team", "crm"]);
        assert_eq!(hearing(Topic::Cases), ["crm"]);
        assert_eq!(hearing(Topic::Reports), ["team", "crm", "lead"]);
        assert!(channels.is_read_by_people("team") && !channels.is_read_by_people("crm"));
        assert!(!channels.is_read_by_people("nobody"));
    }
}
