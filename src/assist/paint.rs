//! Tokens told apart for colours, and brackets that belong together.

use crate::query::lexer::{TokenKind, lex};
use crate::text::Span;

/// What a stretch of a query is, for whoever gives it a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paint {
    /// A keyword.
    Keyword,
    /// A function or aggregate.
    Function,
    /// A variable.
    Variable,
    /// An IRI, whole or by its prefix.
    Iri,
    /// A string with its language.
    Text,
    /// A number, `true`, `false`.
    Number,
    /// A comment.
    Comment,
    /// A bracket.
    Bracket,
    /// What cannot be right: a bracket without partner, a string without end.
    Wrong,
}

/// The stretches of a query that have a colour, in order.
pub fn paint(query: &str) -> Vec<(Span, Paint)> {
    let tokens = lex(query);
    let mut painted = Vec::with_capacity(tokens.len());
    let mut open: Vec<&str> = Vec::new();
    for token in &tokens {
        let words = token.of(query);
        let paint = match token.kind {
            TokenKind::Keyword if words.eq_ignore_ascii_case("true") || words.eq_ignore_ascii_case("false") => Paint::Number,
            TokenKind::Keyword => Paint::Keyword,
            TokenKind::Function => Paint::Function,
            TokenKind::Variable => Paint::Variable,
            TokenKind::Iri | TokenKind::PrefixedName => Paint::Iri,
            TokenKind::Text | TokenKind::Language => Paint::Text,
            TokenKind::Number => Paint::Number,
            TokenKind::Comment => Paint::Comment,
            TokenKind::Opening => {
                open.push(closing(words));
                Paint::Bracket
            }
            TokenKind::Closing if open.pop() == Some(words) => Paint::Bracket,
            TokenKind::Closing | TokenKind::Unclosed => Paint::Wrong,
            TokenKind::Mark | TokenKind::Word => continue,
        };
        painted.push((token.span, paint));
    }
    painted
}

fn closing(opening: &str) -> &'static str {
    match opening {
        "{" => "}",
        "[" => "]",
        _ => ")",
    }
}

/// The bracket that belongs to the one at `byte`, or just before it, and that bracket itself. Brackets in strings and comments are none.
pub fn partner(query: &str, byte: usize) -> Option<(Span, Span)> {
    let brackets: Vec<_> = lex(query).into_iter().filter(|token| matches!(token.kind, TokenKind::Opening | TokenKind::Closing)).collect();
    let here =
        brackets.iter().position(|token| token.span.start == byte).or_else(|| brackets.iter().position(|token| token.span.end == byte))?;
    let opens = brackets[here].kind == TokenKind::Opening;
    let mut depth = 0_i32;
    let order: Box<dyn Iterator<Item = usize>> = if opens { Box::new(here..brackets.len()) } else { Box::new((0..=here).rev()) };
    for at in order {
        depth += if (brackets[at].kind == TokenKind::Opening) == opens { 1 } else { -1 };
        if depth == 0 {
            let (one, other) = if opens { (here, at) } else { (at, here) };
            let fits = closing(brackets[one].of(query)) == brackets[other].of(query);
            return fits.then_some((brackets[here].span, brackets[at].span));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_right_is_told_from_what_can() {
        let query = "ASK { ?单位 fg:text \"{\" ) } \"open";
        let painted: Vec<(&str, Paint)> = paint(query).into_iter().map(|(span, paint)| (span.of(query), paint)).collect();
        assert_eq!(painted[4], ("\"{\"", Paint::Text));
        assert_eq!(painted[5], (")", Paint::Wrong));
        assert_eq!(painted.last(), Some(&("\"open", Paint::Wrong)));
    }

    #[test]
    fn a_bracket_finds_its_partner_past_strings_and_inner_brackets() {
        let query = "ASK { ?a fg:text '}' . FILTER(?a = (1)) }";
        let of = |byte: usize| partner(query, byte).map(|(_, other)| other.start);
        assert_eq!(of(4), Some(query.len() - 1));
        assert_eq!(of(query.len()), Some(4), "behind the last");
        assert_eq!(of(query.find("(?a").unwrap_or_default()), query.rfind(')'));
        assert_eq!(partner("( ]", 0), None);
        assert_eq!(partner("(", 0), None);
    }
}
