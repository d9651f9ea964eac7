//! Two tables for `neo4j-admin database import` (<https://neo4j.com/docs/operations-manual/current/import/>).

use super::cypher::{label, relation_type};
use super::format::Format;
use super::names::ids;
use super::sheet::{self, Sheet};
use super::spreadsheet::{Spreadsheet, cell, words};
use crate::analyse::network::{ColumnKind, Network};
use crate::language::{Message, message};
use std::io::{self, Write};

/// Nodes and relationships for Neo4j.
pub(super) struct Neo4j;

impl Format for Neo4j {
    fn name(&self) -> &'static str {
        "neo4j"
    }

    fn endings(&self) -> &'static [&'static str] {
        &[]
    }

    fn about(&self) -> Message {
        message!("CSV for neo4j-admin database import, two files: Neo4j")
    }

    fn parts(&self) -> &'static [&'static str] {
        &["nodes", "relationships"]
    }

    fn write(&self, network: &Network, part: usize, out: &mut dyn Write) -> io::Result<()> {
        let ids = ids(network);
        if part == 0 {
            let told = sheet::actors(network, &["iri", "name"]);
            let head = ["iri:ID", "name:string"].map(str::to_owned).into_iter().chain(heads(&told));
            let mut sheet = Spreadsheet::new(out, head.chain([":LABEL".to_owned()]))?;
            for (at, actor) in network.actors.iter().enumerate() {
                let own = [words(&ids[at]), words(&in_a_line(&actor.label))];
                sheet.row(own.into_iter().chain(cells(&told, at)).chain([format!("Actor;{}", label(network, at))]))?;
            }
            return sheet.finish();
        }
        let told = sheet::relations(network, &["weight"]);
        let head = [":START_ID", ":END_ID", ":TYPE", "weight:double"].map(str::to_owned);
        let mut sheet = Spreadsheet::new(out, head.into_iter().chain(heads(&told)))?;
        for (at, relation) in network.relations.iter().enumerate() {
            let ends = [words(&ids[relation.source]), words(&ids[relation.target])];
            let own = ends.into_iter().chain([relation_type(network), relation.weight.to_string()]);
            sheet.row(own.chain(cells(&told, at)))?;
        }
        sheet.finish()
    }
}

/// Heads with the types of their columns. A colon in a name would begin its type.
fn heads(sheet: &Sheet) -> impl Iterator<Item = String> {
    sheet.columns.iter().map(|column| {
        let kind = match column.kind {
            ColumnKind::Text => "string",
            ColumnKind::Whole => "long",
            ColumnKind::Number => "double",
        };
        format!("{}:{kind}", column.name.replace(':', "_"))
    })
}

fn cells(sheet: &Sheet, row: usize) -> impl Iterator<Item = String> {
    sheet.rows[row].iter().map(|value| in_a_line(&cell(value.as_ref())))
}

/// The import takes no cell of several lines unless it is told to.
fn in_a_line(words: &str) -> String {
    words.replace("\r\n", " ").replace(['\r', '\n'], " ")
}
