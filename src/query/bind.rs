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
    join(pattern, &values);
}

/// Joins values to where a SELECT begins. Where it begins with a subquery, they are joined there as well: a parameter means the same in all of a query, and
/// so the subquery need not go through what the values exclude.
fn join(pattern: &mut GraphPattern, values: &GraphPattern) {
    let place = beginning(pattern, true);
    if is_subquery(place) {
        join(place, values);
    }
    let rest = std::mem::replace(place, GraphPattern::Values { variables: Vec::new(), bindings: Vec::new() });
    *place = GraphPattern::Join { left: Box::new(values.clone()), right: Box::new(rest) };
}

const fn is_subquery(pattern: &GraphPattern) -> bool {
    matches!(
        pattern,
        GraphPattern::Project { .. } | GraphPattern::Distinct { .. } | GraphPattern::Reduced { .. } | GraphPattern::Slice { .. }
    )
}

fn ground(term: Term) -> Option<GroundTerm> {
    match term {
        Term::NamedNode(node) => Some(GroundTerm::NamedNode(node)),
        Term::Literal(literal) => Some(GroundTerm::Literal(literal)),
        Term::BlankNode(_) => None,
    }
}

/// The pattern with which the WHERE clause begins, below what SELECT, GROUP BY, ORDER BY, FILTER, OPTIONAL and MINUS wrap around it. `selects` says
/// that the SELECT of the query itself is still to come; a second one is that of a subquery, which a variable outside does not reach into.
fn beginning(pattern: &mut GraphPattern, selects: bool) -> &mut GraphPattern {
    if !selects && is_subquery(pattern) {
        return pattern;
    }
    let selects = selects && !matches!(pattern, GraphPattern::Project { .. });
    match pattern {
        GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Filter { inner, .. } => beginning(inner, selects),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => beginning(left, selects),
        whole => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;
    use spargebra::SparqlParser;

    fn bound(text: &str) -> Result<String, Box<dyn std::error::Error>> {
        let mut query = SparqlParser::new().parse_query(text)?;
        bind(&mut query, vec![(Variable::new("least")?, Literal::from(2).into())]);
        Ok(query.to_string())
    }

    #[test]
    fn a_value_is_joined_where_the_query_begins_and_not_within_a_subquery() -> Result<(), Box<dyn std::error::Error>> {
        // The filter is the query's own, and needs the value beside what it filters.
        let of_subquery = bound("SELECT ?n { { SELECT (COUNT(?s) AS ?n) { ?s ?p ?o } } FILTER(?n >= ?least) } ORDER BY ?n")?;
        let inner = of_subquery.rfind("SELECT").ok_or("no subquery")?;
        assert!(of_subquery.find("VALUES").is_some_and(|at| at < inner), "{of_subquery}");
        // Nor is the subquery without it.
        let within = bound("SELECT ?s { { SELECT DISTINCT ?s { ?s ?p ?least } } }")?;
        assert_eq!(within.matches("VALUES").count(), 2, "{within}");
        let plain = bound("SELECT DISTINCT ?s { ?s ?p ?o OPTIONAL { ?s ?q ?x } FILTER(?o > ?least) } LIMIT 3")?;
        assert!(plain.contains("VALUES"), "{plain}");
        Ok(())
    }
}
