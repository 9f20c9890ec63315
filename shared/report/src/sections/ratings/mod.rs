//! Ratings as series of their own: CSAT, stars, CES, NPS and the three-way verdict. Judges no moment.

pub(crate) mod facts;
pub(crate) mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::Ratings;
use crate::rate::{DECIMALS, TooFew, printed};
use crate::statistics::Proportion;
use crate::statistics::interval::{Interval, net_promoter, wilson};
use crate::statistics::numbers::{half_up, rounded};
use crate::voice::Voice;

/// A scale on which customers rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Satisfaction 1–5; scored by the share of 4 and 5.
    Csat,
    /// Stars 1–5; scored by the share of 4 and 5.
    Stars,
    /// Effort 1–7, 7 is easy; scored by the share of 5 to 7.
    Ces,
    /// Likelihood to recommend 0–10; scored by promoters (9, 10) less detractors (0 to 6), in points.
    Nps,
    /// Bad, okay, good; scored by the share of good.
    Verdict,
}

impl Scale {
    /// Every scale, in the order reports print them.
    pub const ALL: [Self; 5] = [Self::Csat, Self::Stars, Self::Ces, Self::Nps, Self::Verdict];

    /// Returns the lowest value.
    pub const fn lowest(self) -> u8 {
        match self {
            Self::Nps => 0,
            Self::Csat | Self::Stars | Self::Ces | Self::Verdict => 1,
        }
    }

    /// Returns the place in the histogram from which a value counts as good.
    const fn good_from(self) -> usize {
        match self {
            Self::Csat | Self::Stars => 3,
            Self::Ces => 4,
            Self::Nps => 9,
            Self::Verdict => 2,
        }
    }

    fn histogram(self, ratings: &Ratings) -> &[u64] {
        match self {
            Self::Csat => &ratings.csat,
            Self::Stars => &ratings.stars,
            Self::Ces => &ratings.ces,
            Self::Nps => &ratings.nps,
            Self::Verdict => &ratings.verdict,
        }
    }
}

/// The ratings on one scale by one voice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    /// The scale.
    pub scale: Scale,
    /// Who rated.
    pub voice: Voice,
    /// How often each value was chosen, from the lowest on.
    pub histogram: Vec<u64>,
    /// The score of this period.
    pub now: Score,
    /// The score of the period before; absent if nobody rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Score>,
}

/// A score with the number of answers it rests on. Every answer counts, also several of one customer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// n.
    pub answers: u64,
    /// Good answers: 4–5, 5–7, 9–10, good.
    pub good: u64,
    /// The mean of the values, to one decimal; absent for NPS and verdicts and below 10 answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// The score and its limits, or why there are none.
    #[serde(flatten)]
    pub reading: ScoreReading,
}

/// What may be said of a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ScoreReading {
    /// The share of good answers, 0 to 1, with its 95 % Wilson interval.
    Share {
        /// The share.
        share: f64,
        /// Lower limit.
        low: f64,
        /// Upper limit.
        high: f64,
    },
    /// The Net Promoter Score, −100 to 100, with its 95 % interval.
    Points {
        /// The score.
        points: f64,
        /// Lower limit.
        low: f64,
        /// Upper limit.
        high: f64,
    },
    /// Too few answers.
    TooFew {
        /// How few.
        too_few: TooFew,
    },
}

impl Score {
    /// Returns the good answers of all, exact.
    pub fn proportion(&self) -> Proportion {
        Proportion::new(self.good, self.answers)
    }

    fn of(scale: Scale, histogram: &[u64]) -> Self {
        let answers: u64 = histogram.iter().sum();
        let good = histogram.iter().skip(scale.good_from()).sum();
        let too_few = TooFew::of(answers);
        let reading = match (too_few, scale) {
            (Some(too_few), _) => ScoreReading::TooFew { too_few },
            (None, Scale::Nps) => points(histogram),
            (None, Scale::Csat | Scale::Stars | Scale::Ces | Scale::Verdict) => {
                let share = Proportion::new(good, answers);
                let Interval { low, high } = printed(wilson(share));
                ScoreReading::Share { share: rounded(share.share(), DECIMALS), low, high }
            }
        };
        let has_mean = too_few.is_none() && !matches!(scale, Scale::Nps | Scale::Verdict);
        Self { answers, good, mean: has_mean.then(|| mean(scale, histogram, answers)), reading }
    }
}

