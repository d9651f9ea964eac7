//! What is known of a plan beside its text: a JSON file next to it.

use crate::language::{Message, Speak, message};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// Facts about a plan that its text may not tell. Each may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metadata {
    /// Short name used in IRIs; the file's stem where it is missing.
    pub id: Option<String>,
    /// Title in one line.
    pub title: Option<String>,
    /// Who issued it 发文机关.
    pub issuer: Option<String>,
    /// Year of issue.
    pub year: Option<i32>,
    /// GB/T 2260 code of the division whose plan it is: what 自治区, 省, 市 mean in it.
    pub division: Option<String>,
    /// Where the text comes from.
    pub origin: Option<String>,
}

/// Why the metadata beside a plan cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum MetadataError {
    /// The file cannot be read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file is not the JSON that is expected.
    Json {
        /// The file.
        path: PathBuf,
        /// Where, and what is wrong.
        cause: serde_json::Error,
    },
}

impl Speak for MetadataError {
    fn message(&self) -> Message {
        match self {
            Self::Io { path, cause } => message!("{path}: {cause}", path = path.display(), cause => cause.message()),
            // The fields are told where the error does not name them itself.
            Self::Json { path, cause } if cause.to_string().contains("expected one of") => {
                message!("{path}: {cause}", path = path.display(), cause = cause)
            }
            Self::Json { path, cause } => {
                message!("{path}: {cause}; the fields are id, title, issuer, year, division, origin", path = path.display(), cause = cause)
            }
        }
    }
}

impl Metadata {
    /// Reads `NAME.meta.json` beside the plan `NAME.txt`; without such a file, nothing is known.
    ///
    /// # Errors
    /// [`MetadataError`] where the file is there and cannot be read or understood.
    pub fn beside(plan: &Path) -> Result<Self, MetadataError> {
        let path = Self::path_beside(plan);
        let mut metadata = Self::of(Self::bytes_beside(plan)?.as_deref(), &path)?;
        if metadata.id.is_none() {
            metadata.id = plan.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
        }
        Ok(metadata)
    }

    /// Where the file beside a plan lies, if there is one.
    pub fn path_beside(plan: &Path) -> PathBuf {
        plan.with_extension("meta.json")
    }

    /// The bytes of the file beside a plan, if there is one.
    ///
    /// # Errors
    /// [`MetadataError::Io`] where it is there and cannot be read.
    pub fn bytes_beside(plan: &Path) -> Result<Option<Vec<u8>>, MetadataError> {
        let path = Self::path_beside(plan);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(MetadataError::Io { path, cause }),
        }
    }

    /// Reads the bytes of such a file, which lies at `path`; of none, nothing is known.
    ///
    /// # Errors
    /// [`MetadataError::Json`] where they cannot be understood.
    pub fn of(bytes: Option<&[u8]>, path: &Path) -> Result<Self, MetadataError> {
        let Some(bytes) = bytes else { return Ok(Self::default()) };
        let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        serde_json::from_slice(json).map_err(|cause| MetadataError::Json { path: path.to_owned(), cause })
    }
}
