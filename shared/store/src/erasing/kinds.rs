//! What becomes of each kind of item when a person is erased. A test compares the list with the table of keys in
//! `docs/architecture.md`: a new kind of item has to say it here, and what it holds of a person in `docs/privacy.md`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::items::{self, Item};

/// Kinds of things that are removed, as a receipt counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ErasedKind")]
pub enum Kind {
    /// Facts.
    Touchpoints,
    /// Judgements.
    Moments,
    /// Links between identities, each end counted.
    Links,
    /// Cases, by number and by name.
    Cases,
    /// What happened in cases, in the history and by day.
    CaseEvents,
    /// Messages that were sent, or that waited.
    Messages,
    /// Messages about several people, from which the person was taken out.
    MessagesChanged,
    /// That content was named.
    Content,
    /// Records that a function could not process.
    Parked,
    /// Records in quarantine, with what was sent.
    Quarantined,
    /// Sums of days and periods. They are counted again when somebody asks.
    Sums,
    /// Files of reports. They are made again when somebody asks.
    Reports,
    /// Files of days that were written again without the person.
    DaysRewritten,
    /// Anything else that lay among the person's items.
    Others,
}

impl Kind {
    /// Returns the kind of an item of a person's own partition.
    pub(crate) fn of_own(item: &Item) -> Self {
        let key = items::key_of(item);
        match key.sk.split('#').next().unwrap_or_default() {
            "TOUCHPOINT" => Self::Touchpoints,
            "LINK" => Self::Links,
            "CASE" => Self::Cases,
            "EVENT" | "CRITICAL" => Self::CaseEvents,
            "DELIVERY" => Self::Messages,
            _ => Self::Others,
        }
    }
}

/// What erasing does to a kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treated {
    /// It lies in the person's own partition and goes with it.
    Own,
    /// It is found from the person's own items, and removed.
    Found,
    /// The person is taken out of it.
    Changed,
    /// It is removed, and counted again from what is left when somebody asks.
    Recounted,
    /// It holds nothing of a person.
    Nothing,
    /// It remembers an erasure, under hashes.
    Kept,
}

/// Every kind of item, by what its partition key and its sort key begin with.
pub const KINDS: &[(&str, &str, Treated)] = &[
    ("CUSTOMER", "TOUCHPOINT", Treated::Own),
    ("CUSTOMER", "ANSWER", Treated::Own),
    ("CUSTOMER", "READING", Treated::Own),
    ("CUSTOMER", "LINK", Treated::Own),
    ("CUSTOMER", "CASE", Treated::Own),
    ("CUSTOMER", "EVENT", Treated::Own),
    ("CUSTOMER", "CRITICAL", Treated::Own),
    ("CUSTOMER", "DELIVERY", Treated::Own),
    ("REPORT", "DELIVERY", Treated::Changed),
    ("CHANNEL", "DELIVERY", Treated::Changed),
    ("CASE", "NAMED", Treated::Found),
    ("DAY", "MOMENT", Treated::Found),
    ("DAY", "CASE", Treated::Found),
    ("DAY", "HEADER", Treated::Nothing),
    ("DAY", "SUMMARY", Treated::Recounted),
    ("DAY", "CUT", Treated::Recounted),
    ("REPORT", "SUMS", Treated::Recounted),
    ("REPORT", "ACTION", Treated::Nothing),
    ("REPORT", "NOTICE", Treated::Nothing),
    ("CONTENT", "NAMED", Treated::Found),
    ("CHANNEL", "STATE", Treated::Nothing),
    ("LINK_USED", "USED", Treated::Nothing),
    // Names customers by their pseudonyms, which lead nowhere once the person is erased.
    ("AUDIT", "", Treated::Nothing),
    ("SESSION_ENDED", "ENDED", Treated::Nothing),
    ("ATTEMPTS", "", Treated::Nothing),
    ("PARKED", "", Treated::Found),
    ("QUARANTINE", "RECORD", Treated::Found),
    ("QUARANTINE", "PERMIT", Treated::Nothing),
    ("QUARANTINE_COUNT", "", Treated::Nothing),
    ("TRIES", "", Treated::Nothing),
    ("META", "ZONE", Treated::Nothing),
    ("META", "LEFT", Treated::Nothing),
    ("META", "CONFIGURATION", Treated::Nothing),
    ("ERASED", "TOMBSTONE", Treated::Kept),
    ("ERASURE", "ORDER", Treated::Kept),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The word in capitals with which a key in backticks begins; empty for one that begins with a part.
    fn word(key: &str) -> String {
        key.chars().take_while(|sign| sign.is_ascii_uppercase() || *sign == '_').collect()
    }

    /// The keys in backticks of one cell of a table.
    fn keys(cell: &str) -> Vec<String> {
        cell.split('`').skip(1).step_by(2).map(word).collect()
    }

    #[test]
    fn every_kind_of_item_says_what_erasing_does_to_it() {
        let document = include_str!("../../../../docs/architecture.md");
        let table = document.split("| item | partition key | sort key |").nth(1).unwrap();
        let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
        let mut in_document = BTreeSet::new();
        for row in rows {
            let cells: Vec<_> = row.split('|').collect();
            for pk in keys(cells[2]) {
                in_document.extend(keys(cells[3]).into_iter().map(|sk| (pk.clone(), sk)));
            }
        }
        let listed: BTreeSet<_> = KINDS.iter().map(|(pk, sk, _)| ((*pk).to_owned(), (*sk).to_owned())).collect();
        assert_eq!(in_document.difference(&listed).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not treated");
        assert_eq!(
            listed.difference(&in_document).collect::<Vec<_>>(),
            Vec::<&(String, String)>::new(),
            "no such item"
        );
    }

    #[test]
    fn every_kind_of_item_says_in_the_privacy_page_what_it_holds() {
        let document = include_str!("../../../../docs/privacy.md");
        for (pk, sk, treated) in KINDS {
            let row = document.lines().find(|line| {
                let Some(cell) = line.strip_prefix('|').and_then(|line| line.split('|').next()) else { return false };
                let named = keys(cell);
                named.iter().any(|word| word == pk) && (sk.is_empty() || named.iter().any(|word| word == sk))
            });
            let row = row.unwrap_or_else(|| panic!("{pk} {sk} has no row in docs/privacy.md"));
            let erased = row.trim_end_matches([' ', '|']).rsplit('|').next().unwrap().trim();
            assert_eq!(erased.starts_with("nothing"), *treated == Treated::Nothing, "{pk} {sk}: {erased}");
        }
    }
}
