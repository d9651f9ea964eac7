//! The files of the tests by their IRIs.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, GraphName, Quad};
use std::error::Error;
use std::path::{Path, PathBuf};

/// What the IRIs of the files begin with; relative IRIs in them are resolved against it, so it must be absolute.
const BASE: &str = "https://w3c.github.io/rdf-tests/sparql/";

/// The directory with the tests.
pub(crate) struct Files {
    directory: PathBuf,
}

impl Files {
    /// In this directory, which has `sparql10` and `sparql11`, or a directory `sparql` with both.
    pub(crate) fn new(directory: &Path) -> Result<Self, Box<dyn Error>> {
        for candidate in [directory.join("sparql"), directory.to_owned()] {
            if candidate.join("sparql11").is_dir() {
                return Ok(Self { directory: candidate });
            }
        }
        Err(format!("{}: no tests of the W3C here", directory.display()).into())
    }

    pub(crate) fn base(&self) -> &'static str {
        BASE
    }

    /// The IRI of a file.
    pub(crate) fn iri(&self, path: &str) -> String {
        format!("{BASE}{path}")
    }

    /// What is in a file.
    pub(crate) fn bytes(&self, iri: &str) -> Result<Vec<u8>, Box<dyn Error>> {
        let path = iri.strip_prefix(BASE).ok_or_else(|| format!("{iri}: not a file of the tests"))?;
        let path = self.directory.join(path);
        std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// The text of a file.
    pub(crate) fn text(&self, iri: &str) -> Result<String, Box<dyn Error>> {
        Ok(String::from_utf8(self.bytes(iri)?)?)
    }

    /// The quads of a file, which go to a graph.
    pub(crate) fn quads(&self, iri: &str, graph: &GraphName) -> Result<Vec<Quad>, Box<dyn Error>> {
        let extension = iri.rsplit('.').next().unwrap_or_default();
        let format = RdfFormat::from_extension(extension).ok_or_else(|| format!("{iri}: not RDF"))?;
        let bytes = self.bytes(iri)?;
        let parser = RdfParser::from_format(format).with_base_iri(iri)?.with_default_graph(graph.clone()).rename_blank_nodes();
        parser.for_slice(&bytes).map(|quad| quad.map_err(|error| format!("{iri}: {error}").into())).collect()
    }

    /// The triples of a file.
    pub(crate) fn graph(&self, iri: &str) -> Result<Graph, Box<dyn Error>> {
        Ok(self.quads(iri, &GraphName::DefaultGraph)?.into_iter().map(oxigraph::model::Triple::from).collect())
    }
}
