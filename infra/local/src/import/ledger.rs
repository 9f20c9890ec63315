//! What became of the rows of a file so far: the counts, and the rows that were rejected with their reasons, each in a file beside the
//! imported one. Both are written in the order of the rows, so a run that was cut short goes on exactly where it was.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::beside;
use super::send::{End, Settled};
use crate::error::Error;
use crate::private;

/// Ends of the names of both files.
const PROGRESS: &str = ".import";
const REJECTS: &str = ".rejects.ndjson";
/// Batches after which the progress is written down.
const WRITTEN_EVERY: u32 = 20;
/// Bytes of a file by which it is told from another.
const HEAD_BYTES: u64 = 64 * 1024;

/// The counts of a file. Every row is one of the three.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows that are in the table now.
    pub accepted: u64,
    /// Rows that were in the table before.
    pub duplicate: u64,
    /// Rows that were not taken.
    pub rejected: u64,
}

impl Totals {
    /// Returns how many rows these are.
    pub fn rows(&self) -> u64 {
        self.accepted + self.duplicate + self.rejected
    }
}

/// What is written down of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Written {
    /// Names the file and where it goes: another file of this name begins anew.
    of: String,
    totals: Totals,
    rejects_bytes: u64,
}

/// The accounts of one file.
pub(super) struct Ledger {
    path: PathBuf,
    rejects_path: PathBuf,
    rejects: Option<File>,
    written: Written,
    since_written: u32,
}

impl Ledger {
    /// Opens the accounts of a file, with what an earlier run had done of it.
    pub(super) fn open(file: &Path, address: &str) -> Result<Self, Error> {
        let of = name_of(file, address).map_err(|error| Error::file(file, error))?;
        let (path, rejects_path) = (beside(file, PROGRESS), beside(file, REJECTS));
        let earlier = std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Written>(&bytes).ok());
        let written = earlier.filter(|earlier| earlier.of == of).unwrap_or(Written { of, ..Written::default() });
        let mut ledger = Self { path, rejects_path, rejects: None, written, since_written: 0 };
        ledger.cut_rejects()?;
        Ok(ledger)
    }

    pub(super) fn totals(&self) -> &Totals {
        &self.written.totals
    }

    /// Takes away what was rejected after the progress was written down last: these rows come again.
    fn cut_rejects(&mut self) -> Result<(), Error> {
        let failed = |error| Error::file(&self.rejects_path, error);
        if self.written.rejects_bytes == 0 {
            return match std::fs::remove_file(&self.rejects_path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
                _ => Ok(()),
            };
        }
        let mut file = OpenOptions::new().write(true).open(&self.rejects_path).map_err(failed)?;
        file.set_len(self.written.rejects_bytes).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        self.rejects = Some(file);
        Ok(())
    }

    /// Enters the next rows.
    pub(super) fn enter(&mut self, settled: Vec<Settled>) -> Result<(), Error> {
        let mut lines = String::new();
        for Settled { made, end } in settled {
            match end {
                End::Accepted => self.written.totals.accepted += 1,
                End::Duplicate => self.written.totals.duplicate += 1,
                End::Rejected(reasons) => {
                    self.written.totals.rejected += 1;
                    lines += &json!({"line": made.line, "reasons": reasons, "row": made.shown}).to_string();
                    lines.push('\n');
                }
            }
        }
        if !lines.is_empty() {
            self.reject(&lines).map_err(|error| Error::file(&self.rejects_path, error))?;
        }
        self.since_written += 1;
        if self.since_written >= WRITTEN_EVERY {
            self.write()?;
        }
        Ok(())
    }

    fn reject(&mut self, lines: &str) -> std::io::Result<()> {
        let file = match &mut self.rejects {
            Some(file) => file,
            // It holds what customers said: for this user alone.
            None => {
                private::write(&self.rejects_path, "")?;
                self.rejects.insert(OpenOptions::new().append(true).open(&self.rejects_path)?)
            }
        };
        file.write_all(lines.as_bytes())?;
        self.written.rejects_bytes += lines.len() as u64;
        Ok(())
    }

    fn write(&mut self) -> Result<(), Error> {
        self.since_written = 0;
        let text = serde_json::to_string(&self.written).map_err(|error| Error::failed("import", error))?;
        // Whole or not at all.
        let new = beside(&self.path, ".new");
        let written = private::write(&new, &text).and_then(|()| std::fs::rename(&new, &self.path));
        written.map_err(|error| Error::file(&self.path, error))
    }

    /// Closes the accounts of a file that is done, and returns them with the place of what was rejected.
    pub(super) fn close(self) -> Result<(Totals, Option<PathBuf>), Error> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Error::file(&self.path, error)),
            _ => {}
        }
        let rejects = (self.written.totals.rejected > 0).then_some(self.rejects_path);
        Ok((self.written.totals, rejects))
    }
}

/// Names a file by its size and its beginning, and where it goes.
fn name_of(file: &Path, address: &str) -> std::io::Result<String> {
    let opened = File::open(file)?;
    let size = opened.metadata()?.len();
    let mut head = Vec::new();
    opened.take(HEAD_BYTES).read_to_end(&mut head)?;
    let digest = Sha256::new().chain_update(size.to_be_bytes()).chain_update(head).chain_update(address).finalize();
    Ok(hex::encode(&digest[..16]))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::batch::Made;
    use super::*;

    fn row(line: u64, end: End) -> Vec<Settled> {
        let made = Made { line, shown: Value::from("row"), touchpoint: Err(String::new()) };
        vec![Settled { made, end }]
    }

    #[test]
    fn a_run_that_was_cut_short_goes_on_where_it_was_written_down() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        std::fs::write(&file, "id\n1\n").unwrap();
        let mut ledger = Ledger::open(&file, "http://a").unwrap();
        ledger.enter(row(1, End::Rejected(vec!["no".to_owned()]))).unwrap();
        ledger.enter(row(2, End::Accepted)).unwrap();
        ledger.write().unwrap();
        ledger.enter(row(3, End::Rejected(vec!["not written down".to_owned()]))).unwrap();
        drop(ledger);

        let mut ledger = Ledger::open(&file, "http://a").unwrap();
        assert_eq!(ledger.totals(), &Totals { accepted: 1, duplicate: 0, rejected: 1 });
        ledger.enter(row(3, End::Rejected(vec!["again".to_owned()]))).unwrap();
        let (totals, rejects) = ledger.close().unwrap();
        assert_eq!(totals.rows(), 3);
        let rejects = std::fs::read_to_string(rejects.unwrap()).unwrap();
        assert_eq!(rejects.lines().count(), 2);
        assert!(rejects.contains("again") && !rejects.contains("not written down"), "{rejects}");

        // Done: the same again begins anew, as does another place.
        assert_eq!(Ledger::open(&file, "http://a").unwrap().totals().rows(), 0);
        assert_eq!(Ledger::open(&file, "http://b").unwrap().totals().rows(), 0);
        assert!(!beside(&file, REJECTS).exists());
    }
}
