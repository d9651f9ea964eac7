//! Each row once.

use super::super::batch::Batch;
use super::super::context::Shared;
use super::super::error::EngineError;
use super::places::Places;
use super::{Operator, Rows};

/// Keeps the first of rows that are the same.
pub(in super::super) struct Distinct {
    pub context: Shared,
    pub input: Rows,
    pub seen: Places,
}

impl Operator for Distinct {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        let mut numbers = Vec::new();
        while let Some(batch) = self.input.next()? {
            self.context.check()?;
            let mut next = self.seen.len();
            numbers.clear();
            let columns: Vec<Option<&[u32]>> = batch.columns.iter().map(|column| Some(column.as_slice())).collect();
            self.seen.number(&columns, batch.rows, &mut numbers);
            let mut rows: Vec<u32> = Vec::new();
            for (row, number) in (0..).zip(&numbers) {
                if *number as usize == next {
                    rows.push(row);
                    next += 1;
                }
            }
            if !rows.is_empty() {
                self.context.hold(rows.len() * (16 + 4 * batch.columns.len()))?;
                return Ok(Some(batch.select(&rows)));
            }
        }
        Ok(None)
    }
}
