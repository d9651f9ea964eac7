//! Gold annotations, as files of JSON.

use crate::language::{Message, Speak, message};
use crate::text::Source;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The truth about one document. Fields that are not known here are passed over.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Gold {
    /// Whether the whole text is annotated.
    #[serde(default, deserialize_with = "null_is_default")]
    pub complete: bool,
    /// Otherwise the character up to which it is.
    #[serde(default)]
    pub annotated_to: Option<usize>,
    /// Who is assigned what.
    pub assignments: Vec<GoldAssignment>,
    /// Words that one may read as an assignment or not: they count neither way.
    #[serde(default, deserialize_with = "null_is_default")]
    pub optional: Vec<Passage>,
    /// Names with their other forms, which are as right.
    #[serde(default, deserialize_with = "null_is_default")]
    pub aliases: BTreeMap<String, Vec<String>>,
}

/// What one clause assigns.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct GoldAssignment {
    /// Where the clause stands, and its words.
    #[serde(flatten)]
    pub passage: Passage,
    /// 牵头
    #[serde(default, deserialize_with = "null_is_default")]
    pub lead: Vec<String>,
    /// 配合
    #[serde(default, deserialize_with = "null_is_default")]
    pub support: Vec<String>,
    /// 负责
    #[serde(default, deserialize_with = "null_is_default")]
    pub responsible: Vec<String>,
    /// Groups: 有关部门.
    #[serde(default, deserialize_with = "null_is_default")]
    pub generic: Vec<String>,
    /// Only one unit is named, and the first one named leads: leading and being responsible are both right.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sole: bool,
}

/// A stretch of the document, in characters.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Passage {
    /// Its first character.
    pub offset: usize,
    /// Its words.
    #[serde(default, deserialize_with = "null_is_default")]
    pub evidence: String,
    /// How many characters it has, where `evidence` has not all of them.
    #[serde(default)]
    pub evidence_len: Option<usize>,
}

/// Why a gold annotation was not read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum GoldError {
    /// The file is unreadable.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// It is no annotation.
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
}

impl Speak for GoldError {
    fn message(&self) -> Message {
        match self {
            Self::Io { path, cause } => message!("{path}: {cause}", path = path.display(), cause => cause.message()),
            Self::Syntax { path, line, column, what } => message!(
                "{path}:{line}:{column}: {what}; a gold annotation has assignments, each with offset, evidence, lead, support, responsible, generic",
                path = path.display(),
                line = line,
                column = column,
                what = what
            ),
        }
    }
}

impl Gold {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// [`GoldError`] where it is unreadable or no annotation.
    pub fn read(path: &Path) -> Result<Self, GoldError> {
        let bytes = std::fs::read(path).map_err(|cause| GoldError::Io { path: path.to_owned(), cause })?;
        let json = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        serde_json::from_slice(json).map_err(|error| {
            let whole = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            let what = whole.strip_suffix(&place).unwrap_or(&whole).to_owned();
            GoldError::Syntax { path: path.to_owned(), line: error.line().max(1), column: error.column().max(1), what }
        })
    }

    /// The passages whose words do not stand in `source` where they should: an annotation of another text, or of another state of it.
    pub fn misplaced(&self, source: &Source) -> Vec<&Passage> {
        let passages = self.assignments.iter().map(|assignment| &assignment.passage).chain(&self.optional);
        passages.filter(|passage| !passage.stands_in(source)).collect()
    }
}

impl Passage {
    /// Its first character and one past its last one.
    pub fn characters(&self) -> (usize, usize) {
        (self.offset, self.offset + self.evidence_len.unwrap_or_else(|| self.evidence.chars().count()))
    }

    fn stands_in(&self, source: &Source) -> bool {
        let end = self.offset + self.evidence.chars().count();
        source.span(self.offset, end).is_some_and(|span| source.words(span) == self.evidence)
    }
}

fn null_is_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Gold, GoldError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gold.json");
        std::fs::write(&path, words).expect("a file");
        Gold::read(&path)
    }

    #[test]
    fn unknown_fields_and_nulls_are_passed_over() {
        let gold = read(
            r#"{"id": 7, "aliases": null, "annotated_to": null, "assignments": [{"offset": 2, "evidence": "省水利厅", "lead": ["省水利厅"], "kind": "x"}]}"#,
        );
        let gold = gold.expect("an annotation");
        assert_eq!(gold.assignments[0].lead, ["省水利厅"]);
        assert_eq!(gold.assignments[0].passage.characters(), (2, 6));
        assert!(gold.misplaced(&Source::from_text("a", "由：省水利厅")).is_empty());
        assert_eq!(gold.misplaced(&Source::from_text("a", "省水利厅")).len(), 1);
    }

    #[test]
    fn an_error_names_file_line_and_column() {
        let message = read("{\"assignments\": [\n  {\"offset\": -1}]}").expect_err("no annotation").to_string();
        assert!(message.contains("gold.json:2:"), "{message}");
        let message = read("{\"assignments\": [").expect_err("no annotation").to_string();
        assert!(message.contains("gold.json:1:17: EOF"), "{message}");
    }
}
