//! How often the limits of a share that was read from words hold, and where they do not: prints the table of docs/words.md.
//! `cargo run --release -p reports --example words`

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use reports::statistics::prediction::{Read, corrected};

/// Rounds of each row.
const ROUNDS: u32 = 4_000;
/// Customers who wrote.
const WROTE: u32 = 600;
/// Of these, how many in a hundred were unhappy.
const BAD: f64 = 0.25;

/// The same chance everywhere.
struct Dice(SplitMix64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0.next_u64() as f64 / 2_f64.powi(64)
    }
}

/// How well a reader reads bad ones and good ones, and how often unhappy and happy customers rate.
struct World {
    name: &'static str,
    hits: f64,
    false_alarms: f64,
    unhappy_rate: f64,
    happy_rate: f64,
}

const WORLDS: [World; 5] = [
    World { name: "good reader, ratings at random", hits: 0.9, false_alarms: 0.05, unhappy_rate: 0.2, happy_rate: 0.2 },
    World { name: "reader who sees too much", hits: 0.9, false_alarms: 0.3, unhappy_rate: 0.2, happy_rate: 0.2 },
    World { name: "reader who sees too little", hits: 0.5, false_alarms: 0.02, unhappy_rate: 0.2, happy_rate: 0.2 },
    World { name: "about 60 ratings only", hits: 0.7, false_alarms: 0.15, unhappy_rate: 0.1, happy_rate: 0.1 },
    World {
        name: "the unhappy rate twice as often",
        hits: 0.7,
        false_alarms: 0.15,
        unhappy_rate: 0.3,
        happy_rate: 0.15,
    },
];

#[expect(clippy::print_stdout, reason = "it prints a table")]
fn main() {
    println!("| | share printed without correction | share put right | limits hold the true share |");
    println!("|---|---|---|---|");
    for world in &WORLDS {
        let mut dice = Dice(SplitMix64::seed_from_u64(17));
        let (mut raw, mut right, mut held, mut rounds) = (0.0, 0.0, 0, 0);
        for _ in 0..ROUNDS {
            let (read, truth) = round(world, &mut dice);
            let Some(found) = corrected(&[read]) else { continue };
            rounds += 1;
            raw += read.unrated[0] as f64 / read.unrated().max(1) as f64;
            right += found.share;
            held += u32::from(found.limits.low <= truth && truth <= found.limits.high);
        }
        let percent = |share: f64| format!("{:.1}%", 100.0 * share / f64::from(rounds));
        println!("| {} | {} | {} | {} |", world.name, percent(raw), percent(right), percent(f64::from(held)));
    }
}

/// Draws customers, and returns what is known of them with the true share of unhappy ones among those who did not rate.
fn round(world: &World, dice: &mut Dice) -> (Read, f64) {
    let mut read = Read::default();
    let mut bad = 0;
    for _ in 0..WROTE {
        let is_bad = dice.next() < BAD;
        let is_read = dice.next() < if is_bad { world.hits } else { world.false_alarms };
        if dice.next() < if is_bad { world.unhappy_rate } else { world.happy_rate } {
            read.rated[match (is_read, is_bad) {
                (true, true) => 0,
                (true, false) => 1,
                (false, true) => 2,
                (false, false) => 3,
            }] += 1;
        } else {
            read.unrated[usize::from(!is_read)] += 1;
            bad += u32::from(is_bad);
        }
    }
    (read, f64::from(bad) / read.unrated().max(1) as f64)
}
