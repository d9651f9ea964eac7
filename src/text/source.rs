//! A plan's text as it was written, with its origin.

use super::format::{self, FormatError};
use super::hash::sha256;
use super::{Span, simplified};
use crate::language::{Message, Speak, message};
use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes between two marks of the character index.
const STRIDE: usize = 1024;

/// The largest file that is read as one plan, in bytes. A plan is a document of tens of kilobytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The text of a plan, unchanged, with what is needed to point into it.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    /// The text in simplified characters, where it is written in traditional ones.
    folded: Option<String>,
    encoding: &'static str,
    hash: String,
    /// Characters before byte `i * STRIDE` (rounded up to a character).
    marks: Vec<usize>,
}

/// Why a plan could not be read. The message says what, where and how to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum ReadError {
    /// The file cannot be opened or read.
    Io {
        /// The file asked for.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A directory, where a file is needed.
    Directory {
        /// The directory.
        path: PathBuf,
    },
    /// Larger than [`LARGEST`].
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// The bytes give no text.
    Format {
        /// The file.
        name: String,
        /// What is wrong with the bytes, and how to mend it.
        cause: Box<FormatError>,
    },
}

impl Speak for ReadError {
    fn message(&self) -> Message {
        match self {
            Self::Io { path, cause } => message!("{path}: {cause}", path = path.display(), cause => cause.message()),
            Self::Directory { path } => message!("{path} is a directory; name the plan's file", path = path.display()),
            Self::TooLarge { path, size } => message!(
                "{path} has {size} bytes; a plan of more than {most} bytes is not read",
                path = path.display(),
                size = size,
                most = LARGEST
            ),
            Self::Format { name, cause } => message!("{path}: {cause}", path = name, cause => cause.message()),
        }
    }
}

impl Source {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// [`ReadError`] where it is missing, unreadable, too large, empty, binary or in no known encoding.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        Self::from_bytes(&path.display().to_string(), &Self::bytes(path)?)
    }

    /// The bytes of the file at `path`.
    ///
    /// # Errors
    /// [`ReadError`] where it is missing, unreadable, a directory or too large.
    pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
        let io = |cause| ReadError::Io { path: path.to_owned(), cause };
        let about = fs::metadata(path).map_err(io)?;
        if about.is_dir() {
            return Err(ReadError::Directory { path: path.to_owned() });
        }
        if about.len() > LARGEST {
            return Err(ReadError::TooLarge { path: path.to_owned(), size: about.len() });
        }
        fs::read(path).map_err(io)
    }

    /// Takes the bytes of a file that was read elsewhere: plain text, Markdown, HTML, CSV, .docx, .xlsx, .ofd or PDF. `name` is what
    /// messages call it; its ending tells formats that have no mark of their own.
    ///
    /// # Errors
    /// [`ReadError::Format`] where the bytes give no text.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, ReadError> {
        let (text, encoding) =
            format::read(name, bytes).map_err(|cause| ReadError::Format { name: name.to_owned(), cause: Box::new(cause) })?;
        Ok(Self::new(name, text, encoding))
    }

    /// Takes a text that is already in characters.
    pub fn from_text(name: &str, text: impl Into<String>) -> Self {
        Self::new(name, text.into(), "UTF-8")
    }

    fn new(name: &str, text: String, encoding: &'static str) -> Self {
        let hash = sha256(&text);
        let marks = character_marks(&text);
        let folded = match simplified(&text) {
            Cow::Owned(folded) => Some(folded),
            Cow::Borrowed(_) => None,
        };
        Self { name: name.to_owned(), text, folded, encoding, hash, marks }
    }

    /// What the user calls the text: its path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The characters, as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The characters as matching reads them: traditional ones simplified, each in its place, so that spans are those of the text.
    pub fn folded(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.text)
    }

    /// The encoding that the file was in.
    pub const fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// SHA-256 of the text in UTF-8, in hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The words of a span.
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// How many characters come before a byte.
    pub fn character(&self, byte: usize) -> usize {
        let mark = byte / STRIDE;
        let from = self.text.ceil_char_boundary(mark * STRIDE);
        self.marks[mark] + self.text[from.min(byte)..byte].chars().count()
    }

    /// Begin and end of a span in characters from the start of the text.
    pub fn characters(&self, span: Span) -> (usize, usize) {
        let begin = self.character(span.start);
        (begin, begin + self.words(span).chars().count())
    }

    /// The span of a pair of character offsets; `None` where they do not lie in the text.
    pub fn span(&self, begin: usize, end: usize) -> Option<Span> {
        let byte = |wanted: usize| {
            let mark = self.marks.partition_point(|count| *count <= wanted).checked_sub(1)?;
            let from = self.text.ceil_char_boundary(mark * STRIDE);
            let rest = &self.text[from..];
            let mut bounds = rest.char_indices().map(|(at, _)| at).chain(std::iter::once(rest.len()));
            bounds.nth(wanted - self.marks[mark]).map(|at| from + at)
        };
        (begin <= end).then_some(())?;
        Some(Span::new(byte(begin)?, byte(end)?))
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let before = &self.text[..byte];
        let line = before.matches('\n').count() + 1;
        let column = before[before.rfind('\n').map_or(0, |at| at + 1)..].chars().count() + 1;
        (line, column)
    }
}

fn character_marks(text: &str) -> Vec<usize> {
    let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
    let (mut from, mut count) = (0, 0);
    for mark in 0..=text.len() / STRIDE {
        let to = text.ceil_char_boundary(mark * STRIDE);
        count += text[from..to].chars().count();
        marks.push(count);
        from = to;
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_offsets_slice_back_to_the_same_words() {
        let text = "（一） 国家综合能源基地。abc，".repeat(300);
        let source = Source::from_text("repeated", text.clone());
        for (at, piece) in text.match_indices("能源") {
            let (begin, end) = source.characters(Span::new(at, at + piece.len()));
            assert_eq!(text.chars().skip(begin).take(end - begin).collect::<String>(), "能源");
            assert_eq!(source.span(begin, end), Some(Span::new(at, at + piece.len())));
        }
        assert_eq!(source.span(0, text.chars().count()), Some(Span::new(0, text.len())));
        assert_eq!(source.span(0, text.chars().count() + 1), None);
        assert_eq!(source.span(3, 2), None);
    }

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let source = Source::from_text("two lines", "一、战略\r\n（一）能源");
        assert_eq!(source.line_and_column(source.text().find("能").unwrap_or(0)), (2, 4));
    }
}
