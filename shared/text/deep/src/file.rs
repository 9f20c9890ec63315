//! The file of weights: where everything lies in it. Checks sizes once, so that nothing behind it can read past an end.
//! `shared/text/training/deep` writes it. Computes nothing.

/// First bytes of a file; the last is the version of the format.
pub const MAGIC: [u8; 8] = *b"MOMDEEP\x01";

/// Numbers that a token is described by.
pub const WIDTH: usize = 384;
/// Numbers between the two halves of a layer's second part.
pub const INNER: usize = 1536;
/// Bytes of 32 weights: a scale of two bytes and four bits each.
pub const BLOCK_BYTES: usize = 18;
/// Weights of a block.
pub const BLOCK: usize = 32;

const LAYERS_MAX: usize = 24;
const PIECES_MAX: usize = 1 << 20;
const POSITIONS_MAX: usize = 4_096;

/// Numbers of four bytes, where they lie.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'a>(&'a [u8]);

impl<'a> Numbers<'a> {
    /// Takes bytes as numbers.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns one as a whole number; 0 past the end.
    pub fn whole(&self, index: usize) -> u32 {
        self.bytes(index).map_or(0, u32::from_le_bytes)
    }

    /// Returns one as a fraction; 0 past the end.
    pub fn fraction(&self, index: usize) -> f32 {
        self.bytes(index).map_or(0.0, f32::from_le_bytes)
    }

    /// Copies some of them.
    pub fn fractions(&self, first: usize, count: usize) -> Vec<f32> {
        (first..first + count).map(|index| self.fraction(index)).collect()
    }

    /// Counts them.
    pub fn len(&self) -> usize {
        self.0.len() / 4
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.len() < 4
    }

    fn bytes(&self, index: usize) -> Option<[u8; 4]> {
        let start = index.checked_mul(4)?;
        self.0.get(start..start.checked_add(4)?)?.try_into().ok()
    }
}

/// The parts of a file.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Layers of the encoder.
    pub layers: usize,
    /// Pieces of words.
    pub pieces: usize,
    /// Places of a text that are told apart, at most.
    pub positions: usize,
    /// What a sign costs that no piece has.
    pub unknown: f32,
    /// Bytes of the longest piece.
    pub longest: usize,
    /// Where each piece begins in `letters`, and the end of the last.
    pub offsets: Numbers<'a>,
    /// What each piece costs.
    pub scores: Numbers<'a>,
    /// Signs that are written otherwise, in order.
    pub signs: Numbers<'a>,
    /// Where the replacement of each ends in `replacements`.
    pub ends: Numbers<'a>,
    /// What they are written as.
    pub replacements: Numbers<'a>,
    /// What each place adds.
    pub places: Numbers<'a>,
    /// Scale and shift after the embedding.
    pub first_norm: Numbers<'a>,
    /// Biases and norms of the layers.
    pub biases: Numbers<'a>,
    /// The pieces, one after the other, in order.
    pub letters: &'a [u8],
    /// Weights of the layers, in blocks.
    pub matrices: &'a [u8],
    /// Embeddings of the pieces, then of beginning, end and an unknown sign, in blocks.
    pub words: &'a [u8],
    /// What follows: the heads.
    pub rest: &'a [u8],
}

/// Biases and norms of one layer.
pub const LAYER_NUMBERS: usize = 9 * WIDTH + INNER;
/// Bytes of the weights of one layer.
pub const LAYER_BYTES: usize = (4 * WIDTH * WIDTH + 2 * WIDTH * INNER) / BLOCK * BLOCK_BYTES;
/// Bytes of one embedding.
pub const WORD_BYTES: usize = WIDTH / BLOCK * BLOCK_BYTES;

impl<'a> File<'a> {
    /// Takes a file apart; `None` if it is none of this format, or its sizes do not fit.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (head, mut rest) = rest.split_at_checked(32)?;
        let head = Numbers(head);
        let size = |index: usize, most: usize| usize::try_from(head.whole(index)).ok().filter(|size| *size <= most);
        let (layers, pieces, positions) = (size(0, LAYERS_MAX)?, size(1, PIECES_MAX)?, size(2, POSITIONS_MAX)?);
        let (letters, signs, replacements) = (size(3, PIECES_MAX * 64)?, size(4, PIECES_MAX)?, size(5, PIECES_MAX)?);
        let longest = size(6, 256)?;
        let mut take = |bytes: usize| {
            let (taken, left) = rest.split_at_checked(bytes)?;
            rest = left;
            Some(taken)
        };
        let mut numbers = |count: usize| take(count * 4).map(Numbers);
        let (offsets, scores) = (numbers(pieces + 1)?, numbers(pieces)?);
        let (signs, ends, replacements) = (numbers(signs)?, numbers(signs)?, numbers(replacements)?);
        let (places, first_norm) = (numbers(positions * WIDTH)?, numbers(2 * WIDTH)?);
        let biases = numbers(layers * LAYER_NUMBERS)?;
        let padded = take(letters.next_multiple_of(4))?;
        let (matrices, words) = (take(layers * LAYER_BYTES)?, take((pieces + 3) * WORD_BYTES)?);
        let (letters, unknown) = (padded.get(..letters)?, head.fraction(7));
        let file = Self {
            layers,
            pieces,
            positions,
            unknown,
            longest,
            offsets,
            scores,
            signs,
            ends,
            replacements,
            places,
            first_norm,
            biases,
            letters,
            matrices,
            words,
            rest,
        };
        Some(file).filter(|file| file.positions >= 8 && file.pieces > 0)
    }

    /// Returns the letters of a piece; nothing past the end or where the file is spoilt.
    pub fn piece(&self, index: usize) -> &'a [u8] {
        let (start, end) = (self.offsets.whole(index) as usize, self.offsets.whole(index + 1) as usize);
        self.letters.get(start..end).unwrap_or_default()
    }
}
