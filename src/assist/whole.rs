//! Whether what was typed is a whole query: the parser decides.

use crate::query::lexer::{TokenKind, lex};
use crate::query::{Prefixes, Query, SyntaxError};

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whole {
    /// A query.
    Yes,
    /// The beginning of one.
    NotYet,
    /// Nothing that could become one.
    Never(SyntaxError),
}

/// Judges a text. As long as a bracket or a long string is open it is a beginning, whatever stands in it: people go on to the end and
/// mend what is wrong then.
pub fn whole(prefixes: &Prefixes, text: &str) -> Whole {
    let tokens = lex(text);
    let opened = tokens.iter().filter(|token| token.kind == TokenKind::Opening).count();
    let closed = tokens.iter().filter(|token| token.kind == TokenKind::Closing).count();
    if tokens.iter().all(|token| token.kind == TokenKind::Comment) {
        return Whole::NotYet;
    }
    let Err(error) = Query::read(prefixes, text) else { return Whole::Yes };
    let in_long_string = tokens
        .last()
        .is_some_and(|last| last.kind == TokenKind::Unclosed && (last.of(text).starts_with("\"\"\"") || last.of(text).starts_with("'''")));
    let at_the_end = error.place.as_ref().is_some_and(|place| place.byte >= text.trim_end().len());
    let only_declared =
        tokens.iter().filter(|token| token.kind == TokenKind::Keyword).all(|token| token.is(text, "prefix") || token.is(text, "base"))
            && tokens.iter().any(|token| token.kind == TokenKind::Keyword)
            && tokens
                .iter()
                .all(|token| matches!(token.kind, TokenKind::Keyword | TokenKind::PrefixedName | TokenKind::Iri | TokenKind::Comment));
    if opened > closed || in_long_string || at_the_end || only_declared || is_head(text, &error) {
        return Whole::NotYet;
    }
    Whole::Never(error)
}

/// Whether the text is the head of a query whose pattern has not begun: `SELECT ?unit`.
fn is_head(text: &str, error: &SyntaxError) -> bool {
    let tokens = lex(text);
    let begins = ["select", "construct", "ask", "describe"];
    let has_head = tokens.iter().any(|token| begins.iter().any(|word| token.is(text, word)));
    let has_group = tokens.iter().any(|token| token.of(text) == "{");
    has_head && !has_group && error.place.as_ref().is_none_or(|place| place.byte >= text.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{DEFAULT_BASE, Names};

    fn judged(text: &str) -> &'static str {
        match whole(&Prefixes::of(&Names::new(DEFAULT_BASE).expect("an IRI")), text) {
            Whole::Yes => "yes",
            Whole::NotYet => "not yet",
            Whole::Never(_) => "never",
        }
    }

    #[test]
    fn the_parser_decides_whether_a_query_is_whole() {
        let cases = [
            ("SELECT ?u { ?u a fg:Unit }", "yes"),
            ("ASK { ?u a fg:Unit }", "yes"),
            ("SELECT ?u {\n ?u a fg:Unit ;\n fg:shortName '自治区水利厅'\n}", "yes"),
            ("SELECT ?u", "not yet"),
            ("SELECT ?u {", "not yet"),
            ("SELECT ?u { ?u a", "not yet"),
            ("SELECT ?u { ?u FOO", "not yet"),
            ("PREFIX ex: <http://example.org/>", "not yet"),
            ("# 只有注释", "not yet"),
            ("", "not yet"),
            ("SELECT ?u { ?u a fg:Unit } ORDER BY", "not yet"),
            ("SELECT ?u { ?u a fg:Unit } LIMIT", "not yet"),
            ("SELECT ?u { ?u fg:text \"\"\"水利", "not yet"),
            ("SELECT ?u { ?u a fg:Unit } }", "never"),
            ("SELEC ?u { ?u a fg:Unit }", "never"),
            ("SELECT ?u { ?u nope:x 1 }", "never"),
            ("水利厅牵头哪些任务", "never"),
        ];
        for (text, expected) in cases {
            assert_eq!(judged(text), expected, "{text}");
        }
    }

    #[test]
    fn every_named_query_is_whole_at_its_end_and_at_no_end_of_a_line_before_its_last_brace() {
        for (name, text) in crate::query::CATALOGUE {
            assert_eq!(judged(text), "yes", "{name}");
            let last = text.rfind('}').unwrap_or_default();
            for (end, _) in text.match_indices('\n').filter(|(end, _)| *end < last) {
                let begun = &text[..end];
                let opened = begun.contains('{') && begun.matches('{').count() == begun.matches('}').count();
                assert!(judged(begun) == "not yet" || opened, "{name}: {begun}");
            }
        }
    }
}
