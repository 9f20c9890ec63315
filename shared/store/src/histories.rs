//! The cases of a customer with what happened in them, oldest first. Changes nothing.

use domain::case::{Before, Clock, Done, Step, Transition};
use domain::case::{Case, Closing};
use domain::identity::{Identity, TouchpointKey, fingerprint};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cases::Marker;
use crate::error::StoreError;
use crate::items;

use crate::keys::{self, CASE, CRITICAL, EVENT};
use crate::table::{Reading, Table, prefix_range};

/// Identities that are asked at once.
const IDENTITIES_AT_ONCE: usize = 8;
/// Items of cases and events that are looked at for one identity.
const ITEMS_MAX: usize = 1_000;

/// One case and its history.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CaseHistory")]
pub struct History {
    /// The name of the case.
    pub id: String,
    /// The case.
    #[serde(flatten)]
    pub case: Case,
    /// What happened, in order; it begins with the opening.
    pub events: Vec<Event>,
}

/// One thing that happened in a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CaseHistoryEvent")]
pub struct Event {
    /// What it did to the case: `opened`, `joined`, `reopened`, …
    pub transition: String,
    /// When.
    pub at: Timestamp,
    /// The touchpoint behind it, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<TouchpointKey>,
    /// Who did it; nobody if a clock or the customer did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// With what it was done, whoever was named: a key, a link, or a link of a page that was opened with a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// How the customer was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// What there was to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who has it since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// What caused it and what was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// The clock that ran out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// The case before a step that can be taken back. Nobody but us reads it.
    #[serde(default, skip_serializing)]
    #[schemars(skip)]
    pub before: Option<Before>,
}

impl Event {
    /// Returns it as a step that somebody may take back; none if it is no such step.
    pub fn as_done(&self) -> Option<Done> {
        let (by, before) = (self.actor.clone()?, self.before.clone()?);
        let step = Step::ALL.into_iter().find(|step| step.done() == self.transition)?;
        Some(Done { step, by, at: self.at, before })
    }
}

/// With what somebody acted. `actor` is what they said; this is what they had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct By {
    /// Name of the case key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Fingerprint of the link, which tells it from others and does not open it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl By {
    /// Describes a link by its seal, and the key with which its page was opened.
    pub fn link(seal: &str, key: Option<String>) -> Self {
        Self { key, link: Some(fingerprint(&["link", seal], 12)) }
    }
}

impl Table {
    /// Reads the cases of one person, who may be known by several identities.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn histories(&self, identities: &[Identity]) -> Result<Vec<History>, StoreError> {
        let of_each: Vec<_> = stream::iter(identities.to_vec())
            .map(|identity| async move { self.histories_of(&identity).await })
            .buffered(IDENTITIES_AT_ONCE)
            .try_collect()
            .await?;
        let mut histories: Vec<_> = of_each.into_iter().flatten().collect();
        histories.sort_by(|a, b| (a.case.opened_at, &a.id).cmp(&(b.case.opened_at, &b.id)));
        Ok(histories)
    }

    async fn histories_of(&self, identity: &Identity) -> Result<Vec<History>, StoreError> {
        let partition = keys::customer(identity);
        let mut histories: Vec<History> = Vec::new();
        let mut looked_at = 0;
        let mut enough = || {
            looked_at += 1;
            if looked_at == ITEMS_MAX { Reading::Enough } else { Reading::More }
        };
        let (from, to) = prefix_range(CASE);
        self.read_range(&partition, (&from, &to), "reading cases", |item| {
            let case: Case = items::decode(item)?;
            let opened = Event {
                transition: Transition::Opened.as_str().to_owned(),
                at: case.opened_at,
                touchpoint: Some(case.opened_by.clone()),
                ..Event::default()
            };
            histories.push(History { id: case.id(), case, events: vec![opened] });
            Ok(enough())
        })
        .await?;
        if histories.is_empty() {
            return Ok(histories);
        }
        let (from, to) = prefix_range(EVENT);
        self.read_range(&partition, (&from, &to), "reading the history of cases", |item| {
            let number = keys::number_of_event(&items::key_of(&item));
            let event: Event = items::decode(item)?;
            let is_opening = event.transition == Transition::Opened.as_str();
            let history = histories.iter_mut().find(|history| Some(history.case.number) == number);
            if let Some(history) = history.filter(|_| !is_opening) {
                history.events.push(event);
            }
            Ok(enough())
        })
        .await?;
        for (number, event) in self.lines_of_markers(&partition, ITEMS_MAX).await? {
            if let Some(history) = histories.iter_mut().find(|history| history.case.number == number) {
                history.events.push(event);
            }
        }
        for history in &mut histories {
            history.events.sort_by_key(|event| event.at);
        }
        Ok(histories)
    }

    /// Reads what critical moments did to the cases of a customer after they were opened, with the number of the case. The
    /// markers that keep them from being raised twice say so.
    pub(crate) async fn lines_of_markers(
        &self,
        partition: &str,
        markers_max: usize,
    ) -> Result<Vec<(u32, Event)>, StoreError> {
        let (from, to) = prefix_range(CRITICAL);
        let mut lines = Vec::new();
        let mut looked_at = 0;
        self.read_range(partition, (&from, &to), "reading the critical moments of a customer", |item| {
            let Marker { number, transition, at, line_of, .. } = items::decode(item)?;
            lines.extend(line_of.map(|touchpoint| {
                let transition = transition.split(':').next().unwrap_or_default().to_owned();
                (number, Event { transition, at, touchpoint: Some(touchpoint), ..Event::default() })
            }));
            looked_at += 1;
            Ok(if looked_at == markers_max { Reading::Enough } else { Reading::More })
        })
        .await?;
        Ok(lines)
    }
}
