//! The rows of a file, one after the other: lines of JSON, or records of CSV with whatever parts them, in UTF-8 or windows-1252, also
//! with gzip. Holds one row at a time and understands none.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};
use flate2::read::MultiGzDecoder;
use senders::body::charset::{Charset, without_mark};
use senders::body::rows::{delimited, told_apart};
use serde_json::{Map, Value};

use crate::error::Error;

/// Bytes that are looked at to find out what a file is.
const LOOKED_AT_BYTES: usize = 64 * 1024;
/// Bytes of one row.
const ROW_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Characters that are shown of a row that is too large.
const SHOWN_CHARS: usize = 200;

/// One row of a file.
#[derive(Debug)]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// What it says, or why it cannot be read.
    pub(super) content: Content,
}

/// What a row says.
#[derive(Debug)]
pub(super) enum Content {
    /// A line of JSON, as it stands there.
    Json(String),
    /// The values of a record by the names of their columns; empty ones are left out.
    Record(Vec<(String, String)>),
    /// It cannot be read.
    Broken {
        /// Why.
        why: String,
        /// The row, as far as it is text.
        text: String,
    },
}

impl Content {
    /// Returns the row as people may correct it: the line, or an object of the record.
    pub(super) fn shown(&self) -> Value {
        match self {
            Self::Json(text) | Self::Broken { text, .. } => Value::String(text.clone()),
            Self::Record(fields) => object(fields),
        }
    }
}

/// Makes an object of a record.
pub(super) fn object(fields: &[(String, String)]) -> Value {
    let fields = fields.iter().map(|(name, value)| (name.clone(), Value::String(value.clone())));
    Value::Object(fields.collect::<Map<_, _>>())
}

/// How far a file is read.
#[derive(Clone, Debug)]
pub(super) struct Position {
    read: Arc<AtomicU64>,
    size: u64,
}

impl Position {
    /// Returns the bytes that are read, and those of the file.
    pub(super) fn position(&self) -> (u64, u64) {
        (self.read.load(Ordering::Relaxed).min(self.size), self.size)
    }
}

/// The rows of a file.
pub(super) struct Rows {
    kind: Kind,
    position: Position,
    file: String,
}

enum Kind {
    Json {
        lines: Box<dyn BufRead + Send>,
        line: u64,
    },
    /// `before` counts the lines before the names.
    Csv {
        reader: Box<Reader<Box<dyn Read + Send>>>,
        names: Vec<String>,
        before: u64,
    },
}

struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let bytes = self.file.read(buffer)?;
        self.read.fetch_add(bytes as u64, Ordering::Relaxed);
        Ok(bytes)
    }
}

impl Rows {
    /// Opens a file and finds out what it is.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |error: std::io::Error| Error::file(path, error);
        let file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let read = Arc::new(AtomicU64::new(0));
        let position = Position { read: read.clone(), size };
        let mut packed = BufReader::new(Counted { file, read });
        let is_packed = packed.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
        let mut plain: Box<dyn Read + Send> =
            if is_packed { Box::new(MultiGzDecoder::new(packed)) } else { Box::new(packed) };
        let mut head = Vec::new();
        plain.by_ref().take(LOOKED_AT_BYTES as u64).read_to_end(&mut head).map_err(failed)?;
        let name = path.display().to_string();
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err(Error::failed(name, "is in UTF-16; save it as UTF-8"));
        }
        let head = without_mark(&head);
        let first = head.iter().find(|byte| !byte.is_ascii_whitespace()).copied();
        let (delimiter, named) = delimited(head);
        let before = u64::from(named.len() < head.len()) + u64::from(ends_with_two(named));
        let head = named.to_vec();
        let rest: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(plain));
        let kind = match first {
            Some(b'{') => Kind::Json { lines: Box::new(BufReader::new(rest)), line: 0 },
            Some(b'[') => return Err(Error::failed(name, "is one JSON array; write one touchpoint a line (NDJSON)")),
            _ => {
                let mut reader = ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(rest);
                let names = reader.byte_headers().map_err(|_| Error::failed(&name, "is no CSV"))?;
                let names = told_apart(names.iter().map(|name| text(name).trim().to_owned()));
                Kind::Csv { reader: Box::new(reader), names, before }
            }
        };
        Ok(Self { kind, position, file: name })
    }

    /// Returns how far the file is read, for the progress bar.
    pub(super) fn progress(&self) -> Position {
        self.position.clone()
    }

    /// Returns the names of the columns; none if it has no columns.
    pub(super) fn columns(&self) -> Option<&[String]> {
        match &self.kind {
            Kind::Json { .. } => None,
            Kind::Csv { names, .. } => Some(names),
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.kind {
            Kind::Json { lines, line } => next_line(lines, line).map_err(|error| Error::failed(&self.file, error)),
            Kind::Csv { reader, names, before } => {
                next_record(reader, names, *before).map_err(|error| Error::failed(&self.file, error))
            }
        }
        .transpose()
    }
}

