//! What a graph is made of: its classes and properties, as they are used in it, with what the ontology calls them.

use super::error::QueryError;
use super::run::Query;
use crate::graph::Graph;
use oxigraph::model::{NamedNode, Term};
use oxigraph::sparql::QueryResults;
use std::collections::BTreeMap;

/// The classes and properties that a graph uses.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Classes of things, the most used first.
    pub classes: Vec<Used>,
    /// Properties, the most used first.
    pub properties: Vec<Used>,
}

/// A class or property as it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Its IRI.
    pub node: NamedNode,
    /// What it is called, in Chinese and in English; empty where the graph holds no label.
    pub label: (String, String),
    /// How many things are of the class, or how many statements have the property.
    pub count: usize,
}

/// A property of the things of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassProperty {
    /// The property; `count` is the number of things that have it.
    pub property: Used,
    /// The classes of its values, the most frequent first; empty where values are literals.
    pub values: Vec<NamedNode>,
}

const CLASSES: &str = "SELECT ?node (COUNT(DISTINCT ?s) AS ?n) { ?s a ?node } GROUP BY ?node";
const PROPERTIES: &str = "SELECT ?node (COUNT(*) AS ?n) { ?s ?node ?o } GROUP BY ?node";
const LABELS: &str = "SELECT ?node ?label (LANG(?label) AS ?n) { ?node rdfs:label ?label ; rdfs:isDefinedBy ?ontology }";
const OF_CLASS: &str = "SELECT ?node (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class ; ?node ?o } GROUP BY ?node";
const VALUES_OF: &str = "SELECT ?node (COUNT(DISTINCT ?o) AS ?n) { ?s a ?class ; ?property ?o . ?o a ?node } GROUP BY ?node";

impl Schema {
    /// Looks through the whole graph.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub fn of(graph: &Graph) -> Result<Self, QueryError> {
        let labels = labels(graph)?;
        Ok(Self { classes: used(graph, CLASSES, &[], &labels)?, properties: used(graph, PROPERTIES, &[], &labels)? })
    }

    /// The properties that things of a class have, those of most things first.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub fn of_class(graph: &Graph, class: &NamedNode) -> Result<Vec<ClassProperty>, QueryError> {
        let labels = labels(graph)?;
        let properties = used(graph, OF_CLASS, &[("class", class)], &labels)?;
        properties
            .into_iter()
            .map(|property| {
                let values = used(graph, VALUES_OF, &[("class", class), ("property", &property.node)], &labels)?;
                Ok(ClassProperty { property, values: values.into_iter().map(|value| value.node).collect() })
            })
            .collect()
    }

    /// What a class or property is called, where it is used in the graph and has a label.
    pub fn label(&self, iri: &str) -> Option<&(String, String)> {
        let all = self.classes.iter().chain(&self.properties);
        all.filter(|used| used.node.as_str() == iri).map(|used| &used.label).find(|(zh, _)| !zh.is_empty())
    }
}

type Labels = BTreeMap<NamedNode, (String, String)>;

fn used(graph: &Graph, query: &str, bound: &[(&str, &NamedNode)], labels: &Labels) -> Result<Vec<Used>, QueryError> {
    let mut query = Query::parse(graph, query)?;
    for (variable, node) in bound {
        query = query.with(variable, (*node).clone().into());
    }
    let mut all = Vec::new();
    each(&query, graph, |node, _, n| {
        let label = labels.get(&node).cloned().unwrap_or_default();
        all.push(Used { node, label, count: n.parse().unwrap_or_default() });
    })?;
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.node.cmp(&b.node)));
    Ok(all)
}

fn labels(graph: &Graph) -> Result<Labels, QueryError> {
    let mut labels = Labels::new();
    each(&Query::parse(graph, LABELS)?, graph, |node, label, language| {
        let (zh, en) = labels.entry(node).or_default();
        *if language.starts_with("zh") { zh } else { en } = label;
    })?;
    Ok(labels)
}

/// Calls `take` with `?node`, `?label` and `?n` of each row.
fn each(query: &Query, graph: &Graph, mut take: impl FnMut(NamedNode, String, String)) -> Result<(), QueryError> {
    if let QueryResults::Solutions(solutions) = query.run(graph)? {
        for solution in solutions {
            let solution = solution?;
            let words = |name: &str| match solution.get(name) {
                Some(Term::Literal(literal)) => literal.value().to_owned(),
                _ => String::new(),
            };
            if let Some(Term::NamedNode(node)) = solution.get("node") {
                take(node.clone(), words("label"), words("n"));
            }
        }
    }
    Ok(())
}
