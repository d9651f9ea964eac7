//! The network of cooperation: who leads what others support.

use crate::graph::Graph;
use crate::query::{Query, QueryError};
use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, QuerySolution};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

/// A unit in the network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitNode {
    /// Its short name.
    pub name: String,
    /// Its IRI.
    pub iri: String,
    /// The family of its function, for colours; empty where it is not known.
    pub family: String,
    /// In how many tasks it leads.
    pub leads: usize,
    /// In how many tasks it supports.
    pub supports: usize,
}

/// A tie from a unit that leads to one that supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// In how many tasks.
    pub tasks: usize,
}

/// The network: units, and an edge from each that leads to each that supports it.
pub type Cooperation = DiGraph<UnitNode, Tie>;

const UNITS: &str = "
SELECT ?u ?name ?family (COUNT(DISTINCT ?led) AS ?leads) (COUNT(DISTINCT ?supported) AS ?supports) WHERE {
  ?u a fg:Unit ; fg:shortName ?name .
  OPTIONAL { ?u fg:function/fg:kind ?family }
  { ?led fg:lead ?u } UNION { ?supported fg:support ?u } UNION { ?held fg:responsible ?u }
} GROUP BY ?u ?name ?family ORDER BY ?u";

const TIES: &str = "
SELECT ?a ?b (COUNT(DISTINCT ?t) AS ?tasks) WHERE {
  ?t fg:lead ?a ; fg:support ?b . ?a a fg:Unit . ?b a fg:Unit . FILTER(?a != ?b)
} GROUP BY ?a ?b ORDER BY ?a ?b";

/// Projects the graph: one node a unit, an edge *a* → *b* weighted by the number of tasks that *a* leads and *b* supports.
///
/// # Errors
/// [`QueryError`] where the graph cannot be asked.
pub fn cooperation(graph: &Graph) -> Result<Cooperation, QueryError> {
    let mut network = Cooperation::new();
    let mut nodes: BTreeMap<String, NodeIndex> = BTreeMap::new();
    for row in rows(graph, UNITS)? {
        let iri = text(&row, "u");
        if nodes.contains_key(&iri) {
            continue;
        }
        let unit = UnitNode {
            name: text(&row, "name"),
            family: text(&row, "family"),
            leads: count(&row, "leads"),
            supports: count(&row, "supports"),
            iri: iri.clone(),
        };
        nodes.insert(iri, network.add_node(unit));
    }
    for row in rows(graph, TIES)? {
        if let (Some(a), Some(b)) = (nodes.get(&text(&row, "a")), nodes.get(&text(&row, "b"))) {
            network.add_edge(*a, *b, Tie { tasks: count(&row, "tasks") });
        }
    }
    Ok(network)
}

fn rows(graph: &Graph, query: &str) -> Result<Vec<QuerySolution>, QueryError> {
    match Query::parse(graph, query)?.run(graph)? {
        QueryResults::Solutions(solutions) => Ok(solutions.collect::<Result<_, _>>()?),
        _ => Ok(Vec::new()),
    }
}

fn text(row: &QuerySolution, name: &str) -> String {
    match row.get(name) {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        _ => String::new(),
    }
}

fn count(row: &QuerySolution, name: &str) -> usize {
    text(row, name).parse().unwrap_or_default()
}
