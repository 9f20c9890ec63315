//! How long customers waited, by channel. Judges no wait.

pub(crate) mod facts;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::{Clocks, EXACT_WAIT_S_MAX, Waits};
use crate::rate::JUDGED_FOR_PERCENT_MIN;

/// The two clocks of one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClockLine {
    /// The channel; empty if the senders named none.
    pub channel: String,
    /// Until the customer was acknowledged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Quantiles>,
    /// Until a person greeted the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeted: Option<Quantiles>,
}

/// Waits in seconds: exact to 99, within 5 % beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quantiles {
    /// Moments measured.
    pub n: u64,
    /// The wait that half of them did not exceed; absent below 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p50_s: Option<u32>,
    /// The wait that nine in ten did not exceed; absent below 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90_s: Option<u32>,
    /// The same half in the period before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p50_before_s: Option<u32>,
}

/// Tells how long customers waited, by channel.
pub(crate) fn clocks(now: &BTreeMap<String, Clocks>, before: &BTreeMap<String, Clocks>) -> Vec<ClockLine> {
    let quantiles = |waits: &Waits, before: Option<&Waits>| {
        let at =
            |waits: &Waits, hundredths| waits.quantile(hundredths).filter(|_| waits.count() >= JUDGED_FOR_PERCENT_MIN);
        (waits.count() > 0).then(|| Quantiles {
            n: waits.count(),
            p50_s: at(waits, 50),
            p90_s: at(waits, 90),
            p50_before_s: before.and_then(|before| at(before, 50)),
        })
    };
    let line = |(channel, clocks): (&String, &Clocks)| {
        let earlier = before.get(channel);
        ClockLine {
            channel: channel.clone(),
            acknowledged: quantiles(&clocks.acknowledged, earlier.map(|earlier| &earlier.acknowledged)),
            greeted: quantiles(&clocks.greeted, earlier.map(|earlier| &earlier.greeted)),
        }
    };
    now.iter().map(line).collect()
}

/// Waits are kept to the second up to here; definitions say so.
const _: () = assert!(EXACT_WAIT_S_MAX == 99);
