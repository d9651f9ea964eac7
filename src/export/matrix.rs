//! The matrix of a network: who × whom, or of two modes the first × the second, with names at rows and columns.

use super::format::Format;
use super::names::labels;
use super::spreadsheet::{Spreadsheet, words};
use crate::analyse::network::Network;
use crate::language::{Message, message};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Comma-separated values of a matrix.
pub(super) struct Matrix;

impl Format for Matrix {
    fn name(&self) -> &'static str {
        "matrix"
    }

    fn endings(&self) -> &'static [&'static str] {
        &[]
    }

    fn about(&self) -> Message {
        message!("CSV of the matrix: Excel, UCINET, R, pandas, Gephi")
    }

    fn keeps_attributes(&self) -> bool {
        false
    }

    fn bom(&self) -> Option<bool> {
        Some(false)
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let labels = labels(network, |c| c);
        let first = network.first_mode();
        let (rows, columns) = if network.two_mode { (0..first, first..labels.len()) } else { (0..labels.len(), 0..labels.len()) };
        let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for relation in &network.relations {
            weights.insert((relation.source, relation.target), relation.weight);
            if !network.directed && !network.two_mode {
                weights.insert((relation.target, relation.source), relation.weight);
            }
        }
        let mut sheet = Spreadsheet::new(out, std::iter::once("").chain(columns.clone().map(|at| labels[at].as_str())))?;
        for row in rows {
            let weight = |column| weights.get(&(row, column)).map_or_else(|| "0".to_owned(), ToString::to_string);
            sheet.row(std::iter::once(words(&labels[row])).chain(columns.clone().map(weight)))?;
        }
        sheet.finish()
    }
}
