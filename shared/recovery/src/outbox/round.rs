//! One round of sending to one channel: what goes out now, what waits, what is told together, and what a reply means.

use std::time::Duration;

use channels::channel::Channel;
use channels::reply::Reply;
use domain::alerting::Topic;
use domain::alerting::{ChannelFault, ChannelNotice, Message};
use domain::delivery::next_try;
use domain::identity::fingerprint;
use domain::pacing::Waiting;
use domain::trace::{Step, Trace};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::Key;
use store::deliveries::{Delivery, Settled};
use store::error::StoreError;
use store::pace::{ChannelState, Gone};

use super::{AT_ONCE, LEASE_S, Outbox, Tally, links, waiting};

/// Messages to a channel that a program reads at once.
const SENT_AT_ONCE: usize = 8;
/// Time between two messages to a channel that people read: Slack takes one a second.
const GAP: Duration = Duration::from_secs(1);

/// Time after which a round is planned again that others kept from being planned.
const GIVE_WAY: SignedDuration = SignedDuration::from_mins(1);

/// One channel's turn.
pub(super) struct Round<'a> {
    pub(super) outbox: &'a Outbox<'a>,
    pub(super) channel: &'a str,
    pub(super) tally: &'a Tally,
}

/// What a try came to.
enum Came {
    /// The receiver has it, or it was refused for good: the next one may be tried.
    Settled,
    /// The receiver did not take it now.
    Failed,
}

/// Sends to one channel what is due there. Returns what became due by that on other channels.
pub(super) async fn of_channel(outbox: &Outbox<'_>, channel: &str, keys: &[Key], tally: &Tally) -> Vec<Key> {
    let round = Round { outbox, channel, tally };
    match round.run(keys).await {
        Ok(more) => more,
        Err(error) => {
            round.unsettled(&error);
            Vec::new()
        }
    }
}

