//! RDF in its written forms, on its way into builders.
//!
//! N-Triples and N-Quads have a way of their own, since they are what large data come in (`lines.rs`); the other forms are parsed by
//! oxrdfio. Blank nodes of different documents are different nodes, whatever their labels (`labels.rs`).

mod labels;
mod lines;
mod other;

use super::builder::Builder;
use super::error::StoreError;
use labels::Labels;
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphName, GraphNameRef};
use std::io::Read;

/// How a document is read.
#[derive(Clone, Debug)]
pub struct Loading {
    /// The form that it is written in.
    pub format: RdfFormat,
    /// The graph of statements that name none.
    pub graph: GraphName,
    /// The IRI that relative IRIs are resolved against.
    pub base: Option<String>,
    /// How many documents were read before, which tells its blank nodes from theirs.
    pub document: u64,
}

impl Loading {
    /// A document of a form, as the first one, into a graph.
    pub fn new(format: RdfFormat, graph: GraphNameRef<'_>) -> Self {
        Self { format, graph: graph.into_owned(), base: None, document: 0 }
    }
}

/// Takes builders that are full.
pub(super) trait Batches {
    /// Looks whether a builder is full, and if so leaves an empty one in its place.
    fn check(&mut self, builder: &mut Builder) -> Result<bool, StoreError>;
}

/// One builder for everything.
struct Whole;

impl Batches for Whole {
    fn check(&mut self, _: &mut Builder) -> Result<bool, StoreError> {
        Ok(false)
    }
}

impl Builder {
    /// Adds the statements of a document, and says how many it has.
    ///
    /// # Errors
    /// [`StoreError::Rdf`] where it is not of its form, with line and column; [`StoreError::Read`] if it cannot be read.
    pub fn load(&mut self, reader: impl Read, loading: &Loading) -> Result<u64, StoreError> {
        load(self, reader, loading, &mut Whole)
    }
}

/// Adds the statements of a document to a builder, and whenever that is full to another; says how many there are.
pub(super) fn load(builder: &mut Builder, reader: impl Read, loading: &Loading, batches: &mut impl Batches) -> Result<u64, StoreError> {
    let labels = Labels::new(loading.document);
    match loading.format {
        RdfFormat::NTriples | RdfFormat::NQuads => lines::Lines::new(builder, loading, labels)?.read(reader, batches),
        _ => other::read(builder, reader, loading, labels, batches),
    }
}
