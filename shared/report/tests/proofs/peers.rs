//! Every formula of a report against statsmodels and scipy on random data. Needs a Python that has them: `python3`, or the
//! one that MOMENTS_PYTHON names. Without one it says so and shows nothing.

use std::io::Write;
use std::process::{Command, Stdio};

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use reports::statistics::Proportion;
use reports::statistics::compare::{benjamini_hochberg, chi_squared_p};
use reports::statistics::importance::{self, Answer};
use reports::statistics::interval::{net_promoter, newcombe, wilson};
use reports::statistics::survival::Followed;
use serde_json::{Value, json};

/// SplitMix64, so that what is tried is the same everywhere.
struct Dice(SplitMix64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0.next_u64() % end
    }

    fn share(&mut self, n_max: u64) -> (u64, u64) {
        let n = 1 + self.below(n_max);
        (self.below(n + 1), n)
    }
}

/// One formula with its arguments, what we say, and how close the other has to be.
struct Case {
    asked: Value,
    ours: Vec<f64>,
    within: f64,
}

fn case(name: &str, arguments: &Value, ours: impl Into<Vec<f64>>, within: f64) -> Case {
    Case { asked: json!([name, arguments]), ours: ours.into(), within }
}

fn cases() -> Vec<Case> {
    let mut dice = Dice(SplitMix64::seed_from_u64(7));
    let mut cases = Vec::new();
    let of = |(count, n): (u64, u64)| Proportion::new(count, n);
    // Our 1.959964 is rounded.
    let z = 1e-6;
    for round in 0..300 {
        let (one, other) = (dice.share(if round % 2 == 0 { 40 } else { 5_000 }), dice.share(400));
        let interval = wilson(of(one));
        cases.push(case("wilson", &json!([one.0, one.1]), [interval.low, interval.high], z));
        let difference = newcombe(of(one), of(other));
        let arguments = json!([one.0, one.1, other.0, other.1]);
        cases.push(case("newcombe", &arguments, [difference.low, difference.high], z));
        if let Some(p) = chi_squared_p(of(one), of(other)) {
            cases.push(case("n_minus_one", &arguments, [p], 1e-9));
        }
        let [promoters, passives, detractors] = [1 + dice.below(90), dice.below(90), 1 + dice.below(90)];
        let (score, limits) = net_promoter(promoters, passives, detractors).unwrap();
        let asked = json!([promoters, passives, detractors]);
        cases.push(case("net_promoter", &asked, [score, limits.low, limits.high], 1e-3));
    }
    for _ in 0..40 {
        let (mut followed, mut days, mut happened) = (Followed::default(), Vec::new(), Vec::new());
        for _ in 0..1 + dice.below(80) {
            let (day, is) = (dice.below(40) as usize, dice.below(2) == 1);
            if is {
                followed.happened(day);
            } else {
                followed.left(day);
            }
            days.push(day);
            happened.push(u8::from(is));
        }
        let day = dice.below(40) as usize;
        let share = followed.by(day).unwrap().share;
        cases.push(case("kaplan_meier", &json!([days, happened, day]), [share], 1e-9));
    }
    for _ in 0..40 {
        let many = 1 + dice.below(40);
        let p: Vec<f64> =
            (0..many).map(|_| dice.below(1_000_000) as f64 / 1e6 * [1.0, 0.05][dice.below(2) as usize]).collect();
        let selected: Vec<f64> = benjamini_hochberg(&p, 0.10).iter().map(|is| f64::from(u8::from(*is))).collect();
        cases.push(case("corrected", &json!([p]), selected, 0.0));
    }
    for _ in 0..10 {
        let mut answers = Vec::new();
        for _ in 0..60 {
            let felt = 1 + dice.below(5);
            let near = |dice: &mut Dice| (felt + dice.below(3)).saturating_sub(1).clamp(1, 5) as u8;
            let drivers: [u8; 4] = std::array::from_fn(|_| near(&mut dice));
            answers.push(Answer { drivers, overall: near(&mut dice), count: 1 + dice.below(4) });
        }
        let rows: Vec<Vec<u64>> = answers
            .iter()
            .map(|a| a.drivers.iter().map(|v| u64::from(*v)).chain([u64::from(a.overall), a.count]).collect())
            .collect();
        cases.push(case("lmg", &json!([rows]), importance::derive(&answers).unwrap().shares.to_vec(), 1e-9));
    }
    cases
}

fn numbers(value: &Value) -> Vec<f64> {
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| f64::from(u8::from(value.as_bool().unwrap())));
    value.as_array().map_or_else(|| vec![number(value)], |values| values.iter().map(number).collect())
}

#[test]
fn every_formula_agrees_with_statsmodels_and_scipy_on_random_data() {
    let python = std::env::var("MOMENTS_PYTHON").unwrap_or_else(|_| "python3".into());
    let has_them = Command::new(&python).args(["-c", "import numpy, scipy, statsmodels"]).output();
    if !has_them.is_ok_and(|output| output.status.success()) {
        eprintln!(
            "SKIPPED: {python} has no statsmodels and scipy; install them and name that Python by MOMENTS_PYTHON"
        );
        return;
    }
    let cases = cases();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proofs/peers.py");
    let mut peer = Command::new(&python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = peer.stdin.take().unwrap();
    let lines: String = cases.iter().map(|case| format!("{}\n", case.asked)).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let output = peer.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let theirs: Vec<Vec<f64>> = text.lines().map(|line| numbers(&serde_json::from_str(line).unwrap())).collect();
    assert_eq!(theirs.len(), cases.len());
    for (case, theirs) in cases.iter().zip(theirs) {
        assert_eq!(case.ours.len(), theirs.len(), "{}", case.asked);
        for (ours, theirs) in case.ours.iter().zip(&theirs) {
            assert!((ours - theirs).abs() <= case.within, "{}: {:?} and {theirs:?}", case.asked, case.ours);
        }
    }
    eprintln!("{} results agree", cases.len());
}
