//! Where in a query one is: what may stand at a place, and what the query says so far of what stands before it.
//!
//! The tokens before the place are read one after the other, as a parser would, but nothing is required: a query that is begun, or wrong
//! elsewhere, still has places. What encloses the place (groups, parentheses, brackets) is kept on a stack; triples are kept with the group
//! that they stand in, since those of the groups around the place hold there too.

use crate::query::lexer::{Token, TokenKind};

/// A place in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What may stand there.
    pub expected: Expected,
    /// The triples, as they are written, that hold where the place is.
    pub triples: Vec<Triple>,
}

/// A triple as it is written: subject, predicate or path, object.
pub type Triple = [String; 3];

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The beginning of a query: `SELECT`, `PREFIX` …
    Beginning,
    /// Behind `PREFIX`: a prefix.
    Prefix,
    /// Behind a prefix that is declared: its namespace.
    Namespace(String),
    /// What a SELECT gives: variables, aggregates, the WHERE clause.
    Projection,
    /// Behind `DESCRIBE`, or as a value of data: any thing.
    Thing,
    /// The subject of a triple, or a keyword that begins another pattern.
    Subject,
    /// The predicate of a subject; `path` is what of a path stands before it (`fg:lead/`).
    Predicate {
        /// The subject.
        subject: String,
        /// The steps before this one, without the last operator; empty at the first.
        path: String,
        /// Whether `^` turns the step round.
        inverse: bool,
    },
    /// The object of a subject and its predicate or path.
    Object {
        /// The subject.
        subject: String,
        /// The predicate.
        predicate: String,
    },
    /// Behind a whole triple: `;`, `.`, `,` or `}`.
    TripleEnd,
    /// An expression: functions and variables.
    Expression,
    /// Behind the pattern of the query: `ORDER BY` and others.
    Modifier,
    /// `BY`, behind `ORDER` or `GROUP`.
    By,
    /// What to sort or group by.
    Key,
    /// A number, behind LIMIT or OFFSET.
    Number,
    /// The name of a variable that is new: nothing can be told.
    NewName,
}

/// A stretch that brackets enclose.
#[derive(Debug, Default)]
struct Frame {
    kind: FrameKind,
    step: Step,
    subject: String,
    predicate: String,
    triples: Vec<Triple>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum FrameKind {
    /// The query itself, outside of brackets.
    #[default]
    Query,
    /// `{ … }` of patterns.
    Group,
    /// `{ … }` or `( … )` of VALUES.
    Data,
    /// `( … )` of an expression.
    Expression,
    /// `( … )` of a path.
    Path,
    /// `[ … ]`.
    BlankNode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Step {
    #[default]
    Subject,
    Predicate,
    /// A predicate stands there; it may go on as a path.
    PathOrObject,
    TripleEnd,
    /// An expression that needs no parentheses: behind FILTER, BIND.
    Call,
    /// Behind VALUES: its variables.
    DataVariables,
    /// Behind GRAPH or SERVICE: its name.
    GraphName,
    /// In the head of the query.
    Projection,
    Describe,
    Prefix,
    Namespace,
    Modifier,
    By,
    Key,
    Number,
    /// Behind AS.
    NewName,
    Beginning,
}

/// The place behind `tokens`, which are those before it without what is being typed.
pub fn place(query: &str, tokens: &[Token]) -> Place {
    let mut reader = Reader { query, stack: vec![Frame { step: Step::Beginning, ..Frame::default() }] };
    for token in tokens.iter().filter(|token| token.kind != TokenKind::Comment) {
        reader.read(token);
    }
    reader.place()
}

struct Reader<'q> {
    query: &'q str,
    stack: Vec<Frame>,
}

impl Reader<'_> {
    fn top(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            self.stack.push(Frame::default());
        }
        // One was pushed if there was none.
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    fn read(&mut self, token: &Token) {
        let words = token.of(self.query);
        match token.kind {
            TokenKind::Opening => self.open(words),
            TokenKind::Closing => self.close(words),
            TokenKind::Keyword if words != "a" && !words.eq_ignore_ascii_case("true") && !words.eq_ignore_ascii_case("false") => {
                self.keyword(&words.to_ascii_uppercase());
            }
            TokenKind::Mark => self.mark(words),
            TokenKind::Language => self.language(words),
            _ => self.term(words),
        }
    }