/// Reads the next line that is not blank.
fn next_line(lines: &mut (dyn BufRead + Send), line: &mut u64) -> Result<Option<Row>, std::io::Error> {
    loop {
        let mut bytes = Vec::new();
        let limit = ROW_BYTES_MAX as u64 + 1;
        if (&mut *lines).take(limit).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        *line += 1;
        if bytes.len() > ROW_BYTES_MAX {
            skip_line(lines, &bytes)?;
            let why = format!("a row may have {ROW_BYTES_MAX} bytes");
            return Ok(Some(Row { line: *line, content: Content::Broken { why, text: String::new() } }));
        }
        let text = text(&bytes);
        if !text.trim().is_empty() {
            return Ok(Some(Row { line: *line, content: Content::Json(text.trim().to_owned()) }));
        }
    }
}

/// Passes over the rest of a line of which these bytes were read.
fn skip_line(lines: &mut (dyn BufRead + Send), read: &[u8]) -> Result<(), std::io::Error> {
    let mut is_over = read.ends_with(b"\n");
    while !is_over {
        let buffer = lines.fill_buf()?;
        let (used, found) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        is_over = found;
        lines.consume(used);
    }
    Ok(())
}

fn next_record(
    reader: &mut Reader<Box<dyn Read + Send>>,
    names: &[String],
    before: u64,
) -> Result<Option<Row>, csv::Error> {
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record)? {
        return Ok(None);
    }
    let line = record.position().map_or(0, csv::Position::line) + before;
    if record.as_slice().len() > ROW_BYTES_MAX {
        let why = format!("a row may have {ROW_BYTES_MAX} bytes; is a quotation mark not closed?");
        let text = text(record.as_slice()).chars().take(SHOWN_CHARS).collect();
        return Ok(Some(Row { line, content: Content::Broken { why, text } }));
    }
    let values: Vec<_> = record.iter().map(|value| text(value).trim().to_owned()).collect();
    let content = if values.len() > names.len() && values.iter().skip(names.len()).any(|value| !value.is_empty()) {
        let why = format!("has {} values for {} columns", values.len(), names.len());
        Content::Broken { why, text: values.join("; ") }
    } else {
        let named = names.iter().cloned().zip(values);
        Content::Record(named.filter(|(name, value)| !name.is_empty() && !value.is_empty()).collect())
    };
    Ok(Some(Row { line, content }))
}

/// Returns whether lines end with two characters: the reader then counts a record to the line before it.
fn ends_with_two(head: &[u8]) -> bool {
    head.iter().position(|byte| *byte == b'\n').is_some_and(|end| head[..end].ends_with(b"\r"))
}

/// Reads text as it was written: what is not UTF-8 is windows-1252.
fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    Charset::Utf8.text(bytes)
}

#[cfg(test)]
mod tests;
