//! The network file of Pajek (<http://vladowiki.fmf.uni-lj.si/doku.php?id=pajek:faq:format>). It has no escape, so that quotes and backslashes
//! are those of full width.

use super::format::Format;
use super::names::{full_width, labels};
use crate::analyse::network::Network;
use crate::language::{Message, message};
use std::io::{self, Write};

/// Pajek .net: vertices, then arcs or edges with their weights. A partition by modes comes with two-mode networks (`*Vertices n n1`).
pub(super) struct Pajek;

impl Format for Pajek {
    fn name(&self) -> &'static str {
        "pajek"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["net"]
    }

    fn about(&self) -> Message {
        message!("Pajek .net: Pajek, igraph, VOSviewer, UCINET")
    }

    fn keeps_attributes(&self) -> bool {
        false
    }

    /// Pajek takes a file for Unicode only by its mark (<http://mrvar2.fdv.si/pajek/Unicode-Pajek.htm>).
    fn bom(&self) -> Option<bool> {
        Some(true)
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let labels = labels(network, full_width);
        if network.two_mode {
            writeln!(out, "*Vertices {} {}\r", labels.len(), network.first_mode())?;
        } else {
            writeln!(out, "*Vertices {}\r", labels.len())?;
        }
        for (at, label) in labels.iter().enumerate() {
            writeln!(out, "{} \"{label}\"\r", at + 1)?;
        }
        writeln!(out, "{}\r", if network.directed { "*Arcs" } else { "*Edges" })?;
        for relation in &network.relations {
            writeln!(out, "{} {} {}\r", relation.source + 1, relation.target + 1, relation.weight)?;
        }
        Ok(())
    }
}
