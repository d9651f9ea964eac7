//! All that the graph says of a thing: what it has, and how often others point to it.

use super::error::QueryError;
use super::run::Query;
use crate::graph::Graph;
use oxigraph::model::{NamedNode, Term};
use oxigraph::sparql::QueryResults;
use std::collections::BTreeMap;

/// What the graph says of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// Each property with its values, in order; the class comes first.
    pub has: Vec<(NamedNode, Vec<Term>)>,
    /// Each property by which others point to it, with their number.
    pub pointed_to: Vec<(NamedNode, usize)>,
}

/// Describes a thing; of one that the graph does not know nothing is said.
///
/// # Errors
/// [`QueryError`] where the graph cannot be asked.
pub fn describe(graph: &Graph, node: &NamedNode) -> Result<Description, QueryError> {
    let ask = |query: &str| -> Result<Vec<(NamedNode, Term)>, QueryError> {
        let mut rows = Vec::new();
        if let QueryResults::Solutions(solutions) = Query::parse(graph, query)?.with("node", node.clone().into()).run(graph)? {
            for solution in solutions {
                let solution = solution?;
                if let (Some(Term::NamedNode(property)), Some(value)) = (solution.get("p"), solution.get("o")) {
                    rows.push((property.clone(), value.clone()));
                }
            }
        }
        Ok(rows)
    };
    let mut has: BTreeMap<(bool, NamedNode), Vec<Term>> = BTreeMap::new();
    for (property, value) in ask("SELECT DISTINCT ?p ?o { ?node ?p ?o }")? {
        let is_class = property.as_ref() == crate::graph::vocab::rdf::TYPE;
        has.entry((!is_class, property)).or_default().push(value);
    }
    has.values_mut().for_each(|values| values.sort_by_cached_key(ToString::to_string));
    let count = |term: Term| if let Term::Literal(literal) = term { literal.value().parse().unwrap_or_default() } else { 0 };
    let pointing = ask("SELECT ?p (COUNT(DISTINCT ?s) AS ?o) { ?s ?p ?node } GROUP BY ?p")?;
    let mut pointed_to: Vec<(NamedNode, usize)> = pointing.into_iter().map(|(property, number)| (property, count(number))).collect();
    pointed_to.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Description { has: has.into_iter().map(|((_, property), values)| (property, values)).collect(), pointed_to })
}
