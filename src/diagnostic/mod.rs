//! What a stage could not place, or what a plan's author would want to know.
//!
//! Stages never fail on odd input: they give a value and diagnostics beside it. Every kind of finding
//! is a [`Rule`] of one table; a finding is a rule with its place and its words, in English and Chinese.

mod excerpt;
mod records;
mod rules;
mod sarif;

pub use excerpt::write_text;
pub use records::{FindingRecord, records};
pub use rules::*;
pub use sarif::sarif;

pub use crate::language::Language;
use crate::text::{Source, Span};
use serde::Serialize;
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something is wrong in the plan, or may have been read wrongly or not at all.
    Warning,
}

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words<T> {
    /// In English.
    pub en: T,
    /// In Chinese.
    pub zh: T,
}

impl<T: AsRef<str>> Words<T> {
    /// The words in a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => self.en.as_ref(),
            Language::Zh => self.zh.as_ref(),
        }
    }
}

/// A kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, as `clause-without-task`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is found by it, as a sentence.
    pub about: Words<&'static str>,
    /// What can be done about it.
    pub hint: Words<&'static str>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub rule: &'static Rule,
    /// Where.
    pub span: Span,
    /// What was found.
    pub message: Words<String>,
    /// What should probably stand there instead.
    pub replacement: Option<String>,
}

impl Rule {
    /// A finding by this rule; the message is given in English and in Chinese.
    pub fn at(&'static self, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Diagnostic {
        Diagnostic { rule: self, span, message: Words { en: en.into(), zh: zh.into() }, replacement: None }
    }
}

impl Diagnostic {
    /// The finding with what should stand there instead.
    pub fn replaced_by(self, words: impl Into<String>) -> Self {
        Self { replacement: Some(words.into()), ..self }
    }

    /// The finding in one line, as compilers print it: file, line, column, words.
    pub fn in_one_line<'a>(&'a self, source: &'a Source, language: Language) -> impl fmt::Display + 'a {
        OneLine(self, source, language)
    }
}

struct OneLine<'a>(&'a Diagnostic, &'a Source, Language);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OneLine(Diagnostic { rule, message, span, .. }, source, language) = self;
        let (line, column) = source.line_and_column(span.start);
        let (message, hint) = (message.in_language(*language), rule.hint.in_language(*language));
        let mark = if *language == Language::Zh { "；" } else { "; " };
        write!(f, "{}:{line}:{column}: {}[{}]: {message}{mark}{hint}", source.name(), rule.severity, rule.code)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
        })
    }
}
