//! Parked records, looked at after the walk has put right what it could: settled, or still in trouble.

use domain::identity::{Identity, TouchpointKey};
use store::Key;
use store::error::StoreError;
use store::recount::parked::Parked;

use crate::order::{Answer, Cursor, Finding, Kind};
use crate::run::Recount;

impl Recount<'_> {
    /// Does one page of parked records and returns where to go on.
    pub(crate) async fn parked(&self, after: Option<&Key>, answer: &mut Answer) -> Result<Option<Cursor>, StoreError> {
        let records = self.verify.table.parked(after).await?;
        for record in &records {
            let is_settled = match self.is_settled(record).await {
                Err(StoreError::Unreadable { .. }) => false,
                settled => settled?,
            };
            let kind = if is_settled { Kind::Settled } else { Kind::Parked };
            let mut finding = Finding::new(kind, record.key.clone()).because(&record.why);
            if self.repair && is_settled {
                finding.repaired = self.verify.table.unpark(record).await?;
            }
            answer.findings.push(finding);
        }
        Ok(records.last().map(|last| Cursor::Parked(Some(last.key.clone()))))
    }

    /// Tells whether what the record was about is as it would be if it had been processed.
    async fn is_settled(&self, parked: &Parked) -> Result<bool, StoreError> {
        let table = &self.verify.table;
        let (recorded, touchpoint) = match parked.function.as_str() {
            "classify" => match table.touchpoint_at(&parked.record).await? {
                Some(touchpoint) => (touchpoint.recorded.clone(), touchpoint.key()),
                None => return Ok(true),
            },
            "alert" => match table.moment_at(&parked.record).await? {
                Some(moment) => (moment.recorded.clone(), moment.key()),
                None => return Ok(true),
            },
            _ => return Ok(false),
        };
        self.is_right(&recorded, &touchpoint).await
    }

    /// Tells whether what a touchpoint makes is stored as the facts make it: its moment, its case, and the link that it
    /// carries. Changes nothing.
    async fn is_right(&self, recorded: &Identity, touchpoint: &TouchpointKey) -> Result<bool, StoreError> {
        let mut facts = self.facts(recorded).await?;
        if facts.unlinked.iter().any(|unlinked| unlinked.key() == *touchpoint) {
            return Ok(false);
        }
        facts.moments.retain(|moment| moment.key() == *touchpoint);
        let looking = Recount { repair: false, ..*self };
        let (findings, summary) = looking.beside(&facts).await?;
        Ok(findings.is_empty() && summary.pending == 0)
    }
}
