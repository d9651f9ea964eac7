//! `GraphML` with typed attributes (<http://graphml.graphdrawing.org/specification.html>).

use super::format::Format;
use super::names::ids;
use super::sheet::{self, Sheet};
use super::xml::Xml;
use crate::analyse::network::{ColumnKind, Network};
use crate::language::{Message, message};
use std::io::{self, Write};

/// `GraphML`. Identifiers of nodes must be names of XML, so that the IRI is an attribute.
pub(super) struct GraphMl;

impl Format for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["graphml"]
    }

    fn about(&self) -> Message {
        message!("GraphML: Gephi, Gephi Lite, Cytoscape, yEd, NetworkX, igraph")
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let iris = ids(network);
        let actors = sheet::actors(network, &["id", "label", "iri"]);
        let relations = sheet::relations(network, &["id", "source", "target", "weight"]);
        let mut xml = Xml::new(out)?;
        xml.open("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")])?;
        key(&mut xml, "label", "node", "label", ColumnKind::Text)?;
        key(&mut xml, "iri", "node", "iri", ColumnKind::Text)?;
        declare(&mut xml, "node", &actors)?;
        key(&mut xml, "weight", "edge", "weight", ColumnKind::Number)?;
        declare(&mut xml, "edge", &relations)?;
        let direction = if network.directed { "directed" } else { "undirected" };
        xml.open("graph", &[("id", "network"), ("edgedefault", direction)])?;
        for (at, actor) in network.actors.iter().enumerate() {
            xml.open("node", &[("id", &format!("n{at}"))])?;
            xml.words("data", &[("key", "label")], &actor.label)?;
            xml.words("data", &[("key", "iri")], &iris[at])?;
            values(&mut xml, "node", &actors, at)?;
            xml.close("node")?;
        }
        for (at, relation) in network.relations.iter().enumerate() {
            let (id, source, target) = (format!("e{at}"), format!("n{}", relation.source), format!("n{}", relation.target));
            xml.open("edge", &[("id", &id), ("source", &source), ("target", &target)])?;
            xml.words("data", &[("key", "weight")], &relation.weight.to_string())?;
            values(&mut xml, "edge", &relations, at)?;
            xml.close("edge")?;
        }
        xml.close("graph")?;
        xml.close("graphml")?;
        xml.finish()
    }
}

fn key<W: Write>(xml: &mut Xml<W>, id: &str, of: &str, name: &str, kind: ColumnKind) -> io::Result<()> {
    let kind = match kind {
        ColumnKind::Text => "string",
        ColumnKind::Whole => "long",
        ColumnKind::Number => "double",
    };
    xml.empty("key", &[("id", id), ("for", of), ("attr.name", name), ("attr.type", kind)])
}

fn declare<W: Write>(xml: &mut Xml<W>, of: &str, sheet: &Sheet) -> io::Result<()> {
    sheet.columns.iter().enumerate().try_for_each(|(at, column)| key(xml, &format!("{of}-{at}"), of, &column.name, column.kind))
}

fn values<W: Write>(xml: &mut Xml<W>, of: &str, sheet: &Sheet, row: usize) -> io::Result<()> {
    sheet.cells(row).try_for_each(|(at, _, value)| xml.words("data", &[("key", &format!("{of}-{at}"))], &value.to_string()))
}
