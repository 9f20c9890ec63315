//! Critical moments that nobody was woken for, and how many cases the next week brings. Changes nothing that is counted elsewhere.

pub(crate) mod facts;

use domain::period::Period;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::{BY, TellingFacts};
use domain::rules::Rules;

/// What a silence held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SilencedCount {
    /// Why it was silent.
    pub reason: String,
    /// Who had decided so; empty where silences of too many reasons are counted together.
    pub by: String,
    /// Critical moments in the period. Each has its case.
    pub moments: u64,
}

/// Critical moments that have no case, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UntoldCount {
    /// `history`: imported; `claims`: more claims than are alerted; `old`: received later than alerts make sense.
    pub why: String,
    /// Critical moments of the period.
    pub moments: u64,
}

/// How many cases the next seven days bring if they come as in this period and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NextWeek {
    /// Cases, to the nearest whole one.
    pub cases: u64,
    /// The fewest and the most that are likely (95%).
    pub likely: [u64; 2],
    /// Cases a day that the team has to take for that: `[triage] cases_per_day`.
    pub per_day: u64,
}

/// Weekly counts of cases vary about twice as much as chance alone makes them: bad weeks are bad for many. Measured on the weekly counts
/// of a real shop (1.9).
const OVERDISPERSION: f64 = 2.0;

/// Days that have to be known before anything is said of the next seven.
const DAYS_MIN: i64 = 14;

/// Lists what silences held back, the most first.
pub(crate) fn silenced(facts: &TellingFacts) -> Vec<SilencedCount> {
    let line = |(name, moments): (&str, u64)| {
        let (reason, by) = name.split_once(BY).unwrap_or((name, ""));
        SilencedCount { reason: reason.to_owned(), by: by.to_owned(), moments }
    };
    let mut lines: Vec<_> = facts.silenced.iter().map(line).collect();
    lines.sort_by(|a, b| b.moments.cmp(&a.moments).then_with(|| a.reason.cmp(&b.reason)));
    lines
}

/// Lists critical moments without a case by the reason.
pub(crate) fn untold(facts: &TellingFacts, rules: &Rules) -> Vec<UntoldCount> {
    let days_max = rules.critical.alert_age_hours_max / 24;
    let is_old = |(days, _): &(&str, u64)| days.parse::<i64>().is_ok_and(|days| days >= days_max);
    let old = facts.days_late.iter().filter(is_old).map(|(_, count)| count).sum();
    let counts = [("history", facts.history), ("claims", facts.claims), ("old", old)];
    let line = |(why, moments): (&str, u64)| UntoldCount { why: why.to_owned(), moments };
    counts.into_iter().filter(|(_, moments)| *moments > 0).map(line).collect()
}

/// Looks ahead from the cases that were opened in a period and the one before; none where too few days are known.
pub(crate) fn next_week(opened: u64, period: Period, today: Date) -> Option<NextWeek> {
    let days = |period: Period| period.days().filter(|day| *day < today).count();
    let known = i64::try_from(days(period) + days(period.previous())).ok()?;
    (known >= DAYS_MIN && opened > 0).then(|| ahead(opened, known))
}

/// Looks ahead from a number of cases in a number of days: the mean, and its range with what is not known of the mean itself.
fn ahead(cases: u64, days: i64) -> NextWeek {
    let weeks = days as f64 / 7.0;
    let mean = cases as f64 / weeks;
    let spread = 1.96 * (OVERDISPERSION * mean * (1.0 + 1.0 / weeks)).sqrt();
    let whole = |value: f64| value.max(0.0).round() as u64;
    NextWeek {
        cases: whole(mean),
        likely: [whole((mean - spread).floor()), whole((mean + spread).ceil())],
        per_day: whole((mean / 7.0).ceil()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_ahead_is_as_the_weeks_before_with_more_room_the_less_is_known() {
        let ahead_of = ahead(28, 14);
        assert_eq!((ahead_of.cases, ahead_of.per_day), (14, 2));
        assert_eq!(ahead_of.likely, [1, 27]);
        let longer = ahead(280, 140);
        assert_eq!(longer.cases, 14);
        assert!(longer.likely[0] > 1 && longer.likely[1] < 27, "{longer:?}");
    }

    #[test]
    fn what_was_received_too_late_counts_from_the_age_that_the_rules_say() {
        let mut facts = TellingFacts { history: 3, ..TellingFacts::default() };
        for (days, count) in [("1", 5), ("2", 7), ("3", 11), ("40", 13)] {
            facts.days_late.add(days, count);
        }
        let rules = Rules::built_in().unwrap();
        let told: Vec<_> = untold(&facts, &rules).into_iter().map(|line| (line.why, line.moments)).collect();
        assert_eq!(told, [("history".to_owned(), 3), ("old".to_owned(), 24)]);
    }

    #[test]
    fn a_silence_is_listed_with_its_reason_and_who_decided_so() {
        let mut facts = TellingFacts::default();
        facts.silenced.add(&format!("The warehouse moves{BY}Ana"), 2);
        let line = SilencedCount { reason: "The warehouse moves".into(), by: "Ana".into(), moments: 2 };
        assert_eq!(silenced(&facts), [line]);
    }
}
