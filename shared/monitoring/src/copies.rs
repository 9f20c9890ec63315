//! Series that are one fact under several names: what is late is a broken promise is a bad delivery. They are watched and
//! counted once.

use crate::Count;

/// Share of the weeks with anything bad in which two series must have the same number of bad ones.
const SAME_WEEKS: f64 = 0.9;
/// Bad ones in all, at least: with fewer, two series may agree by chance.
const BAD_MIN: u64 = 8;

/// Weeks of a block. A copy differs in at most one week of ten, so one of its blocks is the same.
const BLOCK_WEEKS: usize = 8;

/// Returns for each series the earlier one that it is a copy of, if there is one. The order of the series decides which
/// name stays.
pub fn copies(series: &[&[Count]]) -> Vec<Option<usize>> {
    let totals: Vec<u64> = series.iter().map(|counts| counts.iter().map(|count| count.bad).sum()).collect();
    let mut blocks = Vec::new();
    for (place, counts) in series.iter().enumerate().filter(|(place, _)| totals[*place] >= BAD_MIN) {
        let with_any =
            counts.chunks(BLOCK_WEEKS).enumerate().filter(|(_, block)| block.iter().any(|count| count.bad > 0));
        blocks.extend(with_any.map(|(number, block)| (digest(number, block), place)));
    }
    blocks.sort_unstable();
    let mut copies: Vec<Option<usize>> = vec![None; series.len()];
    for alike in blocks.chunk_by(|a, b| a.0 == b.0) {
        for (rank, (_, first)) in alike.iter().enumerate() {
            if copies[*first].is_some() {
                continue;
            }
            for (_, later) in &alike[rank + 1..] {
                let is_near =
                    totals[*first].abs_diff(totals[*later]) as f64 <= (1.0 - SAME_WEEKS) * totals[*first] as f64;
                if copies[*later].is_none() && is_near && is_same(series[*first], series[*later]) {
                    copies[*later] = Some(*first);
                }
            }
        }
    }
    copies
}

/// A number that is the same for the same numbers of bad ones in the same weeks (FNV-1a).
fn digest(number: usize, block: &[Count]) -> u64 {
    let mix = |hash: u64, value: u64| (hash ^ value).wrapping_mul(0x0100_0000_01b3);
    block.iter().fold(mix(0xcbf2_9ce4_8422_2325, number as u64), |hash, count| mix(hash, count.bad))
}

fn is_same(one: &[Count], other: &[Count]) -> bool {
    let (mut weeks, mut same) = (0_u32, 0_u32);
    for (a, b) in one.iter().zip(other) {
        if a.bad > 0 || b.bad > 0 {
            weeks += 1;
            same += u32::from(a.bad == b.bad);
        }
    }
    f64::from(same) >= SAME_WEEKS * f64::from(weeks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(bad: &[u64], of: u64) -> Vec<Count> {
        bad.iter().map(|bad| Count::new(*bad, of)).collect()
    }

    #[test]
    fn the_same_failures_under_another_name_are_a_copy_and_alike_ones_are_not() {
        let delivery = counts(&[4, 7, 3, 0, 9, 5, 4, 6, 3, 8, 6], 300);
        let unasked = counts(&[4, 7, 3, 0, 9, 5, 4, 6, 3, 8, 6], 410);
        let promises = counts(&[4, 7, 3, 0, 9, 5, 4, 6, 3, 9, 6], 300);
        let other = counts(&[5, 6, 3, 1, 9, 5, 3, 6, 4, 8, 6], 300);
        let rare = counts(&[0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], 300);
        let all = [&delivery[..], &other, &unasked, &promises, &rare, &rare];
        assert_eq!(copies(&all), [None, None, Some(0), Some(0), None, None]);
    }
}
