//! The encoder: the first layers of multilingual-e5-small (Wang et al. 2024), from pieces of words to numbers that say what each
//! means where it stands. Knows no answers.

use crate::file::{BLOCK, BLOCK_BYTES, File, INNER, LAYER_BYTES, LAYER_NUMBERS, WIDTH, WORD_BYTES};
use crate::kernels::{Activations, Matrix, Room, add_and_normalize, attend, bend, unpack};
use crate::tokenizer::{Piece, split};

/// Layers, ready to be multiplied with.
#[derive(Clone, Debug)]
pub struct Encoder<'a> {
    file: File<'a>,
    first_norm: [Vec<f32>; 2],
    layers: Vec<Layer>,
}

#[derive(Clone, Debug)]
struct Layer {
    attention: Matrix,
    attended: Matrix,
    wide: Matrix,
    narrow: Matrix,
    attention_norm: [Vec<f32>; 2],
    norm: [Vec<f32>; 2],
}

/// Layers whose numbers the heads look at, the last ones: the last alone is made to find texts that say the same, and has forgotten
/// some of what they say.
pub const LOOKED_AT: usize = 3;
/// Numbers that a piece means, those of the last layer last.
pub const MEANING: usize = LOOKED_AT * WIDTH;

/// A text as the encoder sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoded {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// What each means, [`MEANING`] numbers a piece.
    pub meanings: Vec<f32>,
}

impl Encoded {
    /// What each piece means after the last layer alone.
    pub fn last(&self) -> impl Iterator<Item = &[f32]> {
        self.meanings.chunks_exact(MEANING).map(|meaning| &meaning[MEANING - WIDTH..])
    }
}

impl<'a> Encoder<'a> {
    /// Takes a file, and makes weights of a byte of those of four bits.
    pub fn new(file: File<'a>) -> Self {
        let two = |numbers: crate::file::Numbers<'_>, first: usize| {
            [numbers.fractions(first, WIDTH), numbers.fractions(first + WIDTH, WIDTH)]
        };
        let layers = file.matrices.chunks_exact(LAYER_BYTES).enumerate();
        let layers = layers.map(|(index, blocks)| {
            let bytes = |weights: usize| weights / BLOCK * BLOCK_BYTES;
            let (attention, rest) = blocks.split_at(bytes(3 * WIDTH * WIDTH));
            let (attended, rest) = rest.split_at(bytes(WIDTH * WIDTH));
            let (wide, narrow) = rest.split_at(bytes(WIDTH * INNER));
            let first = index * LAYER_NUMBERS;
            let bias = |at: usize, count: usize| file.biases.fractions(first + at, count);
            Layer {
                attention: Matrix::new(attention, WIDTH, bias(0, 3 * WIDTH)),
                attended: Matrix::new(attended, WIDTH, bias(3 * WIDTH, WIDTH)),
                attention_norm: two(file.biases, first + 4 * WIDTH),
                wide: Matrix::new(wide, WIDTH, bias(6 * WIDTH, INNER)),
                narrow: Matrix::new(narrow, INNER, bias(6 * WIDTH + INNER, WIDTH)),
                norm: two(file.biases, first + 7 * WIDTH + INNER),
            }
        });
        Self { first_norm: two(file.first_norm, 0), layers: layers.collect(), file }
    }

    /// Returns whether a piece is a sign that no piece has.
    pub fn is_unknown(&self, piece: &Piece) -> bool {
        piece.id >= self.file.pieces
    }

    /// Encodes a text; nothing if there is nothing in it. `after` sees the numbers after each layer, of beginning and end too.
    pub fn encode(&self, text: &str, mut after: impl FnMut(usize, &[f32])) -> Encoded {
        let file = &self.file;
        let pieces = split(file, text, file.positions - 2);
        if pieces.is_empty() {
            return Encoded::default();
        }
        let ids = [file.pieces].into_iter().chain(pieces.iter().map(|piece| piece.id)).chain([file.pieces + 1]);
        let mut numbers = vec![0.0; (pieces.len() + 2) * WIDTH];
        for (row, id) in numbers.chunks_exact_mut(WIDTH).zip(ids) {
            unpack(file.words.get(id * WORD_BYTES..(id + 1) * WORD_BYTES).unwrap_or_default(), row);
        }
        let places = file.places.fractions(0, numbers.len());
        add_and_normalize(&mut numbers, &places, &self.first_norm[0], &self.first_norm[1]);
        let mut rooms = Rooms { attended: vec![0.0; numbers.len()], ..Rooms::default() };
        let mut meanings = vec![0.0; pieces.len() * MEANING];
        for (index, layer) in self.layers.iter().enumerate() {
            layer.pass(&mut numbers, &mut rooms);
            after(index, &numbers);
            let Some(place) = (index + LOOKED_AT).checked_sub(self.layers.len()) else { continue };
            let of_pieces = numbers.chunks_exact(WIDTH).skip(1);
            for (meaning, of_piece) in meanings.chunks_exact_mut(MEANING).zip(of_pieces) {
                meaning[place * WIDTH..][..WIDTH].copy_from_slice(of_piece);
            }
        }
        Encoded { pieces, meanings }
    }
}

/// Room that the layers share.
#[derive(Default)]
struct Rooms {
    activations: Activations,
    attended: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    attention: Room,
}

impl Layer {
    fn pass(&self, numbers: &mut [f32], rooms: &mut Rooms) {
        let Rooms { activations, attended, wide, narrow, attention } = rooms;
        activations.take(numbers, WIDTH);
        self.attention.multiply::<WIDTH>(activations, wide);
        attend(wide, attention, attended);
        activations.take(attended, WIDTH);
        self.attended.multiply::<WIDTH>(activations, narrow);
        add_and_normalize(numbers, narrow, &self.attention_norm[0], &self.attention_norm[1]);
        activations.take(numbers, WIDTH);
        self.wide.multiply::<WIDTH>(activations, wide);
        bend(wide);
        activations.take(wide, INNER);
        self.narrow.multiply::<INNER>(activations, narrow);
        add_and_normalize(numbers, narrow, &self.norm[0], &self.norm[1]);
    }
}