impl Round<'_> {
    pub(super) fn unsettled(&self, error: &StoreError) {
        tracing::warn!(channel = self.channel, %error, "delivery not settled");
        self.tally.count(|sent| sent.unsettled += 1);
    }

    async fn run(&self, keys: &[Key]) -> Result<Vec<Key>, StoreError> {
        let Some(channel) = self.outbox.document.channels.get(self.channel) else { return self.unknown(keys).await };
        let now = Timestamp::now();
        let mut state = self.outbox.table.channel_state(self.channel).await?;
        if state.wait_until.is_some_and(|until| until > now) {
            tracing::info!(channel = self.channel, "the receiver asked to be left alone, the rest stays due");
            self.tally.count(|sent| sent.due += u32::try_from(keys.len()).unwrap_or(u32::MAX));
            return Ok(Vec::new());
        }
        if state.gone.as_ref().is_some_and(|gone| gone.address == channel.address()) {
            return self.give_all_up(channel, keys, now).await;
        }
        let pacing = &self.outbox.document.plan.pacing;
        if channel.is_read_by_people() && (pacing.gathers() || channel.quiet_hours().is_some()) {
            return self.to_people(channel, &mut state, keys, now).await;
        }
        let mut more = Vec::new();
        for some in keys.chunks(SENT_AT_ONCE) {
            let claimed = self.claim(some, now).await;
            let claimed = self.put_off_while_quiet(channel, claimed, now).await;
            if self.try_some(channel, &mut state, claimed, &mut more).await? {
                break;
            }
        }
        Ok(more)
    }

    /// Sends to people as the plan of the round says.
    async fn to_people(
        &self,
        channel: &Channel,
        state: &mut ChannelState,
        keys: &[Key],
        now: Timestamp,
    ) -> Result<Vec<Key>, StoreError> {
        let claimed = self.claim(keys, now).await;
        let claimed = self.put_off_while_quiet(channel, claimed, now).await;
        let claimed = self.untold(claimed).await?;
        let looked_at: Vec<Waiting> = claimed.iter().map(waiting).collect();
        let Some(plan) = self.plan(state, &looked_at, now).await? else {
            let soon = now.checked_add(GIVE_WAY).unwrap_or(now);
            self.put_off(claimed.into_iter().map(|delivery| (delivery, soon)).collect(), true).await;
            return Ok(Vec::new());
        };
        let mut more = Vec::new();
        let mut claimed: Vec<Option<Delivery>> = claimed.into_iter().map(Some).collect();
        let mut take = |index: usize| claimed.get_mut(index).and_then(Option::take);
        for together in plan.together {
            let together: Vec<Delivery> = together.into_iter().filter_map(&mut take).collect();
            more.push(self.tell_together(&together, now).await?);
        }
        let later = plan.later.into_iter().filter_map(|(index, until)| {
            let delivery = take(index)?;
            // One that is looked at again the next minute stays due since it was written: its time has not come.
            let until = if until > now { until } else { delivery.created_at };
            Some((delivery, until))
        });
        self.put_off(later.collect(), true).await;
        let mut singly = plan.singly.into_iter().filter_map(take);
        let mut is_first = true;
        for delivery in singly.by_ref() {
            if !is_first && self.outbox.document.plan.pacing.gathers() {
                tokio::time::sleep(GAP).await;
            }
            is_first = false;
            if self.try_some(channel, state, vec![delivery], &mut more).await? {
                break;
            }
        }
        // Claimed and not tried: they are as they were.
        self.put_off(singly.map(|delivery| (delivery, now)).collect(), false).await;
        Ok(more)
    }

    async fn claim(&self, keys: &[Key], now: Timestamp) -> Vec<Delivery> {
        let mut claimed = Vec::new();
        for some in keys.chunks(AT_ONCE) {
            let claims = some.iter().map(|key| self.outbox.table.claim(key, now, SignedDuration::from_secs(LEASE_S)));
            for claim in join_all(claims).await {
                match claim {
                    Ok(delivery) => claimed.extend(delivery),
                    Err(error) => self.unsettled(&error),
                }
            }
        }
        claimed
    }

    /// Puts off what the quiet hours hold back, and returns the rest.
    async fn put_off_while_quiet(&self, channel: &Channel, claimed: Vec<Delivery>, now: Timestamp) -> Vec<Delivery> {
        let Some(quiet) = channel.quiet_hours() else { return claimed };
        let until = |delivery: &Delivery| quiet.until(now, delivery.message.severity(), self.outbox.zone);
        let (loud, held): (Vec<_>, Vec<_>) = claimed.into_iter().partition(|delivery| until(delivery) <= now);
        let held: Vec<_> = held.into_iter().map(|delivery| (until(&delivery), delivery)).collect();
        self.put_off(held.into_iter().map(|(until, delivery)| (delivery, until)).collect(), true).await;
        loud
    }

    async fn put_off(&self, deliveries: Vec<(Delivery, Timestamp)>, gathered: bool) {
        for some in deliveries.chunks(AT_ONCE) {
            let settle = some
                .iter()
                .map(|(delivery, at)| self.outbox.table.settle(delivery, Settled::PutOff { at: *at, gathered }));
            for outcome in join_all(settle).await {
                match outcome {
                    Ok(()) => self.tally.count(|sent| sent.due += 1),
                    Err(error) => self.unsettled(&error),
                }
            }
        }
    }

    /// Tries some deliveries at once. Tells whether the channel is to be left alone for this round.
    async fn try_some(
        &self,
        channel: &Channel,
        state: &mut ChannelState,
        claimed: Vec<Delivery>,
        more: &mut Vec<Key>,
    ) -> Result<bool, StoreError> {
        let now = Timestamp::now();
        let replies = join_all(claimed.iter().map(|delivery| self.send(delivery, now))).await;
        let mut failed = 0;
        let mut is_over = false;
        for (delivery, reply) in claimed.iter().zip(&replies) {
            let now = Timestamp::now();
            match self.settle(channel, delivery, reply, now, more).await {
                Ok(Came::Settled) => {}
                Ok(Came::Failed) => failed += 1,
                Err(error) => self.unsettled(&error),
            }
            match reply {
                Reply::Retryable { after: Some(after), .. } => {
                    is_over = true;
                    let wait = SignedDuration::try_from(*after).unwrap_or_default();
                    let until = now.checked_add(wait).unwrap_or(Timestamp::MAX);
                    if state.wait_until.is_none_or(|known| known < until) {
                        let next = ChannelState { wait_until: Some(until), ..state.clone() };
                        self.keep(state, next).await?;
                    }
                }
                Reply::Gone if state.gone.as_ref().is_none_or(|gone| gone.address != channel.address()) => {
                    is_over = true;
                    let gone = Gone { at: now, address: channel.address().to_owned() };
                    let next = ChannelState { gone: Some(gone), ..state.clone() };
                    self.keep(state, next).await?;
                }
                _ => {}
            }
        }
        Ok(is_over || (failed > 0 && failed == claimed.len()))
    }

    /// Keeps a channel's state; if somebody else changed it meanwhile, theirs with what was learnt here.
    async fn keep(&self, state: &mut ChannelState, next: ChannelState) -> Result<(), StoreError> {
        let table = self.outbox.table;
        *state = match table.put_channel_state(self.channel, &next).await? {
            Some(kept) => kept,
            None => {
                let theirs = table.channel_state(self.channel).await?;
                let both = ChannelState { wait_until: next.wait_until, gone: next.gone, ..theirs };
                table.put_channel_state(self.channel, &both).await?.unwrap_or(both)
            }
        };
        Ok(())
    }

    async fn send(&self, delivery: &Delivery, now: Timestamp) -> Reply {
        let id = delivery.id();
        let (message, links) = links::of(self.outbox, delivery, now);
        let message = message.as_ref().unwrap_or(&delivery.message);
        let told = channels::request::Delivery {
            id: &id,
            message,
            links: &links,
            created_at: delivery.created_at,
            zone: self.outbox.zone,
        };
        if matches!(message, Message::SignIn(notice) if notice.until <= now || notice.url.is_none()) {
            return Reply::Refused { reason: "the link has ended or cannot be signed".to_owned() };
        }
        let reply = self.outbox.document.channels.send(self.channel, &told, now).await;
        if let Some(steps) = delivery.message.delivery_in_trace(&id) {
            self.outbox.spans.tell(Step::Deliver, steps, now, reply != Reply::Delivered);
        }
        reply
    }

    /// Writes down what a reply means for the delivery.
    async fn settle(
        &self,
        channel: &Channel,
        delivery: &Delivery,
        reply: &Reply,
        now: Timestamp,
        more: &mut Vec<Key>,
    ) -> Result<Came, StoreError> {
        let (id, name) = (delivery.id(), self.channel);
        match reply {
            Reply::Delivered => {
                tracing::info!(delivery = id, channel = name, trace_id = trace_id(delivery), "delivered");
                self.outbox.table.settle(delivery, Settled::Delivered).await?;
                self.tally.count(|sent| sent.delivered += 1);
                Ok(Came::Settled)
            }
            Reply::Retryable { reason, after } => {
                let after = after.and_then(|wait| SignedDuration::try_from(wait).ok());
                let wait = next_try(delivery.attempts, after, spread(delivery));
                tracing::warn!(
                    delivery = id,
                    channel = name,
                    trace_id = trace_id(delivery),
                    attempt = delivery.attempts,
                    reason,
                    ?wait,
                    "not delivered"
                );
                match wait {
                    Some(wait) => {
                        let at = now.checked_add(wait).unwrap_or(Timestamp::MAX);
                        self.outbox.table.settle(delivery, Settled::Due(at)).await?;
                        self.tally.count(|sent| sent.due += 1);
                    }
                    None => more.extend(self.give_up(channel, delivery, reason, now).await?),
                }
                Ok(Came::Failed)
            }
            Reply::Refused { reason } => {
                tracing::warn!(delivery = id, channel = name, reason, "refused");
                more.extend(self.give_up(channel, delivery, reason, now).await?);
                Ok(Came::Settled)
            }
            Reply::Gone => {
                tracing::warn!(delivery = id, channel = name, "the channel says it is gone");
                more.extend(self.give_up(channel, delivery, "status 410", now).await?);
                more.extend(self.tell_of(channel, ChannelFault::Disabled, channel.address(), now).await?);
                Ok(Came::Settled)
            }
        }
    }

    /// Gives a delivery up: the fallback is told instead, or another channel that this one does not work.
    async fn give_up(
        &self,
        channel: &Channel,
        delivery: &Delivery,
        why: &str,
        now: Timestamp,
    ) -> Result<Vec<Key>, StoreError> {
        // A notice about a channel is not about a notice: that could go round for ever.
        let is_notice = matches!(delivery.message, Message::Channel(_));
        // What is for one person, or about one channel, goes to no other.
        let is_for_here = matches!(delivery.message, Message::SignIn(_) | Message::Test(_));
        let fallback = channel.fallback().filter(|_| !is_notice && !is_for_here);
        let instead = self.outbox.table.give_up(delivery, why, fallback, now).await?;
        // The template counts these words and raises an alarm.
        tracing::error!(delivery = delivery.id(), channel = self.channel, why, instead = fallback, "delivery dead");
        self.tally.count(|sent| sent.dead += 1);
        if fallback.is_some() || is_notice {
            return Ok(instead.into_iter().collect());
        }
        let day = now.to_zoned(self.outbox.zone.clone()).date().to_string();
        self.tell_of(channel, ChannelFault::Dead, &day, now).await
    }

    /// Tells another channel that this one does not work, once by its name.
    async fn tell_of(
        &self,
        channel: &Channel,
        what: ChannelFault,
        once: &str,
        now: Timestamp,
    ) -> Result<Vec<Key>, StoreError> {
        let channels = &self.outbox.document.channels;
        let others = channels.receiving(Topic::Escalations).chain(channels.receiving(Topic::Alerts));
        let named = others.map(Channel::name).find(|name| *name != self.channel);
        let Some(other) = channel.fallback().or(named) else { return Ok(Vec::new()) };
        let notice = Message::Channel(ChannelNotice { channel: self.channel.to_owned(), what });
        let word = if what == ChannelFault::Disabled { "disabled" } else { "dead" };
        let told = self.outbox.table.notify(self.channel, &format!("{word}:{once}"), other, &notice, now).await?;
        Ok(told.into_iter().collect())
    }

    /// Gives up everything for a channel that is gone.
    async fn give_all_up(&self, channel: &Channel, keys: &[Key], now: Timestamp) -> Result<Vec<Key>, StoreError> {
        let mut more = Vec::new();
        for delivery in self.claim(keys, now).await {
            more.extend(self.give_up(channel, &delivery, "the channel is gone (410)", now).await?);
        }
        Ok(more)
    }

    /// A channel that the configuration does not name: this process may only have an older document, so it is tried again.
    async fn unknown(&self, keys: &[Key]) -> Result<Vec<Key>, StoreError> {
        for delivery in self.claim(keys, Timestamp::now()).await {
            let now = Timestamp::now();
            tracing::warn!(delivery = delivery.id(), channel = self.channel, "no channel of that name");
            match next_try(delivery.attempts, None, spread(&delivery)) {
                Some(wait) => {
                    let at = now.checked_add(wait).unwrap_or(Timestamp::MAX);
                    self.outbox.table.settle(&delivery, Settled::Due(at)).await?;
                    self.tally.count(|sent| sent.due += 1);
                }
                None => {
                    self.outbox.table.give_up(&delivery, "no channel of that name", None, now).await?;
                    tracing::error!(delivery = delivery.id(), channel = self.channel, "delivery dead");
                    self.tally.count(|sent| sent.dead += 1);
                }
            }
        }
        Ok(Vec::new())
    }
}

/// The id of the trace that a delivery is part of, for the log.
fn trace_id(delivery: &Delivery) -> Option<String> {
    delivery.message.trace().map(Trace::trace_id)
}

/// A number from 0 to 1 that differs from one delivery to the next: enough to spread retries.
fn spread(delivery: &Delivery) -> f64 {
    let digits = fingerprint(&[&delivery.id(), &delivery.attempts.to_string()], 4);
    f64::from(u16::from_str_radix(&digits, 16).unwrap_or(0)) / f64::from(u16::MAX)
}
