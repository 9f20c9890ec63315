//! A rate as a report may print it: never without its n, never a percentage of too few. Chooses no words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::customers::Counted;
use crate::statistics::Proportion;
use crate::statistics::interval::{Interval, wilson, worst_case};
use crate::statistics::numbers::rounded;
use domain::touchpoint::expiry::PROMISE_EXPIRED;

/// Fewest judged for which counts are printed: below it a rate is only "too few".
pub const JUDGED_FOR_COUNTS_MIN: u64 = 5;

/// Fewest judged for which a percentage is printed: below it "3 of 7".
pub const JUDGED_FOR_PERCENT_MIN: u64 = 10;

/// Decimals of shares and limits in JSON: enough that rounding them again to a tenth of a percent loses nothing.
pub(super) const DECIMALS: i32 = 6;

/// How many customers, each counted once with the worst outcome met, had one outcome.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rate {
    /// N: customers with such a moment.
    pub total: u64,
    /// n: those with a moment whose outcome is known.
    pub judged: u64,
    /// m: those with the outcome in question.
    pub count: u64,
    /// Where there were too many customers to keep them all: the share of them, 0 to 1, that these numbers rest on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled: Option<f64>,
    /// The share and its limits, or why there are none.
    #[serde(flatten)]
    pub reading: Reading,
}

/// What may be said of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Reading {
    /// Enough were judged.
    Share {
        /// `count` of `judged`, 0 to 1, to six decimals.
        share: f64,
        /// Lower limit of the 95 % Wilson interval.
        low: f64,
        /// Upper limit.
        high: f64,
        /// Below one half judged: the share if none, and if all, of the unjudged had this outcome.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worst_case: Option<Interval>,
    },
    /// Too few were judged.
    TooFew {
        /// How few.
        too_few: TooFew,
    },
    /// There is nothing to give a percentage of.
    NoRate {
        /// Why.
        no_rate: NoRate,
    },
}

/// Why a count is no rate, however many were judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoRate {
    /// No rule that judged these moments can say this outcome: none of them is no sign that there was none.
    NotMeasurable,
    /// Most of the moments were read from words, and how often the reader is wrong is not known here.
    ReadFromWords,
}

/// Why no percentage is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TooFew {
    /// Fewer than 5 judged: "too few".
    BelowFive,
    /// Fewer than 10 judged: counts only, "3 of 7".
    BelowTen,
}

impl TooFew {
    /// Tells why no percentage of so many is given; `None` if it may be.
    pub fn of(judged: u64) -> Option<Self> {
        match judged {
            0..JUDGED_FOR_COUNTS_MIN => Some(Self::BelowFive),
            JUDGED_FOR_COUNTS_MIN..JUDGED_FOR_PERCENT_MIN => Some(Self::BelowTen),
            _ => None,
        }
    }
}

impl Rate {
    pub(crate) fn of(total: u64, judged: u64, count: u64, sampled: Option<f64>) -> Self {
        let reading = match TooFew::of(judged) {
            Some(too_few) => Reading::TooFew { too_few },
            None => {
                let share = Proportion::new(count, judged);
                let Interval { low, high } = printed(wilson(share));
                let worst_case = (2 * judged < total).then(|| printed(worst_case(share, total)));
                Reading::Share { share: rounded(share.share(), DECIMALS), low, high, worst_case }
            }
        };
        Self { total, judged, count, sampled: sampled.map(|share| rounded(share, DECIMALS)), reading }
    }

    /// Takes the percentage away, if there is a reason to.
    #[must_use]
    pub(crate) fn unless(self, no_rate: Option<NoRate>) -> Self {
        let reading = no_rate.map_or(self.reading, |no_rate| Reading::NoRate { no_rate });
        Self { reading, ..self }
    }

    /// Returns `count` of `judged`, exact.
    pub fn proportion(&self) -> Proportion {
        Proportion::new(self.count, self.judged)
    }

    /// Returns the limits of the share, if there is one.
    pub fn interval(&self) -> Option<Interval> {
        match self.reading {
            Reading::Share { low, high, .. } => Some(Interval { low, high }),
            Reading::TooFew { .. } | Reading::NoRate { .. } => None,
        }
    }

    /// Returns why it is no rate, however many were judged.
    pub fn no_rate(&self) -> Option<NoRate> {
        match self.reading {
            Reading::NoRate { no_rate } => Some(no_rate),
            Reading::Share { .. } | Reading::TooFew { .. } => None,
        }
    }

