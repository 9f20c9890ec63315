//! Changing a case, exactly once: the step is decided on the case as it was found, and again if somebody else was faster. Writes
//! the deliveries of the messages about it and sends nothing.

use domain::case::{Case, Illegal};
use store::Key;
use store::changes::Changing;
use store::error::StoreError;
use store::table::Table;

/// Tries at changing a case that somebody else changes meanwhile.
const TRIES_MAX: u32 = 6;

/// What became of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed {
    /// The case as it stands now, and the deliveries of the messages about it.
    Done(Box<Case>, Vec<Key>),
    /// The case stands where this is not allowed.
    Illegal(Box<Case>, Illegal),
    /// The link was used before.
    Used(Box<Case>),
}

/// Changes a case.
///
/// # Errors
/// Unavailable, refused or unreadable. After an unavailable one the change may have been made or not.
pub async fn change_case(table: &Table, found: &Case, changing: &Changing<'_>) -> Result<Changed, StoreError> {
    let mut case = found.clone();
    for _ in 0..TRIES_MAX {
        if let Some(link) = &changing.link
            && table.is_used(link).await?
        {
            return Ok(Changed::Used(Box::new(case)));
        }
        let changed = match case.changed(changing.change.clone(), changing.now) {
            Ok(changed) => changed,
            Err(illegal) => return Ok(Changed::Illegal(Box::new(case), illegal)),
        };
        if let Some(deliveries) = table.write_change((&case, &changed), changing).await? {
            return Ok(Changed::Done(Box::new(changed), deliveries));
        }
        case = table.case(&case.customer, case.number).await?.ok_or_else(|| StoreError::Unreadable {
            key: Key::of_customer(&found.customer).fingerprint(),
            why: "it is gone".to_owned(),
        })?;
    }
    Err(StoreError::Unavailable { doing: "changing a case", code: "contended".to_owned() })
}
