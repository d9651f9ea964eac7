//! Queries that a server would answer wrongly, asked in another way that comes to the same.
//!
//! Virtuoso joins words as bytes: what CONCAT and `GROUP_CONCAT` put between the words of the data must be of ASCII, or the result is damaged. So
//! each such constant is sent as one control character, and put right in the answer. That is the same only where nothing looks at the joined words on
//! the way; where something does, the query is refused. And of two OPTIONAL that hold subqueries, one after the other, it gives the second the rows of
//! one; what stands before the second becomes a subquery of its own, which means the same.

use crate::language::{Message, message};
use oxigraph::model::{Literal, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern};
use std::collections::HashSet;

/// Control characters that stand for constants: those that no text has and JSON can hold, the separators of ASCII first.
const MARKS: &[char] =
    &['\u{1f}', '\u{1e}', '\u{1d}', '\u{1c}', '\u{1}', '\u{2}', '\u{3}', '\u{4}', '\u{5}', '\u{6}', '\u{10}', '\u{11}', '\u{12}'];

/// What stands for which words in the answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marked {
    words: Vec<String>,
}

impl Marked {
    /// Whether nothing is to be put right.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// A term of the answer, put right.
    pub(super) fn restore(&self, term: Term) -> Term {
        let Term::Literal(literal) = &term else { return term };
        let is_marked = |c: char| MARKS.iter().position(|mark| *mark == c).filter(|at| *at < self.words.len());
        if !literal.value().contains(|c| is_marked(c).is_some()) {
            return term;
        }
        let mut value = String::with_capacity(literal.value().len() + 16);
        for c in literal.value().chars() {
            match is_marked(c) {
                Some(at) => value.push_str(&self.words[at]),
                None => value.push(c),
            }
        }
        match literal.language() {
            Some(language) => Literal::new_language_tagged_literal_unchecked(value, language).into(),
            None => Literal::new_typed_literal(value, literal.datatype()).into(),
        }
    }

    /// What stands for some words.
    fn mark(&mut self, words: &str) -> Result<char, Message> {
        let at = self.words.iter().position(|other| other == words).unwrap_or(self.words.len());
        let mark = MARKS.get(at).copied().ok_or_else(|| message!("the query joins words by too many constants beyond ASCII"))?;
        if at == self.words.len() {
            self.words.push(words.to_owned());
        }
        Ok(mark)
    }
}

/// A query as Virtuoso answers it rightly, and what is to be put right in the answer.
///
/// # Errors
/// What the server would do wrongly, and cannot be asked in another way.
pub(super) fn for_virtuoso(query: &Query) -> Result<(Query, Marked), Message> {
    let mut query = query.clone();
    let mut rewriting = Rewriting::default();
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. }) =
        &mut query;
    rewriting.pattern(pattern)?;
    // What was joined and then compared with the data is compared with its marks.
    if rewriting.joined.intersection(&rewriting.matched).next().is_some() {
        return Err(looked_at());
    }
    Ok((query, rewriting.marked))
}

fn looked_at() -> Message {
    message!(
        "it damages words that are joined by constants beyond ASCII (CONCAT, GROUP_CONCAT), and the query goes on to look at them; join them by ASCII"
    )
}

/// What an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Gives {
    /// Words with marks in them.
    joined: bool,
    /// Words of a constant beyond ASCII, which do not go together with those of the data.
    wide: bool,
    /// Words of the data.
    data: bool,
}

impl Gives {
    const DATA: Self = Self { joined: false, wide: false, data: true };

    const fn or(self, other: Self) -> Self {
        Self { joined: self.joined | other.joined, wide: self.wide | other.wide, data: self.data | other.data }
    }
}

#[derive(Default)]
struct Rewriting {
    marked: Marked,
    /// Variables of joined words, and of constants beyond ASCII.
    joined: HashSet<Variable>,
    wide: HashSet<Variable>,
    /// Variables that stand in patterns of the data.
    matched: HashSet<Variable>,
}

