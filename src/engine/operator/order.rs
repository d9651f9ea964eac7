//! `ORDER BY`: rows by the rank of their terms; of a few that are asked for no more than these are sorted.

use super::super::batch::{Batch, ROWS};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::super::rank::Ranks;
use super::{Operator, Rows, drain};
use std::cmp::Ordering;

/// All rows, in order; of rows that are alike the first to come stays first.
pub(in super::super) struct Order {
    pub context: Shared,
    pub input: Rows,
    pub columns: usize,
    /// The columns that are sorted by, and whether the last is to come first.
    pub keys: Vec<(usize, bool)>,
    /// How many rows are asked for.
    pub limit: Option<usize>,
    pub sorted: Option<(Batch, Vec<u32>, usize)>,
}

impl Operator for Order {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        if self.sorted.is_none() {
            let rows = drain(&self.context, &mut self.input, self.columns)?;
            let order = self.order(&rows)?;
            self.sorted = Some((rows, order, 0));
        }
        let Some((rows, order, at)) = &mut self.sorted else { return Ok(None) };
        let from = *at;
        *at = order.len().min(from + ROWS);
        Ok((from < *at).then(|| rows.select(&order[from..*at])))
    }
}

impl Order {
    fn order(&self, rows: &Batch) -> Result<Vec<u32>, EngineError> {
        let mut columns = Vec::with_capacity(self.keys.len());
        for (column, descending) in &self.keys {
            columns.push((Ranks::of(&self.context, &rows.columns[*column])?, *descending));
        }
        let compare = |one: &u32, other: &u32| {
            columns
                .iter()
                .map(|(ranks, descending)| {
                    let order = ranks.at(*one as usize).cmp(&ranks.at(*other as usize));
                    if *descending { order.reverse() } else { order }
                })
                .find(|order| *order != Ordering::Equal)
                .unwrap_or_else(|| one.cmp(other))
        };
        let mut order: Vec<u32> = (0..).take(rows.rows).collect();
        if let Some(limit) = self.limit.filter(|limit| *limit < order.len()) {
            if limit == 0 {
                return Ok(Vec::new());
            }
            order.select_nth_unstable_by(limit - 1, compare);
            order.truncate(limit);
        }
        order.sort_unstable_by(compare);
        Ok(order)
    }
}
