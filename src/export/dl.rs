//! DL, the text format of UCINET (<http://www.analytictech.com/ucinet/help/hs5000.htm>): names in lists of their own, so that actors without
//! relations are there too, then pairs of numbers with weights.

use super::format::Format;
use super::names::{full_width, labels};
use crate::analyse::network::Network;
use crate::language::{Message, message};
use std::io::{self, Write};

/// UCINET DL: `edgelist1` of one mode, `edgelist2` of two.
pub(super) struct Dl;

impl Format for Dl {
    fn name(&self) -> &'static str {
        "dl"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["dl"]
    }

    fn about(&self) -> Message {
        message!("UCINET DL: UCINET, NetDraw, Gephi")
    }

    fn keeps_attributes(&self) -> bool {
        false
    }

    fn bom(&self) -> Option<bool> {
        Some(false)
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let labels = labels(network, held);
        let first = network.first_mode();
        if network.two_mode {
            writeln!(out, "dl nr={first} nc={} format=edgelist2\r", labels.len() - first)?;
            writeln!(out, "row labels:\r\n{}\r", list(&labels[..first]))?;
            writeln!(out, "column labels:\r\n{}\r", list(&labels[first..]))?;
        } else {
            writeln!(out, "dl n={} format=edgelist1\r", labels.len())?;
            writeln!(out, "labels:\r\n{}\r", list(&labels))?;
        }
        writeln!(out, "data:\r")?;
        for relation in &network.relations {
            let (row, column) = (relation.source + 1, relation.target + 1);
            if network.two_mode {
                writeln!(out, "{row} {} {}\r", column - first, relation.weight)?;
                continue;
            }
            writeln!(out, "{row} {column} {}\r", relation.weight)?;
            // What is written is a matrix: without a direction it is the same on both sides.
            if !network.directed {
                writeln!(out, "{column} {row} {}\r", relation.weight)?;
            }
        }
        Ok(())
    }
}

/// Commas, equal signs and blanks part names; between quotes blanks do not.
fn held(c: char) -> char {
    match full_width(c) {
        ',' => '，',
        '=' => '＝',
        other => other,
    }
}

fn list(labels: &[String]) -> String {
    let label = |label: &String| if label.contains(char::is_whitespace) { format!("\"{label}\"") } else { label.clone() };
    labels.iter().map(label).collect::<Vec<_>>().join(",")
}
