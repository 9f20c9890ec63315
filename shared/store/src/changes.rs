//! What is done to a case: the case with its clock, its history, the day's line and the messages about it are written in one
//! transaction, so that a crash leaves all of it or none, and of two who act at once one is told so.

use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use domain::alerting::Message;
use domain::case::{Before, Case, CaseEvent, Change, Clock, Closing, Done};
use domain::identity::{Identity, TouchpointKey};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::cases::{Named, lost_race, unbuilt};
use crate::error::StoreError;
use crate::histories::{By, Event};
use crate::items::{self, n, s};
use crate::keys::{self, EXPIRES_AT, Key};
use crate::table::{Reading, Table, prefix_range};

/// Customers that share the name of a case, at most: more than one is a rare clash.
const NAMESAKES_MAX: usize = 16;

/// One change to a case, with what the history keeps of it.
pub struct Changing<'a> {
    /// What is done.
    pub change: Change,
    /// Who did it; nobody if a clock or a customer did.
    pub actor: Option<&'a str>,
    /// With which key or link; none if nobody acted.
    pub by: Option<By>,
    /// How the customer was reached, such as `phone`.
    pub medium: Option<&'a str>,
    /// What there is to say about it.
    pub note: Option<&'a str>,
    /// The touchpoint behind it.
    pub touchpoint: Option<TouchpointKey>,
    /// The link that acts: it does so once.
    pub link: Option<UsedLink<'a>>,
    /// Who is told of it, given the case as it stands then.
    pub messages: &'a (dyn Fn(&Case) -> Vec<(String, Message)> + Sync),
    /// The time.
    pub now: Timestamp,
    /// The time zone of the days.
    pub zone: &'a TimeZone,
}

impl<'a> Changing<'a> {
    /// Makes a change that a clock or a customer brings about, without anything to say about it.
    pub fn by_itself(
        change: Change,
        messages: &'a (dyn Fn(&Case) -> Vec<(String, Message)> + Sync),
        now: Timestamp,
        zone: &'a TimeZone,
    ) -> Self {
        Self {
            change,
            actor: None,
            by: None,
            medium: None,
            note: None,
            touchpoint: None,
            link: None,
            messages,
            now,
            zone,
        }
    }
}

/// A link that acts.
#[derive(Clone, Copy, Debug)]
pub struct UsedLink<'a> {
    /// What tells it from every other link.
    pub seal: &'a str,
    /// When it ends: it is remembered as long.
    pub until: Timestamp,
}

/// One line of a case's history.
#[derive(Debug, Serialize, Deserialize)]
struct Line<'a> {
    case_id: String,
    transition: &'a str,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<By>,
    #[serde(skip_serializing_if = "Option::is_none")]
    medium: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<Closing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<Clock>,
    #[serde(skip_serializing_if = "Option::is_none")]
    touchpoint: Option<TouchpointKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Before>,
}

