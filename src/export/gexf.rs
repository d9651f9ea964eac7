//! GEXF 1.3, the format of Gephi (<https://gexf.net/schema.html>).

use super::format::Format;
use super::names::ids;
use super::sheet::{self, Sheet};
use super::xml::Xml;
use crate::analyse::network::{ColumnKind, Network};
use crate::language::{Message, message};
use std::io::{self, Write};

/// GEXF 1.3. Nodes have their IRIs as identifiers, so that networks of the same plans can be put together.
pub(super) struct Gexf;

impl Format for Gexf {
    fn name(&self) -> &'static str {
        "gexf"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["gexf"]
    }

    fn about(&self) -> Message {
        message!("GEXF 1.3: Gephi, Gephi Lite, NetworkX")
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let ids = ids(network);
        let actors = sheet::actors(network, &["id", "label"]);
        let relations = sheet::relations(network, &["id", "source", "target", "type", "kind", "weight"]);
        // What is at an edge by name is an attribute of its element.
        let label = relations.columns.iter().position(|column| column.name == "label");
        let mut xml = Xml::new(out)?;
        xml.open("gexf", &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")])?;
        xml.open("meta", &[])?;
        xml.words("creator", &[], "fengong")?;
        xml.words("description", &[], &network.name)?;
        xml.close("meta")?;
        xml.open("graph", &[("defaultedgetype", if network.directed { "directed" } else { "undirected" }), ("mode", "static")])?;
        declare(&mut xml, "node", &actors)?;
        declare(&mut xml, "edge", &relations)?;
        xml.open("nodes", &[])?;
        for (at, actor) in network.actors.iter().enumerate() {
            xml.open("node", &[("id", &ids[at]), ("label", &actor.label)])?;
            values(&mut xml, &actors, at)?;
            xml.close("node")?;
        }
        xml.close("nodes")?;
        xml.open("edges", &[])?;
        for (at, relation) in network.relations.iter().enumerate() {
            let (id, weight) = (at.to_string(), relation.weight.to_string());
            let words = label.and_then(|label| relations.rows[at][label].as_ref()).map(ToString::to_string);
            let mut attributes =
                vec![("id", id.as_str()), ("source", &ids[relation.source]), ("target", &ids[relation.target]), ("weight", &weight)];
            attributes.extend(words.as_ref().map(|words| ("label", words.as_str())));
            xml.open("edge", &attributes)?;
            values(&mut xml, &relations, at)?;
            xml.close("edge")?;
        }
        xml.close("edges")?;
        xml.close("graph")?;
        xml.close("gexf")?;
        xml.finish()
    }
}

/// Identifiers are the places of columns: readers take a title only where the identifier is a number.
fn declare<W: Write>(xml: &mut Xml<W>, class: &str, sheet: &Sheet) -> io::Result<()> {
    xml.open("attributes", &[("class", class), ("mode", "static")])?;
    for (at, column) in sheet.columns.iter().enumerate().filter(|(_, column)| column.name != "label") {
        let kind = match column.kind {
            ColumnKind::Text => "string",
            ColumnKind::Whole => "long",
            ColumnKind::Number => "double",
        };
        xml.empty("attribute", &[("id", &at.to_string()), ("title", &column.name), ("type", kind)])?;
    }
    xml.close("attributes")
}

fn values<W: Write>(xml: &mut Xml<W>, sheet: &Sheet, row: usize) -> io::Result<()> {
    if sheet.cells(row).next().is_none() {
        return Ok(());
    }
    xml.open("attvalues", &[])?;
    for (at, _, value) in sheet.cells(row).filter(|(_, column, _)| column.name != "label") {
        xml.empty("attvalue", &[("for", &at.to_string()), ("value", &value.to_string())])?;
    }
    xml.close("attvalues")
}
