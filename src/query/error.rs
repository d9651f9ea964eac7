//! Why a query was not answered: what, where, how to mend it.

use crate::graph::GraphError;
use crate::text::Span;
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
    #[error("there is no query 「{name}」; the nearest: {}; `fengong query --list` shows all", nearest.join(", "))]
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
        let tokens = tokens(query);
        if tokens.is_empty() {
            return Self::Syntax("the query is empty: write SELECT, ASK, CONSTRUCT or DESCRIBE".to_owned());
        }
        if SparqlParser::new().parse_update(query).is_ok() {
            return Self::Syntax("this is an update, which changes data; a query only asks: SELECT, ASK, CONSTRUCT or DESCRIBE".to_owned());
        }
        if let Some((at, prefix)) = undeclared_prefix(query, &tokens, prefixes) {
            let hint = format!("the prefix {prefix}: is not declared; write PREFIX {prefix}: <…> before the query");
            return Self::Syntax(pointed(query, at, &hint));
        }
        let message = error.to_string();
        let expected = expected(&message).unwrap_or_else(|| message.clone());
        match first_wrong(query, &tokens, prefixes) {
            Some(at) => Self::Syntax(pointed(query, at, &expected)),
            None if is_unfinished(query, &tokens) => {
                Self::Syntax(pointed(query, query.trim_end().len(), "the query ends before it is whole"))
            }
            None => Self::Syntax(format!("the query is no SPARQL: {expected}")),
        }
    }
}

/// What can follow the beginning of a query, so that with its brackets closed a whole query comes out.
const CONTINUATIONS: &[&str] = &[
    "",
    ")",
    "))",
    "?v",
    "?v ?w",
    "?v ?w ?x",
    "<a:b> ?v",
    "<a:b>",
    "1",
    "true",
    "(true)",
    "(1 AS ?new)",
    "(1, 1, 1) AS ?new)",
    "(?v, 1) AS ?new)",
    "(1, 1))",
    "(?v, 1))",
    "EXISTS {}",
    "{}",
    "BY ?v",
    "AS ?new)",
    "?new)",
    "1 AS ?new)",
    "* {}",
    "?v {}",
    "*) AS ?new)",
    "?v) AS ?new)",
    ") AS ?new)",
    "?v, ?v)",
    "\"\")",
    "(?v)",
    "(?v) AS ?new)",
    "= \"\")",
    "IN (1))",
    "{} {}",
    "IRI",
    "{ ?v ?w ?x } {}",
    "a: <b:> SELECT * {}",
    "<b:> SELECT * {}",
    "SELECT * {}",
    "?v { 1 }",
    "(?v) { (1) }",
    "; SEPARATOR = \"\") AS ?new)",
    "SEPARATOR = \"\") AS ?new)",
    "= \"\") AS ?new)",
    "\"\") AS ?new)",
    "NAMED <a:b> {}",
    "<a:b> {}",
    "<a:b> { }",
    "IN (1)",
    "EXISTS { }",
    "^^<a:b>",
    "BY (?v)",
];

/// The token with which the query stops being one that could go on.
///
/// The parser tells only how far any of its rules came, which is mostly the end. So the query is read token by token, and a beginning
/// is right if one of [`CONTINUATIONS`] makes a whole query of it.
fn first_wrong(query: &str, tokens: &[Span], prefixes: &[(String, String)]) -> Option<usize> {
    let parses = |text: &str| {
        let mut parser = SparqlParser::new();
        for (prefix, iri) in prefixes {
            parser = parser.with_prefix(prefix, iri).unwrap_or_default();
        }
        // What is wrong only once the query is whole (a variable that SELECT does not bind) is no mistake of this token.
        parser.parse_query(text).err().is_none_or(|error| !error.to_string().starts_with("error at") || is_semantic(&error.to_string()))
    };
    let can_go_on = |end: usize| {
        let grouped = format!(" GROUP BY {}", named_variables(&query[..end]));
        CONTINUATIONS.iter().any(|continuation| {
            let closed = closed(&format!("{} {continuation}", &query[..end]));
            let group = if closed.contains('{') { "" } else { " {}" };
            parses(&format!("{closed}{group}")) || parses(&format!("{closed}{group}{grouped}"))
        })
    };
    if let Some(at) = wrong_bracket(query, tokens) {
        return Some(at);
    }
    // What a SELECT inside another leaves ungrouped, or a row of VALUES too short, cannot be told from what is no SPARQL: then no
    // place is claimed.
    let count = |word: &str| tokens.iter().filter(|token| token.of(query).eq_ignore_ascii_case(word)).count();
    if count("select") > 1 || count("values") > 0 {
        return None;
    }
    // Inside parentheses the number of arguments to come is not known: a call is judged once it is closed.
    let outside = |token: &&Span| closed(&query[..token.end]).chars().rev().take_while(|c| *c != ' ').all(|c| c != ')');
    tokens.iter().filter(outside).find(|token| !can_go_on(token.end)).map(|token| token.start)
}

/// The first bracket that closes what is not open.
fn wrong_bracket(query: &str, tokens: &[Span]) -> Option<usize> {
    let mut open = Vec::new();
    for token in tokens {
        match token.of(query) {
            "{" => open.push("}"),
            "(" => open.push(")"),
            "[" => open.push("]"),
            close @ ("}" | ")" | "]") if open.pop() != Some(close) => return Some(token.start),
            _ => {}
        }
    }
    None
}

