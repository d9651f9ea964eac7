//! Where a query stops being SPARQL: the line, a caret under the column, and what would be right there.

use super::lexer::{Token, TokenKind, lex};
use super::lookup::nearest_names;
use super::prefixes::well_known;
use crate::language::{Message, Speak};
use crate::message;
use oxigraph::sparql::SparqlSyntaxError;
use spargebra::SparqlParser;
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// Why words are no SPARQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where, unless it cannot be told.
    pub place: Option<Place>,
    /// What is wrong there, or how to mend it.
    pub hint: Message,
}

/// A place in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The byte.
    pub byte: usize,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The words of the line.
    words: String,
    /// How many columns of a terminal lie before it; a Chinese character takes two.
    width: usize,
}

impl Place {
    fn of(query: &str, byte: usize) -> Self {
        let before = &query[..byte];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let words = query[start..].lines().next().unwrap_or_default().replace('\t', " ");
        let head = before[start..].replace('\t', " ");
        Self { byte, line, column: head.chars().count() + 1, width: head.width(), words }
    }
}

impl Speak for SyntaxError {
    fn message(&self) -> Message {
        let hint = self.hint.clone();
        let Some(place) = &self.place else { return message!("the query is no SPARQL: {hint}", hint => hint) };
        message!(
            "SPARQL syntax error at line {line}, column {column}\n{margin} |\n{line} | {words}\n{margin} | {caret}^ {hint}",
            line = place.line,
            column = place.column,
            margin = " ".repeat(place.line.to_string().len()),
            words = place.words,
            caret = " ".repeat(place.width),
            hint => hint
        )
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(out)
    }
}

impl std::error::Error for SyntaxError {}

/// How many brackets may be open at once. People need a few; the parser goes a level down for each, and its stack has an end.
const DEEPEST: usize = 200;

/// Words with which an update begins (SPARQL 1.1 Update).
const UPDATES: &[&str] = &["insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"];

impl SyntaxError {
    /// What is nested deeper than the parser can follow.
    pub(super) fn if_too_deep(query: &str) -> Option<Self> {
        let mut open = 0_usize;
        for token in lex(query) {
            match token.kind {
                TokenKind::Opening => open += 1,
                TokenKind::Closing => open = open.saturating_sub(1),
                _ => {}
            }
            if open > DEEPEST {
                return Some(Self {
                    place: Some(Place::of(query, token.span.start)),
                    hint: message!("brackets are nested too deeply here"),
                });
            }
        }
        None
    }

    /// Finds the place of what the parser refused. `prefixes` need no declaration.
    pub(super) fn locate(query: &str, error: &SparqlSyntaxError, prefixes: &[(String, String)]) -> Self {
        let tokens = tokens(query);
        let nowhere = |hint| Self { place: None, hint };
        let at = |byte, hint| Self { place: Some(Place::of(query, byte)), hint };
        let Some(last) = tokens.last() else {
            return nowhere(message!("the query is empty: write SELECT, ASK, CONSTRUCT or DESCRIBE"));
        };
        let first = tokens.iter().find(|token| !token.is(query, "prefix") && !token.is(query, "base"));
        let begins = first.is_some_and(|first| UPDATES.iter().any(|word| first.of(query).eq_ignore_ascii_case(word)));
        if begins || SparqlParser::new().parse_update(query).is_ok() {
            return nowhere(message!("this is an update, which changes data; a query only asks: SELECT, ASK, CONSTRUCT or DESCRIBE"));
        }
        if let Some(open) = tokens.iter().find(|token| token.kind == TokenKind::Unclosed) {
            return at(open.span.start, message!("what begins here has no end: a closing quote or > is missing"));
        }
        if let Some((byte, prefix)) = undeclared_prefix(query, &tokens, prefixes) {
            return at(byte, undeclared(prefix, prefixes));
        }
        let message = error.to_string();
        match first_wrong(query, &tokens, prefixes) {
            Some(byte) => {
                let wrong = tokens.iter().find(|token| token.span.start == byte).map(|token| token.of(query)).unwrap_or_default();
                at(byte, unfitting(wrong, &message))
            }
            None if is_unfinished(query, &tokens) || (message.starts_with("error at") && !is_past_telling(query, &tokens)) => {
                at(last.span.end, message!("the query ends before it is whole"))
            }
            None => nowhere(message!("{cause}", cause = message)),
        }
    }
}

/// How to mend a prefix that nobody declares.
fn undeclared(prefix: &str, prefixes: &[(String, String)]) -> Message {
    let known = prefixes.iter().map(|(prefix, _)| prefix.as_str()).chain(well_known().map(|(prefix, _)| prefix));
    let nearest = nearest_names(prefix, known, 3);
    if nearest.is_empty() {
        return message!("the prefix {prefix}: is not declared; write PREFIX {prefix}: <…> before the query", prefix = prefix);
    }
    let nearest = nearest.iter().map(|prefix| format!("{prefix}:")).collect::<Vec<_>>().join(" ");
    message!(
        "the prefix {prefix}: is not declared; write PREFIX {prefix}: <…> before the query, or one of the nearest: {nearest}",
        prefix = prefix,
        nearest = nearest
    )
}

