//! Corrections in the table: each is kept beside its touchpoint, where the journey's query and the stream's filter find it. They are
//! added and never changed. Decides nothing of what holds.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::correction::{CORRECTIONS_MAX, Correction, Says};
use domain::identity::{Identity, TouchpointKey};
use domain::touchpoint::Touchpoint;

use crate::error::StoreError;
use crate::items::s;
use crate::keys::{self, PK};
use crate::promises::WATCHED;
use crate::table::Table;

/// Attribute that holds the corrections of a touchpoint, each by its id.
const CORRECTIONS: &str = "corrections";

/// Times that somebody looks again who lost a race.
const TRIES_MAX: usize = 5;

/// What became of a correction.
#[derive(Clone, Debug, PartialEq)]
pub enum Corrected {
    /// It is beside the touchpoint now, which is given with it.
    Added(Box<Touchpoint>),
    /// The same holds already, by this id.
    Known(String),
    /// There is no such touchpoint of this customer.
    NoTouchpoint,
    /// There is no such correction to take back.
    NoCorrection,
    /// The touchpoint has as many as it can have.
    TooMany,
}

impl Table {
    /// Adds a correction to a touchpoint. The same word of the same person is added once as long as it holds.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable; then adding it again is harmless.
    pub async fn correct(
        &self,
        (recorded, key): (&Identity, &TouchpointKey),
        correction: &Correction,
    ) -> Result<Corrected, StoreError> {
        const DOING: &str = "adding a correction";
        for _ in 0..TRIES_MAX {
            let Some(touchpoint) = self.touchpoint(recorded, key).await? else { return Ok(Corrected::NoTouchpoint) };
            if let Some(known) = answered_without_writing(&touchpoint.corrections, correction) {
                return Ok(known);
            }
            let text = serde_json::to_string(correction)
                .map_err(|_| StoreError::Refused { doing: DOING, code: "it has no form as JSON".to_owned() })?;
            let update = self
                .client
                .update_item()
                .table_name(&self.name)
                .set_key(Some(keys::touchpoint(recorded, key).attributes()))
                .expression_attribute_names("#corrections", CORRECTIONS);
            // What is corrected is judged again, also where the clock of a promise was stopped before.
            let update = match touchpoint.corrections.is_empty() {
                true => update
                    .update_expression(format!("SET #corrections = :said REMOVE {WATCHED}"))
                    .condition_expression(format!("attribute_exists({PK}) AND attribute_not_exists(#corrections)"))
                    .expression_attribute_values(
                        ":said",
                        AttributeValue::M(HashMap::from([(correction.id(), s(text))])),
                    ),
                false => update
                    .update_expression(format!("SET #corrections.#id = :said REMOVE {WATCHED}"))
                    .condition_expression(format!("attribute_exists({PK}) AND attribute_exists(#corrections)"))
                    .expression_attribute_names("#id", correction.id())
                    .expression_attribute_values(":said", s(text)),
            };
            match update.send().await {
                Ok(_) => return Ok(Corrected::Added(Box::new(touchpoint))),
                Err(error)
                    if error.as_service_error().is_some_and(|error| error.is_conditional_check_failed_exception()) => {}
                Err(error) => return Err(StoreError::of(DOING, &error)),
            }
        }
        Err(StoreError::Unavailable { doing: DOING, code: "contended".to_owned() })
    }
}

/// Returns what becomes of a correction that need not, or cannot, be added to those that are there.
fn answered_without_writing(there: &[Correction], correction: &Correction) -> Option<Corrected> {
    let is_withdrawn =
        |id: &str| there.iter().find(|other| matches!(&other.says, Says::Withdrawn { correction } if correction == id));
    if let Says::Withdrawn { correction: id } = &correction.says {
        let is_there = |other: &Correction| other.id() == *id && !matches!(other.says, Says::Withdrawn { .. });
        if !there.iter().any(is_there) {
            return Some(Corrected::NoCorrection);
        }
        if let Some(withdrawal) = is_withdrawn(id) {
            return Some(Corrected::Known(withdrawal.id()));
        }
    } else {
        let is_same = |other: &&Correction| other.says == correction.says && other.by == correction.by;
        let same = there.iter().filter(is_same).map(Correction::id).find(|id| is_withdrawn(id).is_none());
        let is_holding = |id: &String| holds(there, id);
        if let Some(same) = same.filter(is_holding) {
            return Some(Corrected::Known(same));
        }
    }
    (there.len() >= CORRECTIONS_MAX).then_some(Corrected::TooMany)
}

/// Returns whether a correction is what holds of its thing: a later word of another may stand over it.
fn holds(there: &[Correction], id: &str) -> bool {
    let standing = domain::correction::Standing::of(there);
    let of = [
        standing.outcome.map(|(_, correction)| correction),
        standing.cause.map(|(_, correction)| correction),
        standing.aside.map(|(_, correction)| correction),
    ];
    of.into_iter().flatten().any(|correction| correction.id() == id)
}

#[cfg(test)]
mod tests {
    use domain::vocabulary::Outcome;
    use jiff::Timestamp;

    use super::*;

    fn said(minute: i64, by: &str, says: Says) -> Correction {
        let at = Timestamp::from_second(1_796_000_000 + minute * 60).unwrap();
        Correction { at, by: by.to_owned(), reason: "a reason".to_owned(), says }
    }

    #[test]
    fn a_word_is_added_once_as_long_as_it_holds() {
        let average = |minute| said(minute, "ana", Says::Outcome { outcome: Outcome::Average });
        let magic = said(1, "eva", Says::Outcome { outcome: Outcome::Magic });
        let first = average(0);
        assert_eq!(answered_without_writing(&[], &first), None);
        assert_eq!(
            answered_without_writing(std::slice::from_ref(&first), &average(5)),
            Some(Corrected::Known(first.id()))
        );
        // Another has said something else since: to say it again is a new word.
        assert_eq!(answered_without_writing(&[first.clone(), magic.clone()], &average(5)), None);
        let back = said(2, "ana", Says::Withdrawn { correction: first.id() });
        assert_eq!(answered_without_writing(std::slice::from_ref(&first), &back), None);
        let there = [first.clone(), back.clone()];
        assert_eq!(answered_without_writing(&there, &average(5)), None, "it was taken back");
        let again = said(3, "eva", Says::Withdrawn { correction: first.id() });
        assert_eq!(answered_without_writing(&there, &again), Some(Corrected::Known(back.id())));
        let of_withdrawal = said(3, "eva", Says::Withdrawn { correction: back.id() });
        assert_eq!(answered_without_writing(&there, &of_withdrawal), Some(Corrected::NoCorrection));
        let many: Vec<_> = (0..50).map(|minute| said(minute, "ana", Says::Spam)).collect();
        assert_eq!(answered_without_writing(&many, &magic), Some(Corrected::TooMany));
    }
}
