//! The file that says what a store is made of.
//!
//! It is JSON, and a last line with the checksum of all before it.

use super::fault;
use crate::store::error::StoreError;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The name of the file.
pub(super) const NAME: &str = "manifest.json";
/// The name under which it is written before it is renamed.
const NEW: &str = "manifest.new";
/// What the file is.
const FORMAT: &str = "fengong store";
/// The version of the format.
pub(super) const VERSION: u64 = 1;

/// What a store is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: String,
    version: u64,
    /// How many times it was changed.
    pub(super) commits: u64,
    /// How many documents were loaded, which tells their blank nodes apart.
    pub(super) documents: u64,
    /// The number of the next file.
    pub(super) next_file: u64,
    /// The segments, in the order of the numbers of their terms.
    pub(super) segments: Vec<Record>,
}

/// One segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The name of its file.
    pub(super) file: String,
    /// The bytes of the file.
    pub(super) bytes: u64,
    /// The checksum of its head.
    pub(super) head: u32,
    /// The graphs whose statements in it do not count any more, as numbers, sorted.
    pub(super) masks: Vec<u32>,
}

/// The name of the file with a number.
pub(super) fn file_name(number: u64) -> String {
    format!("{number:08}.segment")
}

/// Whether a file is one that a store makes: a segment, or a manifest that was not finished.
pub(super) fn is_of_store(name: &str) -> bool {
    let number = name.strip_suffix(".segment");
    number.is_some_and(|number| number.len() >= 8 && number.bytes().all(|byte| byte.is_ascii_digit())) || name == NEW
}

impl Manifest {
    /// Of a store without a statement.
    pub(super) fn new() -> Self {
        Self { format: FORMAT.to_owned(), version: VERSION, next_file: 1, ..Self::default() }
    }

    /// Reads that of a directory.
    ///
    /// # Errors
    /// [`StoreError`] if there is none, if it is not what was written, or of another version.
    pub(super) fn read(directory: &Path) -> Result<Self, StoreError> {
        let path = directory.join(NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                // A directory that is not there is another thing than one that holds no store.
                return Err(if directory.is_dir() {
                    StoreError::NotAStore(directory.to_owned())
                } else {
                    StoreError::io(directory)(error)
                });
            }
            Err(error) => return Err(StoreError::io(&path)(error)),
        };
        Self::parse(&bytes, &path)
    }

    fn parse(bytes: &[u8], path: &Path) -> Result<Self, StoreError> {
        let damaged = || StoreError::Damaged { path: path.to_owned(), offset: 0 };
        let line = bytes.strip_suffix(b"\n").and_then(|bytes| memchr::memrchr(b'\n', bytes)).ok_or_else(damaged)?;
        let (json, sum) = bytes.split_at(line + 1);
        if sum != last_line(json).as_bytes() {
            return Err(damaged());
        }
        let manifest: Self = serde_json::from_slice(json).map_err(|_| damaged())?;
        if manifest.format != FORMAT {
            return Err(damaged());
        }
        if manifest.version != VERSION {
            return Err(StoreError::Version { path: path.to_owned(), found: manifest.version });
        }
        if manifest.segments.iter().any(|record| !is_of_store(&record.file) || !record.masks.is_sorted()) {
            return Err(damaged());
        }
        Ok(manifest)
    }

    fn written(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        let last = last_line(&bytes);
        bytes.extend_from_slice(last.as_bytes());
        Ok(bytes)
    }

    /// Writes it into a directory, beside the one that is there, and puts it in its place when it lies safely on the disk.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses; then the one that was there stays.
    pub(super) fn write(&self, directory: &Path) -> Result<(), StoreError> {
        let (new, path) = (directory.join(NEW), directory.join(NAME));
        let bytes = self.written().map_err(|error| StoreError::io(&path)(error.into()))?;
        let written = || {
            fault::point()?;
            let mut file = File::create(&new)?;
            fault::point()?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fault::point()
        };
        written().map_err(StoreError::io(&new))?;
        fs::rename(&new, &path).map_err(StoreError::io(&path))?;
        sync_directory(directory)
    }

    /// Where the file of a segment is.
    pub(super) fn path_of(directory: &Path, record: &Record) -> PathBuf {
        directory.join(&record.file)
    }
}

fn last_line(json: &[u8]) -> String {
    format!("crc32 {:08x}\n", crc32fast::hash(json))
}

/// Makes sure that the names in a directory lie safely on the disk.
pub(super) fn sync_directory(directory: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(directory).and_then(|directory| directory.sync_all()).map_err(StoreError::io(directory))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_comes_back_and_no_changed_byte_goes_unseen() {
        let record = Record { file: file_name(7), bytes: 4096, head: 77, masks: vec![1, 5] };
        let manifest = Manifest { commits: 3, documents: 2, segments: vec![record], ..Manifest::new() };
        let bytes = manifest.written().expect("JSON");
        let path = Path::new("manifest.json");
        assert_eq!(Manifest::parse(&bytes, path).ok(), Some(manifest));
        for at in 0..bytes.len() {
            for change in [1, 0x80] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                assert!(matches!(Manifest::parse(&changed, path), Err(StoreError::Damaged { .. })), "{at}");
            }
            assert!(matches!(Manifest::parse(&bytes[..at], path), Err(StoreError::Damaged { .. })), "{at}");
        }
    }

    #[test]
    fn files_of_others_are_none_of_a_store() {
        assert!(is_of_store(&file_name(3)) && is_of_store("manifest.new"));
        assert!(!is_of_store("notes.segment") && !is_of_store("../00000001.segment") && !is_of_store("manifest.json"));
    }
}
