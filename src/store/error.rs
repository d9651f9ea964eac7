//! Why a store cannot be read or written.

use crate::language::{Message, Speak, message};
use std::io;
use std::path::{Path, PathBuf};

/// Why a store cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum StoreError {
    /// The system refuses.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Bytes of a file are not those that were written.
    Damaged {
        /// The file; empty for what stands in memory.
        path: PathBuf,
        /// Where in it, in bytes.
        offset: u64,
    },
    /// The directory holds no store.
    NotAStore(PathBuf),
    /// The store is of a version that this program does not know.
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u64,
    },
    /// Another program is writing to the store.
    Locked(PathBuf),
    /// There are more terms or statements than numbers for them.
    Full,
    /// No term has this number.
    NoTerm(u32),
    /// A term that no RDF can have.
    Term(String),
    /// What was to be loaded is no RDF of its form.
    Rdf {
        /// The line, from 1; 0 where it is not known.
        line: u64,
        /// The column in characters, from 1; 0 where it is not known.
        column: u64,
        /// What the parser says.
        what: String,
    },
    /// What was to be loaded cannot be read.
    Read(io::Error),
}

impl StoreError {
    /// Something went wrong with a file.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

impl Speak for StoreError {
    fn message(&self) -> Message {
        match self {
            Self::Io { path, source } if source.kind() == io::ErrorKind::StorageFull => {
                message!("{path}: the disk is full; the store is as it was: make room, and do it again", path = path.display())
            }
            Self::Io { path, source } if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
                message!(
                    "{path}: {cause}; to read a store takes the right to read its files, to change it that to write in its directory",
                    path = path.display(),
                    cause => source.message()
                )
            }
            Self::Io { path, source } => message!("{path}: {cause}", path = path.display(), cause => source.message()),
            Self::Damaged { path, offset } if path.as_os_str().is_empty() => {
                message!("a store in memory is not as it was made, at byte {offset}", offset = offset)
            }
            Self::Damaged { path, offset } => message!(
                "{path} is damaged at byte {offset}; restore it from a backup, or build the store anew",
                path = path.display(),
                offset = offset
            ),
            Self::NotAStore(path) => message!("{path} is no store", path = path.display()),
            Self::Version { path, found } => message!(
                "{path} is of version {found}, which this program does not know; build the store anew, or take a newer program",
                path = path.display(),
                found = found
            ),
            Self::Locked(path) => {
                message!("{path} is being written to by another program; try again when it is done", path = path.display())
            }
            Self::Full => message!("there are more terms or statements than one store can hold"),
            Self::NoTerm(number) => message!("no term of the store has the number {number}", number = number),
            Self::Term(term) => message!("no RDF can have the term {term}", term = term),
            Self::Rdf { line: 0, what, .. } => message!("it is no RDF of its form: {cause}", cause = what),
            Self::Rdf { line, column, what } => {
                message!("line {line}, column {column}: it is no RDF of its form: {cause}", line = line, column = column, cause = what)
            }
            Self::Read(source) => message!("it cannot be read: {cause}", cause => source.message()),
        }
    }
}
