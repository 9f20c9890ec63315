//! What takes the time: sums of products and the functions between them, over plain slices, so that the compiler makes vectors of
//! them. [`pulp`] picks at run time what the processor has (AVX2 or AVX-512 on x86-64, NEON on Arm), which plain Rust cannot do without
//! `unsafe`. Knows no text.

#[cfg(target_arch = "x86_64")]
pub(crate) mod x86;

use pulp::{Arch, NullaryFnOnce};

use crate::file::{BLOCK, BLOCK_BYTES, WIDTH};

/// The largest value of an activation: with weights of a byte, 1,536 products fit into 32 bits.
const ACTIVATION_MAX: f32 = 4_095.0;
/// Adding it rounds a number of up to 22 bits to a whole one, which stands in its low bits.
const ROUND: f32 = 12_582_912.0;

/// A matrix of weights of a byte, a scale for each row.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    pub(crate) weights: Vec<i8>,
    pub(crate) scales: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

impl Matrix {
    /// Makes it of blocks of four bits. `blocks` has whole rows of `columns` weights.
    pub fn new(blocks: &[u8], columns: usize, bias: Vec<f32>) -> Self {
        let mut matrix = Self { bias, ..Self::default() };
        matrix.weights.reserve_exact(blocks.len() / BLOCK_BYTES * BLOCK);
        blocks.chunks_exact(columns / BLOCK * BLOCK_BYTES).for_each(|row| matrix.add_row(row));
        matrix
    }

    #[inline(always)]
    fn add_row(&mut self, row: &[u8]) {
        let blocks = || row.chunks_exact(BLOCK_BYTES).map(|block| (half(block[0], block[1]), &block[2..]));
        let largest = |packed: &[u8]| packed.iter().fold(0_u8, |most, two| most.max(far(two & 15)).max(far(two >> 4)));
        let most = blocks().fold(0.0_f32, |most, (scale, packed)| most.max(scale.abs() * f32::from(largest(packed))));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        self.scales.push(scale);
        for (of_block, packed) in blocks() {
            let factor = of_block / scale;
            let mut values = [0_i8; BLOCK];
            for (index, two) in packed.iter().enumerate().take(BLOCK / 2) {
                values[index] = whole((i32::from(two & 15) - 8) as f32 * factor) as i8;
                values[index + BLOCK / 2] = whole((i32::from(two >> 4) - 8) as f32 * factor) as i8;
            }
            self.weights.extend_from_slice(&values);
        }
    }

    /// Multiplies: a row of `out` for each row of `activations`.
    pub fn multiply<const N: usize>(&self, activations: &Activations, out: &mut Vec<f32>) {
        out.clear();
        out.resize(activations.scales.len() * self.scales.len(), 0.0);
        let ways: &[Way] = &[
            #[cfg(target_arch = "x86_64")]
            x86::with_vnni::<N>,
            #[cfg(target_arch = "x86_64")]
            x86::with_avx2::<N>,
            plainly::<N>,
        ];
        let _ = ways.iter().any(|way| way(self, activations, out));
        out.truncate(activations.tokens * self.scales.len());
    }
}

/// A way to multiply. Returns whether the processor knows it.
pub(crate) type Way = fn(&Matrix, &Activations, &mut [f32]) -> bool;

/// Multiplies as the compiler makes vectors of it.
pub(crate) fn plainly<const N: usize>(matrix: &Matrix, activations: &Activations, out: &mut [f32]) -> bool {
    Arch::new().dispatch(Multiply::<N>(matrix, activations, out));
    true
}

struct Multiply<'m, const N: usize>(&'m Matrix, &'m Activations, &'m mut [f32]);

impl<const N: usize> NullaryFnOnce for Multiply<'_, N> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self(matrix, activations, out) = self;
        let (rows, _) = matrix.weights.as_chunks::<N>();
        let (tokens, _) = activations.values().as_chunks::<N>();
        let columns = matrix.scales.len();
        for ((index, row), (scale, bias)) in rows.iter().enumerate().zip(matrix.scales.iter().zip(&matrix.bias)) {
            for ((at, token), token_scale) in tokens.iter().enumerate().zip(&activations.scales) {
                out[at * columns + index] = product(row, token) as f32 * scale * token_scale + bias;
            }
        }
    }
}

#[inline(always)]
fn far(four_bits: u8) -> u8 {
    four_bits.abs_diff(8)
}

#[inline(always)]
fn product<const N: usize>(row: &[i8; N], token: &[i16; N]) -> i32 {
    let mut sum = 0;
    for index in 0..N {
        sum += i32::from(i16::from(row[index])) * i32::from(token[index]);
    }
    sum
}

/// Tokens that are multiplied together.
const TOGETHER: usize = 4;
/// Numbers in a line of the cache. A load that crosses two lines takes twice as long.
const LINE: usize = 32;

