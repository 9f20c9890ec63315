//! Names what went wrong: each cause has a sum over what the encoder says of each piece, and over the words, pairs and pieces of
//! words of the text. All causes are weighed against each other and against no cause. Both sums are linear, so what each word gave is
//! known exactly. Encodes nothing.

use text::Language;

use crate::encoder::Encoded;
use crate::file::{Numbers, WIDTH};
use crate::grams::Grams;
use crate::kernels::exp;

/// Causes, at most.
const CAUSES_MAX: usize = 64;
/// Bits of a hash that choose a bucket, at most.
const BITS_MAX: usize = 20;
/// Causes of a text whose words are shown, at most.
const NAMED_MAX: usize = 3;

/// Weights of the causes, where they lie.
#[derive(Clone, Copy, Debug)]
pub struct Causes<'a> {
    names: &'a str,
    count: usize,
    /// How many of the first bits of a hash choose its bucket.
    bits: u32,
    /// A row of [`WIDTH`] for each cause, then a number for each, all of them against no cause.
    sums: Numbers<'a>,
    /// For each cause what one of its weights stands for; then which share of all that are named the second and third must have; then
    /// for each language, and for none, how probable it must be that any is named.
    scales: Numbers<'a>,
    /// A byte for each cause in each bucket.
    buckets: &'a [u8],
}

/// A cause that a text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<'a> {
    /// Its key.
    pub cause: &'a str,
    /// How probable it is, against the others and none.
    pub probability: f32,
    /// What each piece gave to it, against no cause.
    pub given: Vec<f32>,
}

impl<'a> Causes<'a> {
    /// Takes `count` causes, whose names have so many `letters`, from bytes of exactly their size; `None` if they are not that.
    pub fn new(bytes: &'a [u8], count: usize, letters: usize, bits: usize) -> Option<Self> {
        if count > CAUSES_MAX || letters > CAUSES_MAX * 64 || bits > BITS_MAX {
            return None;
        }
        let (names, rest) = bytes.split_at_checked(letters.next_multiple_of(4))?;
        let names = std::str::from_utf8(names.get(..letters)?).ok()?;
        let (sums, rest) = rest.split_at_checked(count * (WIDTH + 1) * 4)?;
        let (scales, buckets) = rest.split_at_checked((count + 2 + Language::ALL.len()) * 4)?;
        (buckets.len() == count << bits && names.lines().count() == count).then(|| Self {
            names,
            count,
            bits: bits as u32,
            sums: Numbers::new(sums),
            scales: Numbers::new(scales),
            buckets,
        })
    }

    /// Names the causes that a text speaks of, the most probable first; at most three.
    pub fn name(&self, encoded: &Encoded, grams: &Grams, language: Option<Language>) -> Vec<Named<'a>> {
        let placed = self.placed(encoded, grams);
        let sums: Vec<f32> = (0..self.count).map(|cause| self.sum(encoded, &placed, cause)).collect();
        // No cause is what all are weighed against: its sum is 0.
        let most = sums.iter().copied().fold(0.0, f32::max);
        let parts: Vec<f32> = sums.iter().map(|sum| exp(sum - most)).collect();
        let any = parts.iter().sum::<f32>();
        let all = any + exp(-most);
        let share = self.scales.fraction(self.count);
        let at = language.map_or(Language::ALL.len(), |language| language as usize);
        if any < self.scales.fraction(self.count + 1 + at) * all {
            return Vec::new();
        }
        let mut named: Vec<_> = parts.into_iter().enumerate().collect();
        named.sort_by(|one, other| other.1.total_cmp(&one.1));
        named.truncate(NAMED_MAX);
        let first = named.first().map(|(cause, _)| *cause);
        named.retain(|(cause, part)| first == Some(*cause) || *part >= share * any);
        let keys: Vec<&'a str> = self.names.lines().collect();
        let named = named.into_iter().filter_map(|(cause, part)| {
            let given = self.given(encoded, &placed, cause);
            Some(Named { cause: keys.get(cause)?, probability: part / all, given })
        });
        named.collect()
    }

    /// Returns the buckets of a text, each once, with the piece at which it stands first.
    fn placed(&self, encoded: &Encoded, grams: &Grams) -> Vec<(usize, usize)> {
        let bucket = |hash: u64| hash.checked_shr(64 - self.bits).unwrap_or(0) as usize;
        let piece = |place: usize| encoded.pieces.partition_point(|piece| piece.start <= place).saturating_sub(1);
        let mut placed: Vec<_> = grams.placed().map(|(hash, place)| (bucket(hash), piece(place))).collect();
        placed.sort_unstable();
        placed.dedup_by_key(|(bucket, _)| *bucket);
        placed
    }

    fn sum(&self, encoded: &Encoded, placed: &[(usize, usize)], cause: usize) -> f32 {
        self.given(encoded, placed, cause).iter().sum::<f32>() + self.sums.fraction(self.count * WIDTH + cause)
    }

    /// What each piece gives to a cause: what it means, and the words that end there.
    fn given(&self, encoded: &Encoded, placed: &[(usize, usize)], cause: usize) -> Vec<f32> {
        let weights = self.sums.fractions(cause * WIDTH, WIDTH);
        let pieces = encoded.pieces.len().max(1) as f32;
        let of = |meaning: &[f32]| meaning.iter().zip(&weights).map(|(number, weight)| number * weight).sum::<f32>();
        let mut given: Vec<f32> = encoded.last().map(|meaning| of(meaning) / pieces).collect();
        let scale = self.scales.fraction(cause) / (placed.len().max(1) as f32).sqrt();
        for (bucket, piece) in placed {
            let weight = self.buckets.get(bucket * self.count + cause).map_or(0, |byte| byte.cast_signed());
            if let Some(given) = given.get_mut(*piece) {
                *given += f32::from(weight) * scale;
            }
        }
        given
    }
}
