//! Following a predicate: each row with each of the values that its key is paired with.

use super::super::batch::{Batch, ROWS, UNBOUND, pick};
use super::super::context::{Shared, is_local};
use super::super::error::EngineError;
use super::find::Finder;
use super::scan::Kept;
use super::{Operator, Rows};
use crate::store::{Adjacency, Id};
use std::rc::Rc;

/// Follows a predicate from a column.
pub(in super::super) struct Expand {
    pub context: Shared,
    pub input: Rows,
    pub kept: Kept,
    /// The column of the keys.
    pub key: usize,
    pub adjacency: Rc<Adjacency>,
    /// Whether the values are a column of the output.
    pub told: bool,
    pub finder: Finder,
    pub state: Option<(Batch, usize)>,
}

impl Operator for Expand {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        loop {
            self.context.check()?;
            let (batch, mut row) = match self.state.take() {
                Some(state) => state,
                None => match self.input.next()? {
                    Some(batch) => (batch, 0),
                    None => return Ok(None),
                },
            };
            let mut rows: Vec<u32> = Vec::with_capacity(ROWS);
            let mut values: Vec<u32> = Vec::with_capacity(ROWS);
            let keys = &batch.columns[self.key];
            if let Some(slices) = self.adjacency.clean() {
                // The values of keys that follow on one another stand together: they are copied at once.
                let mut together = 0..0;
                while row < batch.rows && rows.len() < ROWS {
                    if let Some(place) = self.finder.find(slices.keys, keys[row]) {
                        let run = slices.range(place);
                        rows.extend(std::iter::repeat_n(u32::try_from(row).unwrap_or(u32::MAX), run.len()));
                        if run.start == together.end {
                            together.end = run.end;
                        } else {
                            values.extend_from_slice(&slices.values[together]);
                            together = run;
                        }
                    }
                    row += 1;
                }
                values.extend_from_slice(&slices.values[together]);
            } else {
                while row < batch.rows && rows.len() < ROWS {
                    if keys[row] != UNBOUND && !is_local(keys[row]) {
                        let found = self.adjacency.gather(Id(keys[row]), &mut values)?;
                        rows.extend(std::iter::repeat_n(u32::try_from(row).unwrap_or(u32::MAX), found));
                    }
                    row += 1;
                }
            }
            let output = (!rows.is_empty()).then(|| {
                let mut columns: Vec<Vec<u32>> = self.kept.iter().map(|column| pick(&batch.columns[*column], &rows)).collect();
                if self.told {
                    columns.push(values);
                }
                Batch { columns, rows: rows.len() }
            });
            if row < batch.rows {
                self.state = Some((batch, row));
            }
            if output.is_some() {
                return Ok(output);
            }
        }
    }
}
