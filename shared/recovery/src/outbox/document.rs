//! What the functions that send read of the configuration: the plan, and the channels with their addresses.

use channels::configuration::{ChannelConfiguration, Options};
use channels::dispatch::Channels;
use runtime::configuration::{Configuration, Document, InvalidDocument, Parts};
use runtime::environment::{Environment, StartError};
use serde::Deserialize;

use crate::plan::Plan;

/// The sections that only those who send read, as they are written.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sections {
    event_prefix: Option<String>,
    allow_loopback_channels: bool,
    channels: Vec<ChannelConfiguration>,
}

/// The document of a function that sends.
#[derive(Debug)]
pub struct SendingDocument {
    /// What every function reads.
    pub common: Document,
    /// Who is told of what, by when somebody has to act, how much a channel bears.
    pub plan: Plan,
    /// Where the team is told.
    pub channels: Channels,
}

/// The configuration of a function that sends.
pub type SendingConfiguration = Configuration<SendingDocument>;

impl SendingDocument {
    /// Reads and checks a document in one part, as a laptop uses it.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(text: &str) -> Result<Self, InvalidDocument> {
        Self::read(&Parts::of(text))
    }

    /// Reads and checks a document with its channels.
    ///
    /// # Errors
    /// As [`Document::read`], and what is wrong with a channel, a route or a clock.
    pub fn read(parts: &Parts) -> Result<Self, InvalidDocument> {
        let common = Document::read(parts)?;
        let Sections { event_prefix, allow_loopback_channels, channels } = parts.read()?;
        let options = Options {
            event_prefix: event_prefix.unwrap_or_else(|| Options::default().event_prefix),
            language: common.language,
            allow_loopback: allow_loopback_channels,
            ..Options::default()
        };
        let channels = Channels::new(&channels, &options).map_err(|error| InvalidDocument(error.to_string()))?;
        Ok(Self { common, plan: Plan::new(parts.read()?)?, channels })
    }

    /// Reads the configuration of a function that sends.
    ///
    /// # Errors
    /// It cannot be read, or it is wrong.
    pub async fn load(environment: &Environment) -> Result<SendingConfiguration, StartError> {
        Configuration::load_as(environment, Self::read).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_channel_stops_who_sends_and_nobody_else() {
        let wrong = "[[channels]]\nname = 'team'\nkind = 'slack'\nurl = 'http://127.0.0.1/'\nreceives = ['alerts']";
        let refused = SendingDocument::parse(wrong).unwrap_err().to_string();
        assert!(refused.contains("team"), "{refused}");
        Document::parse(wrong).unwrap();
        // What is no document at all is one for nobody.
        Document::parse("[[channels]\n").unwrap_err();
    }

    #[test]
    fn what_is_wrong_in_a_channel_is_said_with_its_place_and_without_its_value() {
        let told = |channel: &str| {
            let text = format!("language = 'en'\n\n[[channels]]\nname = 'team'\n{channel}\n");
            SendingDocument::parse(&text).unwrap_err().to_string()
        };
        for (channel, expected) in [
            ("kind = 's3cr3t'\nurl = 'x'", "line 3: expected one of "),
            ("kind = 'slack'\nurl = 53", "line 3: expected a string"),
            ("kind = 'slack'", "line 3: missing field `url`"),
            (
                "kind = 'slack'\nurl = 'https://slack.example/x'\nsecret = 's3cr3t'",
                "channel team: secret is only for kind webhook",
            ),
        ] {
            let told = told(channel);
            assert!(told.starts_with(expected) && !told.contains("s3cr3t"), "{told}");
        }
    }

    #[test]
    fn those_who_only_decide_know_which_kinds_people_read() {
        #[derive(Deserialize)]
        struct Written {
            channels: crate::roster::Roster,
        }
        for about in channels::kinds::ALL {
            let name = about.example.split('"').nth(1).unwrap();
            let Written { channels } = toml::from_str(about.example).unwrap();
            assert_eq!(channels.is_read_by_people(name), !about.is_program, "{}", about.name);
        }
    }

    #[tokio::test]
    async fn whoever_sends_nothing_starts_with_the_first_part_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["configuration.toml", "channels.toml"].map(|name| folder.path().join(name));
        let route = "[[routes]]\nname = 'vip'\nwhen = { severity_min = 3 }\nchannels = ['team']\n";
        std::fs::write(&first, format!("[[write_keys]]\nkey = 'a'\nname = 'web'\nkind = 'secret'\n{route}")).unwrap();
        std::fs::write(
            &second,
            "[[case_keys]]\nkey = 'b'\nname = 'desk'\n[[channels]]\nname = 'team'\nkind = 'slack'\n\
             url = 'https://slack.example/hunter2'\nreceives = ['alerts']",
        )
        .unwrap();
        let of = |address: String| Environment::from_iter([("CONFIGURATION".to_owned(), address)]);
        let alone = of(format!("file:{}", first.display()));
        let both = of(format!("file:{},{}", first.display(), second.display()));
        let document = Configuration::load(&alone).await.unwrap().current().await;
        assert_eq!((document.write_keys.len(), document.case_keys.len()), (1, 0));
        let document = SendingDocument::load(&both).await.unwrap().current().await;
        assert_eq!((document.common.write_keys.len(), document.common.case_keys.len()), (1, 1));
        assert!(document.channels.get("team").is_some());
        // Who sends is told that its channels are missing.
        assert!(SendingDocument::load(&alone).await.is_err());
    }
}