    /// Returns why there is no percentage, if there is none.
    pub fn too_few(&self) -> Option<TooFew> {
        TooFew::of(self.judged)
    }
}

/// Reads a share that was estimated with its limits.
pub(crate) fn shared(share: f64, limits: Interval) -> Reading {
    let Interval { low, high } = printed(limits);
    Reading::Share { share: rounded(share, DECIMALS), low, high, worst_case: None }
}

pub(crate) fn printed(interval: Interval) -> Interval {
    Interval { low: rounded(interval.low, DECIMALS), high: rounded(interval.high, DECIMALS) }
}

/// What moments were judged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Basis {
    /// Moments whose outcome is known.
    pub(crate) judged: u64,
    /// Those that the customer's words decided.
    pub(crate) by_words: u64,
    /// Those that a rule decided that can say magic.
    pub(crate) can_delight: u64,
}

impl Basis {
    pub(crate) fn extend(&mut self, other: &Self) {
        self.judged += other.judged;
        self.by_words += other.by_words;
        self.can_delight += other.can_delight;
    }
}

/// Misery and magic among the same customers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rates {
    /// Customers who met a misery.
    pub misery: Rate,
    /// Customers whose worst known moment was still magic.
    pub magic: Rate,
}

impl Rates {
    pub(crate) fn of(customers: &Counted) -> Self {
        let worst = customers.worst;
        let rate = |count| Rate::of(worst.total(), worst.judged(), count, customers.sampled);
        Self { misery: rate(worst.misery), magic: rate(worst.magic) }
    }

    /// Takes percentages away that would say something else than was looked at.
    #[must_use]
    pub(crate) fn limited(self, basis: Basis) -> Self {
        let read = (2 * basis.by_words > basis.judged).then_some(NoRate::ReadFromWords);
        let magic = (basis.judged > 0 && basis.can_delight == 0).then_some(NoRate::NotMeasurable);
        Self { misery: self.misery.unless(read), magic: self.magic.unless(magic.or(read)) }
    }

    /// Returns the number of customers neither miserable nor delighted.
    pub fn average(&self) -> u64 {
        self.misery.judged.saturating_sub(self.misery.count + self.magic.count)
    }
}

/// A part of a whole that was counted completely: no sample, so no interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// `count` of `of`, 0 to 1, to six decimals; absent below 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

impl Part {
    /// Returns `count` of `of`, with their share where there are enough.
    pub fn of(count: u64, of: u64) -> Self {
        let share = (of >= JUDGED_FOR_PERCENT_MIN).then(|| rounded(Proportion::new(count, of).share(), DECIMALS));
        Self { count, of, share }
    }

    /// Returns `count` of `of`, exact.
    pub fn proportion(&self) -> Proportion {
        Proportion::new(self.count, self.of)
    }
}

/// Tells whether a rule alone makes nearly every moment of the kind a misery, so that its rate says nothing and is
/// neither ranked nor compared. A complaint that names what it is about counts for that, and a promised time that passed counts among
/// the promises.
pub fn is_rated_by_rule(kind: &str) -> bool {
    kind == "complaint" || kind == PROMISE_EXPIRED
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(total: u64, judged: u64, count: u64) -> String {
        serde_json::to_string(&Rate::of(total, judged, count, None)).unwrap()
    }

    #[test]
    fn few_judged_give_no_percentage() {
        assert_eq!(json(4, 4, 1), r#"{"total":4,"judged":4,"count":1,"too_few":"below_five"}"#);
        assert_eq!(json(9, 5, 1), r#"{"total":9,"judged":5,"count":1,"too_few":"below_ten"}"#);
        assert_eq!(json(9, 9, 3), r#"{"total":9,"judged":9,"count":3,"too_few":"below_ten"}"#);
        assert_eq!(json(10, 10, 3), r#"{"total":10,"judged":10,"count":3,"share":0.3,"low":0.107791,"high":0.603222}"#);
    }

    #[test]
    fn below_one_half_judged_the_worst_case_is_told() {
        assert!(json(200, 50, 10).ends_with(r#""worst_case":{"low":0.05,"high":0.8}}"#));
        assert!(json(100, 49, 10).contains("worst_case"));
        assert!(!json(100, 50, 10).contains("worst_case"));
    }

    #[test]
    fn a_rate_survives_json() {
        for rate in [Rate::of(200, 50, 10, Some(0.25)), Rate::of(7, 7, 3, None)] {
            assert_eq!(serde_json::from_str::<Rate>(&serde_json::to_string(&rate).unwrap()).unwrap(), rate);
        }
    }
}
