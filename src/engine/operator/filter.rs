//! Conditions, computed values, and leaving columns out.

use super::super::batch::{Batch, UNBOUND, pick};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::super::expression::Compiled;
use super::scan::Kept;
use super::{Operator, Rows};

/// Keeps the rows for which a condition holds.
pub(in super::super) struct Filter {
    pub context: Shared,
    pub input: Rows,
    pub kept: Kept,
    pub condition: Compiled,
}

impl Operator for Filter {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        while let Some(batch) = self.input.next()? {
            self.context.check()?;
            let rows = self.condition.holding(&batch)?;
            if rows.len() == batch.rows && self.kept.len() == batch.columns.len() {
                return Ok(Some(batch));
            }
            if !rows.is_empty() {
                let columns = self.kept.iter().map(|column| pick(&batch.columns[*column], &rows)).collect();
                return Ok(Some(Batch { columns, rows: rows.len() }));
            }
        }
        Ok(None)
    }
}

/// Adds a column that is computed.
pub(in super::super) struct Extend {
    pub context: Shared,
    pub input: Rows,
    pub expression: Compiled,
}

impl Operator for Extend {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        let Some(mut batch) = self.input.next()? else { return Ok(None) };
        self.context.check()?;
        let ids = self.expression.ids(&batch)?;
        batch.columns.push(ids);
        Ok(Some(batch))
    }
}

/// Columns in another order, or fewer of them, each at most once; a column that is nowhere is unbound.
pub(in super::super) struct Project {
    pub input: Rows,
    pub columns: Vec<Option<usize>>,
}

impl Operator for Project {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        let Some(mut batch) = self.input.next()? else { return Ok(None) };
        let column = |place: &Option<usize>| place.map_or_else(|| vec![UNBOUND; batch.rows], |at| std::mem::take(&mut batch.columns[at]));
        Ok(Some(Batch { columns: self.columns.iter().map(column).collect(), rows: batch.rows }))
    }
}
