//! What a server was told that its graphs hold.

use super::super::dataset::plain;
use super::super::server::Server;
use crate::graph::remote::{Ask, BackendError};
use crate::graph::vocab::fg;
use oxigraph::model::{Literal, NamedNode, Term};
use oxigraph::sparql::QueryResults;

/// A named graph of the server with a mark for each graph that is whole.
#[derive(Debug)]
pub(super) struct Marks {
    graph: NamedNode,
}

impl Marks {
    pub(super) const fn new(graph: NamedNode) -> Self {
        Self { graph }
    }

    /// The graph in which one is gathered before it is moved to its place.
    pub(super) fn beside(&self, name: &NamedNode) -> NamedNode {
        let hash = crate::text::sha256(name.as_str());
        NamedNode::new_unchecked(format!("{}/{}", self.graph.as_str(), &hash[..16]))
    }

    /// The mark of a graph.
    pub(super) fn of(&self, server: &Server, name: &NamedNode, ask: &Ask) -> Result<Option<String>, BackendError> {
        let query = format!("SELECT ?mark WHERE {{ GRAPH {} {{ {name} {} ?mark }} }}", self.graph, fg::CONTENT_DIGEST);
        let QueryResults::Solutions(mut rows) = plain(server, &query, ask)? else { return Ok(None) };
        let row = rows.next().transpose().map_err(|error| server.failed(error))?;
        Ok(match row.as_ref().and_then(|row| row.get("mark")) {
            Some(Term::Literal(mark)) => Some(mark.value().to_owned()),
            _ => None,
        })
    }

    /// Takes the mark from a graph.
    pub(super) fn forget(&self, server: &Server, name: &NamedNode, ask: &Ask) -> Result<(), BackendError> {
        // One that there is not need not be looked for among all; and some servers have no graph that they were never told of.
        if self.of(server, name, ask)?.is_none() {
            return Ok(());
        }
        let statement = format!("GRAPH {} {{ {name} {} ?mark }}", self.graph, fg::CONTENT_DIGEST);
        server.update(&format!("DELETE {{ {statement} }} WHERE {{ {statement} }}"), ask)
    }

    /// Marks a graph as whole.
    pub(super) fn set(&self, server: &Server, name: &NamedNode, digest: &str, ask: &Ask) -> Result<(), BackendError> {
        let mark = Literal::new_simple_literal(digest);
        server.update(&format!("INSERT DATA {{ GRAPH {} {{ {name} {} {mark} }} }}", self.graph, fg::CONTENT_DIGEST), ask)
    }
}
