//! Rows that the query writes out.

use super::super::batch::{Batch, ROWS};
use super::super::error::EngineError;
use super::Operator;

/// Rows that are there already, once.
pub(in super::super) struct Values {
    pub columns: usize,
    pub rows: std::vec::IntoIter<Vec<u32>>,
}

impl Operator for Values {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        let mut batch = Batch { columns: vec![Vec::new(); self.columns], rows: 0 };
        for row in self.rows.by_ref().take(ROWS) {
            for (column, id) in batch.columns.iter_mut().zip(row) {
                column.push(id);
            }
            batch.rows += 1;
        }
        Ok((batch.rows > 0).then_some(batch))
    }
}
