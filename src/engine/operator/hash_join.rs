//! Joining with rows that were made apart: hashed by what both sides surely bind, compared by the rest.

use super::super::batch::{Batch, ROWS, UNBOUND};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::{Operator, Rows, drain};
use rustc_hash::FxHashMap;

/// Rows of the other side, by their keys.
pub(in super::super) struct Table {
    pub rows: Batch,
    by_key: FxHashMap<u64, Vec<u32>>,
    keys: Vec<usize>,
}

impl Table {
    /// Reads an operator to its end, and sorts its rows by their keys.
    pub(crate) fn build(context: &Shared, mut rows: Rows, columns: usize, keys: Vec<usize>) -> Result<Self, EngineError> {
        let rows = drain(context, &mut rows, columns)?;
        let mut by_key: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        context.hold(rows.rows * 40)?;
        for row in 0..rows.rows {
            by_key.entry(hash(&rows, &keys, row)).or_default().push(u32::try_from(row).unwrap_or(u32::MAX));
        }
        Ok(Self { rows, by_key, keys })
    }

    /// The rows whose keys are those of a row, some others whose hash is the same among them.
    pub(crate) fn like(&self, batch: &Batch, keys: &[usize], row: usize) -> &[u32] {
        self.by_key.get(&hash(batch, keys, row)).map_or(&[], Vec::as_slice)
    }

    /// Whether two rows agree in the keys.
    pub(crate) fn agrees(&self, found: u32, batch: &Batch, keys: &[usize], row: usize) -> bool {
        self.keys.iter().zip(keys).all(|(mine, other)| self.rows.columns[*mine][found as usize] == batch.columns[*other][row])
    }
}

/// One number for the keys of a row: two ids as they are, more mixed.
fn hash(batch: &Batch, keys: &[usize], row: usize) -> u64 {
    keys.iter()
        .fold(0, |hash: u64, key| (hash.rotate_left(32) ^ hash >> 32).wrapping_mul(1 | hash >> 32) ^ u64::from(batch.columns[*key][row]))
}

/// Joins each row of the input with the rows of a table.
pub(in super::super) struct HashJoin {
    pub context: Shared,
    pub input: Rows,
    /// What makes the table, until it is made.
    pub build: Option<(Rows, usize, Vec<usize>)>,
    pub table: Option<Table>,
    /// The columns of the input that are the keys.
    pub keys: Vec<usize>,
    /// Columns of both sides that may be unbound on one of them: input, table.
    pub perhaps: Vec<(usize, usize)>,
    pub columns: Vec<From>,
    pub state: Option<(Batch, usize, usize)>,
}

/// Where a column of the output comes from.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum From {
    Left(usize),
    Right(usize),
    /// From the input, or from the table where the input has it unbound.
    Either(usize, usize),
}

impl Operator for HashJoin {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        if let Some((rows, columns, keys)) = self.build.take() {
            self.table = Some(Table::build(&self.context, rows, columns, keys)?);
        }
        let Some(table) = &self.table else { return Ok(None) };
        loop {
            self.context.check()?;
            let (batch, mut row, mut from) = match self.state.take() {
                Some(state) => state,
                None => match self.input.next()? {
                    Some(batch) => (batch, 0, 0),
                    None => return Ok(None),
                },
            };
            let (mut left, mut right): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
            while row < batch.rows && left.len() < ROWS {
                let found = table.like(&batch, &self.keys, row);
                let until = found.len().min(from + ROWS);
                for other in &found[from..until] {
                    let agrees = table.agrees(*other, &batch, &self.keys, row)
                        && self.perhaps.iter().all(|(mine, theirs)| {
                            let (mine, theirs) = (batch.columns[*mine][row], table.rows.columns[*theirs][*other as usize]);
                            mine == theirs || mine == UNBOUND || theirs == UNBOUND
                        });
                    if agrees {
                        left.push(u32::try_from(row).unwrap_or(u32::MAX));
                        right.push(*other);
                    }
                }
                from = until;
                if from == found.len() {
                    (row, from) = (row + 1, 0);
                }
            }
            let column = |column: &From| -> Vec<u32> {
                match *column {
                    From::Left(at) => left.iter().map(|row| batch.columns[at][*row as usize]).collect(),
                    From::Right(at) => right.iter().map(|row| table.rows.columns[at][*row as usize]).collect(),
                    From::Either(mine, theirs) => {
                        let pairs = left.iter().zip(&right);
                        let either = |(row, other): (&u32, &u32)| match batch.columns[mine][*row as usize] {
                            UNBOUND => table.rows.columns[theirs][*other as usize],
                            id => id,
                        };
                        pairs.map(either).collect()
                    }
                }
            };
            let output = (!left.is_empty()).then(|| Batch { columns: self.columns.iter().map(column).collect(), rows: left.len() });
            if row < batch.rows {
                self.state = Some((batch, row, from));
            }
            if output.is_some() {
                return Ok(output);
            }
        }
    }
}
