//! `LIMIT` and `OFFSET`.

use super::super::batch::Batch;
use super::super::error::EngineError;
use super::{Operator, Rows};

/// Some of the rows, from one on.
pub(in super::super) struct Slice {
    pub input: Rows,
    /// How many are left out.
    pub skip: usize,
    /// How many are given at most.
    pub left: Option<usize>,
}

impl Operator for Slice {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        while self.left != Some(0) {
            let Some(batch) = self.input.next()? else { return Ok(None) };
            let skipped = self.skip.min(batch.rows);
            self.skip -= skipped;
            let taken = self.left.map_or(batch.rows - skipped, |left| left.min(batch.rows - skipped));
            if let Some(left) = &mut self.left {
                *left -= taken;
            }
            if taken > 0 {
                let columns = batch.columns.iter().map(|column| column[skipped..skipped + taken].to_vec()).collect();
                return Ok(Some(Batch { columns, rows: taken }));
            }
        }
        Ok(None)
    }
}