impl Rewriting {
    fn pattern(&mut self, pattern: &mut GraphPattern) -> Result<(), Message> {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for pattern in patterns {
                    self.end(&mut pattern.subject);
                    self.named(&pattern.predicate);
                    self.end(&mut pattern.object);
                }
            }
            GraphPattern::Path { subject, object, .. } => {
                self.end(subject);
                self.end(object);
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right }
            | GraphPattern::Lateral { left, right } => {
                self.pattern(left)?;
                self.pattern(right)?;
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left)?;
                self.pattern(right)?;
                if has_subquery(right) && has_optional_subquery(left) {
                    apart(left);
                }
                expression.iter_mut().try_for_each(|expression| self.looks_at(expression))?;
            }
            GraphPattern::Filter { expr, inner } => {
                self.pattern(inner)?;
                self.looks_at(expr)?;
            }
            GraphPattern::Graph { name, inner } => {
                self.named(name);
                self.pattern(inner)?;
            }
            GraphPattern::Extend { inner, variable, expression } => {
                self.pattern(inner)?;
                let gives = self.value(expression, false)?;
                self.gives(variable, gives);
            }
            // Their constants go together with data: Virtuoso makes them the same.
            GraphPattern::Values { variables, .. } => self.matched.extend(variables.iter().cloned()),
            GraphPattern::OrderBy { inner, expression } => {
                self.pattern(inner)?;
                for key in expression {
                    let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) = key;
                    self.looks_at(expression)?;
                }
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                self.pattern(inner)?;
                for (variable, aggregate) in aggregates {
                    let gives = self.aggregate(aggregate)?;
                    self.gives(variable, gives);
                }
            }
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner)?,
            // What goes to another server is left as it was written.
            GraphPattern::Service { .. } => {}
        }
        Ok(())
    }

    fn aggregate(&mut self, aggregate: &mut AggregateExpression) -> Result<Gives, Message> {
        let AggregateExpression::FunctionCall { name, expr, .. } = aggregate else { return Ok(Gives::DATA) };
        match name {
            AggregateFunction::GroupConcat { separator } => {
                let mut gives = self.value(expr, true)?;
                if let Some(words) = separator.as_mut().filter(|words| !words.is_ascii()) {
                    *words = self.marked.mark(words)?.to_string();
                    gives.joined = true;
                }
                Ok(gives)
            }
            AggregateFunction::Sample => self.value(expr, false),
            AggregateFunction::Count => self.value(expr, false).map(|_| Gives::DATA),
            _ => self.looks_at(expr).map(|()| Gives::DATA),
        }
    }

    fn gives(&mut self, variable: &Variable, gives: Gives) {
        if gives.joined {
            self.joined.insert(variable.clone());
        }
        if gives.wide {
            self.wide.insert(variable.clone());
        }
    }

    /// An expression whose value decides something: it may not have marks in it.
    fn looks_at(&mut self, expression: &mut Expression) -> Result<(), Message> {
        if self.value(expression, false)?.joined { Err(looked_at()) } else { Ok(()) }
    }

    /// What an expression gives; within a join of words, constants become marks.
    fn value(&mut self, expression: &mut Expression, in_join: bool) -> Result<Gives, Message> {
        match expression {
            Expression::NamedNode(_) => Ok(Gives::default()),
            Expression::Literal(literal) if literal.value().is_ascii() => Ok(Gives::default()),
            Expression::Literal(literal) if in_join => {
                let mark = self.marked.mark(literal.value())?.to_string();
                *literal = match literal.language() {
                    Some(language) => Literal::new_language_tagged_literal_unchecked(mark, language),
                    None => Literal::new_simple_literal(mark),
                };
                Ok(Gives { joined: true, ..Gives::default() })
            }
            Expression::Literal(_) => Ok(Gives { wide: true, ..Gives::default() }),
            Expression::Variable(variable) => {
                let wide = self.wide.contains(variable);
                Ok(Gives { joined: self.joined.contains(variable), wide, data: !wide })
            }
            Expression::Bound(_) => Ok(Gives::default()),
            Expression::Exists(pattern) => self.pattern(pattern).map(|()| Gives::default()),
            Expression::If(condition, yes, no) => {
                self.looks_at(condition)?;
                Ok(self.value(yes, in_join)?.or(self.value(no, in_join)?))
            }
            Expression::Coalesce(parts) => self.all(parts, in_join),
            Expression::FunctionCall(Function::Str, parts) => self.all(parts, in_join),
            Expression::FunctionCall(Function::Concat, parts) => {
                let gives = self.all(parts, true)?;
                if gives.wide && gives.data {
                    return Err(message!(
                        "it damages words of the data that are joined with constants beyond ASCII of BIND; write them into CONCAT itself"
                    ));
                }
                Ok(gives)
            }
            Expression::FunctionCall(_, parts) => {
                let gives = self.all(parts, false)?;
                if gives.joined { Err(looked_at()) } else { Ok(Gives::DATA) }
            }
            Expression::Not(part) | Expression::UnaryPlus(part) | Expression::UnaryMinus(part) => {
                self.looks_at(part).map(|()| Gives::default())
            }
            Expression::In(part, list) => {
                self.looks_at(part)?;
                list.iter_mut().try_for_each(|part| self.looks_at(part)).map(|()| Gives::default())
            }
            Expression::Or(one, other)
            | Expression::And(one, other)
            | Expression::Equal(one, other)
            | Expression::SameTerm(one, other)
            | Expression::Greater(one, other)
            | Expression::GreaterOrEqual(one, other)
            | Expression::Less(one, other)
            | Expression::LessOrEqual(one, other)
            | Expression::Add(one, other)
            | Expression::Subtract(one, other)
            | Expression::Multiply(one, other)
            | Expression::Divide(one, other) => {
                self.looks_at(one)?;
                self.looks_at(other).map(|()| Gives::default())
            }
        }
    }

    fn all(&mut self, parts: &mut [Expression], in_join: bool) -> Result<Gives, Message> {
        parts.iter_mut().try_fold(Gives::default(), |gives, part| Ok(gives.or(self.value(part, in_join)?)))
    }

    /// A blank node of a query is a variable that nothing names (SPARQL 1.1, section 4.1.4); Virtuoso knows none at the end of a path.
    fn end(&mut self, end: &mut TermPattern) {
        if let TermPattern::BlankNode(node) = end {
            *end = Variable::new_unchecked(format!("blank_{}", node.as_str())).into();
        }
        if let TermPattern::Variable(variable) = end {
            self.matched.insert(variable.clone());
        }
    }

    fn named(&mut self, name: &NamedNodePattern) {
        if let NamedNodePattern::Variable(variable) = name {
            self.matched.insert(variable.clone());
        }
    }
}

