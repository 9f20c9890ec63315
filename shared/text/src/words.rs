//! The table of known words: which languages use a word, how pleasant it is, and what it says by its meaning. It is read
//! where it lies, by hash: a slot is found by the low bits, and a fingerprint of the high ones tells a stranger.

/// Bytes of one slot: fingerprint, languages, pleasantness, weights.
pub const SLOT_BYTES: usize = 4 + OUTPUTS;

/// Weights of a word or of a sequence: three for the outcome, four for the stage, one for a complaint.
pub const OUTPUTS: usize = 8;

/// The most pleasant that a word can be, and turned round the least; a file that says more is spoilt.
const VALENCE_MAX: i8 = 5;

/// Slots looked at before a word counts as unknown.
const PROBES_MAX: usize = 16;

/// The table, as bytes.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    slots: &'a [u8],
    mask: usize,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Bits of the languages that use it.
    pub languages: u8,
    /// From −5, very unpleasant, to 5.
    pub valence: i8,
    /// Its weights, to be scaled.
    pub weights: &'a [u8],
    /// Its slot.
    pub slot: usize,
}

impl<'a> Words<'a> {
    /// Takes a table of a power of two of slots.
    pub fn new(slots: &'a [u8]) -> Option<Self> {
        let count = slots.len() / SLOT_BYTES;
        (count.is_power_of_two() && slots.len() == count * SLOT_BYTES).then(|| Self { slots, mask: count - 1 })
    }

    /// Finds a word by the hash of its folded letters.
    pub fn find(&self, hash: u64) -> Option<Word<'a>> {
        let wanted = fingerprint(hash).to_le_bytes();
        for probe in 0..PROBES_MAX {
            let slot = place(hash, probe, self.mask);
            let bytes = self.slots.get(slot * SLOT_BYTES..(slot + 1) * SLOT_BYTES)?;
            let (found, rest) = bytes.split_at(2);
            if found == wanted {
                let (about, weights) = rest.split_at(2);
                let valence = (about[1] as i8).clamp(-VALENCE_MAX, VALENCE_MAX);
                return Some(Word { languages: about[0], valence, weights, slot });
            }
            if found == [0, 0] {
                return None;
            }
        }
        None
    }
}

/// Tells a word from others of the same slot; never 0, which marks an empty one.
pub fn fingerprint(hash: u64) -> u16 {
    ((hash >> 48) as u16).max(1)
}

/// Returns the slot where a word is looked for at one try.
pub fn place(hash: u64, probe: usize, mask: usize) -> usize {
    (hash as usize).wrapping_add(probe) & mask
}

/// Puts a word into a table that is being made; `None` if there is no room near its place.
pub fn put(slots: &mut [u8], hash: u64, languages: u8, valence: i8) -> Option<usize> {
    let mask = slots.len() / SLOT_BYTES - 1;
    for probe in 0..PROBES_MAX {
        let slot = place(hash, probe, mask);
        let bytes = slots.get_mut(slot * SLOT_BYTES..(slot + 1) * SLOT_BYTES)?;
        if bytes[..2] == [0, 0] {
            bytes[..2].copy_from_slice(&fingerprint(hash).to_le_bytes());
            bytes[2] = languages;
            bytes[3] = valence as u8;
            return Some(slot);
        }
        if bytes[..2] == fingerprint(hash).to_le_bytes() {
            return None;
        }
    }
    None
}

/// Bytes of one place of the table of sequences: a fingerprint and the weights.
pub const GRAM_BYTES: usize = 1 + OUTPUTS;

/// The table of sequences: each of two places may hold it.
#[derive(Clone, Copy, Debug)]
pub struct Grams<'a> {
    places: &'a [u8],
    mask: usize,
}

impl<'a> Grams<'a> {
    /// Takes a table of a power of two of places.
    pub fn new(places: &'a [u8]) -> Option<Self> {
        let count = places.len() / GRAM_BYTES;
        (count.is_power_of_two() && places.len() == count * GRAM_BYTES).then(|| Self { places, mask: count - 1 })
    }

    /// Finds the weights of a sequence by its hash; none if it was not learnt.
    pub fn find(&self, hash: u64) -> Option<&'a [u8]> {
        let wanted = gram_fingerprint(hash);
        gram_places(hash, self.mask).into_iter().find_map(|place| {
            let (found, weights) = self.places.get(place * GRAM_BYTES..(place + 1) * GRAM_BYTES)?.split_first()?;
            (*found == wanted).then_some(weights)
        })
    }
}

/// Tells a sequence from others of the same place; never 0, which marks an empty one.
pub fn gram_fingerprint(hash: u64) -> u8 {
    ((hash >> 56) as u8).max(1)
}

/// Returns the two places where a sequence may be: neighbours, so that one look into memory finds both.
pub fn gram_places(hash: u64, mask: usize) -> [usize; 2] {
    let place = hash as usize & mask;
    [place, place ^ 1]
}
