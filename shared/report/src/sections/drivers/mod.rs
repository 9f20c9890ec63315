//! What the sides of a contact go together with. Says of none that it causes anything.

pub(crate) mod facts;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::statistics::importance::{self, Answer, Refusal};
use crate::statistics::interval::Interval;
use crate::statistics::numbers::rounded;
use crate::tally::Tally;
use domain::vocabulary::Dimension;

/// What the sides of a contact go together with, or why nothing can be said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Drivers {
    /// Answers that rate all five sides and the whole.
    pub answers: u64,
    /// Answers needed.
    pub needed: u64,
    /// The result, or the reason for none.
    #[serde(flatten)]
    pub reading: DriverReading,
}

/// What may be said of the sides of a contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriverReading {
    /// Each side's share of R² with its bootstrap interval, the largest first.
    Linked {
        /// Share of the variation of the overall rating that the sides account for together.
        r_squared: f64,
        /// The shares; they sum to it.
        shares: Vec<Driver>,
    },
    /// Why nothing is derived.
    Refused(DriverRefusal),
}

/// Why nothing is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriverRefusal {
    /// Fewer than ten answers a side.
    TooFew,
    /// A side, or the whole, was always rated the same.
    NoContrast,
}

/// One side of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Driver {
    /// The side.
    pub side: Dimension,
    /// Its share of R².
    pub share: f64,
    /// Lower limit of the 95 % bootstrap interval.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// Derives what the sides of a contact go together with; `None` if nobody rated all of them. Communication is among them where most were
/// asked for it; otherwise it is left out, and everybody's answer counts.
pub(crate) fn drivers(answers: &Tally) -> Option<Drivers> {
    let read = |(digits, count): (&str, u64)| {
        let values: Vec<u8> = digits.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
        (values.len() == Dimension::ALL.len() + 1).then_some((values, count))
    };
    let answers: Vec<(Vec<u8>, u64)> = answers.iter().filter_map(read).collect();
    let count = |answers: &[(Vec<u8>, u64)]| answers.iter().map(|(_, count)| count).sum::<u64>();
    let whole: Vec<_> = answers.iter().filter(|(values, _)| !values.contains(&0)).cloned().collect();
    let (n, n_whole) = (count(&answers), count(&whole));
    let is_whole = 2 * n_whole >= n;
    let reading = match is_whole {
        true => reading::<{ Dimension::ALL.len() }>(&whole),
        false => reading::<{ Dimension::ALL.len() - 1 }>(&answers),
    };
    let sides = Dimension::ALL.len() as u64 - u64::from(!is_whole);
    let needed = importance::ANSWERS_PER_DRIVER_MIN * sides;
    (n > 0).then_some(Drivers { answers: if is_whole { n_whole } else { n }, needed, reading })
}

/// Derives it of the first sides, in their order.
fn reading<const SIDES: usize>(answers: &[(Vec<u8>, u64)]) -> DriverReading {
    let read = |(values, count): &(Vec<u8>, u64)| {
        let drivers = values.get(..SIDES)?.try_into().ok()?;
        Some(Answer::<SIDES> { drivers, overall: *values.last()?, count: *count })
    };
    let answers: Vec<_> = answers.iter().filter_map(read).collect();
    match importance::derive(&answers) {
        Err(Refusal::TooFew) => DriverReading::Refused(DriverRefusal::TooFew),
        Err(Refusal::NoContrast) => DriverReading::Refused(DriverRefusal::NoContrast),
        Ok(found) => {
            let limits = importance::bootstrap(&answers);
            let driver = |((side, share), limits): ((&Dimension, f64), Interval)| Driver {
                side: *side,
                share: rounded(share, 4),
                low: rounded(limits.low, 4),
                high: rounded(limits.high, 4),
            };
            let mut shares: Vec<_> = Dimension::ALL.iter().zip(found.shares).zip(limits).map(driver).collect();
            shares.sort_by(|a, b| b.share.total_cmp(&a.share));
            DriverReading::Linked { r_squared: rounded(found.r_squared, 4), shares }
        }
    }
}
