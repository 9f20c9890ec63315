//! What the words around a number say it is: somebody's phone, or the number of an order. Knows English, Spanish and Portuguese.

use std::ops::Range;

use crate::view::{View, plain};

/// What a number is by the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    /// A phone.
    Phone,
    /// Something else that has a number.
    Other,
    /// Nothing says.
    Unsaid,
}

/// Words before a number that are looked at, and letters.
const WORDS_MAX: usize = 5;
const LETTERS_MAX: usize = 48;

/// Beginnings of words for a phone, without accents.
const PHONE: [&str; 34] = [
    "phone",
    "telephone",
    "cellphone",
    "tel",
    "tlf",
    "telf",
    "tfno",
    "fone",
    "movil",
    "mobile",
    "cell",
    "cel",
    "celular",
    "telemovel",
    "telefon",
    "whatsapp",
    "whats",
    "whatsap",
    "wasap",
    "wpp",
    "zap",
    "call",
    "dial",
    "ring",
    "sms",
    "fax",
    "llam",
    "ligar",
    "ligu",
    "liga",
    "contact",
    "contat",
    "fono",
    "fijo",
];
/// Beginnings of words for what has another number.
const OTHER: [&str; 72] = [
    "order",
    "pedido",
    "encomenda",
    "orden",
    "ref",
    "reference",
    "referencia",
    "tracking",
    "track",
    "seguimiento",
    "rastre",
    "invoice",
    "factura",
    "fatura",
    "fra",
    "receipt",
    "recibo",
    "ticket",
    "tique",
    "bilhete",
    "codigo",
    "code",
    "sku",
    "item",
    "articulo",
    "artigo",
    "art",
    "producto",
    "produto",
    "product",
    "serial",
    "serie",
    "model",
    "ean",
    "isbn",
    "gtin",
    "upc",
    "barcode",
    "lote",
    "lot",
    "batch",
    "booking",
    "reserva",
    "reservation",
    "expediente",
    "caso",
    "case",
    "incidencia",
    "protocolo",
    "contrato",
    "contract",
    "poliza",
    "policy",
    "zip",
    "cep",
    "imei",
    "version",
    "guia",
    "localizador",
    "shipment",
    "parcel",
    "package",
    "paquete",
    "pacote",
    "envio",
    "albaran",
    "voucher",
    "coupon",
    "cupon",
    "cupom",
    "id",
    "cpf",
];
/// Words that are one of these only as a whole: they begin many others.
const WHOLE: [&str; 11] = ["ref", "art", "id", "fra", "lot", "tel", "cel", "zap", "ring", "liga", "fax"];

/// Looks at the words before a number, the nearest first, and then at those behind it.
pub(crate) fn meant(view: &View, at: &Range<usize>, name: &str) -> Meant {
    let before = words_before(view, at.start);
    let nearest = before.iter().map(|word| of_word(word)).find(|meant| *meant != Meant::Unsaid);
    let behind = || words_behind(view, at.end).iter().map(|word| of_word(word)).find(|meant| *meant != Meant::Unsaid);
    let named = || words_of(name).iter().rev().map(|word| of_word(word)).find(|meant| *meant != Meant::Unsaid);
    nearest.or_else(behind).or_else(named).unwrap_or(Meant::Unsaid)
}

fn of_word(word: &str) -> Meant {
    let is_one =
        |known: &&str| if WHOLE.contains(known) || known.len() < 4 { word == *known } else { word.starts_with(known) };
    match (PHONE.iter().any(&is_one), OTHER.iter().any(is_one)) {
        (true, _) => Meant::Phone,
        (_, true) => Meant::Other,
        _ => Meant::Unsaid,
    }
}

/// Tells whether a letter ends what the words beside a number can be about.
fn ends(letter: char) -> bool {
    matches!(letter, '\n' | '!' | '?' | ';' | '¿' | '¡')
}

/// The words before a place, the nearest first.
fn words_before(view: &View, end: usize) -> Vec<String> {
    let mut start = end;
    while end - start < LETTERS_MAX && view.before(start).is_some_and(|letter| !ends(letter)) {
        start -= 1;
    }
    let mut words = words_of_letters(&view.letters[start..end]);
    words.reverse();
    words.truncate(WORDS_MAX);
    words
}

/// The words behind a place, within its sentence.
fn words_behind(view: &View, start: usize) -> Vec<String> {
    let mut end = start;
    while end - start < LETTERS_MAX && view.at(end).is_some_and(|letter| !ends(letter) && !matches!(letter, '.' | ','))
    {
        end += 1;
    }
    let mut words = words_of_letters(&view.letters[start..end]);
    words.truncate(WORDS_MAX);
    words
}

fn words_of_letters(letters: &[char]) -> Vec<String> {
    let split = letters.split(|letter| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    split.map(|word| word.iter().map(|letter| plain(*letter)).collect()).collect()
}

/// The words of the name of a field: `customerPhone`, `order_id`.
fn words_of(name: &str) -> Vec<String> {
    let mut letters = Vec::with_capacity(name.len());
    let mut was_small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && was_small {
            letters.push(' ');
        }
        was_small = letter.is_lowercase();
        letters.push(letter);
    }
    words_of_letters(&letters)
}
