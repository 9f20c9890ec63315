//! One identity: its touchpoints judged again in their journey, beside what is stored.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::Identity;
use domain::journey::Journey;
use domain::moment::Moment;
use domain::reading::KeptReading;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use jiff::SignedDuration;
use recovery::raising::{self, Outlook, Raising, Seen};
use runtime::spans::Spans;
use store::cases::Raised;
use store::error::StoreError;
use store::journeys::Linked;
use store::moments::{Put, day_of};
use store::partitions::Room;

use crate::order::{Finding, Kind, Summary};
use crate::run::{Found, Recount};

/// What the facts make of one identity's touchpoints.
pub(crate) struct Facts {
    pub(crate) moments: Vec<Moment>,
    /// The touchpoints that carry a link which is not on record.
    pub(crate) unlinked: Vec<Touchpoint>,
    /// What is to be kept of comments of the whole journey that nobody has read, or not deeply.
    unread: Vec<(Touchpoint, String, KeptReading)>,
    /// Whether the stream may still be at work on them.
    is_young: bool,
}

impl Facts {
    /// Returns how much each moment was judged with.
    fn knowledge(&self) -> Vec<(u64, u32)> {
        self.moments.iter().map(|moment| (moment.links, moment.basis)).collect()
    }
}

impl Recount<'_> {
    /// Judges one identity's touchpoints again and compares. An item that cannot be read is a finding, not a failure:
    /// the other journeys are recounted all the same.
    pub(crate) async fn journey(&self, identity: &Identity) -> Result<Found, StoreError> {
        match self.linked_journey(identity).await {
            Err(StoreError::Unreadable { why, .. }) => {
                let finding = Finding::new(Kind::Unreadable, store::Key::of_customer(identity)).because(&why);
                Ok((vec![finding], Summary { identities: 1, ..Summary::default() }))
            }
            found => found,
        }
    }

    /// Puts the identity's links right first, where that is wanted: what they join is judged anew as a whole.
    async fn linked_journey(&self, identity: &Identity) -> Result<Found, StoreError> {
        let mut facts = self.facts(identity).await?;
        let mut findings = self.read(&facts).await?;
        if findings.iter().any(|finding| finding.repaired) {
            facts = self.facts(identity).await?;
        }
        if facts.unlinked.is_empty() || facts.is_young {
            let (found, summary) = self.settle(identity, facts).await?;
            findings.extend(found);
            return Ok((findings, summary));
        }
        let mut touched = BTreeSet::from([identity.clone()]);
        for touchpoint in &facts.unlinked {
            let Some(key) = store::Key::of_link(touchpoint) else { continue };
            let mut finding = Finding::new(Kind::Unlinked, key);
            if self.repair {
                self.verify.table.link(touchpoint).await?;
                let joined: Vec<_> = touchpoint.linked_identity().into_iter().collect();
                touched.extend(self.former_owners(identity, &joined).await?);
                touched.extend(joined);
                finding.repaired = true;
            }
            findings.push(finding);
        }
        if self.repair {
            let linked = self.verify.table.journey(identity).await?;
            touched.extend(linked.displaced(facts.unlinked.len()));
        }
        let mut summary = Summary::default();
        for identity in touched {
            let (found, counts) = self.settle(&identity, self.facts(&identity).await?).await?;
            findings.extend(found);
            summary += counts;
        }
        Ok((findings, summary))
    }

    /// Lists the comments that nobody has read deeply, and keeps what the reader says of them, where that is wanted: everybody who
    /// judges the journey from here on knows it.
    async fn read(&self, facts: &Facts) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        for (touchpoint, digest, reading) in facts.unread.iter().filter(|_| !facts.is_young) {
            let mut finding = Finding::new(Kind::Unread, store::Key::of_touchpoint(touchpoint));
            if self.repair {
                self.verify.table.keep_reading(touchpoint, digest, reading).await?;
                finding.repaired = true;
            }
            findings.push(finding);
        }
        Ok(findings)
    }

    /// Compares, and looks again where something was rewritten until nothing more is known: the stream may have brought more
    /// meanwhile, and have judged it before the rewriting or left it to this.
    async fn settle(&self, identity: &Identity, facts: Facts) -> Result<Found, StoreError> {
        let mut known = facts.knowledge();
        let (mut findings, summary) = self.beside(&facts).await?;
        drop(facts);
        let mut has_rewritten = findings.iter().any(Finding::is_rewritten);
        while has_rewritten {
            let again = Facts { is_young: false, ..self.facts(identity).await? };
            if again.knowledge() == known {
                break;
            }
            known = again.knowledge();
            let (more, _) = self.beside(&again).await?;
            has_rewritten = more.iter().any(Finding::is_rewritten);
            findings.extend(more);
        }
        Ok((findings, summary))
    }

    /// Lists the other customers that may have been judged with these identities before they were this customer's.
    async fn former_owners(&self, customer: &Identity, joined: &[Identity]) -> Result<BTreeSet<Identity>, StoreError> {
        let mut former = BTreeSet::new();
        for identity in joined {
            let links = self.verify.table.links_of(identity).await?;
            former.extend(links.into_iter().map(|link| link.other).filter(|other| other != customer));
        }
        Ok(former)
    }

    pub(crate) async fn facts(&self, identity: &Identity) -> Result<Facts, StoreError> {
        let (table, rules) = (&self.verify.table, &self.document.common.rules);
        let (linked, _room) = match table.journey_within(identity, BTreeMap::new(), Room::Shared).await? {
            Some(linked) => (linked.reading(), None),
            None => {
                let room = self.gate.enter().await;
                (table.journey(identity).await?.reading(), Some(room))
            }
        };
        let mut facts = Facts { moments: Vec::new(), unlinked: Vec::new(), unread: Vec::new(), is_young: false };
        let members = linked.members();
        let mut earlier: Option<Journey> = None;
        loop {
            let run = earlier.as_ref().unwrap_or(&linked.journey);
            let own = run.touchpoints.iter().filter(|touchpoint| touchpoint.recorded == *identity);
            facts.is_young |= run.touchpoints.iter().any(|touchpoint| touchpoint.received_at > self.settled_before);
            let unlinked = table.unlinked(&linked, own, Linked::is_linked).await?.counting;
            facts.unlinked.extend(unlinked.into_iter().cloned());
            facts.unread.extend(unread(run, rules, self.verify.reads_deeply));
            let judged = run.judge(rules).into_iter().map(|judged| judged.moment);
            facts.moments.extend(judged.filter(|moment| moment.recorded == *identity));
            match table.run_before(run, &members).await? {
                Some(before) => earlier = Some(before),
                None => break,
            }
        }
        // Facts and judgements expire together, but not to the minute.
        facts.moments.retain(|moment| !table.has_expired(moment.received_at, self.now));
        Ok(facts)
    }

    /// Compares what the facts make with what is stored, and puts it right if that is wanted.
    pub(crate) async fn beside(&self, facts: &Facts) -> Result<Found, StoreError> {
        let table = &self.verify.table;
        let moments: Vec<_> = facts.moments.iter().collect();
        let count = |moments: usize| u64::try_from(moments).unwrap_or(u64::MAX);
        let mut summary = Summary { identities: 1, moments: count(moments.len()), ..Summary::default() };
        let mut findings = Vec::new();
        let mut days = BTreeSet::new();
        let mut failed = None;
        for (moment, compared) in moments.iter().zip(table.compare(&moments, &self.verify.zone).await?) {
            if compared.is_same() {
                summary.same += 1;
            } else if compared.has_newer_rules(moment) || (table.has_retention() && compared.knew_more(moment)) {
                summary.left += 1;
            } else if facts.is_young {
                summary.pending += 1;
            } else {
                let kind = if compared.is_missing() { Kind::Missing } else { Kind::Different };
                let mut finding = Finding::new(kind, compared.key.clone());
                finding.fields.clone_from(&compared.fields);
                if self.repair {
                    days.insert(day_of(moment, &self.verify.zone));
                    match table.rewrite(moment, &compared).await {
                        Ok(put) => finding.repaired = put == Put::Written,
                        Err(error) => {
                            failed = Some(error);
                            break;
                        }
                    }
                }
                findings.push(finding);
            }
        }
        // Also after a failure: what was written must not be hidden behind a stale summary.
        self.touch(days).await?;
        if let Some(error) = failed {
            return Err(error);
        }
        if !facts.is_young {
            findings.extend(self.without_case(&moments).await?);
        }
        Ok((findings, summary))
    }

    /// Finds the critical moments that somebody should have been told of, and raises them as `alert` would have.
    async fn without_case(&self, moments: &[&Moment]) -> Result<Vec<Finding>, StoreError> {
        let age_max = SignedDuration::from_hours(self.document.common.rules.critical.alert_age_hours_max);
        let told = |moment: &&&Moment| {
            moment.is_critical() && !moment.alerts_nobody() && self.now.duration_since(moment.occurred_at) <= age_max
        };
        let critical: Vec<_> = moments.iter().filter(told).copied().collect();
        if critical.is_empty() {
            return Ok(Vec::new());
        }
        let mut findings = Vec::new();
        let seen = Seen::behind(self.gate);
        let seen = &seen;
        for moment in self.verify.table.not_raised(&critical).await? {
            let mut finding = Finding::new(Kind::NoCase, store::Key::of_moment(moment, &self.verify.zone));
            if self.repair {
                let Self { verify, document, now, .. } = self;
                let (table, zone) = (&verify.table, &verify.zone);
                let (rules, plan) = (&document.common.rules, &document.plan);
                let (outlook, spans) = (&Outlook::of(0), &Spans::default());
                let raised =
                    raising::raise(&Raising { table, rules, plan, outlook, zone, spans, seen }, moment, *now).await?;
                finding.repaired = matches!(raised, Some(Raised::Told { .. }));
                if let Some(Raised::Told { at, .. }) = raised {
                    self.touch([at.to_zoned(verify.zone.clone()).date()]).await?;
                }
            }
            findings.push(finding);
        }
        Ok(findings)
    }
}

/// Lists the comments of a journey of which nothing is kept, and those that only the fast reader read without being sure, with what is to be
/// kept of each.
fn unread(run: &Journey, rules: &Rules, reads_deeply: bool) -> Vec<(Touchpoint, String, KeptReading)> {
    let mut seen = BTreeSet::new();
    let read = run.touchpoints.iter().filter_map(|touchpoint| {
        let unread = run.unread(touchpoint, rules).filter(|unread| !seen.contains(&unread.digest))?;
        let deep = if reads_deeply { deep::deepened(&unread) } else { None };
        let fast = || if unread.is_kept { None } else { KeptReading::of(&unread.fast) };
        let reading = deep.or_else(fast)?;
        seen.insert(unread.digest.clone());
        Some((touchpoint.clone(), unread.digest, reading))
    });
    read.collect()
}
