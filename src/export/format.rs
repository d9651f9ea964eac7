//! What a format of networks is, and all that there are.

use super::{cx2, cypher, dl, gexf, gml, graphml, matrix, neo4j, node_link, pajek, tables, vna};
use crate::analyse::network::Network;
use crate::language::Message;
use std::io::{self, Write};

/// A format of networks.
pub trait Format: Sync {
    /// The name on the command line.
    fn name(&self) -> &'static str;

    /// The endings of files that tell the format, without the dot; the first is the usual one. None where another format has it.
    fn endings(&self) -> &'static [&'static str];

    /// What the format is and what opens it, in one line.
    fn about(&self) -> Message;

    /// Whether the format keeps what is told of actors and of relations, their IRIs among it. All keep names, weights, directions, modes, and
    /// actors without relations.
    fn keeps_attributes(&self) -> bool {
        true
    }

    /// The files that make one network, by what their names end in before the dot (`net-nodes.csv`); none where it is one file.
    fn parts(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether files begin with a byte order mark unless the user says otherwise; none where there must not be one.
    fn bom(&self) -> Option<bool> {
        None
    }

    /// Writes the file of a place among [`Format::parts`], or the only one, which is 0.
    ///
    /// # Errors
    /// Where writing fails.
    fn write(&self, network: &Network, part: usize, out: &mut dyn Write) -> io::Result<()>;
}

/// What a file of UTF-8 may begin with, so that Excel and Pajek take it for Unicode.
pub const BOM: &[u8] = "\u{feff}".as_bytes();

/// Every format, those that keep most first.
pub const FORMATS: &[&dyn Format] = &[
    &gexf::Gexf,
    &graphml::GraphMl,
    &node_link::NodeLink,
    &cx2::Cx2,
    &gml::Gml,
    &tables::Tables,
    &neo4j::Neo4j,
    &cypher::Cypher,
    &vna::Vna,
    &pajek::Pajek,
    &dl::Dl,
    &matrix::Matrix,
];

/// The format of a name.
pub fn format_named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The format that the ending of a file tells, in lower case and without its dot.
pub fn format_of_ending(ending: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.endings().contains(&ending))
}

impl std::fmt::Debug for dyn Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
