//! Searches for a file of weights that makes the reader panic or hang: one that is spoilt, or of another version, is refused
//! or read in peace.

#![no_main]

use libfuzzer_sys::fuzz_target;
use text::model::{MAGIC, NUMBERS};
use text::words::{GRAM_BYTES, SLOT_BYTES};
use text::{OwnWords, Reader};

const TEXT: &str = "not bad at all, pero never again!! 😡";

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    // The magic and the size are seldom met by chance: the bytes also come as the tables of a file that has both.
    let Some((bits, tables)) = bytes.split_first() else { return };
    let (words, grams) = (1 + bits % 8, 1 + bits / 8 % 8);
    let mut file = MAGIC.to_vec();
    file.extend([words, grams, 0, 0, 0, 0, 0, 0]);
    let size = file.len() + NUMBERS * 4 + (SLOT_BYTES << words) + (GRAM_BYTES << grams);
    file.extend(tables.iter().copied().cycle().take(if tables.is_empty() { 0 } else { size - file.len() }));
    file.resize(size, 0);
    read(&file);
});

fn read(file: &[u8]) {
    if let Some(reader) = Reader::new(file) {
        let reading = reader.read(TEXT, None, &OwnWords::default());
        assert!(reading.marks.iter().all(|mark| TEXT.get(mark.start..mark.end).is_some()), "{reading:?}");
    }
}
