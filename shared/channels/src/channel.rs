//! The configured channels: which message goes where, in which form. Keeps no state between messages.

use std::time::Duration;

use domain::alerting::Topic;
use domain::calendar::QuietHours;
use domain::vocabulary::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::configuration::{ChannelConfiguration, InvalidChannels, check};
use crate::email::{self, Readers};
use crate::redaction::{ChannelUrl, SigningSecret};
use crate::reply::Reply;
use crate::request::{Delivery, Style, Unrenderable};
use crate::sender::{self, Sender, Unsendable};
use crate::smtp::{Mailer, Postbox};
use crate::{slack, teams, webhook};

/// What all channels of a deployment share.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reverse-DNS prefix of event types.
    pub event_prefix: String,
    /// Language of a channel that does not name its own.
    pub language: Language,
    /// Local stack and tests only: channels may be `http` on a loopback address.
    pub allow_loopback: bool,
    /// Zone of the times that a channel cannot show in the reader's own.
    pub zone: TimeZone,
    /// Longest time for one attempt, from name to reply; three times that for a mail, which takes many exchanges.
    pub time_out: Duration,
}

impl Default for Options {
    /// `org.moments`, English, public addresses only, UTC, 3 s.
    fn default() -> Self {
        Self {
            event_prefix: "org.moments".to_owned(),
            language: Language::English,
            allow_loopback: false,
            zone: TimeZone::UTC,
            time_out: Duration::from_secs(3),
        }
    }
}

/// One place where the team reads.
#[derive(Clone, Debug)]
pub struct Channel {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) receives: Vec<Topic>,
    pub(crate) fallback: Option<String>,
    pub(crate) quiet_hours: Option<QuietHours>,
    pub(crate) address: String,
    pub(crate) style: Style,
}

/// What a channel speaks, and what it takes to reach it.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Slack(ChannelUrl),
    Teams(ChannelUrl),
    Webhook(ChannelUrl, Vec<SigningSecret>),
    Email(Box<(Postbox, Readers)>),
}

impl Channel {
    /// Returns its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns its language, for messages that are worded before they come here.
    pub fn language(&self) -> Language {
        self.style.language
    }

    /// Tells whether it wants messages on a topic.
    pub fn receives(&self, topic: Topic) -> bool {
        self.receives.contains(&topic)
    }

    /// Returns the channel that is told instead when this one cannot be; none if there is none.
    pub fn fallback(&self) -> Option<&str> {
        self.fallback.as_deref()
    }

    /// Tells whether people read it, who can be flooded, and not a program.
    pub fn is_read_by_people(&self) -> bool {
        !matches!(self.kind, Kind::Webhook(..))
    }

    /// Returns a hash of where it leads: the same while its address is, and of no use to whoever reads it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns when it is not to be woken.
    pub fn quiet_hours(&self) -> Option<&QuietHours> {
        self.quiet_hours.as_ref()
    }
}

/// Every channel of a deployment and the one way to send.
#[derive(Clone, Debug)]
pub struct Channels {
    list: Vec<Channel>,
    sender: Sender,
    mailer: Mailer,
}

/// The channels cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ChannelsError {
    /// The configuration is wrong.
    #[error(transparent)]
    Invalid(#[from] InvalidChannels),
    /// The machine cannot make secure connections.
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
}

impl Channels {
    /// Checks the configured channels and prepares to send. All problems come back at once.
    pub fn new(list: &[ChannelConfiguration], options: &Options) -> Result<Self, ChannelsError> {
        let list = check(list, options)?;
        let (time_out, allow_loopback) = (options.time_out, options.allow_loopback);
        let mailer = Mailer { lookup: sender::system(), time_out, allow_loopback };
        Ok(Self { list, sender: Sender::new(time_out, allow_loopback)?, mailer })
    }

    /// Returns the channels that want messages on a topic, as configured.
    pub fn receiving(&self, topic: Topic) -> impl Iterator<Item = &Channel> {
        self.list.iter().filter(move |channel| channel.receives(topic))
    }

    /// Returns a channel by its name.
    pub fn get(&self, name: &str) -> Option<&Channel> {
        self.list.iter().find(|channel| channel.name == name)
    }

    /// Sends one delivery to one channel once, within the time-out, and says what came of it.
    ///
    /// A channel that the configuration does not name may be tried again: this process may only have an older document.
    pub async fn send(&self, name: &str, delivery: &Delivery<'_>, now: Timestamp) -> Reply {
        let Some(channel) = self.get(name) else { return Reply::retryable("no channel of that name") };
        let reply = self.try_send(channel, delivery, now).await;
        reply.unwrap_or_else(|unrenderable| Reply::refused(unrenderable.to_string()))
    }

    async fn try_send(
        &self,
        channel: &Channel,
        delivery: &Delivery<'_>,
        now: Timestamp,
    ) -> Result<Reply, Unrenderable> {
        let style = &channel.style;
        Ok(match &channel.kind {
            Kind::Slack(url) => {
                let request = slack::render(delivery, style, now)?;
                self.sender.send(url, request, slack::WORDS, now).await
            }
            Kind::Teams(url) => {
                let request = teams::render(delivery, style, now)?;
                self.sender.send(url, request, &[], now).await
            }
            Kind::Webhook(url, secrets) => {
                let request = webhook::render(delivery, style, secrets, now)?;
                self.sender.send(url, request, &[], now).await
            }
            Kind::Email(email) => {
                let (postbox, readers) = &**email;
                let letter = email::render(delivery, style, readers, now)?;
                self.mailer.send(postbox, readers, &letter).await
            }
        })
    }
}
