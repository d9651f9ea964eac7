//! GML: whole numbers as identifiers, words between quotes, in ASCII with character references, as M. Himsolt defined it.

use super::format::Format;
use super::names::ids;
use super::sheet::{self, Sheet};
use crate::analyse::network::{Network, Value};
use crate::language::{Message, message};
use std::io::{self, Write};

/// GML.
pub(super) struct Gml;

impl Format for Gml {
    fn name(&self) -> &'static str {
        "gml"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["gml"]
    }

    fn about(&self) -> Message {
        message!("GML: NetworkX, yEd, Cytoscape")
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        const OF_NODES: &[&str] = &["id", "label", "iri", "graphics"];
        const OF_EDGES: &[&str] = &["id", "source", "target", "weight", "key", "graphics"];
        let iris = ids(network);
        let actors = sheet::actors(network, OF_NODES).in_ascii(OF_NODES);
        let relations = sheet::relations(network, OF_EDGES).in_ascii(OF_EDGES);
        writeln!(out, "graph [")?;
        writeln!(out, "  directed {}", u8::from(network.directed))?;
        writeln!(out, "  name {}", quoted(&network.name))?;
        for (at, actor) in network.actors.iter().enumerate() {
            writeln!(out, "  node [\n    id {at}\n    label {}\n    iri {}", quoted(&actor.label), quoted(&iris[at]))?;
            values(&actors, at, out)?;
            writeln!(out, "  ]")?;
        }
        for (at, relation) in network.relations.iter().enumerate() {
            writeln!(
                out,
                "  edge [\n    source {}\n    target {}\n    weight {}",
                relation.source,
                relation.target,
                real(relation.weight)
            )?;
            values(&relations, at, out)?;
            writeln!(out, "  ]")?;
        }
        writeln!(out, "]")
    }
}

fn values(sheet: &Sheet, row: usize, out: &mut dyn Write) -> io::Result<()> {
    sheet.cells(row).try_for_each(|(_, column, value)| {
        let value = match value {
            Value::Text(words) => quoted(words),
            // A whole number has 32 bits; a larger one is read as a real.
            Value::Whole(whole) if i32::try_from(*whole).is_ok() => whole.to_string(),
            Value::Whole(whole) => format!("{whole}.0"),
            Value::Number(number) => real(*number),
        };
        writeln!(out, "    {} {value}", column.name)
    })
}

/// A number that has its point, by which readers tell reals from whole numbers.
fn real(number: f64) -> String {
    let digits = number.to_string();
    if digits.contains('.') { digits } else { digits + ".0" }
}

/// Words between quotes; what is not printable ASCII, and quotes and ampersands, as character references. NUL has none.
fn quoted(words: &str) -> String {
    let mut quoted = String::from("\"");
    for c in words.chars() {
        match c {
            '"' => quoted.push_str("&quot;"),
            '&' => quoted.push_str("&amp;"),
            ' '..='~' => quoted.push(c),
            '\0' => quoted.push_str("&#65533;"),
            other => quoted.push_str(&format!("&#{};", u32::from(other))),
        }
    }
    quoted + "\""
}
