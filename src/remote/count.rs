//! How much a server holds.

use super::dataset::plain;
use super::server::Server;
use crate::graph::remote::{Ask, BackendError};
use oxigraph::model::{NamedNode, Term};
use oxigraph::sparql::QueryResults;

impl Server {
    /// How many statements a named graph of the server has; none where there is no such graph.
    ///
    /// # Errors
    /// [`BackendError`] where it does not say.
    pub fn count(&self, graph: &NamedNode, ask: &Ask) -> Result<u64, BackendError> {
        let QueryResults::Solutions(mut rows) =
            plain(self, &format!("SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"), ask)?
        else {
            return Err(self.garbled("no rows"));
        };
        let row = rows.next().transpose().map_err(|error| self.failed(error))?;
        match row.as_ref().and_then(|row| row.get("n")) {
            Some(Term::Literal(count)) => count.value().parse().map_err(|_| self.garbled(count.value())),
            _ => Err(self.garbled("no count")),
        }
    }
}
