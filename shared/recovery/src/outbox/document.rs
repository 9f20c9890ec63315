//! What the functions that send read of the configuration: the plan, and the channels with their addresses.

use channels::configuration::{ChannelConfiguration, InvalidChannels, Options, Problem};
use channels::dispatch::{Channels, ChannelsError};
use domain::vocabulary::Language;
use runtime::configuration::{Configuration, Document, InvalidDocument, Parts, Whole};
use runtime::environment::{Environment, StartError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::plan::Plan;

/// The sections that only those who send read, as they are written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Sections {
    /// Reverse-DNS prefix of the types of outbound events, such as org.moments.case.opened.
    #[schemars(example = &"org.moments")]
    event_prefix: Option<String>,
    #[schemars(skip)]
    allow_loopback_channels: bool,
    /// Where the team is told. The address of a channel is a secret.
    channels: Vec<ChannelConfiguration>,
}

/// Returns the schema of the sections that only those who send read, for who documents and checks them.
pub fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    Sections::json_schema(generator)
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
        parts.read_as(Self::of)
    }

    /// Checks a document that is put together.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of(whole: &Whole<'_>) -> Result<Self, InvalidDocument> {
        let common = Document::of(whole);
        let channels = channels(whole, common.as_ref().map_or(Options::default().language, |common| common.language));
        let (common, (plan, channels)) =
            InvalidDocument::both(common, InvalidDocument::both(Plan::of(whole), channels))?;
        Ok(Self { common, plan, channels })
    }

    /// Reads the configuration of a function that sends.
    ///
    /// # Errors
    /// It cannot be read, or it is wrong.
    pub async fn load(environment: &Environment) -> Result<SendingConfiguration, StartError> {
        Configuration::load_as(environment, Self::read).await
    }
}

fn channels(whole: &Whole<'_>, language: Language) -> Result<Channels, InvalidDocument> {
    let Sections { event_prefix, allow_loopback_channels, channels } = whole.read()?;
    let options = Options {
        event_prefix: event_prefix.unwrap_or_else(|| Options::default().event_prefix),
        language,
        allow_loopback: allow_loopback_channels,
        ..Options::default()
    };
    Channels::new(&channels, &options).map_err(|error| match error {
        ChannelsError::Invalid(InvalidChannels(problems)) => {
            let complaint = |problem: Problem| {
                let path = format!("channels[{}].{}", problem.index, problem.field);
                whole.complain(&path, problem.to_string())
            };
            InvalidDocument(problems.into_iter().map(complaint).collect())
        }
        other => InvalidDocument::because(other.to_string()),
    })
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
                "line 7: channel team: secret is only for kind webhook",
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