/// Whether a pattern is a subquery, or is joined with one.
fn has_subquery(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Project { .. } | GraphPattern::Distinct { .. } | GraphPattern::Reduced { .. } | GraphPattern::Slice { .. } => true,
        GraphPattern::Join { left, right } | GraphPattern::LeftJoin { left, right, .. } | GraphPattern::Union { left, right } => {
            has_subquery(left) || has_subquery(right)
        }
        GraphPattern::Minus { left: inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Graph { inner, .. } => has_subquery(inner),
        _ => false,
    }
}

/// Whether an OPTIONAL with a subquery stands in a pattern, outside of subqueries.
fn has_optional_subquery(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::LeftJoin { left, right, .. } => has_subquery(right) || has_optional_subquery(left),
        GraphPattern::Join { left, right } => has_optional_subquery(left) || has_optional_subquery(right),
        GraphPattern::Minus { left: inner, .. } | GraphPattern::Filter { inner, .. } | GraphPattern::Extend { inner, .. } => {
            has_optional_subquery(inner)
        }
        _ => false,
    }
}

/// Makes a subquery of a pattern, with all of its variables.
fn apart(pattern: &mut GraphPattern) {
    let mut variables = Vec::new();
    pattern.on_in_scope_variable(|variable| {
        if !variables.contains(variable) {
            variables.push(variable.clone());
        }
    });
    let inner = std::mem::replace(pattern, GraphPattern::Bgp { patterns: Vec::new() });
    *pattern = GraphPattern::Project { inner: Box::new(inner), variables };
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::SparqlParser;

    /// The query as it is sent, or why it is not.
    fn rewritten(text: &str) -> Result<(String, Marked), String> {
        let query = SparqlParser::new().parse_query(text).map_err(|error| error.to_string())?;
        for_virtuoso(&query).map(|(query, marked)| (query.to_string(), marked)).map_err(|why| why.to_string())
    }

    #[test]
    fn constants_between_words_are_marked_and_put_right() -> Result<(), String> {
        let text = "SELECT ?u (GROUP_CONCAT(CONCAT(?n, \"×\", STR(?t)); SEPARATOR = \"、\") AS ?all) \
                    { ?u <urn:n> ?n ; <urn:t> ?t FILTER(?n != \"无\") } GROUP BY ?u";
        let (query, marked) = rewritten(text)?;
        assert!(!query.contains('×') && !query.contains('、') && query.contains('无'), "{query}");
        assert_eq!(marked.words, ["×", "、"]);
        let said = |words: &str| marked.restore(Literal::new_simple_literal(words).into()).to_string();
        assert_eq!(said("甲\u{1f}3\u{1e}乙\u{1f}1"), "\"甲×3、乙×1\"");
        assert_eq!(said("甲\u{1d}"), Literal::new_simple_literal("甲\u{1d}").to_string());
        // Joined words may be joined again.
        let text = "SELECT (CONCAT(?all, \"。\") AS ?x) { { SELECT (GROUP_CONCAT(?n; SEPARATOR = \"、\") AS ?all) { ?u <urn:n> ?n } } }";
        assert_eq!(rewritten(text)?.1.words, ["、", "。"]);
        let text = "SELECT (CONCAT(?n, \", \") AS ?x) { ?u <urn:n> ?n }";
        assert!(rewritten(text)?.1.is_empty());
        Ok(())
    }

    #[test]
    fn what_is_looked_at_is_not_marked_but_refused() -> Result<(), String> {
        let join = "{ SELECT (GROUP_CONCAT(?n; SEPARATOR = \"、\") AS ?all) { ?u <urn:n> ?n } }";
        for rest in ["FILTER(CONTAINS(?all, \"水\"))", "BIND(STRLEN(?all) AS ?x)", "?v <urn:n> ?all"] {
            let refused = rewritten(&format!("SELECT * {{ {join} {rest} }}"));
            assert_eq!(refused, Err(looked_at().to_string()), "{rest}");
        }
        assert_eq!(rewritten(&format!("SELECT * {{ {join} }} ORDER BY ?all")), Err(looked_at().to_string()));
        assert!(rewritten(&format!("SELECT * {{ {join} FILTER(BOUND(?all)) }}")).is_ok());
        assert!(rewritten("SELECT (CONCAT(?c, ?n) AS ?x) { ?u <urn:n> ?n BIND(\"水\" AS ?c) }").is_err());
        assert!(rewritten("SELECT (CONCAT(?c, \"a\") AS ?x) { ?u <urn:n> ?n BIND(\"水\" AS ?c) }").is_ok());
        Ok(())
    }

    #[test]
    fn what_stands_before_a_second_optional_subquery_is_one_too() -> Result<(), String> {
        let optional = |name: &str| format!("OPTIONAL {{ SELECT ?u (COUNT(*) AS ?{name}) {{ ?u <urn:{name}> ?x }} GROUP BY ?u }}");
        let selects = |text: &str| Ok::<_, String>(rewritten(text)?.0.matches("SELECT").count());
        let (a, b) = (optional("a"), optional("b"));
        let one = selects(&format!("SELECT * {{ ?u <urn:p> ?v {a} }}"))?;
        assert_eq!(selects(&format!("SELECT * {{ ?u <urn:p> ?v {a} OPTIONAL {{ ?u <urn:q> ?w }} }}"))?, one);
        // Each brings two of its own.
        let two = format!("SELECT * {{ ?u <urn:p> ?v {a} FILTER(?v > 1) {b} }}");
        assert_eq!(selects(&two)?, one + 2 + 1);
        assert!(rewritten(&two)?.0.contains("SELECT ?u ?v ?a WHERE"), "{:?}", rewritten(&two)?.0);
        Ok(())
    }

    #[test]
    fn paths_end_in_variables() -> Result<(), String> {
        let (query, _) = rewritten("SELECT ?a { ?a <urn:p>+/<urn:q> ?b . [] <urn:p> ?a }")?;
        assert!(!query.contains("_:") && query.contains("?blank_"), "{query}");
        Ok(())
    }
}
