//! Which graphs a query sees: where it names none, the union of all.

use super::profile::Union;
use super::request::Request;
use super::server::Server;
use crate::graph::remote::{Ask, BackendError};
use crate::language::message;
use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;
use spargebra::{Query, SparqlParser};
use std::sync::PoisonError;

/// How many graphs a request may name, where the server has no other way.
const MOST: usize = 100;

/// What the default graph of a server was found to be.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// The union, or more.
    Union,
    /// Less; the named graphs.
    Graphs(Vec<String>),
}

/// The parameters of a request that make its default graph the union of all; those of a query that names its graphs are none, since they would
/// overrule it (SPARQL 1.1 Protocol, section 2.1.4).
pub(super) fn parameters(server: &Server, query: &Query, ask: &Ask) -> Result<Vec<(&'static str, String)>, BackendError> {
    if query.dataset().is_some() {
        return Ok(Vec::new());
    }
    match server.described().union {
        Union::Already => Ok(Vec::new()),
        Union::Parameters(parameters) => Ok(parameters.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()),
        Union::Unknown => Ok(match found(server, ask)? {
            Found::Union => Vec::new(),
            // Named as both: a request that names default graphs alone has no named ones.
            Found::Graphs(graphs) => {
                graphs.iter().flat_map(|graph| ["default-graph-uri", "named-graph-uri"].map(|name| (name, graph.clone()))).collect()
            }
        }),
    }
}

/// Whether the default graph is the union, found out by some statements of the named graphs; asked once.
fn found(server: &Server, ask: &Ask) -> Result<Found, BackendError> {
    let mut known = server.found().lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = known.as_ref() {
        return Ok(found.clone());
    }
    let lacks = format!("ASK {{ {{ SELECT * WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {MOST} }} FILTER NOT EXISTS {{ ?s ?p ?o }} }}");
    let found = match plain(server, &lacks, ask)? {
        QueryResults::Boolean(true) => Found::Graphs(named_graphs(server, ask)?),
        _ => Found::Union,
    };
    *known = Some(found.clone());
    Ok(found)
}

fn named_graphs(server: &Server, ask: &Ask) -> Result<Vec<String>, BackendError> {
    let list = format!("SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {}", MOST + 1);
    let mut graphs = Vec::new();
    if let QueryResults::Solutions(rows) = plain(server, &list, ask)? {
        for row in rows {
            let row = row.map_err(|error| server.failed(error))?;
            if let Some(Term::NamedNode(graph)) = row.get(0) {
                graphs.push(graph.as_str().to_owned());
            }
        }
    }
    if graphs.len() > MOST {
        let what = message!(
            "its default graph is not the union of its graphs, of which there are more than {most}; name the graphs in the query with FROM",
            most = MOST
        );
        return Err(BackendError::Unsupported { place: server.said().to_owned(), what });
    }
    graphs.sort();
    Ok(graphs)
}

/// Asks as it is written, of whatever is the server's own default graph.
pub(super) fn plain(server: &Server, text: &str, ask: &Ask) -> Result<QueryResults<'static>, BackendError> {
    let query = SparqlParser::new().parse_query(text);
    let query = query.map_err(|error| BackendError::Garbled { place: server.said().to_owned(), cause: error.to_string() })?;
    let request: Request = server.request(&query, text, &[]);
    server.ask(&query, request, ask)
}
