//! What a comment costs: one that holds nothing, and one that holds an address and a number.

use divan::{Bencher, black_box};
use redaction::{Kind, Redaction};

const PLAIN: &str = "Pedimos a las 20:15 y llegó a las 21:40, fría y con una bola de helado de las dos que prometía la carta. \
    El repartidor fue muy amable, pero por 18,50 € esperaba más. La señora de la tienda no quiso saber nada, 2 de 5.";
const HELD: &str =
    "Pedimos a las 20:15 y llegó a las 21:40. Escríbanme a ana.lopez@example.com o llamen al 612 345 678, por favor.";

fn main() {
    divan::main();
}

#[divan::bench(args = [PLAIN, HELD])]
fn redact(bencher: Bencher<'_, '_>, text: &str) {
    let redaction = Redaction::of(Kind::ALL, &[]);
    bencher.bench(|| redaction.redact(black_box(text), ""));
}

/// A long text of what is hard to read: it has to cost as much a letter as a short one.
#[divan::bench(args = ["1 ", "call 1", "a@", "a at ", "_at_a", "@a.", "ES91 ", "612345678,", ". 1234567 ", "(", "1/"], consts = [1_000, 10_000])]
fn hostile<const LETTERS: usize>(bencher: Bencher<'_, '_>, piece: &str) {
    let redaction = Redaction::of(Kind::ALL, &[]);
    let text = format!("1234567 {} a@", piece.repeat(LETTERS / piece.len()));
    bencher.bench(|| redaction.redact(black_box(&text), ""));
}