/// Numbers of tokens as whole ones, a scale for each token.
#[derive(Clone, Debug, Default)]
pub struct Activations {
    tokens: usize,
    /// Begins somewhere in a line of the cache. Behind the tokens there are those of zeros that fill up the last [`TOGETHER`].
    room: Vec<i16>,
    /// Also of those that fill up.
    pub(crate) scales: Vec<f32>,
}

impl Activations {
    /// Takes numbers, `columns` a token.
    pub fn take(&mut self, numbers: &[f32], columns: usize) {
        self.tokens = numbers.len() / columns;
        let full = self.tokens.next_multiple_of(TOGETHER);
        self.room.clear();
        self.room.resize(full * columns + LINE, 0);
        self.scales.clear();
        self.scales.resize(full, 0.0);
        let first = self.first();
        Arch::new().dispatch(Take(&mut self.room[first..], &mut self.scales, numbers, columns));
    }

    /// Returns the numbers of the tokens, and of those that fill up the last ones.
    pub(crate) fn values(&self) -> &[i16] {
        &self.room[self.first()..self.room.len() - (LINE - self.first())]
    }

    /// Where the first line of the cache begins.
    fn first(&self) -> usize {
        self.room.as_ptr().align_offset(LINE * size_of::<i16>()).min(LINE)
    }
}

struct Take<'a>(&'a mut [i16], &'a mut [f32], &'a [f32], usize);

impl NullaryFnOnce for Take<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self(values, scales, numbers, columns) = self;
        let rows = numbers.chunks_exact(columns).zip(values.chunks_exact_mut(columns));
        for ((row, values), scale) in rows.zip(scales) {
            let mut most = [0.0_f32; 8];
            for eight in row.as_chunks::<8>().0 {
                for lane in 0..8 {
                    let far = eight[lane].abs();
                    most[lane] = if far > most[lane] { far } else { most[lane] };
                }
            }
            let most = most.into_iter().fold(0.0_f32, |most, far| if far > most { far } else { most });
            let factor = if most > 0.0 { ACTIVATION_MAX / most } else { 0.0 };
            for (value, number) in values.iter_mut().zip(row) {
                *value = whole(number * factor) as i16;
            }
            *scale = most / ACTIVATION_MAX;
        }
    }
}

/// Rounds a small number.
#[inline(always)]
fn whole(number: f32) -> i32 {
    ((number + ROUND).to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32)
}

/// Reads a number of 16 bits (IEEE 754 binary16); what is too small for its exponent is nothing.
#[inline(always)]
fn half(low: u8, high: u8) -> f32 {
    let bits = u32::from(u16::from_le_bytes([low, high]));
    let (sign, exponent, rest) = ((bits & 0x8000) << 16, (bits >> 10) & 31, bits & 0x3ff);
    match exponent {
        0 => f32::from_bits(sign | 0x3380_0000) * rest as f32,
        31 => 0.0,
        _ => f32::from_bits(sign | ((exponent + 112) << 23) | (rest << 13)),
    }
}

/// Unpacks an embedding.
pub fn unpack(blocks: &[u8], out: &mut [f32]) {
    for (block, out) in blocks.chunks_exact(BLOCK_BYTES).zip(out.chunks_exact_mut(BLOCK)) {
        let scale = half(block[0], block[1]);
        for (index, two) in block[2..].iter().enumerate() {
            out[index] = (i32::from(two & 15) - 8) as f32 * scale;
            out[index + BLOCK / 2] = (i32::from(two >> 4) - 8) as f32 * scale;
        }
    }
}

/// Adds a number of its own to each, and brings each token to mean 0 and variance 1, then to its scale and shift.
pub fn add_and_normalize(numbers: &mut [f32], added: &[f32], scale: &[f32], shift: &[f32]) {
    Arch::new().dispatch(Normalize(numbers, added, [scale, shift]));
}

struct Normalize<'a>(&'a mut [f32], &'a [f32], [&'a [f32]; 2]);

impl NullaryFnOnce for Normalize<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        const TINY: f32 = 1e-12;
        let Self(numbers, added, [scale, shift]) = self;
        for (row, added) in numbers.chunks_exact_mut(WIDTH).zip(added.chunks_exact(WIDTH)) {
            for (number, added) in row.iter_mut().zip(added) {
                *number += added;
            }
            let mean = sum(row) / WIDTH as f32;
            for number in row.iter_mut() {
                *number -= mean;
            }
            let factor = 1.0 / (sum_of_squares(row) / WIDTH as f32 + TINY).sqrt();
            for ((number, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
                *number = *number * factor * scale + shift;
            }
        }
    }
}

/// Sums in eight lanes.
#[inline(always)]
fn sum(row: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    for eight in row.as_chunks::<8>().0 {
        for lane in 0..8 {
            sums[lane] += eight[lane];
        }
    }
    sums.iter().sum()
}

#[inline(always)]
fn sum_of_squares(row: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    for eight in row.as_chunks::<8>().0 {
        for lane in 0..8 {
            sums[lane] += eight[lane] * eight[lane];
        }
    }
    sums.iter().sum()
}

