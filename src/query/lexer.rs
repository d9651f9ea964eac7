//! SPARQL as a row of tokens, right or wrong: for carets, colours, brackets and completion.
//!
//! The parser says yes or no to a whole query; while one types, and where it says no, what is there so far must still be told apart.
//! Every character but white space belongs to a token, and no text fails.

use crate::text::Span;

/// A token of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its place, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `SELECT`, `FILTER`, `a`, in either case.
    Keyword,
    /// `STRLEN`, `COUNT`: what takes arguments in parentheses.
    Function,
    /// `?unit`, `$unit`.
    Variable,
    /// `<…>`, closed.
    Iri,
    /// `unit:内蒙古自治区水利厅`, or the `fg:` of a declaration.
    PrefixedName,
    /// A string in quotes.
    Text,
    /// A string, or IRI, whose end is missing.
    Unclosed,
    /// `12`, `1.5`.
    Number,
    /// `@zh`.
    Language,
    /// `# …` to the end of the line.
    Comment,
    /// `{`, `(`, `[`.
    Opening,
    /// `}`, `)`, `]`.
    Closing,
    /// `;`, `.`, `=`, `+` and others.
    Mark,
    /// Any other word: one of which no keyword has come yet, or a slip.
    Word,
}

/// The words of SPARQL 1.1 that stand without parentheses.
pub const KEYWORDS: &[&str] = &[
    "a",
    "AS",
    "ASC",
    "ASK",
    "BASE",
    "BIND",
    "BY",
    "CONSTRUCT",
    "DESC",
    "DESCRIBE",
    "DISTINCT",
    "EXISTS",
    "false",
    "FILTER",
    "FROM",
    "GRAPH",
    "GROUP",
    "HAVING",
    "IN",
    "LIMIT",
    "MINUS",
    "NAMED",
    "NOT",
    "OFFSET",
    "OPTIONAL",
    "ORDER",
    "PREFIX",
    "REDUCED",
    "SELECT",
    "SEPARATOR",
    "SERVICE",
    "SILENT",
    "true",
    "UNDEF",
    "UNION",
    "VALUES",
    "WHERE",
];

/// The functions and aggregates of SPARQL 1.1.
pub const FUNCTIONS: &[&str] = &[
    "ABS",
    "AVG",
    "BNODE",
    "BOUND",
    "CEIL",
    "COALESCE",
    "CONCAT",
    "CONTAINS",
    "COUNT",
    "DATATYPE",
    "DAY",
    "ENCODE_FOR_URI",
    "FLOOR",
    "GROUP_CONCAT",
    "HOURS",
    "IF",
    "IRI",
    "isBLANK",
    "isIRI",
    "isLITERAL",
    "isNUMERIC",
    "isURI",
    "LANG",
    "LANGMATCHES",
    "LCASE",
    "MAX",
    "MD5",
    "MIN",
    "MINUTES",
    "MONTH",
    "NOW",
    "RAND",
    "REGEX",
    "REPLACE",
    "ROUND",
    "sameTerm",
    "SAMPLE",
    "SECONDS",
    "SHA1",
    "SHA256",
    "SHA384",
    "SHA512",
    "STR",
    "STRAFTER",
    "STRBEFORE",
    "STRDT",
    "STRENDS",
    "STRLANG",
    "STRLEN",
    "STRSTARTS",
    "STRUUID",
    "SUBSTR",
    "SUM",
    "TIMEZONE",
    "TZ",
    "UCASE",
    "URI",
    "UUID",
    "YEAR",
];

/// The tokens of a query, in order.
pub fn lex(query: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = query[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (length, kind) = token(&query[at..], c);
        tokens.push(Token { span: Span::new(at, at + length), kind });
        at += length;
    }
    tokens
}

/// Length and kind of the token with which `rest` begins.
fn token(rest: &str, first: char) -> (usize, TokenKind) {
    match first {
        '#' => (rest.find('\n').unwrap_or(rest.len()), TokenKind::Comment),
        '<' => match rest.find(|c: char| c == '>' || c.is_whitespace() || matches!(c, '"' | '{' | '}' | '|' | '^' | '`')) {
            Some(end) if rest[end..].starts_with('>') => (end + 1, TokenKind::Iri),
            // A word that a colon follows begins an IRI; other things are smaller than something.
            None if rest[1..].contains(':') => (rest.len(), TokenKind::Unclosed),
            _ => (if rest.starts_with("<=") { 2 } else { 1 }, TokenKind::Mark),
        },
        '"' | '\'' => text(rest, first),
        '?' | '$' => {
            let length = 1 + name(&rest[1..]).len();
            // `?` alone is an operator of paths.
            (length, if length > 1 { TokenKind::Variable } else { TokenKind::Mark })
        }
        '@' => (1 + rest[1..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len() - 1), TokenKind::Language),
        '{' | '(' | '[' => (1, TokenKind::Opening),
        '}' | ')' | ']' => (1, TokenKind::Closing),
        c if c.is_ascii_digit() => (number(rest), TokenKind::Number),
        c if c == ':' || is_name_character(c) && c != '.' && c != '-' => word(rest),
        c => (c.len_utf8(), TokenKind::Mark),
    }
}

/// The beginning that may be the name of a variable.
fn name(rest: &str) -> &str {
    &rest[..rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '·'))).unwrap_or(rest.len())]
}

