//! The sentences that say how much a report rests on. Counts nothing.

use std::collections::BTreeMap;

use super::Coverage;
use crate::phrasing::{counts, customers, moments, part, rate_with_limits};
use crate::rate::Rate;
use crate::statistics::Proportion;
use domain::vocabulary::Language;

/// Says how many customers were unhappy, where too few weeks are known to say what is normal.
pub(crate) fn short_history(coverage: &Coverage) -> BTreeMap<Language, String> {
    let share = Proportion::new(coverage.unhappy_customers, coverage.judged_customers);
    let rate = Rate::of(share.of(), share.of(), share.count(), None);
    let sentence = |language: &Language| {
        let rate = match rate.too_few() {
            Some(_) => counts(share, *language),
            None => rate_with_limits(&rate, *language),
        };
        (*language, language.report_verdict_short(&rate))
    };
    Language::ALL.iter().map(sentence).collect()
}

/// Says how much the report rests on: `412 moments of 301 customers; outcome known for 227 of 412 (55%)`.
pub fn coverage(coverage: &Coverage, language: Language) -> String {
    let customers = customers(coverage.customers, language);
    let customers = match coverage.customers_estimated {
        true => language.report_about(&customers),
        false => customers,
    };
    let moments = moments(coverage.moments, language);
    language.report_coverage(&moments, &customers, &part(&coverage.judged, language))
}
