//! The sums of products on x86-64 with AVX2: sixteen at a time, which the compiler does not find by itself where a weight is used for
//! several tokens. Everything else is left to the module above.

use pulp::x86::V3;
use pulp::{NullaryFnOnce, cast};
use std::arch::x86_64::{__m128i, __m256i};

use super::{Activations, Matrix};

/// Products at a time.
const LANES: usize = 16;

pub(crate) struct Multiply<'m, const N: usize> {
    pub(crate) simd: V3,
    pub(crate) matrix: &'m Matrix,
    pub(crate) activations: &'m Activations,
    pub(crate) out: &'m mut [f32],
}

impl<const N: usize> NullaryFnOnce for Multiply<'_, N> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, matrix, activations, out } = self;
        let (rows, _) = matrix.weights.as_chunks::<N>();
        let (tokens, _) = activations.values.as_chunks::<N>();
        let columns = matrix.scales.len();
        for ((index, row), (scale, bias)) in rows.iter().enumerate().zip(matrix.scales.iter().zip(&matrix.bias)) {
            let mut first = 0;
            while first < tokens.len() {
                let rest = &tokens[first..];
                let mut put = |sums: &[i32]| {
                    for (at, sum) in sums.iter().enumerate() {
                        let at = first + at;
                        out[at * columns + index] = *sum as f32 * scale * activations.scales[at] + bias;
                    }
                    first += sums.len();
                };
                if let Some(some) = rest.first_chunk::<8>() {
                    put(&products(simd, row, some));
                } else if let Some(some) = rest.first_chunk::<4>() {
                    put(&products(simd, row, some));
                } else if let Some(some) = rest.first_chunk::<1>() {
                    put(&products(simd, row, some));
                }
            }
        }
    }
}

/// Multiplies a row with several tokens: each weight is loaded once for all of them.
#[inline(always)]
fn products<const N: usize, const T: usize>(simd: V3, row: &[i8; N], tokens: &[[i16; N]; T]) -> [i32; T] {
    let avx2 = simd.avx2;
    let mut sums: [__m256i; T] = [cast([0_i32; 8]); T];
    for (chunk, weights) in row.as_chunks::<LANES>().0.iter().enumerate() {
        let weights = avx2._mm256_cvtepi8_epi16(cast::<[i8; LANES], __m128i>(*weights));
        for token in 0..T {
            let values: [i16; LANES] = tokens[token].as_chunks::<LANES>().0[chunk];
            sums[token] = avx2._mm256_add_epi32(sums[token], avx2._mm256_madd_epi16(weights, cast(values)));
        }
    }
    sums.map(|sums| cast::<__m256i, [i32; 8]>(sums).into_iter().fold(0, i32::wrapping_add))
}
