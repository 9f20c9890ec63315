//! The comments that are read deeply: those of the touchpoints that are judged here first and of which the fast reader is not sure.
//! What they say is kept before anything is judged by it, so that everybody who judges the journey later judges the same.

use std::collections::BTreeSet;

use domain::journey::Journey;
use domain::reading::{KeptCause, KeptReading, Unread, parts, places};
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use store::error::StoreError;

use crate::Classify;

impl Classify {
    /// Reads the comments of new touchpoints of a journey, keeps what they say and has the journey know it.
    pub(crate) async fn read_deeply(
        &self,
        run: &mut Journey,
        new: &[Touchpoint],
        rules: &Rules,
    ) -> Result<(), StoreError> {
        if !self.reads_deeply {
            return Ok(());
        }
        let new: BTreeSet<_> = new.iter().map(|touchpoint| (&touchpoint.recorded, touchpoint.key())).collect();
        let mut read = Vec::new();
        for touchpoint in &run.touchpoints {
            if !new.contains(&(&touchpoint.recorded, touchpoint.key())) {
                continue;
            }
            let Some(unread) = run.unread(touchpoint, rules) else { continue };
            let Some(kept) = deepened(&unread) else { continue };
            self.table.keep_reading(&touchpoint.recorded, &unread.digest, &kept).await?;
            read.push((unread.digest, kept));
        }
        run.readings.extend(read);
        Ok(())
    }
}

/// Reads a comment deeply, if the fast reader is not sure of it and there is anything to read.
pub fn deepened(unread: &Unread<'_>) -> Option<KeptReading> {
    if deep::is_sure(&unread.fast) {
        return None;
    }
    let reader = deep::reader()?;
    reader.read(&unread.text, &unread.fast).map(|said| kept(&said, reader.version()))
}

/// Returns what a comment says as it is kept.
fn kept(said: &deep::Deep, reader: u32) -> KeptReading {
    let cause = |cause: &deep::Cause| KeptCause {
        cause: cause.cause.clone(),
        probability: parts(cause.probability),
        marks: places(&cause.marks),
    };
    KeptReading {
        reader,
        outcome: said.outcome.map(parts),
        stage: said.stage.map(parts),
        complaint: parts(said.complaint),
        marks: places(&said.marks),
        causes: said.causes.iter().map(cause).collect(),
    }
}
