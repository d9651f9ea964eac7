//! Why a query was not answered: what, where, how to mend it.

use crate::graph::GraphError;
use oxigraph::sparql::{QueryEvaluationError, SparqlSyntaxError};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Why a query was not answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The words are no SPARQL.
    #[error("{0}")]
    Syntax(String),
    /// The query could not be carried through.
    #[error("the query failed: {0}")]
    Evaluation(#[from] QueryEvaluationError),
    /// No named query of this name.
    #[error("there is no query 「{name}」; the nearest are {}; `fengong query --list` shows all", nearest.join(", "))]
    UnknownQuery {
        /// What was asked for.
        name: String,
        /// Names like it.
        nearest: Vec<String>,
    },
    /// A parameter without a value.
    #[error("query {query} needs --param {name}=… ({about})")]
    MissingParameter {
        /// The query.
        query: &'static str,
        /// The parameter.
        name: &'static str,
        /// What it means.
        about: &'static str,
    },
    /// A parameter that the query does not have.
    #[error("query {query} has no parameter {name}; {}", if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) })]
    UnknownParameter {
        /// The query.
        query: String,
        /// What was given.
        name: String,
        /// What it has.
        known: Vec<&'static str>,
    },
    /// A parameter whose value does not fit.
    #[error("--param {name}={value}: {why}")]
    BadParameter {
        /// The parameter.
        name: String,
        /// What was given.
        value: String,
        /// What is wrong.
        why: String,
    },
    /// The graph cannot be read.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The results cannot be written.
    #[error("the results could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// The format does not fit the kind of query.
    #[error("{format} is no format for {what}; choose {fitting}")]
    Format {
        /// The format.
        format: &'static str,
        /// What the query gives.
        what: &'static str,
        /// Formats that fit.
        fitting: &'static str,
    },
}

impl QueryError {
    /// A syntax error with the line, and a caret under the column; a Chinese character takes two columns.
    pub(super) fn syntax(query: &str, error: &SparqlSyntaxError) -> Self {
        let message = error.to_string();
        let Some((line, column, expected)) = position(&message) else {
            return Self::Syntax(format!("the query is no SPARQL: {message}"));
        };
        let words = query.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let before: String = words.chars().take(column.saturating_sub(1)).map(|c| if c == '\t' { ' ' } else { c }).collect();
        let shown: String = words.chars().map(|c| if c == '\t' { ' ' } else { c }).collect();
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        let caret = " ".repeat(before.width());
        let at = words.chars().nth(column.saturating_sub(1)).filter(|c| c.width().is_some_and(|width| width > 0));
        let what = at.map_or_else(|| "the end of the line".to_owned(), |c| format!("「{c}」"));
        let hint = prefix_hint(words).unwrap_or(expected);
        Self::Syntax(format!(
            "SPARQL syntax error at line {line}, column {column}, before {what}\n{margin} |\n{number} | {shown}\n{margin} | {caret}^ {hint}"
        ))
    }
}

/// A prefix in the line that nobody declared is what most often is wrong; the parser only says that it stopped there.
fn prefix_hint(_words: &str) -> Option<String> {
    None
}

/// `error at 1:25: expected …` → line, column, what was expected, shortened.
fn position(message: &str) -> Option<(usize, usize, String)> {
    let rest = message.strip_prefix("error at ")?;
    let (line, rest) = rest.split_once(':')?;
    let (column, rest) = rest.split_once(':')?;
    let expected = rest.trim();
    const LONGEST: usize = 160;
    let shortened = match expected.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{} …", &expected[..at]),
        None => expected.to_owned(),
    };
    Some((line.parse().ok()?, column.parse().ok()?, shortened))
}
