//! One invocation: pages of the table until its time is nearly over, then the parked records.

use domain::identity::Identity;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use recovery::document::CaseDocument;
use recovery::raising::Gate;
use store::error::StoreError;
use store::moments::Put;
use store::recount::{Met, Walked};

use crate::Verify;
use crate::order::{Answer, Cursor, Finding, Kind, Order, Summary};

/// Identities whose journeys are read at once.
const IDENTITIES_AT_ONCE: usize = 8;
/// Time that a page is given, at least: none is begun with less.
const PAGE_TIME: SignedDuration = SignedDuration::from_secs(60);
/// Findings of one answer after which no page is begun: an answer of Lambda may have 6 MB.
const FINDINGS_MAX: usize = 2_000;
/// Seconds that the stream is given, where the order does not say.
const GRACE_S: u32 = 300;

/// What holds for a whole invocation.
pub(crate) struct Recount<'a> {
    pub(crate) verify: &'a Verify,
    pub(crate) document: &'a CaseDocument,
    pub(crate) repair: bool,
    pub(crate) now: Timestamp,
    /// What was received later may still be on its way.
    pub(crate) settled_before: Timestamp,
    /// Lets one long journey at a time into the memory.
    pub(crate) gate: &'a Gate,
}

impl Verify {
    /// Recounts from where the order says, until `deadline` is near. At least one page is done, so that repeated
    /// invocations come to an end whatever time they get.
    pub(crate) async fn run(&self, order: Order, now: Timestamp, deadline: Timestamp) -> Result<Answer, StoreError> {
        let document = self.configuration.current().await;
        let grace = SignedDuration::from_secs(i64::from(order.grace_s.unwrap_or(GRACE_S)));
        let settled_before = now.checked_sub(grace).unwrap_or(Timestamp::MIN);
        let (repair, gate) = (order.repair, &Gate::default());
        let recount = Recount { verify: self, document: &document, repair, now, settled_before, gate };
        let mut answer = Answer::default();
        if order.history {
            return recount.history(order.cursor, deadline).await;
        }
        let mut place = order.cursor;
        loop {
            place = match place {
                None => recount.walk(None, deadline, &mut answer).await?,
                Some(Cursor::Walk(after)) => recount.walk(Some(&after), deadline, &mut answer).await?,
                Some(Cursor::Parked(after)) => recount.parked(after.as_ref(), &mut answer).await?,
            };
            if place.is_none() || is_late(deadline) || answer.findings.len() >= FINDINGS_MAX {
                break;
            }
        }
        answer.cursor = place;
        answer.summary.findings = u64::try_from(answer.findings.len()).unwrap_or(u64::MAX);
        let repaired = answer.findings.iter().filter(|finding| finding.repaired).count();
        answer.summary.repaired = u64::try_from(repaired).unwrap_or(u64::MAX);
        for finding in &answer.findings {
            let Finding { finding: kind, key, fields, repaired, .. } = finding;
            tracing::warn!(?kind, item = key.fingerprint(), ?fields, repaired, "finding");
        }
        tracing::info!(summary = ?answer.summary, complete = answer.cursor.is_none(), "recounted");
        Ok(answer)
    }
}

impl Recount<'_> {
    /// Does one page of the table, or as much of it as there is time for, and returns where to go on. A journey may take
    /// seconds, and a page may hold many.
    async fn walk(
        &self,
        after: Option<&store::Key>,
        deadline: Timestamp,
        answer: &mut Answer,
    ) -> Result<Option<Cursor>, StoreError> {
        let Walked { met, next } = self.verify.table.walk(after, self.now).await?;
        let identities = met.iter().enumerate().filter_map(|(place, (_, met))| match met {
            Met::Identity(identity) => Some((place, identity)),
            Met::Moment(_) | Met::Unreadable => None,
        });
        let identities: Vec<_> = identities.collect();
        let mut end = met.len();
        for chunk in identities.chunks(IDENTITIES_AT_ONCE) {
            // The first are always done, so that repeated invocations come to an end.
            let is_first = chunk.first() == identities.first();
            if let Some((place, _)) = chunk.first().filter(|_| !is_first && is_late(deadline)) {
                end = *place;
                break;
            }
            let chunk: Vec<Identity> = chunk.iter().map(|(_, identity)| (*identity).clone()).collect();
            let mut journeys = stream::iter(chunk)
                .map(|identity| async move { self.journey(&identity).await })
                .buffer_unordered(IDENTITIES_AT_ONCE);
            while let Some((findings, summary)) = journeys.try_next().await? {
                answer.findings.extend(findings);
                answer.summary += summary;
            }
        }
        let done = &met[..end];
        self.without_touchpoint(done, answer).await?;
        if end < met.len() {
            return Ok(done.last().map(|(key, _)| Cursor::Walk(key.clone())));
        }
        Ok(Some(next.map_or(Cursor::Parked(None), Cursor::Walk)))
    }

    /// Finds items that nobody's facts account for, and removes moments without a touchpoint where that is wanted.
    async fn without_touchpoint(&self, met: &[(store::Key, Met)], answer: &mut Answer) -> Result<(), StoreError> {
        let table = &self.verify.table;
        let mut moments = Vec::new();
        for (key, met) in met {
            match met {
                Met::Moment(found) => moments.push(found.clone()),
                Met::Unreadable => {
                    let finding = Finding::new(Kind::Unreadable, key.clone());
                    answer.findings.push(finding.because("it names no customer"));
                }
                Met::Identity(_) => {}
            }
        }
        for key in table.without_touchpoint(&moments, &self.verify.zone).await? {
            let mut finding = Finding::new(Kind::NoTouchpoint, key);
            if self.repair {
                finding.repaired = table.remove_moment(&finding.key).await? == Put::Written;
                self.touch(finding.repaired.then(|| finding.key.date()).flatten()).await?;
            }
            answer.findings.push(finding);
        }
        Ok(())
    }

    /// Says that days were written to, so that no stale summary counts.
    pub(crate) async fn touch(&self, days: impl IntoIterator<Item = jiff::civil::Date>) -> Result<(), StoreError> {
        self.verify.table.touch_days(&days.into_iter().collect()).await
    }
}

/// Tells whether too little time is left to begin anything.
pub(crate) fn is_late(deadline: Timestamp) -> bool {
    deadline.duration_since(Timestamp::now()) < PAGE_TIME
}

/// What was found of one identity, and the counts.
pub(crate) type Found = (Vec<Finding>, Summary);
