//! A world with a known truth: series of daily counts with more variance than chance makes, from a seed. Watches nothing.

use monitoring::Count;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// Days of a week.
pub(crate) const DAYS: usize = 7;

/// How the shares of weeks vary around their level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Spread {
    /// Each week has a share of its own, drawn from a beta distribution.
    ByWeek,
    /// Each day has one, so that weeks vary as much.
    ByDay,
    /// Each week has one, and it is like that of the week before: an autoregression with this coefficient.
    Linked(f64),
}

/// Series that are alike.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    pub(crate) series: usize,
    pub(crate) a_week: u64,
    pub(crate) level: f64,
    /// The variance of weekly counts over that of a binomial.
    pub(crate) dispersion: f64,
    pub(crate) spread: Spread,
}

/// Numbers by chance from a seed (xoshiro256++, Blackman and Vigna 2019).
pub(crate) struct Chance(Xoshiro256PlusPlus);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1)))
    }

    fn next(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Between 0 and 1, neither of them.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(crate) fn normal(&mut self) -> f64 {
        let (u, v) = (self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
    }

    /// Marsaglia and Tsang 2000.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let u = self.uniform();
            return self.gamma(shape + 1.0) * u.powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// A share around `level` such that counts of `of` have `dispersion` times a binomial's variance.
    fn share(&mut self, level: f64, of: f64, dispersion: f64) -> f64 {
        let likeness = (dispersion - 1.0) / (of - 1.0);
        if likeness <= 0.0 {
            return level;
        }
        let total = 1.0 / likeness - 1.0;
        let (a, b) = (self.gamma(level * total), self.gamma((1.0 - level) * total));
        a / (a + b)
    }

    /// By going through the probabilities from the lowest: counts of a day are small.
    fn binomial(&mut self, of: u64, share: f64) -> u64 {
        if share > 0.5 {
            return of - self.binomial(of, 1.0 - share);
        }
        let odds = share / (1.0 - share);
        let mut term = (1.0 - share).powi(of as i32);
        let mut left = self.uniform();
        for k in 0..of {
            if left <= term {
                return k;
            }
            left -= term;
            term *= odds * (of - k) as f64 / (k + 1) as f64;
        }
        of
    }
}

/// The series of one seed, week by week.
pub(crate) struct Run {
    pub(crate) world: World,
    pub(crate) chance: Chance,
    linked: Vec<f64>,
}

impl Run {
    pub(crate) fn new(world: World, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let linked = (0..world.series).map(|_| chance.normal()).collect();
        Self { world, chance, linked }
    }

    /// Returns the counts of the next week by day and series, each day with those before it. `level` is asked for the level
    /// of a series.
    pub(crate) fn week(&mut self, level: impl Fn(usize) -> f64) -> Vec<Vec<Count>> {
        let World { series, a_week, dispersion, spread, .. } = self.world;
        let mut days = vec![vec![Count::default(); series]; DAYS];
        for one in 0..series {
            let level = level(one);
            let of_week = a_week as f64;
            let mut share = match spread {
                Spread::ByWeek => self.chance.share(level, of_week, dispersion),
                Spread::ByDay => level,
                Spread::Linked(coefficient) => {
                    let fresh = self.chance.normal() * (1.0 - coefficient * coefficient).sqrt();
                    self.linked[one] = coefficient * self.linked[one] + fresh;
                    // Log-normal with mean `level` and the variance of the beta distribution.
                    let variance = (dispersion - 1.0) / (of_week - 1.0) * (1.0 - level) / level;
                    let sigma = variance.ln_1p().sqrt();
                    (level * (sigma * self.linked[one] - sigma * sigma / 2.0).exp()).min(0.99)
                }
            };
            let mut sum = Count::default();
            for (day, counts) in days.iter_mut().enumerate() {
                let of = a_week * (day as u64 + 1) / DAYS as u64 - a_week * day as u64 / DAYS as u64;
                if spread == Spread::ByDay {
                    share = self.chance.share(level, of.max(2) as f64, dispersion);
                }
                sum = sum + Count::new(self.chance.binomial(of, share), of);
                counts[one] = sum;
            }
        }
        days
    }
}
