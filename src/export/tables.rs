//! Two tables, of nodes and of edges, with the heads that Gephi takes for its own.

use super::format::Format;
use super::names::ids;
use super::sheet;
use super::spreadsheet::{Spreadsheet, cell, words};
use crate::analyse::network::Network;
use crate::language::{Message, message};
use std::io::{self, Write};

/// Comma-separated values in two files.
pub(super) struct Tables;

impl Format for Tables {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn about(&self) -> Message {
        message!("CSV of nodes and of edges, two files: Gephi, Excel, R, pandas")
    }

    fn parts(&self) -> &'static [&'static str] {
        &["nodes", "edges"]
    }

    fn bom(&self) -> Option<bool> {
        Some(false)
    }

    fn write(&self, network: &Network, part: usize, out: &mut dyn Write) -> io::Result<()> {
        let ids = ids(network);
        if part == 0 {
            let told = sheet::actors(network, &["Id", "Label"]);
            let head = ["Id", "Label"].into_iter().chain(told.columns.iter().map(|column| column.name.as_str()));
            let mut sheet = Spreadsheet::new(out, head)?;
            for (at, actor) in network.actors.iter().enumerate() {
                let own = [words(&ids[at]), words(&actor.label)];
                sheet.row(own.into_iter().chain(told.rows[at].iter().map(|value| cell(value.as_ref()))))?;
            }
            return sheet.finish();
        }
        let told = sheet::relations(network, &["Source", "Target", "Type", "Weight", "Id"]);
        // Gephi shows what stands in the column Label.
        let name = |name: &str| if name == "label" { "Label".to_owned() } else { name.to_owned() };
        let head = ["Source", "Target", "Type", "Weight"].map(str::to_owned);
        let mut sheet = Spreadsheet::new(out, head.into_iter().chain(told.columns.iter().map(|column| name(&column.name))))?;
        let direction = if network.directed { "Directed" } else { "Undirected" };
        for (at, relation) in network.relations.iter().enumerate() {
            let ends = [words(&ids[relation.source]), words(&ids[relation.target])];
            let own = ends.into_iter().chain([direction.to_owned(), relation.weight.to_string()]);
            sheet.row(own.chain(told.rows[at].iter().map(|value| cell(value.as_ref()))))?;
        }
        sheet.finish()
    }
}
