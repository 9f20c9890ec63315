//! The kernels give what plain sums give, whatever the processor has.

use crate::file::{BLOCK_BYTES, WIDTH};
use crate::kernels::{Activations, Matrix, bend, exp};

/// Blocks of weights that look like some.
fn blocks(rows: usize) -> Vec<u8> {
    let of = |index: usize| match index % BLOCK_BYTES {
        // A scale of 1/64.
        0 => 0x00,
        1 => 0x24,
        at => (at * 37 + index / BLOCK_BYTES * 11) as u8,
    };
    (0..rows * WIDTH / 32 * BLOCK_BYTES).map(of).collect()
}

/// Numbers of tokens that look like some.
fn numbers(tokens: usize) -> Vec<f32> {
    (0..tokens * WIDTH).map(|index| ((index * 7919 % 1_000) as f32 - 500.0) / 250.0).collect()
}

fn matrix(blocks: &[u8], rows: usize) -> Matrix {
    Matrix::new(blocks, WIDTH, (0..rows).map(|row| row as f32).collect())
}

#[test]
fn a_product_is_what_a_plain_sum_is() {
    for (rows, tokens) in [(5, 13), (6, 1), (2, 16), (4, 38)] {
        let (blocks, numbers) = (blocks(rows), numbers(tokens));
        let mut activations = Activations::default();
        activations.take(&numbers, WIDTH);
        let mut out = Vec::new();
        matrix(&blocks, rows).multiply::<WIDTH>(&activations, &mut out);
        assert_eq!(out.len(), tokens * rows);
        for (token, numbers) in numbers.chunks_exact(WIDTH).enumerate() {
            for row in 0..rows {
                let mut weights = vec![0.0; WIDTH];
                let bytes = WIDTH / 32 * BLOCK_BYTES;
                crate::kernels::unpack(&blocks[row * bytes..(row + 1) * bytes], &mut weights);
                let plain =
                    row as f32 + numbers.iter().zip(&weights).map(|(number, weight)| number * weight).sum::<f32>();
                let given = out[token * rows + row];
                assert!((plain - given).abs() < 0.05, "token {token}, row {row}: {plain} and {given}");
            }
        }
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
fn every_processor_gives_the_same_to_the_bit() {
    use crate::kernels::{Way, plainly, x86};
    let (rows, tokens) = (6, 21);
    let mut activations = Activations::default();
    activations.take(&numbers(tokens), WIDTH);
    let matrix = matrix(&blocks(rows), rows);
    let given = |way: Way| {
        let mut out = vec![0.0; rows * activations.scales.len()];
        way(&matrix, &activations, &mut out).then(|| out[..rows * tokens].to_vec())
    };
    let plain = given(plainly::<WIDTH>);
    for way in [x86::with_vnni::<WIDTH> as Way, x86::with_avx2::<WIDTH>] {
        assert!(given(way).is_none_or(|out| Some(out) == plain));
    }
}

#[test]
fn exponentials_and_bends_are_those_of_the_library() {
    for step in -800..=200 {
        let number = step as f32 / 10.0;
        let right = libm::expf(number);
        assert!((exp(number) - right).abs() <= right * 1e-5, "{number}");
        let mut bent = [number];
        bend(&mut bent);
        let plain = 0.5 * number * (1.0 + libm::erff(number / std::f32::consts::SQRT_2));
        assert!((bent[0] - plain).abs() <= 1e-5 * (1.0 + number.abs()), "{number}: {} and {plain}", bent[0]);
    }
}
