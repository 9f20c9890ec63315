//! Derived importance: how much of the overall rating each side of a contact accounts for, as the LMG share of R²
//! (Lindeman, Merenda & Gold 1980; the Shapley value of R², Grömping 2006). It says what goes together, never what causes
//! what.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use super::interval::Interval;

/// Answers per driver below which nothing is derived.
pub const ANSWERS_PER_DRIVER_MIN: u64 = 10;

/// Resamples of the bootstrap.
pub const RESAMPLES: usize = 400;

/// A pivot smaller than this means that a driver adds nothing to those before it.
const PIVOT_MIN: f64 = 1e-9;

/// One way to answer: the drivers' values, the overall value, and how often it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<const P: usize> {
    /// Value of each driver.
    pub drivers: [u8; P],
    /// The overall value.
    pub overall: u8,
    /// How many answered so.
    pub count: u64,
}

/// Shares of R².
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance<const P: usize> {
    /// Share of the overall variance that the drivers together account for, 0 to 1.
    pub r_squared: f64,
    /// Each driver's part of it; they sum to it.
    pub shares: [f64; P],
}

/// Why nothing can be derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer than [`ANSWERS_PER_DRIVER_MIN`] answers a driver.
    TooFew,
    /// A driver, or the overall rating, was always the same.
    NoContrast,
}

/// Derives the shares from all answers that are complete.
///
/// # Errors
/// Why nothing can be derived.
pub fn derive<const P: usize>(answers: &[Answer<P>]) -> Result<Importance<P>, Refusal> {
    let n: u64 = answers.iter().map(|answer| answer.count).sum();
    if n < ANSWERS_PER_DRIVER_MIN * P as u64 {
        return Err(Refusal::TooFew);
    }
    of_answers(answers).ok_or(Refusal::NoContrast)
}

/// Gives a 95 % percentile interval of each share from a bootstrap with a fixed seed, so that the same answers give the
/// same interval. Resamples without contrast are left out.
pub fn bootstrap<const P: usize>(answers: &[Answer<P>]) -> [Interval; P] {
    let n: u64 = answers.iter().map(|answer| answer.count).sum();
    let mut dice = Dice(SplitMix64::seed_from_u64(n ^ 0x5eed_0f1a_b0a7));
    let mut drawn: [Vec<f64>; P] = std::array::from_fn(|_| Vec::with_capacity(RESAMPLES));
    for _ in 0..RESAMPLES {
        if let Some(importance) = of_answers(&resampled(answers, n, &mut dice)) {
            drawn.iter_mut().zip(importance.shares).for_each(|(drawn, share)| drawn.push(share));
        }
    }
    drawn.map(|mut shares| {
        shares.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let place = (part * (shares.len().saturating_sub(1)) as f64).round() as usize;
            shares.get(place).copied().unwrap_or_default()
        };
        Interval { low: at(0.025), high: at(0.975) }
    })
}

/// Computes the shares from correlations: `with[i]` of driver i with the overall rating, `among[i][j]` of two drivers.
pub fn of_correlations<const P: usize>(with: &[f64; P], among: &[[f64; P]; P]) -> Importance<P> {
    let explained: Vec<f64> = (0..1_usize << P).map(|subset| r_squared(subset, with, among)).collect();
    let mut shares = [0.0; P];
    for (driver, share) in shares.iter_mut().enumerate() {
        let bit = 1 << driver;
        for subset in (0..1_usize << P).filter(|subset| subset & bit == 0) {
            let size = subset.count_ones() as usize;
            let weight = factorial(size) * factorial(P - size - 1) / factorial(P);
            *share += weight * (explained[subset | bit] - explained[subset]);
        }
    }
    Importance { r_squared: explained[(1 << P) - 1], shares }
}

fn of_answers<const P: usize>(answers: &[Answer<P>]) -> Option<Importance<P>> {
    let n = answers.iter().map(|answer| answer.count).sum::<u64>() as f64;
    let value =
        |answer: &Answer<P>, column: usize| f64::from(if column < P { answer.drivers[column] } else { answer.overall });
    let sum =
        |of: &dyn Fn(&Answer<P>) -> f64| answers.iter().map(|answer| answer.count as f64 * of(answer)).sum::<f64>();
    let covariance = |a: usize, b: usize| {
        let (mean_a, mean_b) = (sum(&|x| value(x, a)) / n, sum(&|x| value(x, b)) / n);
        sum(&|x| (value(x, a) - mean_a) * (value(x, b) - mean_b))
    };
    let variances: Vec<f64> = (0..=P).map(|column| covariance(column, column)).collect();
    if variances.iter().any(|variance| *variance <= PIVOT_MIN) {
        return None;
    }
    let correlation = |a: usize, b: usize| covariance(a, b) / (variances[a] * variances[b]).sqrt();
    let with = std::array::from_fn(|driver| correlation(driver, P));
    let among = std::array::from_fn(|a| std::array::from_fn(|b| if a == b { 1.0 } else { correlation(a, b) }));
    Some(of_correlations(&with, &among))
}

