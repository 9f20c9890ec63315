//! One configured channel, checked: what it hears, and how its messages are rendered. Sends nothing.

use std::sync::Arc;

use domain::alerting::{Message, Topic};
use domain::calendar::QuietHours;
use domain::vocabulary::Language;
use jiff::Timestamp;

use crate::kinds::{About, Kind};
use crate::outgoing::Outgoing;
use crate::request::{Delivery, Style, Unrenderable};

/// One place where the team reads.
#[derive(Clone, Debug)]
pub struct Channel {
    pub(crate) name: String,
    pub(crate) about: &'static About,
    pub(crate) kind: Arc<dyn Kind>,
    pub(crate) receives: Vec<Topic>,
    pub(crate) fallback: Option<String>,
    pub(crate) quiet_hours: Option<QuietHours>,
    pub(crate) address: String,
    pub(crate) style: Style,
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
        !self.about.is_program
    }

    /// Returns a hash of where it leads: the same while its address is, and of no use to a reader.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns when it is not to be woken.
    pub fn quiet_hours(&self) -> Option<&QuietHours> {
        self.quiet_hours.as_ref()
    }

    /// Renders a delivery as it reads at `now`.
    ///
    /// # Errors
    /// It cannot be written in the channel's form, or not be signed.
    pub fn render(&self, delivery: &Delivery<'_>, now: Timestamp) -> Result<Outgoing<'_>, Unrenderable> {
        // A letter to one person goes to nobody else, whatever the configuration says.
        if matches!(delivery.message, Message::SignIn(_)) && !self.about.writes_letters {
            return Err(Unrenderable);
        }
        self.kind.render(delivery, &self.style, now)
    }
}
