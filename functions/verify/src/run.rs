//! One invocation: pages of the table until its time is nearly over, then the parked records.

use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use runtime::configuration::SendingDocument;
use store::error::StoreError;
use store::moments::Put;
use store::recount::Walked;

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
    pub(crate) document: &'a SendingDocument,
    pub(crate) repair: bool,
    pub(crate) now: Timestamp,
    /// What was received later may still be on its way.
    pub(crate) settled_before: Timestamp,
}

impl Verify {
    /// Recounts from where the order says, until `deadline` is near. At least one page is done, so that repeated
    /// invocations come to an end whatever time they get.
    pub(crate) async fn run(&self, order: Order, now: Timestamp, deadline: Timestamp) -> Result<Answer, StoreError> {
        let document = self.configuration.current().await;
        let grace = SignedDuration::from_secs(i64::from(order.grace_s.unwrap_or(GRACE_S)));
        let settled_before = now.checked_sub(grace).unwrap_or(Timestamp::MIN);
        let recount = Recount { verify: self, document: &document, repair: order.repair, now, settled_before };
        let mut answer = Answer::default();
        let mut place = order.cursor;
        loop {
            place = match place {
                None => recount.walk(None, &mut answer).await?,
                Some(Cursor::Walk(after)) => recount.walk(Some(&after), &mut answer).await?,
                Some(Cursor::Parked(after)) => recount.parked(after.as_ref(), &mut answer).await?,
            };
            let is_late = deadline.duration_since(Timestamp::now()) < PAGE_TIME;
            if place.is_none() || is_late || answer.findings.len() >= FINDINGS_MAX {
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
    /// Does one page of the table and returns where to go on.
    async fn walk(&self, after: Option<&store::Key>, answer: &mut Answer) -> Result<Option<Cursor>, StoreError> {
        let Walked { identities, moments, unreadable, next } = self.verify.table.walk(after, self.now).await?;
        let broken =
            unreadable.into_iter().map(|key| Finding::new(Kind::Unreadable, key).because("it names no customer"));
        answer.findings.extend(broken);
        let table = &self.verify.table;
        for key in table.without_touchpoint(&moments, &self.verify.zone).await? {
            let mut finding = Finding::new(Kind::NoTouchpoint, key);
            if self.repair {
                finding.repaired = table.remove_moment(&finding.key).await? == Put::Written;
                self.touch(finding.repaired.then(|| finding.key.date()).flatten()).await?;
            }
            answer.findings.push(finding);
        }
        let mut journeys = stream::iter(identities)
            .map(|identity| async move { self.journey(&identity).await })
            .buffer_unordered(IDENTITIES_AT_ONCE);
        while let Some((findings, summary)) = journeys.try_next().await? {
            answer.findings.extend(findings);
            answer.summary += summary;
        }
        Ok(Some(next.map_or(Cursor::Parked(None), Cursor::Walk)))
    }

    /// Says that days were written to, so that no stale summary counts.
    pub(crate) async fn touch(&self, days: impl IntoIterator<Item = jiff::civil::Date>) -> Result<(), StoreError> {
        self.verify.table.touch_days(&days.into_iter().collect()).await
    }
}

/// What was found of one identity, and the counts.
pub(crate) type Found = (Vec<Finding>, Summary);
