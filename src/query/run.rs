//! Asking: a query with its parameters against a graph.

use super::bind::bind;
use super::catalogue::{NamedQuery, Parameter, ParameterKind};
use super::error::QueryError;
use super::lookup::{find_things, names_of, nearest_names};
use crate::graph::Graph;
use crate::graph::vocab::{fg, xsd};
use oxigraph::model::{Literal, NamedNodeRef, Term, Variable};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use spargebra::SparqlParser;

/// A query that was understood, with its parameters bound.
#[derive(Debug, Clone)]
pub struct Query {
    query: spargebra::Query,
}

impl Query {
    /// Reads SPARQL; the prefixes of [`crate::graph::Names::prefixes`] need no declaration.
    ///
    /// # Errors
    /// [`QueryError::Syntax`] with line, column and a caret.
    pub fn parse(graph: &Graph, text: &str) -> Result<Self, QueryError> {
        let mut parser = SparqlParser::new();
        let prefixes = graph.names().prefixes();
        for (prefix, iri) in &prefixes {
            // IRIs of the program's own, or under a base that was checked.
            parser = parser.with_prefix(prefix, iri).map_err(|error| QueryError::Syntax(error.to_string()))?;
        }
        let query = parser.parse_query(text).map_err(|error| QueryError::syntax(text, &error, &prefixes))?;
        Ok(Self { query })
    }

    /// The query with a variable bound to a term.
    #[must_use]
    pub fn with(mut self, variable: &str, value: Term) -> Self {
        bind(&mut self.query, vec![(Variable::new_unchecked(variable), value)]);
        self
    }

    /// A named query with its parameters, given as the user wrote them.
    ///
    /// # Errors
    /// [`QueryError`] where a parameter is missing, unknown, or names nothing in the graph.
    pub fn named(graph: &Graph, named: &NamedQuery, given: &[(String, String)]) -> Result<Self, QueryError> {
        if let Some((name, _)) = given.iter().find(|(name, _)| named.parameters.iter().all(|parameter| parameter.name != name)) {
            let known = named.parameters.iter().map(|parameter| parameter.name).collect();
            return Err(QueryError::UnknownParameter { query: named.name.to_owned(), name: name.clone(), known });
        }
        let mut query = Self::parse(graph, named.text)?;
        let mut values = Vec::new();
        for parameter in &named.parameters {
            let value = given.iter().rev().find(|(name, _)| name == parameter.name).map(|(_, value)| value.as_str()).or(parameter.default);
            let value = value.ok_or(QueryError::MissingParameter { query: named.name, name: parameter.name, about: parameter.about.1 })?;
            values.push((Variable::new_unchecked(parameter.name), term(graph, parameter, value)?));
        }
        bind(&mut query.query, values);
        Ok(query)
    }

    /// Asks the graph; the default graph is the union of all.
    ///
    /// # Errors
    /// [`QueryError::Evaluation`] where the query cannot be carried through.
    pub fn run(&self, graph: &Graph) -> Result<QueryResults<'static>, QueryError> {
        let mut prepared = SparqlEvaluator::new().for_query(self.query.clone());
        if self.query.dataset().is_none() {
            prepared.dataset_mut().set_default_graph_as_union();
        }
        Ok(prepared.on_store(graph.store()).execute()?)
    }
}

fn term(graph: &Graph, parameter: &Parameter, value: &str) -> Result<Term, QueryError> {
    let bad = |why: String| QueryError::BadParameter { name: parameter.name.to_owned(), value: value.to_owned(), why };
    let classes: &[NamedNodeRef<'_>] = match parameter.kind {
        ParameterKind::Text => return Ok(Literal::new_simple_literal(value).into()),
        ParameterKind::Integer => {
            let number: i64 = value.trim().parse().map_err(|_| bad("a whole number is needed".to_owned()))?;
            return Ok(Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into());
        }
        ParameterKind::Unit => &[fg::PARTY],
        ParameterKind::Place => &[fg::PLACE],
        ParameterKind::Topic => &[fg::TOPIC],
        ParameterKind::Industry => &[fg::INDUSTRY],
    };
    let mut found = find_things(graph, value, classes)?;
    match found.len() {
        1 => Ok(found.swap_remove(0).node.into()),
        0 => {
            let names = names_of(graph, classes)?;
            let nearest = nearest_names(value, names.iter().map(String::as_str), 3);
            let hint = if nearest.is_empty() { String::new() } else { format!("; the nearest names are {}", nearest.join("、")) };
            Err(bad(format!("nothing in the graph has this name{hint}")))
        }
        _ => {
            let names: Vec<String> = found.iter().take(6).map(|found| format!("{} ({})", found.name, found.node.as_str())).collect();
            Err(bad(format!("several things have this name: {}; give one of them", names.join("、"))))
        }
    }
}
