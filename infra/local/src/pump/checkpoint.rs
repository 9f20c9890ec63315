//! How far a reader has come, kept in the data folder so that a killed process goes on where it was. At least once: the
//! checkpoint is written after the work, never before.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::engine::stream::Position;
use crate::error::Error;

/// What a disk writes whole or not at all; more than a place takes.
const SECTOR_BYTES: usize = 512;

/// The place of one reader, on disk.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    file: PathBuf,
    stream: String,
    position: Option<Position>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    /// Another stream (the table was made anew) is read from its beginning.
    stream: String,
    /// The last record that is done; none if nothing was done yet.
    sequence_number: Option<String>,
}

impl Checkpoint {
    /// Reads the place of a reader of this stream; no position if it never read it.
    pub(crate) fn load(folder: &Path, reader: &str, stream: &str) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
        let file = folder.join(format!("{reader}.json"));
        let position = match std::fs::read(&file) {
            Ok(text) => match serde_json::from_slice::<Stored>(&text) {
                Ok(stored) if stored.stream == stream => Some(match stored.sequence_number {
                    Some(number) => Position::After(number),
                    None => Position::TrimHorizon,
                }),
                Ok(_) => None,
                Err(error) => {
                    // Reading everything again is harmless; losing records is not.
                    tracing::warn!(file = %file.display(), %error, "checkpoint is damaged: reading the stream again");
                    Some(Position::TrimHorizon)
                }
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(Error::file(&file, error)),
        };
        Ok(Self { file, stream: stream.to_owned(), position })
    }

    /// Returns the place, if there is one.
    pub(crate) fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    /// Moves to another place and writes it down, over the old place and in one sector, which is written whole or not at
    /// all. A new file renamed over the old one would be as safe, but file systems flush it on the way, and on a busy disk
    /// the reader and every alert behind it would wait for that.
    pub(crate) fn store(&mut self, position: &Position) -> Result<(), Error> {
        if self.position.as_ref() == Some(position) {
            return Ok(());
        }
        let sequence_number = match position {
            Position::TrimHorizon => None,
            Position::After(number) => Some(number.clone()),
        };
        let stored = Stored { stream: self.stream.clone(), sequence_number };
        let mut text = serde_json::to_vec(&stored).map_err(|error| Error::file(&self.file, error))?;
        text.resize(text.len().max(SECTOR_BYTES), b' ');
        OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.file)
            .and_then(|mut file| file.write_all(&text))
            .map_err(|error| Error::file(&self.file, error))?;
        self.position = Some(position.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_and_belongs_to_its_stream() {
        let folder = tempfile::tempdir().unwrap();
        let mut checkpoint = Checkpoint::load(folder.path(), "Classify", "stream/1").unwrap();
        assert_eq!(checkpoint.position(), None);
        checkpoint.store(&Position::After("1000".into())).unwrap();
        checkpoint.store(&Position::After("101".into())).unwrap();

        let again = Checkpoint::load(folder.path(), "Classify", "stream/1").unwrap();
        assert_eq!(again.position(), Some(&Position::After("101".into())));
        let of_another_stream = Checkpoint::load(folder.path(), "Classify", "stream/2").unwrap();
        assert_eq!(of_another_stream.position(), None);
        let of_another_reader = Checkpoint::load(folder.path(), "Alert", "stream/1").unwrap();
        assert_eq!(of_another_reader.position(), None);
    }

    #[test]
    fn a_damaged_place_means_reading_everything_again() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Classify.json"), "").unwrap();
        let checkpoint = Checkpoint::load(folder.path(), "Classify", "stream/1").unwrap();
        assert_eq!(checkpoint.position(), Some(&Position::TrimHorizon));
    }
}
