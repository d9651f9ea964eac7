//! All forms but N-Triples and N-Quads.

use super::labels::Labels;
use super::{Batches, Loading};
use crate::store::builder::Builder;
use crate::store::error::StoreError;
use oxigraph::io::{RdfParseError, RdfParser};
use oxigraph::model::{BlankNode, GraphName, NamedOrBlankNode, Term};
use std::io::Read;

/// Reads a document.
pub(super) fn read(
    builder: &mut Builder,
    reader: impl Read,
    loading: &Loading,
    mut labels: Labels,
    batches: &mut impl Batches,
) -> Result<u64, StoreError> {
    let mut parser = RdfParser::from_format(loading.format).with_default_graph(loading.graph.clone());
    if let Some(base) = &loading.base {
        let refused = |error| StoreError::Rdf { line: 0, column: 0, what: format!("{base}: {error}") };
        parser = parser.with_base_iri(base.clone()).map_err(refused)?;
    }
    let mut count = 0;
    for quad in parser.for_reader(reader) {
        let mut quad = quad.map_err(error)?;
        // The graph that statements are put into is not one of the document.
        let of_document = quad.graph_name != loading.graph;
        if let NamedOrBlankNode::BlankNode(node) = &mut quad.subject {
            rename(node, &mut labels);
        }
        if let Term::BlankNode(node) = &mut quad.object {
            rename(node, &mut labels);
        }
        if let (GraphName::BlankNode(node), true) = (&mut quad.graph_name, of_document) {
            rename(node, &mut labels);
        }
        builder.add(quad.as_ref())?;
        count += 1;
        if count % 1024 == 0 {
            batches.check(builder)?;
        }
    }
    Ok(count)
}

/// Gives a node its label; one that the parser made up has a number, which is different in every run.
fn rename(node: &mut BlankNode, labels: &mut Labels) {
    let label = if node.as_ref().unique_id().is_some() { labels.numbered(node.as_str()) } else { labels.written(node.as_str()) };
    *node = BlankNode::new_unchecked(label);
}

fn error(error: RdfParseError) -> StoreError {
    match error {
        RdfParseError::Io(error) => StoreError::Read(error),
        RdfParseError::Syntax(error) => {
            let (line, column) = error.location().map_or((0, 0), |place| (place.start.line + 1, place.start.column + 1));
            StoreError::Rdf { line, column, what: error.to_string() }
        }
    }
}
