//! The graph as a whole, ready to be asked.

use super::blank::BlankNames;
use super::iri::Names;
use super::known::Known;
use super::quads::Quads;
use super::rdf;
use super::remote::{Ask, Backend, BackendError};
use super::server::{Interrupt, Limits, Server};
use super::sink::Out;
use super::vocab;
use super::vocab::fg;
use super::{ontology, plan, reference};
use crate::language::{Message, Speak, message};
use crate::lexicon::Lexicon;
use crate::reader::{Reader, Reading};
use crate::store::{Builder, Id, Snapshot, StoreError};
use oxigraph::io::RdfParser;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxigraph::sparql::QueryResults;
use std::collections::HashSet;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, PoisonError, RwLock};

/// Plans, reference data and ontology as one dataset: at hand, or on a server.
#[derive(Clone)]
pub struct Graph {
    source: Source,
    names: Names,
    lexicon: Arc<Lexicon>,
    memory: Option<usize>,
    interrupt: Option<Interrupt>,
}

/// Where the statements are.
#[derive(Clone)]
enum Source {
    /// Replaced whole whenever something is added: who asks goes on with what was there.
    Here(Arc<RwLock<Snapshot>>),
    Server(Arc<Server>),
}

/// Why a graph could not be built, read or added to.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum GraphError {
    /// The store refused.
    Store(#[from] StoreError),
    /// A file holds no RDF.
    Rdf(String),
    /// The server that holds it gave no answer.
    Server(#[from] BackendError),
    /// It is too large to be fetched from its server.
    TooLarge {
        /// Where the server is.
        place: String,
        /// How many statements it holds.
        statements: u64,
        /// How many are fetched at most.
        limit: u64,
    },
    /// The server sent another number of rows than it counted.
    Uneven {
        /// Where the server is.
        place: String,
        /// How many it counted.
        counted: u64,
        /// How many came.
        sent: u64,
    },
    /// It is on a server, to which nothing is added by asking.
    ReadOnly {
        /// Where the server is.
        place: String,
    },
}

impl Speak for GraphError {
    fn message(&self) -> Message {
        match self {
            Self::Store(cause) => message!("the graph could not be built: {cause}", cause = cause),
            Self::Rdf(cause) => message!("it holds no RDF of its form: {cause}", cause = cause),
            Self::Server(error) => error.message(),
            Self::TooLarge { place, statements, limit } => message!(
                "{place} holds {statements} statements, and no more than {limit} are fetched to be worked on here; fetch more with --fetch-limit, or ask the server for what is needed by a query",
                place = place,
                statements = statements,
                limit = limit
            ),
            Self::Uneven { place, counted, sent } => message!(
                "{place} counted {counted} rows and sent {sent}: its data may be changing; ask again",
                place = place,
                counted = counted,
                sent = sent
            ),
            Self::ReadOnly { place } => {
                message!("nothing can be added to {place} by asking it; fengong push puts plans and RDF there", place = place)
            }
        }
    }
}

impl Graph {
    /// Builds the graph of some plans.
    ///
    /// # Errors
    /// [`GraphError`] if the store refuses, which it does only when memory runs out.
    pub fn build(reader: &Reader, readings: &[Reading], names: Names) -> Result<Self, GraphError> {
        let snapshot = std::thread::scope(|threads| {
            // The store takes statements in while the next are made: on two cores the shorter of the two is free.
            let (out, statements) = sync_channel(4);
            let names = &names;
            threads.spawn(move || {
                let mut known = Known::default();
                for reading in readings {
                    known.add(reader.resolver(), reading);
                    plan::state(names, reader.lexicon(), reading, Out::batches(out.clone()));
                }
                reference::state(names, reader.lexicon(), &reader.resolver().gazetteer, known, Out::batches(out.clone()));
                ontology::state(Out::batches(out));
            });
            let mut builder = Builder::new();
            for batch in statements {
                for quad in &batch {
                    builder.add(quad.as_ref())?;
                }
            }
            Snapshot::empty().with(builder)
        })?;
        Ok(Self::stored(snapshot, reader, names))
    }

    /// The graph of what is stored already; what is added to it stays in memory.
    pub fn stored(snapshot: Snapshot, reader: &Reader, names: Names) -> Self {
        let source = Source::Here(Arc::new(RwLock::new(snapshot)));
        Self { source, names, lexicon: reader.shared_lexicon(), memory: None, interrupt: None }
    }

    /// The graph of a server, which is asked each time; the tables of `reader` say by which further names its things are called.
    pub fn remote(backend: Arc<dyn Backend>, limits: Limits, reader: &Reader, names: Names) -> Self {
        // What fengong push notes there of graphs that it has sent whole is no part of them.
        let notes = names.thing("graph", "pushed");
        let source = Source::Server(Arc::new(Server::new(backend, limits, notes)));
        Self { source, names, lexicon: reader.shared_lexicon(), memory: None, interrupt: None }
    }

    /// The server that holds the graph, if one does.
    pub fn server(&self) -> Option<&Server> {
        if let Source::Server(server) = &self.source { Some(server) } else { None }
    }

    /// The same graph, for someone who may wait no longer for its server: as soon as `interrupt` says so, what is being asked there ends with
    /// [`BackendError::Stopped`].
    #[must_use]
    pub fn interrupted_by(mut self, interrupt: Option<Interrupt>) -> Self {
        self.interrupt = interrupt;
        self
    }

    /// The graph at hand: itself, or a copy of what its server holds, fetched once and as long as the server counts the same. What makes tables of
    /// everything asks this one, and so gives the same wherever the graph is.
    ///
    /// # Errors
    /// [`GraphError`] where the server does not give it, or it is larger than what is fetched at most.
    pub fn at_hand(&self) -> Result<Self, GraphError> {
        match &self.source {
            Source::Here(_) => Ok(self.clone()),
            Source::Server(server) => Ok(self.holding(server.mirror(self.interrupt.as_ref())?)),
        }
    }

    /// What things are called, of which class they are, and what units became, at hand: a part of the graph that is fetched from its server once;
    /// of a graph at hand all of it.
    ///
    /// # Errors
    /// [`GraphError`] where the server does not give it.
    pub fn of_names(&self) -> Result<Self, GraphError> {
        match &self.source {
            Source::Here(_) => Ok(self.clone()),
            Source::Server(server) => Ok(self.holding(server.names(self.interrupt.as_ref())?)),
        }
    }

    /// Of [`of_names`](Self::of_names) what has a name that holds some words, in either case, or an IRI that ends with them: from a server whose names have
    /// not been fetched, in one question. Nothing where they have, or the graph is at hand.
    ///
    /// # Errors
    /// [`GraphError`] where the server does not give it.
    pub fn of_names_like(&self, words: &str) -> Result<Option<Self>, GraphError> {
        match &self.source {
            Source::Here(_) => Ok(None),
            Source::Server(server) => Ok(server.names_like(words, self.interrupt.as_ref())?.map(|names| self.holding(names))),
        }
    }

    fn holding(&self, snapshot: Snapshot) -> Self {
        Self { source: Source::Here(Arc::new(RwLock::new(snapshot))), ..self.clone() }
    }

    /// Answers a query on the server that holds the graph; nothing where it is at hand.
    pub(crate) fn on_server(&self, query: &spargebra::Query, ask: Ask) -> Option<Result<QueryResults<'static>, BackendError>> {
        Some(self.server()?.evaluate(query, ask, self.interrupt.as_ref()))
    }

    /// The same graph, of which a query may take so many bytes of memory.
    #[must_use]
    pub fn with_memory(mut self, bytes: Option<usize>) -> Self {
        self.memory = bytes;
        self
    }

    /// How many bytes a query may take; nothing for as many as there are.
    pub const fn memory(&self) -> Option<usize> {
        self.memory
    }

    /// What is stated now, all of it at hand.
    ///
    /// # Errors
    /// As [`at_hand`](Self::at_hand).
    pub fn snapshot(&self) -> Result<Snapshot, GraphError> {
        match &self.source {
            Source::Here(snapshot) => Ok(snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()),
            Source::Server(server) => server.mirror(self.interrupt.as_ref()),
        }
    }

    /// How many statements there are; of a server, in its named graphs.
    ///
    /// # Errors
    /// [`GraphError`] where the server does not count them.
    pub fn len(&self) -> Result<u64, GraphError> {
        match &self.source {
            Source::Here(snapshot) => Ok(snapshot.read().unwrap_or_else(PoisonError::into_inner).len()),
            Source::Server(server) => Ok(server.counts(self.interrupt.as_ref())?.iter().map(|(_, count)| count).sum()),
        }
    }

    /// Whether nothing is stated.
    ///
    /// # Errors
    /// [`GraphError`] where the server does not say.
    pub fn is_empty(&self) -> Result<bool, GraphError> {
        Ok(!self.holds(None, None, None, None)?)
    }

    /// The statements that fit: of this subject, predicate, object, in this graph; what is left open fits all. A server that is asked for those of any
    /// graph does not tell which: they stand in the default graph.
    pub fn quads(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Quads {
        let pattern = [subject.map(Into::into), predicate.map(Into::into), object];
        match &self.source {
            Source::Here(snapshot) => Quads::of(snapshot.read().unwrap_or_else(PoisonError::into_inner).clone(), pattern, graph),
            Source::Server(server) => Quads::sent(server.quads(pattern, graph, self.interrupt.as_ref())),
        }
    }

    /// Whether any statement fits.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read, or the server does not answer.
    pub fn holds(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<bool, GraphError> {
        match &self.source {
            Source::Here(_) => Ok(self.quads(subject, predicate, object, graph).next().transpose()?.is_some()),
            Source::Server(server) => {
                server.holds([subject.map(Into::into), predicate.map(Into::into), object], graph, self.interrupt.as_ref())
            }
        }
    }

    /// The names under which data stand.
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// The tables that the plans were read with, by which things have further names.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// All statements in one order, the same run after run: the store itself keeps none.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub fn sorted_quads(&self) -> Result<Vec<Quad>, GraphError> {
        let mut quads = self.at_hand()?.quads(None, None, None, None).collect::<Result<Vec<_>, _>>()?;
        quads.sort_by_cached_key(ToString::to_string);
        Ok(quads)
    }

    /// Whether anything is stated with a property.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub fn has(&self, property: NamedNodeRef<'_>) -> Result<bool, GraphError> {
        self.holds(None, Some(property), None, None)
    }

    /// The plans in the graph, in order.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub fn plans(&self) -> Result<Vec<NamedNode>, GraphError> {
        let of_class = self.quads(None, Some(vocab::rdf::TYPE), Some(fg::PLAN.into()), None);
        let mut plans = Vec::new();
        for quad in of_class {
            if let NamedOrBlankNode::NamedNode(plan) = quad?.subject {
                plans.push(plan);
            }
        }
        plans.sort();
        plans.dedup();
        Ok(plans)
    }

    /// Adds the statements of a file of RDF: N-Quads and TriG into the graphs that they name, other forms into a graph named `name`. Blank nodes
    /// get names by what stands in the file, so that the same file gives the same graph run after run.
    ///
    /// # Errors
    /// [`GraphError::Rdf`] where the file is no RDF of its form; then nothing was added.
    pub fn add_rdf(&self, bytes: &[u8], format: rdf::Format, name: &NamedNode) -> Result<usize, GraphError> {
        let parser = RdfParser::from_format(format.parser()).with_default_graph(name.clone());
        let mut blank = BlankNames::of_file(bytes);
        let mut quads = Vec::new();
        for quad in parser.for_reader(bytes) {
            quads.push(blank.quad(quad.map_err(|error| GraphError::Rdf(error.to_string()))?));
        }
        self.add(quads)
    }

    /// Adds statements; returns how many were not there.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be written.
    pub fn add(&self, quads: impl IntoIterator<Item = Quad>) -> Result<usize, GraphError> {
        let mut builder = Builder::new();
        for quad in quads {
            builder.add(quad.as_ref())?;
        }
        self.change(builder)
    }

    /// Puts statements into the graphs that they name, in the place of what those held: all at once.
    ///
    /// # Errors
    /// [`GraphError`] where the store refuses; then all is as it was.
    pub fn replace(&self, quads: &[Quad]) -> Result<(), GraphError> {
        let mut builder = Builder::new();
        let graphs: HashSet<&GraphName> = quads.iter().map(|quad| &quad.graph_name).collect();
        graphs.into_iter().for_each(|graph| builder.replace_graph(graph.as_ref()));
        for quad in quads {
            builder.add(quad.as_ref())?;
        }
        self.change(builder).map(drop)
    }

    /// Takes statements in; returns how many more there are.
    fn change(&self, builder: Builder) -> Result<usize, GraphError> {
        let snapshot = match &self.source {
            Source::Here(snapshot) => snapshot,
            Source::Server(server) => return Err(GraphError::ReadOnly { place: server.place().to_owned() }),
        };
        let mut snapshot = snapshot.write().unwrap_or_else(PoisonError::into_inner);
        let after = snapshot.with(builder)?;
        let more = after.len().saturating_sub(snapshot.len());
        *snapshot = after;
        Ok(usize::try_from(more).unwrap_or(usize::MAX))
    }

    /// The named graphs, in order.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub fn named_graphs(&self) -> Result<Vec<NamedNode>, GraphError> {
        if let Source::Server(server) = &self.source {
            return Ok(server.counts(self.interrupt.as_ref())?.into_iter().map(|(graph, _)| graph).collect());
        }
        let snapshot = self.snapshot()?;
        let mut named = Vec::new();
        for (graph, _) in snapshot.graphs()? {
            if graph != Id::DEFAULT_GRAPH
                && let Term::NamedNode(graph) = snapshot.term(graph)?
            {
                named.push(graph);
            }
        }
        named.sort();
        Ok(named)
    }
}

#[cfg(test)]
mod tests {
    use super::super::iri::DEFAULT_BASE;
    use super::*;
    use std::error::Error;

    #[test]
    fn graphs_are_replaced_and_others_stay() -> Result<(), Box<dyn Error>> {
        let names = Names::new(DEFAULT_BASE)?;
        let graph = Graph::build(&Reader::new(None)?, &[], names.clone())?;
        let before = graph.len()?;
        assert!(!graph.has(fg::REPORTS_ON)?);
        let quad = |name: &str, graph: &str| {
            Quad::new(names.thing("unit", name), fg::REPORTS_ON, names.thing("unit", name), names.thing("graph", graph))
        };
        let (one, two) = ([quad("甲", "x"), quad("乙", "y"), quad("丙", "x")], [quad("丁", "x")]);
        graph.replace(&one)?;
        assert_eq!((graph.len()?, graph.has(fg::REPORTS_ON)?), (before + 3, true));
        graph.replace(&two)?;
        assert_eq!(graph.len()?, before + 2);
        let all = graph.sorted_quads()?;
        assert!(all.contains(&one[1]) && all.contains(&two[0]) && !all.contains(&one[0]));
        Ok(())
    }
}
