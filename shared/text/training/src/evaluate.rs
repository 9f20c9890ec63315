//! Measures: how well probabilities fit what a source says of its texts.

/// One text read: what is right, and the probabilities.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answered<const N: usize> {
    pub(crate) right: usize,
    pub(crate) probabilities: [f32; N],
}

/// Index of the most probable answer.
pub(crate) fn best<const N: usize>(probabilities: &[f32; N]) -> usize {
    (0..N).fold(0, |best, other| if probabilities[other] > probabilities[best] { other } else { best })
}

/// Share of right answers.
pub(crate) fn accuracy<const N: usize>(all: &[Answered<N>]) -> f64 {
    let right = all.iter().filter(|one| best(&one.probabilities) == one.right).count();
    right as f64 / all.len().max(1) as f64
}

/// Mean over the answers that occur of the share of them that is found.
pub(crate) fn balanced_accuracy<const N: usize>(all: &[Answered<N>]) -> f64 {
    let of = |answer: usize| {
        let those: Vec<_> = all.iter().filter(|one| one.right == answer).copied().collect();
        (!those.is_empty()).then(|| accuracy(&those))
    };
    let found: Vec<f64> = (0..N).filter_map(of).collect();
    found.iter().sum::<f64>() / found.len().max(1) as f64
}

/// F1 of one answer.
pub(crate) fn f1<const N: usize>(all: &[Answered<N>], answer: usize) -> Option<f64> {
    let count = |is: &dyn Fn(&Answered<N>) -> bool| all.iter().filter(|one| is(one)).count() as f64;
    let right = count(&|one| one.right == answer && best(&one.probabilities) == answer);
    let wanted = count(&|one| one.right == answer);
    let given = count(&|one| best(&one.probabilities) == answer);
    (wanted > 0.0).then(|| 2.0 * right / (wanted + given).max(1.0))
}

/// Mean F1 over the answers that occur.
pub(crate) fn macro_f1<const N: usize>(all: &[Answered<N>]) -> f64 {
    let scores: Vec<f64> = (0..N).filter_map(|answer| f1(all, answer)).collect();
    scores.iter().sum::<f64>() / scores.len().max(1) as f64
}

/// The largest share of an answer that is found while at least a share of what is found is right.
pub(crate) fn recall_at_precision<const N: usize>(all: &[Answered<N>], answer: usize, precision: f64) -> f64 {
    let mut ranked: Vec<(f32, bool)> = all.iter().map(|one| (one.probabilities[answer], one.right == answer)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let wanted = ranked.iter().filter(|(_, right)| *right).count().max(1) as f64;
    let (mut found, mut recall) = (0.0, 0.0_f64);
    for (index, (probability, right)) in ranked.iter().enumerate() {
        found += f64::from(u8::from(*right));
        // Texts of the same probability are found together.
        let is_last = ranked.get(index + 1).is_none_or(|(next, _)| next < probability);
        if is_last && found / (index + 1) as f64 >= precision {
            recall = recall.max(found / wanted);
        }
    }
    recall
}

/// Expected calibration error in ten bands of the best probability (Guo et al. 2017).
pub(crate) fn calibration_error<const N: usize>(all: &[Answered<N>]) -> f64 {
    let mut bands = [(0.0_f64, 0.0_f64, 0.0_f64); 10];
    for one in all {
        let answer = best(&one.probabilities);
        let probability = one.probabilities[answer];
        let band = &mut bands[((probability * 10.0) as usize).min(9)];
        band.0 += 1.0;
        band.1 += f64::from(probability);
        band.2 += f64::from(u8::from(answer == one.right));
    }
    bands.iter().map(|(_, sure, right)| (sure - right).abs()).sum::<f64>() / all.len().max(1) as f64
}

/// Finds the temperature at which the probabilities, raised to it, fit best; every answer counts the same.
/// None where there are not two answers to tell apart.
pub(crate) fn temperature<const N: usize>(all: &[Answered<N>]) -> Option<f32> {
    let mut counts = [0.0_f64; N];
    all.iter().for_each(|one| counts[one.right] += 1.0);
    if counts.iter().filter(|count| **count > 0.0).count() < 2 {
        return None;
    }
    let loss = |temperature: f32| {
        let of = |one: &Answered<N>| {
            let raised = one.probabilities.map(|p| libm::powf(p.max(1e-6), 1.0 / temperature));
            let p = raised[one.right] / raised.iter().sum::<f32>();
            -f64::from(libm::logf(p.max(1e-6))) / counts[one.right]
        };
        all.iter().map(of).sum::<f64>()
    };
    let steps = (4..=40).map(|step| step as f32 / 10.0);
    steps.map(|step| (loss(step), step)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, step)| step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(right: usize, said: usize) -> Answered<3> {
        let mut probabilities = [0.1; 3];
        probabilities[said] = 0.8;
        Answered { right, probabilities }
    }

    #[test]
    fn measures_agree_with_a_count_by_hand() {
        let all = [sure(0, 0), sure(0, 1), sure(1, 1), sure(2, 2)];
        assert!((accuracy(&all) - 0.75).abs() < 1e-9);
        assert!((balanced_accuracy(&all) - (0.5 + 1.0 + 1.0) / 3.0).abs() < 1e-9);
        assert!((f1(&all, 0).unwrap() - 2.0 / 3.0).abs() < 1e-9);
        assert!((macro_f1(&all) - (2.0 / 3.0 + 2.0 / 3.0 + 1.0) / 3.0).abs() < 1e-9);
        assert!((recall_at_precision(&all, 0, 0.8) - 0.5).abs() < 1e-9);
        assert!((calibration_error(&all) - 0.05).abs() < 1e-6);
    }
}
