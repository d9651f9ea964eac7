//! `MINUS`: the rows that share a variable with no row of the other side, or agree with none in what they share.

use super::super::batch::{Batch, UNBOUND};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::hash_join::Table;
use super::{Operator, Rows};

/// Keeps the rows that agree with none of the other side.
pub(in super::super) struct Minus {
    pub context: Shared,
    pub input: Rows,
    pub build: Option<(Rows, usize, Vec<usize>)>,
    pub table: Option<Table>,
    pub keys: Vec<usize>,
    /// Whether rows that agree in the keys share a variable: not where the only key is the graph of both.
    pub shared: bool,
    /// Columns of both sides that may be unbound on one of them: input, other side, and whether they are a variable that rows share.
    pub perhaps: Vec<(usize, usize, bool)>,
}

impl Operator for Minus {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        if let Some((rows, columns, keys)) = self.build.take() {
            self.table = Some(Table::build(&self.context, rows, columns, keys)?);
        }
        let Some(table) = &self.table else { return Ok(None) };
        while let Some(batch) = self.input.next()? {
            self.context.check()?;
            let taken = |row: usize| {
                table.like(&batch, &self.keys, row).iter().any(|other| {
                    let mut shared = self.shared;
                    let compatible = self.perhaps.iter().all(|(mine, theirs, counts)| {
                        let (mine, theirs) = (batch.columns[*mine][row], table.rows.columns[*theirs][*other as usize]);
                        if mine == UNBOUND || theirs == UNBOUND {
                            return true;
                        }
                        shared |= *counts;
                        mine == theirs
                    });
                    compatible && shared && table.agrees(*other, &batch, &self.keys, row)
                })
            };
            let rows: Vec<u32> = (0..).take(batch.rows).filter(|row| !taken(*row as usize)).collect();
            if rows.len() == batch.rows {
                return Ok(Some(batch));
            }
            if !rows.is_empty() {
                return Ok(Some(batch.select(&rows)));
            }
        }
        Ok(None)
    }
}
