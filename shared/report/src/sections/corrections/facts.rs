//! What people said who knew better than the rules: how many moments, and how often rule and person agree. What people set aside is
//! counted here and nowhere else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fact::{Fact, NAMES_OF_A_DAY_MAX, Seen};
use crate::tally::Tally;
use domain::case::CaseEvent;

/// What people corrected, confirmed or set aside.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct CorrectionFacts {
    /// Moments of which something that people said holds.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) moments: u64,
    /// Of them, those that count nowhere: spam and duplicates.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) void: u64,
    /// By the rule that had decided: how many a person judged, and of how many person and rule said the same.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) rules: BTreeMap<String, [u64; 2]>,
    /// The causes that people named.
    pub(crate) causes: Tally,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Fact for CorrectionFacts {
    type Sum = Self;

    fn add(sum: &mut Self, seen: &Seen<'_>) {
        let moment = seen.moment;
        if !moment.is_corrected() {
            return;
        }
        sum.moments += 1;
        sum.void += u64::from(moment.is_void());
        if let Some(reviewed) = moment.reviewed() {
            let [judged, agreed] = sum.rules.entry(reviewed.rule.to_owned()).or_default();
            *judged += 1;
            *agreed += u64::from(reviewed.said == reviewed.ruled);
        }
        if let Some(cause) = moment.blamed() {
            sum.causes.add(cause, 1);
        }
    }

    fn add_case_event(_: &mut Self, _: &CaseEvent) {}

    fn merge(sum: &mut Self, other: &Self) {
        sum.moments += other.moments;
        sum.void += other.void;
        for (rule, [judged, agreed]) in &other.rules {
            let [all, same] = sum.rules.entry(rule.clone()).or_default();
            *all += judged;
            *same += agreed;
        }
        sum.causes.extend(&other.causes);
    }

    fn settle(_: &mut Self, _: usize) {}

    fn bound(sum: &mut Self) {
        sum.causes.settle(NAMES_OF_A_DAY_MAX);
    }

    fn forget(_: &mut Self) {}
}