fn number(rest: &str) -> usize {
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(rest.len());
    // A full stop at the end of a number ends the statement.
    rest[..length].trim_end_matches('.').len()
}

fn word(rest: &str) -> (usize, TokenKind) {
    let length = rest.find(|c: char| !(is_name_character(c) || matches!(c, ':' | '%' | '\\'))).unwrap_or(rest.len());
    // A full stop at the end of a name ends the statement.
    let words = rest[..length].trim_end_matches('.');
    if words.contains(':') {
        return (words.len(), TokenKind::PrefixedName);
    }
    // `-` belongs to names of data only.
    let words = &words[..words.find('-').unwrap_or(words.len())];
    let is = |list: &[&str]| list.iter().any(|word| word.eq_ignore_ascii_case(words));
    let kind = if words == "a" || words != "A" && is(KEYWORDS) {
        TokenKind::Keyword
    } else if is(FUNCTIONS) {
        TokenKind::Function
    } else {
        TokenKind::Word
    };
    (words.len(), kind)
}

/// A string: in one or three quotes, with escapes; one in single quotes ends with its line.
fn text(rest: &str, quote: char) -> (usize, TokenKind) {
    let long = quote.to_string().repeat(3);
    let end = if rest.starts_with(&long) { long } else { quote.to_string() };
    let mut inner = &rest[end.len()..];
    while let Some(c) = inner.chars().next() {
        if inner.starts_with(&end) {
            return (rest.len() - inner.len() + end.len(), TokenKind::Text);
        }
        if end.len() == 1 && c == '\n' {
            break;
        }
        let skipped = if c == '\\' { inner.chars().take(2).map(char::len_utf8).sum() } else { c.len_utf8() };
        inner = &inner[skipped..];
    }
    (rest.len() - inner.len(), TokenKind::Unclosed)
}

/// Whether a character may stand in the local part of a prefixed name, or in a prefix.
pub(super) fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '·')
}

impl Token {
    /// Its words.
    pub fn of<'q>(&self, query: &'q str) -> &'q str {
        self.span.of(query)
    }

    /// Whether it is this keyword or function.
    pub fn is(&self, query: &str, word: &str) -> bool {
        matches!(self.kind, TokenKind::Keyword | TokenKind::Function) && self.of(query).eq_ignore_ascii_case(word)
    }

    /// The prefix and the local part of a prefixed name.
    pub fn prefix<'q>(&self, query: &'q str) -> Option<(&'q str, &'q str)> {
        self.of(query).split_once(':').filter(|_| self.kind == TokenKind::PrefixedName)
    }
}

#[cfg(test)]
mod tests {
    use super::TokenKind::*;
    use super::*;

    fn kinds(query: &str) -> Vec<(&str, TokenKind)> {
        lex(query).iter().map(|token| (token.of(query), token.kind)).collect()
    }

    #[test]
    fn a_query_falls_into_its_tokens() {
        let query = "SELECT ?单位 (COUNT(*) AS ?n) { ?t a fg:Task ; fg:lead unit:内蒙古自治区水利厅 . # 牵头\n FILTER(?n<=2.5) }";
        let expected = [
            ("SELECT", Keyword),
            ("?单位", Variable),
            ("(", Opening),
            ("COUNT", Function),
            ("(", Opening),
            ("*", Mark),
            (")", Closing),
            ("AS", Keyword),
            ("?n", Variable),
            (")", Closing),
            ("{", Opening),
            ("?t", Variable),
            ("a", Keyword),
            ("fg:Task", PrefixedName),
            (";", Mark),
            ("fg:lead", PrefixedName),
            ("unit:内蒙古自治区水利厅", PrefixedName),
            (".", Mark),
            ("# 牵头", Comment),
            ("FILTER", Keyword),
            ("(", Opening),
            ("?n", Variable),
            ("<=", Mark),
            ("2.5", Number),
            (")", Closing),
            ("}", Closing),
        ];
        assert_eq!(kinds(query), expected);
    }

    #[test]
    fn strings_hold_what_looks_like_tokens() {
        assert_eq!(
            kinds(r#"'d:e' "a\"b" """f:"g""" "zh"@zh"#),
            [("'d:e'", Text), (r#""a\"b""#, Text), (r#""""f:"g""""#, Text), ("\"zh\"", Text), ("@zh", Language)]
        );
        assert_eq!(kinds("\"水利 }\n}"), [("\"水利 }", Unclosed), ("}", Closing)]);
        assert_eq!(kinds("'\\"), [("'\\", Unclosed)]);
    }

    #[test]
    fn an_iri_is_told_from_a_comparison() {
        assert_eq!(kinds("<http://a/b#c>"), [("<http://a/b#c>", Iri)]);
        assert_eq!(kinds("?a < ?b"), [("?a", Variable), ("<", Mark), ("?b", Variable)]);
        assert_eq!(kinds("?a<?b && ?b>?c")[1], ("<", Mark));
        assert_eq!(kinds("<http://a"), [("<http://a", Unclosed)]);
    }

    #[test]
    fn the_stop_after_a_name_is_its_own() {
        assert_eq!(kinds("unit:a.b. ?x"), [("unit:a.b", PrefixedName), (".", Mark), ("?x", Variable)]);
        assert_eq!(kinds("fg:in-plan/fg:x*"), [("fg:in-plan", PrefixedName), ("/", Mark), ("fg:x", PrefixedName), ("*", Mark)]);
    }
}
