//! Keeping the rows whose two ends a predicate pairs.

use super::super::batch::{Batch, UNBOUND, pick};
use super::super::context::{Shared, is_local};
use super::super::error::EngineError;
use super::find::Finder;
use super::scan::Kept;
use super::{Operator, Rows};
use crate::store::{Adjacency, Id};

/// One side of a pair that is looked for.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Side {
    /// The same for every row.
    Is(u32),
    /// A column.
    Column(usize),
}

/// What is known of the values of the key, where it is one for all rows.
pub(in super::super) enum Values {
    /// Not read yet.
    Unread,
    /// Sorted.
    Of(Vec<u32>),
}

/// Keeps the rows whose key is paired with their value.
pub(in super::super) struct Check {
    pub context: Shared,
    pub input: Rows,
    pub kept: Kept,
    pub adjacency: Adjacency,
    pub key: Side,
    pub value: Side,
    pub values: Values,
    pub finder: Finder,
}

impl Operator for Check {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        while let Some(batch) = self.input.next()? {
            self.context.check()?;
            let rows = self.rows(&batch)?;
            if !rows.is_empty() {
                let columns = self.kept.iter().map(|column| pick(&batch.columns[*column], &rows)).collect();
                return Ok(Some(Batch { columns, rows: rows.len() }));
            }
        }
        Ok(None)
    }
}

impl Check {
    /// The rows of a batch that are kept.
    fn rows(&mut self, batch: &Batch) -> Result<Vec<u32>, EngineError> {
        let mut rows = Vec::new();
        match (self.key, self.value) {
            (Side::Is(key), value) => {
                if matches!(self.values, Values::Unread) {
                    let mut values = Vec::new();
                    self.adjacency.gather(Id(key), &mut values)?;
                    self.context.hold(values.len() * 4)?;
                    self.values = Values::Of(values);
                }
                let Values::Of(values) = &self.values else { return Ok(rows) };
                match value {
                    Side::Is(value) => {
                        if values.binary_search(&value).is_ok() {
                            rows.extend((0..).take(batch.rows));
                        }
                    }
                    Side::Column(column) => {
                        let finder = &mut self.finder;
                        rows.extend((0..).zip(&batch.columns[column]).filter_map(|(row, id)| finder.find(values, *id).map(|_| row)));
                    }
                }
            }
            (Side::Column(key), value) => {
                let slices = self.adjacency.clean();
                for (row, key) in (0..).zip(&batch.columns[key]) {
                    let value = match value {
                        Side::Is(value) => value,
                        Side::Column(column) => batch.columns[column][row as usize],
                    };
                    let found = match &slices {
                        Some(slices) => self.finder.find(slices.keys, *key).is_some_and(|place| {
                            let run = slices.run(place);
                            // Most runs are short.
                            if run.len() < 16 { run.contains(&value) } else { run.binary_search(&value).is_ok() }
                        }),
                        None if [*key, value].into_iter().any(|id| id == UNBOUND || is_local(id)) => false,
                        None => self.adjacency.contains(Id(*key), Id(value))?,
                    };
                    if found {
                        rows.push(row);
                    }
                }
            }
        }
        Ok(rows)
    }
}
