//! `LIMIT` and `OFFSET`.

use super::super::batch::Batch;
use super::super::context::Shared;
use super::super::error::EngineError;
use super::{Operator, Rows};
use rustc_hash::FxHashMap;

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

/// The same for each graph: so many of its rows.
pub(in super::super) struct SliceEach {
    pub context: Shared,
    pub input: Rows,
    /// The column of the graph.
    pub graph: usize,
    pub skip: usize,
    pub length: Option<usize>,
    /// How many rows of each graph came.
    pub met: FxHashMap<u32, usize>,
}

impl Operator for SliceEach {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        let until = self.length.map_or(usize::MAX, |length| self.skip.saturating_add(length));
        while let Some(batch) = self.input.next()? {
            self.context.check()?;
            let mut rows: Vec<u32> = Vec::new();
            for (row, graph) in (0..).zip(&batch.columns[self.graph]) {
                let met = self.met.entry(*graph).or_default();
                if (self.skip..until).contains(met) {
                    rows.push(row);
                }
                *met += 1;
            }
            if !rows.is_empty() {
                return Ok(Some(batch.select(&rows)));
            }
        }
        Ok(None)
    }
}
