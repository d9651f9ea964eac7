//! **export**: networks in the formats that other tools open, one file a format.

mod cx2;
mod cypher;
mod dl;
mod format;
mod gexf;
mod gml;
mod graphml;
mod matrix;
mod names;
mod neo4j;
mod node_link;
mod pajek;
mod sheet;
pub mod spreadsheet;
mod tables;
mod vna;
mod xml;

pub use format::{BOM, FORMATS, Format, format_named, format_of_ending};

#[cfg(test)]
mod tests;