    fn open(&mut self, words: &str) {
        let top = self.top();
        let (kind, step) = match words {
            "{" if top.step == Step::DataVariables || top.kind == FrameKind::Data => (FrameKind::Data, Step::Subject),
            "{" => (FrameKind::Group, Step::Subject),
            "[" => (FrameKind::BlankNode, Step::Predicate),
            _ if top.kind == FrameKind::Data || top.step == Step::DataVariables => (FrameKind::Data, Step::Subject),
            _ if matches!(top.kind, FrameKind::Group | FrameKind::BlankNode | FrameKind::Path)
                && matches!(top.step, Step::Predicate | Step::PathOrObject) =>
            {
                (FrameKind::Path, Step::Predicate)
            }
            _ => (FrameKind::Expression, Step::Subject),
        };
        let mut frame = Frame { kind, step, ..Frame::default() };
        if kind == FrameKind::BlankNode {
            // A name of its own, so that what the bracket says of it is told from what is said of others.
            frame.subject = format!("?bracket{}", self.stack.len());
            let inner = frame.subject.clone();
            self.term(&inner);
        } else if kind == FrameKind::Path {
            frame.subject = self.top().subject.clone();
        }
        self.stack.push(frame);
    }

    fn close(&mut self, words: &str) {
        if self.stack.len() == 1 {
            return;
        }
        let Some(closed) = self.stack.pop() else { return };
        let is_query = self.stack.len() == 1;
        let top = self.top();
        match closed.kind {
            FrameKind::Group if is_query => top.step = Step::Modifier,
            FrameKind::Group => top.step = Step::Subject,
            FrameKind::Data if words == "}" => top.step = if is_query { Step::Modifier } else { Step::Subject },
            FrameKind::Data => {}
            // The variables that a bracket speaks of hold outside too.
            FrameKind::BlankNode => top.triples.extend(closed.triples),
            FrameKind::Path => {
                top.predicate.push_str(&format!("({})", closed.predicate));
                top.step = Step::PathOrObject;
            }
            FrameKind::Expression if top.step == Step::Call => top.step = Step::Subject,
            FrameKind::Expression | FrameKind::Query => {}
        }
    }

    fn keyword(&mut self, words: &str) {
        let in_query = self.stack.len() == 1;
        let step = match words {
            "PREFIX" => Step::Prefix,
            "BASE" => Step::Namespace,
            "SELECT" | "DISTINCT" | "REDUCED" => {
                // A SELECT inside a group gives that group its pattern.
                Step::Projection
            }
            "DESCRIBE" => Step::Describe,
            "ASK" | "CONSTRUCT" | "WHERE" | "OPTIONAL" | "MINUS" | "UNION" => Step::Subject,
            "FILTER" | "BIND" | "EXISTS" | "NOT" | "HAVING" | "IN" => Step::Call,
            "VALUES" => Step::DataVariables,
            "GRAPH" | "SERVICE" | "FROM" | "NAMED" | "SILENT" => Step::GraphName,
            "ORDER" | "GROUP" => Step::By,
            "BY" | "ASC" | "DESC" => Step::Key,
            "LIMIT" | "OFFSET" => Step::Number,
            "AS" => Step::NewName,
            _ => return,
        };
        let top = self.top();
        if top.kind == FrameKind::Expression && step != Step::NewName {
            return;
        }
        top.step = step;
        if in_query && matches!(words, "ASK" | "CONSTRUCT") {
            top.step = Step::Projection;
        }
    }

