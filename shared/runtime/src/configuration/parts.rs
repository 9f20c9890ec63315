//! The parts of a document, put together: one table in which every key still knows its part and line. Understands no section.

use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::complaint::{Complaint, InvalidDocument, Position};
use super::merge::{self, Twice};
use super::{Place, without_values};

/// Digits of the digest of a document.
const DIGEST_DIGITS: usize = 24;

/// The parts of a document as they were found, and where it is used.
#[derive(Clone)]
pub struct Parts {
    texts: Vec<String>,
    place: Place,
}

impl fmt::Debug for Parts {
    /// Prints nothing of the texts: they hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("count", &self.texts.len()).field("place", &self.place).finish()
    }
}

impl Parts {
    /// Takes the parts of a document.
    pub fn new(texts: Vec<String>, place: Place) -> Self {
        Self { texts, place }
    }

    /// Takes a document of one part, as a laptop uses it.
    pub fn of(text: &str) -> Self {
        Self::new(vec![text.to_owned()], Place::Laptop)
    }

    /// Returns a digest of the texts: another document has another.
    pub fn digest(&self) -> String {
        let texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        domain::identity::fingerprint(&texts, DIGEST_DIGITS)
    }

    /// Parses the parts, puts them together, and makes something of the whole.
    ///
    /// # Errors
    /// Everything that is no TOML, what is given in two parts, and what `make` finds wrong.
    pub fn read_as<R>(
        &self,
        make: impl FnOnce(&Whole<'_>) -> Result<R, InvalidDocument>,
    ) -> Result<R, InvalidDocument> {
        let (whole, wrong) = self.whole();
        InvalidDocument::unless_empty(wrong)?;
        make(&whole)
    }

    /// Parses the parts as far as they are TOML, and puts them together. Returns what is wrong beside it.
    pub fn whole(&self) -> (Whole<'_>, Vec<Complaint>) {
        let mut whole = Whole { table: Spanned::new(0..0, DeTable::new()), texts: &self.texts, place: self.place };
        let mut wrong = Vec::new();
        let mut base = 0;
        for text in &self.texts {
            let (table, errors) = DeTable::parse_recoverable(text);
            wrong.extend(errors.into_iter().map(|error| {
                let position = error.span().map(|span| whole.position(base + span.start));
                Complaint { position, why: without_values(error.message()) }
            }));
            let table = shifted(table.get_ref(), base);
            for Twice { path, at } in merge::merge_into(whole.table.get_mut(), table) {
                wrong.push(whole.at(at, format!("{path}: is given in more than one part; leave it in one")));
            }
            base += text.len() + 1;
        }
        (whole, wrong)
    }
}

/// A document as one table. Places in it are bytes of all parts, one after the other.
pub struct Whole<'t> {
    table: Spanned<DeTable<'t>>,
    texts: &'t [String],
    place: Place,
}

impl<'t> Whole<'t> {
    /// Returns where the document is used.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Returns the table.
    pub fn table(&self) -> &Spanned<DeTable<'t>> {
        &self.table
    }

    /// Returns the table, to take out of it what cannot be read.
    pub fn table_mut(&mut self) -> &mut DeTable<'t> {
        self.table.get_mut()
    }

    /// Reads some sections of the document.
    ///
    /// # Errors
    /// They have another form. Says where, and quotes nothing.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, InvalidDocument> {
        T::deserialize(Deserializer::from(self.table.clone())).map_err(|error| {
            let position = error.span().map(|span| self.position(span.start));
            InvalidDocument(vec![Complaint { position, why: without_values(error.message()) }])
        })
    }

    /// Complains about a byte of the document.
    pub fn at(&self, byte: usize, why: impl Into<String>) -> Complaint {
        Complaint { position: Some(self.position(byte)), why: why.into() }
    }

    /// Complains about a place such as `write_keys[1].origins`, or about the smallest table that should have it.
    pub fn complain(&self, path: &str, why: impl Into<String>) -> Complaint {
        Complaint { position: locate(self.table.get_ref(), path).map(|byte| self.position(byte)), why: why.into() }
    }

    /// Returns the part, the line and the character of a byte.
    fn position(&self, byte: usize) -> Position {
        let mut base = 0;
        let mut found = (0, "", 0);
        for (index, text) in self.texts.iter().enumerate() {
            if base <= byte {
                found = (index, text.as_str(), byte - base);
            }
            base += text.len() + 1;
        }
        let (index, text, byte) = found;
        let before = text.get(..byte.min(text.len())).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            part: (self.texts.len() > 1).then_some(index + 1),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// Finds where a path is written, or else the table or list that should have it.
fn locate(table: &DeTable<'_>, path: &str) -> Option<usize> {
    let (key, value, rest) = table.iter().find_map(|(key, value)| {
        let rest = path.strip_prefix(key.get_ref().as_ref())?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some((key, value, rest))
    })?;
    Some(inside(value, rest).unwrap_or(key.span().start))
}

fn inside(value: &Spanned<DeValue<'_>>, rest: &str) -> Option<usize> {
    match value.get_ref() {
        DeValue::Table(table) => locate(table, rest.strip_prefix('.')?),
        DeValue::Array(list) => {
            let (index, rest) = rest.strip_prefix('[')?.split_once(']')?;
            let item = list.get(index.parse::<usize>().ok()?)?;
            Some(inside(item, rest).unwrap_or(item.span().start))
        }
        _ => None,
    }
}

/// Moves every place of a table behind the parts before it.
fn shifted<'t>(table: &DeTable<'t>, base: usize) -> DeTable<'t> {
    let moved = |span: Range<usize>| span.start + base..span.end + base;
    let entries = table.iter().map(|(key, value)| {
        let key = Spanned::new(moved(key.span()), key.get_ref().clone());
        (key, Spanned::new(moved(value.span()), shifted_value(value.get_ref(), base)))
    });
    entries.collect()
}

fn shifted_value<'t>(value: &DeValue<'t>, base: usize) -> DeValue<'t> {
    match value {
        DeValue::Table(table) => DeValue::Table(shifted(table, base)),
        DeValue::Array(list) => {
            let mut moved = DeArray::new();
            for item in list.iter() {
                let span = item.span();
                moved.push(Spanned::new(span.start + base..span.end + base, shifted_value(item.get_ref(), base)));
            }
            DeValue::Array(moved)
        }
        plain => plain.clone(),
    }
}
