//! Looks at one clock after the other: what its promise has come to by all that is known now, and what follows from that. Everything
//! can be done again: a fact is recorded once under the same name, a warning is written once, and a clock ends last.

use std::time::Duration;

use domain::alerting::{Message, PromiseNotice, Topic};
use domain::identity::Identity;
use domain::journey::ledger::Clock;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::expiry::Promised;
use domain::watch;
use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use recovery::document::CaseDocument;
use store::Key;
use store::error::StoreError;
use store::promises::Clocks;
use store::table::Table;
use tokio::time::Instant;

/// Clocks that are looked at at once.
const AT_ONCE: usize = 16;

/// Facts that are recorded a second: each goes through classify and alert, whose other work must not wait for it. With time for 40 seconds a
/// minute, 100,000 promised times that pass at one minute are recorded within 25 minutes.
const EXPIRED_PER_SECOND_MAX: u32 = 100;

const SECOND: Duration = Duration::from_secs(1);

/// Hours after which an overdue promise is looked at again.
const AGAIN_HOURS: i64 = 24;

/// What became of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looked {
    /// The fact is recorded that its time passed.
    Expired,
    /// The owner of the promise is warned.
    Warned,
    /// Nothing waits for it.
    Settled,
    /// It is set to a later time.
    Later,
    /// It is left to the next run.
    Left,
}

/// One run.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) table: &'a Table,
    pub(crate) document: &'a CaseDocument,
    pub(crate) now: Timestamp,
    /// When the run has no time left; what was not looked at by then is left to the next one.
    pub(crate) deadline: Instant,
}

impl Look<'_> {
    /// Looks at some clocks, a few at once, as far as there is time, and waits between them as long as what it records asks for: each fact is
    /// judged and may open a case, and whoever complains at the same minute must not wait behind all of them.
    pub(crate) async fn at_all(self, keys: Vec<Key>, clocks: Clocks, mut count: impl FnMut(Looked)) {
        for some in keys.chunks(EXPIRED_PER_SECOND_MAX as usize) {
            let began = Instant::now();
            let mut expired = 0;
            let looks: Vec<_> = some.iter().map(|key| self.at(key, clocks)).collect();
            let mut looks = stream::iter(looks).buffer_unordered(AT_ONCE);
            while let Some(looked) = looks.next().await {
                expired += u32::from(looked == Looked::Expired);
                count(looked);
            }
            let until = (began + SECOND * expired / EXPIRED_PER_SECOND_MAX).min(self.deadline);
            tokio::time::sleep_until(until).await;
        }
    }

    async fn at(self, key: &Key, clocks: Clocks) -> Looked {
        if Instant::now() >= self.deadline {
            return Looked::Left;
        }
        let looked = match clocks {
            Clocks::Promised => self.at_promised(key).await,
            Clocks::Overdue => self.at_overdue(key).await,
        };
        looked.unwrap_or_else(|error| {
            tracing::warn!(%error, clock = key.fingerprint(), "promised time not looked at, left to the next run");
            Looked::Left
        })
    }

    /// Looks at a promised time.
    async fn at_promised(self, key: &Key) -> Result<Looked, StoreError> {
        let Some(touchpoint) = self.table.running(key, self.now).await? else { return Ok(Looked::Settled) };
        let rules = &self.document.common.rules;
        let linked = self.table.journey(&touchpoint.recorded).await?;
        let clock = linked.journey.clock(&touchpoint.recorded, &touchpoint.key(), rules);
        let Some(Clock::Running { maker, promised, is_done }) = clock else {
            self.table.end_clock(key, self.now).await?;
            return Ok(Looked::Settled);
        };
        if promised.deadline < self.now {
            let fact = maker.expired(&promised, self.now);
            self.table.record_expiry(&fact, (!is_done).then(|| self.again_at())).await?;
            self.table.end_clock(key, self.now).await?;
            return Ok(Looked::Expired);
        }
        let warn_at =
            watch::warn_at(maker, promised.due_at, rules).filter(|warn_at| *warn_at < promised.due_at && !is_done);
        match warn_at {
            Some(warn_at) if self.now < warn_at => {
                self.table.set_clock((Clocks::Promised, key), warn_at, self.now).await?;
                Ok(Looked::Later)
            }
            Some(_) if self.now < promised.due_at => {
                self.warn(maker, &promised).await?;
                self.table.set_clock((Clocks::Promised, key), promised.deadline, self.now).await?;
                Ok(Looked::Warned)
            }
            _ => {
                self.table.set_clock((Clocks::Promised, key), promised.deadline, self.now).await?;
                Ok(Looked::Later)
            }
        }
    }

    /// Looks whether what was overdue has come.
    async fn at_overdue(self, key: &Key) -> Result<Looked, StoreError> {
        let Some(fact) = self.table.running(key, self.now).await? else { return Ok(Looked::Settled) };
        let linked = self.table.journey(&fact.recorded).await?;
        let clock = linked.journey.clock(&fact.recorded, &fact.key(), &self.document.common.rules);
        if matches!(clock, Some(Clock::Running { is_done: false, .. })) {
            self.table.set_clock((Clocks::Overdue, key), self.again_at(), self.now).await?;
            return Ok(Looked::Later);
        }
        self.table.end_clock(key, self.now).await?;
        Ok(Looked::Settled)
    }

    fn again_at(self) -> Timestamp {
        self.now.saturating_add(SignedDuration::from_hours(AGAIN_HOURS)).unwrap_or(Timestamp::MAX)
    }

    /// Writes the warning for everybody who hears of alerts.
    async fn warn(self, maker: &Touchpoint, promised: &Promised<'_>) -> Result<(), StoreError> {
        let names = self.table.pseudonyms().await?;
        let known_type = self.document.common.rules.type_of(&maker.touchpoint_type);
        let notice = PromiseNotice {
            promise_id: promised.promise_id.map(str::to_owned),
            customer: names.of(&maker.recorded),
            customer_id: match &maker.recorded {
                Identity::Customer(id) => Some(id.clone()),
                Identity::Anonymous(_) => None,
            },
            touchpoint: maker.key(),
            touchpoint_type: maker.touchpoint_type.clone(),
            due_at: promised.due_at,
            owner: known_type.and_then(|known| known.owner.clone()),
            value_at_risk: maker.said.value_at_risk.clone(),
        };
        let plan = &self.document.plan;
        let about = (maker.source.as_str(), maker.touchpoint_type.as_str(), maker.said.segment.as_deref());
        let is_silenced = plan.silenced(about, self.now).is_some();
        let hearing = plan.roster.hearing(Topic::Alerts);
        let hearing = hearing.filter(|channel| !is_silenced || !plan.roster.is_read_by_people(channel));
        let messages: Vec<_> =
            hearing.map(|channel| (channel.to_owned(), Message::Promise(Box::new(notice.clone())))).collect();
        // The same name each time: a second run writes nothing new.
        let name = format!("ending:{}", maker.expired(promised, self.now).id);
        self.table.tell_of_promise((maker, &name), &messages, self.now).await?;
        Ok(())
    }
}
