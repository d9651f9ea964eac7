//! The files of a corpus: which there are, and what each is called whatever machine it lies on.

use crate::language::{Message, Speak, message};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Endings of files that plans are written in, in small letters.
const ENDINGS: &[&str] = &["txt", "md", "docx", "pdf", "html", "htm", "ofd", "xlsx", "xls", "csv"];

/// Files of plans, in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    files: Vec<File>,
    /// The names of the directories that were gone through whole.
    roots: BTreeSet<String>,
}

/// A file of a corpus.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Where it lies below the directory of its corpus, from that directory's name on, divided by slashes.
    pub name: String,
    /// Where it lies now.
    pub path: PathBuf,
    /// The id of its plan, unless the metadata beside it say another.
    pub id: String,
}

/// Why a corpus cannot be gone through.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum CorpusError {
    /// The system refuses.
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The files of two directories would be called alike.
    Twins {
        /// One of them.
        one: PathBuf,
        /// The other.
        other: PathBuf,
    },
}

impl Speak for CorpusError {
    fn message(&self) -> Message {
        match self {
            Self::Io { path, cause } => message!("{path}: {cause}", path = path.display(), cause => cause.message()),
            Self::Twins { one, other } => message!(
                "{one} and {other} would be called alike; name the directory above both",
                one = one.display(),
                other = other.display()
            ),
        }
    }
}

impl Corpus {
    /// Files, and all files in directories and below them that may be plans: those with a known ending, and not hidden.
    ///
    /// # Errors
    /// [`CorpusError`] where a directory cannot be read, or two files would be called alike.
    pub fn of(paths: &[PathBuf]) -> Result<Self, CorpusError> {
        let mut corpus = Self::default();
        for path in paths {
            let whole = fs::canonicalize(path).map_err(|cause| CorpusError::Io { path: path.clone(), cause })?;
            if whole.is_dir() {
                let root = last(&whole);
                corpus.walk(path, &root, "")?;
                corpus.roots.insert(root);
            } else {
                let folder = whole.parent().map(last).unwrap_or_default();
                corpus.add(path.clone(), &folder, &last(&whole));
            }
        }
        corpus.files.sort();
        corpus.files.dedup();
        if let Some([one, other]) = corpus
            .files
            .windows(2)
            .find_map(|pair| if let [one, other] = pair { (one.name == other.name).then_some([one, other]) } else { None })
        {
            return Err(CorpusError::Twins { one: one.path.clone(), other: other.path.clone() });
        }
        Ok(corpus)
    }

    fn walk(&mut self, directory: &Path, root: &str, below: &str) -> Result<(), CorpusError> {
        let io = |cause| CorpusError::Io { path: directory.to_owned(), cause };
        for entry in fs::read_dir(directory).map_err(io)? {
            let path = entry.map_err(io)?.path();
            let name = last(&path);
            if name.starts_with('.') || name.starts_with("~$") {
                continue;
            }
            let below = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
            if path.is_dir() {
                // A link to a directory above would be gone through for ever.
                if !path.is_symlink() {
                    self.walk(&path, root, &below)?;
                }
            } else if is_plan(&path) {
                self.add(path, root, &below);
            }
        }
        Ok(())
    }

    fn add(&mut self, path: PathBuf, root: &str, below: &str) {
        let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
        self.files.push(File { name: format!("{root}/{below}"), path, id: stem.replace('/', "-") });
    }

    /// The files.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// Whether a file of this name would have been found if it were there.
    pub fn covers(&self, name: &str) -> bool {
        name.split_once('/').is_some_and(|(root, _)| self.roots.contains(root))
    }
}

/// The last part of a path, as text.
fn last(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_plan(path: &Path) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}