/// The exponential function of a number that is not above 80, to seven digits (Cephes).
#[inline(always)]
pub fn exp(number: f32) -> f32 {
    let number = if number > -87.0 { number } else { -87.0 };
    let rounded = number * std::f32::consts::LOG2_E + ROUND;
    let power = (rounded.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    let whole = rounded - ROUND;
    let rest = number - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4;
    for factor in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1] {
        sum = sum * rest + factor;
    }
    let sum = sum * rest * rest + rest + 1.0;
    sum * f32::from_bits((power.wrapping_add(127) as u32) << 23)
}

/// Bends each number: half of it, and the other half as far as it lies above the others (GELU), to six digits (Abramowitz and
/// Stegun 7.1.26).
pub fn bend(numbers: &mut [f32]) {
    Arch::new().dispatch(Bend(numbers));
}

struct Bend<'a>(&'a mut [f32]);

impl NullaryFnOnce for Bend<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for number in self.0 {
            let far = number.abs() * std::f32::consts::FRAC_1_SQRT_2;
            let part = 1.0 / (1.0 + 0.327_591_1 * far);
            let mut sum = 1.061_405_4;
            for factor in [-1.453_152_1, 1.421_413_8, -0.284_496_72, 0.254_829_6] {
                sum = sum * part + factor;
            }
            let error = 1.0 - sum * part * exp(-far * far);
            let signed = if *number < 0.0 { -error } else { error };
            *number *= 0.5 * (1.0 + signed);
        }
    }
}

/// Numbers of a head of attention.
const HEAD: usize = 32;

/// Tokens that are looked at together.
const LANES: usize = 8;

/// Attends: each token takes of every other as much as their numbers fit. `all` has queries, keys and values of each token.
pub fn attend(all: &[f32], room: &mut Room, out: &mut [f32]) {
    let tokens = all.len() / (3 * WIDTH);
    let lanes = tokens.next_multiple_of(LANES);
    room.keys.clear();
    room.keys.resize(HEAD * lanes, 0.0);
    room.shares.clear();
    room.shares.resize(lanes, 0.0);
    Arch::new().dispatch(Attend(all, room, out));
}

/// Room for one head of attention.
#[derive(Clone, Debug, Default)]
pub struct Room {
    keys: Vec<f32>,
    shares: Vec<f32>,
}

struct Attend<'a>(&'a [f32], &'a mut Room, &'a mut [f32]);

impl NullaryFnOnce for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self(all, room, out) = self;
        for head in 0..WIDTH / HEAD {
            attend_one(all, head * HEAD, room, out);
        }
    }
}

#[inline(always)]
fn attend_one(all: &[f32], first: usize, room: &mut Room, out: &mut [f32]) {
    const SCALE: f32 = 0.176_776_7;
    let tokens = all.len() / (3 * WIDTH);
    let (keys, _) = room.keys.as_chunks_mut::<{ HEAD * LANES }>();
    for (token, row) in all.chunks_exact(3 * WIDTH).enumerate() {
        for (index, key) in row[WIDTH + first..WIDTH + first + HEAD].iter().enumerate() {
            keys[token / LANES][index * LANES + token % LANES] = key * SCALE;
        }
    }
    let (shares, _) = room.shares.as_chunks_mut::<LANES>();
    for (row, out) in all.chunks_exact(3 * WIDTH).zip(out.chunks_exact_mut(WIDTH)) {
        let mut most = [f32::MIN; LANES];
        for ((index, shares), keys) in shares.iter_mut().enumerate().zip(keys.iter()) {
            let mut sums = [0.0_f32; LANES];
            for (query, keys) in row[first..first + HEAD].iter().zip(keys.as_chunks::<LANES>().0) {
                for lane in 0..LANES {
                    sums[lane] += query * keys[lane];
                }
            }
            for (lane, sum) in sums.iter_mut().enumerate() {
                // What fills up the last lanes is no token.
                *sum = if index * LANES + lane < tokens { *sum } else { f32::MIN };
                most[lane] = if *sum > most[lane] { *sum } else { most[lane] };
            }
            *shares = sums;
        }
        let most = most.into_iter().fold(f32::MIN, |most, sum| if sum > most { sum } else { most });
        let mut all_shares = [0.0_f32; LANES];
        for shares in shares.iter_mut() {
            for lane in 0..LANES {
                shares[lane] = exp(shares[lane] - most);
                all_shares[lane] += shares[lane];
            }
        }
        let factor = 1.0 / all_shares.into_iter().sum::<f32>();
        let mut sums = [0.0_f32; HEAD];
        for (other, share) in all.chunks_exact(3 * WIDTH).zip(shares.as_flattened()) {
            let Some((values, _)) = other[2 * WIDTH + first..].split_first_chunk::<HEAD>() else { continue };
            for index in 0..HEAD {
                sums[index] += share * values[index];
            }
        }
        for (out, sum) in out[first..first + HEAD].iter_mut().zip(sums) {
            *out = sum * factor;
        }
    }
}
