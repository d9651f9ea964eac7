//! VNA, the text format of `NetDraw`: nodes with what is told of them, and ties. It has no escape, so that quotes are those of full width.

use super::format::Format;
use super::names::{full_width, ids, in_a_line, labels};
use super::sheet::{self, Sheet};
use crate::analyse::network::{Network, Value};
use crate::language::{Message, message};
use std::io::{self, Write};

/// VNA. `NetDraw` shows the identifier, which is therefore the name.
pub(super) struct Vna;

impl Format for Vna {
    fn name(&self) -> &'static str {
        "vna"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["vna"]
    }

    fn about(&self) -> Message {
        message!("VNA: NetDraw, UCINET, Gephi")
    }

    fn bom(&self) -> Option<bool> {
        Some(false)
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let labels: Vec<String> = labels(network, full_width).iter().map(|label| format!("\"{label}\"")).collect();
        let actors = sheet::actors(network, &["id", "iri"]);
        let relations = sheet::relations(network, &["from", "to", "strength"]);
        writeln!(out, "*node data\r")?;
        writeln!(out, "ID iri{}\r", heads(&actors))?;
        for (at, id) in ids(network).iter().enumerate() {
            writeln!(out, "{} \"{}\"{}\r", labels[at], in_a_line(id), cells(&actors, at))?;
        }
        writeln!(out, "*tie data\r")?;
        writeln!(out, "from to strength{}\r", heads(&relations))?;
        for (at, relation) in network.relations.iter().enumerate() {
            let told = cells(&relations, at);
            let (source, target) = (&labels[relation.source], &labels[relation.target]);
            writeln!(out, "{source} {target} {}{told}\r", relation.weight)?;
            // All ties have a direction there: one that goes both ways is two.
            if !network.directed {
                writeln!(out, "{target} {source} {}{told}\r", relation.weight)?;
            }
        }
        Ok(())
    }
}

fn heads(sheet: &Sheet) -> String {
    sheet.columns.iter().map(|column| format!(" {}", column.name)).collect()
}

fn cells(sheet: &Sheet, row: usize) -> String {
    let cell = |value: &Option<Value>| match value {
        Some(Value::Text(words)) => format!(" \"{}\"", in_a_line(words)),
        Some(number) => format!(" {number}"),
        None => " \"\"".to_owned(),
    };
    sheet.rows[row].iter().map(cell).collect()
}
