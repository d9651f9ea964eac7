//! A graph of one's own → a server, whole.
//!
//! What fits into one request is put there at once. What does not goes in parts into a graph beside, is counted, and is moved to its place when it is
//! whole; so a graph that was replaced half is never seen. Then the server is told, by a digest in a graph of marks, what its graph holds: a run that
//! was broken off goes on with the first graph without its mark.

mod content;
mod marks;
mod parts;

use super::server::Server;
use crate::graph::remote::{Ask, BackendError};
use crate::graph::{Graph, GraphError};
use crate::language::{Message, Speak, message};
use crate::store::{Id, StoreError};
use content::Content;
use marks::Marks;
use oxigraph::model::{NamedNode, Term};
use parts::Parts;
use std::collections::BTreeMap;

/// What became of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It was sent, and so many statements are there.
    Sent(u64),
    /// The server has it already, with so many statements.
    There(u64),
}

/// Why a graph is not on the server as it is here.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum PushError {
    /// The server did not do it.
    Server(#[from] BackendError),
    /// The graph cannot be read here.
    Graph(#[from] GraphError),
    /// The server counts other than was sent.
    Count {
        /// Where.
        place: String,
        /// What.
        graph: String,
        /// How many statements were sent.
        sent: u64,
        /// How many are there.
        there: u64,
    },
    /// Statements with blank nodes, which have to go together, are too many: so many bytes.
    Blank(usize),
}

impl From<StoreError> for PushError {
    fn from(error: StoreError) -> Self {
        Self::Graph(error.into())
    }
}

impl Speak for PushError {
    fn message(&self) -> Message {
        match self {
            Self::Server(BackendError::Refused { place, status, words }) => {
                message!("{place} did not take it (status {status}): {words}", place = place, status = status, words = words)
            }
            Self::Server(error) => error.message(),
            Self::Graph(error) => error.message(),
            Self::Count { place, graph, sent, there } => message!(
                "{place} has {there} of the {sent} statements of {graph}, so that it is not taken for whole; some servers keep values and not how they are written, and take those that are equal for one",
                place = place,
                there = there,
                sent = sent,
                graph = graph
            ),
            Self::Blank(bytes) => message!(
                "statements with blank nodes have to be sent together, and those of this graph have {bytes} bytes; give the nodes IRIs",
                bytes = bytes
            ),
        }
    }
}

/// Sends graphs to one server.
pub struct Push<'s> {
    server: &'s Server,
    marks: Marks,
    ask: Ask,
    part: usize,
}

impl<'s> Push<'s> {
    /// To a server; what is whole there is marked in the graph of this name. `ask` says until when.
    pub fn new(server: &'s Server, marks: NamedNode, ask: Ask) -> Self {
        Self { server, marks: Marks::new(marks), ask, part: server.part() }
    }

    /// The same in parts of so many bytes at most, where the server takes less at once, or on a poor line.
    #[must_use]
    pub const fn in_parts_of(mut self, bytes: usize) -> Self {
        self.part = bytes;
        self
    }

    /// Puts a graph into the one of the same name on the server, in the place of what that holds; unless `again`, not where it has it already.
    /// `progress` is told how many statements more were sent.
    ///
    /// # Errors
    /// [`PushError`]; then the graph there is without its mark, and is either as it was, or, where it went in one request, what the server made of it.
    pub fn push(&self, graph: &Graph, name: &NamedNode, again: bool, progress: &mut dyn FnMut(u64)) -> Result<Pushed, PushError> {
        let content = Content::of(graph, name)?;
        if !again && self.has(name, &content)? {
            progress(content.statements);
            return Ok(Pushed::There(content.statements));
        }
        if content.blank_bytes > self.part.saturating_mul(4) {
            return Err(PushError::Blank(content.blank_bytes));
        }
        self.marks.forget(self.server, name, &self.ask)?;
        let mut parts = Parts::new(graph, name, self.part);
        if content.bytes <= self.part && self.server.takes_graphs() {
            // An empty graph too: there it has no statements then.
            let (lines, statements) = parts.next_part()?.unwrap_or_default();
            self.server.send_graph(name, lines, true, &self.ask)?;
            progress(statements);
        } else {
            let beside = self.marks.beside(name);
            self.update(&format!("DROP SILENT GRAPH {beside}"))?;
            let mut is_first = true;
            while let Some((lines, statements)) = parts.next_part()? {
                self.send(&beside, lines, is_first)?;
                progress(statements);
                is_first = false;
            }
            self.count(&beside, &content)?;
            self.update(&format!("MOVE GRAPH {beside} TO GRAPH {name}"))?;
        }
        self.count(name, &content)?;
        self.marks.set(self.server, name, &content.digest(), &self.ask)?;
        self.server.forget_default_graph();
        Ok(Pushed::Sent(content.statements))
    }

    /// Whether the server has a graph: it is marked with what is here, and as large. Statements that somebody exchanged there since for as many
    /// others are not seen.
    fn has(&self, name: &NamedNode, content: &Content) -> Result<bool, PushError> {
        let marked = self.marks.of(self.server, name, &self.ask)?;
        Ok(marked.is_some_and(|mark| mark == content.digest()) && self.server.count(name, &self.ask)? == content.statements)
    }

    fn send(&self, beside: &NamedNode, lines: Vec<u8>, is_first: bool) -> Result<(), PushError> {
        if self.server.takes_graphs() {
            return Ok(self.server.send_graph(beside, lines, is_first, &self.ask)?);
        }
        // Lines of N-Triples are SPARQL too.
        let lines = String::from_utf8_lossy(&lines);
        self.update(&format!("INSERT DATA {{ GRAPH {beside} {{\n{lines}}} }}"))
    }

    fn update(&self, update: &str) -> Result<(), PushError> {
        Ok(self.server.update(update, &self.ask)?)
    }

    fn count(&self, name: &NamedNode, content: &Content) -> Result<(), PushError> {
        let there = self.server.count(name, &self.ask)?;
        if there == content.statements {
            return Ok(());
        }
        let (place, graph) = (self.server.said().to_owned(), name.as_str().to_owned());
        Err(PushError::Count { place, graph, sent: content.statements, there })
    }
}

/// The named graphs of a graph in the order of their names, and how many statements each has; nothing is the name of those in no graph that has an IRI.
///
/// # Errors
/// [`PushError::Graph`] where it cannot be read.
pub fn graphs_of(graph: &Graph) -> Result<Vec<(Option<NamedNode>, u64)>, PushError> {
    let snapshot = graph.snapshot()?;
    let mut named: BTreeMap<Option<NamedNode>, u64> = BTreeMap::new();
    for (id, count) in snapshot.graphs()? {
        let name = if id == Id::DEFAULT_GRAPH { None } else { Some(snapshot.term(id)?) };
        let name = name.and_then(|name| if let Term::NamedNode(name) = name { Some(name) } else { None });
        *named.entry(name).or_default() += count;
    }
    Ok(named.into_iter().collect())
}
