//! The graph as a whole, ready to be asked.

use super::iri::Names;
use super::reference::Known;
use super::sink::Out;
use super::vocab::{fg, rdf};
use super::{ontology, plan, reference};
use crate::language::{Message, Speak, message};
use crate::lexicon::Lexicon;
use crate::reader::{Reader, Reading};
use crate::store::{Builder, GraphFilter, Id, Snapshot, StoreError};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef};
use std::io::Read;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, PoisonError, RwLock};

/// The form of RDF that the ending of a file tells.
pub fn rdf_format_of(path: &Path) -> Option<RdfFormat> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    Some(match ending.as_str() {
        "ttl" => RdfFormat::Turtle,
        "nt" => RdfFormat::NTriples,
        "nq" => RdfFormat::NQuads,
        "trig" => RdfFormat::TriG,
        "rdf" | "owl" => RdfFormat::RdfXml,
        "jsonld" => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        _ => return None,
    })
}

/// Plans, reference data and ontology as one dataset.
#[derive(Clone)]
pub struct Graph {
    /// Replaced whole whenever something is added: who asks goes on with what was there.
    snapshot: Arc<RwLock<Snapshot>>,
    names: Names,
    lexicon: Arc<Lexicon>,
}

/// Why a graph could not be built.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum GraphError {
    /// The store refused.
    Store(#[from] StoreError),
    /// A file holds no RDF.
    Rdf(String),
}

impl Speak for GraphError {
    fn message(&self) -> Message {
        match self {
            Self::Store(cause) => message!("the graph could not be built: {cause}", cause = cause),
            Self::Rdf(cause) => message!("it holds no RDF of its form: {cause}", cause = cause),
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
                    known.add(reader.lexicon(), &reader.resolver().gazetteer, reading);
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
        Ok(Self { snapshot: Arc::new(RwLock::new(snapshot)), names, lexicon: reader.shared_lexicon() })
    }

    /// What is stated now.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many statements there are.
    pub fn len(&self) -> u64 {
        self.snapshot().len()
    }

    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The statements that fit: of this subject, predicate, object, in this graph; what is left open fits all.
    pub fn quads(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Quads {
        Quads::of(self.snapshot(), [subject.map(Into::into), predicate.map(Into::into), object], graph)
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
        let mut quads = self.quads(None, None, None, None).collect::<Result<Vec<_>, _>>()?;
        quads.sort_by_cached_key(ToString::to_string);
        Ok(quads)
    }

    /// Whether anything is stated with a property.
    pub fn has(&self, property: NamedNodeRef<'_>) -> bool {
        self.quads(None, Some(property), None, None).next().is_some()
    }

    /// The plans in the graph, in order.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub fn plans(&self) -> Result<Vec<NamedNode>, GraphError> {
        let of_class = self.quads(None, Some(rdf::TYPE), Some(fg::PLAN.into()), None);
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

    /// Adds the statements of a file of RDF: N-Quads and `TriG` into the graphs that they name, other forms into a graph named `name`.
    ///
    /// # Errors
    /// [`GraphError::Rdf`] where the file is no RDF of its form; then nothing was added.
    pub fn add_rdf(&self, read: impl Read, format: RdfFormat, name: &NamedNode) -> Result<usize, GraphError> {
        let parser = RdfParser::from_format(format).with_default_graph(name.clone()).rename_blank_nodes();
        let mut quads = Vec::new();
        for quad in parser.for_reader(read) {
            quads.push(quad.map_err(|error| GraphError::Rdf(error.to_string()))?);
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
        let mut graphs: Vec<&GraphName> = quads.iter().map(|quad| &quad.graph_name).collect();
        graphs.dedup();
        graphs.into_iter().for_each(|graph| builder.replace_graph(graph.as_ref()));
        for quad in quads {
            builder.add(quad.as_ref())?;
        }
        self.change(builder).map(drop)
    }

    /// Takes statements in; returns how many more there are.
    fn change(&self, builder: Builder) -> Result<usize, GraphError> {
        let mut snapshot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
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
        let snapshot = self.snapshot();
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

/// Statements that fit a pattern.
pub struct Quads {
    snapshot: Snapshot,
    /// Nothing where a term that is asked for is nowhere.
    ids: Option<crate::store::Quads>,
    failed: Option<StoreError>,
}

impl Quads {
    fn of(snapshot: Snapshot, pattern: [Option<TermRef<'_>>; 3], graph: Option<GraphNameRef<'_>>) -> Self {
        match Self::ids(&snapshot, pattern, graph) {
            Ok(ids) => Self { snapshot, ids, failed: None },
            Err(error) => Self { snapshot, ids: None, failed: Some(error) },
        }
    }

    fn ids(
        snapshot: &Snapshot,
        pattern: [Option<TermRef<'_>>; 3],
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<Option<crate::store::Quads>, StoreError> {
        let mut ids = [None; 3];
        for (id, term) in ids.iter_mut().zip(pattern) {
            if let Some(term) = term {
                *id = snapshot.id_of(term)?;
                if id.is_none() {
                    return Ok(None);
                }
            }
        }
        let graph = match graph {
            None => GraphFilter::All,
            Some(GraphNameRef::DefaultGraph) => GraphFilter::One(Id::DEFAULT_GRAPH),
            Some(GraphNameRef::NamedNode(node)) => match snapshot.id_of(node.into())? {
                Some(id) => GraphFilter::One(id),
                None => return Ok(None),
            },
            Some(GraphNameRef::BlankNode(node)) => match snapshot.id_of(node.into())? {
                Some(id) => GraphFilter::One(id),
                None => return Ok(None),
            },
        };
        Ok(Some(snapshot.quads(ids[0], ids[1], ids[2], graph)))
    }

    fn quad(&self, [subject, predicate, object, graph]: [Id; 4]) -> Result<Option<Quad>, StoreError> {
        let subject = match self.snapshot.term(subject)? {
            Term::NamedNode(node) => NamedOrBlankNode::NamedNode(node),
            Term::BlankNode(node) => NamedOrBlankNode::BlankNode(node),
            Term::Literal(_) => return Ok(None),
        };
        let Term::NamedNode(predicate) = self.snapshot.term(predicate)? else { return Ok(None) };
        let graph = if graph == Id::DEFAULT_GRAPH {
            GraphName::DefaultGraph
        } else {
            match self.snapshot.term(graph)? {
                Term::NamedNode(node) => node.into(),
                Term::BlankNode(node) => node.into(),
                Term::Literal(_) => return Ok(None),
            }
        };
        Ok(Some(Quad::new(subject, predicate, self.snapshot.term(object)?, graph)))
    }
}

impl Iterator for Quads {
    type Item = Result<Quad, GraphError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.failed.take() {
            return Some(Err(error.into()));
        }
        loop {
            match self.ids.as_mut()?.next()?.and_then(|ids| self.quad(ids)) {
                Ok(Some(quad)) => return Some(Ok(quad)),
                // What cannot stand where it stands is not there.
                Ok(None) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}