/// The variables of the innermost SELECT that stand in it as they are.
fn named_variables(begun: &str) -> String {
    let tokens = tokens(begun);
    let select = tokens.iter().rposition(|token| token.of(begun).eq_ignore_ascii_case("select")).unwrap_or_default();
    let after_as = |at: usize| at > 0 && tokens[at - 1].of(begun).eq_ignore_ascii_case("as");
    let named = (select..tokens.len()).filter(|at| tokens[*at].of(begun).starts_with('?') && !after_as(*at));
    named.map(|at| tokens[at].of(begun)).collect::<Vec<_>>().join(" ")
}

fn is_semantic(message: &str) -> bool {
    message.contains("SELECT contains a variable") || message.contains("already")
}

/// Whether a bracket stays open.
fn is_unfinished(query: &str, tokens: &[Span]) -> bool {
    let count = |marks: &[&str]| tokens.iter().filter(|token| marks.contains(&token.of(query))).count();
    count(&["{", "(", "["]) > count(&["}", ")", "]"])
}

/// The beginning of a query with its open brackets closed.
fn closed(begun: &str) -> String {
    let mut open = Vec::new();
    for token in tokens(begun) {
        match token.of(begun) {
            "{" => open.push('}'),
            "(" => open.push(')'),
            "[" => open.push(']'),
            "}" | ")" | "]" => _ = open.pop(),
            _ => {}
        }
    }
    begun.chars().chain([' ']).chain(open.into_iter().rev()).collect()
}

/// The line with a caret under a byte of it.
fn pointed(query: &str, at: usize, hint: &str) -> String {
    let (line, column) = line_and_column(query, at);
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

/// The first prefixed name whose prefix nobody declares: where it stands, and the prefix.
fn undeclared_prefix<'q>(query: &'q str, tokens: &[Span], prefixes: &[(String, String)]) -> Option<(usize, &'q str)> {
    let mut declared: Vec<&str> = prefixes.iter().map(|(prefix, _)| prefix.as_str()).collect();
    let mut declares = false;
    for token in tokens {
        let words = token.of(query);
        let named =
            words.split_once(':').map(|(prefix, _)| prefix).filter(|prefix| *prefix != "_" && prefix.chars().all(is_name_character));
        match named.filter(|prefix| !prefix.is_empty()) {
            Some(prefix) if declares => declared.push(prefix),
            Some(prefix) if !declared.contains(&prefix) => return Some((token.start, prefix)),
            _ => {}
        }
        declares = words.eq_ignore_ascii_case("prefix");
    }
    None
}

fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// The words of a query: names, variables, strings, IRIs, marks. Comments and white space are passed over.
fn tokens(query: &str) -> Vec<Span> {
    let mut tokens = Vec::new();
    let mut rest = query;
    while let Some(c) = rest.chars().next() {
        let start = query.len() - rest.len();
        let whole_name =
            |from: usize| rest[from..].find(|c: char| !(is_name_character(c) || matches!(c, ':' | '%'))).map_or(rest.len(), |at| from + at);
        let end = match c {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '<' => match rest.find(|c: char| c == '>' || c.is_whitespace()) {
                Some(end) if rest[end..].starts_with('>') => end + 1,
                _ => 1,
            },
            '"' | '\'' => rest.len() - after_string(rest, c).len(),
            '?' | '$' | '@' => whole_name(1),
            c if is_name_character(c) && c != '.' && c != '-' => whole_name(0),
            c => c.len_utf8(),
        };
        if !c.is_whitespace() && c != '#' {
            let span = Span::new(start, start + end);
            // A full stop at the end of a name ends the statement.
            let name = span.of(query).trim_end_matches('.');
            let ended = if name.is_empty() { span } else { Span::new(start, start + name.len()) };
            tokens.push(ended);
            rest = &query[ended.end..];
        } else {
            rest = &rest[end..];
        }
    }
    tokens
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

/// `error at 1:25: expected one of "{", [_]` → what may stand there in words; classes of characters are left out.
fn expected(message: &str) -> Option<String> {
    const MOST: usize = 8;
    let rest = message.strip_prefix("error at ")?.splitn(3, ':').nth(2)?;
    let list = rest.trim().trim_start_matches("expected ").trim_start_matches("one of ");
    let readable = list.split(", ").filter(|item| !item.contains(['[', ']']) && item.trim() != "_");
    let items: Vec<&str> = readable.take(MOST).collect();
    Some(if items.is_empty() { "something else is expected here".to_owned() } else { format!("expected {}", items.join(" or ")) })
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
        assert_eq!(undeclared_prefix(query, &tokens(query), &[("fg".to_owned(), String::new())]), None);
    }

    #[test]
    fn an_update_is_told_from_a_misspelt_query() {
        assert!(message("INSERT DATA { <a:b> <a:c> <a:d> }").contains("only asks"));
    }

    #[test]
    fn every_beginning_of_a_right_query_can_go_on() {
        let names = crate::graph::Names::new(crate::graph::DEFAULT_BASE).expect("an IRI");
        let single = |query: &&(&str, &str)| query.1.matches("SELECT").count() == 1 && !query.1.contains("VALUES");
        for (name, query) in crate::query::CATALOGUE.iter().filter(single) {
            let wrong = first_wrong(query, &tokens(query), &names.prefixes());
            assert_eq!(wrong.map(|at| &query[at..]), None, "{name}");
        }
    }

    #[test]
    fn the_caret_stands_under_the_first_word_that_is_wrong() {
        let cases = [
            ("SELEC ?x {}", 1),
            ("SELECT ?x { ?x a fg:Unit } FOO", 28),
            ("SELECT ?任 { ?任 fg:lead '厅' ] . ?y a ?z }", 28),
            ("SELECT ?x WHERE { ?x a fg:Task .", 33),
        ];
        for (query, column) in cases {
            assert!(message(query).contains(&format!("line 1, column {column}\n")), "{}", message(query));
        }
    }
}
