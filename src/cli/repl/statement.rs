//! What was typed, as statements: commands, SPARQL, questions.

use fengong::assist::{Whole, whole};
use fengong::query::Prefixes;
use fengong::query::lexer::{TokenKind, lex};

/// A statement with the line on which it begins, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) line: usize,
    pub(super) text: String,
}

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `.help`
    Command,
    /// A query.
    Sparql,
    /// Words of a language, not of SPARQL.
    Question,
}

/// What a text is by how it begins.
pub(super) fn kind(text: &str) -> Kind {
    let text = text.trim_start();
    if command(text).is_some() {
        return Kind::Command;
    }
    let tokens = lex(text);
    // 2015年以前完成的任务: a number, then words.
    if tokens.first().is_some_and(|first| first.kind == TokenKind::Number) && tokens.len() > 1 {
        return Kind::Question;
    }
    if tokens.first().is_some_and(|first| UPDATES.iter().any(|word| first.of(text).eq_ignore_ascii_case(word))) {
        return Kind::Sparql;
    }
    let mut words = tokens.iter().filter(|token| token.kind != TokenKind::Comment);
    match words.next() {
        Some(first) if first.kind == TokenKind::Word => {
            // A misspelt keyword is followed by what queries are made of.
            let is_query =
                !first.of(text).is_ascii() || !tokens.iter().any(|token| matches!(token.kind, TokenKind::Opening | TokenKind::Variable));
            if is_query && text.split_whitespace().count() + usize::from(!text.is_ascii()) > 1 { Kind::Question } else { Kind::Sparql }
        }
        _ => Kind::Sparql,
    }
}

/// Words that begin an update, which is no question though it is none of the queries either.
const UPDATES: &[&str] = &["insert", "delete", "load", "clear", "drop", "create", "copy", "move"];

/// Words that people type alone, and the command that they mean.
const ALONE: &[(&str, &str)] =
    &[("help", ".help"), ("?", ".help"), ("quit", ".quit"), ("exit", ".quit"), ("帮助", ".help"), ("退出", ".quit"), (".帮助", ".help")];

/// Whether a line is a command: a full stop and a name.
pub(super) fn is_command(line: &str) -> bool {
    command(line).is_some()
}

/// A line as the command that it is: a full stop (of any width, as input methods write it) and a name, in either case; or a word alone that
/// means one.
pub(super) fn command(line: &str) -> Option<String> {
    let line = line.trim();
    if let Some((_, command)) = ALONE.iter().find(|(word, _)| line.eq_ignore_ascii_case(word)) {
        return Some((*command).to_owned());
    }
    let rest = line.strip_prefix(['.', '。', '．'])?;
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    Some(format!(".{}{}", rest[..end].to_ascii_lowercase(), &rest[end..]))
}

/// The statements of a text. A command is one line; a query ends where it is whole and another statement begins, or with a semicolon at the
/// end of a line.
pub(super) fn statements(prefixes: &Prefixes, text: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut begun = Statement { line: 1, text: String::new() };
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        if begun.text.is_empty() {
            begun.line = at + 1;
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            if is_command(line) || kind(line) == Kind::Question {
                statements.push(Statement { line: at + 1, text: line.trim().to_owned() });
                continue;
            }
        }
        let ends_with_mark = line.trim_end().ends_with(';');
        let mut with_line = format!("{}{line}\n", begun.text);
        if ends_with_mark {
            let unmarked = with_line.trim_end().trim_end_matches(';').to_owned();
            if whole(prefixes, &unmarked) == Whole::Yes {
                statements.push(Statement { line: begun.line, text: unmarked });
                begun.text.clear();
                continue;
            }
        }
        std::mem::swap(&mut begun.text, &mut with_line);
        let next = lines[at + 1..].iter().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        let another = next.is_some_and(|next| is_command(next) || begins_query(next) || kind(next) == Kind::Question);
        if next.is_some_and(|next| is_command(next)) || another && whole(prefixes, &begun.text) != Whole::NotYet {
            statements.push(std::mem::replace(&mut begun, Statement { line: at + 2, text: String::new() }));
        }
    }
    if !begun.text.trim().is_empty() {
        statements.push(begun);
    }
    statements.iter_mut().for_each(|statement| statement.text.truncate(statement.text.trim_end().len()));
    statements
}

/// Whether a line begins as a query does.
fn begins_query(line: &str) -> bool {
    let tokens = lex(line);
    tokens.first().is_some_and(|first| ["select", "ask", "construct", "describe", "prefix", "base"].iter().any(|word| first.is(line, word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fengong::graph::{DEFAULT_BASE, Names};

    fn split(text: &str) -> Vec<(usize, String)> {
        let prefixes = Prefixes::of(&Names::new(DEFAULT_BASE).expect("an IRI"));
        statements(&prefixes, text).into_iter().map(|statement| (statement.line, statement.text)).collect()
    }

    #[test]
    fn a_script_falls_into_its_statements() {
        let script = "# 说明\n.format csv\n\nSELECT ?u {\n\n  ?u a fg:Unit\n}\nORDER BY ?u\n\n# 下一个\nPREFIX ex: <http://example.org/>\nASK { ?s ex:p ?o };\n水利厅牵头哪些任务？\nSELECT * { ?s ?p ?o } LIMIT 1";
        let expected = [
            (2, ".format csv"),
            (4, "SELECT ?u {\n\n  ?u a fg:Unit\n}\nORDER BY ?u"),
            (11, "PREFIX ex: <http://example.org/>\nASK { ?s ex:p ?o }"),
            (13, "水利厅牵头哪些任务？"),
            (14, "SELECT * { ?s ?p ?o } LIMIT 1"),
        ];
        // The blank lines and the comment behind a query belong to it: they may stand within one.
        let found: Vec<(usize, String)> = split(script).into_iter().map(|(line, text)| (line, text.replace("\n\n# 下一个", ""))).collect();
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn a_select_inside_another_begins_no_statement() {
        assert_eq!(split("SELECT ?u {\nSELECT ?u { ?u a fg:Unit }\n}").len(), 1);
    }

    #[test]
    fn a_query_that_is_wrong_does_not_hide_the_next() {
        assert_eq!(split("SELECT ?u { ?u a fg:Unit } }\nASK { ?u a fg:Unit }").len(), 2);
        assert_eq!(split("SELECT ?u { ?u a\n.quit").len(), 2);
    }

    #[test]
    fn questions_are_told_from_queries() {
        let cases = [
            ("水利厅牵头哪些任务？", Kind::Question),
            ("哪些单位涉及水资源", Kind::Question),
            ("which units support the energy base?", Kind::Question),
            ("SELEC ?u { ?u a fg:Unit }", Kind::Sparql),
            ("SELECT ?u { ?u a fg:Unit }", Kind::Sparql),
            ("PREFIX a: <b:>", Kind::Sparql),
            ("slect", Kind::Sparql),
            (".help", Kind::Command),
            ("。HELP run", Kind::Command),
            ("help", Kind::Command),
            ("退出", Kind::Command),
            ("2015年以前完成的任务", Kind::Question),
            ("CLEAR ALL", Kind::Sparql),
            (". ?x", Kind::Sparql),
        ];
        for (text, expected) in cases {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
