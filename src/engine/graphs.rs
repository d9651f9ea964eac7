//! `GRAPH` kept as a node on the way to the algebra of sparopt, which only writes the graph beside each pattern of a triple.
//!
//! SPARQL 1.1 §18.6 evaluates what stands in `GRAPH ?g` in each named graph and joins it with the name of the graph. Where the pattern has a
//! `MINUS`, an inner `SELECT`, or `?g` itself, that is something else than patterns of quads in its place. So each `GRAPH` goes through as
//! a `SERVICE` whose name no query can have, and what is handed to spareval gets its `GRAPH` back.

use oxigraph::model::{NamedNode, Variable};
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::NamedNodePattern;

/// What a `GRAPH` names.
pub(super) enum Named {
    /// One graph.
    One(NamedNode),
    /// Each named graph.
    Each {
        variable: Variable,
        /// Whether the pattern may speak of the variable too.
        inside: bool,
    },
}

/// Begins the names: no IRI begins so.
const ONE: &str = " graph ";
const EACH: &str = " graph ?";
const INSIDE: &str = " graph ??";

impl Named {
    /// What the name of a `SERVICE` says that is a `GRAPH`; nothing where it is a `SERVICE`.
    pub(super) fn of(name: &NamedNodePattern) -> Option<Self> {
        let NamedNodePattern::NamedNode(name) = name else { return None };
        let variable = |name: &str| Variable::new_unchecked(name);
        if let Some(name) = name.as_str().strip_prefix(INSIDE) {
            return Some(Self::Each { variable: variable(name), inside: true });
        }
        if let Some(name) = name.as_str().strip_prefix(EACH) {
            return Some(Self::Each { variable: variable(name), inside: false });
        }
        name.as_str().strip_prefix(ONE).map(|name| Self::One(NamedNode::new_unchecked(name)))
    }
}

/// The pattern with each `GRAPH` as a `SERVICE`.
pub(super) fn marked(pattern: &GraphPattern) -> GraphPattern {
    let mut pattern = pattern.clone();
    each(&mut pattern, &mut |pattern| {
        let GraphPattern::Graph { name, inner } = pattern else { return };
        let name = match name {
            NamedNodePattern::NamedNode(node) => format!("{ONE}{}", node.as_str()),
            NamedNodePattern::Variable(variable) if speaks_of(inner, variable) => format!("{INSIDE}{}", variable.as_str()),
            NamedNodePattern::Variable(variable) => format!("{EACH}{}", variable.as_str()),
        };
        let inner = std::mem::replace(inner.as_mut(), nothing());
        *pattern = GraphPattern::Service { name: NamedNode::new_unchecked(name).into(), inner: Box::new(inner), silent: false };
    });
    pattern
}

/// How many branches are written for the graphs of a pattern.
pub(super) const MOST: usize = 64;

/// The pattern with each `GRAPH` as spareval is to read it: written out for these graphs, which are all that there are, where they are not
/// too many; else as it was.
pub(super) fn restored(mut pattern: GraphPattern, graphs: Option<&[NamedNode]>) -> GraphPattern {
    let mut written = 0;
    each(&mut pattern, &mut |pattern| {
        let GraphPattern::Service { name, inner, .. } = pattern else { return };
        let Some(named) = Named::of(name) else { return };
        let inner = Box::new(std::mem::replace(inner.as_mut(), nothing()));
        *pattern = match (named, graphs) {
            (Named::One(name), Some(graphs)) if !graphs.contains(&name) => nothing(),
            (Named::One(name), _) => GraphPattern::Graph { name: name.into(), inner },
            (Named::Each { variable, .. }, Some(graphs)) if written + graphs.len() <= MOST => {
                written += graphs.len();
                graphs.iter().map(|graph| in_one(graph, &variable, &inner)).reduce(union).unwrap_or_else(nothing)
            }
            (Named::Each { variable, .. }, _) => GraphPattern::Graph { name: variable.into(), inner },
        };
    });
    pattern
}

/// No row.
const fn nothing() -> GraphPattern {
    GraphPattern::Values { variables: Vec::new(), bindings: Vec::new() }
}

fn union(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Union { left: Box::new(left), right: Box::new(right) }
}

/// A pattern in a graph, joined with its name.
fn in_one(graph: &NamedNode, variable: &Variable, inner: &GraphPattern) -> GraphPattern {
    let name = GraphPattern::Values { variables: vec![variable.clone()], bindings: vec![vec![Some(graph.clone().into())]] };
    let inner = GraphPattern::Graph { name: graph.clone().into(), inner: Box::new(inner.clone()) };
    GraphPattern::Join { left: Box::new(inner), right: Box::new(name) }
}

/// Whether a variable may stand anywhere in a pattern; one whose name begins with its name counts as it.
fn speaks_of(pattern: &GraphPattern, variable: &Variable) -> bool {
    pattern.to_string().contains(&variable.to_string())
}

/// Looks at each pattern, those in expressions too, what is inside first.
fn each(pattern: &mut GraphPattern, look: &mut dyn FnMut(&mut GraphPattern)) {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            each(left, look);
            each(right, look);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            each(left, look);
            each(right, look);
            expression.iter_mut().for_each(|expression| within(expression, look));
        }
        GraphPattern::Filter { expr, inner } => {
            within(expr, look);
            each(inner, look);
        }
        GraphPattern::Extend { inner, expression, .. } => {
            within(expression, look);
            each(inner, look);
        }
        GraphPattern::OrderBy { inner, expression } => {
            for key in expression {
                let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) = key;
                within(expression, look);
            }
            each(inner, look);
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    within(expr, look);
                }
            }
            each(inner, look);
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Service { inner, .. } => each(inner, look),
    }
    look(pattern);
}

/// The patterns inside an expression.
fn within(expression: &mut Expression, look: &mut dyn FnMut(&mut GraphPattern)) {
    match expression {
        Expression::Exists(pattern) => each(pattern, look),
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
            within(one, look);
            within(other, look);
        }
        Expression::UnaryPlus(inner) | Expression::UnaryMinus(inner) | Expression::Not(inner) => within(inner, look),
        Expression::If(condition, then, otherwise) => [condition, then, otherwise].into_iter().for_each(|part| within(part, look)),
        Expression::In(inner, list) => {
            within(inner, look);
            list.iter_mut().for_each(|part| within(part, look));
        }
        Expression::Coalesce(parts) | Expression::FunctionCall(_, parts) => parts.iter_mut().for_each(|part| within(part, look)),
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {}
    }
}
