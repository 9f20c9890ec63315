//! The configured channels: which message goes where, and the one way to send. Keeps no state between messages.

use domain::alerting::Topic;
use jiff::Timestamp;

use crate::channel::Channel;
use crate::check::check;
use crate::configuration::{ChannelConfiguration, InvalidChannels, Options};
use crate::lookup;
use crate::outgoing::Outgoing;
use crate::reply::Reply;
use crate::request::Delivery;
use crate::sender::{Sender, Unsendable};
use crate::smtp::Mailer;

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
        let mailer = Mailer { lookup: lookup::system(), time_out, allow_loopback };
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
        match channel.render(delivery, now) {
            Ok(Outgoing::Post(post)) => self.sender.send(post, now).await,
            Ok(Outgoing::Mail(mail)) => self.mailer.send(mail.postbox, &mail.letter).await,
            Err(unrenderable) => Reply::refused(unrenderable.to_string()),
        }
    }
}
