//! Property paths whose outermost parts are alternatives and sequences, written as unions and joins.
//!
//! So SPARQL 1.1 defines them (§18.2.2.4, §9.3): an alternative keeps what both sides give, and what a sequence gives it gives as often as
//! there are ways. Written out, they are read by the same operators as other unions and joins, and mean the same to spareval.

use oxigraph::model::BlankNode;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// The same query with its paths written out.
pub(super) fn unfolded(query: &Query) -> Query {
    let mut query = query.clone();
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. }) =
        &mut query;
    unfold(pattern);
    query
}

fn unfold(pattern: &mut GraphPattern) {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Path { subject, path, object } => *pattern = path_of(subject, path, object),
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right }
        | GraphPattern::Lateral { left, right } => {
            unfold(left);
            unfold(right);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            unfold(left);
            unfold(right);
            expression.iter_mut().for_each(within);
        }
        GraphPattern::Filter { expr, inner } => {
            within(expr);
            unfold(inner);
        }
        GraphPattern::Extend { inner, expression, .. } => {
            within(expression);
            unfold(inner);
        }
        GraphPattern::OrderBy { inner, expression } => {
            for key in expression {
                let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) = key;
                within(expression);
            }
            unfold(inner);
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    within(expr);
                }
            }
            unfold(inner);
        }
        // What goes to another engine is left as it was written.
        GraphPattern::Service { .. } => {}
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => unfold(inner),
    }
}

fn path_of(subject: &TermPattern, path: &PropertyPathExpression, object: &TermPattern) -> GraphPattern {
    match path {
        PropertyPathExpression::NamedNode(node) => {
            let predicate = NamedNodePattern::NamedNode(node.clone());
            GraphPattern::Bgp { patterns: vec![TriplePattern { subject: subject.clone(), predicate, object: object.clone() }] }
        }
        PropertyPathExpression::Reverse(inner) => path_of(object, inner, subject),
        PropertyPathExpression::Sequence(first, second) => {
            let between = TermPattern::BlankNode(BlankNode::default());
            let (left, right) = (path_of(subject, first, &between), path_of(&between, second, object));
            GraphPattern::Join { left: Box::new(left), right: Box::new(right) }
        }
        PropertyPathExpression::Alternative(one, other) => {
            let (left, right) = (path_of(subject, one, object), path_of(subject, other, object));
            GraphPattern::Union { left: Box::new(left), right: Box::new(right) }
        }
        path => GraphPattern::Path { subject: subject.clone(), path: path.clone(), object: object.clone() },
    }
}

/// The patterns inside an expression.
fn within(expression: &mut Expression) {
    match expression {
        Expression::Exists(pattern) => unfold(pattern),
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
            within(one);
            within(other);
        }
        Expression::UnaryPlus(inner) | Expression::UnaryMinus(inner) | Expression::Not(inner) => within(inner),
        Expression::If(condition, then, otherwise) => [condition, then, otherwise].into_iter().for_each(|part| within(part)),
        Expression::In(inner, list) => {
            within(inner);
            list.iter_mut().for_each(within);
        }
        Expression::Coalesce(parts) | Expression::FunctionCall(_, parts) => parts.iter_mut().for_each(within),
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {}
    }
}
