//! What somebody asks to be corrected, field by field and checked: every wrong field is told at once. What holds afterwards is the
//! domain's to say, and how it is kept the store's. Knows nothing of requests.

use domain::correction::{Correction, Says};
use domain::customers::Customers;
use domain::identity::{Identity, TouchpointKey};
use domain::rules::Rules;
use domain::touchpoint::complaint::Complaint;
use domain::touchpoint::parse::FieldError;
use domain::vocabulary::Outcome;
use jiff::Timestamp;
use store::corrections::Corrected;
use store::error::StoreError;
use store::table::Table;

use crate::order::{Fields, NAME_MAX, Reading, bounded_name};

/// Characters of a reason.
pub const REASON_MAX: usize = 500;
/// Characters of a source, an id, a customer.
const KEY_MAX: usize = 256;

/// What can be said, by its word.
pub const WORDS: [&str; 6] = ["outcome", "cause", "spam", "duplicate", "other_customer", "withdrawn"];

/// The fields of a correction.
pub const FIELDS: [&str; 11] =
    ["source", "id", "customer_id", "anonymous_id", "says", "outcome", "cause", "of", "correction", "reason", "actor"];

/// A checked correction and what it corrects.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Whose touchpoint it is: the identity that it was sent for.
    pub recorded: Identity,
    /// The touchpoint.
    pub touchpoint: TouchpointKey,
    /// What is said.
    pub correction: Correction,
}

/// Reads what is to be corrected. `otherwise` is who says so if nobody is named.
///
/// # Errors
/// Every field that is not as it should be.
pub fn read(
    fields: &Fields,
    otherwise: Option<&str>,
    (rules, customers): (&Rules, &Customers),
    now: Timestamp,
) -> Result<Request, Vec<FieldError>> {
    let mut reading = Reading { fields, errors: Vec::new() };
    for (name, _) in fields.list() {
        if !FIELDS.contains(&name.as_str()) {
            reading.complain(&bounded_name(name), Complaint::UnknownField);
        }
    }
    let (source, id) = (reading.needed("source", KEY_MAX), reading.needed("id", KEY_MAX));
    let touchpoint = TouchpointKey { source, id };
    let recorded = match (reading.text("customer_id", KEY_MAX), reading.text("anonymous_id", KEY_MAX)) {
        (Some(customer), _) => customers.identity(&customer),
        (None, Some(anonymous)) => Identity::Anonymous(anonymous),
        (None, None) => Identity::of_nobody(&touchpoint),
    };
    let by = match (fields.get("actor"), otherwise) {
        (None, Some(name)) => name.to_owned(),
        _ => reading.needed("actor", NAME_MAX),
    };
    let says = says(&mut reading, rules);
    let reason = match says {
        Some(Says::Withdrawn { .. }) => reading.text("reason", REASON_MAX).unwrap_or_default(),
        _ => reading.needed("reason", REASON_MAX),
    };
    match says {
        Some(says) if reading.errors.is_empty() => {
            Ok(Request { recorded, touchpoint, correction: Correction { at: now, by, reason, says } })
        }
        _ => Err(reading.errors),
    }
}

fn says(reading: &mut Reading<'_>, rules: &Rules) -> Option<Says> {
    let word = reading.needed("says", NAME_MAX);
    match word.as_str() {
        "" => None,
        "outcome" => {
            let word = reading.needed("outcome", NAME_MAX);
            let outcome = Outcome::from_word(&word);
            if outcome.is_none() && !word.is_empty() {
                reading.complain("outcome", one_of(Outcome::ALL.iter().map(|outcome| outcome.as_str())));
            }
            outcome.map(|outcome| Says::Outcome { outcome })
        }
        "cause" => Some(Says::Cause { cause: reading.cause(rules).0 }),
        "spam" => Some(Says::Spam),
        "duplicate" => Some(Says::Duplicate { of: reading.needed("of", 2 * KEY_MAX) }),
        "other_customer" => Some(Says::OtherCustomer),
        "withdrawn" => Some(Says::Withdrawn { correction: reading.needed("correction", NAME_MAX) }),
        _ => {
            reading.complain("says", one_of(WORDS));
            None
        }
    }
}

fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Complaint {
    Complaint::NotOneOf(words.into_iter().collect::<Vec<_>>().join(", "))
}

/// Adds a correction. The stream brings it to whoever judges.
///
/// # Errors
/// The table is unavailable, refuses, or holds something unreadable.
pub async fn correct(table: &Table, request: &Request) -> Result<Corrected, StoreError> {
    let corrected = table.correct((&request.recorded, &request.touchpoint), &request.correction).await?;
    if let Corrected::Added(_) = corrected {
        tracing::info!(says = request.correction.says.as_str(), "touchpoint corrected");
    }
    Ok(corrected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(pairs: &[(&str, &str)]) -> Result<Request, Vec<String>> {
        let fields = Fields::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let rules = Rules::built_in().unwrap();
        read(&fields, None, (&rules, &Customers::default()), Timestamp::UNIX_EPOCH)
            .map_err(|errors| errors.into_iter().map(|error| format!("{} {}", error.field, error.complaint)).collect())
    }

    const OF_ANA: [(&str, &str); 5] =
        [("source", "shop"), ("id", "1"), ("customer_id", "ana"), ("actor", "Eva"), ("reason", "she said so")];

    fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
        OF_ANA.iter().chain(more).copied().collect()
    }

    #[test]
    fn every_kind_is_read_and_nothing_is_guessed() {
        let says = |more: &[(&'static str, &'static str)]| read_of(&with(more)).unwrap().correction.says;
        assert_eq!(says(&[("says", "outcome"), ("outcome", "average")]), Says::Outcome { outcome: Outcome::Average });
        assert_eq!(says(&[("says", "cause"), ("cause", "website")]), Says::Cause { cause: "website".into() });
        assert_eq!(says(&[("says", "spam")]), Says::Spam);
        assert_eq!(says(&[("says", "duplicate"), ("of", "shop/2")]), Says::Duplicate { of: "shop/2".into() });
        assert_eq!(says(&[("says", "other_customer")]), Says::OtherCustomer);
        assert_eq!(says(&[("says", "withdrawn"), ("correction", "x")]), Says::Withdrawn { correction: "x".into() });
        let of_nobody =
            read_of(&[("source", "web"), ("id", "1"), ("actor", "Eva"), ("reason", "a test"), ("says", "spam")]);
        let key = TouchpointKey { source: "web".into(), id: "1".into() };
        assert_eq!(of_nobody.unwrap().recorded, Identity::of_nobody(&key));
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        assert_eq!(
            read_of(&[("who", "x")]).unwrap_err(),
            [
                "who unknown field",
                "source is missing",
                "id is missing",
                "actor is missing",
                "says is missing",
                "reason is missing"
            ]
        );
        assert_eq!(
            read_of(&with(&[("says", "outcome"), ("outcome", "bad")])).unwrap_err(),
            ["outcome must be one of misery, average, magic, unknown"]
        );
        assert_eq!(read_of(&with(&[("says", "cause"), ("cause", "rain")])).unwrap_err().len(), 1);
        assert_eq!(read_of(&with(&[("says", "nonsense")])).unwrap_err().len(), 1);
    }
}
