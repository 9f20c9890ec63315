//! The data folder belongs to one process at a time: the embedded table takes no second one.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::private;

const FILE: &str = "moments.lock";

/// Holds the data folder until dropped. The operating system lets go of it when the process dies, however it dies, so
/// a stale file never blocks anybody.
#[derive(Debug)]
pub(crate) struct FolderLock(File);

/// Who holds a data folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holder {
    /// Process id.
    pub(crate) process: u32,
    /// Address of its HTTP server, such as `http://127.0.0.1:8787`; empty until it listens.
    pub(crate) address: String,
}

impl FolderLock {
    /// Takes the folder, which must exist.
    ///
    /// Fails with [`Error::DataInUse`] while another process holds it.
    pub(crate) fn take(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        let file = private::open(&path).map_err(|error| Error::file(&path, error))?;
        lock(&file, folder)?;
        let mut lock = Self(file);
        lock.announce("")?;
        Ok(lock)
    }

    /// Tells whether the folder could be taken, and leaves it and its file as they are.
    pub(crate) fn probe(folder: &Path) -> Result<(), Error> {
        let path = folder.join(FILE);
        match File::open(&path) {
            Ok(file) => lock(&file, folder),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Error::file(&path, error)),
        }
    }

    /// Writes down where the server of this process listens, for a program that finds the folder taken.
    pub(crate) fn announce(&mut self, address: &str) -> Result<(), Error> {
        let holder = Holder { process: std::process::id(), address: address.to_owned() };
        let text = serde_json::to_string(&holder).map_err(|error| Error::failed(FILE, error))?;
        self.0
            .rewind()
            .and_then(|()| self.0.write_all(text.as_bytes()))
            .and_then(|()| self.0.set_len(text.len() as u64))
            .map_err(|error| Error::failed(FILE, error))
    }
}

fn lock(file: &File, folder: &Path) -> Result<(), Error> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => Error::DataInUse {
            folder: folder.display().to_string(),
            process: holder(folder).map_or_else(|| "unknown".to_owned(), |holder| holder.process.to_string()),
        },
        TryLockError::Error(error) => Error::file(&folder.join(FILE), error),
    })
}

/// Reads who took the folder last; `None` if nobody did or the file says nothing.
pub(crate) fn holder(folder: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(folder.join(FILE)).ok()?.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_refused_and_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = FolderLock::take(folder.path()).unwrap();
        first.announce("http://127.0.0.1:1").unwrap();
        let refused = FolderLock::take(folder.path()).unwrap_err().to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        assert_eq!(holder(folder.path()).unwrap().address, "http://127.0.0.1:1");
    }

    #[test]
    fn a_file_left_behind_blocks_nobody() {
        let folder = tempfile::tempdir().unwrap();
        drop(FolderLock::take(folder.path()).unwrap());
        std::fs::write(folder.path().join(FILE), r#"{"process":1,"address":"http://127.0.0.1:1 and much more"}"#)
            .unwrap();
        drop(FolderLock::take(folder.path()).unwrap());
        assert_eq!(holder(folder.path()).unwrap(), Holder { process: std::process::id(), address: String::new() });
    }
}
