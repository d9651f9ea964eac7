//! What a plan is read from, and what tells whether that has changed.

use super::corpus::File;
use crate::document::Metadata;
use crate::language::{Message, Speak};
use crate::lexicon::Lexicon;
use crate::reader::{PlanError, Reader, Reading};
use crate::text::{Source, sha256, silently};
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::Path;

/// The bytes of a file, and the metadata beside it.
pub(super) struct Input {
    bytes: Vec<u8>,
    beside: Beside,
}

/// The metadata beside a plan, with their bytes.
#[derive(Clone)]
pub(super) struct Beside {
    bytes: Option<Vec<u8>>,
    metadata: Metadata,
}

impl Beside {
    /// Reads them; the id of the plan is that of the file where they tell none.
    pub(super) fn read(file: &File) -> Result<Self, Unread> {
        let read = || -> Result<Self, PlanError> {
            let bytes = Metadata::bytes_beside(&file.path)?;
            let mut metadata = Metadata::of(bytes.as_deref(), &Metadata::path_beside(&file.path))?;
            metadata.id.get_or_insert_with(|| file.id.clone());
            Ok(Self { bytes, metadata })
        };
        read().map_err(Unread::Plan)
    }

    /// The id of the plan.
    pub(super) fn id(&self) -> &str {
        self.metadata.id.as_deref().unwrap_or_default()
    }
}

/// Why a plan was not read.
#[derive(Debug)]
pub(super) enum Unread {
    Plan(PlanError),
    /// The program stumbled over it, which is a mistake of the program.
    Panic(String),
}

impl Speak for Unread {
    fn message(&self) -> Message {
        match self {
            Self::Plan(error) => error.message(),
            Self::Panic(name) => {
                crate::message!("{path}: fengong stumbled over this file, which is a mistake of fengong; please report it", path = name)
            }
        }
    }
}

impl Input {
    /// Reads a file, beside which these metadata stand.
    pub(super) fn read(file: &File, beside: &Beside) -> Result<Self, Unread> {
        let bytes = Source::bytes(&file.path).map_err(|error| Unread::Plan(error.into()))?;
        Ok(Self { bytes, beside: beside.clone() })
    }

    /// What tells it from other inputs: both lengths and all bytes.
    pub(super) fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for part in [Some(&self.bytes), self.beside.bytes.as_ref()] {
            hash.update((part.map_or(u64::MAX, |part| part.len() as u64)).to_le_bytes());
            hash.update(part.map_or(&[][..], Vec::as_slice));
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads the plan.
    pub(super) fn reading(&self, file: &File, reader: &Reader) -> Result<Reading, Unread> {
        let name = file.path.display().to_string();
        let read = || -> Result<Reading, PlanError> {
            let reading = reader.read(Source::from_bytes(&name, &self.bytes)?, self.beside.metadata.clone());
            if reading.extraction.tasks.is_empty() {
                return Err(PlanError::NoAssignment { name: name.clone() });
            }
            Ok(reading)
        };
        silently(read).map_err(|_| Unread::Panic(name.clone()))?.map_err(Unread::Plan)
    }
}

/// What tells the rules of this program from those of others: its version, its tables, and those of the user.
///
/// # Errors
/// Where the directory of the user's tables cannot be read.
pub fn rules(extra: Option<&Path>) -> io::Result<String> {
    let mut told = format!("fengong {}\n", env!("CARGO_PKG_VERSION")).into_bytes();
    for (name, text) in Lexicon::texts() {
        told.extend_from_slice(format!("{name} {}\n", text.len()).as_bytes());
        told.extend_from_slice(text.as_bytes());
    }
    if let Some(directory) = extra {
        let mut files = fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
        files.sort();
        for file in files.into_iter().filter(|file| file.is_file()) {
            let bytes = fs::read(&file)?;
            told.extend_from_slice(format!("{} {}\n", file.file_name().unwrap_or_default().display(), bytes.len()).as_bytes());
            told.extend_from_slice(&bytes);
        }
    }
    Ok(sha256(told))
}
