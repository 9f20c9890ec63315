//! The sums of products on x86-64: sixteen at a time with AVX2, thirty-two with AVX-512 where products are added in the same step
//! (VNNI). The compiler does not find either by itself where a weight is used for several tokens. Whole numbers, so every processor
//! says the same to the bit. Everything else is left to the module above.

use pulp::core_arch::x86::Avx2;
use pulp::x86::V3;
use pulp::{NullaryFnOnce, cast, simd_type};
use std::arch::x86_64::{__m128i, __m256i, __m512i};

use super::{Activations, Matrix, TOGETHER};

simd_type!({
    /// AVX-512 with VNNI, which the compiler uses for a sum of products.
    pub(crate) struct Vnni {
        pub avx512f: target_feature!("avx512f"),
        pub avx512bw: target_feature!("avx512bw"),
        pub avx512vl: target_feature!("avx512vl"),
        pub avx512vnni: target_feature!("avx512vnni"),
        pub avx2: target_feature!("avx2"),
    }
});

/// Multiplies with AVX-512 and VNNI. Returns whether the processor has it, and the matrix rows in pairs.
pub(crate) fn with_vnni<const N: usize>(matrix: &Matrix, activations: &Activations, out: &mut [f32]) -> bool {
    let simd = Vnni::try_new().filter(|_| is_in_pairs(matrix));
    simd.map(|simd| simd.vectorize(Multiply::<_, N> { simd, matrix, activations, out })).is_some()
}

/// Multiplies with AVX2. Returns whether the processor has it, and the matrix rows in pairs.
pub(crate) fn with_avx2<const N: usize>(matrix: &Matrix, activations: &Activations, out: &mut [f32]) -> bool {
    let simd = V3::try_new().filter(|_| is_in_pairs(matrix));
    simd.map(|simd| simd.vectorize(Multiply::<_, N> { simd, matrix, activations, out })).is_some()
}

fn is_in_pairs(matrix: &Matrix) -> bool {
    matrix.scales.len().is_multiple_of(2)
}

struct Multiply<'m, S, const N: usize> {
    simd: S,
    matrix: &'m Matrix,
    activations: &'m Activations,
    out: &'m mut [f32],
}

/// Fours of tokens that stay in the nearest cache while all weights pass by.
const NEAR: usize = 4;

impl<S: Products, const N: usize> NullaryFnOnce for Multiply<'_, S, N> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, matrix, activations, out } = self;
        let (rows, _) = matrix.weights.as_chunks::<N>();
        let (rows, pairs) = (rows.as_chunks::<2>().0, matrix.scales.len() / 2);
        let factors = matrix.scales.as_chunks::<2>().0.iter().zip(matrix.bias.as_chunks::<2>().0);
        let (tokens, _) = activations.values().as_chunks::<N>();
        let (fours, _) = tokens.as_chunks::<TOGETHER>();
        let (scales, _) = activations.scales.as_chunks::<TOGETHER>();
        let (out, _) = out.as_chunks_mut::<2>();
        for (near, (fours, scales)) in fours.chunks(NEAR).zip(scales.chunks(NEAR)).enumerate() {
            for ((pair, rows), (row_scales, bias)) in rows.iter().enumerate().zip(factors.clone()) {
                let mut at = near * NEAR * TOGETHER * pairs + pair;
                for (tokens, scales) in fours.iter().zip(scales) {
                    let sums = simd.products(rows, tokens);
                    for token in 0..TOGETHER {
                        let of = |row: usize| {
                            sums[row * TOGETHER + token] as f32 * row_scales[row] * scales[token] + bias[row]
                        };
                        out[at] = [of(0), of(1)];
                        at += pairs;
                    }
                }
            }
        }
    }
}

/// Multiplies two rows with each of several tokens: a weight is loaded once for all of them. Returns the sums of the first row, then
/// those of the second.
trait Products: Copy {
    fn products<const N: usize>(self, rows: &[[i8; N]; 2], tokens: &[[i16; N]; TOGETHER]) -> [i32; 2 * TOGETHER];
}

impl Products for V3 {
    #[inline(always)]
    fn products<const N: usize>(self, rows: &[[i8; N]; 2], tokens: &[[i16; N]; TOGETHER]) -> [i32; 2 * TOGETHER] {
        let mut sums: [__m256i; 2 * TOGETHER] = [cast([0_i32; 8]); 2 * TOGETHER];
        for chunk in 0..N / 16 {
            let weights: [__m256i; 2] = std::array::from_fn(|row| {
                let weights: [i8; 16] = rows[row].as_chunks().0[chunk];
                self.avx2._mm256_cvtepi8_epi16(cast::<_, __m128i>(weights))
            });
            for token in 0..TOGETHER {
                let values: [i16; 16] = tokens[token].as_chunks().0[chunk];
                for row in 0..2 {
                    let products = self.avx2._mm256_madd_epi16(weights[row], cast(values));
                    let sum = &mut sums[row * TOGETHER + token];
                    *sum = self.avx2._mm256_add_epi32(*sum, products);
                }
            }
        }
        total(self.avx2, sums)
    }
}

impl Products for Vnni {
    #[inline(always)]
    fn products<const N: usize>(self, rows: &[[i8; N]; 2], tokens: &[[i16; N]; TOGETHER]) -> [i32; 2 * TOGETHER] {
        let mut sums: [__m512i; 2 * TOGETHER] = [cast([0_i32; 16]); 2 * TOGETHER];
        for chunk in 0..N / 32 {
            let weights: [__m512i; 2] = std::array::from_fn(|row| {
                let weights: [i8; 32] = rows[row].as_chunks().0[chunk];
                self.avx512bw._mm512_cvtepi8_epi16(cast::<_, __m256i>(weights))
            });
            for token in 0..TOGETHER {
                let values: [i16; 32] = tokens[token].as_chunks().0[chunk];
                for row in 0..2 {
                    let products = self.avx512bw._mm512_madd_epi16(weights[row], cast(values));
                    let sum = &mut sums[row * TOGETHER + token];
                    *sum = self.avx512f._mm512_add_epi32(*sum, products);
                }
            }
        }
        let mut halves: [__m256i; 2 * TOGETHER] = [cast([0_i32; 8]); 2 * TOGETHER];
        for (half, sum) in halves.iter_mut().zip(sums) {
            let [low, high]: [__m256i; 2] = cast(sum);
            *half = self.avx2._mm256_add_epi32(low, high);
        }
        total(self.avx2, halves)
    }
}

/// Sums the eight numbers of each.
#[inline(always)]
fn total(avx2: Avx2, [a, b, c, d, e, f, g, h]: [__m256i; 8]) -> [i32; 8] {
    let two = |one, other| avx2._mm256_hadd_epi32(one, other);
    let (low, high) = (two(two(a, b), two(c, d)), two(two(e, f), two(g, h)));
    let first = avx2._mm256_permute2x128_si256::<0x20>(low, high);
    let second = avx2._mm256_permute2x128_si256::<0x31>(low, high);
    cast(avx2._mm256_add_epi32(first, second))
}
