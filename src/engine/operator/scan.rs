//! Reading all pairs of a predicate, or all that one end of it is paired with, for each row that comes in.

use super::super::batch::{Batch, ROWS};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::{Operator, Rows};
use crate::store::{Adjacency, Cursor, Id};
use std::rc::Rc;

/// Columns of the input that are kept.
pub(in super::super) type Kept = Vec<usize>;

/// All pairs of a predicate with each row of the input.
pub(in super::super) struct Pairs {
    pub context: Shared,
    pub input: Rows,
    pub kept: Kept,
    pub adjacency: Rc<Adjacency>,
    /// Whether the keys are a column of the output, and whether the values are.
    pub told: (bool, bool),
    pub state: Option<Reading>,
}

/// A row of the input, and how far the pairs were read for it.
pub(in super::super) struct Reading {
    batch: Batch,
    row: usize,
    cursor: Cursor,
}

impl Operator for Pairs {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        loop {
            self.context.check()?;
            let mut reading = match self.state.take() {
                Some(reading) => reading,
                None => match self.input.next()? {
                    Some(batch) => Reading { batch, row: 0, cursor: Cursor::new((*self.adjacency).clone(), 0..u32::MAX) },
                    None => return Ok(None),
                },
            };
            if reading.row == reading.batch.rows {
                continue;
            }
            let (mut keys, mut values) = (Vec::with_capacity(ROWS), Vec::with_capacity(ROWS));
            let more = reading.cursor.next(&mut keys, &mut values, ROWS)?;
            let rows = keys.len();
            let row = reading.row;
            let kept: Vec<u32> = self.kept.iter().map(|column| reading.batch.columns[*column][row]).collect();
            if !more {
                reading.row += 1;
                reading.cursor = Cursor::new((*self.adjacency).clone(), 0..u32::MAX);
            }
            self.state = Some(reading);
            if rows > 0 {
                let mut columns: Vec<Vec<u32>> = kept.into_iter().map(|id| vec![id; rows]).collect();
                if self.told.0 {
                    columns.push(keys);
                }
                if self.told.1 {
                    columns.push(values);
                }
                return Ok(Some(Batch { columns, rows }));
            }
        }
    }
}

/// What one key is paired with, with each row of the input.
pub(in super::super) struct Run {
    pub context: Shared,
    pub input: Rows,
    pub kept: Kept,
    pub adjacency: Rc<Adjacency>,
    pub key: u32,
    pub told: bool,
    pub values: Option<Vec<u32>>,
    pub state: Option<(Batch, usize, usize)>,
}

impl Operator for Run {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        loop {
            self.context.check()?;
            let values = match &mut self.values {
                Some(values) => values,
                none => {
                    let mut values = Vec::new();
                    self.adjacency.gather(Id(self.key), &mut values)?;
                    none.insert(values)
                }
            };
            let (batch, row, from) = match self.state.take() {
                Some(state) => state,
                None => match self.input.next()? {
                    Some(batch) => (batch, 0, 0),
                    None => return Ok(None),
                },
            };
            if row == batch.rows || values.is_empty() {
                continue;
            }
            // Many rows with few values, or few rows with many: about a batch of either.
            let mut columns: Vec<Vec<u32>> = vec![Vec::new(); self.kept.len() + usize::from(self.told)];
            let (mut rows, mut row, mut from) = (0, row, from);
            while row < batch.rows && rows < ROWS {
                let to = values.len().min(from + ROWS);
                for (column, kept) in columns.iter_mut().zip(&self.kept) {
                    column.extend(std::iter::repeat_n(batch.columns[*kept][row], to - from));
                }
                if self.told
                    && let Some(column) = columns.last_mut()
                {
                    column.extend_from_slice(&values[from..to]);
                }
                rows += to - from;
                from = to;
                if from == values.len() {
                    (row, from) = (row + 1, 0);
                }
            }
            self.state = Some((batch, row, from));
            return Ok(Some(Batch { columns, rows }));
        }
    }
}
