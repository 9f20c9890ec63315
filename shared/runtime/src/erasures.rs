//! The receipt of an erasure: what was removed, when, and until when the last copies last. It names nobody; whoever has the key of
//! the deployment's links can show that it was made there.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;
use store::erasing::Kind;
use store::erasing::orders::{AGAIN_AFTER, Erasure, IN_BACKUPS, IN_STREAM, State};

/// A receipt.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "ErasureReceipt")]
pub struct Receipt {
    /// Its name. The same person has the same, under the key of this deployment.
    pub id: String,
    /// How far it is.
    pub state: State,
    /// When it was ordered first.
    pub ordered_at: Timestamp,
    /// By whom: the name of a key, or `console`.
    pub ordered_by: String,
    /// When everything was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Timestamp>,
    /// When somebody looks once more for what came late. Until then the order names the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again_at: Option<Timestamp>,
    /// When it was looked for once more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// What was removed, by kind.
    pub removed: BTreeMap<Kind, u64>,
    /// Touchpoints that came afterwards and were removed before anybody judged them.
    pub late_touchpoints_removed: u64,
    /// Keyed hashes of the person's identities, by which what comes later is recognized.
    pub tombstones: Vec<String>,
    /// The last day, in UTC, on which the table's stream holds what was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_stream_until: Option<Date>,
    /// The last day, in UTC, on which a backup holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_backups_until: Option<Date>,
}

/// A receipt with the seal that shows where it was made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "SealedErasureReceipt")]
pub struct Sealed {
    /// The receipt.
    pub receipt: Receipt,
    /// HMAC-SHA256 of the receipt as JSON without spaces, under the key of `[links]`; none without such a key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

impl Receipt {
    /// Returns the receipt of an order, with how many touchpoints came late.
    pub fn of(erasure: &Erasure, late: u64) -> Self {
        // What the last pass removed is the last to leave the stream and the backups.
        let last = erasure.done_at.or(erasure.erased_at);
        let day_after = |lasting| {
            let end = last?.saturating_add(lasting).ok()?;
            Some(end.to_zoned(TimeZone::UTC).date())
        };
        let again_at = erasure.erased_at.and_then(|at| at.saturating_add(AGAIN_AFTER).ok());
        Self {
            id: erasure.id.clone(),
            state: erasure.state,
            ordered_at: erasure.ordered_at,
            ordered_by: erasure.by.clone(),
            erased_at: erasure.erased_at,
            again_at: again_at.filter(|_| erasure.state == State::Erased),
            done_at: erasure.done_at,
            removed: erasure.removed.clone(),
            late_touchpoints_removed: late,
            tombstones: erasure.tombstones.iter().cloned().collect(),
            in_stream_until: day_after(IN_STREAM),
            in_backups_until: day_after(IN_BACKUPS),
        }
    }

    /// Seals it.
    pub fn sealed(self, seal: impl FnOnce(&str) -> Option<String>) -> Sealed {
        let text = serde_json::to_string(&self).unwrap_or_default();
        Sealed { seal: seal(&text), receipt: self }
    }
}

/// Where receipts are kept beside the table.
pub const FOLDER: &str = "erasures/";

/// Returns where a receipt is kept beside the table.
pub fn path_of(id: &str) -> String {
    format!("{FOLDER}{id}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_says_until_when_the_last_copies_last_and_names_nobody() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let mut erasure = Erasure { id: "1".into(), erased_at: at("2026-11-30T23:00:00Z"), ..Erasure::default() };
        erasure.identities = vec![domain::identity::Identity::Customer("ana".into())];
        erasure.state = State::Erased;
        let receipt = Receipt::of(&erasure, 2);
        let days = (receipt.in_stream_until.unwrap().to_string(), receipt.in_backups_until.unwrap().to_string());
        assert_eq!(days, ("2026-12-01".to_owned(), "2027-01-04".to_owned()));
        assert_eq!(receipt.again_at, at("2026-12-02T23:00:00Z"));
        let sealed = receipt.sealed(|text| Some(format!("{}", text.len())));
        let text = serde_json::to_string(&sealed).unwrap();
        assert!(!text.contains("ana") && sealed.seal.is_some(), "{text}");
        erasure.done_at = at("2026-12-02T23:00:30Z");
        erasure.state = State::Done;
        let done = Receipt::of(&erasure, 2);
        assert_eq!(done.in_backups_until.unwrap().to_string(), "2027-01-06");
        assert!(done.again_at.is_none());
    }
}
