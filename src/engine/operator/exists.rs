//! Whether there is a row of a pattern that goes with a row.

use super::super::batch::Batch;
use super::super::context::Shared;
use super::super::error::EngineError;
use super::find::Finder;
use super::{Rows, Seed};
use crate::store::{Adjacency, Id};

/// Tells for each row whether a pattern has a row that goes with it.
pub(in super::super) enum Exists {
    /// One pattern of which only one end matters: whether the id of a column is a key.
    Key { context: Shared, column: usize, adjacency: Adjacency, finder: Finder },
    /// Any pattern: rows are put in with their number, and those come out that have one.
    Seeded {
        context: Shared,
        seed: Seed,
        rows: Rows,
        /// The columns that the pattern looks at.
        columns: Vec<usize>,
        /// Where the number of the row stands in what comes out.
        number: usize,
    },
}

impl Exists {
    /// Whether it is so, a row each.
    pub(crate) fn holds(&mut self, batch: &Batch) -> Result<Vec<bool>, EngineError> {
        match self {
            Self::Key { context, column, adjacency, finder } => {
                context.check()?;
                let ids = &batch.columns[*column];
                if let Some(slices) = adjacency.clean() {
                    return Ok(ids.iter().map(|id| finder.find(slices.keys, *id).is_some()).collect());
                }
                let mut values = Vec::new();
                ids.iter()
                    .map(|id| {
                        values.clear();
                        Ok(!super::super::context::is_local(*id) && adjacency.gather(Id(*id), &mut values)? > 0)
                    })
                    .collect()
            }
            Self::Seeded { context, seed, rows, columns, number } => {
                let mut there = vec![false; batch.rows];
                seed.put(numbered(batch, columns));
                while let Some(found) = rows.next()? {
                    context.check()?;
                    for row in &found.columns[*number] {
                        there[*row as usize] = true;
                    }
                }
                Ok(there)
            }
        }
    }
}

/// Some columns of a batch, and behind them the number of each row.
pub(in super::super) fn numbered(batch: &Batch, columns: &[usize]) -> Batch {
    let mut numbered: Vec<Vec<u32>> = columns.iter().map(|column| batch.columns[*column].clone()).collect();
    numbered.push((0..u32::try_from(batch.rows).unwrap_or(u32::MAX)).collect());
    Batch { columns: numbered, rows: batch.rows }
}
