//! Parameters go into a query as terms, never as text.

use oxigraph::model::{Term, Variable};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::GroundTerm;

/// Binds variables of a query, as if its WHERE began with `VALUES (?a ?b) { (… …) }`.
pub(super) fn bind(query: &mut Query, values: Vec<(Variable, Term)>) {
    if values.is_empty() {
        return;
    }
    let (variables, terms): (Vec<Variable>, Vec<Term>) = values.into_iter().unzip();
    let row = terms.into_iter().map(ground).collect();
    let values = GraphPattern::Values { variables, bindings: vec![row] };
    let pattern = match query {
        Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. } => {
            pattern
        }
    };
    let place = beginning(pattern);
    let rest = std::mem::replace(place, GraphPattern::Values { variables: Vec::new(), bindings: Vec::new() });
    *place = GraphPattern::Join { left: Box::new(values), right: Box::new(rest) };
}

fn ground(term: Term) -> Option<GroundTerm> {
    match term {
        Term::NamedNode(node) => Some(GroundTerm::NamedNode(node)),
        Term::Literal(literal) => Some(GroundTerm::Literal(literal)),
        Term::BlankNode(_) => None,
    }
}

/// The pattern with which the WHERE clause begins, below what SELECT, GROUP BY, ORDER BY, FILTER, OPTIONAL and MINUS wrap around it.
fn beginning(pattern: &mut GraphPattern) -> &mut GraphPattern {
    match pattern {
        GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Filter { inner, .. } => beginning(inner),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => beginning(left),
        whole => whole,
    }
}
