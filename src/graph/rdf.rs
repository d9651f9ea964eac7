//! RDF in its written forms, with prefixes, in one order.

use super::iri::Names;
use super::jsonld;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use std::io::{self, Write};

/// A written form of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Turtle, one graph.
    Turtle,
    /// TriG, with graphs.
    TriG,
    /// N-Triples, one graph.
    NTriples,
    /// N-Quads, with graphs.
    NQuads,
    /// RDF/XML, one graph.
    RdfXml,
    /// JSON-LD, with graphs, compacted by a context.
    JsonLd,
}

impl Format {
    /// Every form.
    pub const ALL: &[Self] = &[Self::Turtle, Self::TriG, Self::NTriples, Self::NQuads, Self::RdfXml, Self::JsonLd];

    /// The form of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The endings of files that tell the form, in lower case and without the dot; the first is the usual one.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Turtle => &["ttl"],
            Self::TriG => &["trig"],
            Self::NTriples => &["nt"],
            Self::NQuads => &["nq"],
            Self::RdfXml => &["rdf", "xml", "owl"],
            // Plain .json is that of other forms.
            Self::JsonLd => &["jsonld"],
        }
    }

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Turtle => "turtle",
            Self::TriG => "trig",
            Self::NTriples => "ntriples",
            Self::NQuads => "nquads",
            Self::RdfXml => "rdfxml",
            Self::JsonLd => "jsonld",
        }
    }

    /// Whether named graphs are kept; otherwise all statements stand in one.
    pub const fn has_graphs(self) -> bool {
        matches!(self, Self::TriG | Self::NQuads | Self::JsonLd)
    }

    /// What reads it.
    pub const fn parser(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::TriG => RdfFormat::TriG,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }

    /// What writes it; JSON-LD is written by ourselves.
    fn serializer(self) -> Option<RdfFormat> {
        (self != Self::JsonLd).then(|| self.parser())
    }
}

/// Writes statements in the order of graph, subject, predicate, object; each once.
///
/// # Errors
/// Where writing fails.
pub fn write(quads: impl IntoIterator<Item = Quad>, format: Format, names: &Names, mut out: impl Write) -> io::Result<()> {
    let mut quads: Vec<Quad> = quads.into_iter().collect();
    if !format.has_graphs() {
        quads.iter_mut().for_each(|quad| quad.graph_name = GraphName::DefaultGraph);
    }
    quads
        .sort_by_cached_key(|quad| (quad.graph_name.to_string(), quad.subject.to_string(), predicate_order(quad), quad.object.to_string()));
    quads.dedup();
    let Some(written) = format.serializer() else {
        jsonld::write(&quads, names, &mut out)?;
        return out.flush();
    };
    let mut serializer = RdfSerializer::from_format(written);
    for (prefix, iri) in used(names.prefixes(), &quads) {
        serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    for quad in &quads {
        writer.serialize_quad(quad)?;
    }
    writer.finish()?.flush()
}

/// The prefixes that a statement needs.
fn used(prefixes: Vec<(String, String)>, quads: &[Quad]) -> Vec<(String, String)> {
    let mut seen = vec![false; prefixes.len()];
    let mut see = |iri: &str| {
        // An IRI is written by the longest namespace that it begins with.
        if let Some(at) = (0..seen.len()).filter(|at| iri.starts_with(prefixes[*at].1.as_str())).max_by_key(|at| prefixes[*at].1.len()) {
            seen[at] = true;
        }
    };
    for quad in quads {
        if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
            see(node.as_str());
        }
        see(quad.predicate.as_str());
        match &quad.object {
            Term::NamedNode(node) => see(node.as_str()),
            Term::Literal(literal) => see(literal.datatype().as_str()),
            Term::BlankNode(_) => {}
        }
        if let GraphName::NamedNode(node) = &quad.graph_name {
            see(node.as_str());
        }
    }
    prefixes.into_iter().zip(seen).filter(|(_, seen)| *seen).map(|(prefix, _)| prefix).collect()
}

/// A thing's class comes first, as people write it.
fn predicate_order(quad: &Quad) -> (bool, String) {
    (quad.predicate.as_ref() != super::vocab::rdf::TYPE, quad.predicate.as_str().to_owned())
}
