//! Findings for other programs: records of JSON.

use super::{Diagnostic, Language, Severity};
use crate::text::Source;
use serde::Serialize;

/// One finding. Lines and columns count from 1, offsets from 0; columns and offsets are characters.
#[derive(Debug, Serialize)]
pub struct FindingRecord<'a> {
    /// The file.
    pub file: &'a str,
    /// Line of the first character.
    pub line: usize,
    /// Its column.
    pub column: usize,
    /// First character from the start of the text.
    pub begin: usize,
    /// One past the last.
    pub end: usize,
    /// The kind of finding.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What was found.
    pub message: &'a str,
    /// What can be done about it.
    pub hint: &'a str,
    /// The words.
    pub quote: &'a str,
    /// What should probably stand there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<&'a str>,
}

/// The findings as records.
pub fn records<'a>(found: &'a [Diagnostic], source: &'a Source, language: Language) -> impl Iterator<Item = FindingRecord<'a>> {
    found.iter().map(move |diagnostic| {
        let (line, column) = source.line_and_column(diagnostic.span.start);
        let (begin, end) = source.characters(diagnostic.span);
        FindingRecord {
            file: source.name(),
            line,
            column,
            begin,
            end,
            code: diagnostic.rule.code,
            severity: diagnostic.rule.severity,
            message: diagnostic.message.in_language(language),
            hint: diagnostic.rule.hint.in_language(language),
            quote: source.words(diagnostic.span),
            replacement: diagnostic.replacement.as_deref(),
        }
    })
}