/// R² of a subset of the drivers: r' R⁻¹ r, by elimination; a driver that adds nothing is passed over.
fn r_squared<const P: usize>(subset: usize, with: &[f64; P], among: &[[f64; P]; P]) -> f64 {
    let mut left = *among;
    let mut right = *with;
    let members: Vec<usize> = (0..P).filter(|driver| subset & (1 << driver) != 0).collect();
    let mut explained = 0.0;
    for (place, pivot) in members.iter().copied().enumerate() {
        if left[pivot][pivot] < PIVOT_MIN {
            continue;
        }
        explained += right[pivot] * right[pivot] / left[pivot][pivot];
        for row in members.iter().copied().skip(place + 1) {
            let factor = left[row][pivot] / left[pivot][pivot];
            for column in members.iter().copied() {
                left[row][column] -= factor * left[pivot][column];
            }
            right[row] -= factor * right[pivot];
        }
    }
    explained.clamp(0.0, 1.0)
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|factor| factor as f64).product()
}

fn resampled<const P: usize>(answers: &[Answer<P>], n: u64, dice: &mut Dice) -> Vec<Answer<P>> {
    let mut cumulated = Vec::with_capacity(answers.len());
    let mut sum = 0;
    for answer in answers {
        sum += answer.count;
        cumulated.push(sum);
    }
    let mut drawn: Vec<Answer<P>> = answers.iter().map(|answer| Answer { count: 0, ..*answer }).collect();
    for _ in 0..n {
        let ticket = dice.below(n);
        let place = cumulated.partition_point(|sum| *sum <= ticket);
        if let Some(answer) = drawn.get_mut(place) {
            answer.count += 1;
        }
    }
    drawn.retain(|answer| answer.count > 0);
    drawn
}

/// SplitMix64 (Steele, Lea & Flood 2014): small, and the same everywhere.
struct Dice(SplitMix64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(end)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_have_the_checked_values() {
        let importance = of_correlations(&[0.6, 0.4], &[[1.0, 0.5], [0.5, 1.0]]);
        let near = |a: f64, b: f64| assert!((a - b).abs() < 5e-6, "{a} {b}");
        near(importance.r_squared, 0.37333);
        near(importance.shares[0], 0.28667);
        near(importance.shares[1], 0.08667);
    }

    #[test]
    fn a_driver_that_repeats_another_shares_with_it() {
        let importance = of_correlations(&[0.6, 0.6], &[[1.0, 1.0], [1.0, 1.0]]);
        assert!((importance.r_squared - 0.36).abs() < 1e-9);
        assert!((importance.shares[0] - 0.18).abs() < 1e-9 && (importance.shares[1] - 0.18).abs() < 1e-9);
    }

    fn answers(count: u64) -> Vec<Answer<2>> {
        let one = |drivers, overall| Answer { drivers, overall, count };
        vec![one([1, 3], 1), one([5, 2], 5), one([4, 4], 4), one([2, 5], 3)]
    }

    #[test]
    fn nothing_is_derived_from_too_few_or_from_no_contrast() {
        assert_eq!(derive(&answers(4)), Err(Refusal::TooFew));
        assert!(derive(&answers(5)).is_ok());
        let same: Vec<_> = answers(50).into_iter().map(|answer| Answer { overall: 4, ..answer }).collect();
        assert_eq!(derive(&same), Err(Refusal::NoContrast));
    }

    #[test]
    fn the_interval_holds_the_share_and_is_the_same_each_time() {
        let answers = answers(20);
        let importance = derive(&answers).unwrap();
        let intervals = bootstrap(&answers);
        for (interval, share) in intervals.iter().zip(importance.shares) {
            assert!(interval.low <= share && share <= interval.high, "{interval:?} {share}");
        }
        assert_eq!(intervals, bootstrap(&answers));
        assert!((importance.shares.iter().sum::<f64>() - importance.r_squared).abs() < 1e-9);
    }
}
