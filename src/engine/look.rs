//! Queries of spareval that can be stopped.
//!
//! spareval looks whether it is to stop each time it reads a statement. Where it only combines what it has read (every row of a VALUES with
//! every row of another) it reads none: there the query gets a condition that looks too.

use super::options::Stop;
use oxigraph::model::{Literal, NamedNode, Variable};
use spareval::QueryEvaluator;
use spargebra::algebra::{Expression, Function, GraphPattern};
use std::collections::BTreeSet;

/// The query and its evaluator, such that whoever pulls the stop ends it. Where it combines without reading it ends by a panic.
pub(super) fn watched(query: &spargebra::Query, evaluator: QueryEvaluator, stop: &Stop) -> (spargebra::Query, QueryEvaluator) {
    let look = NamedNode::new_unchecked("urn:fengong:look-whether-to-stop");
    let mut query = query.clone();
    look_while_combining(&mut query, &look);
    let stop = stop.clone();
    let evaluator = evaluator.with_cancellation_token(stop.token()).with_custom_function(look, move |_| {
        // An error of an expression does not end a query; only this does.
        assert!(!stop.is_pulled(), "stopped");
        Some(Literal::from(true).into())
    });
    (query, evaluator)
}

/// Puts a condition that looks whether to stop behind every join of what is not simply read.
fn look_while_combining(query: &mut spargebra::Query, look: &NamedNode) {
    let (spargebra::Query::Select { pattern, .. }
    | spargebra::Query::Construct { pattern, .. }
    | spargebra::Query::Describe { pattern, .. }
    | spargebra::Query::Ask { pattern, .. }) = query;
    look_in(pattern, look);
}

fn look_in(pattern: &mut GraphPattern, look: &NamedNode) {
    match pattern {
        GraphPattern::Join { .. } | GraphPattern::Bgp { .. } => {
            let mut parts = Vec::new();
            parts_of(pattern, look, &mut parts);
            let named: Vec<&Variable> = parts.iter().filter_map(BTreeSet::first).collect();
            // The condition may be evaluated as soon as both parts are there: so early and so late as to see every combination.
            let pairs = named.iter().enumerate().flat_map(|(at, one)| named[at + 1..].iter().map(move |other| (*one, *other)));
            let conditions = pairs.take(15).map(|(one, other)| condition(look, one, other));
            if let Some(all) = conditions.reduce(|all, next| Expression::And(Box::new(all), Box::new(next))) {
                let inner = std::mem::replace(pattern, GraphPattern::Bgp { patterns: Vec::new() });
                *pattern = GraphPattern::Filter { expr: all, inner: Box::new(inner) };
            }
        }
        GraphPattern::Union { left, right } | GraphPattern::LeftJoin { left, right, .. } | GraphPattern::Minus { left, right } => {
            look_in(left, look);
            look_in(right, look);
        }
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => look_in(inner, look),
        // What is read, or written out.
        _ => {}
    }
}

/// The variables of each part of a join that the engine combines without reading: patterns that share no variable, and whatever is no
/// simple pattern.
fn parts_of(pattern: &mut GraphPattern, look: &NamedNode, parts: &mut Vec<BTreeSet<Variable>>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            parts_of(left, look, parts);
            parts_of(right, look, parts);
        }
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                let single = GraphPattern::Bgp { patterns: vec![triple.clone()] };
                connect(variables(&single), parts);
            }
        }
        GraphPattern::Path { .. } => connect(variables(pattern), parts),
        other => {
            look_in(other, look);
            parts.push(variables(other));
        }
    }
}

/// Adds the variables of a pattern to the parts; those that share one with it become one part with it.
fn connect(mut variables: BTreeSet<Variable>, parts: &mut Vec<BTreeSet<Variable>>) {
    parts.retain(|part| {
        let apart = part.is_disjoint(&variables);
        if !apart {
            variables.extend(part.iter().cloned());
        }
        apart
    });
    if !variables.is_empty() {
        parts.push(variables);
    }
}

fn variables(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut variables = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| _ = variables.insert(variable.clone()));
    variables
}

/// `look() || sameTerm(?one, ?other)`: always true, since `look` is; the variables say from where on it can be evaluated.
fn condition(look: &NamedNode, one: &Variable, other: &Variable) -> Expression {
    let of = |variable: &Variable| Box::new(Expression::Variable(variable.clone()));
    let looked = Expression::FunctionCall(Function::Custom(look.clone()), Vec::new());
    Expression::Or(Box::new(looked), Box::new(Expression::SameTerm(of(one), of(other))))
}