/// The tokens without comments.
fn tokens(query: &str) -> Vec<Token> {
    lex(query).into_iter().filter(|token| token.kind != TokenKind::Comment).collect()
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
fn first_wrong(query: &str, tokens: &[Token], prefixes: &[(String, String)]) -> Option<usize> {
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
    if is_past_telling(query, tokens) {
        return None;
    }
    // Inside parentheses the number of arguments to come is not known: a call is judged once it is closed.
    let outside = |token: &&Token| closed(&query[..token.span.end]).chars().rev().take_while(|c| *c != ' ').all(|c| c != ')');
    tokens.iter().filter(outside).find(|token| !can_go_on(token.span.end)).map(|token| token.span.start)
}

/// What a SELECT inside another leaves ungrouped, or a row of VALUES too short, cannot be told from what is no SPARQL: then no place is
/// claimed.
fn is_past_telling(query: &str, tokens: &[Token]) -> bool {
    let count = |word: &str| tokens.iter().filter(|token| token.is(query, word)).count();
    count("select") > 1 || count("values") > 0
}

/// The first bracket that closes what is not open.
fn wrong_bracket(query: &str, tokens: &[Token]) -> Option<usize> {
    let mut open = Vec::new();
    for token in tokens {
        match token.of(query) {
            "{" => open.push("}"),
            "(" => open.push(")"),
            "[" => open.push("]"),
            close @ ("}" | ")" | "]") if open.pop() != Some(close) => return Some(token.span.start),
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
fn is_unfinished(query: &str, tokens: &[Token]) -> bool {
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

/// The first prefixed name whose prefix nobody declares: where it stands, and the prefix.
fn undeclared_prefix<'q>(query: &'q str, tokens: &[Token], prefixes: &[(String, String)]) -> Option<(usize, &'q str)> {
    let mut declared: Vec<&str> = prefixes.iter().map(|(prefix, _)| prefix.as_str()).collect();
    let mut declares = false;
    for token in tokens {
        match token.prefix(query).map(|(prefix, _)| prefix).filter(|prefix| !prefix.is_empty() && *prefix != "_") {
            Some(prefix) if declares => declared.push(prefix),
            Some(prefix) if !declared.contains(&prefix) => return Some((token.span.start, prefix)),
            _ => {}
        }
        declares = token.is(query, "prefix");
    }
    None
}

/// What is said of a token that cannot stand where it does. The parser (`error at 1:25: expected one of "{", [_]`) lists every character
/// that could go on; of these, keywords and marks are worth telling.
fn unfitting(wrong: &str, message: &str) -> Message {
    const MOST: usize = 6;
    const WIDE: &[(char, &str)] = &[
        ('“', "\""),
        ('”', "\""),
        ('‘', "'"),
        ('’', "'"),
        ('（', "("),
        ('）', ")"),
        ('，', ","),
        ('。', "."),
        ('；', ";"),
        ('｛', "{"),
        ('｝', "}"),
    ];
    let first = wrong.chars().next().unwrap_or_default();
    if let Some((_, narrow)) = WIDE.iter().find(|(wide, _)| *wide == first) {
        return message!("{token} is a Chinese mark; SPARQL has {narrow}", token = wrong, narrow = narrow);
    }
    if !first.is_ascii() && first.is_alphabetic() {
        return message!("{token} is no IRI, variable or string; in `fengong repl` Tab behind a name writes its IRI", token = wrong);
    }
    let list = message.strip_prefix("error at ").and_then(|rest| rest.splitn(3, ':').nth(2)).unwrap_or_default();
    let list = list.trim().trim_start_matches("expected ").trim_start_matches("one of ");
    let telling = |item: &&str| {
        let word = item.trim_matches('"');
        item.starts_with('"')
            && (matches!(word, "{" | "}" | "(" | ")" | "." | ";") || word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase()))
    };
    let items: Vec<&str> = list.split(", ").map(str::trim).filter(telling).take(MOST).collect();
    if items.is_empty() {
        return message!("{token} cannot stand here", token = wrong);
    }
    message!("{token} cannot stand here; what can are {items} and others", token = wrong, items = items.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(query: &str) -> String {
        let prefixes = [("fg".to_owned(), "https://w3id.org/fengong/ns#".to_owned())];
        let parser = SparqlParser::new().with_prefix("fg", "https://w3id.org/fengong/ns#").expect("an IRI");
        SyntaxError::locate(query, &parser.parse_query(query).expect_err("wrong SPARQL"), &prefixes).to_string()
    }

    #[test]
    fn an_undeclared_prefix_is_named_under_its_column() {
        let expected =
            "SPARQL syntax error at line 2, column 9\n  |\n2 | { ?任务 a skso:Concept }\n  |           ^ the prefix skso: is not declared";
        let said = message("SELECT ?任务\n{ ?任务 a skso:Concept }");
        assert!(said.starts_with(expected), "{said}");
        assert!(said.contains("one of the nearest: skosxl:"), "{said}");
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
