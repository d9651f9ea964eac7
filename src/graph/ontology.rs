//! The ontology, as it is published and as statements.

use super::sink::{Out, Sink};
use super::vocab::fg;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::NamedNode;

/// The vocabulary of fengong, Turtle.
pub const CORE: &str = include_str!("../../ontology/core.ttl");
/// Its alignment to ORG, PROV-O, SKOS, `GeoSPARQL`, DCTERMS, ELI and NIF, Turtle.
pub const ALIGNMENT: &str = include_str!("../../ontology/alignment.ttl");

/// The name of the graph of the vocabulary.
pub(super) fn name() -> NamedNode {
    NamedNode::new_unchecked(fg::NAMESPACE.trim_end_matches('#'))
}

/// Hands on the statements of the vocabulary, in the graph that its namespace names.
pub(super) fn state(out: Out) -> Sink {
    let mut sink = Sink::new(name(), out);
    // Both files are compiled in and read whole by a test; a statement that cannot be read is left out.
    let parse = |text: &'static str| RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes());
    [CORE, ALIGNMENT].into_iter().flat_map(parse).filter_map(Result::ok).for_each(|quad| sink.quad(quad));
    sink
}