    fn mark(&mut self, words: &str) {
        let top = self.top();
        if !matches!(top.kind, FrameKind::Group | FrameKind::BlankNode | FrameKind::Path) {
            return;
        }
        match (words, top.step) {
            ("/" | "|", Step::PathOrObject) | ("^" | "!", Step::Predicate) => {
                top.predicate.push_str(words);
                top.step = Step::Predicate;
            }
            ("*" | "+" | "?", Step::PathOrObject) => top.predicate.push_str(words),
            (".", _) => top.step = Step::Subject,
            (";", _) => {
                top.step = Step::Predicate;
                top.predicate.clear();
            }
            (",", Step::TripleEnd) => top.step = Step::PathOrObject,
            _ => {}
        }
    }

    /// A variable, an IRI, a literal, or a word that is none yet.
    fn term(&mut self, words: &str) {
        let top = self.top();
        match top.step {
            Step::Subject if matches!(top.kind, FrameKind::Group | FrameKind::BlankNode) => {
                words.clone_into(&mut top.subject);
                top.predicate.clear();
                top.step = Step::Predicate;
            }
            Step::Predicate => {
                top.predicate.push_str(words);
                top.step = Step::PathOrObject;
            }
            Step::PathOrObject => {
                top.triples.push([top.subject.clone(), top.predicate.clone(), words.to_owned()]);
                top.step = Step::TripleEnd;
            }
            Step::Prefix => {
                words.clone_into(&mut top.subject);
                top.step = Step::Namespace;
            }
            Step::Namespace => top.step = Step::Beginning,
            Step::GraphName => top.step = Step::Subject,
            Step::Number => top.step = Step::Modifier,
            Step::NewName if top.kind == FrameKind::Expression => top.step = Step::Subject,
            Step::NewName => top.step = Step::Projection,
            _ => {}
        }
    }

    /// `@zh` belongs to the string before it.
    fn language(&mut self, words: &str) {
        let top = self.top();
        if let (Step::TripleEnd, Some([_, _, object])) = (top.step, top.triples.last_mut()) {
            object.push_str(words);
        }
    }