fn points(histogram: &[u64]) -> ScoreReading {
    let sum = |bars: &[u64]| bars.iter().sum::<u64>();
    let (detractors, rest) = histogram.split_at(7);
    let (passives, promoters) = rest.split_at(2);
    match net_promoter(sum(promoters), sum(passives), sum(detractors)) {
        Some((points, Interval { low, high })) => {
            ScoreReading::Points { points: rounded(points, 1), low: rounded(low, 1), high: rounded(high, 1) }
        }
        None => ScoreReading::TooFew { too_few: TooFew::BelowFive },
    }
}

fn mean(scale: Scale, histogram: &[u64], answers: u64) -> f64 {
    let values = u64::from(scale.lowest())..;
    let sum: u64 = values.zip(histogram).map(|(value, count)| value * count).sum();
    half_up(10 * i128::from(sum), answers) as f64 / 10.0
}

/// Lists what was rated: customers' ratings only, asked for and not asked for apart.
pub(crate) fn series(now: &BTreeMap<Voice, Ratings>, before: &BTreeMap<Voice, Ratings>) -> Vec<Series> {
    let voices = [Voice::Unsolicited, Voice::Solicited];
    let pairs = Scale::ALL.into_iter().flat_map(|scale| voices.map(|voice| (scale, voice)));
    let scored = pairs.filter_map(|(scale, voice)| {
        let of = |ratings: &BTreeMap<Voice, Ratings>| {
            let histogram = scale.histogram(ratings.get(&voice)?).to_vec();
            (histogram.iter().sum::<u64>() > 0).then_some(histogram)
        };
        let histogram = of(now)?;
        let before = of(before).map(|histogram| Score::of(scale, &histogram));
        Some(Series { scale, voice, now: Score::of(scale, &histogram), histogram, before })
    });
    scored.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nps_is_promoters_less_detractors() {
        let histogram = [2, 0, 0, 3, 0, 5, 10, 20, 10, 25, 25];
        let score = Score::of(Scale::Nps, &histogram);
        assert_eq!(score.reading, ScoreReading::Points { points: 30.0, low: 14.0, high: 44.3 });
        assert_eq!((score.answers, score.mean), (100, None));
    }

    #[test]
    fn csat_is_the_share_of_4_and_5() {
        let score = Score::of(Scale::Csat, &[2, 2, 3, 2, 1]);
        assert_eq!(score.reading, ScoreReading::Share { share: 0.3, low: 0.107791, high: 0.603222 });
        assert_eq!((score.good, score.mean), (3, Some(2.8)));
    }

    #[test]
    fn ces_is_the_share_of_5_to_7_with_its_mean() {
        let score = Score::of(Scale::Ces, &[0, 0, 0, 5, 2, 2, 1]);
        assert_eq!((score.good, score.mean), (5, Some(4.9)));
    }

    #[test]
    fn nine_answers_give_no_score_and_ten_do() {
        assert_eq!(
            Score::of(Scale::Csat, &[0, 0, 0, 0, 9]).reading,
            ScoreReading::TooFew { too_few: TooFew::BelowTen }
        );
        assert_eq!(Score::of(Scale::Csat, &[0, 0, 0, 0, 9]).mean, None);
        assert!(matches!(Score::of(Scale::Csat, &[0, 0, 0, 0, 10]).reading, ScoreReading::Share { .. }));
    }

    #[test]
    fn scores_survive_json() {
        for score in [
            Score::of(Scale::Nps, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12]),
            Score::of(Scale::Ces, &[1; 7]),
            Score::of(Scale::Stars, &[3; 5]),
        ] {
            assert_eq!(serde_json::from_str::<Score>(&serde_json::to_string(&score).unwrap()).unwrap(), score);
        }
    }
}
