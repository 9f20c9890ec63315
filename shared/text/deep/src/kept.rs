//! What the deep reader says of a comment, as it is kept beside the customer's touchpoints.

use domain::reading::{KeptCause, KeptReading, Unread, parts, places};
use text::Reading;

use crate::reader;
use crate::reading::{Cause, Deep, is_sure};

/// Reads a comment deeply, if the fast reader is not sure of it, a deployment's own words do not decide, and there is anything to read.
pub fn deepened(unread: &Unread<'_>) -> Option<KeptReading> {
    if is_sure(&unread.fast) || !unread.may_be_deepened {
        return None;
    }
    let reader = reader()?;
    reader.read(&unread.text, &unread.fast).map(|said| kept(&said, &unread.fast, reader.version()))
}

/// Returns what a comment says as it is kept.
fn kept(said: &Deep, fast: &Reading, number: u32) -> KeptReading {
    let cause = |cause: &Cause| KeptCause {
        cause: cause.cause.clone(),
        probability: parts(cause.probability),
        marks: places(&cause.marks),
    };
    KeptReading {
        reader: number,
        language: fast.language.map(|language| language.code().to_owned()),
        asks: fast.asks,
        outcome: said.outcome.map(parts),
        stage: said.stage.map(parts),
        complaint: parts(said.complaint),
        marks: places(&said.marks),
        causes: said.causes.iter().map(cause).collect(),
    }
}
