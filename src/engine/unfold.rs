//! Property paths whose outermost parts are alternatives and sequences, written as unions and joins.
//!
//! So SPARQL 1.1 defines them (§18.2.2.4, §9.3): an alternative keeps what both sides give, and what a sequence gives it gives as often as
//! there are ways. Written out, they are read by the same operators as other unions and joins, and mean the same to spareval. Blank nodes
//! become variables on the way, which nothing outside can name: so the parts of a path keep theirs in common.

use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// The same query with its paths written out.
pub(super) fn unfolded(query: &Query) -> Query {
    let mut query = query.clone();
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. }) =
        &mut query;
    unfold(pattern, &mut 0);
    query
}

/// How many variables were made.
type Made = u32;

fn unfold(pattern: &mut GraphPattern, made: &mut Made) {
    match pattern {
        GraphPattern::Values { .. } => {}
        GraphPattern::Bgp { patterns } => {
            for pattern in patterns {
                named(&mut pattern.subject);
                named(&mut pattern.object);
            }
        }
        GraphPattern::Path { subject, path, object } => {
            named(subject);
            named(object);
            *pattern = path_of(subject, path, object, made);
        }
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right }
        | GraphPattern::Lateral { left, right } => {
            unfold(left, made);
            unfold(right, made);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            unfold(left, made);
            unfold(right, made);
            expression.iter_mut().for_each(|part| within(part, made));
        }
        GraphPattern::Filter { expr, inner } => {
            within(expr, made);
            unfold(inner, made);
        }
        GraphPattern::Extend { inner, expression, .. } => {
            within(expression, made);
            unfold(inner, made);
        }
        GraphPattern::OrderBy { inner, expression } => {
            for key in expression {
                let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) = key;
                within(expression, made);
            }
            unfold(inner, made);
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates.iter_mut() {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    within(expr, made);
                }
            }
            let counts_rows = |(_, aggregate): &(Variable, _)| matches!(aggregate, AggregateExpression::CountSolutions { distinct: true });
            if aggregates.iter().any(counts_rows) {
                // Rows are told apart by the variables of the query there, not by those that are made here: COUNT(DISTINCT *) { ?x :p/:p ?y }.
                let mut variables = Vec::new();
                inner.on_in_scope_variable(|variable| {
                    if !variables.contains(variable) {
                        variables.push(variable.clone());
                    }
                });
                unfold(inner, made);
                let rows = std::mem::take(inner);
                **inner = GraphPattern::Project { inner: rows, variables };
            } else {
                unfold(inner, made);
            }
        }
        // What goes to another engine is left as it was written.
        GraphPattern::Service { .. } => {}
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => unfold(inner, made),
    }
}

/// A blank node as a variable.
fn named(end: &mut TermPattern) {
    if let TermPattern::BlankNode(node) = end {
        // A query cannot write such a name.
        *end = Variable::new_unchecked(format!("_:{}", node.as_str())).into();
    }
}

fn path_of(subject: &TermPattern, path: &PropertyPathExpression, object: &TermPattern, made: &mut Made) -> GraphPattern {
    match path {
        PropertyPathExpression::NamedNode(node) => {
            let predicate = NamedNodePattern::NamedNode(node.clone());
            GraphPattern::Bgp { patterns: vec![TriplePattern { subject: subject.clone(), predicate, object: object.clone() }] }
        }
        PropertyPathExpression::Reverse(inner) => path_of(object, inner, subject, made),
        PropertyPathExpression::Sequence(first, second) => {
            *made += 1;
            let between = Variable::new_unchecked(format!("/{made}")).into();
            let (left, right) = (path_of(subject, first, &between, made), path_of(&between, second, object, made));
            GraphPattern::Join { left: Box::new(left), right: Box::new(right) }
        }
        PropertyPathExpression::Alternative(one, other) => {
            let (left, right) = (path_of(subject, one, object, made), path_of(subject, other, object, made));
            GraphPattern::Union { left: Box::new(left), right: Box::new(right) }
        }
        path => GraphPattern::Path { subject: subject.clone(), path: path.clone(), object: object.clone() },
    }
}

/// The patterns inside an expression.
fn within(expression: &mut Expression, made: &mut Made) {
    match expression {
        Expression::Exists(pattern) => unfold(pattern, made),
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
            within(one, made);
            within(other, made);
        }
        Expression::UnaryPlus(inner) | Expression::UnaryMinus(inner) | Expression::Not(inner) => within(inner, made),
        Expression::If(condition, then, otherwise) => [condition, then, otherwise].into_iter().for_each(|part| within(part, made)),
        Expression::In(inner, list) => {
            within(inner, made);
            list.iter_mut().for_each(|part| within(part, made));
        }
        Expression::Coalesce(parts) | Expression::FunctionCall(_, parts) => parts.iter_mut().for_each(|part| within(part, made)),
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::{Executor, Options, Results, evaluate};
    use crate::store::{Builder, Snapshot};
    use oxigraph::model::{GraphName, NamedNode, Quad};
    use spargebra::SparqlParser;

    /// A pair that two ways lead to is two rows, and one of those that differ.
    #[test]
    fn what_stands_between_steps_does_not_tell_rows_apart() {
        let node = |name: &str| NamedNode::new_unchecked(format!("http://e/{name}"));
        let mut builder = Builder::new();
        for (from, to) in [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")] {
            builder.add(Quad::new(node(from), node("p"), node(to), GraphName::DefaultGraph).as_ref()).expect("room");
        }
        let snapshot = Snapshot::empty().with(builder).expect("a snapshot");
        for executor in [Executor::Vectorised, Executor::Spareval] {
            for (count, expected) in [("*", "2"), ("DISTINCT *", "1")] {
                let query = format!("SELECT (COUNT({count}) AS ?n) {{ ?x <http://e/p>/<http://e/p> ?y }}");
                let query = SparqlParser::new().parse_query(&query).expect("a query");
                let options = Options { executor, ..Options::default() };
                let Ok(Results::Rows { mut rows, .. }) = evaluate(&snapshot, &query, &options) else { panic!("no rows") };
                let row = rows.next().expect("a row").expect("no error");
                assert_eq!(
                    row[0].as_ref().map(ToString::to_string),
                    Some(format!("\"{expected}\"^^<http://www.w3.org/2001/XMLSchema#integer>"))
                );
            }
        }
    }
}
