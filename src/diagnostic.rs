//! What a stage could not place, or what a plan's author would want to know.
//!
//! Stages never fail on odd input: they give a value and diagnostics beside it.

use crate::text::{Source, Span};
use serde::Serialize;
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something may have been read wrongly or not at all.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable name of the kind of finding, as `clause-without-unit`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What was found.
    pub message: String,
    /// What can be done about it.
    pub hint: &'static str,
}

impl Diagnostic {
    /// A finding with the severity of a warning.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>, hint: &'static str) -> Self {
        Self { code, severity: Severity::Warning, span, message: message.into(), hint }
    }

    /// A finding that is only worth knowing.
    pub fn note(code: &'static str, span: Span, message: impl Into<String>, hint: &'static str) -> Self {
        Self { code, severity: Severity::Note, span, message: message.into(), hint }
    }

    /// The finding in one line, as compilers print it: file, line, column, words.
    pub fn in_one_line<'a>(&'a self, source: &'a Source) -> impl fmt::Display + 'a {
        OneLine(self, source)
    }
}

struct OneLine<'a>(&'a Diagnostic, &'a Source);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OneLine(diagnostic, source) = self;
        let (line, column) = source.line_and_column(diagnostic.span.start);
        let severity = match diagnostic.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
        };
        let Diagnostic { code, message, hint, .. } = diagnostic;
        write!(f, "{}:{line}:{column}: {severity}[{code}]: {message}; {hint}", source.name())
    }
}
