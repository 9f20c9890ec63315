//! One answer that is told in several deliveries: a survey's rating first, its comment a minute later. Each telling is a fact and
//! is kept as it came; what a touchpoint says is all of its tellings together, whatever order they came in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::own::Properties;
use super::{Rating, Said, Touchpoint};

/// A further telling of a touchpoint that is stored already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// When it was told, by the sender.
    pub told_at: Timestamp,
    /// The kind of interaction that it says.
    pub touchpoint_type: String,
    /// What it says.
    pub said: Said,
}

impl Telling {
    /// Makes a telling of what would have been a touchpoint.
    pub fn of(touchpoint: &Touchpoint) -> Self {
        Self {
            told_at: touchpoint.occurred_at,
            touchpoint_type: touchpoint.touchpoint_type.clone(),
            said: touchpoint.said.clone(),
        }
    }

    /// By which tellings are put in order. Two of one moment are put in an order that does not depend on which came first.
    fn rank(&self) -> (Timestamp, String) {
        (self.told_at, serde_json::to_string(&(&self.touchpoint_type, &self.said)).unwrap_or_default())
    }
}

impl Touchpoint {
    /// Adds the further tellings of it. What is told later wins field by field, and what it does not say stays. Place, time, identity
    /// and proof are those of the telling that was stored first, because a moment cannot move to another day.
    pub(super) fn told_again(mut self, tellings: impl IntoIterator<Item = Telling>) -> Self {
        let mut all: Vec<_> = tellings.into_iter().collect();
        if all.is_empty() {
            return self;
        }
        self.tellings = u32::try_from(all.len()).unwrap_or(u32::MAX);
        all.push(Telling::of(&self));
        all.sort_by_cached_key(Telling::rank);
        let (customer_id, anonymous_id) = (self.said.customer_id.take(), self.said.anonymous_id.take());
        let mut said = Said::default();
        for telling in all {
            self.touchpoint_type = telling.touchpoint_type;
            said = over(said, telling.said);
        }
        self.said = Said { customer_id, anonymous_id, ..said };
        self
    }
}

/// Lays what is told later over what is told before.
fn over(before: Said, later: Said) -> Said {
    fn both<K: Ord, V>(mut before: BTreeMap<K, V>, later: BTreeMap<K, V>) -> BTreeMap<K, V> {
        before.extend(later);
        before
    }
    Said {
        customer_id: later.customer_id.or(before.customer_id),
        anonymous_id: later.anonymous_id.or(before.anonymous_id),
        channel: later.channel.or(before.channel),
        stage: later.stage.or(before.stage),
        outcome: later.outcome.or(before.outcome),
        comment: later.comment.or(before.comment),
        language: later.language.or(before.language),
        audience: later.audience.or(before.audience),
        solicited: later.solicited.or(before.solicited),
        promise_id: later.promise_id.or(before.promise_id),
        about: later.about.or(before.about),
        content_url: later.content_url.or(before.content_url),
        segment: later.segment.or(before.segment),
        properties: own_over(before.properties, later.properties),
        rating: Rating {
            csat: later.rating.csat.or(before.rating.csat),
            stars: later.rating.stars.or(before.rating.stars),
            ces: later.rating.ces.or(before.rating.ces),
            nps: later.rating.nps.or(before.rating.nps),
            verdict: later.rating.verdict.or(before.rating.verdict),
        },
        expectation: both(before.expectation, later.expectation),
        perception: both(before.perception, later.perception),
        dimensions: both(before.dimensions, later.dimensions),
        importance: later.importance.or(before.importance),
        due_at: later.due_at.or(before.due_at),
        early_is_better: later.early_is_better.or(before.early_is_better),
        warn_before_s: later.warn_before_s.or(before.warn_before_s),
        done_at: later.done_at.or(before.done_at),
        acknowledged_after_s: later.acknowledged_after_s.or(before.acknowledged_after_s),
        greeted_after_s: later.greeted_after_s.or(before.greeted_after_s),
        resolved: later.resolved.or(before.resolved),
        abandoned: later.abandoned.or(before.abandoned),
        reopened: later.reopened.or(before.reopened),
        transfers: later.transfers.or(before.transfers),
        value_at_risk: later.value_at_risk.or(before.value_at_risk),
        staff: later.staff.or(before.staff),
        observed_by: later.observed_by.or(before.observed_by),
        known_since: later.known_since.or(before.known_since),
    }
}

fn own_over(before: Properties, later: Properties) -> Properties {
    if later.is_empty() || before.is_empty() {
        return if later.is_empty() { before } else { later };
    }
    let mut both = before.read();
    both.extend(later.read());
    Properties::of(both.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::touchpoint::parse::{Sender, Shape, parse};

    fn told(minute: u32, more: &Value) -> Touchpoint {
        let mut body = json!({"id": "1", "customer_id": "ana", "touchpoint_type": "survey",
            "occurred_at": format!("2026-11-28T09:{minute:02}:00Z")});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let sender = Sender { name: "desk", is_secret: true };
        parse(body, Shape::Json, sender, "2026-11-28T10:00:00Z".parse().unwrap(), String::new).unwrap().touchpoint
    }

    fn tellings() -> Vec<Touchpoint> {
        vec![
            told(0, &json!({"rating": {"csat": 2}, "properties": {"a": 1, "b": 1}})),
            told(1, &json!({"comment": "Slow", "properties": {"b": 2}})),
            told(2, &json!({"rating": {"csat": 4}})),
            told(2, &json!({"rating": {"nps": 3}, "comment": "Better now"})),
        ]
    }

    #[test]
    fn later_tellings_add_and_win_and_take_nothing_away() {
        let all = tellings();
        let merged = all[0].clone().told_again(all[1..].iter().map(Telling::of));
        assert_eq!(merged.said.comment.as_deref(), Some("Better now"));
        assert_eq!((merged.said.rating.csat, merged.said.rating.nps), (Some(4), Some(3)));
        assert_eq!(merged.said.properties.as_str(), r#"{"a":1,"b":2}"#);
        assert_eq!((merged.tellings, merged.occurred_at), (3, all[0].occurred_at));
    }

    proptest! {
        #[test]
        fn what_it_says_does_not_depend_on_the_order(order in Just((0..4_usize).collect::<Vec<_>>()).prop_shuffle()) {
            let all = tellings();
            let usual = all[0].clone().told_again(all[1..].iter().map(Telling::of)).said;
            let first = all[order[0]].clone();
            let other = first.told_again(order[1..].iter().map(|index| Telling::of(&all[*index]))).said;
            prop_assert_eq!(usual, other);
        }
    }
}
