//! Why a query was not answered: what, where, how to mend it.

use crate::graph::GraphError;
use oxigraph::sparql::{QueryEvaluationError, SparqlSyntaxError};
use spargebra::SparqlParser;
use unicode_width::UnicodeWidthStr;

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
    /// A syntax error with the line, and a caret under the column; a Chinese character takes two columns. `prefixes` need no declaration.
    pub(super) fn syntax(query: &str, error: &SparqlSyntaxError, prefixes: &[(String, String)]) -> Self {
        if SparqlParser::new().parse_update(query).is_ok() {
            return Self::Syntax("this is an update, which changes data; a query only asks: SELECT, ASK, CONSTRUCT or DESCRIBE".to_owned());
        }
        if let Some((at, prefix)) = undeclared_prefix(query, prefixes) {
            let (line, column) = line_and_column(query, at);
            let hint = format!("the prefix {prefix}: is not declared; write PREFIX {prefix}: <…> before the query");
            return Self::Syntax(pointed(query, line, column, &hint));
        }
        let message = error.to_string();
        match position(&message) {
            Some((line, column, expected)) => Self::Syntax(pointed(query, line, column, &expected)),
            None => Self::Syntax(format!("the query is no SPARQL: {message}")),
        }
    }
}

/// The line with a caret under a column, both counted from 1.
fn pointed(query: &str, line: usize, column: usize, hint: &str) -> String {
    let words: String = query.lines().nth(line.saturating_sub(1)).unwrap_or_default().replace('\t', " ");
    let before: String = words.chars().take(column.saturating_sub(1)).collect();
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let caret = " ".repeat(before.width());
    format!("SPARQL syntax error at line {line}, column {column}\n{margin} |\n{number} | {words}\n{margin} | {caret}^ {hint}")
}

fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte];
    let line = before.matches('\n').count() + 1;
    (line, before[before.rfind('\n').map_or(0, |at| at + 1)..].chars().count() + 1)
}

/// The first prefixed name whose prefix nobody declares: where it stands, and the prefix. Strings, IRIs and comments are passed over.
fn undeclared_prefix<'q>(query: &'q str, prefixes: &[(String, String)]) -> Option<(usize, &'q str)> {
    let mut declared: Vec<&str> = prefixes.iter().map(|(prefix, _)| prefix.as_str()).collect();
    let mut declares = false;
    let mut rest = query;
    while let Some(c) = rest.chars().next() {
        let at = query.len() - rest.len();
        rest = match c {
            '#' => rest.find('\n').map_or("", |end| &rest[end..]),
            '<' => match rest.find(|c: char| c == '>' || c.is_whitespace()) {
                Some(end) if rest[end..].starts_with('>') => &rest[end + 1..],
                _ => &rest[1..],
            },
            '"' | '\'' => after_string(rest, c),
            c if c.is_alphabetic() || c == '_' => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(rest.len());
                let word = &rest[..end];
                let named = rest[end..].starts_with(':') && word != "_";
                if named && declares {
                    declared.push(word);
                } else if named && !declared.contains(&word) {
                    return Some((at, word));
                }
                declares = word.eq_ignore_ascii_case("prefix");
                let local = if named {
                    rest[end..].find(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | ')' | '}' | '/' | '|'))
                } else {
                    Some(0)
                };
                local.map_or("", |more| &rest[end + more..])
            }
            '?' | '$' | '@' => rest[1..].trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')),
            c => &rest[c.len_utf8()..],
        };
    }
    None
}

fn after_string(rest: &str, quote: char) -> &str {
    let long = quote.to_string().repeat(3);
    let end = if rest.starts_with(&long) { long } else { quote.to_string() };
    let mut inner = &rest[end.len()..];
    while !inner.is_empty() && !inner.starts_with(&end) {
        let skip = if inner.starts_with('\\') { 1 } else { 0 };
        inner = inner.char_indices().nth(1 + skip).map_or("", |(at, _)| &inner[at..]);
    }
    inner.strip_prefix(end.as_str()).unwrap_or(inner)
}

/// `error at 1:25: expected one of "{", [_]` → line, column, what may stand there in words; classes of characters are left out.
fn position(message: &str) -> Option<(usize, usize, String)> {
    const MOST: usize = 8;
    let rest = message.strip_prefix("error at ")?;
    let (line, rest) = rest.split_once(':')?;
    let (column, rest) = rest.split_once(':')?;
    let list = rest.trim().trim_start_matches("expected ").trim_start_matches("one of ");
    let readable = list.split(", ").filter(|item| !item.contains(['[', ']']) && item.trim() != "_");
    let items: Vec<&str> = readable.take(MOST).collect();
    let expected = if items.is_empty() { "something else is expected here".to_owned() } else { format!("expected {}", items.join(" or ")) };
    Some((line.parse().ok()?, column.parse().ok()?, expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(query: &str) -> String {
        let prefixes = [("fg".to_owned(), "https://w3id.org/fengong/ns#".to_owned())];
        let parser = SparqlParser::new().with_prefix("fg", "https://w3id.org/fengong/ns#").expect("an IRI");
        QueryError::syntax(query, &parser.parse_query(query).expect_err("wrong SPARQL"), &prefixes).to_string()
    }

    #[test]
    fn an_undeclared_prefix_is_named_under_its_column() {
        let expected = "SPARQL syntax error at line 2, column 9\n  |\n2 | { ?任务 a foo:Bar }\n  |           ^ the prefix foo: is not declared; write PREFIX foo: <…> before the query";
        assert_eq!(message("SELECT ?任务\n{ ?任务 a foo:Bar }"), expected);
    }

    #[test]
    fn strings_iris_comments_and_declared_prefixes_are_no_undeclared_ones() {
        let query = "PREFIX a: <http://b:c/>\nSELECT * { ?s a:x 'd:e', \"\"\"f:\"g:h\"\"\" . # i:j\n _:k fg:l ?m }";
        assert_eq!(undeclared_prefix(query, &[("fg".to_owned(), String::new())]), None);
    }

    #[test]
    fn an_update_is_told_from_a_misspelt_query() {
        assert!(message("INSERT DATA { <a:b> <a:c> <a:d> }").contains("only asks"));
        assert!(message("SELEC ?x {}").contains("line 1"));
    }
}