    fn place(mut self) -> Place {
        let triples = self.stack.iter().flat_map(|frame| frame.triples.iter().cloned()).collect();
        let top = self.top();
        let (subject, predicate) = (top.subject.clone(), top.predicate.clone());
        let expected = match (top.kind, top.step) {
            (_, Step::NewName) => Expected::NewName,
            (FrameKind::Data, _) => Expected::Thing,
            (FrameKind::Expression, _) | (_, Step::Call) => Expected::Expression,
            (_, Step::Predicate) => {
                let inverse = predicate.ends_with('^');
                let path = predicate.trim_end_matches(['^', '!']);
                let path = if path.ends_with('|') { "" } else { path.trim_end_matches('/') };
                Expected::Predicate { subject, path: path.to_owned(), inverse }
            }
            (FrameKind::Path, _) => Expected::TripleEnd,
            (_, Step::PathOrObject) => Expected::Object { subject, predicate },
            (_, Step::TripleEnd) => Expected::TripleEnd,
            (_, Step::DataVariables) => Expected::Key,
            (_, Step::GraphName | Step::Describe) => Expected::Thing,
            (_, Step::Projection) => Expected::Projection,
            (_, Step::Prefix) => Expected::Prefix,
            (_, Step::Namespace) => Expected::Namespace(subject),
            (_, Step::Modifier) => Expected::Modifier,
            (_, Step::By) => Expected::By,
            (_, Step::Key) => Expected::Key,
            (_, Step::Number) => Expected::Number,
            (FrameKind::Query, Step::Beginning) => Expected::Beginning,
            // What comes next is the brace that opens the pattern.
            (FrameKind::Query, Step::Subject) => Expected::Projection,
            (_, Step::Subject | Step::Beginning) => Expected::Subject,
        };
        Place { expected, triples }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::lexer::lex;

    fn at(query: &str) -> Place {
        place(query, &lex(query))
    }

    fn predicate(subject: &str, path: &str, inverse: bool) -> Expected {
        Expected::Predicate { subject: subject.to_owned(), path: path.to_owned(), inverse }
    }

    fn object(subject: &str, predicate: &str) -> Expected {
        Expected::Object { subject: subject.to_owned(), predicate: predicate.to_owned() }
    }

    #[test]
    fn each_place_expects_what_may_stand_there() {
        let cases = [
            ("", Expected::Beginning),
            ("PREFIX", Expected::Prefix),
            ("PREFIX a: <http://a/>", Expected::Beginning),
            ("SELECT", Expected::Projection),
            ("SELECT ?t (COUNT(", Expected::Expression),
            ("SELECT ?t (COUNT(?x) AS", Expected::NewName),
            ("SELECT ?t (COUNT(?x) AS ?n)", Expected::Projection),
            ("SELECT * WHERE {", Expected::Subject),
            ("SELECT * { ?t", predicate("?t", "", false)),
            ("SELECT * { ?t a fg:Task ;", predicate("?t", "", false)),
            ("SELECT * { ?t fg:lead/", predicate("?t", "fg:lead", false)),
            ("SELECT * { ?t ^", predicate("?t", "", true)),
            ("SELECT * { ?t (fg:lead|fg:support)/", predicate("?t", "(fg:lead|fg:support)", false)),
            ("SELECT * { ?t fg:lead", object("?t", "fg:lead")),
            ("SELECT * { ?t fg:within+", object("?t", "fg:within+")),
            ("SELECT * { ?t fg:lead ?u ,", object("?t", "fg:lead")),
            ("SELECT * { ?t fg:lead ?u", Expected::TripleEnd),
            ("SELECT * { ?t fg:lead ?u .", Expected::Subject),
            ("SELECT * { ?t fg:lead ?u . FILTER(", Expected::Expression),
            ("SELECT * { ?t fg:lead ?u . FILTER(?u = 1)", Expected::Subject),
            ("SELECT * { VALUES ?u {", Expected::Thing),
            ("SELECT * { VALUES ?u { unit:a } ?t", predicate("?t", "", false)),
            ("SELECT * { ?a fg:task [ fg:lead", object("?bracket2", "fg:lead")),
            ("SELECT * { GRAPH", Expected::Thing),
            ("SELECT * { } ORDER", Expected::By),
            ("SELECT * { } ORDER BY", Expected::Key),
            ("SELECT * { } LIMIT", Expected::Number),
            ("SELECT * { }", Expected::Modifier),
            ("DESCRIBE", Expected::Thing),
            ("ASK {", Expected::Subject),
            ("CONSTRUCT { ?a fg:x ?b } WHERE { ?a", predicate("?a", "", false)),
            ("SELECT * { { SELECT ?u { ?t fg:lead", object("?t", "fg:lead")),
        ];
        for (query, expected) in cases {
            assert_eq!(at(query).expected, expected, "{query}");
        }
    }

    #[test]
    fn the_triples_of_the_groups_around_a_place_hold_there() {
        let place = at("SELECT * { ?t a fg:Task ; fg:lead ?u . { ?x a fg:Port } OPTIONAL { ?t fg:support ?s . ?s");
        let held: Vec<String> = place.triples.iter().map(|triple| triple.join(" ")).collect();
        assert_eq!(held, ["?t a fg:Task", "?t fg:lead ?u", "?t fg:support ?s"]);
    }

    #[test]
    fn no_beginning_of_a_query_is_without_a_place() {
        for (_, query) in crate::query::CATALOGUE {
            let tokens = lex(query);
            (0..tokens.len()).for_each(|end| _ = place(query, &tokens[..end]));
        }
        at("} ) ] . ; , ^ / ( [ {");
    }
}