impl Table {
    /// Reads one case.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn case(&self, customer: &Identity, number: u32) -> Result<Option<Case>, StoreError> {
        self.case_at(&keys::case(customer, number)).await
    }

    /// Reads the cases of one name: one, or none, or those of two customers whose pseudonyms clash.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn cases_named(&self, id: &str) -> Result<Vec<Case>, StoreError> {
        let (from, to) = prefix_range(keys::NAMED);
        let mut named: Vec<Named> = Vec::new();
        self.read_range(&keys::case_name(id), (&from, &to), "looking up a case", |item| {
            named.push(items::decode(item)?);
            Ok(if named.len() == NAMESAKES_MAX { Reading::Enough } else { Reading::More })
        })
        .await?;
        let mut cases = Vec::new();
        for name in named {
            cases.extend(self.case(&name.customer, name.number).await?);
        }
        Ok(cases)
    }

    /// Reads the case at a key.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn case_at(&self, key: &Key) -> Result<Option<Case>, StoreError> {
        self.get(key, "reading a case").await?.map(items::decode).transpose()
    }

    /// Reads what happened in one case, oldest first, without its opening.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn events_of(&self, case: &Case) -> Result<Vec<Event>, StoreError> {
        let (from, to) = keys::case_events(case.number);
        let partition = keys::customer(&case.customer);
        let mut events: Vec<Event> = Vec::new();
        self.read_range(&partition, (&from, &to), "reading the history of a case", |item| {
            events.push(items::decode(item)?);
            Ok(if events.len() == EVENTS_MAX { Reading::Enough } else { Reading::More })
        })
        .await?;
        let raised = self.lines_of_markers(&partition, EVENTS_MAX).await?;
        events.extend(raised.into_iter().filter(|(number, _)| *number == case.number).map(|(_, event)| event));
        events.sort_by_key(|event| event.at);
        Ok(events)
    }

    /// Returns whether a link acted before.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn is_used(&self, link: &UsedLink<'_>) -> Result<bool, StoreError> {
        Ok(self.get(&keys::used_link(link.seal), "looking up a link").await?.is_some())
    }

    /// Writes down a change of a case with its history and the messages about it, and returns their deliveries. None if
    /// somebody else changed the case, or used the link, meanwhile: the caller has to look again.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable. After an unavailable one the change may have been made or not.
    pub async fn write_change(
        &self,
        (before, after): (&Case, &Case),
        changing: &Changing<'_>,
    ) -> Result<Option<Vec<Key>>, StoreError> {
        let (writes, deliveries) = self.change_writes(before, after, changing)?;
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(Some(deliveries)),
            Err(error) if lost_race(&error).is_some() => Ok(None),
            Err(error) => Err(StoreError::of("changing a case", &error)),
        }
    }

    fn change_writes(
        &self,
        before: &Case,
        after: &Case,
        changing: &Changing<'_>,
    ) -> Result<(Vec<TransactWriteItem>, Vec<Key>), StoreError> {
        let done = changing.change.step().done();
        // A case goes from each revision to the next once, so this names the change once and for all.
        let name = format!("{done}:{}", after.revision);
        let clock = match changing.change {
            Change::Escalate(clock) => Some(clock),
            _ => None,
        };
        let line = Line {
            case_id: after.id(),
            transition: done,
            at: changing.now,
            actor: changing.actor,
            by: changing.by.clone(),
            medium: changing.medium,
            note: changing.note,
            assignee: after.assignee.clone().filter(|_| before.assignee != after.assignee),
            closing: after.closing.clone().filter(|_| before.closing != after.closing),
            clock,
            touchpoint: changing.touchpoint.clone(),
            before: changing.actor.and_then(|_| Before::of(before, changing.change.step())),
        };
        let day = changing.now.to_zoned(changing.zone.clone()).date();
        let by_day = CaseEvent::of(after, done, changing.now, clock);
        let mut writes = vec![
            self.put_case(after, Some(before.revision), changing.now)?,
            self.put_line(
                items::encode(&keys::case_event(&after.customer, after.number, &name), &line)?,
                changing.now,
            )?,
            self.put_line(
                items::encode(&keys::day_case_event(day, &after.customer, after.number, &name), &by_day)?,
                changing.now,
            )?,
        ];
        if let Change::Undo { done, .. } = &changing.change {
            writes.push(self.put_undone(before, done, changing.zone)?);
        }
        if let Some(link) = &changing.link {
            let mut item = keys::used_link(link.seal).attributes();
            item.insert("used_at".to_owned(), s(crate::times::sortable(changing.now)));
            item.insert(EXPIRES_AT.to_owned(), n(u64::try_from(link.until.as_second()).unwrap_or_default()));
            writes.push(self.put_new(item)?);
        }
        let partition = keys::customer(&after.customer);
        let mut deliveries = Vec::new();
        for (channel, message) in (changing.messages)(after) {
            let key = keys::delivery(&partition, &format!("{}:{name}", after.number), &channel);
            writes.push(self.put_new(self.delivery_item(&key, &channel, &message, changing.now)?)?);
            deliveries.push(key);
        }
        Ok((writes, deliveries))
    }

    /// Marks the day's line of a step that is taken back, so that reports do not count it. The history keeps it as it is.
    fn put_undone(&self, after: &Case, done: &Done, zone: &TimeZone) -> Result<TransactWriteItem, StoreError> {
        let (day, word) = (done.at.to_zoned(zone.clone()).date(), done.step.done());
        let name = format!("{word}:{}", done.before.revision);
        let line = CaseEvent { undone: true, ..CaseEvent::of(after, word, done.at, None) };
        let key = keys::day_case_event(day, &after.customer, after.number, &name);
        let mut item = items::encode(&key, &line)?;
        item.extend(self.expiry(done.at));
        let put = Put::builder().table_name(&self.name).set_item(Some(item));
        Ok(TransactWriteItem::builder().put(put.build().map_err(unbuilt)?).build())
    }
}

/// Lines of one history that are read, at most.
const EVENTS_MAX: usize = 500;
